"""The partner API as one thing, with its description."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from ekshop.api.machine import Interface

from . import complaints, goods, orders, returns, shipments
from .calls import KeyAuth, trial_note

PREFIX = "/api/partners/v1/"


class PartnerInterface(Interface):
    """Ours, that writes down what is asked of it while the caller's integration is on trial."""

    def create_response(self, request: HttpRequest, *args: Any, **options: Any) -> HttpResponse:
        return trial_note(request, super().create_response(request, *args, **options))

    def on_exception(self, request: HttpRequest, exc: Exception | type[Exception]) -> HttpResponse:
        return trial_note(request, super().on_exception(request, exc))


interface = PartnerInterface(
    title="ek-Shop partner API",
    version="1",
    urls_namespace="partners-v1",
    auth=KeyAuth(),
    description=(
        "Goods, orders, parcels, returns and complaints of one seller. Every write carries an `Idempotency-Key`. "
        "Lists are paged by cursor. Refusals are `{code, message, field_errors}` in the language "
        "of `Accept-Language` (bn, en). `RateLimit-*` headers say how many calls are left."
    ),
)
interface.add_router("/goods", goods.router)
interface.add_router("/seller-orders", orders.router)
interface.add_router("/shipments", shipments.router)
interface.add_router("/returns", returns.router)
interface.add_router("/complaints", complaints.router)


def openapi(request: HttpRequest) -> JsonResponse:
    """The description machines read."""
    return JsonResponse(interface.get_openapi_schema(path_prefix=PREFIX))
