"""Templates to words: plain text, no HTML, values written in the receiver's language.

A notice is a file `templates/notices/<name>.<channel>.<language>.txt`. That of an e-mail begins with
its subject on a line of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from django.template.base import Template
from django.utils.translation import override

from ekshop.notices import rules

FOLDER = Path(__file__).parent.parent / "templates" / "notices"
DOTS = "••••"


@dataclass(frozen=True)
class Rendered:
    """``shown`` is the body with dots for what is secret."""

    subject: str
    body: str
    shown: str
    counted: rules.Counted | None


def render(template: str, channel: str, language: str, context: Mapping[str, Any]) -> Rendered:
    """The notice in words. Raises ``ValueError`` for a notice, channel or language that is not
    there, and for values missing or too many: that is a mistake of the caller, not of the day."""
    notice = rules.NOTICES.get(template)
    if notice is None or channel not in notice.variables or language not in ("bn", "en"):
        raise ValueError(f"there is no notice {template!r} by {channel} in {language!r}")
    given, wanted = set(context), set(notice.variables[channel])
    if given != wanted:
        raise ValueError(
            f"{template}: missing {sorted(wanted - given)}, unknown {sorted(given - wanted)}"
        )
    subject, body = _write(template, channel, language, context)
    shown = body
    if notice.hidden:
        dotted = {**context, **dict.fromkeys(notice.hidden, DOTS)}
        shown = _write(template, channel, language, dotted)[1]
    counted = rules.count(body) if channel == rules.SMS else None
    return Rendered(subject=subject, body=body, shown=shown, counted=counted)


def _write(
    template: str, channel: str, language: str, context: Mapping[str, Any]
) -> tuple[str, str]:
    with override(language):
        text = _template(f"{template}.{channel}.{language}.txt").render(
            Context(dict(context), autoescape=False)
        )
    if channel == rules.SMS:
        return "", rules.fit(" ".join(text.split()))
    subject, _, body = text.strip().partition("\n")
    return subject.strip(), body.strip() + "\n"


@lru_cache
def _engine() -> Engine:
    return Engine(
        dirs=[str(FOLDER)],
        autoescape=False,
        libraries={"bangla": "ekshop.kernel.templatetags.bangla"},
        builtins=["ekshop.kernel.templatetags.bangla"],
    )


@lru_cache(maxsize=100)
def _template(name: str) -> Template:
    return _engine().get_template(name)
