"""How partners' own systems and the platform reach each other, as agreed with the sandbox."""

from datetime import datetime

from django.conf import settings

from demo.content.tables import read
from ekshop.federation.models import Feed
from ekshop.federation.services import api_key_create, feed_update, webhook_set
from sandbox.core.credentials import credential

from .people import LOADER, organisation

# This partner has no system of its own: its people answer on the partner's pages.
BY_HAND = {"sutortan"}


def load(now: datetime) -> None:
    for number, row in enumerate(read("partners"), 1):
        if row["slug"] in BY_HAND:
            continue
        if row["feed_format"] == "woo":
            _orders_to_the_shop(row["slug"], now)
            continue
        seller_id = organisation(row["slug"]).pk
        webhook_set(
            actor=LOADER,
            seller_id=seller_id,
            url=f"{settings.SANDBOX_URL}/shops/{number}/webhooks/orders",
            secret=credential(f"shop/{number}", "webhook_secret"),
            now=now,
        )
        api_key_create(
            actor=LOADER,
            seller_id=seller_id,
            label="shop server",
            key=credential(f"shop/{number}", "api_key"),
            now=now,
        )


def _orders_to_the_shop(slug: str, now: datetime) -> None:
    """From now on new orders appear in the shop itself; its keys stay as they are."""
    feed = Feed.objects.get(seller_id=organisation(slug).pk)
    feed_update(
        actor=LOADER,
        feed=feed,
        name=feed.name,
        address=feed.address,
        settings={"orders": "1"},
        format=feed.format,
        mapping=feed.mapping,
        every_minutes=feed.every_minutes,
        now=now,
    )
