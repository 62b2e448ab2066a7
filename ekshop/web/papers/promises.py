"""A seller's record in words: each promise, how it was kept, and of how many."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from ekshop.catalogue.rules import BROKEN, PROMISES, of_hundred
from ekshop.kernel.bangla import format_number, format_percent

LABELS: dict[str, Any] = {
    "confirmed": gettext_lazy("Orders answered in time"),
    "on_time": gettext_lazy("Given to the courier within 48 hours"),
    "stock": gettext_lazy("Goods were there as shown"),
    "price": gettext_lazy("Price was as shown"),
    "rejected": gettext_lazy("Pieces rejected or missing"),
    "upheld": gettext_lazy("Complaints that turned out right"),
}
SHORT: dict[str, Any] = {
    "confirmed": gettext_lazy("Answered"),
    "on_time": gettext_lazy("In 48 hours"),
    "stock": gettext_lazy("Was there"),
    "price": gettext_lazy("Price held"),
    "rejected": gettext_lazy("Rejected"),
    "upheld": gettext_lazy("Complaints"),
}
"""The same for the head of a table."""
ICONS = {
    "confirmed": "hourglass",
    "on_time": "truck",
    "stock": "package",
    "price": "tag",
    "rejected": "package-x",
    "upheld": "message-circle",
}
ATTENTION = 500
"""A promise kept this much less often than usual, in basis points, is pointed at."""


@dataclass(frozen=True, slots=True)
class Figure:
    """`share`: in whole per cent, None where nothing was counted yet; `bad`: how many broken."""

    promise: str
    label: Any
    icon: str
    share: int | None
    part: int
    whole: int
    bad: int
    tone: str

    def value(self, language: str) -> str:
        if self.share is None:
            return _("not yet")
        return format_percent(self.share * 100, language)

    def note(self, language: str) -> str:
        if not self.whole:
            return ""
        said = {
            "part": format_number(self.part, language),
            "whole": format_number(self.whole, language),
        }
        if self.promise == "upheld":
            words = ngettext(
                "%(part)s in %(whole)s order", "%(part)s in %(whole)s orders", self.whole
            )
            return words % said
        return _("%(part)s of %(whole)s") % said


def figures_of(record: Any) -> list[Figure]:
    """The figures of a SellerRecord, or of None, in the order in which they are told."""
    counts = record.counts if record else {}
    return [_figure(promise, *(counts.get(promise) or (0, 0))) for promise in PROMISES]


def _figure(promise: str, part: int, whole: int) -> Figure:
    share_bp = round(part * 10_000 / whole) if whole else None
    usual_bp = round(PROMISES[promise] * 10_000)
    worse = 0
    if share_bp is not None:
        worse = share_bp - usual_bp if promise in BROKEN else usual_bp - share_bp
    return Figure(
        promise=promise,
        label=LABELS[promise],
        icon=ICONS[promise],
        share=None if share_bp is None else of_hundred(share_bp),
        part=part,
        whole=whole,
        bad=part if promise in BROKEN else whole - part,
        tone="attention" if worse > ATTENTION else "",
    )
