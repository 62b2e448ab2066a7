"""Who listens to whom: each event, and the handlers that react to it, by dotted path.

The only place that knows. Handlers run as jobs, at least once, so each is written to be run twice.
"""

from ekshop.kernel.deadlines import DeadlinePassed, DeadlineWarned
from ekshop.kernel.events import Event
from ekshop.parties.events import (
    LicencesChanged,
    OrganisationEnrolled,
    OrganisationStateChanged,
)

HANDLERS: dict[type[Event], list[str]] = {
    DeadlinePassed: ["ekshop.orders.handlers.on_deadlines_passed"],
    DeadlineWarned: [],
    OrganisationEnrolled: ["ekshop.notices.handlers.on_organisation_enrolled"],
    OrganisationStateChanged: [],
    LicencesChanged: [],
}
