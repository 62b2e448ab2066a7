"""What agencies' machines send and read."""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Field, Schema
from pydantic import AwareDatetime

from ekshop.api.partners.schemas import PLAIN

Text = Field(min_length=1, max_length=5000, pattern=PLAIN)


class LineOut(Schema):
    code: str
    case_code: str
    state: str
    category: str
    urgency: str
    memo_number: str
    own_number: str = Field(description="What you call it")
    sent_at: datetime


class ReferralsOut(Schema):
    items: list[LineOut]
    next_cursor: str | None
    previous_cursor: str | None


class ReferralOut(LineOut):
    letter: str
    due_at: datetime | None = Field(description="By when your office is to act")
    case: dict[str, Any]
    timeline: list[dict[str, Any]]
    hearings: list[dict[str, Any]]
    decisions: list[dict[str, Any]]


class AcceptIn(Schema):
    number: str = Field("", max_length=40, pattern=PLAIN, description="Your number for the case")


class PassOnIn(Schema):
    agency: str = Field(
        max_length=24, pattern=PLAIN, description="The code of the agency it belongs to"
    )
    text: str = Text


class ReturnIn(Schema):
    text: str = Text


class HearingIn(Schema):
    at: AwareDatetime = Field(description="With its zone, and far enough ahead for both to be told")
    link: str = Field("", max_length=200, pattern=PLAIN)
    place: str = Field("", max_length=200, pattern=PLAIN)
    on_day_off: bool = Field(False, description="Calls it although the office is closed that day")


class PutOffIn(HearingIn):
    """Without link and place these stay as they were."""

    text: str = Text


class MinutesIn(Schema):
    minutes: str = Field(min_length=1, max_length=20_000, pattern=PLAIN)
    complainant_came: bool
    seller_came: bool


class RemedyIn(Schema):
    kind: str = Field(max_length=14)
    amount_poisha: int | None = Field(None, gt=0, lt=10**15)
    medium: str = Field(
        "", max_length=10, description="How money comes; “same” where it was paid through ek-Shop"
    )
    due_on: date


class SettlementIn(RemedyIn):
    note: str = Field("", max_length=1000, pattern=PLAIN)


class DecisionIn(Schema):
    kind: Literal["order", "fine", "dismissal"]
    text: str = Text
    section: str = Field("", max_length=80, pattern=PLAIN)
    fine_poisha: int = Field(0, ge=0, lt=10**15)
    remedy: RemedyIn | None = Field(None, description="What an order tells the seller to do")
    without_hearing: bool = Field(
        False, description="Decides although a hearing is called; it is cancelled, both are told"
    )


class TextIn(Schema):
    text: str = Text


class RecoveryIn(Schema):
    recovered_poisha: int = Field(gt=0, lt=10**15)
    reference: str = Field(
        min_length=1, max_length=80, pattern=PLAIN, description="Of the receipt or challan"
    )
    complainant_is_staff: bool = Field(description="The law gives your own staff no share")


class ShareIn(Schema):
    reference: str = Field(min_length=1, max_length=80, pattern=PLAIN)
