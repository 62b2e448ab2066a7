"""Kill -9 at each step of drawing up what sellers are paid: nothing is lost, nothing doubled."""

import pytest

from ekshop.kernel.rulebook import rule_put
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.parties.tests.make import PLACED_AT
from ekshop.settlement.models import (
    Payout,
    SellerEntry,
    SellerSettlement,
    SellerSettlementLine,
)
from ekshop.settlement.services import settlements_draw

from .killing import done, killed_before
from .selling import DAY, SYSTEM, delivered

pytestmark = [pytest.mark.chaos, pytest.mark.django_db(transaction=True)]
TABLES = (
    "settlement_sellerentry",
    "settlement_sellersettlement",
    "settlement_sellersettlementline",
    "ledger_journal",
    "ledger_account",
    "settlement_payout",
    "kernel_statechange",
)


def draw() -> bool:
    settlements_draw(actor=SYSTEM, now=PLACED_AT + 4 * DAY)
    return False


def whole() -> None:
    """There is no settlement without its lines, its fee and its payout."""
    assert mismatches() == [] and unbalanced_journals() == []
    rows = SellerSettlement.objects.all()
    assert {row.pk: row.payable_poisha for row in rows} == dict(
        Payout.objects.values_list("entity_id", "amount_poisha")
    )
    assert sum(row.fee_poisha for row in rows) == balance(None, "fees_charged")


def test_killed_at_each_step_of_drawing_up_what_sellers_are_paid(paid_to):  # noqa: F811
    """SIGKILL before entries are taken up, before the settlement, its lines, its fee's journal and
    balance, its payout and its history are written; the run after it draws up everything once."""
    rule_put(
        actor=paid_to.omar.actor,
        key="seller_fee",
        value=125,
        unit="basis_points",
        valid_from=PLACED_AT + DAY,
        now=PLACED_AT,
    )
    delivered(paid_to)
    delivered(paid_to)
    for table in TABLES:
        killed_before(table, draw)
        whole()
        assert not SellerSettlement.objects.exists()
    done(draw)
    whole()
    (settlement,) = SellerSettlement.objects.all()
    assert (settlement.state, settlement.lines_count) == ("ordered", 2)
    assert settlement.payable_poisha == -balance(paid_to.partner.pk, "seller_payable")
    assert not SellerEntry.objects.filter(settlement=None).exists()
    done(draw)
    assert SellerSettlementLine.objects.count() == 2 and Payout.objects.count() == 1
