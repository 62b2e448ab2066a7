"""The tables: a complaint's file, and what the desks add to it."""

from .agency import (
    Agency,
    Decision,
    FineRecovery,
    Hearing,
    MemoSerial,
    NothiMovement,
    Referral,
    TriageRule,
)
from .case import Case, CaseEntry, Draft, Evidence, FileAccess, Verification
from .desk import BulkAct, BulkActCase, Incident, IncidentCase, Joining, Pause
from .people import Complainant, Handle, Respondent
from .remedy import Remedy, RemedyOffer
from .serving import AnswerLink, ServiceOfNotice
from .watch import PublicWarning, RespondentJoining, SellerAlert

__all__ = [
    "Agency",
    "AnswerLink",
    "BulkAct",
    "BulkActCase",
    "Case",
    "CaseEntry",
    "Complainant",
    "Decision",
    "Draft",
    "Evidence",
    "FileAccess",
    "FineRecovery",
    "Handle",
    "Hearing",
    "Incident",
    "IncidentCase",
    "Joining",
    "MemoSerial",
    "NothiMovement",
    "Pause",
    "PublicWarning",
    "Referral",
    "Remedy",
    "RemedyOffer",
    "Respondent",
    "RespondentJoining",
    "SellerAlert",
    "ServiceOfNotice",
    "TriageRule",
    "Verification",
]
