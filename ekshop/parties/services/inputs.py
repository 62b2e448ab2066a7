"""What people are asked for when somebody joins, and how it is judged and cleaned."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import normalise
from ekshop.kernel.errors import DomainError, InvalidInput, NotFound
from ekshop.kernel.phones import parse_mobile
from ekshop.parties import rules
from ekshop.parties.selectors import place_by_code

LANGUAGES = ("bn", "en")


@dataclass(frozen=True, kw_only=True)
class NewPerson:
    """Someone who will act for an organisation. A mobile number or an e-mail address is needed."""

    name: str
    mobile: str = ""
    email: str = ""
    name_bn: str = ""
    language: str = "bn"


@dataclass(frozen=True, kw_only=True)
class NewLicence:
    """`valid_until` is the last day it holds; None where it has no end."""

    kind: str
    number: str
    valid_from: date
    valid_until: date | None = None


class Checks:
    """Collects what is wrong, field by field, so that all of it is said at once.

    checks = Checks()
    name = checks.text("name_en", name_en, most=160)
    checks.done()   # raises InvalidInput when something was wrong
    """

    def __init__(self, prefix: str = "") -> None:
        self.prefix = prefix
        self.errors: dict[str, Any] = {}

    def wrong(self, field: str, message: Any) -> None:
        self.errors.setdefault(self.prefix + field, message)

    def text(self, field: str, value: str, *, most: int, needed: bool = True) -> str:
        text = " ".join(normalise(value).split())
        if needed and not text:
            self.wrong(field, _("This is needed."))
        elif len(text) > most:
            self.wrong(field, _("At most %(most)s characters.") % {"most": most})
        return text

    def mobile(self, field: str, value: str, *, needed: bool = True) -> str:
        if not value.strip():
            if needed:
                self.wrong(field, _("A mobile number is needed."))
            return ""
        try:
            return parse_mobile(value)
        except DomainError as refused:
            self.wrong(field, str(refused))
            return ""

    def email(self, field: str, value: str, *, needed: bool = False) -> str:
        text = value.strip().lower()
        if not text and not needed:
            return ""
        try:
            validate_email(text)
        except ValidationError:
            self.wrong(field, _("This is not an e-mail address. Write it like name@example.com."))
            return ""
        return text

    def one_of(self, field: str, value: str, known: Iterable[tuple[str, Any]]) -> str:
        choices = dict(known)
        if value not in choices:
            self.wrong(
                field,
                _("Choose one of: %(choices)s.")
                % {"choices": ", ".join(str(name) for name in choices.values())},
            )
        return value

    def number(self, field: str, value: int, *, least: int, most: int) -> int:
        if not least <= value <= most:
            self.wrong(
                field,
                _("Give a number from %(least)s to %(most)s.") % {"least": least, "most": most},
            )
        return value

    def place(self, field: str, code: str, *kinds: str) -> Any:
        """The place with that code, or None where it is unknown or of another kind."""
        try:
            place = place_by_code(code)
        except NotFound:
            place = None
        if place is None or place.kind not in kinds:
            self.wrong(field, _("Choose a place from the list."))
            return None
        return place

    def person(self, field: str, given: NewPerson) -> NewPerson:
        within = Checks(f"{self.prefix}{field}.")
        checked = NewPerson(
            name=within.text("name", given.name, most=120),
            name_bn=within.text("name_bn", given.name_bn, most=120, needed=False),
            mobile=within.mobile("mobile", given.mobile, needed=not given.email.strip()),
            email=within.email("email", given.email),
            language=given.language if given.language in LANGUAGES else "bn",
        )
        self.errors |= within.errors
        return checked

    def licence(self, field: str, given: NewLicence) -> NewLicence:
        within = Checks(f"{self.prefix}{field}.")
        within.one_of("kind", given.kind, rules.LICENCE_KINDS)
        number = within.text("number", given.number, most=60)
        if given.valid_until and given.valid_until < given.valid_from:
            within.wrong("valid_until", _("The last day is before the first."))
        self.errors |= within.errors
        return NewLicence(
            kind=given.kind,
            number=number,
            valid_from=given.valid_from,
            valid_until=given.valid_until,
        )

    def done(self) -> None:
        if self.errors:
            raise InvalidInput(self.errors)
