"""Orders' tables: baskets, orders and rates; producers asked."""

from .asking import ProducerAsking
from .orders import (
    Basket,
    BasketLine,
    CentreGroup,
    CentreGroupMember,
    CentreStop,
    CommissionRate,
    Order,
    OrderLine,
    SellerOrder,
)
from .shares import GroupShare

__all__ = [
    "Basket",
    "BasketLine",
    "CentreGroup",
    "CentreGroupMember",
    "CentreStop",
    "CommissionRate",
    "GroupShare",
    "Order",
    "OrderLine",
    "ProducerAsking",
    "SellerOrder",
]
