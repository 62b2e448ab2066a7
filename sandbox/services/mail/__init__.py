"""A mail server on its own port. It keeps every mail; nothing leaves.

An address whose name contains "bounce" is refused, as is mail to a full box ("full"), for now.
"""

import asyncio
import email
import email.policy
import re
import socket
from email.message import EmailMessage
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session

from sandbox.core.markup import Markup, tag
from sandbox.core.pages import say
from sandbox.core.service import Service

MAX_BYTES = 10 * 1024 * 1024


class Mail(Service):
    name = "mail"
    title = ("ই-মেইল (SMTP)", "E-mail (SMTP)")
    about = (
        "সব ই-মেইল নেয় আর জমা রাখে; কোথাও পাঠায় না।",
        "Takes every e-mail and keeps it; sends none on.",
    )

    async def listen(self, sock: socket.socket) -> asyncio.Server:
        def connect() -> asyncio.Protocol:
            return Door(self)

        return await asyncio.get_running_loop().create_server(connect, sock=sock)

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        who = address.partition("@")[0].lower()
        if "bounce" in who:
            return "550 5.1.1 No such mailbox"
        if "full" in who:
            return "452 4.2.2 Mailbox full"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        behaviour = self.world.behaviour
        told = behaviour.of(self.name)
        if told["slow_ms"]:
            await asyncio.sleep(told["slow_ms"] / 1000)
        if behaviour.fails_now(self.name):
            return "451 4.3.0 Told to fail; try again"
        message = email.message_from_bytes(envelope.content or b"", policy=email.policy.default)
        for recipient in envelope.rcpt_tos:
            self.world.inbox.add(
                kind="mail",
                recipient=recipient.lower(),
                sender=str(message["from"] or envelope.mail_from or ""),
                subject=str(message["subject"] or ""),
                text=readable(message),
                reference=str(message["message-id"] or ""),
            )
        if told["lost_answer"] or told["half"]:
            server.transport.close()
        return "250 OK"

    def panel(self, lang: str) -> Markup:
        return tag(
            "p",
            say(lang, ("পোর্ট ", "Port ")),
            tag("code", self.world.options.smtp_port),
            " · ",
            tag("a", say(lang, ("ই-মেইল পড়ুন", "Read the mail")), href="/inbox?to=@"),
        )


class Door(SMTP):
    """Turned away at the door when the service is told to be down."""

    def __init__(self, mail: Mail) -> None:
        super().__init__(
            mail,
            hostname="sandbox",
            enable_SMTPUTF8=True,
            data_size_limit=MAX_BYTES,
            loop=asyncio.get_running_loop(),
        )
        self._mail = mail

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        down = self._mail.world.behaviour.of(self._mail.name)["down"]
        if down and isinstance(transport, asyncio.Transport):
            if down == "refuse":
                transport.write(b"421 4.3.2 Told to be down\r\n")
            transport.close()
            return
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        if self.session:
            super().connection_lost(error)

    def eof_received(self) -> bool | None:
        return super().eof_received() if self.session else None


def readable(message: EmailMessage) -> str:
    """The plain text; the HTML without its tags when there is no plain text; then attachments."""
    body = message.get_body(preferencelist=("plain", "html"))
    text = ""
    if body is not None:
        try:
            text = body.get_content()
        except (LookupError, UnicodeError):
            raw = body.get_payload(decode=True)
            text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else ""
        if body.get_content_subtype() == "html":
            text = re.sub(r"<[^>]+>", " ", text)
    names = [part.get_filename() or "?" for part in message.iter_attachments()]
    return text.strip() + "".join(f"\n📎 {name}" for name in names)


def services(world: Any) -> list[Service]:
    return [Mail(world)]
