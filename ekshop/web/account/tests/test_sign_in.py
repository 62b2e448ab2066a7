"""Signing in: by mobile number and code, by password, and by the second step."""

import re

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from ekshop.notices.models import Message
from ekshop.parties.models import Membership, Person
from ekshop.parties.tests.make import SECOND_FACTOR_SECRET, personas

SIGN_IN = "/account/sign-in/"


@pytest.fixture
def people(db):
    cache.clear()
    return personas()


def last_message():
    return Message.objects.latest("pk")


def last_code(mobile):
    """The digits in the last SMS to that number, as its receiver reads them."""
    message = Message.objects.filter(to=mobile, template="sign_in_code").latest("pk")
    return re.search(r"\d{6}", message.body)[0]


def ask(client, mobile, **more):
    return client.post(SIGN_IN, {"phone": mobile, **more})


def app_code():
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(SECOND_FACTOR_SECRET, counter))


def test_an_entrepreneur_signs_in_with_the_code_and_comes_to_the_centre(people, client):
    answer = ask(client, people.asha.person.mobile)
    assert answer.url == "/account/sign-in/code/"
    code = last_code(people.asha.person.mobile)
    assert re.fullmatch(r"\d{6}", code)
    answer = client.post(answer.url, {"code": code})
    assert answer.url == "/work/"
    assert client.get("/work/").url == "/centre/"
    people.asha.person.refresh_from_db()
    assert people.asha.person.mobile_verified_at


