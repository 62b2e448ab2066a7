"""Payouts as they are read, and who may see which."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date, dhaka_midnight
from ekshop.kernel.encrypted import Blind, blind
from ekshop.kernel.errors import NotFound
from ekshop.ledger.selectors import JournalView, balance, journals_of
from ekshop.parties import rules as people

from .. import rules
from ..models import (
    CommissionStatement,
    FloatMove,
    Payout,
    PayoutAttempt,
    PayoutBatch,
    ProviderLine,
    ProviderPaper,
    SellerSettlement,
)

ACCOUNT = "account"
READERS = people.PERMISSIONS["payout.read"]
AGES = [timedelta(hours=4), timedelta(days=1), timedelta(days=3)]
"""A payout of unknown outcome grows from fresh to old: what is older than the last is alarming."""


def taken_of(numbers: Iterable[str], *, since: date) -> dict[tuple[str, str], dict[date, int]]:
    """What is planned or was sent to these numbers from a day on, by day, in poisha.

    A failed one took nothing; one whose outcome is not known may have.
    """
    named = _by_blind(numbers)
    rows = (
        Payout.objects.filter(number__in=list(named.values()), pay_on__gte=since)
        .exclude(state="failed")
        .values_list("provider", Blind("number"), "pay_on")
        .annotate(taken=Sum("amount_poisha"))
        .order_by()
    )
    found: dict[tuple[str, str], dict[date, int]] = {}
    for provider, key, day, taken in rows:
        found.setdefault((provider, named[key]), {})[day] = taken
    return found


def _by_blind(numbers: Iterable[str]) -> dict[str, str]:
    return {blind(number, ACCOUNT): number for number in numbers}


def planned_in_batches(payouts: Sequence[Payout]) -> dict[str, int]:
    """What others wait in batches for the numbers of these, in poisha."""
    named = _by_blind(payout.number for payout in payouts)
    rows = (
        Payout.objects.filter(number__in=list(named.values()), state="planned")
        .filter(provider=payouts[0].provider, batch__isnull=False)
        .exclude(pk__in=[payout.pk for payout in payouts])
        .values_list(Blind("number"))
        .annotate(total=Sum("amount_poisha"))
        .order_by()
    )
    return {named[key]: total for key, total in rows}


def sent_since(provider: str, numbers: Iterable[str], day: date) -> dict[str, int]:
    """What was sent to each number since a day began, or may have been, in poisha."""
    named = _by_blind(numbers)
    rows = (
        PayoutAttempt.objects.filter(
            provider=provider,
            wallet__in=list(named.values()),
            sent_at__gte=dhaka_midnight(day),
            state__in=rules.PAID_ONCE_STATES,
        )
        .values_list(Blind("wallet"))
        .annotate(total=Sum("amount_poisha"))
        .order_by()
    )
    return {named[key]: total for key, total in rows}


def masked(number: str) -> str:
    """Enough of a wallet or an account to know it again: "017…5678"."""
    return f"{number[:3]}…{number[-4:]}" if len(number) > 8 else number


# What people read ---------------------------------------------------------------------------------


def payouts_visible_to(actor: Actor) -> QuerySet[Any]:
    """All for those who watch over payouts; an organisation's own for those who act for it."""
    rows = Payout.objects.select_related("organisation", "person", "batch").annotate(
        reason=Subquery(
            PayoutAttempt.objects.filter(payout=OuterRef("pk"))
            .order_by("-number")
            .values("reason")[:1]
        )
    )
    if actor.is_system or actor.role in READERS:
        return rows
    if actor.role in {"entrepreneur", "partner_staff", "producer_staff"}:
        return rows.filter(organisation_id=actor.organisation)
    return rows.none()


def payout_for(actor: Actor, payout_id: int) -> Payout:
    """Raises NotFound for none, and for one of others."""
    found = payouts_visible_to(actor).filter(pk=payout_id).first()
    if found is None:
        raise NotFound(payout_id=payout_id)
    return found


def payouts_of(entity: str, entity_id: int) -> list[Payout]:
    """The parts of what was ordered for one thing, in order."""
    return list(Payout.objects.filter(entity=entity, entity_id=entity_id).order_by("part"))


