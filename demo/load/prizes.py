"""Prizes: a scheme of the first whole month that was won, and one that runs now."""

import random
from datetime import datetime, timedelta
from uuid import UUID

from ekshop.catalogue.models import Offer
from ekshop.kernel import clock
from ekshop.orders.selectors import centre_stop
from ekshop.orders.services import OrderedLine, order_place
from ekshop.parties.models import Organisation
from ekshop.parties.services import consent_record, customer_record
from ekshop.settlement.models import (
    PrizeAward,
    PrizeFlag,
    PrizeObjection,
    PrizeScheme,
)
from ekshop.settlement.selectors.prizes import results_of
from ekshop.settlement.services import prizes as services
from ekshop.settlement.services.prizes import PrizeGiven, Terms

from . import parcels
from .people import organisation, persona
from .world import SEED, Act, Diary, World

HOUR = timedelta(hours=1)
NAMES = {
    "won": ("আশ্বিনের সেরা উদ্যোক্তা", "Best entrepreneurs of the season"),
    "running": ("এ মাসের সেরা উদ্যোক্তা", "Best entrepreneurs of the month"),
}
ABOUT = (
    "যাঁরা গ্রামের মানুষের কাছে ভালো পণ্য পৌঁছে দেন, তাঁদের জন্য বিক্রেতাদের উপহার।",
    "Gifts from the sellers for those who bring good wares to the village.",
)


def plan(world: World, diary: Diary, start: datetime, now: datetime) -> list[tuple[datetime, Act]]:
    """What happens when, from the first day to today; to be entered day by day."""
    won = clock.month_after(clock.month_of(start))
    over = clock.month_bounds(won)[1]
    running = clock.month_of(now)
    begins, begun = clock.month_bounds(won)[0], clock.month_bounds(running)[0]
    return [
        (
            max(start + 10 * HOUR, begins - timedelta(days=5, hours=-11)),
            lambda at: _published("won", won, at),
        ),
        (begins + timedelta(days=4, hours=11), lambda at: _for_herself(world, diary, 7, at)),
        (over + timedelta(days=12, hours=11), _frozen),
        (over + timedelta(days=14, hours=11), lambda at: _objected(world, at)),
        (over + timedelta(days=15, hours=11), _answered),
        (over + timedelta(days=18, hours=11), _confirmed),
        (over + timedelta(days=19, hours=11), lambda at: _handed_over(world, at)),
        (begun - timedelta(days=6, hours=-11), lambda at: _published("running", running, at)),
        (begun + timedelta(days=2, hours=11), lambda at: _for_herself(world, diary, 11, at)),
        (now - HOUR, _reckoned),
    ]


def _published(which: str, month: str, at: datetime) -> None:
    """Omar writes and asks, Shirin publishes."""
    over = clock.dhaka_date(clock.month_bounds(month)[1])
    terms = Terms(
        name_bn=NAMES[which][0],
        name_en=NAMES[which][1],
        about_bn=ABOUT[0],
        about_en=ABOUT[1],
        first_month=month,
        last_month=month,
        settles_on=over + timedelta(days=11),
        objections_until=over + timedelta(days=17),
        tie_rule="reached_first",
        prizes=_prizes(),
    )
    scheme = services.scheme_save(actor=persona("omar"), scheme_id=None, terms=terms, now=at)
    services.scheme_propose(actor=persona("omar"), scheme_id=scheme.pk, now=at)
    services.scheme_publish(actor=persona("shirin"), scheme_id=scheme.pk, now=at + HOUR)


def _prizes() -> list[PrizeGiven]:
    books, lights, clothes = (
        organisation(slug).pk for slug in ("pataboi", "bijolighor", "sutortan")
    )
    return [
        PrizeGiven("step", "ছাতা", "Umbrella", 45_000, 5_000, sponsor_id=clothes),
        PrizeGiven("step", "সৌরবাতি", "Solar lamp", 150_000, 20_000, sponsor_id=lights),
        PrizeGiven(
            "step", "দেয়ালঘড়ি ও বইয়ের সেট", "Wall clock and books", 320_000, 60_000, sponsor_id=books
        ),
        PrizeGiven("step", "স্মার্টফোন", "Smartphone", 1_400_000, 150_000, sponsor_id=lights),
        PrizeGiven("country", "মোটরসাইকেল", "Motorcycle", 15_500_000, None, 1, 1, lights),
        PrizeGiven("country", "টেলিভিশন", "Television", 2_800_000, None, 2, 3, lights),
        PrizeGiven("division", "সাইকেল", "Bicycle", 1_100_000, None, 1, 1, clothes),
    ]


