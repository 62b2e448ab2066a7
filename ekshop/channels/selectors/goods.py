"""Who may see which goods made ready for export, and which listings."""

from collections.abc import Collection

from django.db.models import Count, Q, QuerySet

from ekshop.kernel.actors import Actor
from ekshop.parties.rules import allowed

from ..models import ChannelListing, ExportGoods, ExportPaper, ExportPicture


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


def export_goods_listed(actor: Actor, *, shelf: str = "") -> QuerySet[ExportGoods]:
    """Those a person may see, each with `on_channels` and `mending`; `shelf`: "written" (English
    to be read), "sent_back", "listed" (on some channel), "" all."""
    rows = export_goods_visible_to(actor).annotate(
        on_channels=Count("listings", filter=Q(listings__state="live")),
        mending=Count("listings", filter=Q(listings__state="issue")),
    )
    if shelf in (ExportGoods.WRITTEN, ExportGoods.SENT_BACK):
        return rows.filter(english=shelf)
    return rows.filter(listings__isnull=False) if shelf == "listed" else rows


def begun_of(offer_ids: Collection[int]) -> dict[int, int]:
    """By offer, the number of its goods made ready, where it was begun."""
    rows = ExportGoods.objects.filter(offer_id__in=list(offer_ids))
    return dict(rows.values_list("offer_id", "pk"))


def goods_papers(goods_id: int) -> QuerySet[ExportPaper]:
    rows = ExportPaper.objects.filter(goods_id=goods_id).select_related("document")
    return rows.order_by("kind", "id")


def goods_pictures(goods_id: int) -> QuerySet[ExportPicture]:
    return ExportPicture.objects.filter(goods_id=goods_id).order_by("position", "id")