def paid_for(payouts: Iterable[Payout]) -> dict[tuple[str, int], str]:
    """The number of the statement or settlement each is paid for, by (entity, id); one statement a
    kind. What has no number of its own is left out."""
    found: dict[tuple[str, int], str] = {}
    tables = {"commission_statement": CommissionStatement, "seller_settlement": SellerSettlement}
    rows = list(payouts)
    for entity, table in tables.items():
        ids = {row.entity_id for row in rows if row.entity == entity}
        numbers = table._base_manager.filter(pk__in=ids).values_list("pk", "number") if ids else []
        found |= {(entity, pk): number for pk, number in numbers}
    return found


def attempts_of(payout: Payout) -> list[PayoutAttempt]:
    """The latest first."""
    return list(payout.attempts.select_related("batch").order_by("-number"))


def payout_journals(payout: Payout) -> list[JournalView]:
    return journals_of("payout", payout.pk)


@dataclass(frozen=True)
class Waits:
    """Why a planned payout is not sent now. `why`: "wallet", "cooling_off", "day", "batch" (drafted
    or released already), "draft" (nothing but somebody to draft it); `until` where there is one."""

    why: str
    until: date | datetime | None = None


def waits_of(payout: Payout, now: datetime) -> Waits | None:
    """None for one that is not planned any more."""
    if payout.state != "planned":
        return None
    if not payout.provider:
        return Waits("wallet")
    if payout.batch_id:
        return Waits("batch")
    if payout.not_before and payout.not_before > now:
        return Waits("cooling_off", payout.not_before)
    if payout.pay_on > dhaka_date(now):
        return Waits("day", payout.pay_on)
    return Waits("draft")


@dataclass(frozen=True)
class StateSum:
    state: str
    payouts: int
    poisha: int


def payout_sums(actor: Actor) -> list[StateSum]:
    """By state, in the order of a payout's life; one statement."""
    rows = {
        row["state"]: row
        for row in payouts_visible_to(actor)
        .values("state")
        .annotate(number=Count("id"), total=Sum("amount_poisha"))
        .order_by()
    }
    return [
        StateSum(state, rows[state]["number"], rows[state]["total"])
        if state in rows
        else StateSum(state, 0, 0)
        for state in rules.PAYOUT.states
    ]


def payouts_due(now: datetime) -> dict[str, StateSum]:
    """What could be drafted now, by provider."""
    rows = (
        Payout.objects.filter(Q(not_before=None) | Q(not_before__lte=now), batch=None)
        .filter(state="planned", pay_on__lte=dhaka_date(now))
        .exclude(provider="")
        .values_list("provider")
        .annotate(number=Count("id"), total=Sum("amount_poisha"))
        .order_by()
    )
    return {provider: StateSum("planned", number, total) for provider, number, total in rows}


def unknowns() -> QuerySet[PayoutAttempt]:
    """Sendings whose outcome nobody knows, the oldest first."""
    return (
        PayoutAttempt.objects.filter(state="unknown")
        .select_related("payout__organisation", "payout__person")
        .order_by("sent_at", "id")
    )


def age_of(attempt: PayoutAttempt, now: datetime) -> int:
    """How many of AGES it is past: 0 fresh, 3 alarming."""
    return sum(now - attempt.sent_at > age for age in AGES)


def batches() -> QuerySet[PayoutBatch]:
    """Each with how many of its payouts were `begun` (sent, or put into its file) and how many
    have `settled`."""
    return PayoutBatch.objects.select_related(
        "drafted_by", "released_by", "uploaded_by", "upload_confirmed_by"
    ).annotate(begun=_tried(), settled=_tried(state__in=["succeeded", "failed"]))


def _tried(**those: Any) -> Any:
    """How many payouts a batch has such an attempt at."""
    rows = (
        PayoutAttempt.objects.filter(batch=OuterRef("pk"), **those)
        .order_by()
        .values("batch")
        .annotate(number=Count("payout_id", distinct=True))
    )
    return Coalesce(Subquery(rows.values("number"), output_field=IntegerField()), 0)


