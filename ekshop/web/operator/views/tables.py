"""Enrolling by table: bring it, look it through, enrol the good rows, take the others home."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.kernel.paging import page_of
from ekshop.kernel.tables import table_write
from ekshop.parties import rules
from ekshop.parties.selectors import enrolment_files_visible_to
from ekshop.parties.services import (
    enrolment_file_bring,
    enrolment_file_enrol,
    enrolment_file_looked,
    enrolment_template,
)
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted

SHOWN = 20


@access("centre.enrol")
@require_http_methods(["GET", "POST"])
def tables(request: Request) -> HttpResponse:
    form = Posted(request, {"kind": request.GET.get("kind", "centre")})
    if form.sent and _brought(request, form):
        return redirect("operator:table", form.result.pk)
    files = page_of(
        enrolment_files_visible_to(request.actor),
        order=("-created_at", "-id"),
        cursor=request.GET.get("cursor"),
        size=10,
    )
    return form.page("operator/tables.html", {"files": files, "kinds": rules.ENROLMENT_KINDS})


def _brought(request: Request, form: Posted) -> bool:
    return form.tried_with_table(
        lambda name, content: enrolment_file_bring(
            actor=request.actor,
            kind=form.text("kind"),
            filename=name,
            content=content,
            now=clock.now(),
        )
    )


def _file(request: Request, file_id: int) -> Any:
    file = enrolment_files_visible_to(request.actor).filter(pk=file_id).first()
    if file is None:
        raise NotFound(file_id=file_id)
    return file


@access("centre.enrol")
@require_safe
def table(request: Request, file_id: int) -> HttpResponse:
    file = _file(request, file_id)
    looked = enrolment_file_looked(actor=request.actor, file=file, now=clock.now())
    return render(
        request,
        "operator/table.html",
        {
            "file": file,
            "note": _(file.note) if file.note else "",
            "total": len(file.rows),
            "enrolled": len(file.enrolled),
            "good": list(looked.good.items())[:SHOWN],
            "good_count": len(looked.good),
            "rejects": looked.rejects[:SHOWN],
            "reject_count": len({each.line for each in looked.rejects}),
            "share": 100 * file.looked_at // max(len(file.rows), 1),
        },
    )


@access("centre.enrol")
@require_POST
def table_enrol(request: Request, file_id: int) -> HttpResponse:
    enrolment_file_enrol(actor=request.actor, file=_file(request, file_id), now=clock.now())
    return redirect("operator:table", file_id)


@access("centre.enrol")
@require_safe
def table_rejects(request: Request, file_id: int) -> HttpResponse:
    """What is wrong, cell by cell, in the language of the page."""
    file = _file(request, file_id)
    looked = enrolment_file_looked(actor=request.actor, file=file, now=clock.now())
    header = [_("Row"), _("Field"), _("What stood there"), _("Why it was not taken")]
    rows = [[each.line, each.column, each.value, each.reason] for each in looked.rejects]
    return _download(f"rejects-{file_id}.csv", table_write(header, rows))


@access("centre.enrol")
@require_safe
def template(request: Request, kind: str) -> HttpResponse:
    labels, example = enrolment_template(kind)
    return _download(f"{kind}s.csv", table_write(labels, [example]))


def _download(name: str, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
