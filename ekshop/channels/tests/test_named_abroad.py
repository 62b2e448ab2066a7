"""A name that belongs to a place is sold under abroad, too, only by those who may."""

import pytest
from django.utils import translation

from ekshop.channels.models import ChannelListing
from ekshop.channels.rules.sentences import sentence_read
from ekshop.channels.services import (
    goods_check,
    listing_check_again,
    listing_pause,
    names_abroad_settle,
)
from ekshop.channels.tests import make
from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs
from ekshop.notices.models import Message
from ekshop.producers.models import GiName, GiUse
from ekshop.producers.services.names import gi_names_load, gi_use_restore, gi_use_suspend

KANTHA = "Nakshi kantha of Jamalpur, hand-stitched"
ROW = {
    "slug": "jamalpur-nakshi-kantha",
    "name_bn": "জামালপুরের নকশিকাঁথা",
    "name_en": "Jamalpur nakshi kantha",
    "kind": "textile",
    "words": "nakshi|kantha",
    "words_bn": "নকশিকাঁথা",
    "place_words": "জামালপুর|jamalpur",
    "register": "registered",
    "certificate_number": "",
    "certificate_on": "",
    "sources": "",
}


@pytest.fixture
def name(people) -> GiName:
    home = people.jamila.organisation.seller.hub_district
    gi_names_load([{**ROW, "districts": home.code}], {})
    return GiName.objects.get()


@pytest.fixture
def called(kantha, name):
    kantha.title_en = KANTHA
    kantha.save()
    return kantha


def allowed(people, name: GiName) -> GiUse:
    return GiUse.objects.create(
        gi_name=name,
        seller_id=people.jamila.organisation.pk,
        state="approved",
        statement="Three generations in Jamalpur.",
        claimed_at=clock.now(),
        decided_at=clock.now(),
    )


def messages() -> int:
    """To her and to her centre."""
    return Message.objects.filter(template="names_abroad").count()


def fresh(listing: ChannelListing) -> ChannelListing:
    return ChannelListing.objects.get(pk=listing.pk)


def said(listing: ChannelListing) -> dict[str, str]:
    with translation.override("en"):
        opened = listing.issues.filter(closed_at=None)
        return {each.field: str(sentence_read(each.said)) for each in opened}


def test_a_title_under_a_name_without_right_is_not_sent_until_the_name_is_hers(
    people, bazaar, called, name, step
):
    channel = make.channel()
    listing = step.begin(called, channel)
    step(channel)
    assert fresh(listing).state == "issue" and bazaar.shelves == {}
    assert "“Jamalpur nakshi kantha” is a registered name" in said(listing)["title_en"]
    allowed(people, name)
    listing_check_again(actor=people.jamila.actor, listing_id=listing.pk, now=clock.now())
    step(channel)
    assert fresh(listing).state == "live" and said(listing) == {}
    assert bazaar.shelves[listing.sku].title == KANTHA


@pytest.mark.parametrize(
    ("told", "fields"),
    [
        ({"title_en": "Nakshi kantha, hand-stitched"}, []),
        ({"title_en": KANTHA}, ["title_en"]),
        ({"title_en": "Quilt, hand-stitched", "points_en": [KANTHA]}, ["points_en"]),
    ],
)
def test_the_checklist_says_where_the_name_stands(people, bazaar, kantha, name, told, fields):
    for field, value in told.items():
        setattr(kantha, field, value)
    kantha.save()
    found = goods_check(people.jamila.actor, kantha, clock.now()).lacks
    assert [each.field for each in found if each.code == "name_unearned"] == fields


def test_a_right_that_is_suspended_takes_the_goods_off_every_shelf_until_it_is_back(
    people, bazaar, called, name, step
):
    use, channel = allowed(people, name), make.channel()
    listing = step.begin(called, channel)
    step(channel)
    assert bazaar.shelves[listing.sku].quantity == 10
    decided = {"actor": people.omar.actor, "use_id": use.pk, "now": clock.now()}
    gi_use_suspend(reason="The paper is another workshop's.", **decided)
    run_jobs(queues=["default"])
    step(channel)
    assert fresh(listing).state == "paused" and "title_en" in said(listing)
    assert bazaar.shelves[listing.sku].quantity == 0
    assert messages() == 2
    gi_use_restore(reason="The right paper came.", **decided)
    run_jobs(queues=["default"])
    step(channel)
    assert fresh(listing).state == "live" and said(listing) == {}
    assert bazaar.shelves[listing.sku].quantity == 10
    assert messages() == 4
    run_jobs(queues=["default"])
    assert names_abroad_settle(now=clock.now()) == 0


def test_what_was_paused_by_hand_stays_so_when_the_right_is_back(
    people, called, name, step, bazaar
):
    use, channel = allowed(people, name), make.channel()
    listing = step.begin(called, channel)
    step(channel)
    listing_pause(actor=people.jamila.actor, listing_id=listing.pk, now=clock.now())
    decided = {"actor": people.omar.actor, "use_id": use.pk, "now": clock.now()}
    gi_use_suspend(reason="The paper is another workshop's.", **decided)
    gi_use_restore(reason="The right paper came.", **decided)
    run_jobs(queues=["default"])
    assert fresh(listing).state == "paused" and messages() == 0


def test_a_right_that_ends_with_a_day_ends_the_sale_and_other_goods_go_on(
    people, bazaar, called, name, step
):
    use, channel = allowed(people, name), make.channel()
    listing = step.begin(called, channel)
    step(channel)
    assert names_abroad_settle(now=clock.now()) == 0
    use.until = clock.dhaka_date(clock.now()).replace(year=2020)
    use.save()
    assert names_abroad_settle(now=clock.now(), seller_ids=[people.partner.pk]) == 0
    assert names_abroad_settle(now=clock.now()) == 1
    assert fresh(listing).state == "paused"
    assert names_abroad_settle(now=clock.now()) == 0
