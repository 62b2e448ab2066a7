"""What can go wrong, said with a code, data and a sentence in the reader's language.

Each failure has a class of its own; the web and the API turn `http_status`, `code` and
`str(error)` into an answer, so a service never thinks about HTTP.

    class OutOfStock(DomainError):
        code = "out_of_stock"
        message = _("Only %(left)s left of %(name)s.")

    raise OutOfStock(left=3, name=offer.title)
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _


class DomainError(Exception):
    """A refusal a person or a machine should be told about.

    `code` is stable and for machines; `message` is a translatable sentence into which
    `data` is put by name. Both may be given, or left to the class.
    """

    code: str = "refused"
    message: Any = _("This could not be done.")
    http_status: ClassVar[int] = 400

    def __init__(self, code: str | None = None, message: Any = None, /, **data: Any) -> None:
        if code is not None:
            self.code = code
        if message is not None:
            self.message = message
        self.data = data
        super().__init__(self.code)

    def __str__(self) -> str:
        text = str(self.message)
        return text % self.data if self.data and "%(" in text else text

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code!r}, {str(self)!r}, {self.data!r})"


class NotFound(DomainError):
    """It does not exist, or may not be known to exist by this actor."""

    code = "not_found"
    message = _("We could not find this.")
    http_status = 404


class NotAllowed(DomainError):
    code = "not_allowed"
    message = _("You may not do this.")
    http_status = 403


class Conflict(DomainError):
    """It contradicts what is already recorded."""

    code = "conflict"
    message = _("This contradicts what is already recorded.")
    http_status = 409


class StaleState(Conflict):
    """The thing is no longer in the state this action starts from."""

    code = "stale_state"
    message = _("This has changed in the meantime. Look again before you continue.")


class InvalidInput(DomainError):
    """What was given is wrong; `field_errors` says where and how to mend it."""

    code = "invalid_input"
    message = _("Some of what was given needs mending.")
    http_status = 422

    def __init__(
        self,
        field_errors: dict[str, Any] | None = None,
        code: str | None = None,
        message: Any = None,
        /,
        **data: Any,
    ) -> None:
        super().__init__(code, message, **data)
        self.field_errors: dict[str, Any] = dict(field_errors or {})

    def __str__(self) -> str:
        base = super().__str__()
        if not self.field_errors:
            return base
        return base + " " + "; ".join(f"{k}: {v}" for k, v in self.field_errors.items())
