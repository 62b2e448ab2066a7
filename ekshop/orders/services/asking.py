"""Producers are asked for their orders by SMS, and answer by one, on their page, or through their
centre by word of mouth."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import rulebook
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import Conflict, InvalidInput, NotFound
from ekshop.notices.selectors import messages_lately
from ekshop.notices.services import notice_send
from ekshop.parties.selectors import actor_of, members_of, organisation_contact
from ekshop.parties.services import require

from .. import rules
from ..models import ProducerAsking, SellerOrder
from ..selectors.sourcing import producer_orders_visible_to
from .answering import LineAnswer, answer_take
from .errors import HandsTooFew

ASKER = Actor.system("producer notices")
ANSWERS_A_DAY = 10
"""So that two machines which answer each other come to an end."""
REMEMBERED = timedelta(days=14)
"""For how long the number of an order that is settled is still answered with what became of it."""
HAND_OVER_RULE = "courier_hand_over"
_TRIES = 5


def producer_ask(*, seller_order_id: int, now: datetime) -> ProducerAsking | None:
    """Asks a producer for a new order by SMS, once; None for an order that is not a producer's, or
    is settled by now.

    One without a mobile number is asked by her centre, from its page.
    """
    order = (
        SellerOrder.objects.select_related("sourcing_centre")
        .filter(pk=seller_order_id, state="placed", sourcing_centre__isnull=False)
        .first()
    )
    if order is None:
        return None
    known = ProducerAsking.objects.filter(pk=order.pk).first()
    if known is not None:
        return known
    who = organisation_contact(order.seller_id)
    for attempt in range(_TRIES):
        try:
            with transaction.atomic():
                asking = ProducerAsking.objects.create(
                    seller_order=order,
                    mobile=who.mobile,
                    number=_number(who.mobile),
                    asked_at=now,
                )
            break
        except IntegrityError:
            # Another order of hers took the number in this moment.
            if attempt == _TRIES - 1:
                raise
    if who.mobile:
        _ask(order, asking, who.language, now)
    return asking


def producer_order_answer(
    *,
    actor: Actor,
    seller_order_id: int,
    answers: Sequence[LineAnswer | tuple[int, str, str]],
    heard: str,
    agreed: bool,
    said: str = "",
    now: datetime,
) -> SellerOrder:
    """The centre writes down what its producer said, on the telephone or face to face.

    `heard`: a key of SPOKEN; `agreed`: she was read the order, and said that it may be answered
    for her. The answer is hers: it binds her as her own would. Errors: NotAllowed, NotFound (a
    producer of another centre), InvalidInput, and those of `seller_order_answer`.
    """
    require(actor, "sourcing.work")
    problems: dict[str, object] = {}
    if heard not in rules.SPOKEN:
        problems["heard"] = _("Say how you spoke to her: on the telephone, or here.")
    if not agreed:
        problems["agreed"] = _("Read her the order and ask whether you may answer for her.")
    if problems:
        raise InvalidInput(problems)
    with transaction.atomic():
        order = _held(actor, seller_order_id)
        was_open = order.state == "placed"
        answer_take(actor=actor, seller_order=order, answers=answers, now=now)
        if was_open:
            ProducerAsking.objects.filter(pk=order.pk).update(
                how=heard,
                said=normalise(said)[:300],
                written_down_by=actor.person,
                wording=rules.SPOKEN_WORDING,
            )
    return order


def producer_reply_hear(*, mobile: str, text: str, sure_only: bool = False, now: datetime) -> str:
    """Does what a producer's SMS says, and answers it by one; says in a word what was made of it.

    confirmed, declined; which (several wait, and no number was written); unclear; over (that order
    is settled); full (the group's members have no hands left); "" where nothing of hers is asked by that number, which leaves it to others.
    `sure_only`: somebody else awaits that person's yes or no as well, so only one with an order's
    number is ours.
    """
    reply = rules.producer_reply_read(text)
    with transaction.atomic():
        asked = _asked(mobile, now)
        waiting = [each for each in asked if each.answered_at is None]
        named = next((each for each in asked if each.number == reply.number), None)
        if not waiting and named is None or sure_only and named is None:
            return ""
        if named is None and reply.number is None and len(waiting) == 1:
            named = waiting[0]
        what = _do(named, reply, waiting, mobile, text, now)
        if messages_lately(to=mobile, template="producer_reply", since=now - timedelta(days=1)) < (
            ANSWERS_A_DAY
        ):
            _reply(named or waiting[0], what, waiting, now)
    return what


def _do(
    named: ProducerAsking | None,
    reply: rules.ProducerReply,
    waiting: Sequence[ProducerAsking],
    mobile: str,
    text: str,
    now: datetime,
) -> str:
    if named is None:
        return "which" if reply.number is None and reply.yes is not None else "unclear"
    if named.answered_at is not None:
        return "over"
    if reply.yes is None:
        return "unclear"
    order = SellerOrder.objects.select_for_update(of=("self",)).get(pk=named.pk)
    word = ("confirmed", "") if reply.yes else ("declined", reply.reason)
    try:
        answer_take(
            actor=_who(order, mobile),
            seller_order=order,
            answers=[(line.pk, *word) for line in order.lines.all()],
            now=now,
        )
    except HandsTooFew:
        return "full"
    except Conflict:
        return "over"
    ProducerAsking.objects.filter(pk=order.pk).update(how="sms", said=normalise(text)[:300])
    return word[0]


def _asked(mobile: str, now: datetime) -> list[ProducerAsking]:
    """Those of a mobile that wait, and those lately settled, the newest first."""
    rows = ProducerAsking.objects.filter(mobile=mobile, asked_at__gt=now - REMEMBERED)
    return list(rows.select_related("seller_order__sourcing_centre").order_by("-asked_at", "-pk"))


def _held(actor: Actor, seller_order_id: int) -> SellerOrder:
    found = (
        producer_orders_visible_to(actor)
        .select_for_update(of=("self",))
        .filter(pk=seller_order_id)
        .first()
    )
    if found is None:
        raise NotFound(what="seller_order")
    return found


def _who(order: SellerOrder, mobile: str) -> Actor:
    """Whoever of the producer's people has that number; else the producer, as its number says."""
    for member in members_of(order.seller_id):
        if member.person.mobile == mobile:
            return actor_of(member.person, member)
    return Actor(kind="system", organisation_id=order.seller_id, role="sms", label="SMS")


def _number(mobile: str) -> int:
    own = ProducerAsking.objects.filter(mobile=mobile)
    last = own.order_by("-asked_at", "-pk").values_list("number", flat=True).first()
    taken = own.filter(answered_at=None).values_list("number", flat=True)
    return rules.number_after(last, set(taken) if mobile else set())


def _ask(order: SellerOrder, asking: ProducerAsking, language: str, now: datetime) -> None:
    lines = list(order.lines.order_by("position"))
    notice_send(
        actor=ASKER,
        template="producer_new_order",
        to=asking.mobile,
        language=language,
        context={
            "number": asking.number,
            "quantity": lines[0].quantity,
            "title": lines[0].name_in(language),
            "line_count": len(lines),
            "amount_poisha": order.goods_poisha,
            "confirm_by": order.confirm_by,
        },
        reference=order.code,
        organisation_id=order.seller_id,
        expires_at=order.confirm_by,
        now=now,
    )


def _reply(
    about: ProducerAsking, what: str, waiting: Sequence[ProducerAsking], now: datetime
) -> None:
    order = about.seller_order
    who = organisation_contact(order.seller_id)
    notice_send(
        actor=ASKER,
        template="producer_reply",
        to=about.mobile,
        language=who.language,
        context={
            "number": about.number,
            "what": what,
            "waiting": ", ".join(str(each.number) for each in waiting),
            "bring_by": rulebook.due_at(
                rulebook.rule_at(HAND_OVER_RULE, now), max(now, order.ready_at)
            ),
            "centre_name": order.sourcing_centre.name_in(who.language)
            if order.sourcing_centre
            else "",
        },
        reference=order.code,
        organisation_id=order.seller_id,
        now=now,
    )
