"""Sellers worth a second look: what was measured, and who is linked to whom."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import Deadline
from ekshop.kernel.errors import NotFound
from ekshop.kernel.rulebook import rules_at
from ekshop.parties.rules.permissions import SELLER_ROLES

from .. import rules
from ..clocks import ENTITY, kind_name
from ..models import Case, Handle, PublicWarning, Respondent, SellerAlert

WEEK = timedelta(days=7)
WEEKS_BEFORE = 8
MONTH = timedelta(days=30)
LIKENESS = 0.6
"""From this trigram likeness on two names may be one (Rong Mela, Rong-Mela BD)."""
STEPS, LINKED_AT_MOST = 2, 40
CASES_KEPT = 20
SAME_TEXT = 0.85
"""From this likeness on two stories are all but the same words."""

_ALIKE = """
    WITH told AS (
        SELECT id, complainant_id, left(story, 1000) AS story FROM complaints_case
        WHERE respondent_id = %(seller)s AND filed_at > %(since)s
        ORDER BY filed_at DESC LIMIT 200
    )
    SELECT DISTINCT one.id, one.complainant_id FROM told one JOIN told other
    ON other.complainant_id <> one.complainant_id
    AND similarity(one.story, other.story) >= %(likeness)s
    ORDER BY one.id DESC
"""
_RENAMED = """
    SELECT new.id, count(DISTINCT lower(old.name))
    FROM complaints_respondent new
    JOIN complaints_handle its ON its.respondent_id = new.id
    JOIN complaints_handle shared ON shared.kind = its.kind AND shared.folded = its.folded
    JOIN complaints_respondent old ON old.id = shared.respondent_id
    WHERE old.created_at < new.created_at AND old.joined_to_id IS NULL AND new.joined_to_id IS NULL
    AND old.name ~ '[[:alpha:]]' AND new.name ~ '[[:alpha:]]'
    AND similarity(old.name, new.name) < %(likeness)s
    AND EXISTS (SELECT FROM complaints_case WHERE respondent_id = new.id AND filed_at > %(since)s)
    GROUP BY new.id ORDER BY new.id
"""
_KEYS = (
    "watch_surge",
    "watch_sample",
    "watch_advance_share",
    "watch_undelivered",
    "watch_silence",
)


class Signal(NamedTuple):
    respondent_id: int
    kind: str
    measured: rules.Measured
    case_ids: list[int]


class Link(NamedTuple):
    """Two sellers, and why they may be one: handles both use, or names that are alike."""

    one: int
    other: int
    handles: list[Handle]
    likeness: float


class Linked(NamedTuple):
    sellers: dict[int, Respondent]
    links: list[Link]


def alerts_visible_to(actor: Actor) -> QuerySet[SellerAlert]:
    """All for the coordinator and the auditor; a seller's own once it was asked for its word."""
    alerts = SellerAlert.objects.select_related("respondent__organisation")
    if actor.is_system or actor.role in ("coordinator", "auditor"):
        return alerts
    if actor.role in SELLER_ROLES:
        return alerts.filter(respondent__organisation_id=actor.organisation).exclude(
            state__in=("raised", "dismissed")
        )
    return alerts.none()


def alert_for(actor: Actor, alert_id: int) -> SellerAlert:
    """Raises NotFound, also for one that is not the actor's to see."""
    found = alerts_visible_to(actor).filter(pk=alert_id).first()
    if found is None:
        raise NotFound(what="alert")
    return found


def warnings_in_force(respondent_ids: Sequence[int]) -> dict[int, list[PublicWarning]]:
    """What the public is told of these sellers now, the newest first. One statement."""
    found: dict[int, list[PublicWarning]] = {number: [] for number in respondent_ids}
    rows = PublicWarning.objects.filter(respondent_id__in=respondent_ids, lifted_at__isnull=True)
    for row in rows.select_related("alert").order_by("-published_at"):
        found[row.respondent_id].append(row)
    return found


