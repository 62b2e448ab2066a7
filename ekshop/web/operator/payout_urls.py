"""Addresses of paying out, beneath /operator/payouts/."""

from django.urls import path

from .views import payout_batches, payout_papers, payouts

urlpatterns = [
    path("", payouts.payouts, name="payouts"),
    path("list/", payouts.payout_list, name="payout_list"),
    path("list.csv", payouts.payout_export, name="payouts_csv"),
    path("draft/", payout_batches.draft, name="payout_draft"),
    path("batches/<int:batch_id>/", payout_batches.batch, name="payout_batch"),
    path("batches/<int:batch_id>/result/", payout_batches.result, name="payout_result"),
    path("batches/<int:batch_id>/file.<slug:form>", payout_batches.batch_file, name="payout_file"),
    path("batches/<int:batch_id>/<slug:act>/", payout_batches.act, name="payout_batch_act"),
    path("papers/", payout_papers.papers, name="payout_papers"),
    path("papers/<int:paper_id>/", payout_papers.paper, name="payout_paper"),
    path("floats/", payout_papers.floats, name="payout_floats"),
    path("floats/<int:move_id>/<slug:act>/", payout_papers.float_act, name="float_act"),
    path("<int:payout_id>/", payouts.payout, name="payout"),
    path("<int:payout_id>/<slug:act>/", payouts.payout_act, name="payout_act"),
]
