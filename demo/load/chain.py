"""The sisters of the char work as a group: three members, orders of theirs in each state on the way
to the courier, and parcels of two put together at Asha's centre."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from ekshop.catalogue.models import Offer
from ekshop.catalogue.selectors import OfferToOrder, offers_to_order
from ekshop.fulfilment.services import FoundLine, first_check_record, pool_make
from ekshop.kernel.actors import Actor
from ekshop.orders.models import SellerOrder
from ekshop.orders.selectors import centre_stop
from ekshop.orders.services import (
    OrderedLine,
    order_place,
    producer_ask,
    producer_order_answer,
)
from ekshop.parties.services import NewPerson, consent_record, customer_record
from ekshop.producers.services import (
    NewProducer,
    group_member_put,
    producer_approve,
    producer_bring,
)

from .people import LOADER, organisation
from .producers import card_of_nobody
from .world import World, world_read

GROUP, CENTRE = "char-sisters", "nayarhat-kurigram"
MEMBERS = (
    ("আছমা খাতুন", "Asma Khatun", 40),
    ("রাবেয়া বেগম", "Rabeya Begum", 40),
    ("মরিয়ম নেছা", "Moriom Nesa", 25),
)
"""Who belongs to the group, and how many pieces each can make in thirty days."""
WAYS = ("asked", "coming", "coming", "kept back", "pooled", "pooled")
"""How far each of the orders has come."""
OPENED = ("bad_quality", "সেলাই খুলে গেছে")


def load(now: datetime) -> None:
    world = world_read()
    group = organisation(GROUP)
    asha = world.actors[organisation(CENTRE).pk]
    joined = now - timedelta(days=20)
    for number, (name_bn, name_en, capacity) in enumerate(MEMBERS, start=1):
        mobile = f"+88017000038{number:02d}"
        profile = producer_bring(
            actor=LOADER,
            given=NewProducer(
                person=NewPerson(name=name_en, name_bn=name_bn, mobile=mobile),
                craft="needlework",
                craft_bn="টুপি সেলাই",
                craft_en="Embroidered caps",
                identity_number=card_of_nobody(80 + number),
                wallet_provider="bkash",
                wallet_number=f"0{mobile[4:]}",
                capacity_a_month=capacity,
                lead_days=5,
                agreements={"consent": "read_aloud", "contract": "thumb"},
            ),
            sourcing_centre_id=asha.organisation,
            wallet_proved_at=joined,
            now=joined,
        )
        producer_approve(actor=LOADER, seller_id=profile.seller_id, now=joined)
        group_member_put(
            actor=asha,
            group_id=group.pk,
            member_id=profile.seller_id,
            capacity=capacity,
            now=joined,
        )
    pooled = [
        share.pk
        for number, (way, share) in enumerate(
            zip(WAYS, _shares(world, group.pk, now), strict=False)
        )
        if _bring(asha, share, way, number, now) == "pooled"
    ]
    if pooled:
        pool_make(
            actor=asha,
            seller_order_ids=pooled,
            courier="manual",
            nonce=uuid5(NAMESPACE_URL, "demo:chain:pool"),
            now=now,
        )


def _shares(world: World, group_id: int, now: datetime) -> Iterator[SellerOrder]:
    """Orders at other centres, one each, of what the group has."""
    ids = Offer.objects.filter(seller_id=group_id, state="live").order_by("id")
    offers = offers_to_order(list(ids.values_list("pk", flat=True)), at=now)
    buyers = [
        each
        for each in world.centres
        if each.organisation.state == "active"
        and each.pk in world.actors
        and centre_stop(each.pk) is None
        and world.villagers.get(each.code)
    ]
    for number, centre in enumerate(buyers[: len(WAYS)]):
        at = now - timedelta(hours=len(WAYS) - number)
        offer = next((each for each in offers.values() if _may(each)), None)
        if offer is None:
            return
        actor = world.actors[centre.pk]
        name, mobile = world.villagers[centre.code][0]
        buyer = customer_record(actor=actor, name=name, mobile=mobile, centre_id=centre.pk, now=at)
        consent_record(
            actor=actor,
            customer_id=buyer.pk,
            purpose="order",
            medium="spoken",
            wording="order-1",
            now=at,
        )
        order = order_place(
            actor=actor,
            nonce=uuid5(NAMESPACE_URL, f"demo:chain:{number}"),
            centre_id=centre.pk,
            customer_id=buyer.pk,
            channel="walk_in",
            lines=[OrderedLine(offer.id, 3, offer.price_poisha)],
            now=at,
        )
        offers = offers_to_order(list(offers), at=now)
        yield order.seller_orders.get()


def _may(offer: OfferToOrder) -> bool:
    return not offer.refusal and offer.available >= 3 and offer.terms.longest_way is None


def _bring(asha: Actor, share: SellerOrder, way: str, number: int, now: datetime) -> str:
    producer_ask(seller_order_id=share.pk, now=share.placed_at)
    if way == "asked":
        return way
    [line] = share.lines.all()
    producer_order_answer(
        actor=asha,
        seller_order_id=share.pk,
        answers=[(line.pk, "confirmed", "")],
        heard="telephone" if number % 2 else "in_person",
        agreed=True,
        said="শনিবারের মধ্যে আনব।",
        now=share.placed_at + timedelta(minutes=20),
    )
    if way != "coming":
        bad = 1 if way == "kept back" else 0
        first_check_record(
            actor=asha,
            seller_order_id=share.pk,
            found=[FoundLine(line.pk, 3 - bad, bad, *(OPENED if bad else ()))],
            nonce=uuid5(NAMESPACE_URL, f"demo:chain:check:{number}"),
            now=now,
        )
    return way
