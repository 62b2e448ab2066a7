"""A courier with the wire shape of Steadfast's version 1, and pushes of its events.

A parcel's journey goes by itself, a step every `step_s`, or by hand. The real service refuses an
invoice it knows; this one answers with the consignment it made for it, so that a caller who never
got the first answer can ask again. The `event_id` of a push is ours: repeats carry the same one.
"""

from typing import Any

from sandbox.core.service import Service
from sandbox.services.courier.courier import Courier


def services(world: Any) -> list[Service]:
    return [Courier(world)]
