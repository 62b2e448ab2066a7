"""Addresses of prize schemes, below /operator/schemes/."""

from django.urls import URLPattern, URLResolver, path

from .views.prizes import judging, schemes, writing

urlpatterns: list[URLPattern | URLResolver] = [
    path("", schemes.schemes, name="schemes"),
    path("new/", writing.scheme_edit, name="scheme_new"),
    path("<int:scheme_id>/", schemes.scheme, name="scheme"),
    path("<int:scheme_id>/edit/", writing.scheme_edit, name="scheme_edit"),
    path("<int:scheme_id>/step/<slug:action>/", schemes.scheme_step, name="scheme_step"),
    path("<int:scheme_id>/results/", schemes.scheme_results, name="scheme_results"),
    path("<int:scheme_id>/results.csv", schemes.scheme_results_csv, name="scheme_results_csv"),
    path("<int:scheme_id>/flags/", judging.flags, name="scheme_flags"),
    path("<int:scheme_id>/awards/", judging.awards, name="scheme_awards"),
    path(
        "<int:scheme_id>/objections/<int:objection_id>/",
        judging.objection,
        name="scheme_objection",
    ),
    path("flags/<int:flag_id>/", judging.flag, name="scheme_flag"),
    path("awards/<int:award_id>/", judging.award, name="scheme_award"),
    path("awards/<int:award_id>/proof/", judging.award_proof, name="scheme_award_proof"),
]
