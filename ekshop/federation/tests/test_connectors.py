"""The frame around connectors: found by folder, settings sealed, files told by their marks."""

import pytest

from ekshop.federation.connectors import Connector, Setting, connectors, file_shapes
from ekshop.federation.connectors.shape import SETTING_KINDS
from ekshop.federation.services import (
    feed_update,
    settings_clean,
    settings_draft,
    settings_drafted,
    source_of,
)
from ekshop.federation.services.sources import address_clean, settings_open
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput
from ekshop.parties.tests.make import PLACED_AT, personas

from . import make_feeds

SHOP = Connector(
    key="shop",
    name="A shop",
    about="",
    settings=(
        Setting("key", "Key", kind="secret", needed=True),
        Setting("pages", "Pages", kind="number", default="5"),
        Setting("way", "Way", kind="choice", choices=(("a", "A"), ("b", "B")), default="a"),
    ),
)


def test_every_connector_is_told_by_its_folder_and_asks_in_known_ways():
    for key, each in connectors().items():
        assert key == each.key and each.name and each.about
        assert {setting.kind for setting in each.settings} <= set(SETTING_KINDS)
        assert each.fetch or each.pushed, f"{key} brings no goods"
        assert bool(each.fetch) == bool(each.address)
        assert not each.fetched or each.shape(each.fetched)
    assert all(len(key) <= 16 for key in file_shapes())
    told = {shape for each in connectors().values() for shape in each.files}
    assert len(told) == len(file_shapes()), "two shapes go by one name"


def test_a_secret_is_kept_sealed_and_stays_when_nothing_new_is_given():
    kept = settings_clean(SHOP, {"key": "ck_123"})
    assert "ck_123" not in str(kept) and kept["pages"] == "5"
    assert settings_open(SHOP, kept) == {"key": "ck_123", "pages": "5", "way": "a"}
    changed = settings_clean(SHOP, {"key": "", "pages": "7"}, kept=kept)
    assert settings_open(SHOP, changed) == {"key": "ck_123", "pages": "7", "way": "a"}
    assert settings_open(SHOP, {**kept, "key": "not sealed by us"})["key"] == ""


def test_a_secret_does_not_follow_an_address_to_another_server(db):
    people = personas()
    keys = {"consumer_key": "ck_123", "consumer_secret": "cs_123"}
    woo = make_feeds.feed(
        people.partner, connector="woocommerce", address="https://shop.example", settings=keys
    )
    sftp = make_feeds.feed(
        people.partner,
        connector="sftp",
        address="sftp://me@a.example/x",
        settings={"password": "p"},
    )

    def move(feed, address, settings=None):
        given = {"name": "n", "format": "auto", "mapping": None, "every_minutes": 60}
        feed_update(
            actor=people.mina.actor, feed=feed, address=address, settings=settings, now=PLACED_AT,
            **given,
        )  # fmt: skip
        feed.refresh_from_db()
        return source_of(feed).settings

    assert move(woo, "https://shop.example/in/a/folder", {})["consumer_secret"] == "cs_123"
    assert move(woo, "", {})["consumer_secret"] == "cs_123"
    for settings in ({}, None):
        with pytest.raises(InvalidInput) as refused:
            move(woo, "https://other.example", settings)
        assert "setting-consumer_secret" in refused.value.field_errors
        woo.refresh_from_db()
    assert move(woo, "https://other.example", keys)["consumer_secret"] == "cs_123"
    assert move(sftp, "sftp://me@a.example/y")["password"] == "p"
    assert move(sftp, "sftp://me@b.example/x")["password"] == ""


@pytest.mark.parametrize("port", ["99999", "x", "0"])
def test_an_address_names_a_port_that_can_be_one(port):
    with pytest.raises(InvalidInput):
        address_clean(f"https://shop.example:{port}/goods.xml")


def test_every_setting_that_is_wrong_is_named():
    with pytest.raises(InvalidInput) as refused:
        settings_clean(SHOP, {"pages": "many", "way": "c"})
    assert set(refused.value.field_errors) == {"setting-key", "setting-pages", "setting-way"}


def test_what_was_typed_is_carried_sealed_and_only_for_its_seller():
    mine, other = (
        Actor("person", person_id=1, organisation_id=number, role="partner_staff", label="")
        for number in (1, 2)
    )
    token = settings_draft(actor=mine, given={"key": "ck_123"})
    assert "ck_123" not in token
    assert settings_drafted(actor=mine, token=token) == {"key": "ck_123"}
    with pytest.raises(InvalidInput):
        settings_drafted(actor=other, token=token)
