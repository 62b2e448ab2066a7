"""Complaints about the seller, and its answers."""

from django.urls import URLPattern, URLResolver, path

from ..views import asked, complaints

urlpatterns: list[URLPattern | URLResolver] = [
    path("complaints/", complaints.case_list, name="complaints"),
    path("complaints.csv", complaints.case_export, name="complaints_csv"),
    path("complaints/asked/", asked.asked, name="asked"),
    path("complaints/asked/<int:alert_id>/", asked.reply, name="asked_reply"),
    path("complaints/<str:code>/", complaints.case_page, name="complaint"),
    path("complaints/<str:code>/<str:act>/", complaints.act, name="complaint_act"),
]
