"""A prize scheme from its draft to the last prize handed over."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleState
from ekshop.kernel.jobs import run_jobs
from ekshop.notices.models import Message
from ekshop.parties.tests.make import Persona, Personas
from ekshop.settlement.models import (
    CommissionLine,
    Prize,
    PrizeAward,
    PrizePlace,
    PrizeResult,
    PrizeScheme,
    PrizeStanding,
)
from ekshop.settlement.selectors.prizes import (
    place_of,
    results_of,
    scheme_for,
    schemes_visible_to,
    takes_part,
)
from ekshop.settlement.services.prizes import (
    AnotherDecides,
    MonthNotClosed,
    ObjectionsOpen,
    ObjectionsOver,
    TermsArePublished,
    TooEarlyToConfirm,
    TooEarlyToFreeze,
    TooLateToPublish,
    award_forfeit,
    award_hand_over,
    awards_name,
    objection_answer,
    objection_make,
    result_confirm,
    result_freeze,
    result_undo,
    scheme_propose,
    scheme_publish,
    scheme_save,
    scheme_send_back,
    standings_reckon,
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


def frozen(people: Personas, scheme: PrizeScheme) -> PrizeScheme:
    prizes.closed("2026-12")
    return result_freeze(actor=people.omar.actor, scheme_id=scheme.pk, now=prizes.SETTLED_AT)


def confirmed(people: Personas, parul: Persona, scheme: PrizeScheme) -> list[PrizeAward]:
    frozen(people, scheme)
    return result_confirm(actor=parul.actor, scheme_id=scheme.pk, now=prizes.OBJECTIONS_OVER)


def test_one_person_proposes_a_scheme_and_another_publishes_it(
    people: Personas, parul: Persona
) -> None:
    omar = people.omar.actor
    scheme = scheme_save(actor=omar, scheme_id=None, terms=prizes.terms(), now=prizes.WRITTEN_AT)
    assert list(schemes_visible_to(people.asha.actor)) == []
    with pytest.raises(NotFound):
        scheme_for(people.asha.actor, scheme.pk)
    scheme_propose(actor=omar, scheme_id=scheme.pk, now=prizes.WRITTEN_AT)
    with pytest.raises(AnotherDecides):
        scheme_publish(actor=omar, scheme_id=scheme.pk, now=prizes.WRITTEN_AT)
    scheme_send_back(
        actor=parul.actor, scheme_id=scheme.pk, text="Bogura is missing", now=prizes.WRITTEN_AT
    )
    scheme_save(
        actor=omar,
        scheme_id=scheme.pk,
        terms=prizes.terms(place_ids=[people.places.bogura.pk]),
        now=prizes.WRITTEN_AT,
    )
    scheme_propose(actor=omar, scheme_id=scheme.pk, now=prizes.WRITTEN_AT)
    scheme = scheme_publish(actor=parul.actor, scheme_id=scheme.pk, now=prizes.WRITTEN_AT)
    assert list(schemes_visible_to(people.asha.actor)) == [scheme]
    assert not takes_part(scheme, people.centre.pk)
    assert takes_part(scheme, people.other_centre.pk)


def test_a_scheme_is_published_before_its_first_month_begins(
    people: Personas, parul: Persona
) -> None:
    omar = people.omar.actor
    scheme = scheme_save(actor=omar, scheme_id=None, terms=prizes.terms(), now=prizes.WRITTEN_AT)
    scheme_propose(actor=omar, scheme_id=scheme.pk, now=prizes.WRITTEN_AT)
    with pytest.raises(TooLateToPublish):
        scheme_publish(actor=parul.actor, scheme_id=scheme.pk, now=prizes.SOLD_AT)


def test_what_was_published_stays_also_against_the_database(
    people: Personas, scheme: PrizeScheme
) -> None:
    with pytest.raises(TermsArePublished):
        scheme_save(
            actor=people.omar.actor,
            scheme_id=scheme.pk,
            terms=prizes.terms(),
            now=prizes.WRITTEN_AT,
        )
    prize = Prize.objects.filter(scheme=scheme).first()
    assert prize is not None
    for attempt in (
        lambda: PrizeScheme.objects.filter(pk=scheme.pk).update(tie_rule="shared"),
        lambda: PrizeScheme.objects.filter(pk=scheme.pk).update(settles_on=date(2027, 2, 1)),
        lambda: Prize.objects.filter(pk=prize.pk).update(value_poisha=1),
        lambda: prize.delete(),
        lambda: PrizePlace.objects.create(scheme=scheme, place=people.places.bogura),
        lambda: scheme.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def changed(number: int, **fields: object) -> dict[str, object]:
    """The terms with one prize written otherwise."""
    written = [*prizes.LADDER, *prizes.RANKS]
    written[number] = replace(written[number], **fields)
    return {"prizes": written}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name_bn": " "}, "name_bn"),
        ({"first_month": "2026-13"}, "first_month"),
        ({"first_month": "2026-11"}, "first_month"),
        ({"last_month": "2026-11"}, "last_month"),
        ({"settles_on": date(2026, 12, 31)}, "settles_on"),
        ({"objections_until": date(2027, 1, 15)}, "objections_until"),
        ({"tie_rule": "lot"}, "tie_rule"),
        ({"place_ids": [-1]}, "places"),
        ({"prizes": []}, "prizes"),
        (changed(0, name_en=""), "prizes.0.name"),
        (changed(0, value_poisha=0), "prizes.0.value"),
        (changed(0, threshold_poisha=50_000), "prizes.1.threshold"),
        (changed(0, value_poisha=1_300_000), "prizes.1.value"),
        (changed(0, sponsor_id=-1), "prizes.0.sponsor"),
        (changed(2, first_rank=2, last_rank=1), "prizes.2.ranks"),
        (changed(2, last_rank=2), "prizes.3.ranks"),
        (changed(2, kind="lottery"), "prizes.2.kind"),
    ],
)
def test_terms_that_cannot_be_are_refused_by_field(
    people: Personas, wrong: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        scheme_save(
            actor=people.omar.actor,
            scheme_id=None,
            terms=prizes.terms(**wrong),
            now=prizes.WRITTEN_AT,
        )
    assert field in refused.value.field_errors


def test_counted_is_what_was_sold_in_the_month_and_is_locked_less_what_came_back(
    people: Personas, scheme: PrizeScheme
) -> None:
    asha = people.asha
    kept = prizes.sold(people, asha, 40_000)
    prizes.taken_back(kept, 15_000, at=prizes.SETTLED_AT - timedelta(days=3))
    prizes.sold(people, asha, 9_000, locked_at=None)
    earlier = prizes.sold(people, asha, 70_000, at=prizes.SOLD_AT - timedelta(days=10))
    prizes.taken_back(earlier, 60_000, at=prizes.SOLD_AT)
    assert standings_reckon(scheme_id=scheme.pk, now=prizes.LOCKED_AT + timedelta(days=1)) == 1
    place = place_of(scheme, people.centre.pk)
    assert (place.counted_poisha, place.waiting_poisha, place.returned_poisha) == (40_000, 9_000, 0)
    standings_reckon(scheme_id=scheme.pk, now=prizes.SETTLED_AT)
    place = place_of(scheme, people.centre.pk)
    assert (place.counted_poisha, place.returned_poisha) == (25_000, -15_000)
    assert (place.step.name_en, place.missing_poisha) == ("Umbrella", 25_000)
    nobody = place_of(scheme, people.other_centre.pk)
    assert (nobody.rank, nobody.missing_poisha, nobody.behind_poisha) == (None, 10_000, 25_000)


def test_reckoning_takes_the_same_statements_however_many_take_part(
    people: Personas, scheme: PrizeScheme
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            standings_reckon(scheme_id=scheme.pk, now=prizes.SETTLED_AT)
            place_of(scheme, people.centre.pk)
        return len(captured)

    prizes.sold(people, people.asha, 20_000)
    one = statements()
    prizes.sold(people, people.bina, 30_000)
    prizes.sold(people, prizes.centre(people, "Third"), 60_000)
    assert statements() == one


def test_ties_go_by_the_published_rule_and_the_same_result_comes_twice(
    people: Personas, scheme: PrizeScheme
) -> None:
    chandra, dola = prizes.centre(people, "Chandra"), prizes.centre(people, "Dola")
    prizes.sold(people, people.asha, 60_000, at=prizes.SOLD_AT + timedelta(hours=2))
    prizes.sold(people, people.bina, 60_000, at=prizes.SOLD_AT + timedelta(hours=1))
    prizes.sold(people, chandra, 90_000)
    prizes.sold(people, dola, 5_000)
    with pytest.raises(TooEarlyToFreeze):
        result_freeze(actor=people.omar.actor, scheme_id=scheme.pk, now=prizes.LOCKED_AT)
    with pytest.raises(MonthNotClosed):
        result_freeze(actor=people.omar.actor, scheme_id=scheme.pk, now=prizes.SETTLED_AT)
    frozen(people, scheme)
    first = prizes.told(scheme)
    assert first == [
        ("Chandra", 90_000, 1, 1, "sum"),
        ("Khanpur", 60_000, 2, 1, "tie_rule"),
        ("Bhulta", 60_000, 3, 2, "tie_rule"),
        ("Dola", 5_000, 4, 3, "sum"),
    ]
    later = prizes.sold(people, dola, 500_000, locked_at=prizes.SETTLED_AT)
    prizes.taken_back(
        CommissionLine.objects.get(centre=chandra.organisation), 90_000, at=prizes.SETTLED_AT
    )
    assert later.month == "2026-12"
    result_undo(
        actor=people.omar.actor, scheme_id=scheme.pk, text="Once more", now=prizes.SETTLED_AT
    )
    assert not PrizeResult.objects.exists()
    result_freeze(
        actor=people.omar.actor, scheme_id=scheme.pk, now=prizes.SETTLED_AT + timedelta(days=2)
    )
    assert prizes.told(scheme) == first


def test_who_won_is_noted_once_another_person_confirmed_and_objections_are_over(
    people: Personas, parul: Persona, scheme: PrizeScheme
) -> None:
    prizes.sold(people, people.asha, 60_000)
    prizes.sold(people, people.bina, 12_000)
    frozen(people, scheme)
    objection = objection_make(
        actor=people.bina.actor,
        scheme_id=scheme.pk,
        text="One order is missing.",
        now=prizes.SETTLED_AT,
    )
    with pytest.raises(AnotherDecides):
        result_confirm(actor=people.omar.actor, scheme_id=scheme.pk, now=prizes.OBJECTIONS_OVER)
    with pytest.raises(TooEarlyToConfirm):
        result_confirm(actor=parul.actor, scheme_id=scheme.pk, now=prizes.SETTLED_AT)
    with pytest.raises(ObjectionsOpen):
        result_confirm(actor=parul.actor, scheme_id=scheme.pk, now=prizes.OBJECTIONS_OVER)
    objection_answer(
        actor=parul.actor,
        objection_id=objection.pk,
        text="It was sold in January.",
        now=prizes.SETTLED_AT,
    )
    result_confirm(actor=parul.actor, scheme_id=scheme.pk, now=prizes.OBJECTIONS_OVER)
    with pytest.raises(ObjectionsOver):
        objection_make(
            actor=people.bina.actor, scheme_id=scheme.pk, text="Late", now=prizes.OBJECTIONS_OVER
        )
    won = PrizeAward.objects.order_by("id")
    assert [(each.prize.name_en, each.centre_id, each.rank) for each in won] == [
        ("Motorcycle", people.centre.pk, 1),
        ("Television", people.other_centre.pk, 2),
        ("Bicycle", people.centre.pk, 1),
        ("Bicycle", people.other_centre.pk, 1),
        ("Mobile phone", people.centre.pk, None),
        ("Umbrella", people.other_centre.pk, None),
    ]
    with pytest.raises(DatabaseError), transaction.atomic():
        results_of(scheme).delete()
    run_jobs()
    told = Message.objects.filter(template="prizes_won")
    assert {each.to for each in told} == {people.asha.person.mobile, people.bina.person.mobile}
    assert len(told) == 2 and all("/centre/prizes/" in each.shown for each in told)


def test_a_prize_is_handed_over_with_proof_and_named_with_consent(
    people: Personas, parul: Persona, scheme: PrizeScheme
) -> None:
    prizes.sold(people, people.asha, 60_000)
    motorcycle, bicycle, phone = confirmed(people, parul, scheme)
    omar = people.omar.actor
    given = {
        "actor": omar,
        "signed_name": "Asha Akter",
        "paper_reference": "EK-PRIZE-7",
        "photo": None,
        "handed_on": date(2027, 1, 26),
        "now": prizes.OBJECTIONS_OVER,
    }
    for wrong in (
        {"signed_name": ""},
        {"paper_reference": ""},
        {"handed_on": date(2027, 1, 27)},
    ):
        with pytest.raises(InvalidInput):
            award_hand_over(award_id=phone.pk, **{**given, **wrong})
    award_hand_over(award_id=phone.pk, **given)
    with pytest.raises(StaleState):
        award_hand_over(award_id=phone.pk, **given)
    award_hand_over(award_id=motorcycle.pk, **given)
    with pytest.raises(NotFound):
        awards_name(
            actor=people.bina.actor, scheme_id=scheme.pk, agreed=True, now=prizes.OBJECTIONS_OVER
        )
    assert not PrizeAward.objects.exclude(named_by=None).exists()
    awards_name(
        actor=people.asha.actor, scheme_id=scheme.pk, agreed=True, now=prizes.OBJECTIONS_OVER
    )
    phone.refresh_from_db()
    assert phone.named_by_id == people.asha.person.pk
    award_forfeit(
        actor=omar, award_id=bicycle.pk, text="Called thrice.", now=prizes.OBJECTIONS_OVER
    )
    scheme.refresh_from_db()
    assert scheme.state == "finished"


def test_only_operators_run_schemes_and_only_centres_object(
    people: Personas, scheme: PrizeScheme
) -> None:
    for other in (people.asha, people.mina, people.aziz, people.nila):
        with pytest.raises(NotAllowed):
            scheme_save(
                actor=other.actor, scheme_id=None, terms=prizes.terms(), now=prizes.WRITTEN_AT
            )
        with pytest.raises(NotAllowed):
            result_freeze(actor=other.actor, scheme_id=scheme.pk, now=prizes.SETTLED_AT)
    with pytest.raises(NotAllowed):
        objection_make(
            actor=people.mina.actor, scheme_id=scheme.pk, text="No", now=prizes.SETTLED_AT
        )


def test_standings_are_without_gaps_where_nobody_shares(
    people: Personas, scheme: PrizeScheme
) -> None:
    for number in range(4):
        prizes.sold(people, prizes.centre(people, f"Centre {number}"), 10_000 * (number + 1))
    standings_reckon(scheme_id=scheme.pk, now=prizes.SETTLED_AT)
    rows = list(PrizeStanding.objects.order_by("rank"))
    assert [row.rank for row in rows] == [1, 2, 3, 4]
    assert all(one.counted_poisha > two.counted_poisha for one, two in pairwise(rows))
