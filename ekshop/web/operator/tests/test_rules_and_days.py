"""Rules, holidays, forbidden goods, the record and the map, as the operator uses them."""

import csv
import io
from datetime import date, timedelta

import pytest

from ekshop.catalogue.models import ForbiddenTerm
from ekshop.catalogue.services import forbidden_load, forbidden_put
from ekshop.kernel import clock, rulebook
from ekshop.kernel.holidays import holiday_put, holidays_in
from ekshop.kernel.models import AuditEntry
from ekshop.parties.tests.make import PLACED_AT, personas

PAGES = (
    "/operator/map/",
    "/operator/map/?days=7",
    "/operator/rules/",
    "/operator/rules/seller_confirm/",
    "/operator/holidays/",
    "/operator/holidays/?year=2027",
    "/operator/forbidden/",
    "/operator/audit/",
    "/operator/audit/?by=omar&action=holiday_put&entity=holiday&from=2026-01-01&to=2027-01-01",
)
TABLES = (
    "/operator/map/table.csv",
    "/operator/rules/table.csv",
    "/operator/holidays/table.csv",
    "/operator/forbidden/table.csv",
    "/operator/audit/table.csv",
)
MANAGED = (
    "/operator/rules/seller_confirm/new/",
    "/operator/holidays/new/",
    "/operator/holidays/2026-12-16/",
    "/operator/forbidden/new/",
)


@pytest.fixture
def people(db):
    rulebook.rules_load()
    everyone = personas()
    holiday_put(
        actor=everyone.omar.actor,
        day=date(2026, 12, 16),
        name_bn="বিজয় দিবস",
        name_en="Victory Day",
        now=PLACED_AT,
    )
    forbid(everyone, "switch knife")
    return everyone


def forbid(people, term, **more):
    given = {
        "reason_bn": "অস্ত্র",
        "reason_en": "A weapon",
        "citation_bn": "অস্ত্র আইন",
        "citation": "Arms Act",
        **more,
    }
    return forbidden_put(actor=people.omar.actor, term=term, now=PLACED_AT, **given)


def signed_in(client, person, language="en"):
    client.force_login(person)
    client.cookies["language"] = language
    return client


@pytest.fixture
def omar(people, client):
    with clock.at(PLACED_AT):
        yield signed_in(client, people.omar.person)


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


@pytest.mark.parametrize("language", ["bn", "en"])
def test_every_page_opens_in_both_languages(people, omar, language):
    omar.cookies["language"] = language
    for address in (*PAGES, *MANAGED):
        assert "<h1" in page(omar, address)


def test_the_auditor_reads_and_exports_and_changes_nothing(people, client):
    aziz = signed_in(client, people.aziz.person)
    for address in (*PAGES, *TABLES):
        page(aziz, address)
    for address in MANAGED:
        page(aziz, address, 403)
    for address in ("/operator/forbidden/1/end/", "/operator/holidays/2026-12-16/remove/"):
        assert aziz.post(address).status_code == 403
    assert "Take out of force" not in page(aziz, "/operator/forbidden/")
    assert "New version" not in page(aziz, "/operator/rules/seller_confirm/")


def test_every_district_is_on_the_map_and_in_its_table(people, omar):
    seen = page(omar, "/operator/map/")
    assert seen.count("districts.svg#") == 64
    assert "Narayanganj" in seen


