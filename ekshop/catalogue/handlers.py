"""Reactions to what happens below."""

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import now
from ekshop.parties.events import LicencesChanged

from . import services


def offers_on_licences(event: LicencesChanged) -> None:
    """A seller's licence came, changed or ended: its goods that need one follow at once."""
    services.offers_licence_check(
        actor=Actor.system("licences"), seller_ids=[event.organisation_id], now=now()
    )
