"""Each part of a file, and who may read it: nobody learns by the desk what is not theirs."""

from datetime import timedelta

import pytest
from django.test import Client

from ekshop.complaints.models import Evidence
from ekshop.complaints.selectors import cases_visible_to, side_of, timeline_of
from ekshop.complaints.services import (
    decision_record,
    fine_recover,
    message_send,
    referral_accept,
)
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.parties.tests.make import PLACED_AT, person, persona

pytestmark = pytest.mark.django_db
LATER = PLACED_AT + timedelta(days=14)


@pytest.fixture
def people():
    with clock.at(LATER):
        yield make.people()


@pytest.fixture
def case(people):
    """Filed at Asha's centre for Karim; fined at Rafi's agency, with words to each side."""
    made = make.case_on_behalf(people)
    with clock.at(LATER):
        for side in ("complainant", "seller"):
            message_send(
                actor=people.nila.actor,
                case_id=made.pk,
                to_sides=[side],
                text=f"only for the {side}",
                now=PLACED_AT,
            )
        agency = make.agency(people)
        make.silent(made)
        made.refresh_from_db()
        make.refer(people, made, agency)
        referral = made.referrals.get()
        referral_accept(actor=people.rafi.actor, referral_id=referral.pk, now=LATER)
        decision = decision_record(
            actor=people.rafi.actor,
            referral_id=referral.pk,
            kind="fine",
            fine_poisha=100_000,
            text="জরিমানা",
            now=LATER,
        )
        fine_recover(
            actor=people.rafi.actor,
            decision_id=decision.pk,
            recovered_poisha=100_000,
            reference="চালান-১",
            complainant_is_staff=False,
            now=LATER,
        )
    return made


def everyone(people):
    tuli = persona(person("Tuli Sen"), "officer", make.other_agency().organisation)
    return {
        **{name: who.actor for name, who in people.all().items()},
        "other_officer": tuli.actor,
        "karim": make.karim(people),
        "another_holder": Actor.mobile_holder("+8801799999999"),
        "nobody": Actor.public(),
    }


OFFICES = {"nila", "rafi", "aziz"}
COMPLAINANTS = {"karim", "asha"}
PARTS = {
    "filed": OFFICES | COMPLAINANTS | {"mina"},
    "only for the complainant": {"nila", "aziz"} | COMPLAINANTS,
    "only for the seller": {"nila", "aziz", "mina"},
    "decided": OFFICES | COMPLAINANTS | {"mina"},
    "fine_recovered": OFFICES | COMPLAINANTS | {"mina"},
    "share_due": OFFICES | COMPLAINANTS,
}


def test_each_entry_is_read_by_those_it_is_for_and_by_nobody_else(people, case):
    read = {part: set() for part in PARTS}
    for name, actor in everyone(people).items():
        if not cases_visible_to(actor).filter(pk=case.pk).exists():
            continue
        for entry in timeline_of(case, side=side_of(actor)):
            for part in (entry.kind, entry.text):
                if part in read:
                    read[part].add(name)
    assert read == PARTS


def test_evidence_that_is_not_clean_opens_to_nobody(people, case):
    row = Evidence.objects.create(
        token="8b6f3d1e-2b1a-4f39-9a6e-0d5d1f0a7c11",
        case=case,
        side="complainant",
        seen_by=["complainant", "coordinator", "agency"],
        kind="document",
        filename="receipt.pdf",
        mime="application/pdf",
        size=3,
        sha256="0" * 64,
        file="nowhere",
        state="infected",
        added_at=PLACED_AT,
    )
    for who in people.all().values():
        client = Client()
        client.force_login(who.person)
        assert client.get(f"/evidence/{row.token}/").status_code in (302, 403, 404)


@pytest.mark.parametrize(
    "address",
    [
        "/desk/cases/{code}/",
        "/desk/cases/{code}/as/seller/",
        "/desk/referrals/{referral}/letter.pdf",
    ],
)
def test_the_whole_file_the_previews_and_the_letter_are_the_offices_own(people, case, address):
    path = address.format(code=case.code, referral=case.referrals.get().code)
    opened = set()
    for name, who in people.all().items():
        client = Client()
        client.force_login(who.person)
        if client.get(path).status_code == 200:
            opened.add(name)
    assert opened == (OFFICES - {"rafi"} if "/as/" in address else OFFICES)
    assert Client().get(path).status_code == 302


def test_the_letters_square_leads_to_the_file(people, case):
    client = Client()
    client.force_login(people.rafi.person)
    answer = client.get(f"/desk/referrals/{case.referrals.get().code}/")
    assert answer.url == f"/desk/cases/{case.code}/"
