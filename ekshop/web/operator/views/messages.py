"""Every SMS and e-mail sent: how many arrived, and what became of one."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.paging import page_of
from ekshop.kernel.phones import InvalidMobile, parse_mobile
from ekshop.kernel.states import history_of
from ekshop.notices.rules import CHANNELS, MESSAGE
from ekshop.notices.selectors import figures, messages_visible_to
from ekshop.web.access import Request, access

from ..lists import EXPORTED, asked, csv_answer, moment

TONES = {"delivered": "green", "sent": "indigo", "undeliverable": "madder", "failed": "madder"}
STATES = ("undeliverable", "failed", "unknown", "queued", "sending", "sent", "delivered")


@access("operations.read")
@require_safe
def messages(request: Request) -> HttpResponse:
    wanted, now = asked(request, "q", "state", "channel"), clock.now()
    page = page_of(_found(request, wanted), order=("-id",), cursor=request.GET.get("cursor"))
    return render(
        request,
        "operator/messages.html",
        {
            "asked": wanted,
            "page": page,
            "rows": [
                (row, MESSAGE.state_label(row.state), TONES.get(row.state, "turmeric"))
                for row in page
            ],
            "states": [(state, MESSAGE.state_label(state)) for state in STATES],
            "channels": CHANNELS,
            "figures": figures(now),
            "now": now,
        },
    )


@access("operations.read")
@require_safe
def messages_export(request: Request) -> HttpResponse:
    rows = _found(request, asked(request, "q", "state", "channel")).order_by("-id")[:EXPORTED]
    return csv_answer(
        "messages",
        [_("When"), _("By"), _("To"), _("What"), _("About"), _("Parts"), _("State"), _("Why not")],
        (
            (
                moment(row.created_at),
                row.get_channel_display(),
                row.to,
                row.template,
                row.reference,
                row.parts,
                MESSAGE.state_label(row.state),
                row.failure,
            )
            for row in rows
        ),
    )


@access("operations.read")
@require_safe
def message(request: Request, message_id: int) -> HttpResponse:
    """One message as it may be read later: codes in it are dots."""
    found = messages_visible_to(request.actor).filter(pk=message_id).first()
    if found is None:
        raise NotFound(message_id=message_id)
    return render(
        request,
        "operator/message.html",
        {
            "message": found,
            "state": MESSAGE.state_label(found.state),
            "tone": TONES.get(found.state, "turmeric"),
            "moves": [
                (move, MESSAGE.action_label(move.action, move.from_state))
                for move in history_of(found)
            ],
        },
    )


def _found(request: Request, wanted: dict[str, str]) -> Any:
    found = messages_visible_to(request.actor)
    if wanted["state"] in MESSAGE.states:
        found = found.filter(state=wanted["state"])
    if wanted["channel"]:
        found = found.filter(channel=wanted["channel"])
    if wanted["q"]:
        found = found.filter(**_about(wanted["q"]))
    return found


def _about(text: str) -> dict[str, str]:
    """A mobile number, an e-mail address, or the code of an order."""
    try:
        return {"to": parse_mobile(text)}
    except InvalidMobile:
        pass
    try:
        return {"reference": parse_code(text)}
    except InvalidCode:
        return {"to": text.lower()}
