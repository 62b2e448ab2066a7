"""A bank that pays wallets and accounts by file, as Rocket's does: a person uploads a batch, a
result file comes back. The columns of the real one are not public, so both sides read their names
from settings."""

from typing import Any

from sandbox.core.service import Service
from sandbox.services.bank.bank import Bank


def services(world: Any) -> list[Service]:
    return [Bank(world)]
