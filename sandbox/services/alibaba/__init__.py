"""Alibaba.com for sellers (ICBU): signed calls, category schemas in XML, drafts, orders."""

from typing import Any

from sandbox.core.service import Service
from sandbox.services.alibaba.alibaba import Alibaba


def services(world: Any) -> list[Service]:
    return [Alibaba(world)]
