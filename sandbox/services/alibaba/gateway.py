"""The gateway: who may call, by a signature and a token, and what it refuses itself."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from sandbox.services.alibaba.shelf import DECLINED, Thing
from sandbox.services.alibaba.signing import signature
from sandbox.services.alibaba.wording import Refused

if TYPE_CHECKING:
    from sandbox.services.alibaba.alibaba import Alibaba

CLOCK_S = 600
Act = Callable[[Thing], Awaitable[Thing]]


class Gateway:
    def __init__(self, alibaba: Alibaba) -> None:
        self._alibaba = alibaba

    def call(self, path: str, act: Act, *, token: bool) -> Any:
        async def answered(request: Request) -> Response:
            trace = secrets.token_hex(8)
            try:
                form = dict(await request.form())
                files = {key: value for key, value in form.items() if isinstance(value, UploadFile)}
                params = {**request.query_params, **{key: str(value) for key, value in form.items() if key not in files}}  # fmt: skip
                self._known(path, params, token=token)
                content = {key: await value.read() for key, value in files.items()}
                found = {"code": "0", **await act({**params, **content})}
            except Refused as problem:
                found = {"type": "ISV", "code": problem.code, "message": problem.message}
            except (KeyError, ValueError, TypeError) as problem:
                found = {"type": "ISV", "code": "MissingParameter", "message": str(problem)}
            return JSONResponse({**found, "request_id": trace})

        return answered

    def _known(self, path: str, params: dict[str, str], *, token: bool) -> None:
        known = self._alibaba.credentials()
        if params.get("app_key") != known["app_key"]:
            raise Refused("InvalidAppKey", "The app key is not known")
        if abs(self._alibaba.now() * 1000 - float(params.get("timestamp") or 0)) > CLOCK_S * 1000:
            raise Refused("InvalidTimestamp", "The timestamp is too far from our time")
        if params.get("sign_method") != "sha256" or params.get("sign") != signature(path, params, known["app_secret"]):  # fmt: skip
            raise Refused("IncompleteSignature", "The request signature does not conform to platform standards")  # fmt: skip
        if token and not self._token_good(params.get("access_token", "")):
            raise Refused("IllegalAccessToken", "The specified access token is invalid or expired")
        if after := self._alibaba.setting()["busy_after"]:
            self._alibaba.settle({"busy_after": after - 1, "busy": int(after == 1)})
        elif busy := self._alibaba.setting()["busy"]:
            self._alibaba.settle({"busy": busy - 1})
            raise Refused("ApiCallLimit", "The request has exceeded the limit, please try again later")  # fmt: skip
        for told in self._alibaba.shelf.all(DECLINED):
            if any(told["text"] in value for key, value in params.items() if key != "sign"):
                raise Refused(told["code"], told["message"])

    def _token_good(self, token: str) -> bool:
        return self._alibaba.shelf.token_until(token) > self._alibaba.now()

    # Tokens --------------------------------------------------------------------------------------

    async def token(self, params: Thing) -> Thing:
        if params.get("code") != self._alibaba.credentials()["code"]:
            raise Refused("InvalidCode", "The authorization code is invalid or was used")
        return self._tokens()

    async def token_again(self, params: Thing) -> Thing:
        if params.get("refresh_token") != self._alibaba.credentials()["refresh_token"]:
            raise Refused("IllegalRefreshToken", "The refresh token is invalid or expired")
        return self._tokens()

    def _tokens(self) -> Thing:
        seconds, token = self._alibaba.setting()["token_s"], "500" + secrets.token_hex(16)
        self._alibaba.shelf.token(token, self._alibaba.now() + seconds)
        return {
            "access_token": token,
            "refresh_token": self._alibaba.credentials()["refresh_token"],
            "expires_in": seconds,
            "refresh_expires_in": 30 * 86_400,
            "account_platform": "seller_center",
        }
