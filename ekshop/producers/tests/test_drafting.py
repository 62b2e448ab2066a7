"""An enrolment is written step by step on a telephone, and nothing of it is lost."""

import re
from datetime import timedelta

import pytest

from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.pictures import NotAPicture
from ekshop.notices.models import Message
from ekshop.parties.selectors import wallet_mark, wallet_paid
from ekshop.parties.tests.make import PLACED_AT, personas
from ekshop.producers.models import ProducerDraft, ProducerPhoto
from ekshop.producers.selectors import draft_for, missing_of, photo_for
from ekshop.producers.services import (
    IdentityTaken,
    NumbersShared,
    ProducerIncomplete,
    TooManyPhotos,
    WalletCodeSpent,
    WalletCodeWrong,
    draft_answer,
    draft_begin,
    draft_drop,
    draft_identity,
    draft_mend,
    draft_problems,
    draft_send,
    draft_steps,
    identity_look,
    photo_add,
    producer_approve,
    producer_send_back,
    wallet_code_send,
    wallet_code_try,
)

from . import make

NOW = PLACED_AT
TOLD = {
    "person_name": "Rokeya Begum",
    "person_name_bn": "রোকেয়া বেগম",
    "mobile": "০১৯১১-২২৩৩৪৪",
    "craft": "needlework",
    "craft_bn": "নকশিকাঁথা সেলাই",
    "capacity_a_month": 3,
    "lead_days": 20,
    "consent": "read_aloud",
    "contract": "thumb",
}


@pytest.fixture
def people(db):
    return personas()


@pytest.fixture
def draft(people):
    return draft_begin(actor=people.asha.actor, now=NOW)


def code_sent_to(mobile: str) -> str:
    message = Message.objects.filter(template="wallet_code", to=mobile).latest("pk")
    return re.search(r"\d{6}", message.body)[0]


def fill(people, draft: ProducerDraft) -> None:
    """Everything but the wallet's code."""
    who = {"actor": people.asha.actor, "now": NOW}
    token = str(draft.token)
    draft_answer(token=token, answers=TOLD, **who)
    draft_identity(token=token, kind="nid", number="১২৩ ৪৫৬ ৭৮৯০", **who)
    for kind in ("portrait", "workshop"):
        photo_add(kind=kind, file=make.photo_bytes(), draft_token=token, **who)


def prove(people, draft: ProducerDraft, number: str = "01911223344") -> None:
    who = {"actor": people.asha.actor, "now": NOW, "draft_token": str(draft.token)}
    mobile = wallet_code_send(provider="bkash", number=number, **who)
    wallet_code_try(typed=code_sent_to(mobile), **who)


def test_each_step_is_kept_and_says_whether_it_is_done(people, draft):
    token = str(draft.token)
    draft_answer(actor=people.asha.actor, token=token, answers={"person_name": "Rokeya"}, now=NOW)
    steps = draft_steps(draft_for(people.asha.actor, token))
    assert list(steps)[0] == "name" and not any(steps.values())
    draft_answer(actor=people.asha.actor, token=token, answers=TOLD, now=NOW)
    steps = draft_steps(draft_for(people.asha.actor, token))
    assert [name for name, done in steps.items() if not done] == [
        "identity",
        "wallet",
        "portrait",
        "workshop",
    ]
    with pytest.raises(ProducerIncomplete):
        draft_send(actor=people.asha.actor, token=token, now=NOW)


def test_another_centre_neither_sees_nor_writes_it(people, draft):
    with pytest.raises(NotFound):
        draft_for(people.bina.actor, draft.token)
    with pytest.raises(NotFound):
        draft_drop(actor=people.bina.actor, token=str(draft.token))


def test_a_full_draft_becomes_a_producer_nothing_is_missing_of(people, draft):
    fill(people, draft)
    prove(people, draft)
    profile = draft_send(actor=people.asha.actor, token=str(draft.token), now=NOW)
    assert missing_of(profile) == []
    assert profile.identity_shown == "•••••••890"
    assert profile.person.mobile == "+8801911223344"
    assert profile.person.mobile_verified_at == NOW
    again = draft_send(actor=people.asha.actor, token=str(draft.token), now=NOW)
    assert again.pk == profile.pk
    kept = ProducerDraft.objects.get(pk=draft.pk)
    assert (kept.answers, kept.identity_number) == ({}, "")
    seen = wallet_mark(wallet_paid(profile.person_id))
    producer_approve(
        actor=people.omar.actor, seller_id=profile.seller_id, wallet_seen=seen, now=NOW
    )
    run_jobs()
    told = list(Message.objects.filter(to="+8801911223344", template="producer_moved"))
    assert len(told) == 2


def test_a_card_that_is_in_already_is_refused_at_its_step(people, draft):
    make.brought(people, identity_number="1234567890")
    with pytest.raises(IdentityTaken) as refused:
        draft_identity(
            actor=people.asha.actor,
            token=str(draft.token),
            kind="nid",
            number="1234567890",
            now=NOW,
        )
    assert people.centre.name in str(refused.value)
    with pytest.raises(InvalidInput):
        draft_identity(
            actor=people.asha.actor, token=str(draft.token), kind="nid", number="12", now=NOW
        )


