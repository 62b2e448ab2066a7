"""What was typed on each page, as the answers a draft keeps. Digits may be Bengali everywhere."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from ekshop.complaints import rules
from ekshop.kernel.bangla import NotAnAmount, normalise, parse_taka
from ekshop.kernel.phones import InvalidMobile, parse_mobile
from ekshop.parties.rules import CONSENT_MEDIA
from ekshop.parties.selectors import districts
from ekshop.web.forms import Posted

from .door import Writing

Answers = dict[str, Any]
Read = Callable[[Posted, Writing], Answers]
PERSON = ("father_name", "mother_name", "occupation", "address", "email")


def whose(form: Posted, writing: Writing) -> Answers:
    """Whose complaint somebody else writes, and how they agreed."""
    mobile, consent = "", form.text("consent_medium")
    try:
        mobile = parse_mobile(form.text("mobile")[:40])
    except InvalidMobile as refused:
        form.wrong("mobile", str(refused))
    if consent not in dict(CONSENT_MEDIA):
        form.wrong("consent_medium", _("Read it aloud, and say how they agreed."))
    return {"mobile": mobile, "consent_medium": consent}


def category(form: Posted, writing: Writing) -> Answers:
    return {"category": form.text("category")}


def story(form: Posted, writing: Writing) -> Answers:
    day = form.day("happened_on")
    if day is None:
        form.wrong("happened_on", _("Write the day, if need be about the day."))
    return {
        "story": form.text("story"),
        "goods": form.text("goods")[:200],
        "happened_on": day.isoformat() if day else "",
    }


def money(form: Posted, writing: Writing) -> Answers:
    """Nothing paid needs no amount; anything else does."""
    by = form.text("paid_by")
    poisha = _amount(form, "paid") if by != "not_paid" else 0
    if by and by != "not_paid" and not poisha:
        form.wrong("paid", _("Write the amount that was paid, in taka."))
    return {
        "paid_by": by,
        "paid": form.text("paid") if by != "not_paid" else "",
        "paid_poisha": poisha or 0,
        "transaction_id": form.text("transaction_id")[:60] if by != "not_paid" else "",
    }


def asked(form: Posted, writing: Writing) -> Answers:
    answer, day = form.text("asked"), form.day("asked_seller_on")
    if answer not in ("yes", "no"):
        form.wrong("asked", _("Choose yes or no. Both are all right."))
    return {
        "asked": answer,
        "asked_seller_on": day.isoformat() if day and answer == "yes" else None,
        "asked_seller_note": form.text("asked_seller_note")[:500] if answer == "yes" else "",
    }


def remedy(form: Posted, writing: Writing) -> Answers:
    wanted = form.text("wanted")
    money_back = wanted in rules.MONEY_REMEDIES
    return {
        "wanted": wanted,
        "wanted_amount": form.text("wanted_amount") if money_back else "",
        "wanted_poisha": _amount(form, "wanted_amount") if money_back else None,
        "damages": bool(form.text("damages")) and money_back,
    }


def person(form: Posted, writing: Writing) -> Answers:
    district = form.text("district_id")
    if district and district not in {str(each.pk) for each in districts()}:
        form.wrong("district_id", _("Choose a district from the list."))
        district = ""
    email = form.text("email")[:254]
    if email:
        try:
            validate_email(email)
        except ValidationError:
            form.wrong(
                "email", _("This is not an e-mail address. Leave it empty if there is none.")
            )
    more = {name: normalise(form.text(name))[:300] for name in PERSON if name != "email"}
    more |= {name: more[name][:120] for name in ("father_name", "mother_name")}
    more["occupation"] = more["occupation"][:80]
    return {"name": form.text("name")[:120], "district_id": district, "email": email, **more}


def describe(form: Posted, writing: Writing) -> Answers:
    """A seller nobody knows yet: a name or one handle is enough."""
    handles = []
    for kind, _label in rules.HANDLE_KINDS:
        typed = form.text(f"h_{kind}")[:300]
        if typed and not rules.handle_fold(kind, typed):
            form.wrong(f"h_{kind}", _("This does not look right. Look at it once more."))
        elif typed:
            handles.append([kind, typed])
    name = form.text("seller_name")[:160]
    if not name and not handles:
        form.wrong("seller_name", _("Say who the seller is: a name, a page or a number is enough."))
    told = {"way": "new", "name": name or (handles[0][1] if handles else ""), "handles": handles}
    return {"seller": {**told, "address": form.text("seller_address")[:300]}}


def _amount(form: Posted, name: str) -> int | None:
    if not form.text(name):
        return None
    try:
        return parse_taka(form.text(name)[:40])
    except NotAnAmount as refused:
        form.wrong(name, str(refused))
        return None
