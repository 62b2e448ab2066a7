"""Calls to Alibaba.com's open platform, signed, and its complaints in our words.

Every parameter is signed with the app's secret (HMAC-SHA256 over the path and the sorted names and
values). An access token is got with the refresh token and kept in memory until it ends.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import time
from collections.abc import Mapping
from typing import Any

import httpx
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import clock, http

from ..shape import ChannelAway, ChannelBusy, ChannelFacts, ChannelRefuses, ThingRefused

GATEWAY = "https://openapi-api.alibaba.com/rest"
SIGN_IN = "https://openapi-auth.alibaba.com/oauth/authorize"
TOKEN_CREATE, TOKEN_REFRESH = "/auth/token/create", "/auth/token/refresh"
SOON_OVER = 60.0
TIRED = {"ApiCallLimit", "AppCallLimit", "CallLimited", "SystemBusy"}
TOKEN_OVER = {"IllegalAccessToken", "InvalidAccessToken", "AccessTokenExpired"}
PASSING = {"ServiceUnavailable", "ISPError", "SystemError", "ServiceTimeout"}
_OF_THE_THING = re.compile(
    r"[A-Za-z.:_-]*Param[A-Za-z.:_-]*|[A-Za-z.:_-]*Biz[A-Za-z.:_-]*|[0-9]{3,}"
)
"""Codes of the gateway about what was sent and not about who sends it: a parameter, a rule of business,
a number. Every other (keys, signature, permissions) is the whole channel's."""
PAUSE = 30.0
HEADERS = {"X-Protocol": "GOP"}
Files = dict[str, tuple[str, bytes]]
"""By parameter: the file's name and its bytes."""

WEB_PAGE = _("it answers with something that is no answer of its interface")

_tokens: dict[str, tuple[str, float]] = {}
"""By whose door and key: the access token, and until when, by the monotonic clock."""


class Wrong(Exception):
    """The request was understood and not granted: it is about what was asked, not about who asks."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code, self.message = code, message


def signature(path: str, params: Mapping[str, str], secret: str) -> str:
    told = path + "".join(f"{key}{params[key]}" for key in sorted(params) if key != "sign")
    return hmac.new(secret.encode(), told.encode(), hashlib.sha256).hexdigest().upper()


def address_to_sign_in(channel: ChannelFacts, back: str) -> str:
    """Where the account's owner lets us in; Alibaba then calls `back` with a code."""
    asked = {"response_type": "code", "force_auth": "true", "redirect_uri": back}
    query = httpx.QueryParams({**asked, "client_id": str(channel.settings.get("app_key") or "")})
    return f"{channel.settings.get('sign_in') or SIGN_IN}?{query}"


