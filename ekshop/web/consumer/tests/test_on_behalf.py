"""A centre and the call line write complaints for people who agreed to it, through the same pages."""

from datetime import timedelta

import pytest

from ekshop.complaints.models import Case
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.phones import local_form
from ekshop.notices.models import Message
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT
from ekshop.web.consumer.tests.browsing import Writer, prove

pytestmark = pytest.mark.django_db
ROOT = "/centre/complaints/"
DAY = (PLACED_AT - timedelta(days=5)).date().isoformat()


@pytest.fixture(autouse=True)
def stopped():
    with clock.at(PLACED_AT):
        yield


@pytest.fixture
def people():
    return make.people()


def writer(client, persona):
    client.force_login(persona.person)
    return Writer(client, ROOT)


@pytest.mark.parametrize(("who", "channel"), [("asha", "centre"), ("salma", "call_line")])
def test_consent_is_taken_and_the_complainant_is_told(client, people, who, channel):
    asha = writer(client, getattr(people, who))
    assert asha.tell("whose", mobile="01712-999888").status_code == 422
    assert asha.tell("whose", mobile="০১৭১২-৯৯৯৮৮৮", consent_medium="spoken").status_code == 302
    case = asha.finish()
    assert (case.channel, case.consent_medium) == (channel, "spoken")
    assert case.complainant.mobile == "+8801712999888"
    assert case.complainant.verified_at is None
    run_jobs(queues=["default"])
    message = Message.objects.get(template="case_filed")
    assert message.to == "+8801712999888" and case.code in message.body
    assert case.code in client.get(ROOT).content.decode()
    assert client.get(f"{ROOT}{case.code}/").status_code == 200
    assert client.get(f"{ROOT}{case.code}/receipt.pdf").content.startswith(b"%PDF")
    prove(client, "01712999888")
    page = client.get(f"/complain/cases/{case.code}/")
    assert getattr(people, who).person.called in page.content.decode()


def test_from_an_orders_page_customer_and_order_are_filled_in(client, people):
    orders.rate()
    order = orders.order(people, [(orders.offer(people.partner), 1)])
    share = orders.share(order, people.partner)
    client.force_login(people.asha.person)
    assert (
        f"{ROOT}new/?order={order.code}"
        in client.get(f"/centre/orders/{order.code}/").content.decode()
    )
    address = client.get(f"{ROOT}new/?order={order.code}").url
    assert local_form(people.karim.mobile) in latin_digits(client.get(address).content.decode())
    asha = Writer(client, ROOT)
    asha.token = address.rstrip("/").split("/")[-2]
    asha.tell("whose", mobile=people.karim.mobile, consent_medium="spoken")
    assert f'value="order:{share.pk}"' in asha.page("seller/")
    asha.tell("seller", choice=f"order:{share.pk}", looked=order.code)
    assert asha.finish().seller_order_id == share.pk


def test_another_centres_order_and_case_stay_unseen(client, people):
    orders.rate()
    order = orders.order(people, [(orders.offer(people.partner), 1)])
    case = Case.objects.get(pk=_filed_by_asha(client, people).pk)
    bina = writer(client, people.bina)
    assert client.get(f"{ROOT}new/?order={order.code}").status_code == 404
    bina.tell("whose", mobile=people.karim.mobile, consent_medium="spoken")
    assert "order:" not in bina.page(f"seller/?q={order.code}")
    assert client.get(f"{ROOT}{case.code}/").status_code == 404
    assert case.code not in client.get(ROOT).content.decode()


def test_sellers_and_officers_have_no_such_pages(client, people):
    for persona in (people.mina, people.rafi, people.omar, people.stranger):
        client.force_login(persona.person)
        assert client.get(ROOT).status_code == 403
    client.logout()
    assert client.get(ROOT).url.startswith("/account/sign-in/")


def test_a_colleague_does_not_open_a_draft_that_is_not_theirs(client, people):
    asha = writer(client, people.asha)
    asha.tell("whose", mobile="01712999888", consent_medium="written")
    address = asha.address("")
    client.force_login(people.salma.person)
    assert client.get(address).status_code == 404


def _filed_by_asha(client, people) -> Case:
    asha = writer(client, people.asha)
    asha.tell("whose", mobile=people.karim.mobile, consent_medium="spoken")
    return asha.finish()


def test_a_centre_is_not_told_what_somebody_complained_of_elsewhere(client, people):
    elsewhere = make.case(people, transaction_id="TRX1")
    asha = writer(client, people.asha)
    asha.tell("whose", mobile=people.karim.mobile, consent_medium="spoken")
    asha.tell_rest(transaction_id="TRX1")
    assert elsewhere.code not in asha.page("send/")
    here = asha.send()
    again = Writer(client, ROOT)
    again.tell("whose", mobile=people.karim.mobile, consent_medium="spoken")
    again.tell_rest(transaction_id="TRX1")
    assert here.code in again.page("send/") and elsewhere.code not in again.page("send/")
