"""A seller's feeds: made, changed, paused, and taken off the shelf with all they brought."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.services import feed_offers_withdraw, picture_hosts_allow
from ekshop.catalogue.variants.attributes import levelled
from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import latin_digits
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.services import require

from ..models import Feed
from ..rules import incoming as rules
from .linking import shop_link_request
from .sources import (
    address_clean,
    connector_named,
    connector_of,
    format_known,
    settings_clean,
    settings_kept,
)

SHORTEST_MINUTES, LONGEST_MINUTES = 5, 7 * 24 * 60
CURRENCIES = ("BDT", "USD", "EUR", "GBP", "INR", "CNY", "AED", "SAR", "JPY", "SGD", "MYR")


@transaction.atomic
def feed_register(
    *,
    actor: Actor,
    seller_id: int,
    name: str,
    address: str = "",
    connector: str = "",
    settings: Mapping[str, str] | None = None,
    format: str = "auto",
    mapping: Mapping[str, Any] | None = None,
    every_minutes: int = 60,
    now: datetime,
) -> Feed:
    """A feed that is read at once and then every so many minutes; without an address, by upload.

    `connector`: one of `connectors()`; "" is the one that reads files of this format.
    `settings`: what it asks for, in clear; its secrets are kept sealed.
    Raises InvalidInput, naming every field that is wrong.
    """
    owned_check(actor, seller_id)
    feed = Feed(
        seller_id=seller_id,
        connector=connector_named(connector).key if connector else connector_of(format),
        created_at=now,
        next_fetch_at=now if address.strip() else None,
    )
    _fill(feed, name, address, settings or {}, format, mapping, every_minutes)
    feed.save()
    states.begin(feed, actor=actor, now=now)
    picture_hosts_allow(seller_id=seller_id, addresses=[feed.address], now=now)
    shop_link_request(feed)
    _audit("feed_register", actor, feed, now)
    return feed


@transaction.atomic
def feed_update(
    *,
    actor: Actor,
    feed: Feed,
    name: str,
    address: str,
    settings: Mapping[str, str] | None = None,
    format: str,
    mapping: Mapping[str, Any] | None,
    every_minutes: int,
    now: datetime,
) -> Feed:
    """Raises InvalidInput. The next reading is a whole one: what it knew of the file is forgotten.

    A secret of the `settings` that is left empty stays as it was; None leaves all of them.
    """
    owned_check(actor, feed.seller_id)
    _fill(feed, name, address, settings, format, mapping, every_minutes)
    feed.etag = feed.last_modified = feed.content_hash = ""
    feed.next_fetch_at = now if feed.address else None
    feed.save()
    picture_hosts_allow(seller_id=feed.seller_id, addresses=[feed.address], now=now)
    shop_link_request(feed)
    _audit("feed_update", actor, feed, now)
    return feed


@transaction.atomic
def feed_pause(*, actor: Actor, feed: Feed, now: datetime) -> None:
    """No more reading by the clock; what it brought stays on sale."""
    owned_check(actor, feed.seller_id)
    states.move(feed, "pause", actor=actor, now=now)
    _audit("feed_pause", actor, feed, now)


@transaction.atomic
def feed_resume(*, actor: Actor, feed: Feed, now: datetime) -> None:
    """Reads again, now. A withdrawn feed's goods come back as they are read."""
    owned_check(actor, feed.seller_id)
    action = "reopen" if feed.state == "withdrawn" else "resume"
    states.move(feed, action, actor=actor, now=now, also=_forgotten(feed, now))
    shop_link_request(feed)
    _audit("feed_resume", actor, feed, now)


@transaction.atomic
def feed_withdraw(*, actor: Actor, feed: Feed, now: datetime) -> int:
    """Stops reading and takes everything it brought off the shelf; returns how many offers."""
    owned_check(actor, feed.seller_id)
    states.move(feed, "withdraw", actor=actor, now=now, also={"next_fetch_at": None})
    shop_link_request(feed)
    _audit("feed_withdraw", actor, feed, now)
    return feed_offers_withdraw(actor=actor, feed_id=feed.pk, now=now)


