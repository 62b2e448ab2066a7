"""Keys to the partner API: made, shown once, revoked."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from ekshop.federation.selectors import keys_visible_to
from ekshop.federation.services import api_key_create, api_key_revoke
from ekshop.kernel import clock
from ekshop.kernel.errors import NotFound
from ekshop.web.access import Request, access
from ekshop.web.forms import Posted


@access("api_key.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def key_page(request: Request) -> HttpResponse:
    """Posting makes a key, shown this once."""
    form = Posted(request)
    fresh = ""
    if form.sent and form.tried(
        lambda: api_key_create(
            actor=request.actor,
            seller_id=request.membership.organisation_id,
            label=form.text("label"),
            kind="login" if form.text("kind") == "login" else "key",
            now=clock.now(),
        )
    ):
        fresh = form.result[1]
        form.values["label"] = ""
    keys = keys_visible_to(request.actor).filter(seller_id=request.membership.organisation_id)
    return form.page(
        "partner/machines/keys.html",
        {
            "keys": list(keys.order_by("revoked_at", "-id")[:50]),
            "fresh": fresh,
            "kinds": [
                ("key", _("The partner API")),
                ("login", _("The ek-Shop integration of before")),
            ],
        },
    )


@access("api_key.manage")
@require_http_methods(["GET", "HEAD", "POST"])
def revoke(request: Request, key_id: int) -> HttpResponse:
    """Asked once: a key revoked does not come back."""
    if request.method != "POST":
        key = keys_visible_to(request.actor).filter(pk=key_id).first()
        if key is None:
            raise NotFound(key_id=key_id)
        return render(request, "partner/machines/revoke.html", {"key": key})
    key = api_key_revoke(actor=request.actor, key_id=key_id, now=clock.now())
    messages.success(
        request, _("The key “%(label)s” opens nothing any more.") % {"label": key.label}
    )
    return redirect("partner:keys")
