"""The ways out: an SMS gateway over HTTP and a mail server over SMTP.

Each takes messages and says of every one what became of it, and never raises for what the outside
does: that is an outcome too.
"""

from dataclasses import dataclass
from typing import Literal

Fate = Literal["accepted", "refused", "later", "unknown"]


@dataclass(frozen=True)
class Outcome:
    """What became of one message.

    ``accepted``: the other side has it. ``refused``: it never will. ``later``: it surely has not
    got it, try again. ``unknown``: nobody can say, ask before sending again.
    """

    fate: Fate
    reason: str = ""
    provider_message_id: str = ""


@dataclass(frozen=True)
class Outgoing:
    """What the ways out need to know of a message."""

    key: str
    to: str
    subject: str
    body: str
