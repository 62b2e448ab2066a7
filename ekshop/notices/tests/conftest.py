"""The gateway and the mail server are the sandbox's, in a process of its own."""

import pytest

from sandbox.tests.conftest import outside, platform, running  # noqa: F401


@pytest.fixture
def gateway(outside, settings):  # noqa: F811
    """The running SMS gateway, and settings that lead to it."""
    keys = outside.keys("sms")
    settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{outside.port}/sms"
    settings.SMS_GATEWAY_TOKEN, settings.SMS_GATEWAY_SID = keys["api_token"], keys["sid"]
    settings.OUTGOING_PRIVATE_ALLOWED = True
    outside.control("sms/settings", balance=100000, report="none", failing_numbers=[])
    return outside


@pytest.fixture
def mail_server(outside, settings):  # noqa: F811
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", outside.smtp_port
    settings.EMAIL_USE_TLS, settings.EMAIL_HOST_USER = False, ""
    return outside
