"""What happens to a parcel after its order is placed: each act draws and enters the next."""

import io
import random
import re
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, UUID, uuid5

from PIL import Image, ImageDraw

from ekshop.fulfilment import selectors
from ekshop.fulfilment import services as fulfilling
from ekshop.fulfilment.models import ReturnRequest, Shipment
from ekshop.fulfilment.services import FoundLine
from ekshop.fulfilment.services.errors import NotDueBack
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import latin_digits
from ekshop.notices.models import Message
from ekshop.orders.models import SellerOrder
from ekshop.orders.services import (
    LineAnswer,
    seller_order_answer,
)
from ekshop.payments.services import amount_due, payment_collect

from .world import SEED, Act, Diary, World


def plan(
    world: World, diary: Diary, chance: random.Random, seller_order: SellerOrder, at: datetime
) -> None:
    """Draw what its seller will do; 3 in 100 stay silent, and time decides."""
    if chance.random() < 0.03:
        return
    declines = chance.random() < 0.07
    answer_at = at + timedelta(hours=chance.uniform(0.3, 16))
    pk = seller_order.pk
    own = random.Random(f"{SEED}:{seller_order.code}")
    diary.add(answer_at, lambda moment: answer(world, diary, own, pk, declines, moment))


def resume(world: World, diary: Diary, chance: random.Random, day: datetime) -> None:
    """After a break the diary is empty: go on with every parcel from where it stands."""
    if diary.has_entries:
        return
    for seller_order in SellerOrder.objects.filter(
        state__in=["placed", "confirmed", "shipped", "arrived", "inspected", "paid"]
    ):
        own = random.Random(f"{SEED}:{seller_order.code}")
        soon = day + timedelta(hours=own.uniform(1, 20))
        pk = seller_order.pk
        steps: dict[str, Act] = {
            "placed": lambda at, pk=pk, own=own: answer(world, diary, own, pk, False, at),
            "confirmed": lambda at, pk=pk, own=own: ship(world, diary, own, pk, at),
            "shipped": lambda at, pk=pk, own=own: receive(world, diary, own, pk, at),
            "arrived": (
                (lambda at, pk=pk: give_up(world, diary, pk, at))
                if nobody_comes(seller_order)
                else (lambda at, pk=pk, own=own: inspect(world, diary, own, pk, at))
            ),
            "inspected": lambda at, pk=pk, own=own: collect(world, diary, own, pk, at),
            "paid": lambda at, pk=pk, own=own: hand_over(world, diary, own, pk, at),
        }
        diary.add(soon, steps[seller_order.state])


def answer(
    world: World, diary: Diary, own: random.Random, pk: int, declines: bool, at: datetime
) -> None:
    seller_order = SellerOrder.objects.get(pk=pk)
    if seller_order.state != "placed" or seller_order.confirm_by <= at:
        return
    lines = list(seller_order.lines.order_by("position"))
    answers = [LineAnswer(line.pk, "confirmed") for line in lines]
    if declines:
        reason = own.choice(["out_of_stock", "out_of_stock", "discontinued", "cannot_deliver"])
        whole = len(lines) == 1 or own.random() < 0.5
        refused = lines if whole else lines[:1]
        answers = [
            LineAnswer(line.pk, "declined", reason) if line in refused else answer
            for line, answer in zip(lines, answers, strict=True)
        ]
    seller_order_answer(
        actor=world.sellers[seller_order.seller_id], seller_order_id=pk, answers=answers, now=at
    )
    if any(each.answer == "confirmed" for each in answers):
        hours = own.uniform(4, 40) if own.random() < 0.9 else own.uniform(50, 90)
        diary.add(at + timedelta(hours=hours), lambda moment: ship(world, diary, own, pk, moment))


def first_look(world: World, seller_order: SellerOrder, at: datetime) -> None:
    """A producer's goods pass her own centre before they leave."""
    if selectors.check_of(seller_order.pk) is not None:
        return
    fulfilling.first_check_record(
        actor=world.actors[seller_order.sourcing_centre_id or 0],
        seller_order_id=seller_order.pk,
        found=[
            FoundLine(line.pk, line.quantity)
            for line in seller_order.lines.filter(state="confirmed")
        ],
        nonce=uuid5(NAMESPACE_URL, f"first-look:{seller_order.code}"),
        now=at,
    )


