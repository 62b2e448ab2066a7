"""A letter by mail, sealed in its PDF, to an agency without a desk here."""

import hashlib
from dataclasses import dataclass
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMessage


@dataclass(frozen=True)
class LetterMail:
    """`reference` makes the Message-ID: sent twice because an answer was lost, it is one mail."""

    reference: str
    to: str
    subject: str
    body: str
    filename: str
    pdf: bytes

    @property
    def sha256(self) -> str:
        """The seal: it stands in the mail, and in the case's chain."""
        return hashlib.sha256(self.pdf).hexdigest()


def letter_mail(letter: LetterMail) -> None:
    """Errors: smtplib.SMTPException and OSError, after which it may be sent again."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
    mail = EmailMessage(
        subject=letter.subject,
        body=f"{letter.body}\n\nSHA-256 ({letter.filename}): {letter.sha256}",
        to=[letter.to],
        headers={"Message-ID": f"<{letter.reference}@{domain}>"},
    )
    mail.attach(letter.filename, letter.pdf, "application/pdf")
    mail.send()
