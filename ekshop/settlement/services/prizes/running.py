"""While a scheme runs: how everyone stands, and what looks as if a centre dealt with itself."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.services import require

from ... import rules
from ...models import PrizeFlag, PrizeFlagLine, PrizeScheme, PrizeStanding
from ...selectors.prizes.counting import counted, excluding_flags
from ...selectors.prizes.suspects import suspicions
from .making import person_of, scheme_held


def standings_reckon(*, scheme_id: int, now: datetime) -> int:
    """Reckon anew how every centre stands in a running scheme; says of how many centres.

    Five statements however many centres and lines; nothing else reads these rows as truth.
    """
    with transaction.atomic():
        scheme = scheme_held(scheme_id)
        if scheme.state != "published":
            return 0
        entries, waiting = counted(scheme, until=now)
        flags = excluding_flags(scheme)
        scheme.standings.all().delete()
        ranked = rules.ranked(entries, tie_rule=scheme.tie_rule)
        behind = rules.behind(ranked)
        rows = [
            PrizeStanding(
                scheme=scheme,
                waiting_poisha=waiting[each.entry.centre_id],
                behind_poisha=behind[each.entry.centre_id],
                **columns_of(each, flags),
            )
            for each in ranked
        ]
        PrizeStanding.objects.bulk_create(rows, batch_size=1000)
        PrizeScheme.objects.filter(pk=scheme.pk).update(
            reckoned_at=now, ranked=sum(each.rank is not None for each in ranked)
        )
    return len(rows)


def columns_of(row: rules.Ranked, flags: dict[int, int]) -> dict[str, object]:
    """What a standing and a result have in common."""
    entry = row.entry
    return {
        "centre_id": entry.centre_id,
        "division_id": entry.division_id,
        "counted_poisha": entry.counted_poisha,
        "returned_poisha": entry.returned_poisha,
        "lines": entry.lines,
        "reached_at": entry.reached_at,
        "rank": row.rank,
        "division_rank": row.division_rank,
        "excluded_by_id": flags.get(entry.centre_id),
    }


def flags_find(*, scheme_id: int, now: datetime) -> int:
    """Flag what looks like self-dealing and is not flagged or judged yet; says how many are new.

    A flag still open follows what is known by now. What was judged is shown again only when lines
    turned up that nobody has seen.
    """
    with transaction.atomic():
        scheme = scheme_held(scheme_id)
        if scheme.state != "published":
            return 0
        open_flags, judged = _known(scheme)
        new = 0
        for each in suspicions(scheme):
            which = (each.centre_id, each.key)
            unseen = each.order_line_ids - judged.get(which, set())
            if not unseen:
                continue
            flag = open_flags.get(which)
            if flag is None:
                new += 1
                flag = PrizeFlag.objects.create(
                    scheme=scheme,
                    centre_id=each.centre_id,
                    kind=each.kind,
                    key=each.key,
                    facts=each.facts,
                    found_at=now,
                )
                states.begin(flag, actor=Actor.system("settlement"), now=now)
            elif flag.facts != each.facts:
                flag.facts = each.facts
                flag.save(update_fields=["facts"])
            PrizeFlagLine.objects.bulk_create(
                [PrizeFlagLine(flag=flag, order_line_id=pk) for pk in sorted(unseen)],
                ignore_conflicts=True,
            )
    return new


Which = tuple[int, str]


def _known(scheme: PrizeScheme) -> tuple[dict[Which, PrizeFlag], dict[Which, set[int]]]:
    """Flags still open, and the lines somebody has judged, both by centre and key."""
    open_flags: dict[Which, PrizeFlag] = {}
    judged: dict[Which, set[int]] = {}
    for flag in scheme.flags.prefetch_related("evidence"):
        which = (flag.centre_id, flag.key)
        if flag.state == "open":
            open_flags[which] = flag
        else:
            judged.setdefault(which, set()).update(
                line.order_line_id for line in flag.evidence.all()
            )
    return open_flags, judged


def flag_uphold(
    *, actor: Actor, flag_id: int, excludes: str, text: str, now: datetime
) -> PrizeFlag:
    """It is self-dealing: these orders do not count ("orders"), or the centre takes no part
    ("centre"). `text` says why, for the centre to read.

    Errors: NotAllowed, NotFound, InvalidInput, StaleState.
    """
    if excludes not in dict(rules.FLAG_EXCLUDES):
        raise InvalidInput({"excludes": _("Choose what is left out.")})
    return _judge(actor, flag_id, "uphold", text, {"excludes": excludes}, now)


def flag_dismiss(*, actor: Actor, flag_id: int, text: str, now: datetime) -> PrizeFlag:
    """Nothing is wrong with it. Errors: NotAllowed, NotFound, InvalidInput, StaleState."""
    return _judge(actor, flag_id, "dismiss", text, {}, now)


def _judge(
    actor: Actor, flag_id: int, action: str, text: str, also: dict[str, object], now: datetime
) -> PrizeFlag:
    require(actor, "scheme.manage")
    person_id = person_of(actor)
    text = normalise(text)
    if not text or len(text) > 600:
        raise InvalidInput({"text": _("Say why, in at most 600 letters. The centre reads it.")})
    with transaction.atomic():
        flag = PrizeFlag.objects.select_for_update().filter(pk=flag_id).first()
        if flag is None:
            raise NotFound(what="prize_flag")
        states.move(
            flag,
            action,
            actor=actor,
            now=now,
            reason=text,
            also={
                **also,
                "judged_by_id": person_id,
                "judged_at": now,
                "judgement": text,
            },
        )
        audit_write(
            actor=actor,
            action=f"prize_flag_{action}",
            entity="prize_flag",
            entity_id=flag.pk,
            data={"scheme": flag.scheme_id, "centre": flag.centre_id, **also},
            now=now,
        )
    standings_reckon(scheme_id=flag.scheme_id, now=now)
    return flag
