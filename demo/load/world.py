"""Who may order and what there is to order, and the diary of what is to happen."""

import heapq
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from demo.content.customers import customers
from demo.content.tables import read
from ekshop.catalogue.models import Offer
from ekshop.kernel.actors import Actor
from ekshop.parties.models import Centre, Membership, Organisation
from ekshop.parties.selectors import actor_of

from .people import persona

SEED = "ekshop-history"
VILLAGES = ("20", "21", "43", "44", "59", "60", "62", "63")
"""Districts whose makers are bought from most, so that their figures may be told to anybody."""
Act = Callable[[datetime], None]


@dataclass
class World:
    """Who may order and what there is to order, read once."""

    centres: list[Centre]
    actors: dict[int, Actor]
    sellers: dict[int, Actor]
    offers: list[tuple[int, int, int]]
    village_goods: list[tuple[int, int, int]]
    villagers: dict[str, list[tuple[str, str]]]
    asha: Actor
    caller: Actor


@dataclass(order=True)
class Entry:
    at: datetime
    number: int
    act: Act = field(compare=False)


class Diary:
    """What is to happen, by time."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._number = 0

    def add(self, at: datetime, act: Act) -> None:
        self._number += 1
        heapq.heappush(self._entries, Entry(at, self._number, act))

    @property
    def has_entries(self) -> bool:
        """Whether anything was ever entered."""
        return self._number > 0

    def until(self, end: datetime) -> Iterator[Entry]:
        while self._entries and self._entries[0].at < end:
            yield heapq.heappop(self._entries)


def world_read() -> World:
    centres = list(Centre.objects.select_related("organisation", "district").order_by("code"))
    people = {
        membership.organisation_id: actor_of(membership.person, membership)
        for membership in Membership.objects.filter(
            role__in=["entrepreneur", "partner_staff", "producer_staff"]
        )
        .select_related("person", "organisation")
        .order_by("-id")
    }
    villagers: dict[str, list[tuple[str, str]]] = {}
    codes = {row["slug"]: row["code"] for row in read("centres")}
    for each in customers():
        villagers.setdefault(codes.get(each.centre, each.centre), []).append(
            (each.name_bn, each.mobile)
        )
    sellers = set(
        Organisation.objects.filter(kind__in=["partner", "producer"]).values_list("pk", flat=True)
    )
    offers = list(
        Offer.objects.filter(state="live", on_hand__gte=6, price_poisha__lte=1_500_000)
        .order_by("id")
        .values_list("id", "price_poisha", "seller_id")
    )
    village_goods = (
        Offer.objects.filter(
            state="live",
            on_hand__gte=3,
            price_poisha__lte=1_500_000,
            seller__kind="producer",
            product__district__code__in=[f"district-{number}" for number in VILLAGES],
        )
        .order_by("id")
        .values_list("id", "price_poisha", "seller_id")
    )
    return World(
        centres=centres,
        actors=people,
        sellers={pk: actor for pk, actor in people.items() if pk in sellers},
        offers=offers,
        village_goods=list(village_goods),
        villagers=villagers,
        asha=persona("asha"),
        caller=persona("tuli"),
    )
