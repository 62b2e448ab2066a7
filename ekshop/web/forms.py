"""Forms whose judge is a service: what was typed stays, and what is wrong stands beside it.

    form = Posted(request)
    if form.sent and form.tried(lambda: thing_add(actor=request.actor, name=form.text("name"))):
        return redirect(...)
    return form.page("operator/thing.html", {...})

In the template `form.values.name` is what was typed, `form.errors` what the service said of it.
Names with dots ("staff.0.name") are read by the `typed` and `wrong` filters of `{% load typed %}`.
"""

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.clock import day_of
from ekshop.kernel.errors import Conflict, DomainError, InvalidInput
from ekshop.kernel.tables import TableUnreadable

from .access import Request


def whole_of(text: str) -> int:
    """An id as a page wrote it; 0, which names nothing, for anything else."""
    digits = latin_digits(text)
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) < 19 else 0


class Posted:
    """What was sent, what is wrong with it, and what the service answered (`result`)."""

    def __init__(self, request: Request, start: dict[str, Any] | None = None) -> None:
        self.request = request
        self.sent = request.method == "POST"
        given = request.POST.dict() if self.sent else {}
        self.values: dict[str, Any] = {**(start or {}), **given}
        self.errors: dict[str, Any] = {}
        self.result: Any = None

    def text(self, name: str) -> str:
        """What was typed, without spaces around it."""
        return str(self.values.get(name, "")).strip()

    def wrong(self, name: str, message: Any) -> None:
        self.errors.setdefault(name, message)

    def number(self, name: str, read: Callable[[str], int], default: int) -> int:
        """A number in any digits; what is none is told beside its field."""
        if not self.text(name):
            return default
        try:
            return read(self.text(name))
        except DomainError as refused:
            self.wrong(name, str(refused))
            return default

    def whole(self, name: str) -> int:
        """A number of a few digits that the page itself wrote; 0 for anything else."""
        return whole_of(self.text(name))

    def day(self, name: str) -> date | None:
        """A day as a date field sends it, or as people write it; None when empty or wrong."""
        text = latin_digits(self.text(name)).replace("/", "-")
        if not text:
            return None
        with suppress(ValueError):
            return day_of(text)
        with suppress(ValueError):
            day, month, year = text.split("-")
            return day_of(f"{year:0>4}-{month:0>2}-{day:0>2}")
        self.wrong(name, _("Write the day like 2027-06-30."))
        return None

    def tried(self, act: Callable[[], Any], names: dict[str, str] | None = None) -> bool:
        """Calls the service; False when it, or something read before, found anything wrong.

        `names` says what a field of the service is called on the page.
        """
        if self.errors:
            return False
        try:
            self.result = act()
        except InvalidInput as refused:
            for name, message in refused.field_errors.items():
                self.wrong((names or {}).get(name, name), message)
            if not refused.field_errors:
                self.wrong("", str(refused))
        except Conflict as refused:
            self.wrong("", str(refused))
        return not self.errors

    def tried_with_table(self, act: Callable[[str, bytes], Any]) -> bool:
        """Calls the service with the name and the content of the table brought in `file`."""
        brought = self.request.FILES.get("file")
        if brought is None:
            self.wrong("file", _("Choose a file first."))
            return False
        try:
            return self.tried(lambda: act(brought.name or "", brought.read()))
        except TableUnreadable as refused:
            self.wrong("file", str(refused))
            return False

    def tried_with_files(
        self,
        name: str,
        add: Callable[..., Any],
        act: Callable[[list[Any]], Any],
        names: dict[str, str] | None = None,
    ) -> bool:
        """Takes the files of a field and does what they prove, both or neither.

        `add(file=, name=)` keeps one; `act` gets what it answered. A file refused is named beside
        the field and is attached once more with the rest.
        """
        return self.tried(lambda: self._with_files(name, add, act), names)

    def _with_files(
        self, name: str, add: Callable[..., Any], act: Callable[[list[Any]], Any]
    ) -> Any:
        with transaction.atomic():
            kept = []
            for file in self.request.FILES.getlist(name):
                try:
                    kept.append(add(file=file, name=file.name or ""))
                except DomainError as refused:
                    raise InvalidInput({name: f"{file.name}: {refused}"}) from refused
            return act(kept)

    def page(self, template: str, more: dict[str, Any] | None = None) -> HttpResponse:
        return render(
            self.request,
            template,
            {"form": self, **(more or {})},
            status=422 if self.errors else 200,
        )
