"""Addresses of channels abroad, beneath /operator/channels/."""

from django.urls import include, path

from ekshop.web.papers.export_urls import export_paths

from .views import channel_rules, channels

urlpatterns = [
    path("", channels.channels, name="channels"),
    path("new/", channels.channel_edit, name="channel_new"),
    path("listings/", channels.listings, name="channel_listings"),
    path("listings/table.csv", channels.listings_export, name="channel_listings_csv"),
    path("issues/", channels.issues, name="channel_issues"),
    path("unread/<int:unread_id>/close/", channels.unread_end, name="channel_unread_close"),
    path("rates/", channel_rules.rates, name="channel_rates"),
    path("rules/", channel_rules.country_rules, name="channel_rules"),
    path("rules/<int:rule_id>/end/", channel_rules.rule_end, name="channel_rule_end"),
    path("duties/", channel_rules.duties, name="channel_duties"),
    path("goods/", include(export_paths("operator", base="operator/base.html"))),
    path("<int:channel_id>/", channels.channel, name="channel"),
    path("<int:channel_id>/edit/", channels.channel_edit, name="channel_edit"),
    path("<int:channel_id>/freight/", channel_rules.freight, name="channel_freight"),
    path("<int:channel_id>/<slug:action>/", channels.channel_act, name="channel_act"),
]