def test_a_new_version_of_a_rule_begins_where_the_old_one_ends(people, omar):
    form = {
        "value": "৩৬",
        "unit": "hours",
        "valid_from": "2026-12-01",
        "citation_bn": "পরিপত্র ৫",
        "citation_en": "Circular 5",
    }
    assert omar.post("/operator/rules/seller_confirm/new/", form).status_code == 302
    begins = clock.dhaka_midnight(date(2026, 12, 1))
    assert rulebook.rule_at("seller_confirm", begins).value == 36
    assert rulebook.rule_at("seller_confirm", begins - timedelta(seconds=1)).value == 24
    assert "Circular 5" in page(omar, "/operator/rules/")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"valid_from": "2020-01-01"}, "cannot be changed for the past"),
        ({"value": "many"}, "Write a whole number"),
        ({"value": ""}, "Give the value"),
        ({"citation_en": ""}, "Say where it is written"),
        ({"valid_from": ""}, "Give the first day"),
    ],
)
def test_a_rule_that_cannot_be_says_why(people, omar, typed, said):
    form = {
        "value": "36",
        "unit": "hours",
        "valid_from": "2026-12-01",
        "citation_bn": "ক",
        "citation_en": "A",
        **typed,
    }
    answer = omar.post("/operator/rules/seller_confirm/new/", form)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_holiday_of_the_moon_moves_to_the_day_the_gazette_says(people, omar):
    form = {"day": "2026-12-17", "name_bn": "ঈদ", "name_en": "Eid", "kind": "off"}
    omar.post("/operator/holidays/2026-12-16/", form)
    days = {each.date: each.name_en for each in holidays_in(2026)}
    assert days == {date(2026, 12, 17): "Eid"}
    omar.post("/operator/holidays/2026-12-17/remove/")
    assert not holidays_in(2026)


def test_a_holiday_without_a_name_is_refused_beside_its_field(people, omar):
    answer = omar.post("/operator/holidays/new/", {"day": "2026-12-18", "name_bn": "x"})
    assert answer.status_code == 422
    assert "Give the name" in answer.content.decode()


def test_words_are_forbidden_taken_out_of_force_and_put_back(people, omar):
    form = {
        "term": "hunting bow",
        "reason_bn": "অস্ত্র",
        "reason_en": "A weapon",
        "citation_bn": "আইন",
        "citation": "Act",
    }
    omar.post("/operator/forbidden/new/", form)
    row = ForbiddenTerm.objects.get(term="hunting bow")
    omar.post(f"/operator/forbidden/{row.pk}/end/")
    row.refresh_from_db()
    assert not row.active
    omar.post(f"/operator/forbidden/{row.pk}/renew/")
    row.refresh_from_db()
    assert row.active
    done = AuditEntry.objects.filter(entity="forbidden_term", entity_id=row.pk)
    assert [each.action for each in done.order_by("id")] == [
        "forbidden_put",
        "forbidden_end",
        "forbidden_renew",
    ]


def test_a_word_too_short_to_forbid_is_refused(people, omar):
    answer = omar.post("/operator/forbidden/new/", {"term": "ab"})
    assert answer.status_code == 422
    assert "innocent" in answer.content.decode()


def test_loading_the_published_list_again_leaves_a_persons_words_alone(people):
    empty = dict.fromkeys(("terms_bn", "terms_latin", "unless", "citation_bn", "citation_en"), "")
    forbidden_load([{**empty, "terms_en": "dynamite", "reason_bn": "ক", "reason_en": "A"}])
    assert ForbiddenTerm.objects.get(term="switch knife").active
    assert ForbiddenTerm.objects.get(term="dynamite").active


def test_the_record_is_narrowed_by_whom_and_what(people, omar):
    assert "Victory" in page(omar, "/operator/audit/?entity=holiday")
    assert "Victory" not in page(omar, "/operator/audit/?entity=forbidden_term")
    assert "Victory" not in page(omar, "/operator/audit/?by=nobody")
    answer = omar.get("/operator/audit/table.csv?action=holiday_put").content.decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(answer)))
    assert [row[4] for row in rows[1:]] == ["Holiday entered or corrected"]
    assert rows[1][8].startswith("holiday_put holiday ")


def test_the_lists_cost_the_same_however_long(people, omar, django_assert_max_num_queries):
    counts = {}
    addresses = ("/operator/forbidden/", "/operator/audit/", "/operator/map/")
    for address in addresses:
        with django_assert_max_num_queries(20) as seen:
            page(omar, address)
        counts[address] = len(seen)
    for number in range(30):
        forbid(people, f"contraband {number}")
    for address in addresses:
        with django_assert_max_num_queries(counts[address]):
            page(omar, address)
