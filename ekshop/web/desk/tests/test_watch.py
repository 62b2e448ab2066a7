"""Sellers under watch, on the desk and at the seller's: seen, asked, warned, held, joined."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ekshop.complaints.models import PublicWarning, RespondentJoining, SellerAlert
from ekshop.complaints.services import sellers_watch
from ekshop.complaints.tests import make
from ekshop.complaints.tests.test_watch import WORDS, collapse
from ekshop.kernel import clock
from ekshop.parties.tests.make import PLACED_AT

from .make import browser

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    with clock.at(PLACED_AT):
        yield make.people()


@pytest.fixture
def alert(people):
    seller = collapse(people)
    make.case(people, seller_name="Rong Mela BD", handles=[("wallet", "01711223344")])
    sellers_watch(now=PLACED_AT)
    return SellerAlert.objects.get(respondent=seller, signal="surge")


def page(who, address, language="en"):
    return browser(who, language).get(address).content.decode()


def do(who, alert, name, **told):
    return browser(who).post(f"/desk/watch/{alert.pk}/act/{name}/", told)


def test_an_alarm_stands_on_the_coordinators_page_and_leads_to_the_alerts(people, alert):
    assert "/desk/watch/?state=raised" in page(people.nila, "/desk/")
    assert "/desk/watch/?state=raised" not in page(people.rafi, "/desk/")
    found = page(people.nila, "/desk/watch/?state=raised")
    assert "Rong Mela" in found and "complaints in a week" in found
    assert "Rong Mela" not in page(people.nila, "/desk/watch/?state=warned")
    assert "Rong Mela" not in page(people.nila, "/desk/watch/?signal=silence")
    table = b"".join(browser(people.nila).get("/desk/watch.csv?signal=surge").streaming_content)
    assert table.decode().count("Rong Mela") == 1


def test_only_coordinator_and_auditor_see_them_and_only_the_coordinator_acts(people, alert):
    addresses = ("/desk/watch/", "/desk/watch.csv", f"/desk/watch/{alert.pk}/")
    for who, status in (
        (people.nila, 200),
        (people.aziz, 200),
        (people.rafi, 403),
        (people.mina, 403),
    ):
        assert [browser(who).get(each).status_code for each in addresses] == [status] * 3
    for who in (people.aziz, people.rafi, people.mina):
        assert do(who, alert, "dismiss", text="Nothing in it.").status_code == 403
        for way in ("join", "split"):
            assert browser(who).post(f"/desk/watch/{alert.pk}/{way}/").status_code == 403
    assert "What to do" not in page(people.aziz, f"/desk/watch/{alert.pk}/")
    assert do(people.nila, alert, "nothing").status_code == 404


@pytest.mark.parametrize("language", ["en", "bn"])
def test_an_alert_shows_what_was_counted_by_which_rule_on_which_cases(people, alert, language):
    html = page(people.nila, f"/desk/watch/{alert.pk}/", language)
    assert ("looked at from 5 on" if language == "en" else "৫ হলেই নজরে আসে") in html
    case = make.Case.objects.get(pk=alert.case_ids[0])
    assert case.code in html and "<svg" in html and "Rong Mela BD" in html
    other = SellerAlert.objects.filter(respondent=alert.respondent).exclude(pk=alert.pk).first()
    assert f"/desk/watch/{other.pk}/" in html


def test_a_seller_is_asked_answers_and_only_then_the_public_is_warned_and_a_hold_recommended(
    people,
):
    case = make.case(people)
    alert = SellerAlert.objects.create(
        respondent=case.respondent,
        signal="surge",
        measured={"value": 9, "compared": 1, "limit": 5, "of": 0},
        raised_at=PLACED_AT,
        measured_at=PLACED_AT,
    )
    asked = "/partner/complaints/asked/"
    assert "Nothing is asked of you" in page(people.mina, asked)
    do(people.nila, alert, "notice", text="Please say what happened this week.")
    assert do(people.nila, alert, "warn", **WORDS).status_code == 409
    assert "asks for your word about your shop" in page(people.mina, "/partner/complaints/")
    assert "what happened this week" in page(people.mina, asked)
    assert "what happened this week" not in page(people.tania, asked)
    answer = f"{asked}{alert.pk}/"
    assert browser(people.tania).post(answer, {"text": "We know nothing of it."}).status_code == 404
    assert browser(people.mina).post(answer, {"text": "?"}).status_code == 422
    assert browser(people.mina).post(answer, {"text": "A fire in the store."}).status_code == 302
    assert "A fire in the store." in page(people.nila, f"/desk/watch/{alert.pk}/")
    wrong = do(people.nila, alert, "warn", text_bn="", text_en="Too many.")
    assert wrong.status_code == 422 and "Too many." in wrong.content.decode()
    do(people.nila, alert, "warn", **WORDS)
    assert PublicWarning.objects.filter(respondent=case.respondent).exists()
    hold = f"/desk/watch/{alert.pk}/hold.pdf"
    assert browser(people.nila).get(hold).status_code == 404
    do(people.nila, alert, "hold", text="Its wallets should be held.")
    sizes = set()
    for language in ("bn", "en"):
        paper = browser(people.aziz).get(f"{hold}?in={language}")
        assert paper.content[:4] == b"%PDF"
        sizes.add(len(paper.content))
    assert len(sizes) == 2
    alert.refresh_from_db()
    assert alert.hold_memo and browser(people.mina).get(hold).status_code == 403
    do(people.nila, alert, "lift", text="Everything was paid back.")
    assert "the warning was lifted" in page(people.mina, asked)


def test_two_linked_sellers_are_joined_from_the_graph_and_separated_again(people, alert):
    one, other = alert.respondent_id, alert.respondent_id + 1
    address, client = f"/desk/watch/{alert.pk}/", browser(people.nila)
    told = {"one": one, "other": other, "text": "Both use the same wallet."}
    assert client.post(f"{address}join/", {**told, "text": ""}).status_code == 422
    assert client.post(f"{address}join/", told).status_code == 302
    assert "Both use the same wallet." in page(people.nila, address)
    joining = RespondentJoining.objects.get()
    client.post(f"{address}split/", {"joining": joining.pk, "text": "They are two."})
    joining.refresh_from_db()
    assert joining.split_at and "Both use the same wallet." not in page(people.nila, address)


def test_the_list_of_alerts_takes_the_same_statements_however_long(people, alert):
    client, counted = browser(people.nila), []
    client.get("/desk/watch/")
    for seen in (1, 3):
        SellerAlert.objects.exclude(pk=alert.pk).delete() if seen == 1 else sellers_watch(
            now=PLACED_AT
        )
        with CaptureQueriesContext(connection) as queries:
            client.get("/desk/watch/")
        counted.append(len(queries))
    assert counted[0] == counted[1]
