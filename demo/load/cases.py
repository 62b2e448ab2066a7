"""Four months of complaints, made by the services themselves under a moving clock.

In a few transactions beside that of the orders, in a process of its own: nothing of them is seen
before their last day has come, and what the services tell is handled here, without the queue. SMS of more than two days ago are not kept: nobody waits for them any more.
"""

import random
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import islice
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from demo.content import said
from demo.content.complaints import COLLAPSED, Complaint, drawn, drawn_of_the_collapsed
from demo.content.stories import BN, tell
from ekshop.complaints.events import CaseMoved
from ekshop.complaints.models import Case, Incident, IncidentCase, Respondent, SellerAlert
from ekshop.complaints.services import (
    Filing,
    alert_notice,
    alert_warn,
    case_file,
    respondent_record,
    sellers_watch,
)
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.deadlines import deadlines_run
from ekshop.kernel.events import Event, gather
from ekshop.notices.models import Message
from ekshop.parties.models import Centre, Membership, Place
from ekshop.parties.selectors import actor_of, organisation_names
from ekshop.payments.models import Payment

from .lives import DAY, HOUR, Life
from .messages import TOLD_OF
from .people import organisation, persona
from .sides import Sides
from .steps import CASE_DAYS, DAYS, NUMBER
from .world import SEED, Diary

COLLAPSE, AT_ORDERS = 300, 30
PARTS = 4
TELLING = (
    ".on_case_received",
    ".on_case_moved",
    ".announce_case",
    ".on_clocks_warned",
    ".on_referral_sent",
    ".agency_told_of_referral",
    ".officers_told_of_referral",
)
"""Handlers by which somebody is told."""
SERVING = ("ask_seller", "serve", "served")
"""Steps whose telling is the serving of notice."""
TICK = 8 * HOUR
COLLAPSED_DAYS_AGO = 37
LINK = Actor.system("answer link")
OFFICERS = ("rafi", "sabina", "masud")


def load(part: int, now: datetime) -> None:
    """One of `PARTS` lots of complaints; the last is of the seller that collapsed. To be called in
    a transaction."""
    chance = random.Random(f"{SEED}:cases:{part}")
    filer = _Filer(chance)
    if part < PARTS - 1:
        for told in islice(drawn(NUMBER), part, None, PARTS - 1):
            back = DAYS if told.partner else CASE_DAYS
            at = now - back * timedelta(days=1) * chance.random() ** 1.2
            filer.plan(told, at)
    else:
        for told in drawn_of_the_collapsed(COLLAPSE):
            at = now - timedelta(days=COLLAPSED_DAYS_AGO) + chance.triangular(0, 144, 30) * HOUR
            filer.plan(told, at)
    _live(filer, clock.dhaka_midnight(dhaka_date(now) - timedelta(days=CASE_DAYS)), now)
    if part == PARTS - 1:
        _incident(filer.sides.coordinator, now)
        _review(filer.sides.coordinator, now)
    _forget_messages(now - TOLD_OF)


def load_at_orders(now: datetime) -> None:
    """Complaints about goods that were ordered here, Karim's among them: their refunds move money.
    After the orders, in a transaction."""
    chance = random.Random(f"{SEED}:cases:orders")
    filer = _Filer(chance)
    paid = paid_here(now - timedelta(days=2))
    hers = [each for each in paid if each.seller_order.centre_id == persona("asha").organisation_id]
    first = hers[:6]
    for payment in [*first, *[each for each in paid if each not in first][: AT_ORDERS - 6]]:
        told, order = of_order(chance, payment), payment.seller_order
        at = payment.collected_at + chance.uniform(6, 150) * HOUR
        filer.plan(told, min(at, now - HOUR), order_id=order.pk, seller_id=order.seller_id)
    start = clock.dhaka_midnight(dhaka_date(now) - timedelta(days=DAYS))
    _live(filer, start, now)
    _forget_messages(now - TOLD_OF)


def paid_here(before: datetime) -> QuerySet[Payment]:
    """What a customer paid at a centre and got nothing back of, the latest first. What the export
    hub paid is not among it: its buyer is abroad and complains to the marketplace."""
    return (
        Payment.objects.filter(
            refunded_poisha=0, collected_at__lt=before, seller_order__export=False
        )
        .select_related("seller_order__order__customer", "seller_order__centre__centre")
        .order_by("-id")
    )


