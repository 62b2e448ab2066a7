"""Reactions that come with the change itself, not after it.

A job costs more than what most reactions do. One that touches nothing but our own tables, and is
asked for with every step of many things, is a call; its event and handler remain for when it fails.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from django.db import transaction

from .events import Event, emit_many, gathering

logger = logging.getLogger(__name__)


def tell(events: Sequence[Event], at_once: Callable[[], None]) -> bool:
    """Does here, in the transaction at hand, what the handlers of these events would do in jobs:
    for reactions that touch nothing but our own tables, and are many. Says whether that was done.

    Where that fails nothing of it is left and the handlers do it as ever, with their attempts:
    whoever cannot be told of something does not stop it. A history that is loaded has its events
    gathered as before.
    """
    if not gathering():
        try:
            with transaction.atomic():
                at_once()
            return True
        except Exception as error:
            logger.warning("told later, since at once it failed: %s", type(error).__name__)
    emit_many(events)
    return False
