"""Parcels of several producers that left, or are to leave, their centre together."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from ekshop.fulfilment.rules import POOL
from ekshop.fulfilment.selectors import pool_for, pool_parcels, pools_listed
from ekshop.kernel.errors import NotFound
from ekshop.kernel.ids import InvalidCode, parse_code
from ekshop.kernel.paging import page_of
from ekshop.kernel.states import history_of
from ekshop.parties.selectors import doers_named
from ekshop.web.access import Request, access

from ..lists import EXPORTED, asked, csv_answer, moment

ORDER = ("-made_at", "-id")


@access("operations.read")
@require_safe
def pools(request: Request) -> HttpResponse:
    wanted = asked(request, "state", "q")
    found = pools_listed(request.actor, state=wanted["state"], text=wanted["q"])
    return render(
        request,
        "operator/pools/list.html",
        {
            "asked": wanted,
            "page": page_of(found, order=ORDER, cursor=request.GET.get("cursor")),
            "states": [(key, POOL.state_label(key)) for key in POOL.states],
        },
    )


@access("operations.read")
@require_safe
def pools_export(request: Request) -> HttpResponse:
    wanted = asked(request, "state", "q")
    found = pools_listed(request.actor, state=wanted["state"], text=wanted["q"])
    return csv_answer(
        "pools",
        [
            _("Number"),
            _("Centre"),
            _("District"),
            _("Courier"),
            _("Parcels"),
            _("Made"),
            _("Handed over"),
            _("State"),
        ],
        (
            (
                pool.code,
                pool.centre.name,
                pool.centre.centre.district.name,
                pool.get_courier_display(),
                pool.parcels,
                moment(pool.made_at),
                moment(pool.handed_over_at),
                POOL.state_label(pool.state),
            )
            for pool in found.order_by(*ORDER)[:EXPORTED]
        ),
    )


@access("operations.read")
@require_safe
def pool(request: Request, code: str) -> HttpResponse:
    try:
        found = pool_for(request.actor, parse_code(code))
    except InvalidCode as error:
        raise NotFound(what="pool") from error
    moves = doers_named(history_of(found))
    shown = {"pool": found, "parcels": pool_parcels(found), "moves": moves}
    return render(request, "operator/pools/one.html", shown)
