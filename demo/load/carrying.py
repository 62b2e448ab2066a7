"""One order at Asha's centre, carried until it stands where it is wanted."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from demo.content.tables import read
from ekshop.catalogue.selectors import offers_to_order
from ekshop.orders.models import SellerOrder
from ekshop.orders.selectors import centre_stop
from ekshop.orders.services import OrderedLine, order_place
from ekshop.parties.models import Customer
from ekshop.parties.services import consent_record, customer_record
from ekshop.payments.selectors import cash_owed
from ekshop.payments.services import remittance_record

from . import parcels
from .steps import happen
from .world import SEED, Act, Diary, World


def karim(world: World, at: datetime) -> Customer:
    """The customer of Asha's centre, who may be ordered for."""
    row = next(each for each in read("people") if each["key"] == "karim")
    found = customer_record(actor=world.asha, name=row["name_bn"], mobile=row["mobile"], now=at)
    consent_record(
        actor=world.asha,
        customer_id=found.pk,
        purpose="order",
        medium="spoken",
        wording="order-1",
        now=at,
    )
    return found


def two_of(world: World, chance: random.Random, seller_id: int) -> list[OrderedLine]:
    """Two of each of two things a seller has, none of them dear."""
    offers = [each for each in world.offers if each[2] == seller_id and each[1] < 300_000]
    return [OrderedLine(pk, 2, price) for pk, price, _seller in chance.sample(offers, 2)]


def carry(
    world: World, buyer: Customer, wanted_lines: Sequence[OrderedLine], wanted: str, at: datetime
) -> None:
    centre_id = world.asha.organisation
    lines = still_there(wanted_lines, at)
    if not lines or not may_order(world, centre_id, at):
        return
    own = random.Random(f"{SEED}:scene:{wanted}:{lines[0].offer_id}")
    order = order_place(
        actor=world.asha,
        nonce=UUID(int=own.getrandbits(128), version=4),
        centre_id=centre_id,
        customer_id=buyer.pk,
        channel="walk_in",
        lines=lines,
        now=at,
    )
    diary = Diary()
    pk = order.seller_orders.get().pk
    acts: list[Act] = [
        lambda moment: parcels.answer(world, diary, own, pk, False, moment),
        lambda moment: parcels.ship(world, diary, own, pk, moment),
        lambda moment: parcels.receive(world, diary, own, pk, moment),
        lambda moment: parcels.inspect(world, diary, own, pk, moment),
        lambda moment: parcels.collect(world, diary, own, pk, moment),
        lambda moment: parcels.hand_over(world, diary, own, pk, moment),
    ]
    for act in acts:
        if SellerOrder.objects.get(pk=pk).state == wanted:
            break
        at += timedelta(hours=6)
        happen(at, act)


def still_there(lines: Sequence[OrderedLine], at: datetime) -> list[OrderedLine]:
    """Those that can still be had, at the price they are had for today."""
    now = offers_to_order([line.offer_id for line in lines], at=at)
    return [
        OrderedLine(line.offer_id, line.quantity, now[line.offer_id].price_poisha)
        for line in lines
        if not now[line.offer_id].refusal and now[line.offer_id].available >= line.quantity
    ]


def may_order(world: World, centre_id: int, at: datetime) -> bool:
    """A centre that holds too much cash passes it on before it orders again; what it sent before
    and nobody has seen may still keep it from ordering."""
    if centre_stop(centre_id) and cash_owed(centre_id) > 0:
        draw = random.Random(f"{SEED}:stopped:{centre_id}:{at.isoformat()}")
        pass_on_cash(world, centre_id, draw, at)
    return centre_stop(centre_id) is None


def pass_on_cash(world: World, centre_id: int, draw: random.Random, at: datetime) -> None:
    """All the cash a centre holds, by wallet or bank."""
    remittance_record(
        actor=world.actors[centre_id],
        amount_poisha=cash_owed(centre_id),
        medium=draw.choice(["bkash", "rocket", "bank"]),
        reference=f"{draw.getrandbits(40):010X}",
        nonce=UUID(int=draw.getrandbits(128), version=4),
        now=at,
    )
