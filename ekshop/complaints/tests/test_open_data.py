"""What the public may have: records with denominators, and rows in which nobody is found."""

import csv
import io
import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ekshop.complaints.models import Case, SellerAlert
from ekshop.complaints.rules.redaction import redact
from ekshop.complaints.selectors import (
    SAMPLE_AT_LEAST,
    figures,
    open_rows,
    respondents_known,
    seller_records,
)
from ekshop.complaints.services import alert_notice, sellers_watch
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.parties.tests.make import PLACED_AT

TOMORROW = PLACED_AT + timedelta(days=1)


def fits(row: dict, dictionary: dict) -> list[str]:
    """What is wrong with a row by the published dictionary."""
    kinds = {"text": str, "date": str, "code": str, "number": int}
    wrong = [] if list(row) == [each["name"] for each in dictionary["fields"]] else ["columns"]
    for field in dictionary["fields"]:
        value = row[field["name"]]
        if value is None:
            wrong += [] if field["nullable"] else [field["name"]]
        elif (
            not isinstance(value, kinds[field["type"]])
            or "values" in field
            and value not in field["values"]
        ):
            wrong.append(field["name"])
    return wrong


def test_every_row_fits_the_published_dictionary(people, client):
    for category in ("damaged", "late", "price"):
        make.case(people, category=category, publish=True)
    make.case(people, seller_name="Rong Mela", damages=True)
    dictionary = client.get("/figures/dictionary.json").json()
    with clock.at(TOMORROW):
        lines = b"".join(client.get("/figures/complaints.jsonl").streaming_content).decode()
        table = b"".join(client.get("/figures/complaints.csv").streaming_content).decode()
    rows = [json.loads(line) for line in lines.splitlines()]
    assert len(rows) == 4
    assert [problem for row in rows for problem in fits(row, dictionary)] == []
    head, *body = csv.reader(io.StringIO(table.lstrip("\ufeff")))
    assert head == [each["name"] for each in dictionary["fields"]] and len(body) == 4


def test_todays_complaints_are_not_in_it_yet(people):
    make.case(people)
    assert list(open_rows(now=PLACED_AT)) == []


def test_a_story_is_there_only_while_its_teller_agrees_and_without_names_and_numbers(people):
    story = (
        "আমি করিম মিয়া, ০১৭১২-৩৪৫৬৭৮ নম্বরে বিকাশ করেছি ১২০০ টাকা। "
        "Karim Mia, karim@example.com, https://fb.com/rongmela, Rong Mela-এর লোক।"
    )
    shown = make.case(people, seller_name="Rong Mela", story=story, publish=True)
    make.case(people, story=story)
    told, silent = open_rows(now=TOMORROW)
    assert silent["story"] is None
    for secret in ("Karim", "৩৪৫৬৭৮", "karim@", "rongmela", "Rong", "Mela"):
        assert secret not in told["story"], secret
    assert "১২০০ টাকা" in told["story"]
    Case.objects.filter(pk=shown.pk).update(publish=False)
    assert next(iter(open_rows(now=TOMORROW)))["story"] is None


def test_a_district_is_left_out_where_few_complained(people):
    bogura, dhaka = people.places.bogura, people.places.dhaka
    for _each in range(5):
        make.case(people, district_id=bogura.pk)
    make.case(people, district_id=dhaka.pk)
    shown = [row["district"] for row in open_rows(now=TOMORROW)]
    assert shown == ["Bogura"] * 5 + [None]
    counted = figures(since=PLACED_AT.date() - timedelta(days=3), until=TOMORROW.date())
    assert counted["districts"] == [("bogura", 5)]


def test_a_record_says_what_its_shares_are_of_and_nothing_below_the_sample(people):
    cases = [make.case(people) for _each in range(SAMPLE_AT_LEAST - 1)]
    seller = cases[0].respondent_id
    few = seller_records([seller], now=PLACED_AT)[seller]
    assert few.complaints == SAMPLE_AT_LEAST - 1
    assert few.answered_share is None
    make.case(people)
    later = PLACED_AT + timedelta(hours=73)
    record = seller_records([seller], now=later)[seller]
    assert (record.asked, record.answered_in_time) == (SAMPLE_AT_LEAST, 0)
    assert record.answered_share == 0 and record.remedied_share is None


def test_records_take_one_statement_however_many(people, django_assert_num_queries):
    ids = [make.case(people, seller_name=f"Rong {n}").respondent_id for n in range(3)]
    with django_assert_num_queries(1):
        seller_records(ids, now=PLACED_AT)


def test_a_seller_is_checked_by_page_and_by_program(people, client):
    case = make.case(
        people, seller_name="Rong Mela", handles=[("wallet", "01711223344"), ("page", "rongmela")]
    )
    asked_by(people, case, 3)
    page = client.get("/check/", {"seller": "+880 1711-223344"}).content.decode()
    assert (
        ('name="seller"' in page)
        and "Rong Mela" in page
        and "01711" not in page.split("<main")[1].split('role="status"')[1]
    )
    assert client.get(f"/check/{case.respondent_id}/").status_code == 200
    assert client.get("/check/999999999999999999999/").status_code == 404
    (found,) = client.get("/api/public/v1/sellers", {"q": "fb.com/rongmela"}).json()
    assert (found["id"], found["found_by"]) == (case.respondent_id, ["page"])
    assert found["record"]["complaints"] == 3 and found["record"]["remedied_share"] is None
    one = client.get(f"/api/public/v1/sellers/{case.respondent_id}").json()
    assert one["name"] == "Rong Mela"
    assert client.get("/api/public/v1/sellers/0").status_code == 404