def signals_now(*, now: datetime) -> list[Signal]:
    """Every signal the figures of the last weeks give; a handful of statements for all sellers."""
    limits = {key: rule.value for key, rule in rules_at(_KEYS, now).items()}
    found: list[Signal] = []
    for row in _figures(now):
        seller = row["respondent_id"]
        recent = Case.objects.filter(respondent_id=seller, filed_at__gt=now - MONTH)
        for kind, measured in _measures(row, limits).items():
            if measured.is_signal:
                told = recent.filter(filed_at__gt=now - WEEK) if kind == "surge" else recent
                found.append(Signal(seller, kind, measured, _sample(told)))
    found += _shared_handles(now)
    found += _renamed(now)
    found += _same_text(now, at_least=limits["watch_sample"])
    return found


def _figures(now: datetime) -> Iterable[Mapping[str, Any]]:
    recent, undelivered = Q(filed_at__gt=now - MONTH), Q(category__in=rules.UNDELIVERED)
    silent = Deadline.objects.filter(
        entity=ENTITY,
        kind=kind_name("seller_answer"),
        state=Deadline.State.PASSED,
        due_at__gt=now - MONTH,
        due_at__lte=now,
    ).values("entity_id")
    asked = Deadline.objects.filter(
        entity=ENTITY, kind=kind_name("seller_answer"), due_at__gt=now - MONTH, due_at__lte=now
    ).exclude(state=Deadline.State.CANCELLED)
    return (
        Case.objects.filter(
            filed_at__gt=now - (WEEKS_BEFORE + 1) * WEEK, filed_at__lte=now, joined_to__isnull=True
        )
        .values("respondent_id")
        .annotate(
            week=Count("pk", filter=Q(filed_at__gt=now - WEEK)),
            before=Count("pk", filter=Q(filed_at__lte=now - WEEK)),
            month=Count("pk", filter=recent),
            advance=Count(
                "pk",
                filter=recent & undelivered & ~Q(paid_by__in=("cash", "not_paid")),
            ),
            outstanding=Sum(
                "paid_poisha",
                filter=undelivered & ~Q(state__in=rules.CLOSED_STATES),
                default=0,
            ),
            asked=Count("pk", filter=Q(pk__in=asked.values("entity_id"))),
            silent=Count("pk", filter=Q(pk__in=silent)),
        )
        .order_by("respondent_id")
    )


def _measures(row: Mapping[str, Any], limits: dict[str, int]) -> dict[str, rules.Measured]:
    sample = limits["watch_sample"]
    return {
        "surge": rules.surge(
            row["week"], WEEKS_BEFORE, row["before"], at_least=limits["watch_surge"]
        ),
        "advance_share": rules.share(
            row["advance"],
            row["month"],
            limit_bp=limits["watch_advance_share"],
            at_least=sample,
        ),
        "undelivered_value": rules.Measured(
            value=row["outstanding"], compared=0, limit=limits["watch_undelivered"]
        ),
        "silence": rules.share(
            row["silent"], row["asked"], limit_bp=limits["watch_silence"], at_least=sample
        ),
    }


def _shared_handles(now: datetime) -> list[Signal]:
    """Sellers complained of in the last month that use a handle of a seller by another name."""
    shared = (
        Handle.objects.filter(respondent__joined_to__isnull=True)
        .values("kind", "folded")
        .annotate(sellers=Count("respondent", distinct=True))
        .filter(sellers__gt=1)
    )
    found: dict[int, list[int]] = {}
    for row in shared.order_by("kind", "folded"):
        users = Handle.objects.filter(kind=row["kind"], folded=row["folded"]).values(
            "respondent_id"
        )
        for seller in (
            Case.objects.filter(respondent_id__in=users, filed_at__gt=now - MONTH)
            .values_list("respondent_id", flat=True)
            .distinct()
        ):
            found.setdefault(seller, []).append(row["sellers"])
    return [
        Signal(
            seller,
            "shared_handle",
            rules.Measured(value=len(shares), compared=max(shares) - 1, limit=1),
            _sample(Case.objects.filter(respondent_id=seller, filed_at__gt=now - MONTH)),
        )
        for seller, shares in sorted(found.items())
    ]


