"""Payouts' writes."""

from .batches import batch_draft, batch_drop, books_agree
from .errors import (
    AnotherPerson,
    NoDestination,
    NothingToSend,
    NotInStatement,
    NotOfThisBatch,
    PaidByAnother,
    PaperKnown,
    PayoutsStopped,
    SaidPaid,
    SameNumber,
)
from .files import batch_file, file_withdraw, upload_confirm, upload_deny, upload_mark
from .finding import attempt_found_paid
from .floats import float_arrived, float_not_made, top_up_record
from .holding import payouts_hold
from .mending import own_payouts_mend, payout_retry
from .ordering import payouts_order
from .papers import statement_read, unknowns_search, unpaid_confirm
from .releasing import batch_prepare_some, batch_release, releases_resume
from .results import files_resume, paper_settle_some, result_read
from .sending import batch_run, batches_resume

__all__ = [
    "AnotherPerson",
    "NoDestination",
    "NotInStatement",
    "NotOfThisBatch",
    "NothingToSend",
    "PaidByAnother",
    "PaperKnown",
    "PayoutsStopped",
    "SaidPaid",
    "SameNumber",
    "attempt_found_paid",
    "batch_draft",
    "batch_drop",
    "batch_file",
    "batch_prepare_some",
    "batch_release",
    "batch_run",
    "batches_resume",
    "books_agree",
    "file_withdraw",
    "files_resume",
    "float_arrived",
    "float_not_made",
    "own_payouts_mend",
    "payout_retry",
    "paper_settle_some",
    "payouts_hold",
    "payouts_order",
    "releases_resume",
    "result_read",
    "statement_read",
    "top_up_record",
    "unknowns_search",
    "unpaid_confirm",
    "upload_confirm",
    "upload_deny",
    "upload_mark",
]
