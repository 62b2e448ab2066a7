"""What remittances do to the books, and how their numbers are compared."""

from datetime import datetime

from ekshop.kernel.bangla import latin_digits, normalise
from ekshop.ledger.services import journal_post

from ..models import Remittance
from .standing import cash_standing_renew


def reference_read(typed: str) -> str:
    """A transaction number as it is compared: capitals and Latin digits, without spaces."""
    return "".join(latin_digits(normalise(typed)).split()).upper()


def remittance_book(row: Remittance, kind: str, *, to: str, out_of: str, now: datetime) -> None:
    """From one of the centre's accounts to another."""
    journal_post(
        key=f"{kind}:{row.pk}",
        kind=kind,
        entity="remittance",
        entity_id=row.pk,
        postings=[
            (row.centre_id, to, row.amount_poisha),
            (row.centre_id, out_of, -row.amount_poisha),
        ],
        now=now,
    )


def remittance_book_arrived(row: Remittance, *, now: datetime) -> None:
    """It is at our bank, and the centre's word is made good."""
    journal_post(
        key=f"remittance_confirmed:{row.pk}",
        kind="remittance_confirmed",
        entity="remittance",
        entity_id=row.pk,
        postings=[
            (None, "bank", row.amount_poisha),
            (row.centre_id, "cash_in_transit", -row.amount_poisha),
        ],
        now=now,
    )
    cash_standing_renew(centre_id=row.centre_id, now=now)