def _renamed(now: datetime) -> list[Signal]:
    """Sellers complained of in the last month that were known before, by the same number or page,
    under a name that is not like theirs."""
    with connection.cursor() as cursor:
        cursor.execute(_RENAMED, {"likeness": LIKENESS, "since": now - MONTH})
        rows = cursor.fetchall()
    return [
        Signal(
            seller,
            "name_change",
            rules.Measured(value=names, compared=0, limit=1),
            _sample(Case.objects.filter(respondent_id=seller, filed_at__gt=now - MONTH)),
        )
        for seller, names in rows
    ]


def _same_text(now: datetime, *, at_least: int) -> list[Signal]:
    """Sellers of whom several people complained within a month in all but the same words.

    It may be one person behind many numbers as well as one wrong done to many: a person looks.
    """
    busy = (
        Case.objects.filter(filed_at__gt=now - MONTH, filed_at__lte=now)
        .values("respondent_id")
        .annotate(n=Count("pk"))
        .filter(n__gte=at_least)
        .values_list("respondent_id", flat=True)
    )
    found = []
    for seller in busy.order_by("respondent_id"):
        with connection.cursor() as cursor:
            cursor.execute(_ALIKE, {"seller": seller, "since": now - MONTH, "likeness": SAME_TEXT})
            rows = cursor.fetchall()
        people = {complainant for _case, complainant in rows}
        measured = rules.Measured(value=len(people), compared=0, limit=at_least, of=len(rows))
        if measured.is_signal:
            found.append(Signal(seller, "same_text", measured, [row[0] for row in rows]))
    return found


def _sample(cases: QuerySet[Case]) -> list[int]:
    return list(cases.order_by("-filed_at").values_list("pk", flat=True)[:CASES_KEPT])


def sellers_linked(respondent_id: int) -> Linked:
    """Sellers reached from one by handles they share or names that are alike, in two steps."""
    sellers = {each.pk: each for each in Respondent.objects.filter(pk=respondent_id)}
    links: dict[tuple[int, int], Link] = {}
    edge = list(sellers)
    for _step in range(STEPS):
        reached: set[int] = set()
        for one in edge:
            for link in _links_of(one, sellers[one].name):
                links.setdefault((min(link[:2]), max(link[:2])), link)
                reached.add(link.other)
        edge = sorted(reached - sellers.keys())[: LINKED_AT_MOST - len(sellers)]
        sellers |= {each.pk: each for each in Respondent.objects.filter(pk__in=edge)}
    kept = [link for link in links.values() if {link.one, link.other} <= sellers.keys()]
    return Linked(sellers, kept)


def _links_of(one: int, name: str) -> list[Link]:
    own = {(each.kind, each.folded): each for each in Handle.objects.filter(respondent_id=one)}
    match = Q()
    for kind, folded in own:
        match |= Q(kind=kind, folded=folded)
    shared: dict[int, list[Handle]] = {}
    if own:
        others = Handle.objects.filter(match, respondent__joined_to__isnull=True)
        for each in others.exclude(respondent_id=one):
            shared.setdefault(each.respondent_id, []).append(own[each.kind, each.folded])
    alike = dict(
        Respondent.objects.filter(joined_to__isnull=True)
        .exclude(pk=one)
        .annotate(likeness=TrigramSimilarity("name", name))
        .filter(likeness__gte=LIKENESS)
        .values_list("pk", "likeness")[:LINKED_AT_MOST]
    )
    return [
        Link(one, other, shared.get(other, []), round(alike.get(other, 0.0), 2))
        for other in sorted({*shared, *alike})
    ]
