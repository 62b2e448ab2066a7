"""Through which pages a complaint is written, and who stands behind it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.urls import reverse

from ekshop.complaints.selectors import case_of_draft, draft_for
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound


@dataclass(frozen=True)
class Door:
    """`space` is the namespace of its addresses, `layout` what its pages stand in."""

    space: str
    layout: str
    on_behalf: bool

    def url(self, name: str, *arguments: Any) -> str:
        """The address of one of its pages."""
        return reverse(f"{self.space}:{name}", args=arguments)


OWN = Door("complaints", "layouts/public.html", on_behalf=False)
BEHALF = Door("assisted", "centre/base.html", on_behalf=True)


class Writing:
    """A draft in the hands of who writes it; `filed` once it became a case."""

    def __init__(self, actor: Actor, token: Any, door: Door) -> None:
        self.actor, self.token, self.door = actor, str(token), door
        self.filed: Any = None
        self.draft: Any = None
        try:
            self.draft = draft_for(actor, token)
        except NotFound:
            self.filed = case_of_draft(actor, token)
            if self.filed is None:
                raise

    @property
    def answers(self) -> dict[str, Any]:
        return dict(self.draft.answers)

    @property
    def mobile(self) -> str:
        """The complainant's number: proved, or told to who writes for them; "" while unknown."""
        return str(self.answers.get("mobile", "")) if self.door.on_behalf else self.actor.mobile

    @cached_property
    def files(self) -> list[Any]:
        return list(self.draft.evidence.order_by("id"))

    def url(self, name: str, *more: Any) -> str:
        return self.door.url(name, self.token, *more)

    def step_url(self, step: str) -> str:
        return self.url("step", step)
