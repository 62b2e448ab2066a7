"""The complaints' reads."""

from .cases import (
    accesses_of,
    case_for,
    case_visible_to,
    cases_visible_to,
    clock_running,
    clocks_of,
    evidence_of,
    evidence_opened,
    offers_of,
    side_of,
    timeline_of,
)
from .clocks import (
    PAUSED,
    case_verifications,
    cases_disordered,
    cases_late_visible_to,
    seller_time_left,
)
from .drafts import case_of_draft, draft_for, drafts_visible_to
from .open_data import FIELDS, NAMES, VERSION, figures, open_rows
from .queues import by_clock, to_answer
from .records import SAMPLE_AT_LEAST, SellerRecord, seller_records
from .respondents import Known, handles_of, respondents, respondents_known
from .telling import Told, told
from .triage import (
    DRY_RUN_DAYS,
    Destination,
    DryRun,
    triage_dry_run,
    triage_rule_for,
    triage_rule_get,
    triage_rules_at,
    triage_rules_ended,
    triage_rules_to_come,
)

__all__ = [
    "DRY_RUN_DAYS",
    "Destination",
    "DryRun",
    "FIELDS",
    "Known",
    "NAMES",
    "PAUSED",
    "SAMPLE_AT_LEAST",
    "SellerRecord",
    "Told",
    "VERSION",
    "accesses_of",
    "by_clock",
    "case_for",
    "case_of_draft",
    "case_verifications",
    "case_visible_to",
    "cases_disordered",
    "cases_late_visible_to",
    "cases_visible_to",
    "clock_running",
    "clocks_of",
    "draft_for",
    "drafts_visible_to",
    "evidence_of",
    "evidence_opened",
    "figures",
    "handles_of",
    "offers_of",
    "open_rows",
    "respondents",
    "respondents_known",
    "seller_records",
    "seller_time_left",
    "side_of",
    "timeline_of",
    "to_answer",
    "told",
    "triage_dry_run",
    "triage_rule_for",
    "triage_rule_get",
    "triage_rules_at",
    "triage_rules_ended",
    "triage_rules_to_come",
]
