"""Who does something: the first argument of every write.

An actor is a plain value, made once at the edge (a request, a job, a command) and
passed down, so that history and audit can say who without asking the database again.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Literal

Kind = Literal["person", "system", "partner_api", "agency_api", "public"]


@dataclass(frozen=True, slots=True)
class Actor:
    """`role` is the membership's role, or the name of the system part; `label` is for people."""

    kind: Kind
    person_id: int | None = None
    organisation_id: int | None = None
    membership_id: int | None = None
    role: str = ""
    label: str = ""
    mobile: str = ""
    """The number somebody without an account proved to be theirs; never written to history."""
    holds: int | None = None
    """The id of the one thing somebody without an account was let at by a secret address."""

    @classmethod
    def system(cls, name: str) -> Actor:
        """The platform itself, acting without a person: `Actor.system("worker")`."""
        return cls(kind="system", role=name, label=name)

    @classmethod
    def public(cls, label: str = "") -> Actor:
        """Someone who has not signed in."""
        return cls(kind="public", label=label)

    @classmethod
    def mobile_holder(cls, mobile: str, label: str = "") -> Actor:
        """Someone without an account who proved by a code that the mobile number is theirs."""
        return cls(kind="public", role="complainant", label=label, mobile=mobile)

    @classmethod
    def link_holder(cls, holds: int, label: str = "") -> Actor:
        """Someone without an account who holds the secret address of one thing."""
        return cls(kind="public", role="link_holder", label=label, holds=holds)

    @classmethod
    def partner_api(cls, organisation_id: int, label: str = "") -> Actor:
        """A seller's machine, known by its key."""
        return cls(
            kind="partner_api", organisation_id=organisation_id, role="partner_api", label=label
        )

    @classmethod
    def agency_api(cls, organisation_id: int, label: str = "") -> Actor:
        """An agency's machine, known by its key: it may what the agency's officers may."""
        return cls(kind="agency_api", organisation_id=organisation_id, role="officer", label=label)

    @property
    def person(self) -> int:
        """The id of the person acting, for rows that must name one. Raises ValueError for none."""
        if self.person_id is None:
            raise ValueError(f"{self.label or self.kind} is not a person")
        return self.person_id

    @property
    def organisation(self) -> int:
        """The id of the organisation acted for. Raises ValueError for none."""
        if self.organisation_id is None:
            raise ValueError(f"{self.label or self.kind} acts for no organisation")
        return self.organisation_id

    @property
    def is_system(self) -> bool:
        return self.kind == "system"

    @property
    def is_person(self) -> bool:
        return self.kind == "person"

    def as_dict(self) -> dict[str, Any]:
        """JSON-safe, for payloads and logs."""
        return asdict(self)

    def columns(self) -> dict[str, Any]:
        """The values for the actor columns that history, deadline and audit rows share."""
        return {
            "actor_kind": self.kind,
            "actor_person_id": self.person_id,
            "actor_organisation_id": self.organisation_id,
            "actor_role": self.role,
            "actor_label": self.label,
        }
