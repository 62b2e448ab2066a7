"""Ordering payouts: what is owed becomes parts, each with its day and where it goes."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction

from ekshop.kernel import rulebook, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.locks import turn
from ekshop.parties import selectors as parties

from ... import rules
from ...models import Payout
from ...selectors.payouts import taken_of

Taken = dict[tuple[str, str], dict[date, int]]
"""(provider, number) to the poisha planned or sent there, by day."""


def payouts_order(
    *, actor: Actor, requests: Sequence[rules.PayoutRequest], now: datetime
) -> list[Payout]:
    """Plan the paying of what is owed, each entity once: asked again it answers with what there is.

    Where it goes is frozen here: the request's own destination, or the wallet the person set last.
    Who has no wallet yet is planned all the same and waits for one. A sum above what the provider
    lets one wallet have a day or a month is split over days, what is planned for it already
    counted. Nothing is booked and nothing sent until a batch is released.
    """
    with transaction.atomic():
        # Plans for one wallet are made one after the other: each counts what the others took.
        turn("settlement.payouts_order")
        there = _there(requests)
        fresh = [each for each in requests if (each.entity, each.entity_id) not in there]
        made = _planned(actor, fresh, now)
    wanted = {(each.entity, each.entity_id) for each in requests}
    return sorted(
        [row for key in wanted & there.keys() for row in there[key]] + made,
        key=lambda row: row.pk,
    )


def _there(requests: Sequence[rules.PayoutRequest]) -> dict[tuple[str, int], list[Payout]]:
    found: dict[tuple[str, int], list[Payout]] = {}
    for entity in {each.entity for each in requests}:
        ids = [each.entity_id for each in requests if each.entity == entity]
        for row in Payout.objects.filter(entity=entity, entity_id__in=ids):
            found.setdefault((entity, row.entity_id), []).append(row)
    return found


def _planned(actor: Actor, requests: Sequence[rules.PayoutRequest], now: datetime) -> list[Payout]:
    places = destinations_of(requests, now)
    taken, limits = taken_for([place for place in places if place], now), limits_at(now)
    rows: list[Payout] = []
    for request, place in zip(requests, places, strict=True):
        parts = [(dhaka_date(now), request.amount_poisha)]
        if place:
            parts = _days(place, request.amount_poisha, limits, taken, now)
        rows += [
            Payout(
                entity=request.entity,
                entity_id=request.entity_id,
                part=number,
                parts=len(parts),
                organisation_id=request.organisation_id,
                person_id=request.person_id,
                account=request.account,
                amount_poisha=poisha,
                pay_on=day,
                ordered_at=now,
                **columns_of(place),
            )
            for number, (day, poisha) in enumerate(parts, 1)
        ]
    Payout.objects.bulk_create(rows, batch_size=1000)
    states.begin_all(rows, actor=actor, now=now)
    return rows


def _days(
    place: rules.Destination,
    amount_poisha: int,
    limits: dict[str, int],
    taken: Taken,
    now: datetime,
) -> list[tuple[date, int]]:
    """The parts of a sum by day; they are counted in `taken` from then on."""
    start = dhaka_date(max(place.pays_from or now, now))
    parts = rules.parts_of(amount_poisha, start, room_of(place, limits, taken))
    days = taken.setdefault((place.provider, place.number), {})
    for day, poisha in parts:
        days[day] = days.get(day, 0) + poisha
    return parts


def taken_for(places: Sequence[rules.Destination], now: datetime) -> Taken:
    """What these places have this month and later."""
    return taken_of({place.number for place in places}, since=dhaka_date(now).replace(day=1))


def place_on(
    actor: Actor,
    payout: Payout,
    place: rules.Destination,
    limits: dict[str, int],
    taken: Taken,
    now: datetime,
) -> None:
    """Give a planned payout its place and its day. What does not fit that day becomes further parts
    of the same entity."""
    (day, poisha), *more = _days(place, payout.amount_poisha, limits, taken, now)
    payout.amount_poisha, payout.pay_on = poisha, day
    for name, value in columns_of(place).items():
        setattr(payout, name, value)
    siblings = Payout.objects.filter(entity=payout.entity, entity_id=payout.entity_id)
    total = siblings.count() + len(more)
    payout.parts = total
    payout.save()
    rows = [
        Payout(
            entity=payout.entity,
            entity_id=payout.entity_id,
            part=total - len(more) + number,
            parts=total,
            organisation_id=payout.organisation_id,
            person_id=payout.person_id,
            account=payout.account,
            amount_poisha=share,
            pay_on=on,
            ordered_at=now,
            **columns_of(place),
        )
        for number, (on, share) in enumerate(more, 1)
    ]
    if rows:
        siblings.update(parts=total)
        Payout.objects.bulk_create(rows)
        states.begin_all(rows, actor=actor, now=now)


def waiting_placed(*, actor: Actor, now: datetime) -> int:
    """Those that waited for their receiver to have a number get it; returns how many."""
    waiting = list(
        Payout.objects.select_for_update(of=("self",)).filter(state="planned", provider="")
    )
    places = destinations_of([_request_of(payout) for payout in waiting], now)
    found = [(payout, place) for payout, place in zip(waiting, places, strict=True) if place]
    taken, limits = taken_for([place for _payout, place in found], now), limits_at(now)
    for payout, place in found:
        place_on(actor, payout, place, limits, taken, now)
    return len(found)


def too_large_split(*, actor: Actor, provider: str, now: datetime) -> int:
    """The limits were lowered since these were planned: they are split anew; returns how many."""
    told = rules.PROVIDERS[provider]
    if not told.limits:
        return 0
    limits = limits_at(now)
    rows = Payout.objects.select_for_update(of=("self",)).filter(
        state="planned",
        provider=provider,
        batch=None,
        amount_poisha__gt=min(limits[key] for key in told.limits),
    )
    for payout in rows:
        place = rules.Destination(
            provider, payout.number, payout.holder, payout.routing, payout.not_before
        )
        taken = taken_for([place], now)
        days = taken.get((provider, payout.number), {})
        days[payout.pay_on] = days.get(payout.pay_on, 0) - payout.amount_poisha
        place_on(actor, payout, place, limits, taken, now)
    return len(rows)


def _request_of(payout: Payout) -> rules.PayoutRequest:
    return rules.PayoutRequest(
        payout.entity,
        payout.entity_id,
        payout.organisation_id,
        payout.person_id,
        payout.amount_poisha,
        payout.account,
    )


def place_now(payout: Payout, now: datetime) -> rules.Destination | None:
    """Where its receiver is paid now."""
    return destinations_of([_request_of(payout)], now)[0]


def columns_of(place: rules.Destination | None) -> dict[str, object]:
    if place is None:
        return {}
    return {
        "provider": place.provider,
        "number": place.number,
        "routing": place.routing,
        "holder": place.holder[:120],
        "not_before": place.pays_from,
    }


def destinations_of(
    requests: Sequence[rules.PayoutRequest], now: datetime
) -> list[rules.Destination | None]:
    """Each request's own; else its person's wallet, or without a person the bank account of its
    organisation. None where there is none we can pay, also while a wallet rests."""
    wallets = parties.wallets_paid({each.person_id for each in requests if each.person_id})
    firms = {each.organisation_id for each in requests if not each.person_id}
    accounts = parties.bank_accounts_in_force(firms, now) if firms else {}
    found = []
    for each in requests:
        place = each.destination
        wallet = wallets.get(each.person_id) if each.person_id else None
        account = None if each.person_id else accounts.get(each.organisation_id)
        if place is None and wallet and not wallet.rests and wallet.provider in rules.PROVIDERS:
            place = rules.Destination(
                wallet.provider, wallet.number, wallet.person.name, pays_from=wallet.pays_from
            )
        elif place is None and account:
            place = rules.Destination(
                "bank", account.number, account.holder, routing=account.routing_number
            )
        found.append(place)
    return found


def limits_at(now: datetime) -> dict[str, int]:
    """Every provider's limits by their key, in poisha."""
    keys = [key for each in rules.PROVIDERS.values() for key in each.limits]
    return {key: rule.value for key, rule in rulebook.rules_at(keys, now).items()}


def room_of(
    place: rules.Destination, limits: dict[str, int], taken: Taken
) -> Callable[[date], int]:
    """How much a wallet may still have on a day: within the day's limit and its month's."""
    provider = rules.PROVIDERS[place.provider]
    days = dict(taken.get((place.provider, place.number), {}))

    def room(day: date) -> int:
        if not provider.limits:
            return 2**62
        month = sum(
            poisha for on, poisha in days.items() if (on.year, on.month) == (day.year, day.month)
        )
        day_left = limits[provider.day_limit] - days.get(day, 0)
        left = max(min(day_left, limits[provider.month_limit] - month), 0)
        # What a day leaves is taken by this payout, or it is the last day asked about.
        days[day] = days.get(day, 0) + left
        return left

    return room
