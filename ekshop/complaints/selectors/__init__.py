"""The complaints' reads."""

from .cases import (
    case_for,
    case_visible_to,
    cases_visible_to,
    clock_running,
    clocks_of,
    evidence_of,
    side_of,
    timeline_of,
)
from .clocks import cases_late_visible_to, seller_time_left
from .respondents import Known, handles_of, respondents, respondents_known

__all__ = [
    "Known",
    "case_for",
    "case_visible_to",
    "cases_late_visible_to",
    "cases_visible_to",
    "clock_running",
    "clocks_of",
    "evidence_of",
    "handles_of",
    "respondents",
    "respondents_known",
    "seller_time_left",
    "side_of",
    "timeline_of",
]
