"""What anybody may be told of a seller before paying it.

Counts are told as they are. That a seller is looked at is told once it was heard or its time to
speak is over, with its word; so is a warning. A seller not registered here may be one person with one angry
customer: its name is public only when several people complained, or after a warning.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from ekshop.kernel.rulebook import rule_at, rules_at

from ..models import PublicWarning, Respondent, SellerAlert
from .alerts import alert_reply_due, counted
from .corrections import Correction, corrections_of
from .records import SellerRecord, seller_records
from .respondents import FOUND_AT_MOST, Known, name_of, respondents_known
from .watch import warnings_in_force

NAME_RULE, OPEN_RULE = "public_seller_name", "public_open_complaints"
NAMED_AMONG = 40
"""How many names that fit are looked at for those that are public."""


@dataclass(frozen=True)
class Review:
    """What a seller was asked about, and its word; "" where it had time to answer and did not."""

    counted: str
    reply: str


@dataclass(frozen=True)
class Checked:
    """`name` is "" where it is not public; `name_from`: how many people make it so. `many_open`:
    so many of its complaints wait that a buyer must know. `by`: the handles that matched."""

    respondent: Respondent
    name: str
    name_from: int
    record: SellerRecord
    many_open: bool
    warnings: list[PublicWarning]
    reviews: list[Review]
    corrections: list[Correction]
    by: list[str]


def sellers_public(typed: str, *, now: datetime) -> list[Checked]:
    """Sellers that a name, number, link, page or account leads to. By its name nobody finds one
    whose name is not public."""
    found = sellers_checked(respondents_known(typed, most=NAMED_AMONG), now=now)
    return [each for each in found if each.name or each.by][:FOUND_AT_MOST]


def name_public_from(now: datetime) -> int:
    """How many people's complaints make an unregistered seller's name public."""
    return rule_at(NAME_RULE, now).value


def sellers_checked(known: Sequence[Known], *, now: datetime) -> list[Checked]:
    """In their order; a handful of statements for all."""
    ids = [each.respondent.pk for each in known]
    limits = {key: rule.value for key, rule in rules_at((NAME_RULE, OPEN_RULE), now).items()}
    records, warnings, reviews, corrections = (
        seller_records(ids, now=now),
        warnings_in_force(ids),
        _heard(ids, now),
        corrections_of(ids),
    )
    return [
        Checked(
            respondent=each.respondent,
            name=_public_name(each.respondent, records[pk], warnings[pk], limits[NAME_RULE]),
            name_from=limits[NAME_RULE],
            record=records[pk],
            many_open=_many_open(records[pk], limits[OPEN_RULE]),
            warnings=warnings[pk],
            reviews=[Review(counted(alert), alert.reply) for alert in reviews.get(pk, [])],
            corrections=corrections[pk],
            by=sorted({handle.kind for handle in each.by}),
        )
        for each in known
        for pk in [each.respondent.pk]
    ]


def _public_name(
    respondent: Respondent, record: SellerRecord, warnings: list[PublicWarning], people: int
) -> str:
    if respondent.organisation_id is None and record.people < people and not warnings:
        return ""
    return name_of(respondent)


def _many_open(record: SellerRecord, at_least: int) -> bool:
    return record.open >= at_least and 2 * record.open >= record.complaints


def _heard(respondent_ids: Sequence[int], now: datetime) -> dict[int, list[SellerAlert]]:
    """Alerts that are weighed now, the seller having spoken or let its time pass."""
    found: dict[int, list[SellerAlert]] = {}
    asked = SellerAlert.objects.filter(respondent_id__in=respondent_ids, state="noticed")
    for alert in asked.order_by("raised_at", "id"):
        due = alert_reply_due(alert)
        if alert.replied_at or (due and due <= now):
            found.setdefault(alert.respondent_id, []).append(alert)
    return found