def test_number_and_code_may_be_typed_in_bengali_digits(people, client):
    Person.objects.filter(pk=people.asha.person.pk).update(mobile="+8801712345678")
    ask(client, "০১৭১২-৩৪৫৬৭৮")
    bengali = last_code("+8801712345678").translate(str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯"))
    assert client.post("/account/sign-in/code/", {"code": bengali}).url == "/work/"


def test_an_unknown_number_gets_the_same_answer_and_a_plain_message(people, client):
    known = ask(Client(), people.asha.person.mobile)
    unknown = ask(client, "01999999999")
    assert (unknown.status_code, unknown.url) == (known.status_code, known.url)
    assert last_message().template == "sign_in_unknown"
    page = client.get(unknown.url)
    assert page.status_code == 200
    assert client.post(unknown.url, {"code": ""}).status_code == 200
    assert client.post(unknown.url, {"code": "000000"}).status_code == 200


def test_after_three_wrong_codes_a_new_one_must_be_asked_for(people, client):
    ask(client, people.asha.person.mobile)
    good = last_code(people.asha.person.mobile)
    wrong = "111111" if good != "111111" else "222222"
    for _try in range(3):
        client.post("/account/sign-in/code/", {"code": wrong})
    answer = client.post("/account/sign-in/code/", {"code": good})
    assert answer.url.startswith(SIGN_IN)
    assert client.get("/work/").status_code == 302


def test_a_new_browser_buys_no_more_wrong_codes(people, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_code": "60/m/ip,4/h/key"}
    for browser in (Client(), Client()):
        ask(browser, people.asha.person.mobile)
        for _try in range(2):
            browser.post("/account/sign-in/code/", {"code": "x"})
    ask(client, people.asha.person.mobile)
    good = last_code(people.asha.person.mobile)
    client.cookies["language"] = "en"
    answer = client.post("/account/sign-in/code/", {"code": good})
    assert answer.status_code == 200
    assert "Too many tries" in answer.content.decode()
    assert client.get("/work/").status_code == 302
    other = Client()
    ask(other, people.bina.person.mobile)
    right = {"code": last_code(people.bina.person.mobile)}
    assert other.post("/account/sign-in/code/", right).url == "/work/"


def test_one_place_may_not_try_the_codes_of_many_numbers(people, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_code": "2/m/ip,60/h/key"}
    for who in (people.asha, people.bina):
        browser = Client()
        ask(browser, who.person.mobile)
        browser.post("/account/sign-in/code/", {"code": "x"})
    browser = Client()
    ask(browser, people.asha.person.mobile)
    right = {"code": last_code(people.asha.person.mobile)}
    assert browser.post("/account/sign-in/code/", right).status_code == 200
    elsewhere = Client(REMOTE_ADDR="203.0.113.7")
    ask(elsewhere, people.asha.person.mobile)
    right = {"code": last_code(people.asha.person.mobile)}
    assert elsewhere.post("/account/sign-in/code/", right).url == "/work/"


def test_a_code_is_good_for_the_browser_that_asked_for_it_only(people, client):
    ask(client, people.asha.person.mobile)
    answer = Client().post("/account/sign-in/code/", {"code": last_code(people.asha.person.mobile)})
    assert answer.url.startswith(SIGN_IN)


def test_codes_cannot_be_asked_for_without_end(people, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"sign_in_code": "2/m/key"}
    for _time in range(2):
        assert ask(Client(), people.asha.person.mobile).status_code == 302
    before = Message.objects.count()
    answer = ask(client, people.asha.person.mobile)
    assert answer.status_code == 200
    assert Message.objects.count() == before
    assert people.asha.person.mobile.encode() in answer.content, "the number typed stays"


def test_a_number_that_is_none_is_said_beside_the_field(people, client):
    answer = ask(client, "12345", HTTP_ACCEPT_LANGUAGE="en")
    assert "f-phone-error" in answer.content.decode()


def test_someone_whose_account_is_closed_gets_no_code(people, client):
    Person.objects.filter(pk=people.asha.person.pk).update(is_active=False)
    ask(client, people.asha.person.mobile)
    assert last_message().template == "sign_in_unknown"


def test_an_operator_gives_password_and_second_step(people, client):
    omar = people.omar.person
    omar.set_password("three calm green boats")
    omar.save()
    answer = client.post(
        "/account/sign-in/password/", {"login": omar.email, "password": "three calm green boats"}
    )
    assert answer.url.startswith("/account/sign-in/second-step/")
    assert client.get("/work/").url.startswith(SIGN_IN), "not in before the second step"
    assert client.post(answer.url, {"code": "123"}).status_code == 200
    assert client.post(answer.url, {"code": app_code()}).url == "/work/"
    assert client.get("/work/").url == "/operator/"


def test_the_code_by_sms_does_not_spare_an_operator_the_second_step(people, client):
    ask(client, people.omar.person.mobile)
    answer = client.post("/account/sign-in/code/", {"code": last_code(people.omar.person.mobile)})
    assert answer.url.startswith("/account/sign-in/second-step/")


def test_wrong_passwords_are_counted_and_then_refused(people, client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login_failed": "3/5m/key"}
    omar = people.omar.person
    omar.set_password("three calm green boats")
    omar.save()
    for _try in range(3):
        client.post("/account/sign-in/password/", {"login": omar.email, "password": "x"})
    answer = client.post(
        "/account/sign-in/password/", {"login": omar.email, "password": "three calm green boats"}
    )
    assert answer.status_code == 200


def test_a_far_reaching_role_does_nothing_before_the_second_step_is_set_up(people, client):
    people.omar.person.authenticator_set.all().delete()
    ask(client, people.omar.person.mobile)
    client.post("/account/sign-in/code/", {"code": last_code(people.omar.person.mobile)})
    assert client.get("/work/").url == "/account/second-step/set-up/"
    page = client.get("/account/second-step/set-up/")
    secret = page.context["form"].secret
    counter = next(iter(yield_hotp_counters_from_time()))
    answer = client.post(
        "/account/second-step/set-up/",
        {"code": format_hotp_value(hotp_value(secret, counter))},
    )
    assert answer.url == "/account/second-step/recovery/"
    assert len(client.get(answer.url).context["unused_codes"]) == 10
    assert client.get("/work/").url == "/operator/"
    stored = people.omar.person.authenticator_set.get(type="totp").data["secret"]
    assert secret not in stored, "kept sealed"


def test_the_second_step_of_an_operator_cannot_be_taken_away(people, client):
    client.force_login(people.omar.person)
    client.post("/account/second-step/take-away/")
    assert people.omar.person.authenticator_set.filter(type="totp").exists()


def test_whoever_works_for_two_chooses_and_the_session_gets_a_new_key(people, client):
    second = Membership.objects.create(
        person=people.asha.person, organisation=people.other_centre, role="entrepreneur"
    )
    client.force_login(people.asha.person)
    assert client.get("/work/").url == "/account/membership/"
    before = client.session.session_key
    assert client.post("/account/membership/", {"membership": second.pk}).url == "/work/"
    assert client.session.session_key != before
    assert client.get("/work/").wsgi_request.actor.organisation_id == people.other_centre.pk


def test_nobody_acts_through_another_persons_membership(people, client):
    Membership.objects.create(
        person=people.asha.person, organisation=people.other_centre, role="entrepreneur"
    )
    client.force_login(people.asha.person)
    client.post("/account/membership/", {"membership": people.omar.membership.pk})
    assert client.get("/work/").wsgi_request.actor.organisation_id is None


def test_a_stranger_is_told_that_no_organisation_knows_them(people, client):
    client.force_login(people.stranger.person)
    assert client.get("/work/").url == "/account/membership/"
    assert client.get("/account/membership/").status_code == 200


def test_a_change_of_language_is_kept_for_pages_and_messages(people, client):
    client.force_login(people.asha.person)
    answer = client.post(
        "/account/profile/", {"name": "Asha A.", "name_bn": "আশা", "language": "en"}
    )
    assert answer.cookies["language"].value == "en"
    people.asha.person.refresh_from_db()
    assert (people.asha.person.name, people.asha.person.language) == ("Asha A.", "en")


@pytest.mark.parametrize("before", ["", "en"])
def test_a_language_chosen_before_signing_in_outlasts_it(people, client, before):
    client.cookies["language"] = "en"
    if before:
        client.post("/i18n/setlang/", {"language": before, "next": "/"})
    ask(client, people.asha.person.mobile)
    client.post("/account/sign-in/code/", {"code": last_code(people.asha.person.mobile)})
    assert client.get("/account/profile/").headers["Content-Language"] == (before or "bn")


def test_what_is_chosen_while_signed_in_is_hers_on_the_next_device(people, client):
    client.force_login(people.asha.person)
    client.post("/i18n/setlang/", {"language": "en", "next": "/"})
    other = Client()
    ask(other, people.asha.person.mobile)
    other.post("/account/sign-in/code/", {"code": last_code(people.asha.person.mobile)})
    assert other.get("/account/profile/").headers["Content-Language"] == "en"


def test_a_forgotten_password_is_set_anew_by_a_link_that_works_once(people, client):
    client.post("/account/password/forgotten/", {"email": people.mina.person.email})
    link = re.search(r"http\S+", last_message().body)[0]
    assert last_message().to == people.mina.person.email
    step = client.get(link.removeprefix("http://testserver"))
    good = {"password1": "three calm green boats", "password2": "three calm green boats"}
    assert client.post(step.url, good).status_code == 302
    people.mina.person.refresh_from_db()
    assert people.mina.person.check_password("three calm green boats")
    again = Client().get(link.removeprefix("http://testserver"))
    assert again.context["token_fail"]


def test_an_unknown_address_gets_the_same_answer_and_no_mail(people, client):
    before = Message.objects.count()
    answer = client.post("/account/password/forgotten/", {"email": "nobody@nowhere.example"})
    assert answer.url == "/account/password/forgotten/sent/"
    assert Message.objects.count() == before


def test_signing_out_asks_once_and_ends_the_session(people, client):
    client.force_login(people.asha.person)
    assert client.get("/account/sign-out/").status_code == 200
    client.post("/account/sign-out/")
    assert client.get("/work/").url.startswith(SIGN_IN)


def test_signing_in_leads_back_to_the_page_that_was_wanted(people, client):
    wanted = client.get("/account/profile/").url
    answer = client.post(wanted, {"phone": people.asha.person.mobile})
    answer = client.post(answer.url, {"code": last_code(people.asha.person.mobile)})
    assert answer.url == "/account/profile/"


def test_a_foreign_address_to_return_to_is_not_followed(people, client):
    answer = client.post(
        SIGN_IN, {"phone": people.asha.person.mobile, "next": "https://evil.example/"}
    )
    answer = client.post(answer.url, {"code": last_code(people.asha.person.mobile)})
    assert answer.url == "/work/"


def test_what_is_asked_for_is_not_called_optional(client, db):
    assert "field-optional" not in client.get(SIGN_IN).content.decode()
