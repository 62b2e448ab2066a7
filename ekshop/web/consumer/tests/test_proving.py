"""A mobile number is proved by a code, for some hours, in the browser that proved it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT
from ekshop.web.consumer.tests.browsing import code_sent, prove

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return make.people()


def test_a_page_of_ones_own_leads_to_the_code_and_back(client, people):
    answer = client.get("/complain/mine/")
    assert answer.url == "/complain/mobile/?next=/complain/mine/"
    answer = prove(client, "০১৭১২-৩৪৫৬৭৮", then="/complain/mine/")
    assert answer.url == "/complain/mine/"
    assert client.get("/complain/mine/").status_code == 200


def test_a_code_goes_only_three_times_wrong(client, people):
    client.post("/complain/mobile/", {"mobile": "01712345678"})
    good = code_sent("+8801712345678")
    wrong = "000000" if good != "000000" else "111111"
    for _ in range(3):
        answer = client.post("/complain/mobile/code/", {"code": wrong})
        assert answer.status_code == 422
    client.post("/complain/mobile/code/", {"code": good})
    assert client.get("/complain/mine/").status_code == 302


def test_a_proof_ends_by_itself_and_by_hand(client, people):
    with clock.at(PLACED_AT) as hand:
        prove(client, "01712345678")
        assert client.get("/complain/mine/").status_code == 200
        client.post("/complain/mobile/forget/")
        assert client.get("/complain/mine/").status_code == 302
        prove(client, "01712345678")
        hand.forward(hours=5)
        assert client.get("/complain/mine/").status_code == 302


def test_whoever_goes_on_writing_is_not_asked_again_for_a_day(client, people):
    with clock.at(PLACED_AT) as hand:
        prove(client, "01712345678")
        for _ in range(7):
            hand.forward(hours=3)
            assert client.get("/complain/mine/").status_code == 200
        hand.forward(hours=3, minutes=1)
        assert client.get("/complain/mine/").status_code == 302


def test_codes_are_not_sent_without_end(client, people, settings):
    settings.ACCOUNT_RATE_LIMITS = {"mobile_code": "2/m/key"}
    for _ in range(2):
        client.post("/complain/mobile/", {"mobile": "01712345678"})
    answer = client.post("/complain/mobile/", {"mobile": "+880 1712 345678"})
    assert "৩৩৩" in answer.content.decode()
    assert Message.objects.count() == 2


def test_nobody_is_led_elsewhere_after_the_code(client, people):
    assert prove(client, "01712345678", then="https://bad.example/").url == "/complain/mine/"


def test_someone_signed_in_for_work_complains_as_themselves(client, people):
    client.force_login(people.mina.person)
    prove(client, "01712345678")
    assert client.get("/complain/mine/").status_code == 200
    assert client.get("/partner/").status_code == 200


def test_only_the_number_that_filed_sees_the_case(client, people):
    case = make.case(people)
    prove(client, "01799999999")
    assert client.get(f"/complain/cases/{case.code}/").status_code == 404
    assert case.code not in client.get("/complain/mine/").content.decode()
    prove(client, people.karim.mobile)
    page = client.get(f"/complain/cases/{case.code}/").content.decode()
    assert case.story in page
    assert case.code in client.get("/complain/mine/").content.decode()


def test_the_list_asks_the_same_number_of_statements_for_one_case_and_for_five(client, people):
    def statements() -> int:
        with CaptureQueriesContext(connection) as caught:
            client.get("/complain/mine/")
        return len(caught)

    prove(client, people.karim.mobile)
    make.case(people)
    one = statements()
    for _ in range(4):
        make.case(people)
    assert statements() == one


def test_a_number_is_not_guessed_in_one_browser_after_another(people, settings):
    settings.ACCOUNT_RATE_LIMITS = {"mobile_try": "4/h/key"}
    for _browser in range(2):
        guesser = Client()
        guesser.post("/complain/mobile/", {"mobile": "01712345678"})
        for _guess in range(2):
            guesser.post("/complain/mobile/code/", {"code": "x"})
    guesser.post("/complain/mobile/", {"mobile": "01712345678"})
    answer = guesser.post("/complain/mobile/code/", {"code": code_sent("+8801712345678")})
    assert answer.status_code == 422 and "৩৩৩" in answer.content.decode()
    assert guesser.get("/complain/mine/").status_code == 302


def test_a_stranger_uses_up_only_their_own_share_of_a_numbers_codes_and_tries(people, settings):
    settings.ACCOUNT_RATE_LIMITS = {"mobile_code": "2/h/key", "mobile_try": "2/h/key"}
    stranger, owner = Client(REMOTE_ADDR="203.0.113.9"), Client(REMOTE_ADDR="198.51.100.4")
    for _code in range(3):
        stranger.post("/complain/mobile/", {"mobile": "01712345678"})
        stranger.post("/complain/mobile/code/", {"code": "x"})
    assert Message.objects.count() == 2
    prove(owner, "01712345678")
    assert owner.get("/complain/mine/").status_code == 200


def test_a_browser_that_proved_a_number_is_not_locked_by_many_strangers(people, settings):
    owner = Client(REMOTE_ADDR="198.51.100.4")
    prove(owner, "01712345678")
    owner.post("/complain/mobile/forget/")
    settings.ACCOUNT_RATE_LIMITS = {"mobile_code": "5/h/key", "mobile_code_number": "3/h/key"}
    for place in range(4):
        stranger = Client(REMOTE_ADDR=f"203.0.113.{place}")
        stranger.post("/complain/mobile/", {"mobile": "01712345678"})
    assert Message.objects.count() == 1 + 3
    prove(owner, "01712345678")
    assert owner.get("/complain/mine/").status_code == 200
    owner.cookies["device"] = owner.cookies["device"].value[:-3] + "abc"
    owner.post("/complain/mobile/forget/")
    assert "৩৩৩" in owner.post("/complain/mobile/", {"mobile": "01712345678"}).content.decode()
