"""Two records of one seller: joined with all they have, and split again with nothing lost."""

from datetime import timedelta

import pytest

from ekshop.complaints.models import Handle, PublicWarning, SellerAlert
from ekshop.complaints.selectors import (
    cases_visible_to,
    corrections_of,
    respondents_known,
    seller_records,
    timeline_of,
)
from ekshop.complaints.services import (
    SellersCannotJoin,
    cases_join,
    cases_verify,
    incident_open,
    respondents_join,
    respondents_split,
)
from ekshop.complaints.tests import make
from ekshop.kernel.deadlines import deadlines_of
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.parties.tests.make import PLACED_AT


def join(people, one, other, text="একই বিকাশ নম্বর, একই মানুষ।"):
    return respondents_join(
        actor=people.nila.actor,
        one_id=one.respondent_id,
        other_id=other.respondent_id,
        text=text,
        now=PLACED_AT,
    )


def split(people, joining):
    return respondents_split(
        actor=people.nila.actor, joining_id=joining.pk, text="আলাদা মানুষ।", now=PLACED_AT
    )


def test_a_joined_sellers_complaints_and_handles_are_the_others_and_come_back(people):
    one = make.case(people, seller_name="Rong Mela", handles=[("phone", "01711223344")])
    other = make.case(people, seller_name="Rong-Mela BD", handles=[("wallet", "01899887766")])
    incident = incident_open(
        actor=people.nila.actor, case_ids=[other.pk], title="Rong", note="", now=PLACED_AT
    )
    alert = SellerAlert.objects.create(
        respondent=other.respondent,
        signal="surge",
        measured={},
        raised_at=PLACED_AT,
        measured_at=PLACED_AT,
    )
    warning = PublicWarning.objects.create(
        alert=alert, respondent=other.respondent, published_at=PLACED_AT
    )
    first, second = one.respondent_id, other.respondent_id
    joining = join(people, one, other)
    for row in (other, incident, warning):
        row.refresh_from_db()
        assert row.respondent_id == first
    assert seller_records([first], now=PLACED_AT)[first].complaints == 2
    assert [each.respondent.pk for each in respondents_known("01899887766")] == [first]
    assert "seller_joined" in [each.kind for each in timeline_of(other, side="complainant")]
    late = make.case(people, respondent_id=first)
    split(people, joining)
    for row in (other, incident, warning):
        row.refresh_from_db()
        assert row.respondent_id == second
    late.refresh_from_db()
    assert late.respondent_id == first
    told = corrections_of([first, second])
    assert [(each.kind, each.complaints) for each in told[first]] == [("joined", 1), ("split", 1)]
    assert [each.kind for each in told[second]] == ["given_back"]
    assert list(Handle.objects.filter(respondent=first).values_list("kind", flat=True)) == ["phone"]
    with pytest.raises(NotFound):
        split(people, joining)
    assert cases_verify(now=PLACED_AT).agrees


def test_a_registered_seller_stays_and_owes_the_answers_until_they_are_split(people):
    unknown = make.case(people, seller_name="Mina's Page", handles=[("page", "fb.com/mina")])
    known = make.case(people)
    joining = join(people, unknown, known)
    assert (joining.one_id, joining.other_id) == (known.respondent_id, unknown.respondent_id)
    unknown.refresh_from_db()
    assert unknown.owner_organisation_id == people.partner.pk
    assert cases_visible_to(people.mina.actor).filter(pk=unknown.pk).exists()
    answer = deadlines_of(("case", unknown.pk)).get(kind="case_seller_answer")
    assert answer.owner_organisation_id == people.partner.pk
    assert cases_verify(now=PLACED_AT).agrees
    split(people, joining)
    unknown.refresh_from_db()
    assert unknown.owner_organisation_id is None
    assert not cases_visible_to(people.mina.actor).filter(pk=unknown.pk).exists()
    assert cases_verify(now=PLACED_AT).agrees


def test_complaints_joined_across_two_sellers_stand_alone_again_once_these_are_split(people):
    one = make.case(people, seller_name="Rong Mela", handles=[("phone", "01711223344")])
    mine, theirs = (make.case(people, seller_name=f"Rong {n}") for n in range(2))
    of_both = [join(people, one, each) for each in (mine, theirs)]
    nila, together = people.nila.actor, {"text": "একই ঘটনা।", "now": PLACED_AT}
    cases_join(actor=nila, into_id=mine.pk, case_ids=[one.pk, theirs.pk], **together)
    due = PLACED_AT + timedelta(hours=72)
    split(people, of_both[0])
    for case in (one, theirs, mine):
        case.refresh_from_db()
        assert case.joined_to_id is None
        answer = deadlines_of(("case", case.pk)).filter(state="waiting").get()
        assert (answer.kind, answer.due_at) == ("case_seller_answer", due)
    assert [one.respondent_id, theirs.respondent_id] == [of_both[0].one_id] * 2
    cases_join(actor=nila, into_id=one.pk, case_ids=[theirs.pk], **together)
    split(people, of_both[1])
    theirs.refresh_from_db()
    assert theirs.joined_to_id is None and theirs.respondent_id == of_both[1].other_id
    assert cases_verify(now=PLACED_AT).agrees


def test_only_the_coordinator_joins_two_records_that_stand_for_themselves_and_says_why(people):
    one, two, three = (make.case(people, seller_name=f"Seller {n}") for n in range(3))
    for who in (people.rafi, people.mina, people.aziz):
        with pytest.raises(NotAllowed):
            respondents_join(
                actor=who.actor,
                one_id=one.respondent_id,
                other_id=two.respondent_id,
                text="Same.",
                now=PLACED_AT,
            )
    with pytest.raises(InvalidInput):
        join(people, one, two, text=" ")
    with pytest.raises(NotFound):
        join(people, one, one)
    first = join(people, one, two)
    two.respondent_id = first.other_id
    for pair in ((three, two), (two, three)):
        with pytest.raises(SellersCannotJoin):
            join(people, *pair)
    join(people, three, one)
    with pytest.raises(SellersCannotJoin):
        split(people, first)
