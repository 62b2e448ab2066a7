"""The pages of a complaint in their order, and how far it has come."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from . import reading
from .door import Door, Writing
from .reading import Answers, Read


@dataclass(frozen=True)
class Step:
    """`fields`: what the service calls what is asked here; `read` None: the page reads for itself.

    A step of `done` None is optional: it is done once somebody has been there.
    """

    name: str
    title: Any
    section: str
    fields: tuple[str, ...] = ()
    read: Read | None = None
    done: Callable[[Answers], bool] | None = None

    def is_done(self, answers: Answers) -> bool:
        if self.done is None:
            return self.name in answers.get("seen", [])
        return self.done(answers)

    @property
    def optional(self) -> bool:
        return self.done is None

    @property
    def template(self) -> str:
        return f"consumer/filing/{self.name}.html"


WHOSE = Step(
    "whose",
    _("Whose complaint it is"),
    "who",
    read=reading.whose,
    done=lambda answers: bool(answers.get("mobile") and answers.get("consent_medium")),
)
STEPS = (
    Step(
        "category",
        _("What went wrong"),
        "matter",
        ("category",),
        reading.category,
        lambda answers: bool(answers.get("category")),
    ),
    Step("seller", _("Who the seller is"), "matter", done=lambda answers: "seller" in answers),
    Step(
        "story",
        _("What happened"),
        "matter",
        ("story", "happened_on"),
        reading.story,
        lambda answers: bool(answers.get("story") and answers.get("happened_on")),
    ),
    Step(
        "money",
        _("What was paid"),
        "remedy",
        ("paid", "paid_by"),
        reading.money,
        lambda answers: bool(answers.get("paid_by")),
    ),
    Step(
        "asked",
        _("Asking the seller first"),
        "remedy",
        ("asked_seller_on",),
        reading.asked,
        lambda answers: bool(answers.get("asked")),
    ),
    Step(
        "remedy",
        _("What would put it right"),
        "remedy",
        ("wanted", "wanted_amount"),
        reading.remedy,
        lambda answers: bool(answers.get("wanted")),
    ),
    Step("evidence", _("Photos and other proof"), "proof"),
    Step(
        "person",
        _("Who complains"),
        "proof",
        ("name",),
        reading.person,
        lambda answers: bool(answers.get("name")),
    ),
)
SECTIONS = {
    "who": _("For whom"),
    "matter": _("The matter"),
    "remedy": _("Money and remedy"),
    "proof": _("Proof, and who complains"),
}


def steps_of(door: Door) -> tuple[Step, ...]:
    return (WHOSE, *STEPS) if door.on_behalf else STEPS


def step_named(door: Door, name: str) -> Step | None:
    return next((step for step in steps_of(door) if step.name == name), None)


def sections(writing: Writing) -> list[tuple[Any, list[tuple[Step, bool]]]]:
    """For the task list: each section with its steps, and whether each is done."""
    answers = writing.answers
    rows = [(step, step.is_done(answers)) for step in steps_of(writing.door)]
    return [
        (title, [row for row in rows if row[0].section == section])
        for section, title in SECTIONS.items()
        if any(row[0].section == section for row in rows)
    ]


def next_step(writing: Writing) -> Step | None:
    """The first that is not done yet; None when all are."""
    answers = writing.answers
    return next((step for step in steps_of(writing.door) if not step.is_done(answers)), None)


def complete(writing: Writing) -> bool:
    """Everything that must be told is told."""
    answers = writing.answers
    return all(step.optional or step.is_done(answers) for step in steps_of(writing.door))
