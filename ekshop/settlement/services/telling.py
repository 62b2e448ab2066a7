"""What people are told about a month's close: in their language, with the page it is about."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import override

from ekshop.kernel.actors import Actor
from ekshop.notices.services import notice_send
from ekshop.parties.selectors import entrepreneurs_of, organisation_contact

from ..models import CommissionStatement, MonthClose, PrizeAward, SellerMonth, StatementDispute

Context = dict[str, Any]
TELLER = Actor.system("settlement")


def statements_ready_tell(*, close_id: int, centre_ids: list[int], now: datetime) -> None:
    """To who runs each centre: what the month comes to, and until when it can be disputed."""
    close = MonthClose.objects.get(pk=close_id)
    if close.state != "frozen" or close.disputes_until is None:
        return
    sums = dict(
        CommissionStatement.objects.filter(
            close=close, attempt=close.attempt, centre_id__in=centre_ids
        )
        .values_list("centre_id")
        .annotate(total=Sum("payable_poisha"))
    )
    for centre_id, total in sorted(sums.items()):
        context = {
            "month": close.month,
            "payable_poisha": total,
            "until": close.disputes_until,
            "url": f"{settings.PUBLIC_URL}/centre/commission/statements/",
        }
        _to_centre(centre_id, "statements_ready", close.month, context, now=now)


def statement_paid_tell(*, statement_id: int, now: datetime) -> None:
    statement = CommissionStatement.objects.select_related("seller").get(pk=statement_id)
    people = entrepreneurs_of(statement.centre_id)[:1]
    context = {
        "month": statement.month,
        "seller_name": statement.seller.name_in(people[0].language if people else "bn"),
        "amount_poisha": statement.payable_poisha,
    }
    _to_centre(statement.centre_id, "statement_paid", statement.number, context, now=now)


def prizes_won_tell(*, scheme_id: int, centre_id: int, now: datetime) -> None:
    """To who runs the centre: what it won, and where it says so."""
    awards = PrizeAward.objects.filter(scheme_id=scheme_id, centre_id=centre_id)
    won = list(awards.select_related("prize", "scheme").order_by("id"))
    people = entrepreneurs_of(centre_id)[:1]
    if not won or not people:
        return
    with override(people[0].language):
        context = {
            "scheme_name": won[0].scheme.name,
            "prizes": ", ".join(award.prize.name for award in won),
            "url": f"{settings.PUBLIC_URL}/centre/prizes/{scheme_id}/",
        }
    _to_centre(centre_id, "prizes_won", f"prizes-{scheme_id}", context, now=now)


def month_to_approve_tell(*, seller_month_id: int, now: datetime) -> None:
    part = SellerMonth.objects.select_related("close").get(pk=seller_month_id)
    if part.state != "frozen":
        return
    context = {
        "month": part.close.month,
        "total_poisha": part.total_poisha,
        "url": f"{settings.PUBLIC_URL}/partner/commission/{part.close.month}/",
    }
    _to_seller(
        part.seller_id,
        "month_to_approve",
        part.close.month,
        sms=context,
        email={**context, "statements": part.statements},
        now=now,
    )


def line_disputed_tell(*, dispute_id: int, due_at: datetime, again: bool, now: datetime) -> None:
    """To the seller, when it is disputed and `again` before its time to answer is over."""
    dispute = StatementDispute.objects.select_related(
        "statement__centre", "line__order_line__seller_order__order"
    ).get(pk=dispute_id)
    if dispute.state not in {"open", "carried"}:
        return
    statement = dispute.statement
    language = organisation_contact(statement.seller_id).language
    context = {
        "code": dispute.line.order_line.seller_order.order.code,
        "due_at": due_at,
        "again": again,
        "url": f"{settings.PUBLIC_URL}/partner/commission/{statement.month}/",
    }
    with override(language):
        reason = str(dispute.get_reason_display())
    words = {
        "centre_name": statement.centre.name_in(language),
        "reason": reason,
        "text": dispute.text,
    }
    _to_seller(
        statement.seller_id,
        "line_disputed",
        statement.number,
        sms=context,
        email={**context, **words},
        now=now,
    )


def dispute_settled_tell(*, dispute_id: int, now: datetime) -> None:
    dispute = StatementDispute.objects.select_related(
        "statement", "correction", "line__order_line__seller_order__order"
    ).get(pk=dispute_id)
    statement = dispute.statement
    accepted = dispute.state == "accepted"
    context = {
        "code": dispute.line.order_line.seller_order.order.code,
        "accepted": accepted,
        "amount_poisha": dispute.correction.amount_poisha if dispute.correction else 0,
        "url": f"{settings.PUBLIC_URL}/centre/commission/statements/",
    }
    _to_centre(statement.centre_id, "dispute_settled", statement.number, context, now=now)


def _to_centre(
    centre_id: int, template: str, reference: str, context: Context, *, now: datetime
) -> None:
    """By SMS, to the person whose wallet is paid."""
    for person in entrepreneurs_of(centre_id)[:1]:
        if person.mobile:
            notice_send(
                actor=TELLER,
                template=template,
                to=person.mobile,
                language=person.language,
                context=context,
                reference=reference,
                organisation_id=centre_id,
                now=now,
            )


def _to_seller(
    seller_id: int,
    template: str,
    reference: str,
    *,
    sms: Context,
    email: Context,
    now: datetime,
) -> None:
    """By e-mail, or, where it has none, by SMS."""
    who = organisation_contact(seller_id)
    if who.email or who.mobile:
        notice_send(
            actor=TELLER,
            template=template,
            to=who.email or who.mobile,
            channel="email" if who.email else "sms",
            language=who.language,
            context=email if who.email else sms,
            reference=reference,
            organisation_id=seller_id,
            now=now,
        )
