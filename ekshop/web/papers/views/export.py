"""Goods made ready for export: what is said of them, what they lack, and for which channel."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.catalogue.selectors import OFFERS_ORDER, offers_listed
from ekshop.channels import rules
from ekshop.channels.selectors.goods import (
    begun_of,
    export_goods_listed,
    export_goods_visible_to,
    goods_papers,
    goods_pictures,
)
from ekshop.channels.selectors.hs import hs_named, hs_search
from ekshop.channels.services import (
    GoodsSaid,
    english_review,
    export_goods_begin,
    export_goods_save,
    export_paper_add,
    export_paper_remove,
    export_picture_add,
    export_picture_file,
    export_picture_remove,
    goods_check,
)
from ekshop.kernel import clock
from ekshop.kernel.bangla import parse_int
from ekshop.kernel.errors import DomainError, NotFound
from ekshop.kernel.paging import page_of
from ekshop.parties.rules import allowed
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted, whole_of

from ..handing import handed, paper_handed

SIZES = ("net_g", "gross_g", "length_mm", "width_mm", "height_mm")
SHELVES = ("", "written", "sent_back", "listed")


@access("export.read")
@require_safe
def goods_list(request: Request, audience: str, base: str) -> HttpResponse:
    shelf = request.GET.get("shelf", "")
    shelf = shelf if shelf in SHELVES else ""
    found = export_goods_listed(request.actor, shelf=shelf)
    more = () if audience == "operator" else ("export_orders",)
    context = {
        "base": base,
        "audience": audience,
        "page": page_of(found, order=("-id",), cursor=request.GET.get("cursor")),
        "shelf": shelf,
        "shelves": [
            ("", _("All")),
            ("written", _("English to be read")),
            ("sent_back", _("English sent back")),
            ("listed", _("On a channel")),
        ],
        "operator": audience == "operator",
        "urls": {name: reverse(f"{audience}:{name}") for name in ("export", "export_new", *more)},
    }
    return render(request, "papers/export/list.html", context)


@access("export.manage")
@require_safe
def goods_new(request: Request, audience: str, base: str) -> HttpResponse:
    text = request.GET.get("q", "").strip()
    page = page_of(
        offers_listed(request.actor, text=text, shelf="live"),
        order=OFFERS_ORDER,
        cursor=request.GET.get("cursor"),
    )
    begun = begun_of([offer.pk for offer in page])
    context = {
        "base": base,
        "page": page,
        "rows": [(offer, offer.name, begun.get(offer.pk)) for offer in page],
        "q": text,
        "audience": audience,
        "urls": {name: reverse(f"{audience}:{name}") for name in ("export", "export_begin")},
    }
    return render(request, "papers/export/new.html", context)


@access("export.manage")
@require_POST
def goods_begin(request: Request, audience: str, base: str) -> HttpResponse:
    offer_id = whole_of(request.POST.get("offer", ""))
    goods = export_goods_begin(actor=request.actor, offer_id=offer_id, now=clock.now())
    return redirect(f"{audience}:export_goods", goods.pk)


@access("export.read")
@require_http_methods(["GET", "HEAD", "POST"])
def goods_page(request: Request, audience: str, base: str, goods_id: int) -> HttpResponse:
    goods = _goods(request, goods_id)
    form = Posted(request, _said(goods))
    if form.sent:
        said = _read(form)
        done = form.tried(
            lambda: export_goods_save(
                actor=request.actor, goods_id=goods.pk, said=said, now=clock.now()
            )
        )
        if done:
            messages.success(request, _("Saved. Channels that sell these goods will be told."))
            return redirect(f"{audience}:export_goods", goods.pk)
    return _page(request, audience, base, goods, form)


@access("export.manage")
@require_safe
def code_search(request: Request, audience: str, base: str, goods_id: int) -> HttpResponse:
    goods = _goods(request, goods_id)
    text = request.GET.get("q", "").strip()
    context = {
        "base": base,
        "goods": goods,
        "q": text,
        "found": hs_search(text) if text else [],
        "urls": _urls(audience, goods.pk),
    }
    return render(request, "papers/export/code.html", context)


@access("export.manage")
@require_POST
def code_choose(request: Request, audience: str, base: str, goods_id: int) -> HttpResponse:
    said = GoodsSaid(hs_code=request.POST.get("code", "").strip()[:10])

    def choose() -> None:
        export_goods_save(actor=request.actor, goods_id=goods_id, said=said, now=clock.now())

    return _done(request, audience, goods_id, "hs_code", choose)


@access("export.review")
@require_POST
def english(request: Request, audience: str, base: str, goods_id: int) -> HttpResponse:
    def review() -> None:
        english_review(
            actor=request.actor,
            goods_id=goods_id,
            fine=request.POST.get("fine") == "yes",
            note=request.POST.get("note", ""),
            now=clock.now(),
        )

    return _done(request, audience, goods_id, "english", review)


@access("export.manage")
@require_POST
def paper_add(request: Request, audience: str, base: str, goods_id: int) -> HttpResponse:
    goods = _goods(request, goods_id)
    form = Posted(request)
    until = form.day("until")
    done = form.tried(
        lambda: export_paper_add(
            actor=request.actor,
            goods_id=goods.pk,
            kind=form.text("kind"),
            number=form.text("number"),
            by=form.text("by"),
            until=until,
            now=clock.now(),
            file=request.FILES.get("file"),
        )
    )
    if done:
        return redirect(reverse(f"{audience}:export_goods", args=[goods.pk]) + "#papers")
    return _page(request, audience, base, goods, form, {**_said(goods), **form.values})


@access("export.read")
@require_safe
def paper_file(
    request: Request, audience: str, base: str, goods_id: int, paper_id: int
) -> HttpResponseBase:
    """The certificate itself, to keep; only for who may see the goods."""
    paper = goods_papers(_goods(request, goods_id).pk).filter(pk=paper_id).first()
    if paper is None or not paper.file:
        return paper_handed(paper.document if paper else None)
    return handed(paper.file, "image/webp", f"{paper.kind}-{paper.pk}.webp")


@access("export.manage")
@require_POST
def paper_remove(
    request: Request, audience: str, base: str, goods_id: int, paper_id: int
) -> HttpResponse:
    def remove() -> None:
        export_paper_remove(
            actor=request.actor, goods_id=goods_id, paper_id=paper_id, now=clock.now()
        )

    return _done(request, audience, goods_id, "papers", remove)


@access("export.manage")
@require_POST
def picture_add(request: Request, audience: str, base: str, goods_id: int) -> HttpResponse:
    _goods(request, goods_id)

    def add() -> None:
        for file in request.FILES.getlist("picture"):
            export_picture_add(actor=request.actor, goods_id=goods_id, file=file, now=clock.now())

    return _done(request, audience, goods_id, "pictures", add)


@access("export.manage")
@require_POST
def picture_remove(
    request: Request, audience: str, base: str, goods_id: int, picture_id: int
) -> HttpResponse:
    def remove() -> None:
        export_picture_remove(
            actor=request.actor, goods_id=goods_id, picture_id=picture_id, now=clock.now()
        )

    return _done(request, audience, goods_id, "pictures", remove)


@access.public
@require_safe
def picture(request: Request, name: str) -> HttpResponseBase:
    """What a channel abroad fetches; named by its content, so it never changes."""
    try:
        path = export_picture_file(name)
    except NotFound as missing:
        raise Http404 from missing
    answer = FileResponse(path.open("rb"), content_type="image/jpeg")
    answer["Cache-Control"] = "public, max-age=31536000, immutable"
    return answer


def _goods(request: Request, goods_id: int) -> Any:
    goods = export_goods_visible_to(request.actor).filter(pk=goods_id).first()
    if goods is None:
        raise NotFound(goods_id=goods_id)
    return goods


def _done(
    request: Request, audience: str, goods_id: int, field: str, act: Callable[[], None]
) -> HttpResponse:
    """Does it, says what was refused, and leads back to the field it is about."""
    try:
        act()
    except NotFound:
        raise
    except DomainError as refused:
        errors = getattr(refused, "field_errors", {})
        messages.error(request, " ".join(map(str, errors.values())) or str(refused))
    return redirect(reverse(f"{audience}:export_goods", args=[goods_id]) + f"#{field}")


def _said(goods: Any) -> dict[str, Any]:
    sizes = {name: getattr(goods, name) or "" for name in SIZES}
    return {
        "hs_code": goods.hs_code,
        "origin": goods.origin,
        "materials": goods.materials,
        **sizes,
        "title_en": goods.title_en,
        "text_en": goods.text_en,
        "points_en": "\n".join(goods.points_en),
    }


def _read(form: Posted) -> GoodsSaid:
    """What was typed; a size left empty says nothing yet, a code left empty neither."""
    sizes = {name: form.number(name, parse_int, -1) for name in SIZES if form.text(name)}
    points = [line.strip() for line in form.text("points_en").splitlines() if line.strip()]
    return GoodsSaid(
        hs_code=form.text("hs_code").replace(".", "") or None,
        origin=form.text("origin").upper() or None,
        materials=form.text("materials"),
        title_en=form.text("title_en"),
        text_en=form.text("text_en").replace("\r\n", "\n"),
        points_en=points,
        **sizes,
    )


def _urls(audience: str, goods_id: int) -> dict[str, str]:
    names = ["export_goods", "export_code", "export_code_choose", "export_english"]
    names += ["export_paper", "export_picture"]
    return {
        "export": reverse(f"{audience}:export"),
        **{name: reverse(f"{audience}:{name}", args=[goods_id]) for name in names},
    }


def _page(
    request: Request,
    audience: str,
    base: str,
    goods: Any,
    form: Posted,
    values: dict[str, Any] | None = None,
) -> HttpResponse:
    if values is not None:
        form.values = values
    checked = goods_check(request.actor, goods, clock.now())
    return form.page(
        "papers/export/goods.html",
        {
            "base": base,
            "audience": audience,
            "operator": audience == "operator",
            "goods": goods,
            "checked": checked,
            "code": hs_named(goods.hs_code) if goods.hs_code else None,
            "papers": [(each, rules.PAPERS[each.kind]) for each in goods_papers(goods.pk)],
            "paper_kinds": list(rules.PAPERS.items()),
            "pictures": goods_pictures(goods.pk),
            "may_review": goods.english == "written"
            and goods.english_by_id != request.actor.person_id
            and allowed("export.review", request.actor.role),
            "may_manage": allowed("export.manage", request.actor.role),
            "listing_state": rules.LISTING.state_label,
            "urls": _urls(audience, goods.pk),
        },
    )
