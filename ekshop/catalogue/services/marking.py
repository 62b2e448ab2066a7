"""The mark of origin on products, and the district they are shown with."""

from collections.abc import Collection, Mapping
from datetime import datetime

from django.db import transaction

from ..models import Product

AT_ONCE = 500


def gi_mark(*, marked: Mapping[int, int | None], unmarked: Collection[int], now: datetime) -> int:
    """Puts the mark on products, each with its district (null: it keeps what it has), and takes it
    off others, which keep theirs; says how many changed.

    Whether a product may carry it is for whoever keeps the register to say. Short transactions,
    products locked in the order of their ids. Search hears of it by trigger.
    """
    changed = 0
    wanted: dict[int, tuple[bool, int | None]] = dict.fromkeys(unmarked, (False, None))
    wanted |= {pk: (True, district) for pk, district in marked.items()}
    ids = sorted(wanted)
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic():
            rows = Product.objects.filter(pk__in=ids[start : start + AT_ONCE]).order_by("pk")
            other = []
            for product in rows.select_for_update(no_key=True).only("is_gi", "district_id"):
                is_gi, district = wanted[product.pk]
                home = district or product.district_id
                if (product.is_gi, product.district_id) != (is_gi, home):
                    product.is_gi, product.district_id, product.updated_at = is_gi, home, now
                    other.append(product)
            Product.objects.bulk_update(other, ["is_gi", "district", "updated_at"])
            changed += len(other)
    return changed


def name_unshown_set(*, product_ids: Collection[int], unshown: bool) -> int:
    """Notes on products whether they are sold under a registered name without a right to it; says how
    many changed. Lists read it with the product; search keeps nothing of it."""
    changed = 0
    ids = sorted(product_ids)
    for start in range(0, len(ids), AT_ONCE):
        with transaction.atomic():
            rows = Product.objects.filter(
                pk__in=ids[start : start + AT_ONCE], name_unshown=not unshown
            )
            locked = list(
                rows.order_by("pk").select_for_update(no_key=True).values_list("pk", flat=True)
            )
            changed += Product.objects.filter(pk__in=locked).update(name_unshown=unshown)
    return changed
