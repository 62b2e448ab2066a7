"""Alibaba.com for sellers (ICBU), by its open platform: drafts out, orders in."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..shape import Adapter, Allowance, ChannelFacts, Plan, Setting
from . import listings, orders
from .client import GATEWAY, Platform, granted

REACHED = _("Alibaba lets us in; it has {count} of our products.")


def check(channel: ChannelFacts) -> str:
    with Platform(channel) as platform:
        result = granted(platform, listings.LIST, current_page=1, page_size=1)
    return str(format_lazy(REACHED, count=str(result.get("total_item") or 0)))


ADAPTER = Adapter(
    key="alibaba",
    name=_("Alibaba.com (ICBU)"),
    submit=listings.submit,
    end=listings.end,
    problems=listings.problems,
    asks=listings.asks,
    orders=orders.orders,
    ship=orders.ship,
    cancel=orders.cancel,
    settlements=orders.settlements,
    check=check,
    plan=lambda _count: Plan("submit", 20, per_item=True),
    quotas={"submit": Allowance(rate=1, burst=20), "end": Allowance(rate=1, burst=20)},
    settings=(
        Setting("app_key", _("App key"), needed=True),
        Setting("app_secret", _("App secret"), secret=True, needed=True),
        Setting("refresh_token", _("Refresh token"), secret=True, needed=True),
        Setting(
            "categories",
            _("Categories by HS code"),
            _("One a line, for instance: 630130 100006792"),
            lines=True,
        ),
        Setting("brand", _("Brand where goods have none")),
        Setting(
            "carriers",
            _("Alibaba's codes of carriers"),
            _("One a line: the carrier's name here, then its code there"),
        ),
        Setting(
            "payouts",
            _("Path of the list of payouts"),
            _("Alibaba publishes none. Left empty: statements are brought as a table."),
        ),
        Setting("gateway", _("Address of the interface"), default=GATEWAY),
    ),
    assumed=(
        (_("Payouts"), _("No list is published; statements are brought as a table.")),
        (_("Cancelling an order"), _("Published among the buyer’s calls only.")),
        (_("Drafts in the list of products"), _("Taken to be there, so that none is made twice.")),
        (_("How often it may be asked"), _("Once a second, until it says otherwise.")),
    ),
)
