"""Signing in as a person does: with the code from the SMS, or a password and a second step."""

from typing import Any

import httpx
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from playwright.sync_api import Page

from .processes import until
from .world import PLAIN, World


def sign_in(page: Page, world: World, key: str) -> None:
    """In the browser, from the page where it begins."""
    who = world.facts["people"][key]
    if "password" in who:
        page.goto(world.url + "/account/sign-in/password/")
        page.fill("input[name=login]", who["email"])
        page.fill("input[name=password]", who["password"])
        page.click("main form button:not([type=button])")
        page.fill("input[name=code]", second_step(who["secret"]))
    else:
        before = world.last_message(who["mobile"])
        page.goto(world.url + "/account/sign-in/")
        page.fill("input[name=phone]", who["mobile"])
        page.click("main form button:not([type=button])")
        page.fill("input[name=code]", world.code(who["mobile"], after=before))
    page.click("main form button:not([type=button])")
    page.wait_for_url(lambda address: "/sign-in/" not in address)


def signed_in(world: World, key: str) -> httpx.Client:
    """A client with that person's session, over plain HTTP; the person signs in once a world."""
    kept: dict[str, dict[str, str]] = world.facts.setdefault("cookies", {})
    if key not in kept:
        with _client(world, {}) as client:
            _sign_in_plainly(client, world, world.facts["people"][key])
            kept[key] = dict(client.cookies)
    return _client(world, kept[key])


def _client(world: World, cookies: dict[str, str]) -> httpx.Client:
    jar = httpx.Cookies()
    for name, value in cookies.items():
        jar.set(name, value, domain="127.0.0.1")
    return httpx.Client(
        base_url=world.url,
        timeout=30,
        follow_redirects=True,
        cookies=jar,
        headers={"Referer": world.url + "/"},
        verify=PLAIN,
    )


def post(client: httpx.Client, path: str, data: dict[str, Any], **more: Any) -> httpx.Response:
    """Sends a form the way a browser does, with its token."""
    token = client.cookies.get("csrftoken", "")
    return client.post(path, data={"csrfmiddlewaretoken": token, **data}, **more)


def second_step(secret: str) -> str:
    """What the person's authenticator app shows now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def _sign_in_plainly(client: httpx.Client, world: World, who: dict[str, str]) -> None:
    if "password" in who:
        client.get("/account/sign-in/password/")
        given = {"login": who["email"], "password": who["password"]}
        post(client, "/account/sign-in/password/", given)
        code = {"code": second_step(who["secret"])}
        answer = post(client, "/account/sign-in/second-step/", code)
    else:
        before = world.last_message(who["mobile"])
        client.get("/account/sign-in/")
        post(client, "/account/sign-in/", {"phone": who["mobile"]})
        answer = _code_told(client, world, who["mobile"], before)
    assert "/sign-in/" not in answer.url.path, f"not signed in: {answer.url} {answer.text[:2000]}"


def _code_told(client: httpx.Client, world: World, mobile: str, after: int) -> httpx.Response:
    """Other messages with a number in them may come to the same telephone meanwhile."""
    tried: set[str] = set()

    def taken() -> httpx.Response | None:
        for message in world.messages(mobile, after=after):
            for code in set(message["codes"]) - tried:
                tried.add(code)
                answer = post(client, "/account/sign-in/code/", {"code": code})
                if "/sign-in/" not in answer.url.path:
                    return answer
        return None

    return until(taken, f"a code that fits; tried {tried}")
