"""Words for sizes, colours and the like; what categories are narrowed by; hosts of pictures."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from ekshop.catalogue.selectors import (
    attribute_book,
    category_nodes,
    picture_hosts_listed,
    shop_names,
)
from ekshop.catalogue.services import (
    attribute_put,
    attribute_value_put,
    category_facets_set,
    picture_host_decide,
)
from ekshop.kernel import clock
from ekshop.kernel.paging import page_of
from ekshop.parties import rules
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted, whole_of

FIELDS = ("key", "name_bn", "name_en", "words")


@access("operations.read")
@require_safe
def attributes(request: Request) -> HttpResponse:
    """Every attribute with its values, and by which each wide category is narrowed."""
    book = attribute_book()
    values: dict[str, list[str]] = {}
    for value in sorted(book.values.values(), key=lambda value: value.order):
        values.setdefault(value.key, []).append(value.name)
    names = shop_names().categories
    return render(
        request,
        "operator/attributes.html",
        {
            "attributes": [
                (row, values.get(row.key, [])[:30], max(0, len(values.get(row.key, [])) - 30))
                for row in sorted(book.attributes.values(), key=lambda row: row.position)
            ],
            "categories": [
                (named, ", ".join(book.facets_of(named.slug, named.slug)))
                for node in category_nodes()
                if (named := names.get(node.id)) and named.parent is None
            ],
            "may_manage": rules.allowed("category.manage", request.actor.role),
        },
    )


@access("category.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def attribute_new(request: Request) -> HttpResponse:
    """An attribute, or (with `value`) a value of one."""
    form = Posted(request, start={"key": request.GET.get("key", "")})
    put = attribute_value_put if "value" in request.GET else attribute_put
    if form.sent and form.tried(
        lambda: put(
            actor=request.actor, now=clock.now(), **{name: form.text(name) for name in FIELDS}
        )
    ):
        messages.success(request, _("Kept. Search and lists follow within a minute."))
        return redirect("operator:attributes")
    return form.page("operator/attribute_new.html", {"value": "value" in request.GET})


@access("category.manage")
@require_POST
def facets_set(request: Request, slug: str) -> HttpResponse:
    category_id = shop_names().find("category", slug) or 0
    form = Posted(request)
    if form.tried(
        lambda: category_facets_set(
            actor=request.actor,
            category_id=category_id,
            keys=form.text("keys").split(","),
            now=clock.now(),
        )
    ):
        messages.success(request, _("Kept. Search and lists follow within a minute."))
    else:
        messages.error(request, " ".join(str(wrong) for wrong in form.errors.values()))
    return redirect("operator:attributes")


@access("operations.read")
@require_safe
def picture_hosts(request: Request) -> HttpResponse:
    """From where sellers' pictures may be fetched; those that wait for a decision last met first."""
    found = picture_hosts_listed(request.actor)
    return render(
        request,
        "operator/picture_hosts.html",
        {
            "page": page_of(found, order=("-state", "-id"), cursor=request.GET.get("cursor")),
            "may_manage": rules.allowed("category.manage", request.actor.role),
        },
    )


@access("category.manage")
@require_POST
def picture_host(request: Request, host_id: int) -> HttpResponse:
    row = picture_host_decide(
        actor=request.actor,
        host_id=whole_of(str(host_id)),
        allow=request.POST.get("allow") == "1",
        now=clock.now(),
    )
    said = (
        _("Pictures from %(host)s are allowed.")
        if row.state == "allowed"
        else _("Pictures from %(host)s are refused.")
    )
    messages.success(request, said % {"host": row.host})
    return redirect("operator:picture_hosts")