def of_order(chance: random.Random, payment: Payment) -> Complaint:
    """What the customer of a paid order has to say."""
    order = payment.seller_order
    customer, line = order.order.customer, order.lines.order_by("position").first()
    title = line.title if line else order.code
    category = chance.choice(["damaged", "quality", "wrong_item", "short"])
    seller = organisation_names([order.seller_id])[order.seller_id]
    taka = payment.amount_poisha // 100
    story = tell(
        chance,
        BN,
        category,
        goods=(title, title, title),
        seller=(seller.name_bn, seller.name_en),
        taka=taka,
        days=chance.randint(6, 14),
        paid_by="cash",
    )
    return Complaint(
        name_bn=customer.name,
        name_en=customer.name,
        mobile=customer.mobile,
        district=order.centre.centre.district.code,
        language=BN,
        category=category,
        story=story,
        goods=title,
        taka=taka,
        days=1,
        paid_by="cash",
        partner="",
        shop=None,
        handles=(),
        wanted=chance.choice(["refund", "refund", "replacement"]),
        publish=chance.random() < 0.5,
    )


def _live(filer: "_Filer", start: datetime, now: datetime) -> None:
    sides, tick = filer.sides, start
    with gather() as gathered:
        while tick < now:
            tick = min(tick + TICK, now)
            for entry in sides.diary.until(tick):
                with clock.at(entry.at):
                    entry.act(entry.at)
                    _follow(sides, gathered.handle(_wanted_at(entry.at, now)), entry.at)
            with clock.at(tick):
                deadlines_run(tick, about="case")
                _follow(sides, gathered.handle(_wanted_at(tick, now)), tick)


def _wanted_at(at: datetime, now: datetime) -> Callable[[str, Event], bool] | None:
    """Long ago people and machines were told; that is not told again. What a handler does to the
    case itself, sorting it or serving a seller notice, is done whenever it was."""
    if at > now - TOLD_OF:
        return None
    return lambda handler, event: (
        not handler.endswith(TELLING)
        or (isinstance(event, CaseMoved) and event.action in SERVING)
        and handler.endswith(".on_case_moved")
    )


def _follow(sides: Sides, handled: list[Event], at: datetime) -> None:
    last = {event.case_id: event.state for event in handled if isinstance(event, CaseMoved)}
    for case_id, state in last.items():
        sides.plan(case_id, state, at)


