"""One order as its page shows it: each seller's part with its clock, its lines and what to do."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.orders import rules
from ekshop.orders.selectors import (
    Alternative,
    Standing,
    alternative_offers,
    shares_of,
    standings_of,
)
from ekshop.payments.selectors import payments_of, refunds_of
from ekshop.settlement.selectors import courier_claims_of
from ekshop.web.clocks import HOURS, clock_tone
from ekshop.web.papers.figures import Figure, figures_of

SHELVES = {
    "confirming": _("Waiting for the seller"),
    "arriving": _("On the way"),
    "inspecting": _("To inspect"),
    "collecting": _("Money to take"),
    "handing": _("To hand over"),
    "unmended": _("Declined, to be replaced"),
    "done": _("Done"),
    "ended": _("Did not come about"),
}

_MENDED_AT_MOST = 4

TONES = {
    "placed": "turmeric",
    "confirmed": "green",
    "shipped": "indigo",
    "arrived": "turmeric",
    "inspected": "turmeric",
    "paid": "green",
    "handed_over": "green",
}


@dataclass(frozen=True, slots=True)
class LineShown:
    """`alternatives` of a line that will not come, each ordered by one press under `nonce`."""

    line: Any
    state: str
    reason: str
    alternatives: list[Alternative]
    replaced_by: str
    nonce: UUID | None


@dataclass(frozen=True, slots=True)
class ShareShown:
    share: Any
    state: str
    tone: str
    standing: Standing
    clock_tone: str
    lines: list[LineShown]
    may_cancel: bool
    figures: list[Figure]
    claims: list[Any]


@dataclass(frozen=True, slots=True)
class OrderShown:
    order: Any
    shares: list[ShareShown]
    figures: list[Figure]
    commission_poisha: int


def order_shown(actor: Actor, order: Any, *, now: datetime) -> OrderShown:
    shares = shares_of(order)
    ids = [share.pk for share in shares]
    standings, payments, refunds = standings_of(shares), payments_of(ids), refunds_of(ids)
    claims = courier_claims_of(actor, ids)
    left = _MENDED_AT_MOST
    shown = []
    for share in shares:
        lines = []
        for line in share.lines.all():
            mended = next(iter(line.replacements.all()), None)
            lacking = line.state in ("declined", "expired") and mended is None
            alternatives = []
            if lacking and left > 0:
                left -= 1
                alternatives = alternative_offers(
                    line, district_id=order.centre.centre.district_id, at=now
                )
            lines.append(
                LineShown(
                    line=line,
                    state=str(rules.LINE.state_label(line.state)),
                    reason=str(dict(rules.DECLINED_FOR).get(line.decline_reason, "")),
                    alternatives=alternatives,
                    replaced_by=mended.code if mended else "",
                    nonce=uuid4() if alternatives else None,
                )
            )
        standing = standings[share.pk]
        running = standing.next.deadline if standing.next else None
        shown.append(
            ShareShown(
                share=share,
                state=str(rules.SELLER_ORDER.state_label(share.state)),
                tone=TONES.get(share.state, "madder"),
                standing=standing,
                clock_tone=clock_tone(running, now, soon=HOURS),
                lines=lines,
                may_cancel=rules.SELLER_ORDER.step(share.state, "cancel") is not None,
                figures=figures_of([share], payments, refunds),
                claims=claims[share.pk],
            )
        )
    commission = sum(
        line.commission_poisha
        for share in shares
        for line in share.lines.all()
        if share.state in rules.COMING_STATES and line.state in rules.LIVE_LINE_STATES
    )
    return OrderShown(order, shown, figures_of(shares, payments, refunds), commission)
