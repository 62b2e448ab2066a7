"""What the centre is paid, and the number it is paid to."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from ekshop.kernel import clock
from ekshop.kernel.bangla import format_number
from ekshop.kernel.paging import page_of
from ekshop.parties.selectors import wallet_changes_of, wallet_paid
from ekshop.parties.services import wallet_set
from ekshop.settlement import rules
from ekshop.settlement.selectors import payouts as read
from ekshop.settlement.services.payouts import own_payouts_mend
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted


@access("payment.remit")
@require_safe
def payouts(request: Request) -> HttpResponse:
    now = clock.now()
    page = page_of(
        read.payouts_visible_to(request.actor), order=("-id",), cursor=request.GET.get("cursor")
    )
    numbers = read.paid_for(page.items)
    return render(
        request,
        "centre/money/payouts.html",
        {
            "page": page,
            "rows": [
                (
                    each,
                    read.waits_of(each, now),
                    rules.REASONS.get(getattr(each, "reason", None) or ""),
                    numbers.get((each.entity, each.entity_id), ""),
                )
                for each in page.items
            ],
            "sums": {each.state: each for each in read.payout_sums(request.actor)},
            "wallet": wallet_paid(request.actor.person),
            "now": now,
        },
    )


@access("payment.remit")
@require_http_methods(["GET", "HEAD", "POST"])
def wallet(request: Request) -> HttpResponse:
    now, held = clock.now(), wallet_paid(request.actor.person)
    form = Posted(request, {"provider": held.provider if held else "bkash"})
    if form.sent and _changed(request, form):
        return redirect("centre:wallet")
    return form.page(
        "centre/money/wallet.html",
        {
            "wallet": held,
            "waits": bool(held and held.pays_from and held.pays_from > now),
            "changes": list(wallet_changes_of(request.actor.person)[:5]),
            "providers": rules.WALLETS_PAID,
        },
    )


def _changed(request: Request, form: Posted) -> bool:
    if form.text("number") != form.text("again"):
        form.wrong("again", _("The two numbers differ. Look again at both."))
    if form.text("provider") not in dict(rules.WALLETS_PAID):
        form.wrong("provider", _("Choose bKash or Rocket."))
    now = clock.now()
    if not form.tried(
        lambda: wallet_set(
            actor=request.actor,
            person_id=request.actor.person,
            provider=form.text("provider"),
            number=form.text("number"),
            now=now,
        )
    ):
        return False
    mended = own_payouts_mend(actor=request.actor, now=now)
    messages.success(request, _("Your number is noted."))
    if mended:
        shown = format_number(mended, request.LANGUAGE_CODE)
        messages.info(
            request,
            ngettext(
                "%(n)s payment that was to come goes to it.",
                "%(n)s payments that were to come go to it.",
                mended,
            )
            % {"n": shown},
        )
    return True
