"""The summary of what is wrong stands above its form, so it is written before the fields' labels
are known. Once the page is whole, each entry is given its field's name, as the page shows it."""

import re
from collections.abc import Callable
from html import escape, unescape
from html.parser import HTMLParser

from django.http import HttpRequest, HttpResponse

_SUMMARY = re.compile(r'<div class="alert[^>]*\bid="errors">.*?</ul>', re.S)
_ENTRY = re.compile(r'<li><a href="#([^"]*)">(.*?)</a></li>', re.S)
_VOID = frozenset({"input", "img", "br", "hr", "meta", "link", "use", "path", "source"})


class ErrorNamesMiddleware:
    """For pages refused with a form on them; every other answer passes untouched."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if (
            response.status_code >= 400
            and not response.streaming
            and response.headers.get("Content-Type", "").startswith("text/html")
            and b'id="errors"' in response.content
        ):
            response.content = errors_named(response.content.decode())
        return response


def errors_named(page: str) -> str:
    """The page, with "Field: what is wrong" leading to the field in each entry of its summary.
    What belongs to no field on the page is said without a link."""
    found = _Fields()
    found.feed(page)

    def entry(match: re.Match[str]) -> str:
        field, said = unescape(match[1]), match[2]
        if field not in found.ids:
            return f"<li>{said}</li>"
        name = found.names.get(field, "")
        label = f"<b>{escape(name)}</b>: " if name else ""
        return f'<li><a href="#{match[1]}">{label}{said}</a></li>'

    return _SUMMARY.sub(lambda summary: _ENTRY.sub(entry, summary[0]), page, count=1)


class _Fields(HTMLParser):
    """Every element's id, and by the id of a field the words that name it: what only screen
    readers are told (it is the fuller), else its label, or its group's."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.names: dict[str, str] = {}
        self._words: list[str] = []
        self._naming = ""
        self._for = ""
        self._legend = ""
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if own := given.get("id"):
            self.ids.add(own)
        if tag in ("input", "select", "textarea") and own:
            if said := given.get("aria-label"):
                self.names[own] = said
            elif self._legend:
                self._name(own, self._legend)
                self._legend = ""
            elif self._naming == "label" and not self._for:
                self._name(own, " ".join(self._words))
        if tag in ("label", "legend") and not (tag == "label" and self._legend):
            self._naming, self._for, self._words = tag, given.get("for") or "", []
        elif tag == "span" and "field-optional" in (given.get("class") or "").split():
            self._hidden = 1
        elif self._hidden and tag not in _VOID:
            self._hidden += 1

    def handle_endtag(self, tag: str) -> None:
        if self._hidden:
            self._hidden -= 1
        elif tag == self._naming:
            words = " ".join(" ".join(self._words).split())
            if tag == "legend":
                self._legend = words
            elif self._for:
                self._name(self._for, words)
            self._naming = ""
        elif tag == "fieldset":
            self._legend = ""

    def handle_data(self, data: str) -> None:
        if self._naming and not self._hidden:
            self._words.append(data)

    def _name(self, field: str, words: str) -> None:
        self.names.setdefault(field, " ".join(words.split()))
