"""Each part of a file, and who may read it: nobody learns by the desk what is not theirs."""

import io
import json
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from ekshop.api.tests.conftest import Machine
from ekshop.complaints.models import Evidence
from ekshop.complaints.selectors import cases_visible_to, side_of, timeline_of
from ekshop.complaints.services import (
    decision_record,
    evidence_add,
    fine_recover,
    hearing_call,
    hearing_hold,
    message_send,
    referral_accept,
)
from ekshop.complaints.tests import files, make
from ekshop.federation.tests.make import api_key
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import latin_digits
from ekshop.parties.tests.make import PLACED_AT, person, persona
from ekshop.web.consumer.tests.browsing import prove

from .make import LATER

pytestmark = pytest.mark.django_db


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


TOLD = {
    "name": "Karim Mia",
    "mobile": "1711888777",
    "story": make.STORY,
    "goods": "lal jamdani",
    "transaction": "TXPART77",
    "father": "Rahim Baba",
    "mother": "Amena Ma",
    "occupation": "majhi-kaj",
    "address": "char Nayarhat 7",
    "email": "karim@parts.example",
    "open proof": "memo-open.pdf",
    "offices' proof": "nid-offices.pdf",
    "to the complainant": "words to the complainant",
    "to the seller": "words to the seller",
    "minutes": "minutes of the hearing",
    "decision": "text of the decision",
    "looked": "Who has looked",
}
OF_FILE = {*TOLD} - {"looked"}
TO_SELLER = {"name", "story", "goods", "transaction", "open proof", "to the seller", "minutes"}
TO_SELLER |= {"decision"}
OF_COMPLAINANT = {"story", "goods", "transaction", "open proof", "offices' proof", "minutes"}
OF_COMPLAINANT |= {"decision", "to the complainant", "looked"}
READS = {
    "nila": OF_FILE,
    "aziz": OF_FILE,
    "rafi": OF_FILE - {"to the complainant", "to the seller"},
    "rafi's system": OF_FILE - {"to the complainant", "to the seller"},
    "mina": TO_SELLER,
    "mina's system": TO_SELLER,
    "karim": OF_COMPLAINANT,
    "asha": OF_COMPLAINANT,
    "omar": {"mobile"},
}
"""Every part of a file, and who reads it, by any page or interface; whoever is not here, nothing. The
operator sees to which numbers messages went."""


def test_each_part_of_a_file_is_read_by_those_it_is_for_on_whatever_page(people):
    people.karim.mobile = f"+880{TOLD['mobile']}"
    made = make.case_on_behalf(
        people,
        goods=TOLD["goods"],
        transaction_id=TOLD["transaction"],
        person={
            **{f"{each}_name": TOLD[each] for each in ("father", "mother")},
            **{each: TOLD[each] for each in ("occupation", "address", "email")},
        },
    )
    with clock.at(LATER):
        _fill(people, made)
        found = {name: _read(clients, made) for name, clients in _readers(people).items()}
    assert {name for name, parts in found.items() if parts} == set(READS)
    for name, parts in READS.items():
        assert found[name] == parts, name


def _fill(people, made):
    for name, hidden in (("open proof", False), ("offices' proof", True)):
        evidence_add(
            actor=make.karim(people),
            file=io.BytesIO(files.PDF),
            name=TOLD[name],
            case_id=made.pk,
            offices_only=hidden,
            now=LATER,
        )
    for side in ("complainant", "seller"):
        words = {"to_sides": [side], "text": TOLD[f"to the {side}"]}
        message_send(actor=people.nila.actor, case_id=made.pk, now=LATER, **words)
    agency = make.agency(people)
    make.silent(made)
    made.refresh_from_db()
    make.refer(people, made, agency)
    by = {"actor": people.rafi.actor, "referral_id": made.referrals.get().pk, "now": LATER}
    referral_accept(**by)
    hearing = hearing_call(at=LATER + timedelta(days=9), place="Dhaka", **by)
    by["now"] = LATER + timedelta(days=10)
    hearing_hold(
        actor=people.rafi.actor,
        hearing_id=hearing.pk,
        minutes=TOLD["minutes"],
        complainant_came=True,
        seller_came=True,
        now=by["now"],
    )
    decision_record(kind="dismissal", text=TOLD["decision"], **by)


def _readers(people):
    """Everyone with every way in they have."""
    other = make.other_agency()
    readers = {name: [Client()] for name in people.all()}
    for name, who in people.all().items():
        readers[name][0].force_login(who.person)
    tuli = Client()
    tuli.force_login(persona(person("Tuli Sen"), "officer", other.organisation).person)
    readers |= {"other officer": [tuli], "nobody": [Client()]}
    for name, mobile in (("karim", people.karim.mobile), ("other holder", "01799999999")):
        readers[name] = [Client()]
        prove(readers[name][0], mobile)
    for name, seller in (("mina", people.partner), ("tania", people.tania.organisation)):
        readers[f"{name}'s system"] = [Machine(api_key(seller))]
    for name, agency in (("rafi", people.rafi.organisation), ("other", other.organisation)):
        readers[f"{name}'s system"] = [Machine(api_key(agency), base="/api/agencies/v1")]
    return readers


def _read(clients, case):
    """The parts that stand on anything they can open."""
    referral = case.referrals.get().code
    pages = [f"/desk/cases/{case.code}/", "/desk/", "/desk/hearings/", "/desk/queue.csv"]
    pages += [
        f"/complain/cases/{case.code}/",
        f"/centre/complaints/{case.code}/",
        f"/c/{case.code}",
    ]
    pages += [f"/partner/complaints/{case.code}/", "/partner/complaints.csv", "/operator/messages/"]
    pages += [f"/check/{case.respondent_id}/", "/figures/complaints.jsonl"]
    said = ""
    for client in clients:
        paths = pages
        if isinstance(client, Machine):
            paths = [f"/complaints/{case.code}", f"/referrals/{referral}"]
        else:
            client.cookies["language"] = "en"
        for path in paths:
            answer = client.get(path)
            if answer.status_code == 200 and isinstance(client, Machine):
                said += json.dumps(answer.json(), ensure_ascii=False)
            elif answer.status_code == 200:
                said += unescape(b"".join(answer).decode())
    plain = latin_digits(said).replace("-", "")
    return {part for part, words in TOLD.items() if words in said or words in plain}
