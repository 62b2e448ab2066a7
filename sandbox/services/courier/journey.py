"""What can happen to a parcel, and in which order."""

from sandbox.core.service import Text

STATES: dict[str, Text] = {
    "in_review": ("বুকিং হয়েছে", "Booked"),
    "picked_up": ("কুরিয়ারের হাতে", "Picked up"),
    "in_transit": ("পথে", "In transit"),
    "out_for_delivery": ("কেন্দ্রের পথে", "Out for delivery"),
    "delivered": ("কেন্দ্রে পৌঁছেছে", "Delivered to the centre"),
    "returning": ("ফেরত আসছে", "Coming back"),
    "returned": ("ফেরত গেছে", "Returned"),
    "lost": ("হারিয়ে গেছে", "Lost"),
    "cancelled": ("বাতিল", "Cancelled"),
}
ALIASES = {"handed_over": "picked_up", "arrived": "delivered"}
FINAL = {"delivered", "returned", "lost", "cancelled"}
"""These are pushed as `delivery_status`, the others as `tracking_update`."""

ROUTES = {
    "delivered": ["in_review", "picked_up", "in_transit", "out_for_delivery", "delivered"],
    "returned": [
        "in_review",
        "picked_up",
        "in_transit",
        "out_for_delivery",
        "returning",
        "returned",
    ],
    "lost": ["in_review", "picked_up", "in_transit", "lost"],
}
MESSAGES = {
    "picked_up": "Parcel picked up from the merchant.",
    "in_transit": "Parcel left the sorting hub.",
    "out_for_delivery": "Parcel is out for delivery.",
    "delivered": "Parcel delivered.",
    "returning": "Parcel is on its way back to the merchant.",
    "returned": "Parcel returned to the merchant.",
    "lost": "Parcel could not be found.",
    "cancelled": "Consignment cancelled.",
}


def next_of(status: str, route: str) -> str | None:
    """The step after this one; None at the end, or when the parcel has left its route."""
    steps = ROUTES[route]
    if status not in steps or status == steps[-1]:
        return None
    return steps[steps.index(status) + 1]
