"""What countries say of goods that come in: duties and rules, as the operator writes them down."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.countries import is_country
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.parties.services import require

from .. import rules
from ..models import Channel, CountryRule, DutyRate
from .channels import WHOLE, channel_noted
from .reckoning import listings_mark


@transaction.atomic
def duty_rate_put(
    *,
    actor: Actor,
    country: str,
    hs_prefix: str,
    bp: int,
    source: str,
    valid_from: date,
    now: datetime,
) -> DutyRate:
    """A duty from a day on; the one before for the same code ends there, and of the same day it is
    written anew. Raises NotAllowed, InvalidInput."""
    require(actor, "channel.manage")
    problems = _code_problems(country, hs_prefix, needs_country=True)
    if not 0 <= bp <= 10 * WHOLE:
        problems["bp"] = _("Give the duty in per cent.")
    if not source.strip():
        problems["source"] = _("Say where this is from.")
    if problems:
        raise InvalidInput(problems)
    before = DutyRate.objects.filter(
        country=country, hs_prefix=hs_prefix, valid_from__lt=valid_from
    )
    before.filter(Q(valid_to=None) | Q(valid_to__gt=valid_from)).update(valid_to=valid_from)
    duty, _made = DutyRate.objects.update_or_create(
        country=country,
        hs_prefix=hs_prefix,
        valid_from=valid_from,
        defaults={"bp": bp, "source": source.strip()[:200]},
    )
    _country_changed(country)
    channel_noted(actor, "duty_rate_put", 0, {"country": country, "hs": hs_prefix, "bp": bp}, now)
    return duty


@transaction.atomic
def country_rule_put(
    *,
    actor: Actor,
    country: str,
    hs_prefix: str,
    material: str,
    verdict: str,
    paper: str,
    reason: tuple[str, str],
    citation: str,
    valid_from: date,
    now: datetime,
) -> CountryRule:
    """What a country ("": every one) says of goods from a day on; `reason` is (bn, en). Said again
    from the same day it is written anew.

    Raises NotAllowed, InvalidInput.
    """
    require(actor, "channel.manage")
    problems = _code_problems(country, hs_prefix, needs_country=False)
    if verdict not in rules.VERDICTS:
        problems["verdict"] = _("Choose what the rule says.")
    if verdict == CountryRule.PAPER and paper not in rules.PAPERS:
        problems["paper"] = _("Choose one of the certificates.")
    if not hs_prefix and not material.strip():
        problems["hs_prefix"] = _("Give an HS code or a material: a rule for all goods stops all.")
    for name, text in (("reason_bn", reason[0]), ("reason_en", reason[1]), ("citation", citation)):
        if not text.strip():
            problems[name] = _("This is missing.")
    if problems:
        raise InvalidInput(problems)
    rule, _made = CountryRule.objects.update_or_create(
        country=country,
        hs_prefix=hs_prefix,
        material=material.strip()[:300],
        verdict=verdict,
        paper=paper if verdict == CountryRule.PAPER else "",
        valid_from=valid_from,
        valid_to=None,
        defaults={
            "reason_bn": reason[0].strip()[:300],
            "reason_en": reason[1].strip()[:300],
            "citation": citation.strip()[:200],
        },
    )
    _country_changed(country)
    channel_noted(actor, "country_rule_put", 0, {"country": country, "hs": hs_prefix}, now)
    return rule


@transaction.atomic
def country_rule_end(*, actor: Actor, rule_id: int, now: datetime) -> None:
    """It does not hold any more from today. Raises NotAllowed, NotFound."""
    require(actor, "channel.manage")
    today = dhaka_date(now)
    running = CountryRule.objects.filter(Q(valid_to=None) | Q(valid_to__gt=today))
    rule = running.select_for_update().filter(pk=rule_id).first()
    if rule is None:
        raise NotFound(rule_id=rule_id)
    rule.valid_to = today
    rule.save(update_fields=["valid_to"])
    _country_changed(rule.country)
    channel_noted(actor, "country_rule_end", 0, {"rule": rule_id}, now)


def _code_problems(country: str, hs_prefix: str, *, needs_country: bool) -> dict[str, Any]:
    problems: dict[str, Any] = {}
    if (country or needs_country) and not is_country(country):
        problems["country"] = _("Choose the country.")
    if hs_prefix and not (hs_prefix.isascii() and hs_prefix.isdigit() and len(hs_prefix) <= 6):
        problems["hs_prefix"] = _("Give the first digits of an HS code, six at most.")
    return problems


def _country_changed(country: str) -> None:
    """What is reckoned for its channels is reckoned anew; "": for all."""
    channels = Channel.objects.filter(country=country) if country else Channel.objects.all()
    listings_mark(channel_ids=list(channels.values_list("pk", flat=True)))
