"""The day, orders and their parcels, and how promises were kept."""

from django.urls import URLPattern, URLResolver, include, path

from ekshop.web.papers.promise_urls import promise_paths

from ..views import orders, parcels, today

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today.today_page, name="today"),
    path("record/", today.record, name="record"),
    path("record/", include(promise_paths("partner", base="partner/base.html"))),
    path("orders/", orders.order_list, name="orders"),
    path("orders.csv", orders.order_export, name="orders_csv"),
    path("orders/confirm/", orders.bulk_confirm, name="bulk_confirm"),
    path("orders/book/", parcels.bulk_book, name="bulk_book"),
    path("orders/hand-over/", parcels.bulk_hand_over, name="bulk_hand_over"),
    path("orders/labels/", parcels.labels, name="labels"),
    path("orders/<str:code>/", orders.order_page, name="order"),
    path("orders/<str:code>/answer/", orders.answer, name="order_answer"),
    path("orders/<str:code>/book/", parcels.book, name="book"),
    path("parcels/<str:code>/label.pdf", parcels.label, name="label"),
    path("parcels/<str:code>/hand-over/", parcels.hand_over, name="hand_over"),
    path("parcels/<str:code>/report/", parcels.report, name="report"),
    path("parcels/<str:code>/cancel/", parcels.cancel, name="parcel_cancel"),
    path("parcels/<str:code>/here/", parcels.here, name="here"),
]
