"""A WooCommerce shop: REST v3 and signed webhooks, as its published clients know them."""

from typing import Any

from sandbox.core.service import Service
from sandbox.services.woo.woo import Woo


def services(world: Any) -> list[Service]:
    return [Woo(world)]
