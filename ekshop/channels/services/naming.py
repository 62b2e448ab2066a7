"""Listings abroad under a registered name that their seller may not, or no longer, use."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from ekshop.kernel import states
from ekshop.kernel.clock import dhaka_date
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


def misnamed_abroad_pause(*, now: datetime, seller_ids: Collection[int] | None = None) -> int:
    """Nothing of them can be bought until the name is out of their English, or their seller's again
    and they are resumed. Says how many listings. `seller_ids`: theirs; without, everybody's."""
    sold = ChannelListing.objects.filter(state__in=rules.SELLING)
    if seller_ids is not None:
        sold = sold.filter(seller_id__in=seller_ids)
    goods = ExportGoods.objects.filter(pk__in=sold.values("goods_id")).order_by("pk")
    paused, last = 0, 0
    while page := list(goods.filter(pk__gt=last)[:PAGE]):
        last = page[-1].pk
        names = names_in_use({each.seller_id for each in page}, today=dhaka_date(now))
        for each in page:
            if unearned := name_unearned(each, names):
                paused += _pause(each.pk, unearned, now)
    return paused


@transaction.atomic
def _pause(goods_id: int, unearned: dict[str, Either], now: datetime) -> int:
    rows = list(
        ChannelListing.objects.select_for_update()
        .filter(goods_id=goods_id, state__in=rules.SELLING)
        .order_by("pk")
    )
    found = [
        Problem(field, "name_unearned", NAME_UNEARNED(name=name))
        for field, name in unearned.items()
    ]
    issues_set(rows, {row.pk: found for row in rows}, {}, now, by_channel=False)
    states.move_all(
        rows, "pause", actor=PUMP, now=now, reason="name_unearned", also={"stale": True}
    )
    return len(rows)
