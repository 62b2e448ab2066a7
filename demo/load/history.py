"""Three months of orders, made by the services themselves under a moving clock.

Each day is one transaction. What will happen to a parcel is drawn when its order is placed and
kept in a diary that is carried from day to day; after a break every parcel goes on from where it
stands.
"""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.deadlines import deadlines_run
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.tables import table_write
from ekshop.orders.models import Order
from ekshop.orders.services import (
    OrderedLine,
    order_place,
)
from ekshop.parties.models import Organisation
from ekshop.parties.services import consent_record, customer_record
from ekshop.payments.models import Payment
from ekshop.payments.selectors import cash_owed, remittances_open
from ekshop.payments.services import cash_watch, collection_file_bring
from ekshop.settlement.services import commission_lock

from . import jamilas, messages, months, parcels, prizes, sellers, terms, wallets
from .carrying import carry, karim, may_order, pass_on_cash, still_there, two_of
from .people import persona
from .steps import at_work, happen, is_done, step
from .world import SEED, Diary, World, world_read

ORDERS_A_DAY = 2.8
VILLAGE_SHARE = 0.28
ASHAS_SHARE = 0.16
CLOCK = Actor.system("clock")


def load(start: datetime, now: datetime) -> Iterator[str]:
    """Live through the days from `start` to `now`; yields a line for people now and then."""
    if is_done("history"):
        return
    world = world_read()
    diary = Diary()
    scenes = [
        *prizes.plan(world, diary, start, now),
        (jamilas.sold_at(now), lambda at: jamilas.sold(world, at)),
    ]
    with clock.at(start):
        run_jobs(queues=["default"])
    step("accounts", lambda: happen(at_work(start, 1), lambda at: sellers.accounts(world, at)))
    day = start
    number = 0
    while day < now:
        end = min(day + timedelta(days=1), now)
        name = f"day {clock.dhaka_date(day).isoformat()}"
        chance = random.Random(f"{SEED}:{name}")
        if not is_done(name):
            parcels.resume(world, diary, chance, day)
            for at, act in scenes:
                if day <= at < end:
                    diary.add(at, act)
            step(name, lambda: _day(world, diary, chance, day, end, now))  # noqa: B023
            with clock.at(end):
                messages.pass_on(end, now)
        number += 1
        if number % 23 == 0:
            yield f"{number} days of orders: {Order.objects.count()} orders"
        day = end
    with clock.at(now):
        step("history", lambda: _scenes(world, now))
        step("terms of goods", lambda: terms.load(now))
        cash_watch(now=now)
        run_jobs(queues=["default"], quietly=True)
    yield f"{Order.objects.count()} orders, {Payment.objects.count()} paid"


def _day(
    world: World,
    diary: Diary,
    chance: random.Random,
    day: datetime,
    end: datetime,
    now: datetime,
) -> None:
    for _order in range(max(1, round(chance.gauss(ORDERS_A_DAY, 1.4)))):
        at = day + timedelta(hours=9, minutes=chance.randint(0, 60 * 9))
        diary.add(at, lambda moment: _place(world, diary, chance, moment))
    if clock.dhaka_date(day).weekday() == 6:
        diary.add(day + timedelta(hours=17), lambda moment: _remit(world, moment))
    if clock.dhaka_date(day).weekday() == 0:
        diary.add(day + timedelta(hours=11), _statements)
    months.plan(world, diary, day, now)
    diary.add(day + timedelta(hours=12), lambda moment: sellers.pay(world, moment))
    if clock.dhaka_date(day).day in wallets.PAID_ON:
        diary.add(day + timedelta(hours=13), lambda moment: wallets.pay(world, moment))
    for entry in diary.until(end):
        happen(entry.at, entry.act)
    happen(end, deadlines_run)
    happen(end, _lock)


def _lock(at: datetime) -> None:
    while commission_lock(actor=CLOCK, now=at):
        pass


