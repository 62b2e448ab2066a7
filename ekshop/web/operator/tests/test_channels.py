"""Channels abroad on the operator's pages: what could not be read, seen and dealt with."""

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ekshop.channels.adapters import Unread
from ekshop.channels.models import UnreadRow
from ekshop.channels.services import facts_of
from ekshop.channels.tests import make
from ekshop.kernel import clock
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT
from ekshop.reporting.selectors import stuck


@pytest.fixture
def people(db):
    with clock.at(PLACED_AT):
        yield orders.people()


def at_work(persona, language: str = "en") -> Client:
    client = Client()
    client.force_login(persona.person)
    client.cookies["language"] = language
    return client


def test_a_row_nobody_could_read_is_seen_with_its_words_and_closed_with_a_note(people):
    channel = make.channel()
    lost = Unread(7, "sku", _("A line does not say what was ordered."), raw="<b>Nimali</b>;;3")
    facts_of(channel).report("out/orders/9.csv", [lost, Unread(8, "time", "odd")])
    row = UnreadRow.objects.get(line=7)
    omar, page = at_work(people.omar), reverse("operator:channel", args=[channel.pk])
    assert f'{page}#unread">2<' in omar.get(reverse("operator:channels")).content.decode()
    said = omar.get(page).content.decode()
    assert "does not say what was ordered" in said and "&lt;b&gt;Nimali&lt;/b&gt;;;3" in said
    assert "কী চাওয়া হয়েছে" in at_work(people.omar, "bn").get(page).content.decode()
    waiting = {each.kind.name: each.number for each in stuck(people.omar.actor, now=clock.now())}
    assert waiting["unread"] == 2
    shown = omar.get(reverse("operator:stuck", args=["unread"])).content.decode()
    assert "out/orders/9.csv" in shown and page in shown

    close = reverse("operator:channel_unread_close", args=[row.pk])
    assert at_work(people.mina).post(close, {"note": "I was here"}).status_code == 403
    omar.post(close, {"note": "x"})
    row.refresh_from_db()
    assert row.closed_at is None
    assert omar.post(close, {"note": "Asked them, ordered by hand."}).url == f"{page}#unread"
    row.refresh_from_db()
    assert (row.raw, row.closed_by, row.note) == ("", people.omar.person, "Asked them, ordered by hand.")  # fmt: skip
    assert "Nimali" not in omar.get(page).content.decode()
    assert omar.post(close, {"note": "Once more"}).status_code == 404


def test_keys_do_not_follow_a_changed_address(people):
    omar = at_work(people.omar)
    kept = json.dumps({"api_key": "k-1"})
    channel = make.channel(
        "qoove", adapter="qoove", settings={"url": "https://feeds.qoove.example"}, secrets=kept
    )
    page = reverse("operator:channel_edit", args=[channel.pk])
    told = {
        "adapter": "qoove", "name_bn": "কুভ", "name_en": "Qoove", "country": "US", "currency": "USD",
        "language": "en", "price_step": "1", "volume_divisor": "5000", "picture_side": "1000",
        "setting.url": "https://elsewhere.example",
    }  # fmt: skip
    refused = omar.post(page, told)
    assert refused.status_code == 422 and "setting.url" in refused.context["form"].errors
    channel.refresh_from_db()
    assert channel.settings["url"] == "https://feeds.qoove.example" and channel.secrets == kept
    assert (
        omar.post(page, {**told, "setting.url": "https://feeds.qoove.example/new"}).status_code
        == 302
    )
    assert omar.post(page, {**told, "setting.api_key": "k-2"}).status_code == 302
    channel.refresh_from_db()
    assert channel.secrets_known == {"api_key": "k-2"}


def test_a_new_channel_never_changes_one_that_has_its_short_name(people):
    omar = at_work(people.omar)
    make.bazaar()
    channel = make.channel("mine")
    told = {
        "key": "mine", "adapter": "bazaar", "name_bn": "অন্য", "name_en": "Other", "country": "US",
        "currency": "USD", "price_step": "1", "volume_divisor": "5000",
    }  # fmt: skip
    assert omar.post(reverse("operator:channel_new"), told).status_code == 422
    channel.refresh_from_db()
    assert channel.name_en == "Bazaar"


def test_a_channel_says_its_language_and_what_is_to_be_confirmed_with_the_marketplace(people):
    channel = make.channel("thailand", adapter="thailand", language="th")
    page = reverse("operator:channel", args=[channel.pk])
    said = at_work(people.omar, "bn").get(page).content.decode()
    assert "থাই" in said and "বাজারের কাছে জেনে নিতে হবে" in said
    said = at_work(people.omar).get(page).content.decode()
    assert "To be confirmed with the marketplace" in said and "XLSX, all goods each time" in said
    edit = at_work(people.omar, "bn").get(reverse("operator:channel_edit", args=[channel.pk]))
    assert '<option value="th" selected>থাই</option>' in edit.content.decode()
