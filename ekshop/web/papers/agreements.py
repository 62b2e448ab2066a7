"""An agreement with a producer as paper, and its words as a page."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from ekshop.kernel.documents import pdf_render
from ekshop.producers import rules

from .receipt import party


def agreement_pdf(
    words: rules.Wording, *, at: datetime, profile: Any = None, agreement: Any = None
) -> bytes:
    """The words with the names on it; without an agreement the places to sign are empty."""
    language = get_language() or settings.LANGUAGE_CODE
    data: dict[str, Any] = {
        "version": words.version,
        "title": words.title(language),
        "begins": words.begins(language),
        "clauses": [
            {"head": each.head(language), "text": each.text(language)} for each in words.clauses
        ],
        "producer": None,
        "centre": None,
        "given": None,
        "given_at": None,
        "taken_down": None,
    }
    if profile is not None:
        data |= {
            "producer": party(profile.seller) | {"person": profile.person.called},
            "centre": party(profile.centre),
        }
    if agreement is not None:
        data |= {
            "given": str(agreement.get_medium_display()),
            "given_at": agreement.at,
            "taken_down": agreement.recorded_by.called if agreement.recorded_by else None,
        }
    return pdf_render("agreement", data, language=language, at=at)
