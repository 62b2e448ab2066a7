"""Holding our books beside theirs, as often as one likes until it is signed off."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import transaction

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date, dhaka_midnight
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.services import require

from ... import rules
from ...models import FloatMove, Mismatch, PayoutAttempt, ProviderLine, Reconciliation
from ...selectors import reconciling as reads
from .errors import AlreadySigned, NothingCovers, NotOverYet


def provider_reconcile(
    *, actor: Actor, provider: str, first_day: date, last_day: date, now: datetime
) -> Reconciliation:
    """Compare the days (both inclusive, Asia/Dhaka) with the provider's statements read so far.

    Again for the same days it compares anew: what agrees by now is marked so, what was settled
    stays. Errors: NotAllowed, NotFound, InvalidInput, NotOverYet, NothingCovers, AlreadySigned.
    """
    require(actor, "reconciliation.work")
    if provider not in rules.PROVIDERS:
        raise NotFound(provider=provider)
    if last_day < first_day:
        raise InvalidInput({"last_day": rules.LAST_BEFORE_FIRST})
    if last_day >= dhaka_date(now):
        raise NotOverYet
    missing = reads.day_not_covered(provider, first_day, last_day)
    if missing:
        raise NothingCovers(day=missing.isoformat())
    with transaction.atomic():
        row, is_new = Reconciliation.objects.select_for_update(of=("self",)).get_or_create(
            side="provider",
            provider=provider,
            first_day=first_day,
            last_day=last_day,
            defaults={"made_by_id": actor.person, "made_at": now, "compared_at": now},
        )
        _writable(row)
        if is_new:
            states.begin(row, actor=actor, now=now)
        since, until = dhaka_midnight(first_day), dhaka_midnight(last_day + timedelta(days=1))
        attempts = _attempts(provider, since, until)
        lines = list(
            ProviderLine.objects.filter(
                provider=provider, source="statement", at__gte=since, at__lt=until
            ).order_by("id")
        )
        moves = list(
            FloatMove.objects.filter(
                provider=provider, state="arrived", ended_at__gte=since, ended_at__lt=until
            )
        )
        ours = [each for each in attempts if each.state == "succeeded"]
        row.ours_count, row.ours_poisha = (
            len(ours) + len(moves),
            sum(each.amount_poisha + each.fee_poisha for each in ours),
        )
        paid = [line for line in lines if line.kind == "payout"]
        row.theirs_count, row.theirs_poisha = (
            len(lines),
            sum(line.amount_poisha + line.fee_poisha for line in paid),
        )
        compared = _compared(provider, attempts, lines, moves)
        settled = reads.settled_elsewhere(row, [each.key for each in compared.found])
        _write(actor, row, compared.without(settled), now)
    return row


def seller_reconcile(
    *,
    actor: Actor,
    seller_id: int,
    month: str,
    theirs: dict[str, int],
    filename: str,
    now: datetime,
) -> Reconciliation:
    """Compare a frozen month's commission with the seller's own table, order by order, in poisha.

    The seller's staff bring their own; an operator anybody's. A table brought again takes the
    place of the one before. Errors: NotAllowed, NotFound, AlreadySigned.
    """
    require(actor, "reconciliation.bring")
    seller_id = reads.seller_asked(actor, seller_id)
    first_day, last_day = reads.month_days(month)
    ours = reads.frozen_by_order(seller_id, month)
    with transaction.atomic():
        row, is_new = Reconciliation.objects.select_for_update(of=("self",)).get_or_create(
            side="seller",
            seller_id=seller_id,
            month=month,
            defaults={
                "first_day": first_day,
                "last_day": last_day,
                "made_by_id": actor.person,
                "made_at": now,
                "compared_at": now,
            },
        )
        _writable(row)
        if is_new:
            states.begin(row, actor=actor, now=now)
        row.theirs, row.filename = theirs, filename[:120]
        row.ours_count, row.ours_poisha = len(ours), sum(ours.values())
        row.theirs_count, row.theirs_poisha = len(theirs), sum(theirs.values())
        _write(actor, row, rules.orders_compared(ours, theirs), now)
    return row


def _writable(row: Reconciliation) -> None:
    if row.state != "open":
        raise AlreadySigned


def _attempts(provider: str, since: datetime, until: datetime) -> list[PayoutAttempt]:
    rows = PayoutAttempt.objects.filter(provider=provider, sent_at__gte=since, sent_at__lt=until)
    return list(rows.order_by("id"))


def _compared(
    provider: str,
    attempts: Iterable[PayoutAttempt],
    lines: Iterable[ProviderLine],
    moves: Iterable[FloatMove],
) -> rules.Compared:
    """A payment and its line may fall on two sides of midnight: each is looked for everywhere."""
    attempts, lines, moves = list(attempts), list(lines), list(moves)
    by_invoice = _lines_by_invoice(provider, attempts, lines)
    ours = {line.pk for line in by_invoice.values()}
    found, matched = [], 0
    for attempt in attempts:
        wrong = _attempt_wrong(attempt, by_invoice.get(attempt.invoice))
        found += wrong
        matched += not wrong
    unmatched = list(moves)
    for line in lines:
        if line.pk in ours:
            continue
        move = _brought_by(line, unmatched)
        if move:
            unmatched.remove(move)
            matched += 1
            continue
        total = line.amount_poisha + line.fee_poisha
        way = "in" if line.kind == "top_up" else "out"
        data = {"line": line.pk, "way": way}
        name = line.reference or line.trx_id
        found.append(rules.Found(f"line:{line.pk}", "only_theirs", name, None, total, data))
    for move in unmatched:
        data = {"move": move.pk, "way": "in"}
        key, amount = f"move:{move.pk}", move.amount_poisha
        found.append(rules.Found(key, "only_ours", move.reference, amount, None, data))
    return rules.Compared(matched, found)


def _lines_by_invoice(
    provider: str, attempts: list[PayoutAttempt], lines: list[ProviderLine]
) -> dict[str, ProviderLine]:
    """For each attempt among these and each that a line names, the one line that is its payment: to
    its wallet, of its amount before any other. A second one, or one to somebody else, is none."""
    named = {line.reference for line in lines if line.kind == "payout"}
    known = PayoutAttempt.objects.filter(provider=provider, invoice__in=named)
    by_invoice = {each.invoice: each for each in [*attempts, *known]}
    found: dict[str, ProviderLine] = {}
    for line in ProviderLine.objects.filter(
        provider=provider, source="statement", kind="payout", reference__in=list(by_invoice)
    ).order_by("at", "id"):
        attempt, first = by_invoice[line.reference], found.get(line.reference)
        if line.wallet != attempt.wallet:
            continue
        amount = attempt.amount_poisha
        if first is None or (first.amount_poisha != amount and line.amount_poisha == amount):
            found[line.reference] = line
    return found


def _brought_by(line: ProviderLine, moves: list[FloatMove]) -> FloatMove | None:
    """Money brought in is known by its reference and amount, else by its amount alone."""
    if line.kind != "top_up":
        return None
    same = [move for move in moves if move.amount_poisha == line.amount_poisha]
    named = [move for move in same if move.reference == line.reference]
    return next(iter(named or same), None)


def _attempt_wrong(attempt: PayoutAttempt, line: ProviderLine | None) -> list[rules.Found]:
    def one(kind: str, ours: int | None, theirs: int | None) -> rules.Found:
        data = {"attempt": attempt.pk, "payout": attempt.payout_id}
        return rules.Found(
            f"attempt:{attempt.pk}:{kind}",
            kind,
            attempt.invoice,
            ours,
            theirs,
            data | ({"line": line.pk} if line else {}),
        )

    amount = attempt.amount_poisha
    if line is None:
        if attempt.state == "succeeded":
            return [one("only_ours", amount + attempt.fee_poisha, None)]
        return [one("unknown", amount, None)] if attempt.state in ("sending", "unknown") else []
    if attempt.state == "failed":
        return [one("paid_though_failed", None, line.amount_poisha + line.fee_poisha)]
    wrong = []
    if line.amount_poisha != amount:
        wrong.append(one("amount_differs", amount, line.amount_poisha))
    if attempt.state == "succeeded" and line.fee_poisha != attempt.fee_poisha:
        wrong.append(one("fee_differs", attempt.fee_poisha, line.fee_poisha))
    return wrong


def _write(actor: Actor, row: Reconciliation, compared: rules.Compared, now: datetime) -> None:
    row.matched, row.compared_at = compared.matched, now
    row.save()
    there = {each.key: each for each in row.mismatches.select_for_update(of=("self",))}
    fresh = []
    for found in compared.found:
        old = there.pop(found.key, None)
        if old is None:
            fresh.append(
                Mismatch(
                    reconciliation=row,
                    key=found.key,
                    kind=found.kind,
                    reference=found.reference[:60],
                    ours_poisha=found.ours_poisha,
                    theirs_poisha=found.theirs_poisha,
                    data=dict(found.data),
                    since=now,
                )
            )
        elif old.state in ("open", "gone"):
            _again(actor, old, found, now)
    states.begin_all(Mismatch.objects.bulk_create(fresh), actor=actor, now=now)
    gone = [each for each in there.values() if each.state in ("open", "asked")]
    states.move_all(gone, "vanish", actor=actor, now=now)


def _again(actor: Actor, old: Mismatch, found: rules.Found, now: datetime) -> None:
    if old.state == "gone":
        states.move(old, "reopen", actor=actor, now=now)
    old.kind, old.ours_poisha, old.theirs_poisha = (
        found.kind,
        found.ours_poisha,
        found.theirs_poisha,
    )
    old.save(update_fields=["kind", "ours_poisha", "theirs_poisha"])
