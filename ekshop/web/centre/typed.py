"""What people typed or pressed, as the services want it. Each raises InvalidInput."""

from uuid import UUID

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.bangla import NotANumber, parse_int
from ekshop.kernel.errors import DomainError, InvalidInput
from ekshop.orders.services import ConsentMissing, OrderedLine


def number(given: QueryDict, name: str) -> int:
    """A whole number in either kind of digits."""
    try:
        return parse_int(given.get(name, ""))
    except NotANumber as error:
        raise InvalidInput({name: error.message}) from error


def whole(text: str) -> int | None:
    """What an address or a field of ours names by number; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else None


def nonce(given: QueryDict) -> UUID:
    try:
        return UUID(given.get("nonce", ""))
    except ValueError as error:
        raise InvalidInput({"nonce": _("This form is broken. Open it again.")}) from error


def quantities(given: QueryDict) -> dict[int, int]:
    """Fields named `q-<offer id>`."""
    return {
        offer_id: number(given, name)
        for name in given
        if name.startswith("q-") and (offer_id := whole(name[2:]))
    }


def ordered_lines(given: QueryDict) -> list[OrderedLine]:
    """Fields `line`, each "offer:quantity:unit price in poisha" as it was read back."""
    try:
        return [OrderedLine(*map(int, line.split(":"))) for line in given.getlist("line")]
    except (TypeError, ValueError) as error:
        raise InvalidInput({"lines": _("This form is broken. Open it again.")}) from error


def words(refused: InvalidInput) -> dict[str, str]:
    """What is wrong with each field, in the reader's language now."""
    return {name: str(problem) for name, problem in refused.field_errors.items()}


def beside_fields(error: DomainError) -> dict[str, str]:
    """Why a customer cannot be attended to, by the field that mends it."""
    if isinstance(error, InvalidInput):
        return words(error)
    if isinstance(error, ConsentMissing):
        return {
            "agreed_by": str(_("Read the words aloud first, and mark how the customer agreed."))
        }
    return {"mobile": str(error)}
