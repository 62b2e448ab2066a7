"""Evidence, to those who may see it: handed out to be kept, never run in the page."""

from uuid import UUID

from django.http import HttpResponseBase
from django.views.decorators.http import require_safe

from ekshop.complaints.selectors import evidence_opened
from ekshop.complaints.services import file_open
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotFound
from ekshop.web.access import Request, access
from ekshop.web.mobile_proof import mobile_proved

from ..handing import handed


@access.public
@require_safe
def whole(request: Request, token: UUID) -> HttpResponseBase:
    """The file itself; its row says who may have it."""
    return evidence_whole(_who(request, token), token)


@access.public
@require_safe
def small(request: Request, token: UUID) -> HttpResponseBase:
    """A picture's small copy, for the page that lists it."""
    return evidence_small(_who(request, token), token)


def evidence_whole(actor: Actor, token: UUID) -> HttpResponseBase:
    """The file as it came, for who may see it. Raises NotFound for anybody else."""
    found = evidence_opened(actor, token)
    if found.case is not None:
        file_open(actor=actor, case=found.case, now=clock.now())
    return handed(found.file, found.mime, found.filename)


def evidence_small(actor: Actor, token: UUID) -> HttpResponseBase:
    """Raises NotFound also for what is no picture."""
    found = evidence_opened(actor, token)
    if not found.small_file:
        raise NotFound
    return handed(found.small_file, "image/webp", "")


def _who(request: Request, token: UUID) -> Actor:
    """Who asks, or the number their browser proved while they are signed in for work."""
    mobile = mobile_proved(request.session, now=clock.now())
    try:
        evidence_opened(request.actor, token)
    except NotFound:
        if mobile:
            return Actor.mobile_holder(mobile)
        raise
    return request.actor
