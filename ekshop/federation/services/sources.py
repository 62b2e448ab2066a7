"""A feed's connector and what it was told: checked, its secrets sealed, and opened for use."""

import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.seal import SealBroken, seal, unseal

from ..connectors import Connector, Setting, Source, connectors
from ..models import Feed

LONGEST = 5000
_NO_ADDRESS = {
    "https": _("Write the whole address of the file, beginning with https://"),
    "sftp": _("Write the whole address of the file, like sftp://user@host/path."),
}
SETTING_MARK = "setting-"
"""Before a setting's name among the fields of a form, and of InvalidInput."""


def connector_named(key: str) -> Connector:
    """Raises InvalidInput under "connector"."""
    found = connectors().get(key)
    if found is None:
        raise InvalidInput({"connector": _("Choose where the goods come from.")})
    return found


def connector_of(format: str) -> str:
    """The connector that reads files of a shape; "google" for one that nobody names."""
    owners = (each.key for each in connectors().values() if each.shape(format))
    return next(owners, "google")


def format_known(speaks: Connector, format: str) -> bool:
    return format == "auto" or speaks.shape(format) is not None


def source_of(feed: Feed) -> Source:
    """With its secrets in clear: for its connector only."""
    speaks = connector_named(feed.connector)
    return Source(
        feed.address,
        settings_open(speaks, feed.settings),
        feed_id=feed.pk,
        seller_id=feed.seller_id,
    )


def settings_clean(
    speaks: Connector, given: Mapping[str, str], *, kept: Mapping[str, str] | None = None
) -> dict[str, str]:
    """What a connector asks for, checked, secrets sealed. A secret not given stays as `kept`.

    Raises InvalidInput under "setting-<key>".
    """
    clean: dict[str, str] = {}
    errors: dict[str, Any] = {}
    for setting in speaks.settings:
        value = str(given.get(setting.key) or "").strip()
        if setting.kind == "secret" and not value and (kept or {}).get(setting.key):
            clean[setting.key] = (kept or {})[setting.key]
            continue
        if problem := _problem(setting, value):
            errors[SETTING_MARK + setting.key] = problem
            continue
        value = value or setting.default
        clean[setting.key] = seal(value) if setting.kind == "secret" and value else value
    if errors:
        raise InvalidInput(errors)
    return clean


def settings_open(speaks: Connector, kept: Mapping[str, str]) -> dict[str, str]:
    """Kept settings with their secrets in clear; one sealed with a lost key is empty."""
    opened = {}
    for setting in speaks.settings:
        value = kept.get(setting.key, setting.default)
        if setting.kind == "secret" and value:
            try:
                value = unseal(value)
            except SealBroken:
                value = ""
        opened[setting.key] = value
    return opened


def address_clean(address: str, speaks: Connector | None = None) -> str:
    """Raises InvalidInput under "address"."""
    text = address.strip()
    schemes = speaks.schemes if speaks else ("http", "https")
    try:
        parts = urlsplit(text)
        fine = parts.scheme in schemes and bool(parts.hostname) and len(text) <= 800
        # It would stand on pages and in logs.
        fine = fine and parts.password is None and parts.port != 0
    except ValueError:
        fine = False
    if not fine or any(char.isspace() for char in text):
        raise InvalidInput({"address": _NO_ADDRESS.get(schemes[0], _NO_ADDRESS["https"])})
    return text


def settings_kept(
    speaks: Connector, kept: Mapping[str, str], *, before: str, address: str
) -> Mapping[str, str]:
    """What of kept settings holds for an address: to another server no secret goes along that
    was given for the one before."""
    if not address or _server(address) == _server(before):
        return kept
    secret = {setting.key for setting in speaks.settings if setting.kind == "secret"}
    return {key: value for key, value in kept.items() if key not in secret}


def _server(address: str) -> tuple[str, str | None, int | None] | None:
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname, parts.port
    except ValueError:
        return None


def _problem(setting: Setting, value: str) -> Any:
    if not value:
        return _("This is needed.") if setting.needed and not setting.default else None
    if len(value) > LONGEST or "\x00" in value:
        return _("This is too long.")
    if setting.kind == "number" and not (value.isascii() and value.isdigit() and len(value) < 10):
        return _("Write a whole number, like 12.")
    if setting.kind == "choice" and value not in dict(setting.choices):
        return _("Choose one of these.")
    return None


def settings_draft(*, actor: Actor, given: Mapping[str, str]) -> str:
    """What was typed, sealed, to be carried by a page until it is kept: secrets are not shown."""
    whose = [actor.organisation_id, actor.person_id]
    return seal(json.dumps([whose, dict(given)])) if given else ""


def settings_drafted(*, actor: Actor, token: str) -> dict[str, str]:
    """Raises InvalidInput for a draft that this person did not write for this seller."""
    if not token:
        return {}
    try:
        whose, given = json.loads(unseal(token))
    except (SealBroken, ValueError):
        whose, given = None, {}
    if whose != [actor.organisation_id, actor.person_id]:
        raise InvalidInput({"connector": _("Fill in the form once more.")})
    return {str(key): str(value) for key, value in given.items()}
