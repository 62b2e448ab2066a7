"""What a complainant can do about a case now, and what was typed into the form for it.

Used by the complainant's own pages and by whoever filed for somebody.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.complaints import rules
from ekshop.complaints.selectors import offers_of, timeline_of
from ekshop.complaints.services import (
    case_reopen,
    case_withdraw,
    evidence_add,
    information_give,
    offer_accept,
    offer_counter,
    offer_decline,
    refundable_poisha,
    remedy_confirm,
    remedy_dispute,
    reopen_until,
)
from ekshop.kernel.actors import Actor
from ekshop.kernel.rulebook import rule_at
from ekshop.web.cases import terms_offered, terms_typed
from ekshop.web.forms import Posted

STEPS = {
    "accept": "accept",
    "counter": "counter",
    "decline": "decline",
    "answer": "inform",
    "confirm": "confirm",
    "dispute": "dispute",
    "withdraw": "withdraw",
    "reopen": "reopen",
}
"""What a complainant may do on a page, and the step of the case it is."""

STARS = [
    ("5", _("5: very good")),
    ("4", _("4: good")),
    ("3", _("3: middling")),
    ("2", _("2: bad")),
    ("1", _("1: very bad")),
]
DONE = {
    "accept": _("Agreed. The seller is told."),
    "counter": _("Sent. The seller has to answer now."),
    "decline": _("Refused. The coordinator looks at it now."),
    "answer": _("Sent. The seller has to answer now."),
    "confirm": _("Thank you. The complaint is closed as put right."),
    "dispute": _("Noted. The coordinator looks at it now."),
    "withdraw": _("Your complaint is withdrawn."),
    "reopen": _("Opened again. The coordinator looks at it now."),
}


def acts_shown(case: Any, *, now: datetime) -> dict[str, Any]:
    """The acts that are possible, and what they answer: the offer, or the seller's question."""
    acts = {
        name
        for name, step in STEPS.items()
        if rules.CASE.step(case.state, step) and not case.paused_at
    }
    if "reopen" in acts:
        until = reopen_until(case) if case.closed_at and case.outcome != "decided" else None
        if until is None or now > until:
            acts.discard("reopen")
    newest = next(iter(offers_of(case)), None) if case.state == "offered" else None
    asked = [
        entry.text
        for entry in timeline_of(case, side=rules.COMPLAINANT)
        if entry.kind == "information_asked"
    ]
    return {
        "acts": acts,
        "offer": newest,
        "question": asked[-1] if asked and case.state == "info_asked" else "",
        "paid_here": refundable_poisha(case),
    }


def form_shown(case: Any, *, now: datetime) -> dict[str, Any]:
    """What the form of an act offers to choose from."""
    return {
        **terms_offered(case, now=now),
        "stars": STARS,
        "reopen_days": rule_at("complaint_reopen", now).value,
    }


def acted(form: Posted, act: str, *, actor: Actor, case: Any, now: datetime) -> bool:
    """Does what was sent; False where something is wrong, which then stands in the form."""
    return _ACTS[act](form, {"actor": actor, "case_id": case.pk, "now": now})


def _accept(form: Posted, to: dict[str, Any]) -> bool:
    seen = form.whole("seen")
    return form.tried(lambda: offer_accept(offer_id=seen, **to))


def _counter(form: Posted, to: dict[str, Any]) -> bool:
    terms = terms_typed(form, now=to["now"])
    return form.tried(lambda: offer_counter(**terms, **to))


def _decline(form: Posted, to: dict[str, Any]) -> bool:
    return form.tried(lambda: offer_decline(text=form.text("text"), **to))


def _answer(form: Posted, to: dict[str, Any]) -> bool:
    return form.tried_with_files(
        "files",
        lambda **file: evidence_add(**file, **to).token,
        lambda evidence: information_give(text=form.text("text"), evidence=evidence, **to),
    )


def _confirm(form: Posted, to: dict[str, Any]) -> bool:
    stars = form.whole("rating") or None
    return form.tried(lambda: remedy_confirm(rating=stars, note=form.text("note"), **to))


def _dispute(form: Posted, to: dict[str, Any]) -> bool:
    return form.tried(lambda: remedy_dispute(text=form.text("text"), **to))


def _withdraw(form: Posted, to: dict[str, Any]) -> bool:
    return form.tried(lambda: case_withdraw(text=form.text("text"), **to))


def _reopen(form: Posted, to: dict[str, Any]) -> bool:
    return form.tried(lambda: case_reopen(text=form.text("text"), **to))


_ACTS: dict[str, Callable[[Posted, dict[str, Any]], bool]] = {
    "accept": _accept,
    "counter": _counter,
    "decline": _decline,
    "answer": _answer,
    "confirm": _confirm,
    "dispute": _dispute,
    "withdraw": _withdraw,
    "reopen": _reopen,
}
