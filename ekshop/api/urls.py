"""Addresses of the machines' interfaces."""

from django.urls import URLPattern, URLResolver, path

from .access import access
from .agencies import interface as agencies
from .couriers import courier_events
from .ekshop_contract import add_product, get_session
from .gateway import sms_incoming, sms_report
from .machine import nowhere
from .partners import interface as partners
from .public import interface as public
from .shops import shop_hooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("partners/v1/openapi.json", access.public(partners.openapi), name="partners_openapi"),
    path("partners/v1/", partners.interface.urls),
    path("agencies/v1/openapi.json", access.public(agencies.openapi), name="agencies_openapi"),
    path("agencies/v1/", agencies.interface.urls),
    path("public/v1/openapi.json", access.public(public.openapi), name="public_openapi"),
    path("public/v1/", public.interface.urls),
    path("partner/getSession", get_session, name="ekshop_session"),
    path("partner/addProduct", add_product, name="ekshop_product"),
    path("couriers/v1/<slug:courier>/events", courier_events, name="courier_events"),
    path("shops/v1/<int:feed_id>/hooks", shop_hooks, name="shop_hooks"),
    path("gateway/sms-report", sms_report, name="sms_report"),
    path("gateway/sms-incoming", sms_incoming, name="sms_incoming"),
    path("<path:rest>", access.public(nowhere)),
]
