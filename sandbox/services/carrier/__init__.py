"""A carrier abroad: books consignments of many parcels, and tells of each when asked.

The shape is our own and small, for carriers agree on none. A consignment booked again is answered with
the numbers it has. A parcel goes on by itself, a step every `step_s`, or by hand.
"""

from typing import Any

from sandbox.core.service import Service
from sandbox.services.carrier.carrier import Carrier


def services(world: Any) -> list[Service]:
    return [Carrier(world)]
