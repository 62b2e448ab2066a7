"""Marketplaces abroad as the sandbox plays them: the channels, what parcels to them cost."""

import os
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from ekshop.channels.adapters import adapters
from ekshop.channels.adapters.feed import configurations
from ekshop.channels.models import Channel
from ekshop.channels.rules.sources import DEMO_FREIGHT
from ekshop.channels.services.channels import channel_put, freight_band_put
from sandbox.core.credentials import credential
from sandbox.services.sftp.keys import fingerprint

from .people import LOADER

SINCE = date(2026, 1, 1)
BANDS = ((500, 130_000), (1_000, 190_000), (2_000, 290_000), (5_000, 560_000), (20_000, 1_700_000))
"""Grams, poisha."""


def load(now: datetime) -> None:
    amazon, alibaba = f"{settings.SANDBOX_URL}/amazon", f"{settings.SANDBOX_URL}/alibaba/rest"
    _channel(
        "amazon-us",
        adapter="amazon",
        names=("অ্যামাজন (যুক্তরাষ্ট্র)", "Amazon.com"),
        country="US",
        told={"seller_id": "A3EKSHOPSELLER", "endpoint": amazon, "login": amazon},
        open_keys=("client_id",),
        secret_keys=("client_secret", "refresh_token"),
        figures={"fee_bp": 1500, "price_step": 100, "price_ending": 99, "picture_square": True},
        now=now,
    )
    _channel(
        "alibaba",
        adapter="alibaba",
        names=("আলিবাবা", "Alibaba.com"),
        country="CN",
        told={
            "gateway": alibaba,
            "categories": "6301 100006792\n4202 100005792\n57 100006800",
            "payouts": "/alibaba/order/fund/list",
        },
        open_keys=("app_key",),
        secret_keys=("app_secret", "refresh_token"),
        figures={"fee_bp": 300, "stock_kept_back": 2},
        now=now,
    )
    for key in configurations():
        _by_files(key, now)


def _by_files(key: str, now: datetime) -> None:
    """One that speaks in files: its configuration says all but where the sandbox plays it."""
    fields = dict(adapters()[key].defaults)
    told = {**fields.pop("settings"), **_place(key)}
    asked = {each.key for each in adapters()[key].settings if each.secret}
    known = {"user": f"ekshop-{key}"} | {
        name: credential(f"market/{key}", name) for name in ("password", "api_key")
    }
    channel = channel_put(
        actor=LOADER,
        key=key,
        fields={"adapter": key, **fields},
        settings=told,
        secrets={name: known[name] for name in asked if name in known},
        now=now,
    )
    _freight(channel, now)


def _place(key: str) -> dict[str, str]:
    it = configurations()[key]
    if it.address.way == "sftp":
        sandbox = urlsplit(settings.SANDBOX_URL)
        port = os.environ.get("SANDBOX_SFTP_PORT") or (sandbox.port or 80) + 26
        return {"url": f"sftp://{sandbox.hostname}:{port}", "host_key": fingerprint()}
    # A marketplace that gives pages has them beside its files.
    below = "" if it.orders and it.orders.ask else "/files"
    return {"url": f"{settings.SANDBOX_URL}/markets/{key}{below}"}


def _channel(
    key: str,
    *,
    adapter: str,
    names: tuple[str, str],
    country: str,
    told: dict[str, str],
    open_keys: tuple[str, ...],
    secret_keys: tuple[str, ...],
    figures: dict[str, Any],
    now: datetime,
) -> None:
    channel = channel_put(
        actor=LOADER,
        key=key,
        fields={
            "adapter": adapter,
            "name_bn": names[0],
            "name_en": names[1],
            "country": country,
            "currency": "USD",
            "language": "en",
            **figures,
        },
        settings={
            "brand": "ek-Shop",
            **told,
            **{name: credential(adapter, name) for name in open_keys},
        },
        secrets={name: credential(adapter, name) for name in secret_keys},
        now=now,
    )
    _freight(channel, now)


def _freight(channel: Channel, now: datetime) -> None:
    for up_to_g, poisha in BANDS:
        freight_band_put(
            actor=LOADER,
            channel_id=channel.pk,
            up_to_g=up_to_g,
            poisha=poisha,
            source=DEMO_FREIGHT,
            valid_from=SINCE,
            now=now,
        )
