"""The door: signing in, whose token opens what, and how often each operation may be called."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.services.amazon.wording import BUSY, OVER_QUOTA, Refused, unauthorized

if TYPE_CHECKING:
    from sandbox.services.amazon.amazon import Amazon

Handler = Callable[[Request], Awaitable[Response]]
TELL_THE_RATE = {200, 201, 202, 204, 400, 404}
"""Other answers have no rate in their header any more."""


class Door:
    def __init__(self, amazon: Amazon) -> None:
        self._amazon = amazon

    async def token(self, request: Request) -> Response:
        """Login with Amazon: a refresh token for an hour's access token."""
        told, known = await request.form(), self._amazon.credentials()
        if told.get("client_id") != known["client_id"] or told.get("client_secret") != known["client_secret"]:  # fmt: skip
            said = {"error": "invalid_client", "error_description": "Client authentication failed"}
            return JSONResponse(said, 401)
        kind = told.get("grant_type")
        if kind not in ("refresh_token", "client_credentials"):
            return JSONResponse({"error": "unsupported_grant_type", "error_description": "The authorization grant type is not supported"}, 400)  # fmt: skip
        if kind == "refresh_token" and told.get("refresh_token") != known["refresh_token"]:
            return JSONResponse({"error": "invalid_grant", "error_description": "The request has an invalid grant parameter : refresh_token"}, 400)  # fmt: skip
        seconds = self._amazon.setting()["token_s"]
        token = self._amazon.shelf.token(self._amazon.now() + seconds)
        found = {"access_token": token, "token_type": "bearer", "expires_in": seconds}
        if kind == "refresh_token":
            found["refresh_token"] = known["refresh_token"]
        return JSONResponse(found)

    def _let_in(self, request: Request) -> None:
        token = request.headers.get("x-amz-access-token", "")
        if not token:
            raise unauthorized("Access token is missing in the request header.")
        until = self._amazon.shelf.token_until(token)
        if until is None:
            raise unauthorized("The access token you provided is revoked, malformed or invalid.")
        if until <= self._amazon.now():
            raise unauthorized("The access token you provided has expired.")

    def call(self, operation: str, act: Handler) -> Handler:
        async def answered(request: Request) -> Response:
            plan = self._amazon.plan(operation)
            try:
                self._let_in(request)
                if self._amazon.counted_down("unavailable"):
                    raise BUSY
                if self._amazon.counted_down("storm") or not self._amazon.quotas.take(operation, plan):  # fmt: skip
                    raise OVER_QUOTA
                answer = await act(request)
            except Refused as problem:
                answer = problem.answer()
            except (ValueError, TypeError) as problem:
                answer = Refused("InvalidInput", f"The request is not readable: {problem}").answer()
            answer.headers["x-amzn-RequestId"] = self._amazon.next_id()
            if self._amazon.setting()["rate_header"] and answer.status_code in TELL_THE_RATE:
                answer.headers["x-amzn-RateLimit-Limit"] = f"{plan[0]:g}"
            return answer

        return answered
