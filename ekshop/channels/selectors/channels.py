"""Channels as people see them: in use, their health and what is out of step."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from ekshop.kernel.actors import Actor
from ekshop.parties.rules import allowed

from ..models import (
    Channel,
    ChannelListing,
    CountryRule,
    DutyRate,
    ExchangeRate,
    FreightBand,
    ListingIssue,
    Quota,
    UnreadRow,
)
from .goods import listings_visible_to


def channels_in_use(*, key: str = "") -> QuerySet[Channel]:
    """By name of their key; with `key` only that one."""
    rows = Channel.objects.filter(state=Channel.ACTIVE).order_by("key")
    return rows.filter(key=key) if key else rows


def channels_visible_to(actor: Actor) -> QuerySet[Channel]:
    """The operator and the auditor all, whoever sells those in use; each with what it carries:
    `live`, `waiting` (to be told), `mending` (issues), `ended`, and `unread_rows`."""
    rows = Channel.objects.order_by("key")
    if not (actor.is_system or allowed("channel.read", actor.role)):
        if not allowed("export.read", actor.role):
            return rows.none()
        rows = rows.filter(state=Channel.ACTIVE)
    return rows.annotate(
        live=Count("listings", filter=Q(listings__state="live")),
        waiting=Count("listings", filter=Q(listings__urgency__gt=0)),
        mending=Count("listings", filter=Q(listings__state="issue")),
        ended=Count("listings", filter=Q(listings__state="ended")),
        unread_rows=Coalesce(Subquery(_unread_count(), output_field=IntegerField()), 0),
    )


def _unread_count() -> QuerySet[Any, Any]:
    """By the channel of the statement around it: a second join would multiply the listings."""
    open_here = UnreadRow.objects.filter(channel=OuterRef("pk"), closed_at=None).order_by()
    return open_here.values("channel").annotate(n=Count("id")).values("n")


def unread_listed(actor: Actor, *, channel_id: int = 0) -> QuerySet[UnreadRow]:
    """What channels sent, could not be read, and nobody has dealt with. `raw` may name a buyer:
    who may not close a row is not given it."""
    if not (actor.is_system or allowed("channel.read", actor.role)):
        return UnreadRow.objects.none()
    rows = UnreadRow.objects.filter(closed_at=None).select_related("channel")
    if not (actor.is_system or allowed("channel.manage", actor.role)):
        rows = rows.defer("raw")
    return rows.filter(channel_id=channel_id) if channel_id else rows


def quotas_of(channel_id: int) -> QuerySet[Quota]:
    return Quota.objects.filter(channel_id=channel_id).order_by("operation")


def freight_of(channel_id: int) -> QuerySet[FreightBand]:
    return FreightBand.objects.filter(channel_id=channel_id).order_by("up_to_g", "valid_from")


def listings_listed(
    actor: Actor, *, channel: str = "", state: str = "", text: str = ""
) -> QuerySet[ChannelListing]:
    """Listings by their channel's key, state, and a sku, name or seller's name."""
    rows = listings_visible_to(actor).select_related("channel", "goods__offer", "offer", "seller")
    if channel:
        rows = rows.filter(channel__key=channel)
    if state:
        rows = rows.filter(state=state)
    if text:
        named = Q(goods__title_en__icontains=text) | Q(offer__title__icontains=text)
        rows = rows.filter(named | Q(sku__iexact=text) | Q(seller__name_en__icontains=text))
    return rows


def issues_listed(actor: Actor, *, channel: str = "") -> QuerySet[ListingIssue]:
    """What is open, on listings a person may see."""
    rows = ListingIssue.objects.filter(closed_at=None, listing__in=listings_visible_to(actor))
    rows = rows.select_related("listing__channel", "listing__goods__offer", "listing__seller")
    return rows.filter(listing__channel__key=channel) if channel else rows


def exchange_rates_listed(actor: Actor) -> QuerySet[ExchangeRate]:
    rows = ExchangeRate.objects.select_related("noted_by")
    return rows if allowed("channel.read", actor.role) else rows.none()


def country_rules_listed(actor: Actor, *, country: str = "") -> QuerySet[CountryRule]:
    rows = CountryRule.objects.filter(country=country) if country else CountryRule.objects.all()
    return rows if allowed("channel.read", actor.role) else rows.none()


def duties_listed(actor: Actor, *, country: str = "") -> QuerySet[DutyRate]:
    rows = DutyRate.objects.filter(country=country) if country else DutyRate.objects.all()
    return rows if allowed("channel.read", actor.role) else rows.none()


def countries_of_rules(actor: Actor) -> list[str]:
    """Of which there is a rule, by their letters."""
    return _countries(country_rules_listed(actor))


def countries_of_duties(actor: Actor) -> list[str]:
    return _countries(duties_listed(actor))


def _countries(rows: QuerySet[Any]) -> list[str]:
    found = rows.exclude(country="").order_by("country").values_list("country", flat=True)
    return list(found.distinct())
