"""Channels, rates of exchange and freight: the operator's own tables."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import format_number, latin_digits
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.countries import is_country
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.languages import is_language
from ekshop.parties.services import require

from .. import rules
from ..adapters import ChannelTrouble, adapters
from ..models import Channel, ExchangeRate, FreightBand
from ..selectors.channels import channels_visible_to
from .facts import facts_of
from .noting import answer_note, trouble_note
from .reckoning import listings_mark

WHOLE = 10_000
FIGURES = (
    "stock_kept_back",
    "fee_bp",
    "margin_bp",
    "insurance_bp",
    "price_step",
    "price_ending",
    "volume_divisor",
    "picture_side",
    "picture_square",
)
WORDS = ("adapter", "name_bn", "name_en", "country", "currency", "language")
WORD_LONGEST = {"name_bn": 80, "name_en": 80}
FIGURE_MOST = 1_000_000
POISHA_MOST = 10**10
"""Of one parcel's freight: a hundred million taka."""


def channels_with_files(actor: Actor) -> QuerySet[Channel]:
    """Those whose statement a person may bring as a file; the others' is read from them alone."""
    told = [key for key, it in adapters().items() if it.settlements and not it.statement_file]
    return channels_visible_to(actor).exclude(adapter__in=told)


@transaction.atomic
def channel_put(
    *,
    actor: Actor,
    key: str,
    fields: Mapping[str, Any],
    settings: Mapping[str, Any] | None = None,
    secrets: Mapping[str, str] | None = None,
    new: bool = False,
    now: datetime,
) -> Channel:
    """Makes a channel, or changes one; `fields` are of WORDS and FIGURES. What is reckoned from it
    is reckoned anew. Secrets not given stay as they are, but for another server they are written
    anew: who changes an address must not have them sent there. `new`: it must not be there yet.
    Raises NotAllowed, InvalidInput."""
    require(actor, "channel.manage")
    if not 0 < len(key) <= KEY_LONGEST:
        raise InvalidInput({"key": _("Give a short name in small Latin letters.")})
    channel = Channel.objects.select_for_update().filter(key=key).first()
    if new and channel is not None:
        raise InvalidInput({"key": _("There is a channel with this short name already.")})
    made = channel is None
    channel = channel or Channel(key=key, created_at=now)
    stood, priced = _servers(channel), channel.currency
    for name in (*WORDS, *FIGURES):
        if name in fields:
            setattr(channel, name, fields[name])
    if settings is not None:
        channel.settings = dict(settings)
    unsaid = set(channel.secrets_known) - set(secrets or ())
    if secrets:
        channel.secrets = json.dumps({**channel.secrets_known, **secrets})
    problems = _problems(channel)
    if not made and channel.currency != priced and (stays := _bound(channel)):
        problems["currency"] = stays
    if unsaid and not made and (moved := _servers(channel) - stood):
        field = min(name for name, _server in moved)
        problems[field] = _("The keys were given for another server: write them again, too.")
    if problems:
        raise InvalidInput(problems)
    try:
        with transaction.atomic():
            channel.save()
    except IntegrityError as clash:
        # Two made it in the same moment.
        taken = {"key": _("There is a channel with this short name already.")}
        raise InvalidInput(taken) from clash
    listings_mark(channel_ids=[channel.pk])
    changed = {name: fields[name] for name in fields if name in FIGURES}
    channel_noted(actor, "channel_put", channel.pk, {"key": key, "made": made, **changed}, now)
    return channel


KEY_LONGEST = 40
OPEN_ROWS = ("unmatched", "no_rate", "doubtful")
OVER = ("settled", "lost", "refused", "cancelled", "returned")


def _bound(channel: Channel) -> object:
    """Why its currency stays as it is, in words; "" where nothing there is in it any more."""
    known = Q(told_quantity__isnull=False) | ~Q(handle="")
    listings = channel.listings.filter(known | Q(state__in=rules.SELLING)).count()
    orders = channel.orders.exclude(state__in=OVER).count()
    rows = channel.settlement_rows.filter(state__in=OPEN_ROWS).count()
    if not (listings or orders or rows):
        return ""
    return _(
        "The currency stays while something there is in it: %(listings)s listings, %(orders)s orders"
        " not settled, %(rows)s lines of statements not booked. Or make another channel."
    ) % {
        name: format_number(number, get_language() or "bn")
        for name, number in (("listings", listings), ("orders", orders), ("rows", rows))
    }


def _servers(channel: Channel) -> set[tuple[str, str]]:
    """(field on the page, server) of each that the secrets may be sent to."""
    told = {("adapter", channel.adapter)}
    for name, value in channel.settings.items():
        if "://" in str(value):
            server = str(value).strip().lower().split("/")[:3]
            told.add((f"setting.{name}", "/".join(server)))
    return told


def channel_pause(*, actor: Actor, channel_id: int, now: datetime) -> Channel:
    """Nothing goes to it and nothing is fetched from it. Raises NotAllowed, NotFound."""
    return _switched(actor, channel_id, Channel.PAUSED, now)


def channel_resume(*, actor: Actor, channel_id: int, now: datetime) -> Channel:
    """Told again from here on, and at once. Raises NotAllowed, NotFound."""
    return _switched(actor, channel_id, Channel.ACTIVE, now)


def channel_check(*, actor: Actor, channel_id: int, now: datetime) -> str:
    """Tries the connection now, outside any transaction; what was found, in words, or the trouble.

    Raises NotAllowed, NotFound.
    """
    require(actor, "channel.manage")
    channel = _channel(channel_id)
    adapter = adapters().get(channel.adapter)
    if adapter is None or adapter.check is None:
        return str(_("This kind of channel cannot be tried without sending something."))
    try:
        found = adapter.check(facts_of(channel))
    except ChannelTrouble as trouble:
        trouble_note(channel=channel, trouble=trouble, now=now)
        return str(trouble)
    answer_note(channel=channel, now=now)
    return str(found)