def ship(world: World, diary: Diary, own: random.Random, pk: int, at: datetime) -> None:
    seller_order = SellerOrder.objects.get(pk=pk)
    if seller_order.state != "confirmed":
        return
    seller = world.sellers[seller_order.seller_id]
    if seller_order.sourcing_centre_id:
        first_look(world, seller_order, at)
    shipment = fulfilling.shipment_book(
        actor=seller,
        seller_order_id=pk,
        courier="manual",
        tracking_number=f"BP{own.randint(10**8, 10**9 - 1)}BD",
        now=at,
    )
    fulfilling.shipment_hand_over(actor=seller, shipment_id=shipment.pk, now=at)
    days = own.uniform(1.2, 3.5) if seller_order.same_district else own.uniform(2.5, 8)
    if own.random() < 0.06:
        days += 5
    for share, status in [(0.3, "in_transit"), (0.9, "out_for_delivery")]:
        diary.add(
            at + timedelta(days=days * share),
            lambda moment, status=status: _track(shipment.pk, status, moment),
        )
    diary.add(
        _in_hours(at + timedelta(days=days), own),
        lambda moment: receive(world, diary, own, pk, moment),
    )


def _track(shipment_id: int, status: str, at: datetime) -> None:
    fulfilling.tracking_record(
        courier="manual",
        shipment_id=shipment_id,
        event_key=f"{shipment_id}:{status}",
        status=status,
        message="",
        at=at,
        now=at,
    )


def receive(world: World, diary: Diary, own: random.Random, pk: int, at: datetime) -> None:
    seller_order = SellerOrder.objects.get(pk=pk)
    if seller_order.state != "shipped":
        return
    shipment = Shipment.objects.get(seller_order_id=pk, direction="outbound")
    actor = world.actors[seller_order.centre_id]
    fulfilling.shipment_receive(actor=actor, shipment_id=shipment.pk, now=at)
    if nobody_comes(seller_order):
        diary.add(at + timedelta(days=12), lambda moment: give_up(world, diary, pk, moment))
        return
    diary.add(
        at + timedelta(minutes=own.randint(10, 300)),
        lambda moment: inspect(world, diary, own, pk, moment),
    )


def nobody_comes(seller_order: SellerOrder) -> bool:
    """Two customers in a hundred never come for their goods."""
    return random.Random(f"{SEED}:nobody:{seller_order.code}").random() < 0.02


def give_up(world: World, diary: Diary, pk: int, at: datetime) -> None:
    """Once its last day is over the parcel goes back; until then the centre looks again each day."""
    seller_order = SellerOrder.objects.get(pk=pk)
    if seller_order.state != "arrived":
        return
    actor = world.actors[seller_order.centre_id]
    try:
        back = fulfilling.uncollected_send_back(actor=actor, seller_order_id=pk, now=at)
    except NotDueBack:
        diary.add(at + timedelta(days=1), lambda moment: give_up(world, diary, pk, moment))
        return
    _carry_back(diary, actor, back.pk, at)


def _carry_back(diary: Diary, actor: Actor, pk: int, at: datetime) -> None:
    """The centre gives a parcel to a courier the next morning; its seller has it four days later."""
    number = random.Random(f"{SEED}:back:{pk}").randint(10**8, 10**9 - 1)
    diary.add(
        at + timedelta(hours=19),
        lambda moment: fulfilling.parcel_send_back(
            actor=actor,
            shipment_id=pk,
            courier="manual",
            tracking_number=f"BP{number}BD",
            now=moment,
        ),
    )
    diary.add(at + timedelta(days=4), lambda moment: _track(pk, "arrived", moment))


def inspect(world: World, diary: Diary, own: random.Random, pk: int, at: datetime) -> None:
    seller_order = SellerOrder.objects.get(pk=pk)
    if seller_order.state != "arrived":
        return
    shipment = Shipment.objects.get(seller_order_id=pk, direction="outbound")
    found = []
    for line in seller_order.lines.filter(state="confirmed").order_by("position"):
        draw = own.random()
        rejected = own.randint(1, line.quantity) if draw < 0.06 else 0
        short = 1 if 0.06 <= draw < 0.075 else 0
        reason = own.choice(["damaged", "damaged", "wrong_item", "bad_quality", "expired"])
        found.append(
            FoundLine(
                line.pk,
                line.quantity - rejected - short,
                rejected,
                reason if rejected else "",
                photos=[_photo(own)] if rejected else [],
            )
        )
    fulfilling.inspection_record(
        actor=world.actors[seller_order.centre_id],
        shipment_id=shipment.pk,
        found=found,
        nonce=UUID(int=own.getrandbits(128), version=4),
        now=at,
    )
    for back in Shipment.objects.filter(seller_order_id=pk, why="rejected"):
        _carry_back(diary, world.actors[seller_order.centre_id], back.pk, at)
    diary.add(
        _in_hours(at + timedelta(hours=own.uniform(0.2, 40)), own),
        lambda moment: collect(world, diary, own, pk, moment),
    )


def collect(world: World, diary: Diary, own: random.Random, pk: int, at: datetime) -> None:
    seller_order = SellerOrder.objects.get(pk=pk)
    if seller_order.state != "inspected":
        return
    medium = own.choices(["cash", "bkash", "rocket", "nagad"], [70, 18, 7, 5])[0]
    payment_collect(
        actor=world.actors[seller_order.centre_id],
        seller_order_id=pk,
        medium=medium,
        reference="" if medium == "cash" else f"{own.getrandbits(40):010X}"[:10],
        expected_poisha=amount_due(pk).amount_poisha,
        nonce=UUID(int=own.getrandbits(128), version=4),
        now=at,
    )
    diary.add(
        _in_hours(at + timedelta(hours=own.choice([0.1, 0.1, 0.2, 20, 44])), own),
        lambda moment: hand_over(world, diary, own, pk, moment),
    )