def asked_by(people, case, number: int) -> None:
    """So many people complain of the case's seller, its own complainant the first."""
    for each in range(1, number):
        make.case(people, respondent_id=case.respondent_id, mobile=f"+880171000000{each}")


def test_an_unregistered_seller_is_named_only_when_several_people_complained(people, client):
    case = make.case(people, seller_name="আবদুল করিম", handles=[("phone", "01811-222333")])
    asked_by(people, case, 2)
    make.case(people, respondent_id=case.respondent_id)
    page = f"/check/{case.respondent_id}/"
    assert "আবদুল করিম" not in client.get(page).content.decode()
    api = f"/api/public/v1/sellers/{case.respondent_id}"
    assert client.get(api).json()["name"] is None
    assert client.get("/api/public/v1/sellers", {"q": "আবদুল করিম"}).json() == []
    assert "৩ জন" in client.get("/check/", {"seller": "আবদুল করিম"}).content.decode()
    (found,) = client.get("/api/public/v1/sellers", {"q": "01811222333"}).json()
    assert (found["name"], found["record"]["complaints"]) == (None, 3)
    shown = client.get("/check/", {"seller": "01811222333"}).content.decode()
    assert "নাম প্রকাশ করা হয়নি" in shown and "আবদুল" not in shown.split('role="status"')[1]
    make.case(people, respondent_id=case.respondent_id, mobile="+8801710000009")
    assert "আবদুল করিম" in client.get(page).content.decode()
    assert client.get(api).json()["name"] == "আবদুল করিম"


def test_a_seller_is_found_by_its_name_in_other_letters(people, client):
    case = make.case(people, seller_name="ঝলমল মল", handles=[("page", "jhalmal")])
    other = make.case(people, seller_name="Shopno Bazar", handles=[("page", "shopno")])
    make.case(people, seller_name="সোনালী বাজার", handles=[("page", "sonali")])
    for typed, wanted in (("Jholmol Mall", case), ("jholmol", case), ("স্বপ্ন বাজার", other)):
        assert [each.respondent for each in respondents_known(typed)] == [wanted.respondent], typed
    partner = make.case(people)
    name = people.partner.name_en if people.partner.name_en.isascii() else "pathshala"
    assert partner.respondent in [each.respondent for each in respondents_known(name.lower())]


def test_who_checks_a_seller_is_told_of_many_open_complaints_and_of_a_review(people, client):
    case = make.case(people, seller_name="Rong Mela", handles=[("phone", "01811-222333")])
    for _each in range(9):
        make.case(people, respondent_id=case.respondent_id, mobile="+8801710000001")
    page = f"/check/{case.respondent_id}/"
    client.cookies["language"] = "en"
    with clock.at(TOMORROW):
        assert "10 of the 10 complaints" in client.get(page).content.decode()
        assert "Many open complaints" in client.get("/check/?seller=01811222333").content.decode()
    sellers_watch(now=TOMORROW)
    surge = SellerAlert.objects.get(signal="surge")
    with clock.at(TOMORROW):
        assert "Under review" not in client.get(page).content.decode()
    alert_notice(
        actor=people.nila.actor, alert_id=surge.pk, text="Ten complaints in a week.", now=TOMORROW
    )
    with clock.at(TOMORROW):
        assert "Under review" not in client.get(page).content.decode()
    with clock.at(TOMORROW + timedelta(days=9)):
        shown = client.get(page).content.decode()
        told = client.get(f"/api/public/v1/sellers/{case.respondent_id}").json()
    assert "Under review" in shown and "10 complaints in a week" in shown
    assert "did not answer in time" in shown and told["many_open"]
    assert told["reviews"][0]["reply"] == ""


def test_the_page_of_figures_opens_with_nothing_and_with_something(people, client):
    assert client.get("/figures/").status_code == 200
    for _each in range(5):
        make.case(people, district_id=people.places.bogura.pk)
    with clock.at(TOMORROW):
        assert client.get("/figures/").status_code == 200


@given(st.text(alphabet="০১২৩৪৫৬৭৮৯0123456789 -কখ", max_size=40))
def test_no_number_of_eleven_digits_survives(text):
    number = "01712345678"
    assert number not in redact(f"{text} {number} {text}")


@pytest.mark.parametrize(
    "number",
    [
        "0171, 234, 5678",
        "(017) 12 - 345678",
        "017_12_345_678",
        "০১৭১২ / ৩৪৫ / ৬৭৮",
        "0 1 7 1 2 3 4 5 6 7 8",
    ],
)
def test_a_number_spread_over_a_sentence_is_taken_out(number):
    left = redact(f"ফোন {number} তারিখ 12/03/2026 দাম 500, 600")
    assert [sign for sign in left if sign.isdigit()] == list("12032026500600")


def test_a_seller_known_by_its_number_alone_is_named_without_it(people, client):
    case = make.case(people, seller_name="01811-222333", handles=[("phone", "01811-222333")])
    named = make.case(people, seller_name="Rong 01811222333 Mela")
    for each in (case, named):
        asked_by(people, each, 3)
    for who, name in ((case, "নাম না জানা বিক্রেতা"), (named, "Rong Mela")):
        page = client.get(f"/check/{who.respondent_id}/")
        told = client.get(f"/api/public/v1/sellers/{who.respondent_id}").content.decode()
        assert name in page.content.decode()
        assert "222333" not in page.content.decode() + told
    for digits in ("018", "01811", "222"):
        found = client.get("/api/public/v1/sellers", {"q": digits}).json()
        assert found == []
    (found,) = client.get("/api/public/v1/sellers", {"q": "+8801811222333"}).json()
    assert found["id"] == case.respondent_id and found["found_by"] == ["phone"]
