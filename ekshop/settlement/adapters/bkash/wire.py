"""How bKash writes things: errors in several envelopes, all with HTTP 200, and its own codes."""

import re
from typing import Any

from ...selectors.payouts import masked
from ..shape import Outcome

CODES: dict[str, tuple[str, str]] = {
    "2001": ("unsent", "keys"),
    "2079": ("unsent", "keys"),
    "2023": ("unsent", "balance"),
    "2006": ("failed", "amount"),
    "2031": ("failed", "invoice"),
    "2012": ("failed", "wrong_number"),
    "2045": ("failed", "wrong_number"),
    "2057": ("failed", "no_account"),
    "2058": ("failed", "not_personal"),
    "2039": ("failed", "blocked"),
    "2040": ("failed", "blocked"),
    "2041": ("failed", "blocked"),
    "2007": ("failed", "refused"),
    "2025": ("failed", "refused"),
    "2029": ("unknown", "duplicate"),
    "2003": ("unknown", "unsure"),
    "2020": ("unknown", "unsure"),
    "2024": ("unknown", "unsure"),
    "503": ("unknown", "unsure"),
}
"""Code to what became of the payment and why. An invoice number is ours alone and sent once, so a
duplicate means that an earlier sending arrived; "process failed" and its like are said of
payments that went through, too. A code not here is unknown."""

_MSISDN = re.compile(r"(?<!\d)(?:88)?01[3-9]\d{8}(?!\d)")
_TRX = re.compile(r'"trxID"\s*:\s*"([A-Za-z0-9]{6,30})"')


def error_code(body: Any) -> str:
    """The code in whichever envelope; "" where the body is no refusal."""
    if not isinstance(body, dict):
        return ""
    nested = body.get("error")
    if isinstance(nested, dict):
        return error_code(nested)
    for name in ("externalCode", "errorCode", "statusCode"):
        code = str(body.get(name) or "")
        if code and code != "0000":
            return code
    return ""


def refusal(code: str, body: dict[str, Any]) -> Outcome:
    fate, reason = CODES.get(code, ("unknown", "unsure"))
    return Outcome(fate, reason, code[:24], answer=kept(body))  # type: ignore[arg-type]


def unreadable(text: str) -> Outcome:
    """The transaction's number may stand in what did come: then it can be searched for."""
    found = _TRX.search(text)
    return Outcome(
        "unknown",
        "unreadable",
        trx_id=found[1] if found else "",
        answer={"text": _hidden(text)[:500]},
    )


def _hidden(text: str) -> str:
    return _MSISDN.sub(lambda found: masked(found[0]), text)


def kept(body: dict[str, Any]) -> dict[str, Any]:
    """What is kept of an answer: flat, short, no token and no whole wallet number."""
    return {
        str(key)[:40]: _hidden(str(value))[:200]
        for key, value in list(body.items())[:30]
        if "token" not in str(key).lower()
    }
