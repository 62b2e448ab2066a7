"""How partners' own systems and the platform reach each other, as agreed with the sandbox."""

from datetime import datetime

from django.conf import settings

from demo.content.tables import read
from ekshop.federation.services import api_key_create, webhook_set
from sandbox.core.credentials import credential

from .people import LOADER, organisation

# This partner has no system of its own: its people answer on the partner's pages.
BY_HAND = {"sutortan"}


def load(now: datetime) -> None:
    for number, row in enumerate(read("partners"), 1):
        if row["slug"] in BY_HAND:
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
