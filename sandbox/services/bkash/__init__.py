"""bKash's disbursement (B2C): tokens, balances, payments to wallets, a statement to download.

The paths and fields are those of the public documents of version 1.2.0-beta; answers to what went
wrong come with HTTP 200 in one of the several envelopes seen in the wild. A payment is made before
it is spoilt, so that a caller whose answer never came has truly paid.
"""

from typing import Any

from sandbox.core.service import Service
from sandbox.services.bkash.bkash import Bkash


def services(world: Any) -> list[Service]:
    return [Bkash(world)]
