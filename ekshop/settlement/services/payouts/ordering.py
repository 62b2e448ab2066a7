"""Ordering payouts: what is owed becomes parts, each with its day and where it goes."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import connection, transaction

from ekshop.kernel import rulebook, states
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
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
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('payouts_order'))")
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
    today = dhaka_date(now)
    taken = taken_of({place.number for place in places if place}, since=today.replace(day=1))
    limits = limits_at(now)
    rows: list[Payout] = []
    for request, place in zip(requests, places, strict=True):
        start = max(today, dhaka_date(place.pays_from)) if place and place.pays_from else today
        parts = [(start, request.amount_poisha)]
        if place:
            parts = rules.parts_of(request.amount_poisha, start, room_of(place, limits, taken))
        for number, (day, poisha) in enumerate(parts, 1):
            if place:
                days = taken.setdefault((place.provider, place.number), {})
                days[day] = days.get(day, 0) + poisha
            rows.append(
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
            )
    Payout.objects.bulk_create(rows, batch_size=1000)
    states.begin_all(rows, actor=actor, now=now)
    return rows


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
    organisation. None where there is none we can pay."""
    wallets = parties.wallets_paid({each.person_id for each in requests if each.person_id})
    firms = {each.organisation_id for each in requests if not each.person_id}
    accounts = parties.bank_accounts_in_force(firms, now) if firms else {}
    found = []
    for each in requests:
        place = each.destination
        wallet = wallets.get(each.person_id) if each.person_id else None
        account = None if each.person_id else accounts.get(each.organisation_id)
        if place is None and wallet and wallet.provider in rules.PROVIDERS:
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
