"""Amazon in North America, by its Selling Partner API."""

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from ..shape import Adapter, Allowance, ChannelFacts, Setting
from . import definitions, listings, orders, settlements
from .attributes import BY_HS
from .client import COUNTED, ENDPOINT, LOGIN, ORDERS, Seller
from .faults import faults

REACHED = _("Amazon lets us in. Sites: {sites}. Product types whose rules are kept: {kinds}.")


def check(channel: ChannelFacts) -> str:
    """Signs in, and fetches the rules of every product type our HS codes lead to."""
    with Seller(channel) as seller:
        told = seller.call("participations", seller.account.get_marketplace_participation).payload
        sites = [str(one["marketplace"]["countryCode"]) for one in told]
        kinds = sorted({kind for _code, kind in BY_HS})
        for kind in kinds:
            definitions.fetched(seller, kind)
    return str(format_lazy(REACHED, sites=", ".join(sites), kinds=", ".join(kinds)))


ADAPTER = Adapter(
    key="amazon",
    name=_("Amazon (Selling Partner API)"),
    submit=listings.submit,
    end=listings.end,
    problems=listings.problems,
    asks=listings.asks,
    poll=listings.poll,
    orders=orders.orders,
    ship=orders.ship,
    cancel=orders.cancel,
    settlements=settlements.settlements,
    faults=faults,
    check=check,
    plan=listings.plan,
    quotas={
        operation: Allowance(rate=rate, burst=20 if operation == ORDERS else 5)
        for operation, rate in COUNTED.items()
    },
    settings=(
        Setting("seller_id", _("Seller number"), _("Seller Central → Account Info"), needed=True),
        Setting("client_id", _("App's client ID"), needed=True),
        Setting("client_secret", _("App's client secret"), secret=True, needed=True),
        Setting("refresh_token", _("Refresh token"), secret=True, needed=True),
        Setting("marketplace", _("Marketplace number"), _("Left empty: by the country")),
        Setting("brand", _("Brand where goods have none")),
        Setting("lead_days", _("Days until goods leave us")),
        Setting("shipping_group", _("Template of delivery prices")),
        Setting(
            "product_types",
            _("Product types by HS code"),
            _("One a line, for instance: 630140 BLANKET"),
            lines=True,
        ),
        Setting("endpoint", _("Address of the interface"), default=ENDPOINT),
        Setting("login", _("Address of the sign-in"), default=LOGIN),
    ),
)
