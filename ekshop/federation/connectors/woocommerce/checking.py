"""Trying a connection, and saying in words what is wrong with it."""

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import format_number

from ..shape import ConnectorTrouble, Finding, Source
from .client import NOT_A_SHOP, Shop

SECONDS = 15.0


def check(source: Source) -> list[Finding]:
    """In the order in which things can be wrong; the first that is ends it."""
    found: list[Finding] = []
    try:
        with Shop(source, seconds=SECONDS) as shop:
            site = shop.get("/wp-json/")
            if not isinstance(site, dict) or "wc/v3" not in (site.get("namespaces") or []):
                return [*found, Finding(False, NOT_A_SHOP)]
            found.append(Finding(True, _("A WooCommerce shop answers at this address.")))
            goods = shop.answer("GET", "/products", {"per_page": 1, "status": "publish"})
            count = int(goods.headers.get("X-WP-Total") or len(goods.found))
            found.append(Finding(True, _("The keys fit.")))
            if not count:
                return [*found, Finding(False, _("The shop offers no goods yet."))]
            shown = format_number(count, get_language() or "bn")
            found.append(Finding(True, _("Goods in the shop: %(count)s.") % {"count": shown}))
            currency = str(shop.get("/data/currencies/current").get("code") or "")
            found.append(_money(currency))
            if source.settings.get("orders"):
                shop.get("/orders", {"per_page": 1})
                found.append(Finding(True, _("Orders can be given to the shop.")))
    except ConnectorTrouble as trouble:
        found.append(Finding(False, str(trouble)))
    return found


def _money(currency: str) -> Finding:
    if currency == "BDT":
        return Finding(True, _("Its prices are in taka."))
    words = _("Its prices are in %(currency)s. Say below how many taka one of it is.")
    return Finding(True, words % {"currency": currency})
