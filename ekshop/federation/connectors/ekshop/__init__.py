"""The published ek-Shop partner contract: what today's partners' systems send already."""

from django.utils.translation import gettext_lazy as _

from ..shape import Connector

CONNECTOR = Connector(
    key="ekshop",
    name=_("Your ek-Shop integration of before"),
    about=_(
        "Your system goes on as it is (getSession, addProduct): only the base address changes. "
        "Take a new login id, or tell us yours and where your servers stand."
    ),
    order=45,
    pushed=True,
)