RATE_NOTED = _("The rate of this day has been noted and is not changed any more.")


@transaction.atomic
def exchange_rate_note(
    *, actor: Actor, currency: str, taka_for_one: str, on: date, source: str, now: datetime
) -> ExchangeRate:
    """Notes what a unit of foreign money is worth on a day; prices follow. Noted once a day and
    never changed. Raises NotAllowed, InvalidInput."""
    require(actor, "channel.manage")
    problems: dict[str, Any] = {}
    if currency not in rules.MINOR_DIGITS or currency == "BDT":
        problems["currency"] = _("Choose one of the currencies.")
    try:
        value = Decimal(latin_digits(taka_for_one).replace(",", "").strip())
        if not (value.is_finite() and Decimal("0.0001") <= value <= 100_000):
            raise InvalidOperation
    except InvalidOperation:
        value = Decimal(1)
        problems["taka_for_one"] = _("Give the taka for one unit, like 119.50.")
    if on > dhaka_date(now):
        problems["on"] = _("A rate of a day to come is not known yet.")
    if not source.strip():
        problems["source"] = _("Say who published it.")
    if ExchangeRate.objects.filter(currency=currency, on=on).exists():
        problems["on"] = RATE_NOTED
    if problems:
        raise InvalidInput(problems)
    rate, made = ExchangeRate.objects.get_or_create(
        currency=currency,
        on=on,
        defaults={
            "rate": rules.rate_of(value, currency),
            "source": source.strip()[:160],
            "noted_by_id": actor.person_id,
            "noted_at": now,
        },
    )
    if not made:
        # Noted by somebody else in the same moment.
        raise InvalidInput({"on": RATE_NOTED})
    channels = Channel.objects.filter(currency=currency).values_list("pk", flat=True)
    listings_mark(channel_ids=list(channels))
    data = {"currency": currency, "taka": str(value), "on": on.isoformat()}
    audit_write(
        actor=actor,
        action="exchange_rate_note",
        entity="exchange_rate",
        entity_id=rate.pk,
        data=data,
        now=now,
    )
    return rate


@transaction.atomic
def freight_band_put(
    *,
    actor: Actor,
    channel_id: int,
    up_to_g: int,
    poisha: int,
    source: str,
    valid_from: date,
    now: datetime,
) -> FreightBand:
    """The freight of parcels up to a weight from a day on. Raises NotAllowed, NotFound, InvalidInput."""
    require(actor, "channel.manage")
    channel = _channel(channel_id)
    problems: dict[str, Any] = {}
    if not 0 < up_to_g <= 1_000_000:
        problems["up_to_g"] = _("Give the weight in grams.")
    if not 0 < poisha <= POISHA_MOST:
        problems["poisha"] = _("Give an amount above zero.")
    if not source.strip():
        problems["source"] = _("Say where this is from.")
    if problems:
        raise InvalidInput(problems)
    band, _made = FreightBand.objects.update_or_create(
        channel=channel,
        up_to_g=up_to_g,
        valid_from=valid_from,
        defaults={"poisha": poisha, "source": source.strip()[:200]},
    )
    listings_mark(channel_ids=[channel.pk])
    channel_noted(
        actor, "freight_band_put", channel.pk, {"up_to_g": up_to_g, "poisha": poisha}, now
    )
    return band


def _problems(channel: Channel) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    if channel.adapter not in adapters():
        problems["adapter"] = _("Choose how the channel is spoken with.")
    if not channel.name_bn or not channel.name_en:
        problems["name_en"] = _("Give the name in both languages.")
    if not is_country(channel.country):
        problems["country"] = _("Choose the country.")
    if not is_language(channel.language):
        problems["language"] = _("Choose the language.")
    for name, most in WORD_LONGEST.items():
        if len(getattr(channel, name)) > most:
            problems[name] = _("At most %(most)d letters.") % {"most": most}
    for name in FIGURES:
        if not 0 <= int(getattr(channel, name)) <= FIGURE_MOST:
            problems[name] = _("Give a number from 0 to a million.")
    if channel.currency not in rules.MINOR_DIGITS:
        problems["currency"] = _("Choose one of the currencies.")
    for name in ("fee_bp", "margin_bp", "insurance_bp"):
        if not 0 <= getattr(channel, name) < WHOLE // 2:
            problems[name] = _("Give a share below 50 per cent.")
    if not 0 <= channel.price_ending < max(channel.price_step, 1):
        problems["price_ending"] = _("The ending is smaller than the step.")
    if channel.price_step < 1:
        problems["price_step"] = _("Give a number above zero.")
    if channel.volume_divisor < 1:
        problems["volume_divisor"] = _("Give a number above zero.")
    return problems


@transaction.atomic
def _switched(actor: Actor, channel_id: int, state: str, now: datetime) -> Channel:
    require(actor, "channel.manage")
    channel = _channel(channel_id)
    channel.state, channel.failures, channel.next_try_at = state, 0, None
    channel.save(update_fields=["state", "failures", "next_try_at"])
    channel_noted(
        actor, f"channel_{'pause' if state == Channel.PAUSED else 'resume'}", channel_id, {}, now
    )
    return channel


def _channel(channel_id: int) -> Channel:
    found = Channel.objects.filter(pk=channel_id).first()
    if found is None:
        raise NotFound(channel_id=channel_id)
    return found


def channel_noted(
    actor: Actor, action: str, channel_id: int, data: dict[str, Any], now: datetime
) -> None:
    audit_write(
        actor=actor, action=action, entity="channel", entity_id=channel_id, data=data, now=now
    )