def owned_check(actor: Actor, seller_id: int) -> None:
    """Raises NotAllowed, or NotFound where the feed is another seller's."""
    require(actor, "feed.manage")
    if not actor.is_system and actor.organisation_id != seller_id:
        raise NotFound()


def mapping_clean(mapping: Mapping[str, Any] | None) -> dict[str, Any]:
    """A table's mapping, checked. Raises InvalidInput under columns, currency, rate and stock."""
    if not mapping:
        return {}
    errors: dict[str, Any] = {}
    columns = {
        str(field): str(column)[:200]
        for field, column in (mapping.get("columns") or {}).items()
        if column and (field in rules.FIELD_NAMES or _attribute(str(field)))
    }
    missing = [str(rules.FIELD_NAMES[f]) for f in rules.NEEDED_FIELDS if f not in columns]
    if columns and missing:
        errors["columns"] = _("Say which column is: %(missing)s.") % {"missing": ", ".join(missing)}
    currency = str(mapping.get("currency") or "BDT").strip().upper()
    if currency not in CURRENCIES:
        errors["currency"] = _("We do not know this currency. Use one of %(known)s.") % {
            "known": ", ".join(CURRENCIES)
        }
    rate = latin_digits(str(mapping.get("rate") or "")).strip()
    if currency == "BDT":
        rate = ""
    elif not _positive(rate):
        errors["rate"] = _("Say how many taka one %(currency)s is, like 120.50.") % {
            "currency": currency
        }
    stock = latin_digits(str(mapping.get("stock") or "")).strip()
    if stock and not (
        stock.isascii() and stock.isdigit() and len(stock) < 7 and int(stock) <= 100_000
    ):
        errors["stock"] = _("Write a whole number, like 12.")
    if errors:
        raise InvalidInput(errors)
    clean: dict[str, Any] = {"columns": columns} if columns else {}
    if currency != "BDT":
        clean |= {"currency": currency, "rate": rate}
    if stock:
        clean["stock"] = int(stock)
    return clean


def _fill(
    feed: Feed,
    name: str,
    address: str,
    settings: Mapping[str, str] | None,
    format: str,
    mapping: Mapping[str, Any] | None,
    every_minutes: int,
) -> None:
    speaks = connector_named(feed.connector)
    errors: dict[str, Any] = {}
    feed.name = " ".join(name.split())[:120]
    if not feed.name:
        errors["name"] = _("Give it a name by which you will know it.")
    if not format_known(speaks, format):
        errors["format"] = _("Choose one of the formats.")
    if not SHORTEST_MINUTES <= every_minutes <= LONGEST_MINUTES:
        errors["every_minutes"] = _("Between five minutes and seven days.")
    try:
        before, feed.address = (
            feed.address,
            address_clean(address, speaks) if address.strip() else "",
        )
        kept = settings_kept(speaks, feed.settings, before=before, address=feed.address)
        if settings is None and kept != feed.settings:
            settings = kept
        if settings is not None and (feed.address or not speaks.upload):
            feed.settings = settings_clean(speaks, settings, kept=kept)
    except InvalidInput as error:
        errors |= error.field_errors
    try:
        feed.mapping = mapping_clean(mapping)
    except InvalidInput as error:
        errors |= error.field_errors
    if errors:
        raise InvalidInput(errors)
    feed.format, feed.every_minutes = format, every_minutes


def _attribute(field: str) -> bool:
    """Whether a column is an attribute by its seller's own name for it."""
    return field.startswith(rules.ATTRIBUTE) and bool(levelled(field.removeprefix(rules.ATTRIBUTE)))


def _positive(text: str) -> bool:
    try:
        rate = Decimal(text)
    except InvalidOperation:
        return False
    return rate.is_finite() and 0 < rate < 100_000


def _forgotten(feed: Feed, now: datetime) -> dict[str, Any]:
    return {
        "etag": "",
        "last_modified": "",
        "content_hash": "",
        "next_fetch_at": now if feed.address else None,
    }


def _audit(action: str, actor: Actor, feed: Feed, now: datetime) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity="feed",
        entity_id=feed.pk,
        data={
            "name": feed.name,
            "address": feed.address,
            "connector": feed.connector,
            "format": feed.format,
        },
        now=now,
    )
