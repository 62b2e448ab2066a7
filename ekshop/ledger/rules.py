"""The arithmetic of a journal: what makes one fit to be posted."""

from collections.abc import Sequence
from dataclasses import dataclass

Posting = tuple[int | None, str, int]
"""(organisation or None for the platform, purpose, poisha: debit above zero, credit below)."""


@dataclass(frozen=True)
class Purpose:
    """What an account is for. `normal` says which side its balance usually stands on."""

    name: str
    normal: str


PURPOSES = {
    purpose.name: purpose
    for purpose in [
        Purpose("cash_collected", "debit"),  # a centre's: taken from customers, not yet passed on
        Purpose("cash_in_transit", "debit"),  # a centre's: said to be passed on, not yet seen
        Purpose("bank", "debit"),  # the platform's own: passed on by centres
        Purpose("delivery_borne", "debit"),  # the platform's own: ways nobody else bears
        Purpose("delivery_due", "debit"),  # the platform's own: carried, not laid on anybody yet
        Purpose("courier_claims", "debit"),  # the platform's own: what couriers broke on the way
        Purpose("bkash_float", "debit"),  # the platform's own: in the bKash disbursement account
        Purpose("rocket_float", "debit"),  # the platform's own: with the bank that pays Rocket
        Purpose("payout_fees", "debit"),  # the platform's own: what providers charge for paying
        Purpose("differences", "debit"),  # the platform's own: under inquiry with a provider
        Purpose("payouts_in_flight", "credit"),  # the platform's own: sent, outcome not known yet
        Purpose("courier_payable", "credit"),  # the platform's own: owed to couriers for carrying
        Purpose("tax_withheld", "credit"),  # the platform's own: kept back for the treasury
        Purpose("fees_charged", "credit"),  # the platform's own: what sellers pay for the service
        Purpose(
            "export_goods", "debit"
        ),  # the platform's own: accepted at the hub, not shipped yet
        Purpose("export_receivable", "debit"),  # the platform's own: shipped abroad, not settled
        Purpose("channel_balance", "debit"),  # the platform's own: settled, still with a channel
        Purpose("channel_fees", "debit"),  # the platform's own: what channels keep for selling
        Purpose("export_freight", "debit"),  # the platform's own: the way abroad
        Purpose("export_loss", "debit"),  # the platform's own: lost, returned or taken back abroad
        Purpose("exchange_difference", "debit"),  # the platform's own: a rate changed meanwhile
        Purpose("export_income", "credit"),  # the platform's own: what is earned above the goods
        Purpose("seller_payable", "credit"),  # owed to a seller for what was accepted and paid
        Purpose("commission_earned", "credit"),  # owed to a centre's entrepreneur, can still fall
        Purpose("commission_payable", "credit"),  # the same once the return window has closed
    ]
}


def merged(postings: Sequence[Posting]) -> list[Posting]:
    """One posting an account, nothing for nothing, in a fixed order so locks never cross."""
    sums: dict[tuple[int | None, str], int] = {}
    for organisation_id, purpose, poisha in postings:
        if purpose not in PURPOSES:
            raise ValueError(f"no such purpose: {purpose}")
        sums[organisation_id, purpose] = sums.get((organisation_id, purpose), 0) + poisha
    return [
        (organisation_id, purpose, poisha)
        for (organisation_id, purpose), poisha in sorted(
            sums.items(), key=lambda item: (item[0][0] or 0, item[0][1])
        )
        if poisha
    ]


def imbalance(postings: Sequence[Posting]) -> int:
    """Debits less credits, in poisha; a journal needs nought."""
    return sum(poisha for _organisation, _purpose, poisha in postings)
