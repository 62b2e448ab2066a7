"""One page with every SMS and mail that was sent: where sign-in codes arrive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from sandbox.core.markup import Markup, inside, tag
from sandbox.core.pages import (
    LATIN_DIGITS,
    badge,
    field,
    language,
    moment,
    number,
    page,
    say,
    wants_json,
)

if TYPE_CHECKING:
    from sandbox.core.world import World

SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, recipient TEXT NOT NULL, sender TEXT NOT NULL,
    subject TEXT NOT NULL, text TEXT NOT NULL, at TEXT NOT NULL, parts INTEGER NOT NULL,
    encoding TEXT NOT NULL, reference TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS messages_to ON messages (recipient, id);
"""
SHOWN = 50

ABOUT_CODE = re.compile(r"code|otp|pin\b|কোড|পিন|ওটিপি", re.IGNORECASE)
CODE = re.compile(
    r"(?<![\w৳,.+/-])(?<!৳ )(?<!Tk )([0-9০-৯]{4,8}|[0-9০-৯]{3}[ -][0-9০-৯]{3})(?![\w,/-])(?!\.\d)"
)
LINK = re.compile(r"https?://[^\s<>\"]+")


def codes_in(text: str) -> list[str]:
    """Numbers to be typed somewhere, in Latin digits, when the text speaks of a code at all."""
    if not ABOUT_CODE.search(text):
        return []
    return [re.sub(r"\D", "", found.translate(LATIN_DIGITS)) for found in CODE.findall(text)]


class Inbox:
    def __init__(self, world: World) -> None:
        self._world = world
        world.store.create(SCHEMA)

    def add(
        self,
        *,
        kind: str,
        recipient: str,
        sender: str,
        text: str,
        subject: str = "",
        parts: int = 1,
        encoding: str = "",
        reference: str = "",
    ) -> int:
        return self._world.store.insert(
            "messages",
            kind=kind,
            recipient=recipient,
            sender=sender,
            subject=subject,
            text=text,
            at=self._world.clock.stamp(),
            parts=parts,
            encoding=encoding,
            reference=reference,
        )

    def find(self, *, to: str = "", before: int = 0, after: int = 0) -> list[dict[str, Any]]:
        """Newest first; `to` is any part of a number (spaces, +88 and Bengali digits do not matter)
        or of an address."""
        wanted = to.translate(LATIN_DIGITS).strip().lower()
        if "@" not in wanted and (digits := re.sub(r"\D", "", wanted)):
            wanted = digits.removeprefix("88")
        found = self._world.store.rows(
            "SELECT * FROM messages WHERE instr(lower(recipient), ?) > 0 AND id > ? "
            "AND id < ? ORDER BY id DESC LIMIT ?",
            wanted,
            after,
            before or 2**62,
            SHOWN,
        )
        return [{**message, "codes": codes_in(message["text"])} for message in found]

    def routes(self) -> list[Route]:
        return [Route("/inbox", self.show)]

    async def show(self, request: Request) -> Response:
        asked = request.query_params
        to = asked.get("to", "").strip()
        messages = self.find(
            to=to, before=whole(asked.get("before")), after=whole(asked.get("after"))
        )
        if wants_json(request):
            return JSONResponse({"messages": messages})
        lang = language(request)
        older = messages[-1]["id"] if len(messages) == SHOWN else 0
        search = tag(
            "form",
            field(
                say(lang, ("মোবাইল নম্বর বা ই-মেইল", "Mobile number or e-mail")),
                "to",
                to,
                type="search",
            ),
            tag("button", say(lang, ("খুঁজুন", "Find")), type="submit", class_="second"),
            tag("a", say(lang, ("সব দেখুন", "Show all")), href="/inbox") if to else None,
            class_="find",
            method="get",
        )
        empty = (
            ("এই ঠিকানায় কোনো বার্তা যায়নি।", "Nothing was sent there.")
            if to
            else (
                "এখনো কোনো বার্তা যায়নি। কেউ কোড চাইলে তা এখানে আসবে।",
                "Nothing was sent yet. When somebody asks for a code, it arrives here.",
            )
        )
        return page(
            request,
            say(lang, ("বার্তা", "Messages")),
            tag("h1", say(lang, ("পাঠানো সব বার্তা", "All messages sent"))),
            tag(
                "p",
                say(
                    lang,
                    (
                        "এসএমএস আর ই-মেইল আসলে কারও কাছে যায় না, এখানে জমা হয়। নতুনটি সবার ওপরে; পাতাটি নিজে থেকে তাজা হয়।",
                        "No SMS or e-mail really leaves; all of them are kept here. Newest first; the page renews itself.",
                    ),
                ),
                class_="quiet",
            ),
            search,
            tag("div", [self._message(lang, message) for message in messages], class_="stack")
            if messages
            else tag("p", say(lang, empty), class_="card"),
            tag("p", tag("a", say(lang, ("আরও পুরোনো", "Older")), href=f"?to={to}&before={older}"))
            if older
            else None,
            refresh_s=None if asked.get("before") or to else 5,
        )

    def _message(self, lang: str, message: dict[str, Any]) -> Markup:
        sms = message["kind"] == "sms"
        recipient = message["recipient"]
        size = f"{message['encoding']} · " + number(lang, message["parts"])
        return tag(
            "article",
            tag(
                "div",
                badge(
                    say(lang, ("এসএমএস", "SMS")) if sms else say(lang, ("ই-মেইল", "E-mail")),
                    "" if sms else "plain",
                ),
                tag(
                    "h3",
                    tag(
                        "a",
                        number(lang, recipient.removeprefix("88")) if sms else recipient,
                        href=f"/inbox?to={recipient}",
                    ),
                ),
                tag("span", moment(lang, message["at"]), class_="small quiet push"),
                class_="row",
            ),
            tag("p", tag("strong", message["subject"])) if message["subject"] else None,
            [tag("p", code, class_="otp") for code in message["codes"]],
            tag("div", linked(message["text"]), class_="message"),
            tag(
                "p",
                say(lang, ("প্রেরক ", "From ")),
                message["sender"],
                f" · {size} " + say(lang, ("খণ্ড", "part" if message["parts"] == 1 else "parts"))
                if sms
                else None,
                class_="small quiet",
            ),
            class_="card",
            id=f"m{message['id']}",
        )


def whole(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 18 else 0


def linked(text: str) -> Markup:
    parts: list[Any] = []
    end = 0
    for found in LINK.finditer(text):
        parts += [text[end : found.start()], tag("a", found[0], href=found[0], rel="noreferrer")]
        end = found.end()
    return inside(*parts, text[end:])
