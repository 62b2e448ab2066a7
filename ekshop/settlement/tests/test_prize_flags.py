"""Self-dealing in a scheme's months: found by rules, explained, judged by a person."""

import pytest

from ekshop.kernel.errors import InvalidInput, StaleState
from ekshop.parties.models import Wallet
from ekshop.parties.tests import make as parties
from ekshop.parties.tests.make import Persona, Personas
from ekshop.settlement.models import PrizeFlag, PrizeScheme
from ekshop.settlement.selectors.prizes import flag_lines
from ekshop.settlement.services.prizes import (
    FlagsOpen,
    flag_dismiss,
    flag_uphold,
    flags_find,
    result_freeze,
)

from . import make
from . import prize_make as prizes

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> Personas:
    return make.orders.people()


@pytest.fixture
def parul(people: Personas) -> Persona:
    return prizes.second_operator(people)


@pytest.fixture
def scheme(people: Personas, parul: Persona) -> PrizeScheme:
    return prizes.published(people, parul)


def test_self_dealing_is_flagged_explained_and_judged_by_a_person(
    people: Personas, scheme: PrizeScheme
) -> None:
    asha, bina = people.asha, people.bina
    herself = parties.customer(people.centre, "Asha", mobile=asha.person.mobile)
    by_wallet = parties.customer(people.other_centre, "Bina's brother", mobile="+8801700999888")
    Wallet.objects.create(person=bina.person, provider="rocket", number="017009998881")
    for who, customer in ((asha, herself), (bina, by_wallet)):
        make.orders.agree(who, customer)
        prizes.sold(people, who, 20_000, customer=customer)
        prizes.sold(people, who, 30_000)
    assert flags_find(scheme_id=scheme.pk, now=prizes.LOCKED_AT) == 2
    assert flags_find(scheme_id=scheme.pk, now=prizes.LOCKED_AT) == 0
    own, wallet = PrizeFlag.objects.order_by("kind")
    assert (own.kind, own.centre_id, wallet.kind) == ("own_mobile", people.centre.pk, "own_wallet")
    assert own.facts["poisha"] == 20_000 and asha.person.mobile not in str(own.facts)
    assert [line.seller_order.order.customer_id for line in flag_lines(people.omar.actor, own)] == [
        herself.pk
    ]
    prizes.closed("2026-12")
    with pytest.raises(FlagsOpen):
        result_freeze(actor=people.omar.actor, scheme_id=scheme.pk, now=prizes.SETTLED_AT)
    judge = {"actor": people.omar.actor, "now": prizes.SETTLED_AT}
    with pytest.raises(InvalidInput):
        flag_uphold(flag_id=own.pk, excludes="orders", text=" ", **judge)
    with pytest.raises(InvalidInput):
        flag_uphold(flag_id=own.pk, excludes="everything", text="No", **judge)
    flag_uphold(flag_id=own.pk, excludes="orders", text="She ordered for herself.", **judge)
    flag_dismiss(flag_id=wallet.pk, text="Her brother lives next door.", **judge)
    with pytest.raises(StaleState):
        flag_dismiss(flag_id=own.pk, text="No", **judge)
    assert flags_find(scheme_id=scheme.pk, now=prizes.SETTLED_AT) == 0
    prizes.sold(people, bina, 10_000, customer=by_wallet)
    assert flags_find(scheme_id=scheme.pk, now=prizes.SETTLED_AT) == 1
    again = PrizeFlag.objects.get(state="open")
    flag_uphold(flag_id=again.pk, excludes="centre", text="It goes on.", **judge)
    result_freeze(actor=people.omar.actor, scheme_id=scheme.pk, now=prizes.SETTLED_AT)
    assert prizes.told(scheme) == [
        ("Bhulta", 30_000, 1, 1, "sum"),
        ("Khanpur", 60_000, None, None, "excluded"),
    ]


def test_one_customer_for_most_of_it_and_goods_going_round_are_flagged(
    people: Personas, scheme: PrizeScheme
) -> None:
    karim = people.karim
    lamp = make.orders.offer(people.partner, price_poisha=200_000, on_hand=50, title="Lamp")
    for turn in range(5):
        line = prizes.sold(people, people.asha, 10_000, customer=karim, offer=lamp)
        if turn < 2:
            prizes.taken_back(line, 10_000, at=prizes.LOCKED_AT)
    for _turn in range(5):
        prizes.sold(people, people.bina, 10_000)
    flags_find(scheme_id=scheme.pk, now=prizes.SETTLED_AT)
    flags = {flag.kind: flag for flag in PrizeFlag.objects.all()}
    assert set(flags) == {"one_customer", "round_trip"}
    assert flags["one_customer"].facts["share_bp"] == 10_000
    trips = flags["round_trip"]
    assert (trips.facts["title"], trips.facts["times"], trips.facts["lines"]) == ("Lamp", 2, 5)
    assert trips.evidence.count() == 5
    assert {flag.centre_id for flag in flags.values()} == {people.centre.pk}
