"""Mail over SMTP, through Django's own backend and settings.

The Message-ID is made of our key, so a mail sent twice because an answer was lost is one mail to
those programs that look.
"""

from __future__ import annotations

import smtplib
from collections.abc import Iterator, Sequence
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from ekshop.notices.adapters import Outcome, Outgoing

PROVIDER = "smtp"


def send(messages: Sequence[Outgoing]) -> Iterator[Outcome]:
    """One outcome for each message, in order, over one connection."""
    connection = get_connection()
    try:
        connection.open()
    except (OSError, smtplib.SMTPException) as error:
        yield from (Outcome("later", _words(error)) for _ in messages)
        return
    trouble = ""
    try:
        for message in messages:
            outcome = Outcome("later", trouble) if trouble else _send_one(connection, message)
            if outcome.fate == "unknown":
                trouble = outcome.reason
            yield outcome
    finally:
        connection.close()


def _send_one(connection: BaseEmailBackend, message: Outgoing) -> Outcome:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mail = EmailMessage(
        subject=message.subject,
        body=message.body,
        to=[message.to],
        connection=connection,
        headers={"Message-ID": f"<{message.key}@{domain}>", "Auto-Submitted": "auto-generated"},
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        code, said = next(iter(error.recipients.values()))
        return Outcome("refused" if code >= 500 else "later", f"{code} {_text(said)}")
    except smtplib.SMTPResponseException as error:
        for_good = error.smtp_code >= 500
        return Outcome(
            "refused" if for_good else "later", f"{error.smtp_code} {_text(error.smtp_error)}"
        )
    except (OSError, smtplib.SMTPException) as error:
        return Outcome("unknown", _words(error))
    return Outcome("accepted")


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:200]
