"""Looking at the beginning of a file before it becomes a feed, and keeping an upload meanwhile."""

import os
import re
import secrets
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.conf import settings as house
from django.core import signing

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput
from ekshop.parties.services import require

from ..adapters.feeds import PEEK_BYTES
from ..connectors import Connector, Finding, Source
from ..connectors.opening import Peek, peek
from ..ingest import FileProblem
from ..models import Feed
from ..rules import incoming as rules
from .sources import address_clean, connector_named, settings_clean, settings_open, source_of

_SALT = "ekshop.federation.upload"
_NAME = re.compile(r"[0-9a-f]{32}")


class Uploaded(Protocol):
    """What a web framework hands over for an uploaded file."""

    @property
    def size(self) -> int | None: ...

    def chunks(self) -> Iterable[bytes]: ...


@dataclass(frozen=True)
class UploadDraft:
    """An uploaded file on our disk. `token` names it to nobody but the seller who sent it."""

    name: str
    token: str

    @property
    def path(self) -> Path:
        return uploads() / self.name

    @classmethod
    def keep(cls, *, actor: Actor, file: Uploaded) -> "UploadDraft":
        """Raises FileProblem for one that is too large."""
        require(actor, "feed.manage")
        if (file.size or 0) > rules.MOST_BYTES:
            raise FileProblem("too_large")
        name = secrets.token_hex(16)
        uploads().mkdir(parents=True, exist_ok=True)
        with (uploads() / name).open("wb") as out:
            for piece in file.chunks():
                out.write(piece)
        return cls(name, signing.dumps([actor.organisation_id, name], salt=_SALT))

    @classmethod
    def found(cls, *, actor: Actor, token: str) -> "UploadDraft | None":
        """None for no token. Raises InvalidInput when the file is gone or was another's."""
        if not token:
            return None
        try:
            seller_id, name = signing.loads(token, salt=_SALT, max_age=24 * 3600)
        except (signing.BadSignature, ValueError):
            seller_id, name = None, ""
        draft = cls(str(name), token)
        if (
            seller_id != actor.organisation_id
            or not _NAME.fullmatch(draft.name)
            or not draft.path.exists()
        ):
            raise InvalidInput({"file": rules.UPLOAD_GONE})
        return draft


def uploads() -> Path:
    return Path(house.VAR_DIR) / "uploads" / "feeds"


def address_peek(
    *,
    actor: Actor,
    address: str,
    format: str = "auto",
    connector: str = "google",
    settings: Mapping[str, str] | None = None,
) -> Peek:
    """Fetches the beginning of what is at an address: its columns, first rows, our guesses.

    Raises InvalidInput for what is no address, FileProblem for what is no list of goods.
    """
    require(actor, "feed.manage")
    speaks = connector_named(connector)
    kept = settings_open(speaks, settings_clean(speaks, settings or {}))
    return _fetched_peek(speaks, Source(address_clean(address, speaks), kept), format)


def address_check(
    *, actor: Actor, address: str, connector: str, settings: Mapping[str, str]
) -> list[Finding]:
    """Tries a connection that is not kept yet; [] where its connector has nothing to try.

    Raises InvalidInput.
    """
    require(actor, "feed.manage")
    speaks = connector_named(connector)
    kept = settings_open(speaks, settings_clean(speaks, settings))
    source = Source(address_clean(address, speaks), kept, seller_id=actor.organisation_id)
    return speaks.check(source) if speaks.check else []


def file_peek(*, actor: Actor, path: Path, format: str = "auto", connector: str = "google") -> Peek:
    """The same of a file at hand. Raises FileProblem."""
    require(actor, "feed.manage")
    with tempfile.TemporaryDirectory(prefix="ekshop-peek-") as folder:
        # In a folder of its own: what is unpacked or recoded lies beside it.
        os.symlink(path.resolve(), Path(folder) / "source")
        return peek(Path(folder) / "source", connector=connector_named(connector), format=format)


def feed_peek(*, actor: Actor, feed: Feed) -> Peek | None:
    """The beginning of what a feed reads now; None for one without an address. Raises FileProblem."""
    require(actor, "feed.manage")
    if not feed.address:
        return None
    return _fetched_peek(connector_named(feed.connector), source_of(feed), feed.format)


def _fetched_peek(speaks: Connector, source: Source, format: str) -> Peek:
    if speaks.fetch is None:
        raise FileProblem("unknown_format")
    with tempfile.TemporaryDirectory(prefix="ekshop-peek-") as folder:
        path = Path(folder) / "source"
        # Somebody waits for the page, and a page that waits long keeps others from theirs.
        speaks.fetch(source, path, most=PEEK_BYTES, total=house.FEED_PEEK_SECONDS)
        return peek(path, connector=speaks, format=speaks.fetched or format)
