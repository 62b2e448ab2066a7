"""Opening a seller by hand: never past its trial."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import Conflict
from ekshop.parties.selectors import organisation_named
from ekshop.parties.services import organisation_open

from ...selectors.conformance import is_green


class TrialNotPassed(Conflict):
    code = "trial_not_passed"
    message = _(
        "Its last trial was not passed, or it has had none. It opens by itself as soon as one is."
    )


def seller_open(*, actor: Actor, organisation_id: int, reason: str, now: datetime) -> None:
    """An operator opens who was put on trial and whose last trial is green; others than partners
    have no trial and are opened as they are.

    Raises TrialNotPassed, and what `organisation_open` raises.
    """
    if organisation_named(organisation_id).kind == "partner" and not is_green(organisation_id):
        raise TrialNotPassed()
    organisation_open(actor=actor, organisation_id=organisation_id, reason=reason, now=now)