class Platform:
    """Our app at Alibaba for one piece of work; use it as a context manager."""

    def __init__(self, channel: ChannelFacts) -> None:
        told = {**channel.settings, **channel.secrets}
        self.channel = channel
        self.gateway = str(told.get("gateway") or GATEWAY).rstrip("/")
        self._key = str(told.get("app_key") or "")
        self._secret = str(told.get("app_secret") or "")
        self._refresh = str(told.get("refresh_token") or "")
        self._way = http.client(timeout=20.0, total=60.0)

    def __enter__(self) -> Platform:
        if not self._key or not self._secret:
            raise ChannelRefuses(why=_("its app key or secret is not given"))
        self._way.__enter__()
        return self

    def __exit__(self, *told: Any) -> None:
        self._way.__exit__(*told)

    @property
    def account(self) -> str:
        """Whose goods these are, without what opens the door."""
        return f"{self.gateway} {self._key}"

    def call(self, path: str, files: Files | None = None, **params: Any) -> dict[str, Any]:
        """What stands under `result`, or of orders under `value`; the whole answer where neither is
        there. Raises Wrong, ChannelBusy, ChannelAway, ChannelRefuses.

        A token that is no longer taken is got anew, once.
        """
        for again in (False, True):
            told = self._sent(path, {**params, "access_token": self._token()}, files)
            code = str(told.get("code") or "0")
            if code in TOKEN_OVER and not again:
                _tokens.pop(self._whose, None)
                continue
            if _OF_THE_THING.fullmatch(code):
                raise Wrong(code, str(told.get("message") or ""))
            self._gateway_trouble(code, told)
            result = told.get("result", told.get("value", told))
            if not isinstance(result, dict):
                raise ChannelAway(why=WEB_PAGE)
            _refusal_raise(result)
            return result
        raise AssertionError

    def tokens_of_code(self, code: str) -> dict[str, Any]:
        """The refresh token and more, for the code of a sign-in; a code opens once."""
        told = self._sent(TOKEN_CREATE, {"code": code})
        self._gateway_trouble(str(told.get("code") or "0"), told)
        return told

    @property
    def _whose(self) -> str:
        return hashlib.sha256(f"{self.gateway} {self._key} {self._refresh}".encode()).hexdigest()

    def _token(self) -> str:
        token, until = _tokens.get(self._whose, ("", 0.0))
        if token and until > time.monotonic():
            return token
        if not self._refresh:
            raise ChannelRefuses(why=_("its owner has not let us in yet"))
        told = self._sent(TOKEN_REFRESH, {"refresh_token": self._refresh})
        self._gateway_trouble(str(told.get("code") or "0"), told)
        try:
            token = str(told["access_token"])
            lasts = float(told.get("expires_in") or 0) - SOON_OVER
        except (KeyError, TypeError, ValueError) as odd:
            raise ChannelAway(why=WEB_PAGE) from odd
        _tokens[self._whose] = (token, time.monotonic() + lasts)
        return token

    def _sent(
        self, path: str, params: Mapping[str, Any], files: Files | None = None
    ) -> dict[str, Any]:
        """Files go beside the parameters and are not signed."""
        given = {key: _written(value) for key, value in params.items() if value is not None}
        given |= {
            "app_key": self._key,
            "sign_method": "sha256",
            "timestamp": str(round(clock.now().timestamp() * 1000)),
        }
        given["sign"] = signature(path, given, self._secret)
        try:
            response = self._way.post(
                f"{self.gateway}{path}", data=given, files=files, headers=HEADERS
            )
        except http.FAILURES as error:
            raise ChannelAway(why=http.failure_sentence(error)) from error
        try:
            told = response.json()
        except ValueError as odd:
            raise ChannelAway(why=WEB_PAGE) from odd
        if not isinstance(told, dict) or response.status_code >= 500 or "code" not in told:
            raise ChannelAway(why=WEB_PAGE)
        return told

    def _gateway_trouble(self, code: str, told: Mapping[str, Any]) -> None:
        why = str(told.get("message") or code)
        if code == "0":
            return
        if code in TIRED:
            raise ChannelBusy(operation="submit", seconds=PAUSE)
        if code in PASSING:
            raise ChannelAway(why=why)
        raise ChannelRefuses(why=why)


def granted(platform: Platform, path: str, **params: Any) -> dict[str, Any]:
    """A call that is about no single thing: what it does not grant is refused by the channel."""
    try:
        return platform.call(path, **params)
    except Wrong as wrong:
        raise ChannelRefuses(why=wrong.message or wrong.code) from wrong


def granted_of_one(platform: Platform, path: str, **params: Any) -> dict[str, Any]:
    """A call about one thing: what is not granted is that thing's own. Raises ThingRefused."""
    try:
        return platform.call(path, **params)
    except Wrong as wrong:
        raise ThingRefused(said=[(wrong.code, wrong.message)]) from wrong


def _refusal_raise(result: Mapping[str, Any]) -> None:
    """Not every call says that it went well; one that did not says so in one of two ways."""
    code = str(result.get("msg_code") or result.get("error_code") or "")
    if "success" in result:
        well = str(result["success"]).lower() == "true"
    else:
        well = not result.get("error_code")
    if not well:
        words = (result.get(name) for name in ("message_info", "message", "error_msg"))
        raise Wrong(code, next((str(one) for one in words if one), ""))


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