def _place(world: World, diary: Diary, chance: random.Random, at: datetime) -> None:
    asha_id = world.asha.organisation_id
    centre = (
        next(each for each in world.centres if each.pk == asha_id)
        if chance.random() < ASHAS_SHARE
        else chance.choice(world.centres)
    )
    entrepreneur = world.actors[centre.pk]
    by_telephone = chance.random() < 0.08
    actor = world.caller if by_telephone else entrepreneur
    name, mobile = chance.choice(world.villagers[centre.code])
    customer = customer_record(actor=actor, name=name, mobile=mobile, centre_id=centre.pk, now=at)
    consent_record(
        actor=actor,
        customer_id=customer.pk,
        purpose="order",
        medium="spoken",
        wording="order-1",
        now=at,
    )
    wanted: dict[int, OrderedLine] = {}
    for _line in range(chance.choices([1, 2, 3], [55, 30, 15])[0]):
        from_village = chance.random() < VILLAGE_SHARE
        offer_id, price, _seller = chance.choice(
            world.village_goods if from_village else world.offers
        )
        most = 3 if price < 100_000 else 1
        wanted[offer_id] = OrderedLine(offer_id, chance.randint(1, most), price)
    lines = still_there(list(wanted.values()), at)
    if not lines or not may_order(world, centre.pk, at):
        return
    order = order_place(
        actor=actor,
        nonce=UUID(int=chance.getrandbits(128), version=4),
        centre_id=centre.pk,
        customer_id=customer.pk,
        channel="telephone" if by_telephone else "walk_in",
        lines=lines,
        now=at,
    )
    for seller_order in order.seller_orders.all():
        parcels.plan(world, diary, chance, seller_order, at)


def _remit(world: World, at: datetime) -> None:
    """On Sundays centres pass on what they have collected, most of them."""
    for centre in world.centres:
        owed = cash_owed(centre.pk)
        if owed < 100_000:
            continue
        draw = random.Random(f"{SEED}:remit:{centre.pk}:{at.isoformat()}")
        if draw.random() < 0.85:
            pass_on_cash(world, centre.pk, draw, at)


def _statements(at: datetime) -> None:
    """On Mondays our statements are brought: nearly all that was passed on stands there, and each
    time somebody pays in what no centre reported."""
    cash_watch(now=at)
    draw = random.Random(f"{SEED}:statements:{at.isoformat()}")
    omar = persona("omar")
    waiting: dict[str, list[tuple[str, int]]] = {}
    for each in remittances_open(omar).order_by("id"):
        if at - each.remitted_at > timedelta(days=3) or draw.random() < 0.93:
            waiting.setdefault(each.medium, []).append((each.reference, each.amount_poisha))
    for medium, rows in waiting.items():
        if draw.random() < 0.3:
            rows = [*rows, (f"{draw.getrandbits(40):010X}", draw.randint(5, 90) * 10_000)]
        collection_file_bring(
            actor=omar,
            medium=medium,
            filename=f"{medium}-{clock.dhaka_date(at).isoformat()}.csv",
            content=table_write(["Reference", "Amount"], [[ref, sum_ / 100] for ref, sum_ in rows]),
            now=at,
        )


def _scenes(world: World, now: datetime) -> None:
    """What Asha finds this morning: something at every step of the way, whatever was drawn."""
    chance = random.Random(f"{SEED}:scenes")
    buyer = karim(world, now - timedelta(days=15))
    partners = [
        pk for pk in world.sellers if Organisation.objects.filter(pk=pk, kind="partner").exists()
    ]
    for wanted in ("placed", "confirmed", "shipped", "shipped", "arrived", "inspected", "paid"):
        at = now - timedelta(days=4, hours=chance.uniform(0, 6))
        if wanted == "placed":
            at = now - timedelta(hours=2)
        carry(world, buyer, two_of(world, chance, chance.choice(partners)), wanted, at)
    lying = now - timedelta(days=13)
    carry(world, buyer, two_of(world, chance, chance.choice(partners)), "arrived", lying)
    jamilas.asked(world, now)
    months.latest(world, now)
    # That one lies there: its time has passed, and its last day.
    for days in (5, 2):
        happen(now - timedelta(days=days), deadlines_run)
