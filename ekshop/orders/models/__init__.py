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

__all__ = [
    "Basket",
    "BasketLine",
    "CentreGroup",
    "CentreGroupMember",
    "CentreStop",
    "CommissionRate",
    "Order",
    "OrderLine",
    "ProducerAsking",
    "SellerOrder",
]
