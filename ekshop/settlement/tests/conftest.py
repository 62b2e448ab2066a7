"""A shop with one rate; bKash and the bank are the sandbox's, in a process of its own."""

import pytest

from ekshop.parties.tests.make import PLACED_AT, Personas
from ekshop.settlement.services import escrow_set
from sandbox.tests.conftest import outside, platform, running  # noqa: F401

from . import make
from .selling import account


@pytest.fixture
def people(db) -> Personas:
    everyone = make.orders.people()
    make.orders.rate(500)
    return everyone


@pytest.fixture
def paid_to(people: Personas) -> Personas:
    """The partner has a confirmed account and is not new any more."""
    account(people)
    escrow_set(
        actor=people.omar.actor,
        seller_id=people.partner.pk,
        escrow="proof",
        note="known for years",
        now=PLACED_AT,
    )
    return people


@pytest.fixture
def bkash(outside, settings):  # noqa: F811
    """The running stand-in with money enough, and settings that lead to it."""
    settings.BKASH_BASE_URL = f"http://127.0.0.1:{outside.port}/bkash/v1.2.0-beta"
    for name in ("USERNAME", "PASSWORD", "APP_KEY", "APP_SECRET"):
        setattr(settings, f"BKASH_{name}", "sandbox")
    settings.BKASH_SECONDS = 5.0
    settings.OUTGOING_PRIVATE_ALLOWED = True
    usual = {"disbursement": 100_000, "collection": 100_000, "fee": 5, "token_s": 3600}
    outside.control("bkash/settings", **usual, envelope="errorCode", spoil="", spoil_times=0)
    return outside


@pytest.fixture
def bank(outside):  # noqa: F811
    usual = {"lose_rows": 0, "repeat_rows": 0, "alter_rows": 0, "add_rows": 0}
    outside.control("bank/settings", **usual, balance=1_000_000, fee=2, delay_s=0)
    return outside
