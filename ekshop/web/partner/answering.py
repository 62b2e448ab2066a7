"""A complaint as its seller sees it, and what was typed into the forms by which a seller answers.

Used by the seller's own pages and by the page of a seller without an account.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from ekshop.complaints import rules
from ekshop.complaints.selectors import (
    clock_told,
    clocks_of,
    evidence_of,
    hearing_of,
    offers_of,
    timeline_of,
    told,
)
from ekshop.complaints.services import (
    complaint_reject,
    counter_accept,
    evidence_add,
    information_ask,
    remedy_offer,
    remedy_report,
)
from ekshop.kernel.actors import Actor
from ekshop.parties.selectors import doers_named
from ekshop.web.cases import running, terms_offered, terms_typed
from ekshop.web.clocks import clock_tone
from ekshop.web.forms import Posted

SHELVES: dict[str, tuple[Any, tuple[str, ...]]] = {
    "to_answer": (_("To answer"), ("with_seller", "countered")),
    "to_do": (_("To be done"), ("agreed",)),
    "with_them": (_("With the complainant"), ("info_asked", "offered", "remedied")),
    "with_office": (_("With an office"), ("mediation", "referred", "decided")),
    "ended": (_("Ended"), ("resolved", "closed")),
}
STANDING = {
    "to_serve": _(
        "Answer: offer a remedy, or say why not. Your time begins when notice is served."
    ),
    "with_seller": _("Answer: offer a remedy, or say why not."),
    "countered": _("They want something else. Accept it, offer again, or say why not."),
    "agreed": _("You agreed. Do it by the day, then say so here."),
    "info_asked": _("You asked something; the complainant has to answer. Your time stands still."),
    "offered": _("The complainant has to answer your offer."),
    "remedied": _("The complainant has to say whether it came."),
    "mediation": _("The coordinator is looking for a solution. You may still offer a remedy."),
    "referred": _("An agency has the complaint."),
    "decided": _("The agency has decided. Do what it ordered, then say so here."),
    "resolved": _("Put right, and confirmed by the complainant."),
    "closed": _("This complaint is closed."),
}
TONES = {
    "to_serve": "turmeric",
    "with_seller": "turmeric",
    "countered": "turmeric",
    "agreed": "turmeric",
    "resolved": "green",
    "closed": "",
}
SILENCE = {
    "with_seller": _(
        "Without an answer by then the coordinator takes it up, and your record shows it."
    ),
    "countered": _(
        "Without an answer by then the coordinator takes it up, and your record shows it."
    ),
    "agreed": _(
        "If it is not done by then the promise counts as broken, and your record shows it."
    ),
}
FORMS = {
    "offer": "offer",
    "reject": "reject",
    "ask": "ask_complainant",
    "agree": "agree",
    "report": "fulfil",
}
"""What a seller may do on a page, and the step of the case it is."""


def tone_of(case: Any) -> str:
    return TONES.get(case.state, "indigo")


def case_shown(case: Any, *, now: datetime, file_url: Callable[[str, UUID], str]) -> dict[str, Any]:
    """What the seller may see of one case, and what it may do now.

    `file_url` says where a file is handed out: whole for "", a picture's small copy for "_small".
    """
    brought = case.state == "to_serve"
    deadline = None if brought else running(clocks_of([case])[case.pk])
    entries = timeline_of(case, side=rules.SELLER)
    offers = offers_of(case)
    asked = any(each.kind == "information_asked" for each in entries)
    acts = {
        name
        for name, action in FORMS.items()
        if rules.CASE.step("with_seller" if brought else case.state, action) and not case.paused_at
    }
    return {
        "case": case,
        "now": now,
        "tone": tone_of(case),
        "standing": STANDING.get(case.state, ""),
        "silence": SILENCE.get(case.state, ""),
        "hearing": hearing_of(case),
        "deadline": deadline,
        "deadline_words": clock_told(deadline.kind, reader=rules.SELLER) if deadline else "",
        "clock_tone": clock_tone(deadline, now),
        "entries": [(entry, told(entry, reader=rules.SELLER)) for entry in doers_named(entries)],
        "files": [
            (each, file_url("", each.token), file_url("_small", each.token))
            for each in evidence_of(case, side=rules.SELLER)
        ],
        "counter": offers[0] if offers and case.state == "countered" else None,
        "acts": acts - {"ask"} if asked else acts,
        "reasons": rules.REJECTION_REASONS,
        **terms_offered(case, now=now),
    }


def acted(form: Posted, act: str, *, actor: Actor, case: Any, now: datetime) -> bool:
    """Does what was sent; False where something is wrong, which then stands in the form."""
    return _ACTS[act](form, {"actor": actor, "case_id": case.pk, "now": now})


def known(act: str) -> bool:
    return act in _ACTS


def _offer(form: Posted, to: dict[str, Any]) -> bool:
    terms = terms_typed(form, now=to["now"])
    return form.tried(lambda: remedy_offer(**terms, **to))


def _reject(form: Posted, to: dict[str, Any]) -> bool:
    return form.tried_with_files(
        "files",
        lambda **file: evidence_add(**file, **to).token,
        lambda evidence: complaint_reject(
            reason=form.text("reason"), text=form.text("why"), evidence=evidence, **to
        ),
        {"text": "why"},
    )


def _ask(form: Posted, to: dict[str, Any]) -> bool:
    return form.tried(
        lambda: information_ask(text=form.text("question"), **to), {"text": "question"}
    )


def _agree(form: Posted, to: dict[str, Any]) -> bool:
    offer = form.whole("seen")
    return form.tried(lambda: counter_accept(offer_id=offer, **to))


def _report(form: Posted, to: dict[str, Any]) -> bool:
    return form.tried_with_files(
        "proof",
        lambda **file: evidence_add(**file, **to).token,
        lambda evidence: remedy_report(note=form.text("done"), evidence=evidence, **to),
        {"note": "done"},
    )


_ACTS: dict[str, Callable[[Posted, dict[str, Any]], bool]] = {
    "offer": _offer,
    "reject": _reject,
    "ask": _ask,
    "agree": _agree,
    "report": _report,
}
DONE = {
    "offer": _("Offered. The complainant is told and can say yes or no."),
    "reject": _("Sent. The coordinator looks at it now."),
    "ask": _("Asked. Your time stands still until they answer."),
    "agree": _("Agreed. The complainant is told."),
    "report": _("Noted. The complainant is asked whether it came."),
}
"""What is said when it is done."""