def batch_for(batch_id: int) -> PayoutBatch:
    found = batches().filter(pk=batch_id).first()
    if found is None:
        raise NotFound(batch_id=batch_id)
    return found


def batch_sums(batch: PayoutBatch) -> list[StateSum]:
    """What became of its payouts: of those sent, by what this batch did; else they wait."""
    sent = batch.attempts.values("state").annotate(number=Count("id"), total=Sum("amount_poisha"))
    found = {
        row["state"]: StateSum(row["state"], row["number"], row["total"]) for row in sent.order_by()
    }
    waiting = batch.payouts.filter(state="planned").aggregate(
        number=Count("id"), total=Sum("amount_poisha", default=0)
    )
    if waiting["number"]:
        found["planned"] = StateSum("planned", waiting["number"], waiting["total"])
    return [found[state] for state in rules.PAYOUT.states if state in found]


def batch_payouts(batch: PayoutBatch) -> QuerySet[Payout]:
    """Those in it now, and those it tried before they were planned anew."""
    tried = PayoutAttempt.objects.filter(payout=OuterRef("pk"), batch=batch)
    reason = tried.order_by("-number").values("reason")[:1]
    return (
        Payout.objects.filter(Q(batch=batch) | Exists(tried))
        .select_related("organisation", "person")
        .annotate(reason=Subquery(reason))
    )


def papers() -> QuerySet[ProviderPaper]:
    return ProviderPaper.objects.select_related("read_by", "batch")


def paper_for(paper_id: int) -> ProviderPaper:
    found = papers().filter(pk=paper_id).first()
    if found is None:
        raise NotFound(paper_id=paper_id)
    return found


def provider_lines() -> QuerySet[ProviderLine]:
    """What providers say they did, for reconciliation."""
    return ProviderLine.objects.select_related("paper")


@dataclass(frozen=True)
class Float:
    """What our books say lies with a provider, and what is promised of it."""

    provider: str
    label: Any
    balance_poisha: int
    reserved_poisha: int
    unknown_poisha: int

    @property
    def free_poisha(self) -> int:
        return self.balance_poisha - self.reserved_poisha - self.unknown_poisha


def floats() -> list[Float]:
    going = Q(state="planned", batch__state__in=["releasing", "released"])
    reserved = dict(
        Payout.objects.filter(going | Q(state="sending"))
        .values_list("provider")
        .annotate(total=Sum("amount_poisha"))
        .order_by()
    )
    unknown = dict(
        Payout.objects.filter(state="unknown")
        .values_list("provider")
        .annotate(total=Sum("amount_poisha"))
        .order_by()
    )
    return [
        Float(
            each.name,
            each.label,
            balance(None, each.float),
            reserved.get(each.name, 0),
            unknown.get(each.name, 0),
        )
        for each in rules.PROVIDERS.values()
    ]


def float_moves() -> QuerySet[FloatMove]:
    return FloatMove.objects.select_related("recorded_by", "said_by", "confirmed_by")


def _said_paid() -> QuerySet[PayoutAttempt]:
    """Attempts booked as failed that a provider's own line says it paid."""
    paid = ProviderLine.objects.filter(
        provider=OuterRef("provider"), reference=OuterRef("invoice"), kind="payout"
    ).exclude(source="answer")
    return PayoutAttempt.objects.filter(Exists(paid), state="failed")


def said_paid(payouts: QuerySet[Payout]) -> QuerySet[Payout]:
    """Those of these that the provider says it has paid: none of them is sent again."""
    return payouts.filter(Exists(_said_paid().filter(payout=OuterRef("pk"))))


def not_said_paid(payouts: QuerySet[Payout]) -> QuerySet[Payout]:
    """The others."""
    return payouts.filter(~Exists(_said_paid().filter(payout=OuterRef("pk"))))


def contradictions() -> Sequence[PayoutAttempt]:
    """Attempts booked as failed that a provider's statement says it paid: money went twice, or is
    about to. The first thing to look at."""
    rows = _said_paid().select_related("payout")
    return list(rows.order_by(F("ended_at").desc())[:50])
