"""Addresses of orders from abroad, beneath /operator/exports/."""

from django.urls import path

from .views import export_acts, export_lines, exports

urlpatterns = [
    path("", exports.orders, name="exports"),
    path("table.csv", exports.orders_export, name="exports_csv"),
    path("consignments/", exports.consignments, name="consignments"),
    path("consignments/<str:code>/", exports.consignment, name="consignment"),
    path("consignments/<str:code>/do/", export_acts.consignment_do, name="consignment_do"),
    path(
        "consignments/<str:code>/<slug:kind>.<slug:form>",
        exports.consignment_paper,
        name="consignment_paper",
    ),
    path("settlements/", exports.settled, name="export_settled"),
    path("settlements/file/", export_acts.settlement_file, name="export_settled_file"),
    path("settlements/<int:row_id>/aside/", export_acts.row_aside, name="export_row_aside"),
    path("settlements/<int:row_id>/believe/", export_lines.row_believe, name="export_row_believe"),
    path("settlements/<int:row_id>/book/", export_lines.row_book, name="export_row_book"),
    path(
        "settlements/by-hand/<int:booking_id>/", export_lines.booking_decide, name="export_booking"
    ),
    path(
        "settlements/by-hand/<int:booking_id>/back/",
        export_lines.row_unbook,
        name="export_row_unbook",
    ),
    path("<str:code>/", exports.order, name="export_order"),
    path("<str:code>/do/", export_acts.order_do, name="export_order_do"),
    path("<str:code>/inspect/<int:share_id>/", export_acts.inspect, name="export_inspect"),
    path("<str:code>/<slug:kind>.<slug:form>", exports.order_paper, name="export_paper"),
]
