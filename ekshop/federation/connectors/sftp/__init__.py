"""A list of goods on a seller's SFTP server, in any of the shapes that are read from an address."""

from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from ...ingest.records import FileProblem
from ..google import CONNECTOR as GOOGLE
from ..shape import Connector, Finding, Setting, Source
from .client import fetch, greet

PATIENCE_SECONDS = 20


def check(source: Source) -> list[Finding]:
    """Signs in and looks at the file, and shows which key the server has."""
    if not urlsplit(source.address).username:
        return [Finding(False, _("The address names no user. Write sftp://user@host/path."))]
    try:
        fingerprint, size = greet(source, total=PATIENCE_SECONDS)
    except FileProblem as problem:
        return [Finding(False, problem)]
    return [
        Finding(True, _("The server's key is %(key)s.") % {"key": fingerprint}),
        Finding(True, _("The file is there: %(size)s kB.") % {"size": (size + 1023) // 1024}),
    ]


CONNECTOR = Connector(
    key="sftp",
    name=_("A file on your SFTP server"),
    about=_("The same lists, read from a server that asks for a password or a key."),
    order=20,
    address=_("Address of the file"),
    address_hint=_("Like sftp://user@files.example.com/lists/goods.xml"),
    schemes=("sftp",),
    settings=(
        Setting("password", _("Password"), kind="secret"),
        Setting(
            "private_key",
            _("Private key"),
            _("Instead of a password: a key without a passphrase, as OpenSSH writes it."),
            kind="secret",
        ),
        Setting(
            "host_key",
            _("The server's key (fingerprint)"),
            _(
                "Like SHA256:… Left empty, we take the key that the server shows at first, and go "
                "no further if it ever shows another."
            ),
            kind="text",
        ),
    ),
    fetch=fetch,
    check=check,
    files=GOOGLE.files,
)
