"""bKash and the bank are the sandbox's, in a process of its own."""

import pytest

from sandbox.tests.conftest import outside, platform, running  # noqa: F401


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