def test_a_wrong_code_costs_a_try_and_an_old_one_is_not_taken(people, draft):
    who = {"actor": people.asha.actor, "draft_token": str(draft.token)}
    mobile = wallet_code_send(provider="rocket", number="019112233447", now=NOW, **who)
    assert mobile == "+8801911223344"
    code = code_sent_to(mobile)
    wrong = "000000" if code != "000000" else "111111"
    for _try in range(5):
        with pytest.raises(WalletCodeWrong):
            wallet_code_try(typed=wrong, now=NOW, **who)
    with pytest.raises(WalletCodeSpent):
        wallet_code_try(typed=code, now=NOW, **who)
    wallet_code_send(provider="rocket", number="019112233447", now=NOW, **who)
    with pytest.raises(WalletCodeSpent):
        wallet_code_try(typed=code_sent_to(mobile), now=NOW + timedelta(minutes=11), **who)


def test_a_wallet_of_another_producer_must_be_said_to_be_right(people, draft):
    make.brought(people, wallet_number="01911223344")
    with pytest.raises(NumbersShared):
        prove(people, draft)


def test_who_is_sent_back_is_mended_in_what_was_told_before(people, draft):
    fill(people, draft)
    prove(people, draft)
    profile = draft_send(actor=people.asha.actor, token=str(draft.token), now=NOW)
    producer_send_back(
        actor=people.omar.actor,
        seller_id=profile.seller_id,
        reason="Her portrait is too dark to see her.",
        now=NOW,
    )
    mending = draft_mend(actor=people.asha.actor, seller_id=profile.seller_id, now=NOW)
    assert all(draft_steps(mending).values())
    photo_add(
        actor=people.asha.actor,
        kind="portrait",
        file=make.photo_bytes("#335577"),
        draft_token=str(mending.token),
        now=NOW,
    )
    again = draft_send(actor=people.asha.actor, token=str(mending.token), now=NOW)
    assert (again.pk, again.state) == (profile.pk, "brought")
    assert again.photos.filter(kind="portrait").count() == 1


def test_photos_are_judged_kept_once_and_few(people):
    seller_id = make.brought(people).seller_id
    who = {"actor": people.asha.actor, "seller_id": seller_id, "now": NOW}
    with pytest.raises(NotAPicture):
        photo_add(kind="portrait", file=b"<svg/>", **who)
    first = photo_add(kind="workshop", file=make.photo_bytes(), **who)
    assert photo_add(kind="workshop", file=make.photo_bytes(), **who) == first
    for n in range(5):
        photo_add(kind="workshop", file=make.photo_bytes(f"#3355{n}0", 200), **who)
    with pytest.raises(TooManyPhotos):
        photo_add(kind="workshop", file=make.photo_bytes("#ffffff"), **who)
    assert ProducerPhoto.objects.filter(profile__seller_id=seller_id).count() == 6
    with pytest.raises(NotFound):
        photo_for(people.mina.actor, first.token)
    producer_approve(actor=make.TABLE, seller_id=seller_id, now=NOW)
    assert photo_for(people.mina.actor, first.token) == first


def test_the_whole_number_is_seen_against_a_reason_she_can_read(people):
    profile = make.brought(people, identity_number="5556667778")
    with pytest.raises(InvalidInput):
        identity_look(actor=people.omar.actor, seller_id=profile.seller_id, reason="", now=NOW)
    reason = "The election office asked about this card."
    number = identity_look(
        actor=people.omar.actor, seller_id=profile.seller_id, reason=reason, now=NOW
    )
    assert number == "5556667778"
    assert [look.reason for look in profile.looks.all()] == [reason]


def test_days_she_will_not_work_are_told_with_the_rest_and_written_when_she_is_brought(
    people, draft
):
    fill(people, draft)
    prove(people, draft)
    who = {"actor": people.asha.actor, "token": str(draft.token), "now": NOW}
    first = dhaka_date(NOW) + timedelta(days=3)
    wrong = {"rest_from": first.isoformat(), "rest_to": (first - timedelta(days=1)).isoformat()}
    assert "rest_to" in draft_problems(draft, wrong)
    draft_answer(answers={"rest_from": first.isoformat(), "rest_reason": "Eid"}, **who)
    profile = draft_send(**who)
    assert [*profile.rests.values_list("from_day", "to_day", "reason")] == [(first, first, "Eid")]


def test_days_of_rest_that_are_over_when_the_draft_is_sent_are_left_out(people, draft):
    fill(people, draft)
    prove(people, draft)
    who = {"actor": people.asha.actor, "token": str(draft.token)}
    day = dhaka_date(NOW).isoformat()
    draft_answer(answers={"rest_from": day, "rest_to": day}, now=NOW, **who)
    assert not draft_send(now=NOW + timedelta(days=2), **who).rests.exists()
