"""Medicine is in the shop while its seller holds a drug licence."""

from datetime import date, timedelta

import pytest

from ekshop.catalogue.models import Offer, SearchChange
from ekshop.catalogue.selectors import offers_to_order
from ekshop.catalogue.services import feed_offers_withdraw, offers_licence_check
from ekshop.catalogue.tasks import licences_check
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.jobs import run_jobs
from ekshop.parties.models import Licence
from ekshop.parties.services import licence_add, licence_end
from ekshop.parties.tests.make import PLACED_AT, personas

from . import make

SYSTEM = Actor.system("test")
TODAY = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def moment():
    with clock.at(PLACED_AT):
        yield


@pytest.fixture
def people(db):
    return personas()


@pytest.fixture
def tablets(people):
    """One of a pharmacy with a licence; its saree needs none."""
    health = make.category("health", name_en="Health", name_bn="স্বাস্থ্য", regulation="medicine")
    own = make.category("tablets", parent=health, name_en="Tablets", name_bn="ট্যাবলেট")
    make.offer(people.pharmacy)
    return make.offer(people.pharmacy, of=make.product("Paracetamol", in_category=own))


def states_of(seller) -> list[str]:
    return list(Offer.objects.filter(seller=seller).order_by("id").values_list("state", flat=True))


def refusal(offer) -> str:
    return offers_to_order([offer.pk], at=PLACED_AT)[offer.pk].refusal


def test_a_licence_that_is_ended_takes_the_medicine_out_and_leaves_the_rest(people, tablets):
    SearchChange.objects.all().delete()
    licence_end(
        actor=people.omar.actor,
        licence_id=Licence.objects.get(organisation=people.pharmacy, kind="dgda").pk,
        last_day=TODAY - timedelta(days=1),
        now=PLACED_AT,
    )
    run_jobs(queues=["default"])
    assert states_of(people.pharmacy) == ["live", "unlicensed"]
    assert refusal(tablets) == "licence"
    assert SearchChange.objects.filter(product_id=tablets.product_id).exists()


def test_a_new_licence_brings_it_back(people, tablets):
    Licence.objects.filter(kind="dgda").delete()
    assert offers_licence_check(actor=SYSTEM, now=PLACED_AT) == (1, 0)
    licence_add(
        actor=people.omar.actor,
        organisation_id=people.pharmacy.pk,
        kind="dgda",
        number="DL-2026-9",
        valid_from=TODAY,
        valid_until=TODAY + timedelta(days=365),
        now=PLACED_AT,
    )
    run_jobs(queues=["default"])
    assert states_of(people.pharmacy) == ["live", "live"]
    assert refusal(tablets) == ""


def test_a_licence_runs_out_by_the_clock_at_midnight_in_dhaka(people, tablets):
    Licence.objects.filter(kind="dgda").update(valid_until=TODAY)
    licences_check()
    assert states_of(people.pharmacy) == ["live", "live"]
    with clock.at(clock.dhaka_midnight(TODAY + timedelta(days=1)) + timedelta(minutes=3)):
        licences_check()
    assert states_of(people.pharmacy) == ["live", "unlicensed"]


def test_goods_that_need_no_licence_any_more_come_back_without_one(people, tablets):
    Licence.objects.filter(kind="dgda").delete()
    offers_licence_check(actor=SYSTEM, now=PLACED_AT)
    type(tablets.product).objects.filter(pk=tablets.product_id).update(category=make.category())
    assert offers_licence_check(actor=SYSTEM, now=PLACED_AT) == (0, 1)


def test_another_sellers_offers_are_left_alone_and_repeating_changes_nothing(people, tablets):
    make.offer(people.partner, of=tablets.product)
    assert offers_licence_check(actor=SYSTEM, seller_ids=[people.pharmacy.pk], now=PLACED_AT) == (
        0,
        0,
    )
    assert states_of(people.partner) == ["live"]
    assert offers_licence_check(actor=SYSTEM, now=PLACED_AT) == (1, 0)
    assert offers_licence_check(actor=SYSTEM, now=PLACED_AT) == (0, 0)


def test_what_a_feed_took_along_does_not_come_back_with_the_licence(people, tablets):
    Offer.objects.update(feed_id=7)
    Licence.objects.filter(kind="dgda").update(valid_until=TODAY - timedelta(days=1))
    offers_licence_check(actor=SYSTEM, now=PLACED_AT)
    feed_offers_withdraw(actor=SYSTEM, feed_id=7, now=PLACED_AT)
    Licence.objects.filter(kind="dgda").update(valid_until=None)
    assert offers_licence_check(actor=SYSTEM, now=PLACED_AT) == (0, 0)
