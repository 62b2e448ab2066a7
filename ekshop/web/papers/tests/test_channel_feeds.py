"""A marketplace that comes and fetches its feed: who knows the address has the newest file, once."""

import json
from dataclasses import replace

import pytest
from django.urls import reverse

from ekshop.channels.adapters import adapters
from ekshop.channels.services import channel_feed_token, facts_of
from ekshop.channels.tests import make
from ekshop.channels.tests.test_feed_configurations import ITEM

pytestmark = pytest.mark.django_db


def of(key: str, **told):
    secrets = json.dumps({"api_key": "k-1"})
    return make.channel(key, adapter=key, currency="TWD", country="TW", settings=told, secrets=secrets)  # fmt: skip


def test_the_newest_file_is_fetched_at_an_address_nobody_guesses_and_once(
    client, settings, tmp_path
):
    settings.VAR_DIR = tmp_path
    taiwan = of("taiwan", fetched="yes")
    at = reverse("papers:channel_feed", args=["taiwan", channel_feed_token(taiwan)])
    assert client.get(at).status_code == 404
    item = replace(ITEM, currency="TWD", price_minor=12_500_00)
    sent = adapters()["taiwan"].submit(facts_of(taiwan), [item])
    found = client.get(at)
    assert b"EK-1" in b"".join(found.streaming_content)
    assert sent.handle in found["Content-Disposition"]
    assert client.get(at, HTTP_IF_NONE_MATCH=found["ETag"]).status_code == 304
    adapters()["taiwan"].end(facts_of(taiwan), ["EK-1"])
    again = client.get(at, HTTP_IF_NONE_MATCH=found["ETag"])
    assert b"EK-1" not in b"".join(again.streaming_content)
    assert client.get(at.replace("taiwan/", "taiwan/x")).status_code == 404
    taiwan.secrets = json.dumps({"api_key": "k-2"})
    taiwan.save()
    assert client.get(at).status_code == 404


def test_a_channel_that_is_brought_its_file_has_no_such_address(client):
    assert channel_feed_token(of("taiwan")) == "" == channel_feed_token(of("qoove", fetched="yes"))