def hand_over(world: World, diary: Diary, own: random.Random, pk: int, at: datetime) -> None:
    seller_order = SellerOrder.objects.get(pk=pk)
    if seller_order.state != "paid":
        return
    actor = world.actors[seller_order.centre_id]
    fulfilling.hand_over_record(
        actor=actor, seller_order_id=pk, code=_code_for(world, actor, seller_order, at), now=at
    )
    if own.random() < 0.05:
        diary.add(
            at + timedelta(hours=own.uniform(6, 40)),
            lambda moment: _return(world, diary, own, pk, moment),
        )


def _code_for(world: World, actor: Actor, seller_order: SellerOrder, at: datetime) -> str:
    """The code of the customer's SMS, before it is sent and forgotten; a new one after that."""
    notices = Message.objects.filter(template="hand_over_code", reference=seller_order.code)
    message = notices.exclude(body="").order_by("-id").first()
    if message is None:
        fulfilling.hand_over_code_resend(actor=actor, seller_order_id=seller_order.pk, now=at)
        message = notices.exclude(body="").latest("id")
    found = re.search(r"(?<!\d)\d{6}(?!\d)", latin_digits(message.body))
    assert found is not None
    return found[0]


def _return(world: World, diary: Diary, own: random.Random, pk: int, at: datetime) -> None:
    seller_order = SellerOrder.objects.get(pk=pk)
    line = seller_order.lines.filter(accepted_quantity__gt=0).order_by("position").first()
    if line is None:
        return
    wanted = fulfilling.return_ask(
        actor=world.actors[seller_order.centre_id],
        order_line_id=line.pk,
        quantity=1,
        reason=own.choice(["bad_quality", "wrong_item", "damaged", "changed_mind"]),
        note="",
        photos=[_photo(own)],
        now=at,
    )
    diary.add(
        at + timedelta(hours=own.uniform(3, 30)),
        lambda moment: _decide(world, diary, own, wanted.pk, moment),
    )


def _decide(world: World, diary: Diary, own: random.Random, pk: int, at: datetime) -> None:
    wanted = ReturnRequest.objects.select_related("order_line__seller_order").get(pk=pk)
    if wanted.state != "asked":
        return
    approve = own.random() < 0.8
    seller = world.sellers[wanted.order_line.seller_order.seller_id]
    fulfilling.return_decide(
        actor=seller,
        return_id=pk,
        approve=approve,
        note="" if approve else "ছবিতে কোনো ত্রুটি দেখা যায় না।",
        now=at,
    )
    if not approve:
        return
    diary.add(at + timedelta(hours=20), lambda moment: _send_back(world, pk, moment))
    diary.add(
        at + timedelta(days=own.uniform(3, 6)),
        lambda moment: fulfilling.return_receive(actor=seller, return_id=pk, now=moment),
    )


def _send_back(world: World, pk: int, at: datetime) -> None:
    wanted = ReturnRequest.objects.select_related("order_line__seller_order").get(pk=pk)
    fulfilling.return_send(
        actor=world.actors[wanted.order_line.seller_order.centre_id],
        return_id=pk,
        courier="manual",
        tracking_number="",
        now=at,
    )


def _photo(own: random.Random) -> io.BytesIO:
    """A torn piece of cloth, drawn."""
    ground = own.choice(["#c9b79c", "#8fa7b8", "#b8868b", "#9db08f"])
    image = Image.new("RGB", (640, 480), ground)
    pen = ImageDraw.Draw(image)
    for x in range(0, 640, 8):
        pen.line([(x, 0), (x, 480)], fill="#ffffff", width=1)
    for y in range(0, 480, 8):
        pen.line([(0, y), (640, y)], fill="#00000022", width=1)
    x, y = own.randint(150, 450), own.randint(80, 160)
    tear = [(x, y)]
    for _piece in range(9):
        x, y = x + own.randint(-34, 34), y + own.randint(18, 34)
        tear.append((x, y))
    pen.line(tear, fill="#3a2a22", width=own.randint(8, 16), joint="curve")
    kept = io.BytesIO()
    image.save(kept, "JPEG", quality=82)
    kept.seek(0)
    return kept


def _in_hours(at: datetime, own: random.Random) -> datetime:
    """The same day between nine and six in Dhaka, when the centre is open."""
    local = at.astimezone(clock.DHAKA)
    if 9 <= local.hour < 18:
        return at
    opened = local.replace(hour=9, minute=own.randint(5, 55))
    return opened if opened > local else opened + timedelta(days=1)
