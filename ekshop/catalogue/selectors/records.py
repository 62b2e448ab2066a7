"""How a seller keeps its promises."""

from ..models import SellerRecord


def seller_record(seller_id: int) -> SellerRecord | None:
    """None for a seller without orders yet."""
    return SellerRecord.objects.filter(seller_id=seller_id).first()
