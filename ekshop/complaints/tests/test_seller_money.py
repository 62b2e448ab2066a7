"""While buyers complain their seller's money waits."""

from datetime import timedelta

from ekshop.complaints.models import Respondent, SellerAlert
from ekshop.complaints.services import alert_lift, alert_notice, alert_recommend_hold
from ekshop.complaints.services.seller_money import cases_money_follow
from ekshop.complaints.tests import make
from ekshop.kernel.clock import at
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.rulebook import rule_put
from ekshop.parties.tests.make import PLACED_AT
from ekshop.settlement.selectors import holds_running, seller_standing


def told(now=PLACED_AT):
    with at(now):
        run_jobs(queues=["default"])


def test_an_open_complaint_holds_the_orders_money_until_it_is_closed(people):
    share = make.share_paid(people)
    case = make.case(people, seller_order_id=share.pk)
    assert case.seller_order_id == share.pk
    hold = holds_running().get()
    assert (hold.kind, hold.seller_order_id, hold.text) == ("complaint", share.pk, case.code)
    cases_money_follow(case_ids=[case.pk], now=PLACED_AT)
    assert holds_running().count() == 1
    case = make.withdrawn(people, case)
    told()
    assert not holds_running().exists()


def test_the_rule_book_decides_whether_it_holds(people):
    rule_put(
        actor=people.omar.actor,
        key="complaint_holds_money",
        value=0,
        unit="yes_no",
        valid_from=PLACED_AT - timedelta(days=1),
        now=PLACED_AT - timedelta(days=1),
    )
    share = make.share_paid(people)
    make.case(people, seller_order_id=share.pk)
    assert not holds_running().exists()


def test_many_open_complaints_make_every_order_wait_for_the_window(people):
    cases = [make.case(people) for _each in range(3)]
    (set_by,) = seller_standing(people.partner.pk, PLACED_AT).escrows
    assert (set_by.escrow, set_by.why) == ("window", "complaints")
    make.withdrawn(people, cases[0])
    told()
    assert seller_standing(people.partner.pk, PLACED_AT).escrows == []


def test_an_advice_to_hold_holds_everything_until_it_is_lifted(people):
    seller, _new = Respondent.objects.get_or_create(
        kind="registered",
        organisation=people.partner,
        defaults={"name": "Pathshala Books", "created_at": PLACED_AT},
    )
    alert = SellerAlert.objects.create(
        respondent=seller,
        signal="surge",
        state="raised",
        raised_at=PLACED_AT,
        measured_at=PLACED_AT,
        measured={"value": 9, "compared": 2, "limit": 5, "of": "week"},
    )
    nila = people.nila.actor
    alert_notice(actor=nila, alert_id=alert.pk, text="Please explain this rise.", now=PLACED_AT)
    later = PLACED_AT + timedelta(days=30)
    alert_recommend_hold(
        actor=nila, alert_id=alert.pk, text="The money of buyers is in danger.", now=later
    )
    hold = holds_running().get()
    alert.refresh_from_db()
    assert (hold.kind, hold.seller_order_id, hold.text) == ("agency", None, alert.hold_memo)
    alert_lift(actor=nila, alert_id=alert.pk, text="Everything was paid back.", now=later)
    assert not holds_running().exists()
