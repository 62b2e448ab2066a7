"""Pages for people: the frame, and the few things every page uses. No script anywhere."""

from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from sandbox.core.markup import Markup, inside, tag
from sandbox.core.service import Text

STYLE = (Path(__file__).parent / "style.css").read_text(encoding="utf-8")
FONT = (Path(__file__).parent / "fonts" / "noto-sans-bengali.woff2").read_bytes()
DHAKA = timezone(timedelta(hours=6))
MONTHS = {
    "bn": [
        "জানুয়ারি",
        "ফেব্রুয়ারি",
        "মার্চ",
        "এপ্রিল",
        "মে",
        "জুন",
        "জুলাই",
        "আগস্ট",
        "সেপ্টেম্বর",
        "অক্টোবর",
        "নভেম্বর",
        "ডিসেম্বর",
    ],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; font-src 'self'; img-src data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}
BENGALI_DIGITS = str.maketrans("0123456789", "০১২৩৪৫৬৭৮৯")
LATIN_DIGITS = str.maketrans("০১২৩৪৫৬৭৮৯", "0123456789")


def language(request: Request) -> str:
    asked = request.query_params.get("lang") or request.cookies.get("sandbox_lang")
    return "en" if asked == "en" else "bn"


def say(lang: str, text: Text) -> str:
    return text[1] if lang == "en" else text[0]


def number(lang: str, value: Any) -> str:
    return str(value) if lang == "en" else str(value).translate(BENGALI_DIGITS)


def moment(lang: str, stamp: str) -> str:
    """A stored UTC stamp as Dhaka's day and time."""
    at = datetime.fromisoformat(stamp).astimezone(DHAKA)
    return number(lang, f"{at.day} {MONTHS[lang][at.month - 1]}, {at:%H:%M:%S}")


def wants_json(request: Request) -> bool:
    return request.query_params.get(
        "format"
    ) == "json" or "application/json" in request.headers.get("accept", "")


def page(
    request: Request, title: str, *body: Any, status: int = 200, refresh_s: int | None = None
) -> Response:
    lang = language(request)
    links = [("/", ("সব সেবা", "All services")), ("/inbox", ("বার্তা", "Messages"))]
    other = "bn" if lang == "en" else "en"
    query = {**request.query_params, "lang": other}
    switch = "?" + "&".join(f"{key}={value}" for key, value in query.items())
    document = tag(
        "html",
        tag(
            "head",
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag(
                "link",
                rel="preload",
                href="/font.woff2",
                as_="font",
                type="font/woff2",
                crossorigin=True,
            ),
            tag("meta", http_equiv="refresh", content=refresh_s) if refresh_s else None,
            tag("title", title),
            tag("link", rel="icon", href="data:,"),
            tag("link", rel="stylesheet", href="/style.css"),
        ),
        tag(
            "body",
            tag(
                "header",
                tag(
                    "strong",
                    tag(
                        "a",
                        say(lang, ("বাইরের জগৎ, ছোট করে", "The outside world, in miniature")),
                        href="/",
                    ),
                ),
                [
                    tag(
                        "a",
                        say(lang, text),
                        href=href,
                        aria_current="page" if request.url.path == href else None,
                    )
                    for href, text in links
                ],
                tag(
                    "a",
                    "বাংলা" if other == "bn" else "English",
                    href=switch,
                    lang=other,
                    hreflang=other,
                ),
            ),
            tag("main", *body),
        ),
        lang=lang,
    )
    answer = HTMLResponse("<!doctype html>" + document, status, headers=HEADERS)
    if request.query_params.get("lang"):
        answer.set_cookie("sandbox_lang", lang, httponly=True, samesite="lax")
    return answer


def badge(text: str, kind: str = "") -> Markup:
    return tag("span", text, class_=f"badge {kind}".strip())


def table(heads: list[str], rows: list[list[Any]]) -> Markup:
    return tag(
        "div",
        tag(
            "table",
            tag("thead", tag("tr", [tag("th", head, scope="col") for head in heads])),
            tag("tbody", [tag("tr", [tag("td", cell) for cell in row]) for row in rows]),
        ),
        class_="wide",
        tabindex="0",
    )


def form(action: str, *fields: Any, button: str, kind: str = "", others: Any = None) -> Markup:
    """`others` are more buttons for the same fields; see `other_button`."""
    return tag(
        "form",
        tag("div", *fields, class_="fields") if fields else None,
        tag(
            "div",
            tag("button", button, type="submit", class_=kind or None),
            others,
            class_="buttons",
        ),
        method="post",
        action=action,
    )


def other_button(text: str, action: str) -> Markup:
    return tag("button", text, type="submit", class_="second", formaction=action)


def field(label: str, name: str, value: Any, **attributes: Any) -> Markup:
    shown = f"{value:g}" if isinstance(value, float) else value
    return tag("label", label, tag("input", name=name, value=shown, **attributes))


def tick(label: str, name: str, on: bool) -> Markup:
    """The hidden field says no when the box is left empty."""
    return inside(
        tag(
            "label",
            tag("input", type="hidden", name=name, value="0"),
            tag("input", type="checkbox", name=name, value="1", checked=on),
            label,
            class_="inline",
        )
    )


def choice(label: str, name: str, chosen: str, options: list[tuple[str, str]]) -> Markup:
    return tag(
        "label",
        label,
        tag(
            "select",
            [tag("option", text, value=value, selected=value == chosen) for value, text in options],
            name=name,
        ),
    )
