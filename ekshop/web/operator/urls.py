"""Addresses of the operator pages."""

from django.urls import URLPattern, URLResolver, path

from .views import enrol, organisations, tables

app_name = "operator"
urlpatterns: list[URLPattern | URLResolver] = [
    path("centres/", organisations.centres, name="centres"),
    path("centres/new/", enrol.centre, name="centre_new"),
    path("partners/", organisations.partners, name="partners"),
    path("partners/new/", enrol.partner, name="partner_new"),
    path("organisations/<int:organisation_id>/", organisations.organisation, name="organisation"),
    path("organisations/<int:organisation_id>/licence/", organisations.licence, name="licence"),
    path(
        "organisations/<int:organisation_id>/licence/<int:licence_id>/end/",
        organisations.licence_stop,
        name="licence_end",
    ),
    path("organisations/<int:organisation_id>/person/", organisations.member, name="member"),
    path(
        "organisations/<int:organisation_id>/person/<int:membership_id>/end/",
        organisations.member_end,
        name="member_end",
    ),
    path("organisations/<int:organisation_id>/terms/", organisations.terms, name="terms"),
    path("organisations/<int:organisation_id>/<slug:action>/", organisations.move, name="move"),
    path("tables/", tables.tables, name="tables"),
    path("tables/template/<slug:kind>.csv", tables.template, name="table_template"),
    path("tables/<int:file_id>/", tables.table, name="table"),
    path("tables/<int:file_id>/enrol/", tables.table_enrol, name="table_enrol"),
    path("tables/<int:file_id>/rejects.csv", tables.table_rejects, name="table_rejects"),
]
