"""Addresses of the desk: the coordinator's, the officers' and the auditor's."""

from django.urls import URLPattern, URLResolver, path

from .views import agencies, cases, hearings, incidents, letters, notices, queue, triage, watch

app_name = "desk"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", queue.queue, name="queue"),
    path("queue.csv", queue.queue_export, name="queue_csv"),
    path("cases/<str:code>/", cases.case, name="case"),
    path("cases/<str:code>/as/<slug:side>/", cases.seen_as, name="seen_as"),
    path("cases/<str:code>/notices/", notices.notices, name="notices"),
    path("cases/<str:code>/notices/link/", notices.link, name="notice_link"),
    path("cases/<str:code>/notices/<int:service_id>/", notices.by_hand, name="notice_by_hand"),
    path("cases/<str:code>/act/<slug:name>/", cases.act, name="act"),
    path("referrals/<str:code>/", letters.referral, name="referral"),
    path("referrals/<str:code>/letter.pdf", letters.letter, name="letter"),
    path("referrals/<str:code>/by-hand/", letters.by_hand, name="letter_by_hand"),
    path("referrals/<str:code>/again/", letters.again, name="letter_again"),
    path("hearings/", hearings.hearings, name="hearings"),
    path("incidents/", incidents.incidents, name="incidents"),
    path("incidents/new/", incidents.incident_new, name="incident_new"),
    path("incidents/<str:code>/", incidents.incident, name="incident"),
    path("incidents/<str:code>/progress/", incidents.progress, name="incident_progress"),
    path("incidents/<str:code>/gather/", incidents.gather, name="incident_gather"),
    path("incidents/<str:code>/close/", incidents.close, name="incident_close"),
    path("incidents/<str:code>/leave/<int:case_id>/", incidents.leave, name="incident_leave"),
    path("incidents/<str:code>/act/<slug:kind>/", incidents.act, name="incident_act"),
    path("agencies/", agencies.agencies, name="agencies"),
    path("agencies/new/", agencies.agency_new, name="agency_new"),
    path("agencies/<slug:code>/", agencies.agency, name="agency"),
    path("agencies/<slug:code>/change/", agencies.agency_edit, name="agency_edit"),
    path("agencies/<slug:code>/rest/", agencies.agency_rest, name="agency_rest"),
    path("watch/", watch.alerts, name="watch"),
    path("watch.csv", watch.alerts_export, name="watch_csv"),
    path("watch/<int:alert_id>/", watch.alert, name="alert"),
    path("watch/<int:alert_id>/hold.pdf", watch.hold_letter, name="hold_letter"),
    path("watch/<int:alert_id>/join/", watch.join, name="alert_join"),
    path("watch/<int:alert_id>/split/", watch.split, name="alert_split"),
    path("watch/<int:alert_id>/act/<slug:name>/", watch.act, name="alert_act"),
    path("triage/", triage.triage, name="triage"),
    path("triage/new/", triage.rule_new, name="triage_new"),
    path("triage/<int:rule_id>/change/", triage.rule_change, name="triage_change"),
    path("triage/<int:rule_id>/end/", triage.rule_end, name="triage_end"),
]
