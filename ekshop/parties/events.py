"""What happens to organisations, told upwards."""

from dataclasses import dataclass

from ekshop.kernel.events import Event


@dataclass(frozen=True)
class OrganisationEnrolled(Event):
    """A centre, a seller or another organisation joined, with those who act for it."""

    organisation_id: int
    kind: str


@dataclass(frozen=True)
class OrganisationStateChanged(Event):
    """Suspended, reinstated or closed: those who show or serve it look again at its state."""

    organisation_id: int
    kind: str
    state: str


@dataclass(frozen=True)
class LicencesChanged(Event):
    """A licence was added, changed or ended: goods that need it may or may no longer be sold."""

    organisation_id: int
    kind: str


@dataclass(frozen=True)
class BankAccountChanged(Event):
    """Where a seller is paid was written anew, confirmed or refused: its people are told."""

    bank_account_id: int
    state: str


@dataclass(frozen=True)
class WalletNamed(Event):
    """Somebody else has said where a person is paid, for the first time, and it is not the person's
    own telephone: who does not hold that number must hear of it."""

    person_id: int


@dataclass(frozen=True)
class WalletChanged(Event):
    """A person is to be paid elsewhere: both numbers are told, so that the owner can object."""

    change_id: int
