"""A parcel's way through the centre: received, inspected, paid, handed over, and back."""

from django.urls import URLPattern, URLResolver, path

from ..views import claims, handing, inspecting, parcels, paying, returns

urlpatterns: list[URLPattern | URLResolver] = [
    path("parcels/", parcels.parcel_list, name="parcels"),
    path("parcels/find/", parcels.parcel_find, name="parcel_find"),
    path("parcels/<str:code>/", parcels.parcel_page, name="parcel"),
    path("parcels/<str:code>/receive/", parcels.parcel_receive, name="parcel_receive"),
    path("parcels/<str:code>/inspect/", inspecting.inspect, name="inspect"),
    path("parcels/<str:code>/inspect/sum/", inspecting.inspect_sum, name="inspect_sum"),
    path("parcels/<str:code>/pay/", paying.pay, name="pay"),
    path("parcels/<str:code>/hand-over/", handing.hand_over, name="hand_over"),
    path("parcels/<str:code>/hand-over/resend/", handing.resend, name="hand_over_resend"),
    path("parcels/<str:code>/return/", returns.ask, name="return_ask"),
    path("parcels/<str:code>/not-collected/", returns.not_collected, name="not_collected"),
    path("receipts/<str:code>/", paying.receipt, name="receipt"),
    path("receipts/<str:code>/receipt.pdf", paying.receipt_pdf, name="receipt_pdf"),
    path("returns/", returns.return_list, name="returns"),
    path("returns/<str:code>/", returns.return_page, name="return"),
    path("back/<str:code>/", returns.back, name="back"),
    path("claims/", claims.claim_list, name="claims"),
    path("back/<str:code>/label.pdf", returns.back_label, name="back_label"),
]
