"""Who may come in over HTTP."""

from __future__ import annotations

import base64
import secrets
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

if TYPE_CHECKING:
    from sandbox.services.markets.market import Market


def refused(market: Market, request: Request) -> Response | None:
    """The refusal, or None for who shows the right key the way this market wants it."""
    keys, told = market.credentials(), request.headers.get("authorization", "")
    if market.profile.door == "key":
        shown, right = request.headers.get("x-api-key", ""), keys["api_key"]
    elif market.profile.door == "bearer":
        shown, right = told.removeprefix("Bearer "), keys["api_key"]
    else:
        pair = base64.b64encode(f"{keys['user']}:{keys['password']}".encode()).decode()
        shown, right = told, f"Basic {pair}"
    if secrets.compare_digest(shown.encode(), right.encode()):
        return None
    return JSONResponse({"error": f"sign in: {market.profile.door}"}, 401)
