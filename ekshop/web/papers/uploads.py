"""Photos sent with a form, kept at once so that none need be chosen again when it comes back.

The form carries hidden fields `kept` (or `kept-7`) beside its file field; `papers/kept.html`
draws them with a button that takes one away (`action` = "drop:" and its token).
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from ekshop.fulfilment.rules import PHOTOS_A_LINE
from ekshop.fulfilment.services import photo_keep
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import DomainError


def photos_kept(
    uploads: Sequence[Any],
    *,
    kept: Sequence[str],
    actor: Actor,
    scope: str,
    now: datetime,
) -> tuple[list[str], str]:
    """`uploads` are what the file field brought. Tokens of the photos kept so far and now, and what was wrong with those that were not."""
    tokens, problems = list(kept[:PHOTOS_A_LINE]), []
    for upload in uploads:
        if len(tokens) >= PHOTOS_A_LINE:
            problems.append(_("Four photos are enough."))
            break
        try:
            tokens.append(photo_keep(actor=actor, upload=upload, scope=scope, now=now))
        except DomainError as refused:
            problems.append(f"{upload.name}: {refused}")
    return tokens, " ".join(problems)
