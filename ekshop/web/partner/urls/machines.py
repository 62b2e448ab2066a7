"""Webhooks and keys."""

from django.urls import URLPattern, URLResolver, path

from ..views import keys, trials, webhooks

urlpatterns: list[URLPattern | URLResolver] = [
    path("webhooks/", webhooks.webhook_page, name="webhooks"),
    path("webhooks/secret/", webhooks.rotate, name="webhook_rotate"),
    path("webhooks/switch/", webhooks.switch, name="webhook_switch"),
    path("webhooks/test/", webhooks.test, name="webhook_test"),
    path("webhooks/<int:delivery_id>/", webhooks.delivery_page, name="delivery"),
    path("webhooks/<int:delivery_id>/replay/", webhooks.replay, name="replay"),
    path("trials/", trials.trials, name="trials"),
    path("trials/<int:run_id>/", trials.trial, name="trial"),
    path("trials/<int:run_id>/stop/", trials.stop, name="trial_stop"),
    path("keys/", keys.key_page, name="keys"),
    path("keys/<int:key_id>/revoke/", keys.revoke, name="key_revoke"),
]
