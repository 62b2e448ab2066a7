"""Is this web process able to serve? For supervisors and load balancers."""

from django.db import connection
from django.http import HttpRequest, JsonResponse

from .access import access


@access.public
def health(request: HttpRequest) -> JsonResponse:
    """200 when the database answers; otherwise the error page does."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})
