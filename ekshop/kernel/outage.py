"""A database that is away for a while: processes that live long wait for it and go on."""

from __future__ import annotations

import logging
import threading

from django.db import connections

logger = logging.getLogger(__name__)
FIRST_WAIT_SECONDS = 1.0
LONGEST_WAIT_SECONDS = 15.0


class Outage:
    """Waits a second at first, then twice as long each time, and says so in a line each."""

    def __init__(self, who: str) -> None:
        self._who = who
        self._wait = 0.0

    def wait(self, error: BaseException, stop: threading.Event) -> None:
        """Closes this thread's broken connections and sleeps, unless told to stop meanwhile."""
        connections.close_all()
        self._wait = min(self._wait * 2 or FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS)
        why = (str(error.__cause__ or error).strip() or type(error).__name__).splitlines()[0]
        logger.warning(
            "%s: the database does not answer (%s); trying again in %d s",
            self._who,
            why,
            self._wait,
        )
        stop.wait(self._wait)

    def over(self) -> None:
        """It answers. Harmless when it always did."""
        if self._wait:
            logger.warning("%s: the database answers again", self._who)
        self._wait = 0.0
