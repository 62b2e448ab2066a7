"""The days producers do not work, and what that does to a promise."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, timedelta

from ekshop.producers import rules
from ekshop.producers.models import ProducerProfile, ProducerRest


def rests_ahead(seller_ids: Collection[int], day: date) -> dict[int, list[rules.Rest]]:
    """By seller, the rests that are not over on `day`. One statement; sellers without any are left
    out, and so are partners."""
    rows = ProducerRest.objects.filter(
        profile__seller_id__in=list(seller_ids), to_day__gte=day
    ).values_list("profile__seller_id", "from_day", "to_day")
    found: dict[int, list[rules.Rest]] = defaultdict(list)
    for seller_id, from_day, to_day in rows:
        found[seller_id].append(rules.Rest(from_day, to_day))
    return dict(found)


def resting(seller_id: int, day: date) -> bool:
    """Whether she does not work on that day of Dhaka."""
    return any(
        rest.from_day <= day <= rest.to_day
        for rest in rests_ahead([seller_id], day).get(seller_id, [])
    )


def back_to_work(seller_ids: Collection[int], day: date) -> dict[int, date]:
    """Of those who rest on `day`, the day each works again. One statement."""
    ahead = rests_ahead(seller_ids, day)
    back = {seller_id: rules.back_on(rests, day) for seller_id, rests in ahead.items()}
    return {seller_id: on for seller_id, on in back.items() if on > day}


def stopped_by_rest(seller_ids: Collection[int], day: date) -> dict[int, date]:
    """Of whom nothing can be ordered on `day`, for she rests too long: when she works again."""
    longest = timedelta(days=rules.REST_CLOSES_DAYS)
    back = back_to_work(seller_ids, day)
    return {seller_id: on for seller_id, on in back.items() if on - day >= longest}


def rests_of(profile: ProducerProfile, day: date) -> list[ProducerRest]:
    """Those that are not over, the next first."""
    return list(profile.rests.filter(to_day__gte=day).order_by("from_day", "id"))
