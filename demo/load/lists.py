"""What the shops' lists say today: all of them confirmed, but one that has not changed for weeks,
and one in which a few prices have lost a nought overnight. And what the sellers kept of their word."""

import json
import urllib.request
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings

from demo.content.tables import read
from ekshop.catalogue.models import Offer
from ekshop.catalogue.selectors import held_visible_to
from ekshop.catalogue.services import held_changes_refuse, held_changes_release, held_changes_vouch
from ekshop.federation.models import Feed
from ekshop.federation.services import (
    feed_run_request,
    feed_vouch,
    feeds_age,
    seller_records_reckon,
)
from ekshop.kernel.jobs import run_jobs

from .people import LOADER, organisation, persona

SLEEPY, SLIPPED = "niramoyghor", "sutortan"
ASLEEP = timedelta(days=33)
SLIPS = 6
"""Prices that lost a nought: one is released, one refused, one vouched for, the rest wait."""


def load(now: datetime) -> None:
    for number, row in enumerate(read("partners"), 1):
        feed = Feed.objects.get(seller_id=organisation(row["slug"]).pk)
        asleep = row["slug"] == SLEEPY
        feed_vouch(actor=LOADER, feed=feed, now=now - ASLEEP if asleep else now)
        if row["slug"] == SLIPPED:
            _slip(number, feed)
        feed.refresh_from_db()
        feed_run_request(actor=LOADER, feed=feed, now=now)
    run_jobs(queues=["feeds"])
    feeds_age(now=now)
    _decide(now)


def records(now: datetime) -> None:
    """Of the orders lived by now: the hour's own reckoning comes up to an hour after the start."""
    seller_records_reckon(now)


def _slip(number: int, feed: Feed) -> None:
    slipping = Offer.objects.filter(feed_id=feed.pk, state="live", on_hand__gt=0)
    for offer in slipping.filter(price_poisha__gt=20_000).order_by("seller_ref")[:SLIPS]:
        _tell(number, "set", id=offer.seller_ref, price=f"{offer.price_poisha / 1000:.2f} BDT")


def _tell(number: int, action: str, **told: Any) -> None:
    """The sandbox's shop does as a hand at its panel would."""
    asked = urllib.request.Request(  # noqa: S310 - the sandbox's own address
        f"{settings.SANDBOX_URL}/_control/shop/{number}/{action}",
        data=json.dumps(told).encode(),
        headers={"content-type": "application/json"},
    )
    urllib.request.urlopen(asked, timeout=30).close()  # noqa: S310


def _decide(now: datetime) -> None:
    omar = persona("omar")
    held = list(held_visible_to(omar).filter(state="held").order_by("pk")[:3])
    if len(held) == 3:
        released, refused, vouched = held
        held_changes_release(actor=omar, change_ids=[released.pk], note="A sale", now=now)
        held_changes_refuse(actor=omar, change_ids=[refused.pk], now=now)
        held_changes_vouch(actor=persona("mina"), change_ids=[vouched.pk], now=now)