def _for_herself(world: World, diary: Diary, number: int, at: datetime) -> None:
    """Somebody who runs a centre orders there under her own number: it will be flagged."""
    centre = next(each for each in world.centres[number:] if centre_stop(each.pk) is None)
    actor = world.actors[centre.pk]
    mobile = Organisation.objects.get(pk=centre.pk).memberships.get(person=actor.person_id)
    customer = customer_record(
        actor=actor,
        name=mobile.person.name_bn,
        mobile=mobile.person.mobile or "",
        centre_id=centre.pk,
        now=at,
    )
    consent_record(
        actor=actor,
        customer_id=customer.pk,
        purpose="order",
        medium="spoken",
        wording="order-1",
        now=at,
    )
    if centre_stop(centre.pk):
        # It holds too much cash to order anything, for herself no more than for others.
        return
    draw = random.Random(f"{SEED}:herself:{number}")
    offer = Offer.objects.filter(
        state="live", on_hand__gte=6, price_poisha__range=(40_000, 150_000), seller__kind="partner"
    ).order_by("id")[draw.randrange(40)]
    order = order_place(
        actor=actor,
        nonce=UUID(int=draw.getrandbits(128), version=4),
        centre_id=centre.pk,
        customer_id=customer.pk,
        channel="walk_in",
        lines=[OrderedLine(offer.pk, 1, offer.price_poisha)],
        now=at,
    )
    for seller_order in order.seller_orders.all():
        parcels.plan(world, diary, draw, seller_order, at)


def _won() -> PrizeScheme:
    return PrizeScheme.objects.get(name_en=NAMES["won"][1])


def _frozen(at: datetime) -> None:
    """Omar judges what was flagged, and freezes."""
    omar, scheme = persona("omar"), _won()
    services.flags_find(scheme_id=scheme.pk, now=at)
    for flag in PrizeFlag.objects.filter(scheme=scheme, state="open"):
        if flag.kind.startswith("own"):
            text = "অর্ডারটি তিনি নিজের জন্য নিজের নম্বরে দিয়েছেন।"
            services.flag_uphold(actor=omar, flag_id=flag.pk, excludes="orders", text=text, now=at)
        else:
            text = "ফোনে কথা হয়েছে: বিদ্যালয়ের জন্য কেনা, কাগজ দেখিয়েছেন।"
            services.flag_dismiss(actor=omar, flag_id=flag.pk, text=text, now=at)
    services.result_freeze(actor=omar, scheme_id=scheme.pk, now=at)


def _objected(world: World, at: datetime) -> None:
    """Whoever came fourth misses an order."""
    scheme = _won()
    fourth = results_of(scheme).order_by("rank", "id")[3:4]
    for result in fourth:
        services.objection_make(
            actor=world.actors[result.centre_id],
            scheme_id=scheme.pk,
            text="মাসের শেষ দিনের একটি অর্ডার গোনা হয়নি বলে মনে হচ্ছে।",
            now=at,
        )


def _answered(at: datetime) -> None:
    for objection in PrizeObjection.objects.filter(scheme=_won(), answered_by=None):
        services.objection_answer(
            actor=persona("omar"),
            objection_id=objection.pk,
            text="টাকা নেওয়া হয়েছে পরের মাসের ১ তারিখে, তাই সেটি ওই মাসের কমিশন।",
            now=at,
        )


def _confirmed(at: datetime) -> None:
    services.result_confirm(actor=persona("shirin"), scheme_id=_won().pk, now=at)


def _handed_over(world: World, at: datetime) -> None:
    """Most agree to be named, nearly all have their prize."""
    scheme = _won()
    draw = random.Random(f"{SEED}:prizes")
    awards = list(PrizeAward.objects.filter(scheme=scheme).order_by("id"))
    for centre_id in sorted({award.centre_id for award in awards}):
        if draw.random() < 0.8:
            services.awards_name(
                actor=world.actors[centre_id], scheme_id=scheme.pk, agreed=True, now=at
            )
    for number, award in enumerate(awards[:-2], 1):
        services.award_hand_over(
            actor=persona("omar"),
            award_id=award.pk,
            signed_name=world.actors[award.centre_id].label,
            paper_reference=f"EKP-{scheme.first_month}-{number:03}",
            photo=None,
            handed_on=clock.dhaka_date(at),
            now=at,
        )


def _reckoned(at: datetime) -> None:
    for scheme in PrizeScheme.objects.filter(state="published"):
        services.flags_find(scheme_id=scheme.pk, now=at)
        services.standings_reckon(scheme_id=scheme.pk, now=at)
