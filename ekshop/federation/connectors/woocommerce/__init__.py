"""WooCommerce: goods by REST v3 or its CSV export, orders out, webhooks both ways."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from ..shape import Connector, FileShape, Hooks, Orders, Setting
from . import hooks, orders
from .checking import check
from .export import ExportReader, is_export
from .fetching import fetch, refetch
from .live import live
from .rows import ProductLines, is_lines_of_products


def _lines(path: Path, head: bytes, columns: dict[str, str] | None) -> ProductLines:
    return ProductLines(path)


CONNECTOR = Connector(
    key="woocommerce",
    name=_("A WooCommerce shop"),
    about=_(
        "Your shop on WordPress with WooCommerce: we read its goods and hear of every change, and "
        "orders appear in it like any other. Or upload its product export (CSV)."
    ),
    order=20,
    address=_("Address of the shop"),
    address_hint=_("As customers open it, like https://shop.example.com"),
    settings=(
        Setting(
            "consumer_key",
            _("Consumer key"),
            _("In WooCommerce: Settings → Advanced → REST API → Add key, permission Read/Write."),
            kind="secret",
            needed=True,
            placeholder="ck_…",
        ),
        Setting(
            "consumer_secret",
            _("Consumer secret"),
            _("Shown once beside the key. We keep it sealed and never show it again."),
            kind="secret",
            needed=True,
            placeholder="cs_…",
        ),
        Setting(
            "orders",
            _("Give orders to the shop"),
            _("Each becomes an order of the shop, and what you do with it there is your answer."),
            kind="yes",
        ),
        Setting(
            "order_status",
            _("New orders come as"),
            kind="choice",
            choices=(
                ("on-hold", _("On hold: setting it to Processing confirms it, Cancelled declines")),
                ("processing", _("Processing: every order counts as confirmed at once")),
            ),
            default="on-hold",
        ),
    ),
    upload=True,
    fetch=fetch,
    fetched="woo_products",
    refetch=refetch,
    check=check,
    live=live,
    orders=Orders(push=orders.push, cancel=orders.cancel, read=orders.read),
    hooks=Hooks(connect=hooks.connect, disconnect=hooks.disconnect, hear=hooks.hear),
    files=(
        FileShape("woo_products", _("WooCommerce's own answer"), is_lines_of_products, _lines),
        FileShape("woo_csv", _("WooCommerce product export (CSV)"), is_export, ExportReader),
    ),
)
