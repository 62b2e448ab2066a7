"""Alerts about sellers: raised by figures, reviewed by a person, answered by the seller."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ekshop.kernel import states
from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_write
from ekshop.kernel.bangla import normalise
from ekshop.kernel.deadlines import deadline_cancel, deadline_meet, deadline_set, deadlines_of
from ekshop.kernel.errors import DomainError, InvalidInput
from ekshop.parties.services import require

from ..models import PublicWarning, SellerAlert
from ..rules import OPEN_ALERT_STATES
from ..selectors.watch import Signal, alert_for, alerts_visible_to, signals_now
from .asking import seller_ask
from .letters import memo_number_take
from .seller_money import alert_money_hold, alert_money_release

ENTITY = "seller_alert"
REPLY = "seller_reply"


class NotHeardYet(DomainError):
    """The seller's time to give its word still runs."""

    code = "seller_not_heard"
    message = _("The seller has until its time is over to answer, or must have answered.")
    http_status = 409


def sellers_watch(*, now: datetime, respondent_id: int | None = None) -> int:
    """Raises an alert for each new signal; an open one that nobody reviewed takes the new figures.

    Of one seller only, where it is named. Says how many are new. Repeated, nothing is raised twice.
    """
    raised = 0
    for signal in signals_now(now=now):
        if respondent_id in (None, signal.respondent_id):
            raised += _raise(signal, now)
    return raised


def _raise(signal: Signal, now: datetime) -> bool:
    figures = {
        "measured": signal.measured.as_data(),
        "case_ids": signal.case_ids,
        "measured_at": now,
    }
    with transaction.atomic():
        alert, is_new = SellerAlert.objects.get_or_create(
            respondent_id=signal.respondent_id,
            signal=signal.kind,
            state__in=OPEN_ALERT_STATES,
            defaults={"state": "raised", "raised_at": now, **figures},
        )
        if is_new:
            states.begin(alert, actor=Actor.system("complaints"), now=now)
        elif alert.state == "raised":
            SellerAlert.objects.filter(pk=alert.pk).update(**figures)
    return is_new


def alert_dismiss(*, actor: Actor, alert_id: int, text: str, now: datetime) -> SellerAlert:
    """Nothing in it, and why. Errors: NotAllowed, NotFound, StaleState, InvalidInput."""
    require(actor, "case.publish")
    with transaction.atomic():
        alert = _held(actor, alert_id)
        _reviewed(alert, "dismiss", text, actor, now)
        deadline_cancel(entity=(ENTITY, alert.pk), kind=REPLY, now=now, reason="dismissed")
    return alert


def alert_notice(*, actor: Actor, alert_id: int, text: str, now: datetime) -> SellerAlert:
    """The seller is told what was seen, by SMS and mail too, and has its time to say its word before
    anything else.

    Errors as `alert_dismiss`.
    """
    require(actor, "case.publish")
    with transaction.atomic():
        alert = _held(actor, alert_id)
        said = _said(text)
        states.move(alert, "notice", actor=actor, now=now, also={"notice": said})
        reply = deadline_set(
            entity=(ENTITY, alert.pk),
            kind=REPLY,
            rule_key="watch_reply",
            start=now,
            now=now,
            owner_organisation_id=alert.respondent.organisation_id,
        )
        seller_ask(alert, due_at=reply.due_at, actor=actor, now=now)
    return alert


def alert_reply(*, actor: Actor, alert_id: int, text: str, now: datetime) -> SellerAlert:
    """The seller's word, by itself or written down by the coordinator; the last one counts."""
    if actor.role != "coordinator":
        require(actor, "complaint.answer")
    with transaction.atomic():
        alert = _held(actor, alert_id)
        if alert.state == "raised":
            raise InvalidInput({"text": _("The seller was not asked yet.")})
        alert.reply, alert.replied_at = _said(text), now
        alert.save(update_fields=["reply", "replied_at"])
        deadline_meet(entity=(ENTITY, alert.pk), kind=REPLY, now=now)
        _audit(actor, alert, "seller_alert.reply", now)
    return alert


def alert_warn(
    *, actor: Actor, alert_id: int, text_bn: str, text_en: str, now: datetime
) -> PublicWarning:
    """The public is warned, in both languages, after the seller was heard or its time ran out.

    Errors: NotAllowed, NotFound, StaleState, NotHeardYet, InvalidInput.
    """
    require(actor, "case.publish")
    with transaction.atomic():
        alert = _held(actor, alert_id)
        _heard(alert, now)
        problems = {
            name: _("Write what the public should know, in a few sentences.")
            for name, text in (("text_bn", text_bn), ("text_en", text_en))
            if len(normalise(text)) < 20
        }
        if problems:
            raise InvalidInput(problems)
        _reviewed(alert, "warn", text_en, actor, now)
        return PublicWarning.objects.create(
            alert=alert,
            respondent=alert.respondent,
            text_bn=normalise(text_bn),
            text_en=normalise(text_en),
            published_at=now,
        )


def alert_recommend_hold(*, actor: Actor, alert_id: int, text: str, now: datetime) -> SellerAlert:
    """Bangladesh Bank is recommended to hold the seller's money, by a letter under a memo number.

    Errors as `alert_warn`.
    """
    require(actor, "case.publish")
    with transaction.atomic():
        alert = _held(actor, alert_id)
        _heard(alert, now)
        _reviewed(alert, "recommend_hold", text, actor, now)
        alert.hold_memo, alert.hold_text, alert.hold_at = memo_number_take(now), alert.review, now
        alert.save(update_fields=["hold_memo", "hold_text", "hold_at"])
        alert_money_hold(alert, now=now)
    return alert


def alert_lift(*, actor: Actor, alert_id: int, text: str, now: datetime) -> SellerAlert:
    """The warning no longer holds, and why; it stays on record. Errors as `alert_dismiss`."""
    require(actor, "case.publish")
    with transaction.atomic():
        alert = _held(actor, alert_id)
        _reviewed(alert, "lift", text, actor, now)
        PublicWarning.objects.filter(alert=alert, lifted_at__isnull=True).update(
            lifted_at=now, lifted_why=normalise(text)
        )
        alert_money_release(alert, text=normalise(text), now=now)
    return alert


def _held(actor: Actor, alert_id: int) -> SellerAlert:
    """Its row held, so that two reviews come one after the other."""
    alert_for(actor, alert_id)
    return alerts_visible_to(actor).select_for_update(of=("self",)).get(pk=alert_id)


def _heard(alert: SellerAlert, now: datetime) -> None:
    running = deadlines_of((ENTITY, alert.pk)).filter(kind=REPLY, due_at__gt=now, met_at=None)
    if alert.state == "noticed" and alert.replied_at is None and running.exists():
        raise NotHeardYet


def _reviewed(alert: SellerAlert, action: str, text: str, actor: Actor, now: datetime) -> None:
    said = _said(text)
    states.move(
        alert,
        action,
        actor=actor,
        now=now,
        reason=said[:200],
        also={"review": said, "reviewed_at": now},
    )
    _audit(actor, alert, f"seller_alert.{action}", now)


def _audit(actor: Actor, alert: SellerAlert, action: str, now: datetime) -> None:
    audit_write(
        actor=actor,
        action=action,
        entity=ENTITY,
        entity_id=alert.pk,
        data={"respondent": alert.respondent_id, "signal": alert.signal},
        now=now,
    )


def _said(text: str) -> str:
    said = normalise(text)
    if len(said) < 10:
        raise InvalidInput({"text": _("Say it in a sentence or two.")})
    return said[:5000]
