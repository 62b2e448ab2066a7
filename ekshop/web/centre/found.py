"""The inspection form: what was typed of each line, kept as typed until it can be recorded.

Fields of line 7: `good-7` and `bad-7` (either kind of digits), `why-7`, `note-7`, `photo-7`
(files), `kept-7` (tokens of photos already stored).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ekshop.fulfilment import rules
from ekshop.fulfilment.services import FoundLine
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import NotANumber, in_digits_of, parse_int
from ekshop.payments.rules import Due, amount_due
from ekshop.web.papers.uploads import photos_kept


@dataclass(slots=True)
class LineTyped:
    """`good` and `bad` as typed; the numbers they are, or None for something else."""

    line: Any
    good: str
    bad: str
    why: str = ""
    note: str = ""
    kept: list[str] = field(default_factory=list)
    problem: str = ""
    photo_problem: str = ""

    @property
    def accepted(self) -> int | None:
        return _number(self.good)

    @property
    def rejected(self) -> int | None:
        return _number(self.bad)

    @property
    def short(self) -> int:
        return max(0, self.line.coming_quantity - (self.accepted or 0) - (self.rejected or 0))

    @property
    def why_label(self) -> object:
        return dict(rules.REJECT_REASONS).get(self.why, "")

    @property
    def accepted_poisha(self) -> int:
        return (self.accepted or 0) * self.line.unit_price_poisha

    @property
    def has_trouble(self) -> bool:
        """Whether its card opens to the rest of its fields."""
        return bool(self.rejected or self.why or self.note or self.kept or self.photo_problem)

    @property
    def is_whole(self) -> bool:
        return self.accepted == self.line.coming_quantity and not self.rejected

    def check(self) -> None:
        """Fill in `problem` in words, where the counts or the reason cannot be."""
        accepted, rejected, sent = self.accepted, self.rejected, self.line.coming_quantity
        if accepted is None or rejected is None or min(accepted, rejected) < 0:
            self.problem = _("Write how many pieces, in digits.")
        elif accepted + rejected > sent:
            words = _("%(good)s good and %(bad)s to return make %(sum)s, but %(sent)s were sent.")
            self.problem = in_digits_of(
                words
                % {"good": accepted, "bad": rejected, "sum": accepted + rejected, "sent": sent},
                get_language() or "bn",
            )
        elif rejected and self.why not in dict(rules.REJECT_REASONS):
            self.problem = _("Choose what is wrong with the pieces that go back.")

    def found(self) -> FoundLine:
        return FoundLine(
            order_line_id=self.line.pk,
            accepted=self.accepted or 0,
            rejected=self.rejected or 0,
            reason=self.why,
            note=self.note,
            kept=tuple(self.kept),
        )


def fresh(lines: Sequence[Any], *, all_bad: bool = False) -> list[LineTyped]:
    """As one hopes to find it, or, pressed, as one does not."""
    return [
        LineTyped(
            line,
            good=str(0 if all_bad else line.coming_quantity),
            bad=str(line.coming_quantity if all_bad else 0),
        )
        for line in lines
    ]


def read(given: QueryDict, lines: Sequence[Any]) -> list[LineTyped]:
    """What the form says; nothing is judged yet. A field that did not come is as hoped."""
    return [
        LineTyped(
            line,
            good=given.get(f"good-{line.pk}", str(line.coming_quantity))[:6],
            bad=given.get(f"bad-{line.pk}", "0")[:6],
            why=given.get(f"why-{line.pk}", ""),
            note=given.get(f"note-{line.pk}", "").strip()[:500],
            kept=given.getlist(f"kept-{line.pk}")[: rules.PHOTOS_A_LINE],
        )
        for line in lines
    ]


def keep_photos(
    typed: Sequence[LineTyped],
    files: MultiValueDict[str, UploadedFile],
    *,
    actor: Actor,
    scope: str,
    now: datetime,
) -> None:
    """Store every good photo at once, so that none need be chosen again; say of each bad one why."""
    for each in typed:
        each.kept, each.photo_problem = photos_kept(
            files.getlist(f"photo-{each.line.pk}"),
            kept=each.kept,
            actor=actor,
            scope=scope,
            now=now,
        )


def due_of(typed: Sequence[LineTyped], delivery_poisha: int) -> Due:
    """What the customer would pay if it were so."""
    return amount_due(
        [(each.accepted or 0, each.line.unit_price_poisha) for each in typed], delivery_poisha
    )


def errors_of(typed: Sequence[LineTyped]) -> dict[str, str]:
    """By field, for the summary above the form."""
    errors: dict[str, str] = {}
    for each in typed:
        if each.problem:
            errors[f"good-{each.line.pk}"] = each.problem
        if each.photo_problem:
            errors[f"photo-{each.line.pk}"] = each.photo_problem
    return errors


def _number(typed: str) -> int | None:
    try:
        return parse_int(typed or "0")
    except NotANumber:
        return None
