"""Prizes' writes."""

from .awarding import award_forfeit, award_hand_over, awards_name
from .errors import (
    AnotherDecides,
    FlagsOpen,
    MonthNotClosed,
    ObjectionsOpen,
    ObjectionsOver,
    TermsArePublished,
    TooEarlyToConfirm,
    TooEarlyToFreeze,
    TooLateToPublish,
)
from .making import (
    PrizeGiven,
    Terms,
    scheme_drop,
    scheme_propose,
    scheme_publish,
    scheme_save,
    scheme_send_back,
)
from .result import (
    objection_answer,
    objection_make,
    result_confirm,
    result_freeze,
    result_undo,
)
from .running import flag_dismiss, flag_uphold, flags_find, standings_reckon

__all__ = [
    "AnotherDecides",
    "FlagsOpen",
    "MonthNotClosed",
    "ObjectionsOpen",
    "ObjectionsOver",
    "PrizeGiven",
    "Terms",
    "TermsArePublished",
    "TooEarlyToConfirm",
    "TooEarlyToFreeze",
    "TooLateToPublish",
    "award_forfeit",
    "award_hand_over",
    "awards_name",
    "flag_dismiss",
    "flag_uphold",
    "flags_find",
    "objection_answer",
    "objection_make",
    "result_confirm",
    "result_freeze",
    "result_undo",
    "scheme_drop",
    "scheme_propose",
    "scheme_publish",
    "scheme_save",
    "scheme_send_back",
    "standings_reckon",
]
