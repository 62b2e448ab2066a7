"""The marketplaces of the demonstration let us in, with the keys both sides derive."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from demo.load import marketplaces
from ekshop.channels.models import Channel
from ekshop.channels.services.channels import channel_check
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from sandbox.tests.conftest import Outside

pytestmark = pytest.mark.django_db


def test_every_marketplace_lets_us_in(settings, tmp_path, monkeypatch):
    outside = Outside(tmp_path / "state", "http://127.0.0.1:9", "--shops-data", str(tmp_path))
    monkeypatch.setenv("SANDBOX_SFTP_PORT", str(outside.sftp_port))
    settings.SANDBOX_URL = f"http://127.0.0.1:{outside.port}"
    settings.VAR_DIR = tmp_path
    try:
        marketplaces.load(clock.now())
        marketplaces.load(clock.now())
        for channel in Channel.objects.all():
            said = channel_check(actor=Actor.system("demo"), channel_id=channel.pk, now=clock.now())
            channel.refresh_from_db()
            assert (channel.problem, bool(said)) == ("", True)
            assert channel.freight.count() == len(marketplaces.BANDS)
        told = StringIO()
        call_command("alibaba_sign_in", "alibaba", back="https://x.example/", stdout=told)
        assert "redirect_uri" in told.getvalue()
        code = outside.keys("alibaba")["code"]
        call_command("alibaba_sign_in", "alibaba", code=code, stdout=told)
        assert "signed in" in told.getvalue()
        with pytest.raises(CommandError):
            call_command("alibaba_sign_in", "alibaba", code="used", stdout=told)
        with pytest.raises(CommandError):
            call_command("alibaba_sign_in", "amazon-us", stdout=told)
    finally:
        outside.kill()
