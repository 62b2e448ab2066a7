"""Commission rates: set with the time they hold, never edited once in force."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ekshop.catalogue.selectors import offers_to_order
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import format_datetime
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.services import require

from .. import rules
from ..models import CentreGroup, CommissionRate
from .errors import RatesOverlap

RATE_AT_MOST_BP = 5000


def commission_rate_set(
    *,
    actor: Actor,
    seller_id: int | None,
    category_id: int | None,
    rate_bp: int,
    valid_from: datetime,
    valid_to: datetime | None = None,
    note: str = "",
    role: str = "sale",
    offer_id: int | None = None,
    centre_group_id: int | None = None,
    now: datetime,
) -> CommissionRate:
    """A rate for a seller, a category, both or neither (null: any), or for one offer, for the
    centres of a group or all; from when to when. `role`: for selling, or for sourcing.

    It cannot begin in the past: orders already placed keep the rate they were made under, and
    a statement must be able to say which one held. `valid_to` is the first instant at which it
    no longer holds; null: until it is ended. Errors: NotAllowed, InvalidInput, RatesOverlap.
    """
    require(actor, "rate.manage")
    problems: dict[str, object] = {}
    if not 0 <= rate_bp <= RATE_AT_MOST_BP:
        problems["rate_bp"] = _("A commission is between 0 and 50 per cent.")
    if valid_from < now and not actor.is_system:
        problems["valid_from"] = _("A rate cannot begin in the past.")
    if valid_to is not None and valid_to <= valid_from:
        problems["valid_to"] = _("The end must come after the beginning.")
    if role not in dict(rules.RATE_ROLES):
        problems["role"] = _("Choose what is paid for: selling or sourcing.")
    if offer_id is not None and (seller_id is not None or category_id is not None):
        problems["offer"] = _("An offer has its seller and category: leave those open.")
    elif offer_id is not None and offer_id not in offers_to_order([offer_id], at=now):
        problems["offer"] = _("There is no such offer.")
    if centre_group_id and not CentreGroup.objects.filter(pk=centre_group_id).exists():
        problems["centre_group"] = _("Choose a group from the list.")
    if problems:
        raise InvalidInput(problems)
    rate = CommissionRate(
        role=role,
        offer_id=offer_id,
        centre_group_id=centre_group_id,
        seller_id=seller_id,
        category_id=category_id,
        rate_bp=rate_bp,
        valid_from=valid_from,
        valid_to=valid_to,
        made_by_id=actor.person_id,
        note=note[:200],
    )
    with transaction.atomic():
        try:
            with transaction.atomic():
                rate.save(force_insert=True)
        except IntegrityError as error:
            raise _overlap(rate) from error
        audit_write(
            actor=actor,
            action="commission_rate_set",
            entity="commission_rate",
            entity_id=rate.pk,
            data={
                "role": role,
                "seller": seller_id,
                "category": category_id,
                "offer": offer_id,
                "centre_group": centre_group_id,
                "rate_bp": rate_bp,
            },
            now=now,
        )
    return rate


def commission_rate_end(
    *, actor: Actor, rate_id: int, valid_to: datetime, now: datetime
) -> CommissionRate:
    """Lets a rate hold only until then, so that another may follow. Not in the past.

    Errors: NotAllowed, NotFound, InvalidInput.
    """
    require(actor, "rate.manage")
    with transaction.atomic():
        rate = CommissionRate.objects.select_for_update().filter(pk=rate_id).first()
        if rate is None:
            raise NotFound(what="commission_rate")
        if valid_to < now and not actor.is_system:
            raise InvalidInput({"valid_to": _("A rate cannot end in the past.")})
        if valid_to <= rate.valid_from or (rate.valid_to and valid_to > rate.valid_to):
            raise InvalidInput(
                {"valid_to": _("The end must lie within the time the rate was set for.")}
            )
        rate.valid_to = valid_to
        rate.save(update_fields=["valid_to"])
        audit_write(
            actor=actor,
            action="commission_rate_end",
            entity="commission_rate",
            entity_id=rate.pk,
            data={"valid_to": valid_to.isoformat()},
            now=now,
        )
    return rate


def _overlap(rate: CommissionRate) -> RatesOverlap:
    """The database refused it; this finds what it ran into, to say it in words."""
    meeting = CommissionRate.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=rate.valid_from),
        role=rate.role,
        seller=rate.seller_id,
        category=rate.category_id,
        offer=rate.offer_id,
        centre_group=rate.centre_group_id,
    )
    if rate.valid_to is not None:
        meeting = meeting.filter(valid_from__lt=rate.valid_to)
    other = meeting.order_by("valid_from").first()
    if other is None:
        raise NotFound(what="seller, category, offer or group")
    language = get_language() or "bn"
    ends = other.valid_to
    return RatesOverlap(
        existing_id=other.pk,
        from_when=format_datetime(other.valid_from, language),
        to_when=format_datetime(ends, language) if ends else "…",
    )
