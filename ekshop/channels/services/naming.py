"""Listings abroad under a registered name that their seller may not, or no longer, use."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from ekshop.kernel import states
from ekshop.kernel.clock import dhaka_date
from ekshop.notices.services import NoticeToSend, notices_send
from ekshop.parties.selectors import entrepreneurs_of, members_of, sellers_visible_to
from ekshop.producers.selectors.names import names_in_use

from .. import rules
from ..adapters import Problem
from ..models import ChannelListing, ExportGoods
from ..rules.readiness import NAME_UNEARNED
from ..rules.sentences import Either
from ..selectors.readiness import name_unearned
from .noting import issues_set
from .reckoning import PUMP

PAGE = 1_000
NAME = "name"


def names_abroad_settle(*, now: datetime, seller_ids: Collection[int] | None = None) -> int:
    """Pauses what is sold under a name without right: nothing of it can be bought. What was paused for
    that alone goes on by itself once the name is out of its English, or its seller's again. Sellers
    are told. Says how many listings. `seller_ids`: theirs; without, everybody's."""
    concerned = ChannelListing.objects.filter(
        Q(state__in=rules.SELLING) | Q(state="paused", paused_why=NAME)
    )
    if seller_ids is not None:
        concerned = concerned.filter(seller_id__in=seller_ids)
    goods = ExportGoods.objects.filter(pk__in=concerned.values("goods_id")).order_by("pk")
    moved: Counter[tuple[int, str]] = Counter()
    last = 0
    while page := list(goods.filter(pk__gt=last)[:PAGE]):
        last = page[-1].pk
        names = names_in_use({each.seller_id for each in page}, today=dhaka_date(now))
        for each in page:
            unearned = name_unearned(each, names)
            count = _pause(each.pk, unearned, now) if unearned else _resume(each.pk, now)
            moved[each.seller_id, "pause" if unearned else "resume"] += count
    for (seller_id, what), count in moved.items():
        if count:
            _tell(seller_id, what, count, now)
    return moved.total()


@transaction.atomic
def _pause(goods_id: int, unearned: dict[str, Either], now: datetime) -> int:
    rows = _held(goods_id, state__in=rules.SELLING)
    found = [
        Problem(field, "name_unearned", NAME_UNEARNED(name=name))
        for field, name in unearned.items()
    ]
    issues_set(rows, {row.pk: found for row in rows}, {}, now, by_channel=False)
    also = {"stale": True, "paused_why": NAME}
    states.move_all(rows, "pause", actor=PUMP, now=now, reason="name_unearned", also=also)
    return len(rows)


@transaction.atomic
def _resume(goods_id: int, now: datetime) -> int:
    """Checked anew, as after a pause by hand."""
    rows = _held(goods_id, state="paused", paused_why=NAME)
    also = {"stale": True, "paused_why": "", "attempts": 0, "next_try_at": now}
    states.move_all(rows, "resume", actor=PUMP, now=now, reason="name_earned", also=also)
    return len(rows)


def _held(goods_id: int, **which: Any) -> list[ChannelListing]:
    rows = ChannelListing.objects.select_for_update().filter(goods_id=goods_id, **which)
    return list(rows.order_by("pk"))


def _tell(seller_id: int, what: str, count: int, now: datetime) -> None:
    """By SMS to whoever acts for the seller, and to the centre that looks after a producer."""
    seller = sellers_visible_to(PUMP).get(organisation_id=seller_id)
    people = [(member.person, seller_id) for member in members_of(seller_id)]
    if centre_id := seller.sourcing_centre_id:
        people += [(each, centre_id) for each in entrepreneurs_of(centre_id)]
    notices = [
        NoticeToSend(
            template="names_abroad",
            to=person.mobile,
            language=person.language,
            context={
                "seller_name": seller.organisation.name_in(person.language),
                "what": what,
                "line_count": count,
            },
            organisation_id=organisation_id,
        )
        for person, organisation_id in people
        if person.mobile
    ]
    if notices:
        notices_send(actor=PUMP, notices=notices, now=now)
