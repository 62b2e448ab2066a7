"""The record reads as sentences, in both languages, with the keys it is kept under beside them."""

import re
from pathlib import Path

import pytest

from ekshop.kernel import clock
from ekshop.kernel.audit import audit_write
from ekshop.parties.services import organisation_suspend, seller_update
from ekshop.parties.tests.make import PLACED_AT, personas
from ekshop.web.operator import words

HERE = Path(__file__).resolve().parents[3]


@pytest.fixture
def people(db):
    return personas()


@pytest.fixture
def omar(client, people):
    client.force_login(people.omar.person)
    return client


@pytest.fixture
def entries(people):
    actor, partner = people.omar.actor, people.partner.pk
    seller_update(
        actor=actor,
        organisation_id=partner,
        hub_district_code=people.places.bogura.code,
        days_same_district=2,
        days_elsewhere=4,
        now=PLACED_AT,
    )
    organisation_suspend(actor=actor, organisation_id=partner, reason="No papers", now=PLACED_AT)
    audit_write(
        actor=people.asha.actor,
        action="membership_add",
        entity="membership",
        entity_id=1,
        now=PLACED_AT,
        data={
            "person_id": people.mina.person.pk,
            "organisation_id": partner,
            "role": "partner_staff",
        },
    )


def page(client, language, **asked):
    client.cookies["language"] = language
    with clock.at(PLACED_AT):
        return client.get("/operator/audit/", asked).content.decode()


def test_entries_are_told_in_words_with_their_keys_beside_them(people, omar, entries):
    partner, mina = people.partner, people.mina.person
    for language, deed, reason, hub in (
        ("en", "Organisation suspended", "Reason: No papers", "Goods leave from: Bogura"),
        ("bn", "প্রতিষ্ঠান স্থগিত", "কারণ: No papers", people.places.bogura.name_bn),
    ):
        text = page(omar, language)
        assert deed in text and reason in text and hub in text
        assert (partner.name_en if language == "en" else partner.name_bn) in text
        assert (mina.name if language == "en" else mina.name_bn) in text
        assert "organisation_suspend" in text
    assert "Partner&#x27;s staff" in page(omar, "en")


def test_the_record_is_narrowed_by_deed_and_by_a_name_in_either_language(people, omar, entries):
    text = page(omar, "en", action="membership_add")
    assert "No papers" not in text
    for name in (people.asha.person.name, people.asha.person.name_bn):
        text = page(omar, "bn", by=name)
        assert "membership_add" in text.split("<tbody>")[1] and "No papers" not in text


def test_the_export_has_words_and_keys(omar, entries):
    omar.cookies["language"] = "en"
    rows = omar.get("/operator/audit/table.csv").content.decode()
    assert "Organisation suspended" in rows and "organisation_suspend" in rows


def test_the_record_costs_the_same_statements_however_long(
    people, omar, entries, django_assert_max_num_queries
):
    with django_assert_max_num_queries(20) as few:
        page(omar, "en")
    for number in range(30):
        audit_write(
            actor=people.bina.actor,
            action="membership_end",
            entity="organisation",
            entity_id=people.centre.pk,
            now=PLACED_AT,
            data={"person_id": people.asha.person.pk, "seller": None, "number": number},
        )
    with django_assert_max_num_queries(len(few)):
        page(omar, "en")


def test_whatever_is_put_on_record_has_its_words():
    """Deeds and things are named in the code that writes them; a new one needs a word here."""
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in HERE.rglob("*.py")
        if "/tests/" not in str(path) and "/web/" not in str(path)
    )
    calls = re.findall(r"audit_write\((.*?)\n\s*\)", text, re.S)
    deeds = {name for call in calls for name in re.findall(r'action="([a-z_.]+)"', call)}
    deeds |= set(re.findall(r'_audit\(\s*actor,[^"\n]*"([a-z_.]+)"', text))
    things = {name for call in calls for name in re.findall(r'entity="([a-z_]+)"', call)}
    assert len(deeds) > 10 and deeds - set(words.DEEDS) == set()
    assert things - set(words.ENTITIES) == set()
