"""Who may see which goods made ready for export, and which listings."""

from django.db.models import QuerySet

from ekshop.kernel.actors import Actor
from ekshop.parties.rules import allowed

from ..models import ChannelListing, ExportGoods


def export_goods_visible_to(actor: Actor) -> QuerySet[ExportGoods]:
    """A seller its own, the operator and the auditor all."""
    rows = ExportGoods.objects.select_related("offer__product__category", "seller")
    if actor.is_system or allowed("export.read_all", actor.role):
        return rows
    if actor.organisation_id is None or not allowed("export.read", actor.role):
        return rows.none()
    return rows.filter(seller_id=actor.organisation_id)


def listings_visible_to(actor: Actor) -> QuerySet[ChannelListing]:
    """A seller its own, the operator and the auditor all."""
    rows = ChannelListing.objects.all()
    if actor.is_system or allowed("export.read_all", actor.role):
        return rows
    if actor.organisation_id is None or not allowed("export.read", actor.role):
        return rows.none()
    return rows.filter(seller_id=actor.organisation_id)
