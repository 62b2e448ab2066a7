"""The complaints' writes."""

from .chain import Entry, entry_write, hash_of
from .clocking import cases_move_on, cases_remind
from .delivering import (
    dak_of,
    mail_of,
    nothi_feedback_record,
    referral_delivered,
    referral_get,
    referral_served_by_hand,
)
from .drafts import draft_answer, draft_begin, draft_drop, drafts_prune
from .errors import AlreadyFiled, ConsentNeeded, NotAMobileHolder, NotYourOrder
from .filing import Filing, case_file, check
from .letters import letter_of, letter_pdf, memo_number_take
from .moving import Step, case_held, case_step, cases_held, cases_step, clock_start
from .referring import referral_send
from .respondents import handles_add, respondent_of_seller, respondent_record
from .triage import case_send_to_seller, case_triage, rule_for

__all__ = [
    "dak_of",
    "mail_of",
    "nothi_feedback_record",
    "referral_delivered",
    "referral_get",
    "referral_served_by_hand",
    "letter_of",
    "letter_pdf",
    "memo_number_take",
    "AlreadyFiled",
    "ConsentNeeded",
    "Entry",
    "Filing",
    "NotAMobileHolder",
    "NotYourOrder",
    "Step",
    "case_file",
    "case_held",
    "case_send_to_seller",
    "case_step",
    "case_triage",
    "cases_held",
    "cases_move_on",
    "cases_remind",
    "cases_step",
    "check",
    "clock_start",
    "draft_answer",
    "draft_begin",
    "draft_drop",
    "drafts_prune",
    "entry_write",
    "handles_add",
    "hash_of",
    "referral_send",
    "respondent_of_seller",
    "respondent_record",
    "rule_for",
]