class _Filer:
    """Files a drawn complaint as its person, or a centre or the call line for them."""

    def __init__(self, chance: random.Random) -> None:
        officers = {actor.organisation: actor for actor in map(persona, OFFICERS)}
        self.sides = Sides(Diary(), persona("nila"), officers)
        self.chance = chance
        self.districts = dict(Place.objects.filter(kind="district").values_list("code", "pk"))
        self.staff: dict[int, Actor] = {}
        self.call_line = persona("tuli")
        staff = Membership.objects.filter(role="entrepreneur").select_related("person")
        self.entrepreneurs = {row.organisation_id: actor_of(row.person, row) for row in staff}
        # The export hub and the trial desk stand in a district, too, and nobody works there.
        centres = Centre.objects.filter(pk__in=self.entrepreneurs).values_list("pk", "district_id")
        self.centre_of = {district: centre for centre, district in centres}

    def plan(self, told: Complaint, at: datetime, **order: int) -> None:
        self.sides.diary.add(at, lambda moment: self.file(told, moment, **order))

    def file(self, told: Complaint, at: datetime, *, order_id: int = 0, seller_id: int = 0) -> None:
        chance = self.chance
        district = self.districts[told.district]
        name = told.name_en if told.language == "en" else told.name_bn
        complainant = Actor.mobile_holder(told.mobile, name)
        actor, consent = complainant, ""
        way = chance.random()
        if way < 0.22 and not order_id:
            actor = self.call_line
            if way < 0.14:
                actor = self.entrepreneurs[self.centre_of[district]]
            consent = "spoken"
        seller, partner_id, respondent_id, care = self._seller(told, at, seller_id)
        paid = told.taka * 100
        money = told.wanted in ("refund", "compensation")
        asked = chance.random() < 0.7
        filing = Filing(
            name=name,
            mobile=told.mobile,
            category=told.category,
            story=told.story,
            happened_on=dhaka_date(at) - timedelta(days=told.days),
            wanted=told.wanted,
            wanted_poisha=paid if money else None,
            paid_poisha=paid,
            paid_by=told.paid_by,
            transaction_id=f"{chance.getrandbits(50):010X}"[:10] if told.paid_by != "cash" else "",
            nonce=UUID(int=chance.getrandbits(128), version=4),
            language="en" if told.language == "en" else "bn",
            seller_order_id=order_id or None,
            seller_organisation_id=partner_id,
            respondent_id=respondent_id,
            handles=told.handles,
            goods=told.goods,
            asked_seller_on=dhaka_date(at) - timedelta(days=min(told.days, 2)) if asked else None,
            publish=told.publish,
            district_id=district,
            consent_medium=consent,
        )
        case = case_file(actor=actor, filing=filing, now=at)
        self.sides.lives[case.pk] = Life(
            case.pk,
            random.Random(chance.getrandbits(64)),
            seller,
            complainant,
            paid,
            told.wanted,
            care,
            collapsed=told.shop == COLLAPSED,
            at_order=bool(order_id),
        )
        self.sides.plan(case.pk, case.state, at)

    def _seller(
        self, told: Complaint, at: datetime, seller_id: int
    ) -> tuple[Actor, int | None, int | None, float]:
        if told.shop is None:
            pk = seller_id or organisation(told.partner).pk
            if pk not in self.staff:
                row = Membership.objects.filter(organisation_id=pk).select_related("person").first()
                self.staff[pk] = actor_of(row.person, row) if row else LINK
            return self.staff[pk], pk, None, 0.6 if told.partner == "hatkhola" else 0.9
        found = Respondent.objects.filter(name=told.shop[0]).values_list("pk", flat=True).first()
        if found is None:
            found = respondent_record(name=told.shop[0], handles=told.handles, now=at).pk
        care = 0.0 if told.shop == COLLAPSED else 0.45 + 0.35 * (found % 3 == 0)
        return LINK, None, found, care


def _incident(coordinator: Actor, now: datetime) -> None:
    respondent = Respondent.objects.get(name=COLLAPSED[0])
    at = now - timedelta(days=COLLAPSED_DAYS_AGO - 4)
    incident = Incident.objects.create(
        code="I-2026-001",
        respondent=respondent,
        title="ঝলমল মল: অগ্রিম টাকা নিয়ে বন্ধ",
        note="মাত্র ছয় দিনে তিন শতাধিক অভিযোগ। অফিসে তালা, পেজ বন্ধ।",
        opened_at=at,
        **coordinator.columns(),
    )
    members = Case.objects.filter(respondent=respondent).order_by("id")
    IncidentCase.objects.bulk_create(
        IncidentCase(incident=incident, case=case, added_at=at) for case in members
    )


def _review(coordinator: Actor, now: datetime) -> None:
    """The collapse was noticed, its seller asked and silent, the public warned; what is still
    outstanding is asked about now."""
    seller = Respondent.objects.get(name=COLLAPSED[0])
    seen = now - timedelta(days=COLLAPSED_DAYS_AGO - 3)
    sellers_watch(now=seen, respondent_id=seller.pk)
    alerts = dict(SellerAlert.objects.filter(respondent=seller).values_list("signal", "pk"))
    if surge := alerts.get("surge"):
        alert_notice(
            actor=coordinator, alert_id=surge, text=said.ASKED_OF_COLLAPSED, now=seen + DAY
        )
        alert_warn(
            actor=coordinator,
            alert_id=surge,
            text_bn=said.WARNING_BN,
            text_en=said.WARNING_EN,
            now=seen + 12 * DAY,
        )
    if money := alerts.get("undelivered_value"):
        at = now - DAY
        alert_notice(actor=coordinator, alert_id=money, text=said.ASKED_OF_COLLAPSED, now=at)


def _forget_messages(before: datetime) -> None:
    old = Message.objects.filter(reference__startswith="C", created_at__lt=before)
    ids = list(old.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE queue_name = 'notices'"
            " AND (args->'ids'->>0)::bigint = ANY(%s)",
            [ids],
        )
    old.delete()
