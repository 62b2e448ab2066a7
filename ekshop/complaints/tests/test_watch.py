"""Sellers worth a second look: what is a signal, who is linked, and that the seller is heard."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekshop.complaints import rules
from ekshop.complaints.models import SellerAlert
from ekshop.complaints.selectors import (
    alerts_visible_to,
    counted,
    sellers_linked,
    warnings_in_force,
)
from ekshop.complaints.services import (
    NotHeardYet,
    alert_dismiss,
    alert_lift,
    alert_notice,
    alert_reply,
    alert_warn,
    sellers_watch,
)
from ekshop.complaints.tests import make
from ekshop.kernel import deadlines
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleState
from ekshop.notices.models import Message
from ekshop.parties.selectors import organisation_contact
from ekshop.parties.tests.make import PLACED_AT

WORDS = {
    "text_bn": "এই পেজ থেকে আগে টাকা দিয়ে অনেকে পণ্য পাননি।",
    "text_en": "Many who paid this page in advance have received nothing.",
}


def collapse(people, number: int = 6, **more):
    """So many people paid one seller in advance and got nothing, each in their own words."""
    first = make.case(people, seller_name="Rong Mela", handles=[("wallet", "01711223344")])
    for each in range(number - 1):
        make.case(
            people,
            respondent_id=first.respondent_id,
            mobile=f"+8801799{each:06d}",
            paid_poisha=2_500_000 + each,
            wanted_poisha=2_500_000,
            **{"story": f"{each} {make.STORY[each * 7 :]} {'টাকা পাঠিয়েছি ' * each}", **more},
        )
    return first.respondent


@given(st.integers(0, 400), st.integers(0, 400))
def test_a_usual_week_is_never_a_surge(week, total):
    measured = rules.surge(week, 8, total, at_least=5)
    assert not (measured.is_signal and week <= total / 8)
    assert measured.limit >= 5


def test_a_share_is_no_signal_below_its_sample():
    assert not rules.share(4, 4, limit_bp=1, at_least=5).is_signal
    assert rules.share(3, 5, limit_bp=6000, at_least=5).is_signal


def test_a_collapsing_seller_is_seen_with_what_was_counted_and_once(people):
    seller = collapse(people)
    assert sellers_watch(now=PLACED_AT) == 3
    raised = {each.signal: each for each in SellerAlert.objects.filter(respondent=seller)}
    assert set(raised) == {"surge", "advance_share", "undelivered_value"}
    assert raised["surge"].measured == {"value": 6, "compared": 0, "limit": 5, "of": 0}
    assert raised["advance_share"].measured["value"] == 10_000
    assert len(raised["surge"].case_ids) == 6
    assert sellers_watch(now=PLACED_AT + timedelta(hours=1)) == 0


def test_a_seller_that_does_not_answer_is_seen(people):
    seller = collapse(people, category="quality")
    later = PLACED_AT + timedelta(hours=80)
    deadlines.deadlines_run(later)
    sellers_watch(now=later)
    silence = SellerAlert.objects.get(respondent=seller, signal="silence")
    assert silence.measured["of"] == 6 and silence.measured["value"] >= 5000


def test_many_people_in_the_same_words_are_seen(people):
    seller = collapse(people, story=make.STORY)
    sellers_watch(now=PLACED_AT)
    same = SellerAlert.objects.get(respondent=seller, signal="same_text")
    assert same.measured["value"] == 6


def test_sellers_are_linked_by_a_shared_wallet_and_by_a_name_alike_in_two_steps(people):
    one = make.case(people, seller_name="Rong Mela", handles=[("wallet", "01711223344")])
    two = make.case(people, seller_name="Shopno Bazar", handles=[("phone", "01799887766"), ("wallet", "০১৭১১২২৩৩৪৪")])  # fmt: skip
    three = make.case(people, seller_name="Shopno Bazaar", handles=[("page", "shopno")])
    alone = make.case(people, seller_name="Meghna Books", handles=[("page", "meghna")])
    linked = sellers_linked(one.respondent_id)
    ids = set(linked.sellers)
    assert ids == {one.respondent_id, two.respondent_id, three.respondent_id}
    assert alone.respondent_id not in ids
    why = {frozenset(link[:2]): link for link in linked.links}
    by_wallet = why[frozenset({one.respondent_id, two.respondent_id})]
    assert [each.kind for each in by_wallet.handles] == ["wallet"]
    assert why[frozenset({two.respondent_id, three.respondent_id})].likeness >= 0.6
    sellers_watch(now=PLACED_AT)
    shared = SellerAlert.objects.filter(signal="shared_handle")
    assert set(shared.values_list("respondent_id", flat=True)) == {
        one.respondent_id,
        two.respondent_id,
    }


def test_a_seller_that_goes_on_under_another_name_is_seen_by_the_number_it_kept(people):
    handles = [("wallet", "01711223344")]
    make.case(people, seller_name="Rong Mela", handles=handles)
    later = PLACED_AT + timedelta(days=40)
    new, _alike = (
        make.case(people, now=later, seller_name=name, handles=handles)
        for name in ("Shopno Bazar", "Rong-Mela BD")
    )
    sellers_watch(now=later)
    found = SellerAlert.objects.filter(signal="name_change")
    alert = found.get()
    assert (alert.respondent, alert.case_ids, alert.measured["value"]) == (
        new.respondent,
        [new.pk],
        1,
    )
    assert "১টি" in counted(alert)


def test_nothing_is_said_in_public_before_the_seller_was_heard_or_its_time_ran_out(people, client):
    seller = collapse(people)
    sellers_watch(now=PLACED_AT)
    alert = SellerAlert.objects.get(respondent=seller, signal="surge")
    nila = people.nila.actor
    with pytest.raises(StaleState):
        alert_warn(actor=nila, alert_id=alert.pk, now=PLACED_AT, **WORDS)
    alert_notice(actor=nila, alert_id=alert.pk, text="Please say what happened.", now=PLACED_AT)
    with pytest.raises(NotHeardYet):
        alert_warn(actor=nila, alert_id=alert.pk, now=PLACED_AT, **WORDS)
    alert_reply(actor=nila, alert_id=alert.pk, text="By telephone: it will be sent.", now=PLACED_AT)
    with pytest.raises(InvalidInput):
        alert_warn(actor=nila, alert_id=alert.pk, text_bn="", text_en="", now=PLACED_AT)
    alert_warn(actor=nila, alert_id=alert.pk, now=PLACED_AT, **WORDS)
    assert len(warnings_in_force([seller.pk])[seller.pk]) == 1
    page = client.get(f"/check/{seller.pk}/", headers={"Accept-Language": "en"}).content.decode()
    assert WORDS["text_bn"] in page and "it will be sent" in page
    told = client.get(f"/api/public/v1/sellers/{seller.pk}").json()
    assert [each["text_en"] for each in told["warnings"]] == [WORDS["text_en"]]
    alert_lift(actor=nila, alert_id=alert.pk, text="Everything was paid back.", now=PLACED_AT)
    assert warnings_in_force([seller.pk])[seller.pk] == []
    page = client.get(f"/check/{seller.pk}/", headers={"Accept-Language": "en"}).content.decode()
    assert WORDS["text_bn"] not in page and "Everything was paid back." in page
    (put_right,) = client.get(f"/api/public/v1/sellers/{seller.pk}").json()["corrections"]
    assert (put_right["kind"], put_right["why"]) == ("warning_lifted", "Everything was paid back.")


def test_a_seller_is_asked_by_sms_and_mail_wherever_it_is_known(people):
    case = make.case(
        people,
        seller_name="Rong Mela",
        handles=[
            ("phone", "01799-887766"),
            ("wallet", "01799887766"),
            ("email", "rong@example.com"),
        ],
    )
    registered = make.case(people)
    for each in (case.respondent, registered.respondent):
        alert = SellerAlert.objects.create(
            respondent=each, signal="surge", measured={}, raised_at=PLACED_AT, measured_at=PLACED_AT
        )
        alert_notice(
            actor=people.nila.actor, alert_id=alert.pk, text="What happened in May?", now=PLACED_AT
        )
    told = {each.to: each for each in Message.objects.filter(template="seller_asked")}
    assert {"+8801799887766", "rong@example.com"} < set(told) and len(told) == 4
    assert "What happened in May?" in told["rong@example.com"].body
    assert "/partner/" not in told["+8801799887766"].body
    contact = organisation_contact(people.partner.pk)
    assert "/partner/complaints/asked/" in told[contact.mobile].body


def test_time_that_ran_out_unanswered_is_as_good_as_an_answer(people):
    seller = collapse(people)
    sellers_watch(now=PLACED_AT)
    alert = SellerAlert.objects.get(respondent=seller, signal="surge")
    alert_notice(actor=people.nila.actor, alert_id=alert.pk, text="Please answer.", now=PLACED_AT)
    alert_warn(
        actor=people.nila.actor, alert_id=alert.pk, now=PLACED_AT + timedelta(days=12), **WORDS
    )


def test_only_the_coordinator_reviews_and_a_seller_sees_its_own_once_asked(people):
    case = make.case(people)
    alert = SellerAlert.objects.create(
        respondent=case.respondent,
        signal="surge",
        measured={},
        raised_at=PLACED_AT,
        measured_at=PLACED_AT,
    )
    for persona in (people.mina, people.rafi, people.omar, people.aziz, people.stranger):
        with pytest.raises(NotAllowed):
            alert_dismiss(
                actor=persona.actor, alert_id=alert.pk, text="Nothing in it.", now=PLACED_AT
            )
    assert not alerts_visible_to(people.mina.actor).exists()
    alert_notice(actor=people.nila.actor, alert_id=alert.pk, text="Please answer.", now=PLACED_AT)
    assert alerts_visible_to(people.mina.actor).get() == alert
    assert not alerts_visible_to(people.tania.actor).exists()
    with pytest.raises(NotFound):
        alert_reply(
            actor=people.tania.actor, alert_id=alert.pk, text="We know nothing.", now=PLACED_AT
        )
    alert_reply(actor=people.mina.actor, alert_id=alert.pk, text="A fire in the store.", now=PLACED_AT)  # fmt: skip
    alert.refresh_from_db()
    assert alert.reply == "A fire in the store."
