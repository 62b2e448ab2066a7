"""A seller's webhook and keys, on its pages."""

import re

from django.urls import reverse

from ekshop.federation.models import ApiKey, WebhookDelivery, WebhookEndpoint
from ekshop.federation.tests import make
from ekshop.kernel.jobs import run_jobs
from ekshop.web.partner.tests.conftest import at_work


def text(answer) -> str:
    return answer.content.decode()


def test_an_address_is_saved_and_its_secret_shown_this_once(mina, people):
    page = text(mina.post(reverse("partner:webhooks"), {"url": "https://shop.example/hooks"}))
    endpoint = WebhookEndpoint.objects.get()
    assert endpoint.secret in page.replace("&#x2B;", "+").replace("&#x2F;", "/")
    assert endpoint.secret not in text(mina.get(reverse("partner:webhooks")))
    fresh = text(mina.post(reverse("partner:webhook_rotate")))
    endpoint.refresh_from_db()
    assert "Copy the secret now" in fresh and endpoint.previous_secret


def test_an_address_that_is_none_is_told_and_kept(mina):
    answer = mina.post(reverse("partner:webhooks"), {"url": "shop.example/hooks"})
    assert answer.status_code == 422
    assert "This is not a web address" in text(answer) and "shop.example/hooks" in text(answer)


def test_a_test_is_sent_its_answer_shown_and_sent_again(mina, people):
    with make.receiver() as receiver:
        make.endpoint(people.partner, receiver.url)
        receiver.answers = [418]
        page = mina.post(reverse("partner:webhook_test"), follow=True)
        run_jobs(queues=["outgoing"])
        delivery = WebhookDelivery.objects.get()
        shown = text(mina.get(reverse("partner:delivery", args=[delivery.pk])))
        assert page.status_code == 200 and "418" in shown and "webhook.test" in shown
        mina.post(reverse("partner:replay", args=[delivery.pk]))
        run_jobs(queues=["outgoing"])
        assert len(receiver.heard) == 2
    assert "Delivered" in text(mina.get(reverse("partner:webhooks"), {"state": "delivered"}))
    assert "Nothing was sent yet" in text(
        mina.get(reverse("partner:webhooks"), {"state": "failed"})
    )


def test_another_seller_opens_and_replays_none_of_it(tania, mina, people):
    make.endpoint(people.partner, "https://shop.example/hooks")
    mina.post(reverse("partner:webhook_test"))
    delivery = WebhookDelivery.objects.get()
    assert tania.get(reverse("partner:delivery", args=[delivery.pk])).status_code == 404
    assert tania.post(reverse("partner:replay", args=[delivery.pk])).status_code == 404
    assert "shop.example" not in text(tania.get(reverse("partner:webhooks")))
    assert at_work(people.jamila).get(reverse("partner:webhooks")).status_code == 403


def test_a_webhook_is_switched_off_and_on_and_the_day_says_so(mina, people):
    make.endpoint(people.partner, "https://shop.example/hooks")
    mina.post(reverse("partner:webhook_switch"), {"to": "off"})
    assert "Your webhook is switched off" in text(mina.get(reverse("partner:today")))
    mina.post(reverse("partner:webhook_switch"), {"to": "on"})
    assert WebhookEndpoint.objects.get().state == "active"


def test_a_key_is_made_shown_once_and_revoked(mina, tania):
    page = text(mina.post(reverse("partner:keys"), {"label": "shop server"}))
    shown = re.search(r"eks_[\w-]{40,}", page)[0]
    assert shown not in text(mina.get(reverse("partner:keys")))
    key = ApiKey.objects.get()
    assert tania.get(reverse("partner:key_revoke", args=[key.pk])).status_code == 404
    assert tania.post(reverse("partner:key_revoke", args=[key.pk])).status_code == 404
    assert "Revoke the key “shop server”?" in text(
        mina.get(reverse("partner:key_revoke", args=[key.pk]))
    )
    key.refresh_from_db()
    assert key.revoked_at is None
    mina.post(reverse("partner:key_revoke", args=[key.pk]))
    key.refresh_from_db()
    assert key.revoked_at is not None
    assert mina.post(reverse("partner:keys"), {"label": " "}).status_code == 422
