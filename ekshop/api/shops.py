"""What sellers' shop systems call: webhooks, each signed as its system signs."""

from django.http import HttpRequest, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from ekshop.federation.connectors import Forged
from ekshop.federation.ingest.records import BadRow
from ekshop.federation.services import shop_hear
from ekshop.kernel import clock
from ekshop.kernel.errors import DomainError, InvalidInput

from .access import access
from .machine import Unknown, refusal


@csrf_exempt
@access.public
@require_POST
def shop_hooks(request: HttpRequest, feed_id: int) -> JsonResponse:
    """Taken when its signature is right; what it speaks of is read anew, so repeats are harmless."""
    try:
        return JsonResponse({"taken": _taken(request, feed_id)})
    except DomainError as error:
        return refusal(request, error)


def _taken(request: HttpRequest, feed_id: int) -> int:
    try:
        return shop_hear(
            feed_id=feed_id, headers=request.headers, body=request.body, now=clock.now()
        )
    except Forged as error:
        raise Unknown from error
    except BadRow as error:
        raise InvalidInput({"body": error.value}) from error
