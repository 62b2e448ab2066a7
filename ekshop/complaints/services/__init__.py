"""The complaints' writes."""

from .adding import case_add, draft_join, story_publish
from .agencies import AgencySettings, agency_change, agency_enrol, agency_join, agency_switch
from .announcing import case_announce
from .answering import complaint_reject, counter_accept, information_ask, remedy_offer
from .cash import cash_given
from .chain import Entry, entry_write, hash_of
from .clocking import cases_move_on, cases_remind
from .deciding import (
    OrderedRemedy,
    compliance_record,
    decision_appeal,
    decision_finish,
    decision_record,
)
from .delivering import (
    LetterOnItsWay,
    dak_of,
    mail_of,
    nothi_feedback_record,
    referral_delivered,
    referral_get,
    referral_send_again,
    referral_served_by_hand,
)
from .drafts import draft_answer, draft_begin, draft_drop, drafts_prune
from .errors import (
    AskedBefore,
    CasePaused,
    ConsentNeeded,
    DecisionFinal,
    NotAMobileHolder,
    NotYourOrder,
    ReopenTooLate,
)
from .evidence import (
    EvidenceRefused,
    evidence_add,
    evidence_claim,
    evidence_scanned,
    evidence_sweep,
    evidence_take_back,
    sealed,
)
from .filing import Filing, case_file, check
from .fines import fine_recover, share_pay
from .hearings import hearing_call, hearing_earliest, hearing_hold, hearing_put_off
from .hold_letters import hold_letter_of, hold_letter_pdf
from .holding import case_held, cases_held
from .incidents import (
    bulk_act,
    bulk_act_work,
    incident_close,
    incident_gather,
    incident_leave,
    incident_open,
)
from .joining import case_split, cases_join
from .letters import letter_of, letter_pdf, memo_number_take
from .mediating import case_dismiss, case_mediate, clock_extend, message_send
from .moving import Step, case_step, cases_step, clock_start
from .noticing import case_moved_tell, case_receipt_send, referral_tell
from .opening import file_open
from .pausing import case_pause, case_pause_over, case_resume
from .referring import (
    agency_by_code,
    case_transfer,
    file_opened,
    referral_accept,
    referral_pass_on,
    referral_return,
    referral_send,
)
from .remedies import remedy_due, remedy_report
from .replying import (
    case_reopen,
    case_withdraw,
    information_give,
    offer_accept,
    offer_counter,
    offer_decline,
    remedy_confirm,
    remedy_dispute,
    reopen_until,
)
from .respondent_joining import SellersCannotJoin, respondents_join, respondents_split
from .respondents import handles_add, respondent_of_seller, respondent_record
from .seller_money import cases_money_follow
from .served import notice_served_by_hand, waiting_cases_serve
from .serving import (
    LinkOver,
    LinkUsed,
    answer_link_check,
    answer_link_make,
    answer_link_open,
    answer_link_used,
    told_by_hand_only,
    untold_at,
)
from .settling import case_settle
from .sms import message_answer, sms_answer
from .terms import Terms, due_on_latest, refundable_poisha
from .triage import case_recategorise, case_send_to_seller, case_triage
from .triage_rules import TriageDraft, triage_rule_end, triage_rule_put, triage_rule_unsaved
from .verifying import cases_problems, cases_verify
from .watching import (
    NotHeardYet,
    alert_dismiss,
    alert_lift,
    alert_notice,
    alert_recommend_hold,
    alert_reply,
    alert_warn,
    sellers_watch,
)

__all__ = [
    "cases_money_follow",
    "AgencySettings",
    "AskedBefore",
    "CasePaused",
    "ConsentNeeded",
    "DecisionFinal",
    "Entry",
    "EvidenceRefused",
    "Filing",
    "LetterOnItsWay",
    "LinkOver",
    "NotAMobileHolder",
    "NotHeardYet",
    "NotYourOrder",
    "OrderedRemedy",
    "ReopenTooLate",
    "SellersCannotJoin",
    "Step",
    "Terms",
    "TriageDraft",
    "agency_by_code",
    "agency_change",
    "agency_enrol",
    "agency_join",
    "agency_switch",
    "alert_dismiss",
    "alert_lift",
    "alert_notice",
    "alert_recommend_hold",
    "alert_reply",
    "alert_warn",
    "LinkUsed",
    "answer_link_check",
    "answer_link_make",
    "answer_link_open",
    "answer_link_used",
    "bulk_act",
    "bulk_act_work",
    "case_add",
    "case_announce",
    "case_dismiss",
    "case_file",
    "case_held",
    "case_mediate",
    "case_moved_tell",
    "case_pause",
    "case_pause_over",
    "case_recategorise",
    "case_receipt_send",
    "case_reopen",
    "case_resume",
    "case_send_to_seller",
    "case_settle",
    "case_split",
    "case_step",
    "case_transfer",
    "case_triage",
    "case_withdraw",
    "cases_held",
    "cases_join",
    "cases_move_on",
    "cases_problems",
    "cases_remind",
    "cases_step",
    "cases_verify",
    "cash_given",
    "check",
    "clock_extend",
    "clock_start",
    "complaint_reject",
    "compliance_record",
    "counter_accept",
    "dak_of",
    "decision_appeal",
    "decision_finish",
    "decision_record",
    "draft_answer",
    "draft_begin",
    "draft_drop",
    "draft_join",
    "drafts_prune",
    "due_on_latest",
    "entry_write",
    "evidence_add",
    "evidence_claim",
    "evidence_scanned",
    "evidence_sweep",
    "evidence_take_back",
    "file_open",
    "file_opened",
    "fine_recover",
    "handles_add",
    "hash_of",
    "hearing_call",
    "hearing_earliest",
    "hearing_hold",
    "hearing_put_off",
    "hold_letter_of",
    "hold_letter_pdf",
    "incident_close",
    "incident_gather",
    "incident_leave",
    "incident_open",
    "information_ask",
    "information_give",
    "letter_of",
    "letter_pdf",
    "mail_of",
    "memo_number_take",
    "message_send",
    "nothi_feedback_record",
    "notice_served_by_hand",
    "offer_accept",
    "offer_counter",
    "offer_decline",
    "referral_accept",
    "referral_delivered",
    "referral_get",
    "referral_pass_on",
    "referral_return",
    "referral_send",
    "referral_send_again",
    "referral_served_by_hand",
    "referral_tell",
    "refundable_poisha",
    "remedy_confirm",
    "remedy_dispute",
    "remedy_due",
    "remedy_offer",
    "remedy_report",
    "reopen_until",
    "respondent_of_seller",
    "respondent_record",
    "respondents_join",
    "respondents_split",
    "sealed",
    "sellers_watch",
    "share_pay",
    "message_answer",
    "sms_answer",
    "story_publish",
    "told_by_hand_only",
    "untold_at",
    "triage_rule_end",
    "triage_rule_put",
    "triage_rule_unsaved",
    "waiting_cases_serve",
]
