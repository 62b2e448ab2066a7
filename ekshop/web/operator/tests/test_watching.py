"""The operator's pages over orders that were really carried: figures, stuck things, one order."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from ekshop.catalogue.models import Offer
from ekshop.kernel import clock
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.job_watch import jobs_failed
from ekshop.kernel.models import AuditEntry, Deadline
from ekshop.ledger.models import Account, Verification
from ekshop.ledger.services import books_verify, journal_post
from ekshop.notices.models import Message
from ekshop.orders.models import CentreGroup, CommissionRate
from ekshop.settlement.tests.make import work

from . import make

PAGES = (
    "/operator/",
    "/operator/stuck/unanswered/",
    "/operator/orders/",
    "/operator/orders/?shelf=done&district=narayanganj",
    "/operator/jobs/",
    "/operator/jobs/?show=waiting",
    "/operator/jobs/?show=stuck",
    "/operator/deadlines/",
    "/operator/deadlines/?show=waiting",
    "/operator/messages/",
    "/operator/feeds/",
    "/operator/rates/",
    "/operator/rates/?when=now",
    "/operator/rates/groups/",
    "/operator/ledger/",
)
TABLES = (
    "/operator/days.csv",
    "/operator/stuck/unanswered.csv",
    "/operator/orders.csv",
    "/operator/jobs/table.csv",
    "/operator/deadlines/table.csv",
    "/operator/messages/table.csv",
    "/operator/feeds/table.csv",
    "/operator/rates/table.csv",
    "/operator/ledger/table.csv",
)


@pytest.fixture
def world(db):
    return make.world()


@pytest.fixture
def omar(world, client):
    client.force_login(world.people.omar.person)
    client.cookies["language"] = "en"
    with clock.at(world.now):
        yield client


@pytest.fixture
def aziz(world, client):
    client.force_login(world.people.aziz.person)
    client.cookies["language"] = "en"
    with clock.at(world.now):
        yield client


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def table(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))


@pytest.mark.parametrize("language", ["bn", "en"])
def test_every_page_opens_in_both_languages(world, omar, language):
    omar.cookies["language"] = language
    share = world.done.seller_orders.get()
    message = Message.objects.first()
    for address in (
        *PAGES,
        f"/operator/orders/{world.done.code}/",
        f"/operator/orders/{world.waiting.code}/",
        f"/operator/jobs/{world.job_id}/",
        f"/operator/messages/{message.pk}/",
        f"/operator/organisations/{world.people.partner.pk}/",
        "/operator/rates/new/",
        "/operator/rates/groups/new/",
        f"/operator/rates/{CommissionRate.objects.get().pk}/end/",
    ):
        assert "<h1" in page(omar, address)
    assert omar.get(f"/operator/orders/{share.code}/").url == f"/operator/orders/{world.done.code}/"


def test_every_list_leaves_as_a_table(world, omar):
    for address in TABLES:
        assert table(omar, address)[0]


def test_the_auditor_sees_every_page_and_changes_nothing(world, aziz):
    for address in (*PAGES, *TABLES, f"/operator/orders/{world.done.code}/"):
        page(aziz, address)
    assert "Try all again" not in page(aziz, "/operator/jobs/")
    assert "New rate" not in page(aziz, "/operator/rates/")
    assert "Check now" not in page(aziz, "/operator/ledger/")
    page(aziz, "/operator/rates/new/", 403)
    page(aziz, "/operator/rates/groups/new/", 403)
    for address in (
        f"/operator/jobs/{world.job_id}/retry/",
        "/operator/jobs/retry/",
        "/operator/ledger/verify/",
    ):
        assert aziz.post(address).status_code == 403


def test_the_first_page_leads_from_what_is_stuck_to_the_thing(world, omar):
    first = page(omar, "/operator/")
    assert "Jobs that gave up" in first
    assert "/operator/stuck/jobs_failed/" in first
    assert f"/operator/jobs/{world.job_id}/" in page(omar, "/operator/stuck/jobs_failed/")
    assert "the gateway is on fire" in page(omar, f"/operator/jobs/{world.job_id}/")


def test_the_first_page_costs_the_same_however_much_there_is(
    world, omar, django_assert_max_num_queries
):
    with django_assert_max_num_queries(45) as few:
        page(omar, "/operator/")
    make.more_orders(world, 12)
    with django_assert_max_num_queries(len(few)):
        page(omar, "/operator/")


def test_the_list_of_orders_costs_the_same_as_it_grows(world, omar, django_assert_max_num_queries):
    page(omar, "/operator/orders/")
    with django_assert_max_num_queries(12) as few:
        page(omar, "/operator/orders/")
    make.more_orders(world, 30)
    with django_assert_max_num_queries(len(few)):
        assert "cursor=" in page(omar, "/operator/orders/")


def test_the_lists_cost_the_same_however_long(world, omar, django_assert_max_num_queries):
    addresses = ("/operator/deadlines/?show=waiting", "/operator/messages/", "/operator/jobs/")
    counts = {}
    make.more_orders(world, 1)
    for address in addresses:
        with django_assert_max_num_queries(30) as seen:
            page(omar, address)
        counts[address] = len(seen)
    make.more_orders(world, 30)
    for _number in range(5):
        make.always_fails.later()
    for address in addresses:
        with django_assert_max_num_queries(counts[address]):
            page(omar, address)


def test_an_order_is_seen_whole(world, omar):
    seen = page(omar, f"/operator/orders/{world.done.code}/")
    for words in (
        "Torn or broken",
        "Before it was handed to the courier",
        "Whoever sold it",
        "Customer paid",
        "Commission earned",
        "Owed to the seller",
        "Handed to the customer",
        "Messages sent",
        "Promises and clocks",
    ):
        assert words in seen
    assert world.people.karim.mobile not in seen


def test_the_one_time_code_in_a_message_is_dots(world, omar):
    message = Message.objects.get(template="hand_over_code")
    shown = page(omar, f"/operator/messages/{message.pk}/")
    assert "••" in shown


def test_orders_are_found_by_the_customers_mobile(world, omar):
    found = page(omar, f"/operator/orders/?q={world.people.karim.mobile[3:]}")
    assert world.done.code in found
    assert world.done.code not in page(omar, "/operator/orders/?q=01999999999")


def test_a_failed_job_is_tried_again_and_it_is_on_record(world, omar):
    omar.post(f"/operator/jobs/{world.job_id}/retry/")
    assert not jobs_failed().filter(pk=world.job_id).exists()
    entry = AuditEntry.objects.get(action="job_retry")
    assert entry.actor_person_id == world.people.omar.person.pk


def test_all_failed_jobs_are_tried_again_at_once(world, omar):
    answer = omar.post("/operator/jobs/retry/", follow=True).content.decode()
    assert "1 job is in the queue again." in answer
    assert not jobs_failed().exists()


def test_a_deadline_moves_only_with_a_reason(world, omar):
    (order,) = make.more_orders(world, 1)
    share = order.seller_orders.get()
    deadline = Deadline.objects.get(entity="seller_order", entity_id=share.pk, state="waiting")
    address = f"/operator/deadlines/{deadline.pk}/extend/"
    day = clock.dhaka_date(deadline.due_at).replace(year=2027).isoformat()
    refused = omar.post(address, {"day": day, "reason": ""})
    assert refused.status_code == 422
    assert "Say why" in refused.content.decode()
    omar.post(address, {"day": day, "reason": "Floods"})
    due = deadline.due_at
    deadline.refresh_from_db()
    assert deadline.due_at > due


def rate_form(**more):
    return {"rate": "১০", "valid_from": "2026-12-01", "do": "preview", **more}


def test_the_effect_of_a_rate_is_shown_before_it_is_set(world, omar):
    shown = omar.post("/operator/rates/new/", rate_form()).content.decode()
    assert "Its effect" in shown
    assert "Pathshala Books" in shown
    assert "+৳40" in shown
    assert CommissionRate.objects.count() == 1


def test_a_rate_for_an_offer_and_a_group_of_centres_is_set(world, omar):
    people = world.people
    group = {"name_bn": "হাওর", "name_en": "Haor", "districts": [str(people.places.bogura.pk)]}
    wrong = omar.post("/operator/rates/groups/new/", {**group, "centres": "C99999"})
    assert wrong.status_code == 422 and "C99999" in wrong.content.decode()
    omar.post("/operator/rates/groups/new/", {**group, "centres": people.centre.centre.code})
    made = CentreGroup.objects.get()
    shown = page(omar, f"/operator/rates/groups/{made.pk}/")
    assert people.centre.centre.code in shown and "checked" in shown
    page(omar, f"/operator/rates/groups/{made.pk + 1}/", 404)
    offer = Offer.objects.filter(seller=people.partner).first()
    form = rate_form(do="set", offer=offer.seller_ref, group=str(made.pk), role="sourcing")
    assert (
        "Choose the seller whose offer it is."
        in omar.post("/operator/rates/new/", form).content.decode()
    )
    form["seller"] = str(people.partner.pk)
    none = omar.post("/operator/rates/new/", {**form, "offer": "no such"}).content.decode()
    assert "no offer with that number" in none
    omar.post("/operator/rates/new/", form)
    rate = CommissionRate.objects.get(rate_bp=1000)
    assert (rate.offer, rate.centre_group, rate.role) == (offer, made, "sourcing")
    assert "Haor" in page(omar, "/operator/rates/")


def test_a_rate_is_set_and_ended(world, omar):
    form = rate_form(do="set", seller=str(world.people.partner.pk), note="Agreement 7")
    assert omar.post("/operator/rates/new/", form).url == "/operator/rates/"
    rate = CommissionRate.objects.get(rate_bp=1000)
    assert rate.valid_from == clock.dhaka_midnight(date(2026, 12, 1))
    again = omar.post("/operator/rates/new/", form)
    assert again.status_code == 422
    omar.post(f"/operator/rates/{rate.pk}/end/", {"last_day": "2027-01-31"})
    rate.refresh_from_db()
    assert rate.valid_to == clock.dhaka_midnight(date(2027, 2, 1))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"rate": "60"}, "between 0 and 50"),
        ({"rate": "lots"}, "Write a percentage"),
        ({"rate": ""}, "Give the rate"),
        ({"rate": "5", "valid_from": "2026-01-01"}, "cannot begin in the past"),
        ({"rate": "5", "valid_until": "2026-11-30"}, "end must come after"),
    ],
)
def test_a_rate_that_cannot_be_says_why_and_keeps_what_was_typed(world, omar, typed, said):
    answer = omar.post("/operator/rates/new/", rate_form(do="set", **typed))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert CommissionRate.objects.count() == 1


def test_books_that_do_not_agree_raise_the_alarm_on_the_first_page(world, omar):
    assert "do not agree" not in page(omar, "/operator/")
    account = Account.objects.first()
    Account.objects.filter(pk=account.pk).update(balance_poisha=account.balance_poisha + 5)
    books_verify(now=world.now)
    assert "The books do not agree" in page(omar, "/operator/")
    assert f"Account {account.pk}" in page(omar, "/operator/ledger/")


def test_the_books_are_checked_when_the_operator_asks(world, omar):
    before = Verification.objects.count()
    omar.post("/operator/ledger/verify/")
    work(world.now)
    assert Verification.objects.count() == before + 1
    assert Verification.objects.latest("id").asked_by == "Omar Faruk"


def test_an_unknown_thing_is_not_found_in_words(world, omar):
    for address in (
        "/operator/stuck/nothing/",
        "/operator/orders/K0-0000-0/",
        "/operator/jobs/999999999/",
        "/operator/messages/999999999/",
        "/operator/deadlines/999999999/extend/",
    ):
        assert "<h1" in page(omar, address, 404)


def test_a_balance_opens_to_its_entries_and_these_to_the_order(world, omar):
    account = Account.objects.get(
        organisation=world.people.partner.pk, purpose="seller_payable", currency="BDT"
    )
    books = page(omar, "/operator/ledger/")
    assert f"/operator/ledger/accounts/{account.pk}/" in books
    seen = page(omar, f"/operator/ledger/accounts/{account.pk}/")
    assert "Customer paid" in seen and f"/operator/orders/{world.done.code}/" in seen
    latest = account.entries.order_by("-id").first()
    one = page(omar, f"/operator/ledger/journals/{latest.journal_id}/")
    assert latest.journal.key in one and f"/operator/orders/{world.done.code}/" in one
    rows = table(omar, f"/operator/ledger/accounts/{account.pk}/table.csv")
    amounts, after = [Decimal(row[4]) for row in rows[1:]], [Decimal(row[5]) for row in rows[1:]]
    assert after[0] == Decimal(account.balance_poisha) / 100
    assert [now - before for now, before in zip(after, [*after[1:], 0], strict=True)] == amounts


def test_the_books_are_read_as_they_stood_on_a_day(world, omar):
    assert "Nothing is booked yet" in page(omar, "/operator/ledger/?on=2020-01-01")
    assert "Owed to the seller" in page(omar, f"/operator/ledger/?on={dhaka_date(world.now)}")
    account = Account.objects.filter(purpose="seller_payable").first()
    none = page(omar, f"/operator/ledger/accounts/{account.pk}/?to=2020-01-01")
    assert "No entries in these days" in none
    page(omar, "/operator/ledger/accounts/999999/", 404)
    page(omar, "/operator/ledger/journals/999999/", 404)


def test_an_account_costs_the_same_however_much_is_booked(
    world, omar, django_assert_max_num_queries
):
    account = Account.objects.get(
        organisation=world.people.partner.pk, purpose="seller_payable", currency="BDT"
    )
    address = f"/operator/ledger/accounts/{account.pk}/"
    page(omar, address)
    with django_assert_max_num_queries(14) as few:
        page(omar, address)
    for number in range(30):
        journal_post(
            key=f"test:{number}",
            kind="remittance",
            entity="remittance",
            entity_id=number,
            postings=[(None, "bank", 100), (world.people.partner.pk, "seller_payable", -100)],
            now=world.now,
        )
    with django_assert_max_num_queries(len(few)):
        assert "cursor=" in page(omar, address)
