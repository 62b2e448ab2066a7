"""What is sold: categories, rates, partners' feeds read from the sandbox's shops, producers' goods."""

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from demo.content.build import write
from demo.content.offers import origins, same_things
from demo.content.shops import mapping
from demo.content.tables import read
from ekshop.catalogue.models import Category, Offer, Product
from ekshop.catalogue.rules import CATCH_ALL
from ekshop.catalogue.selectors import PAIRS_ORDER, PairFilter, pairs_listed
from ekshop.catalogue.services import (
    categories_load,
    forbidden_load,
    matching_run,
    offers_merge,
    offers_stage,
    pair_reopen,
    pairs_decide,
)
from ekshop.catalogue.services.staging import StagedRow
from ekshop.federation.models import CategoryMapping, Feed
from ekshop.federation.services import (
    category_mappings_decide,
    feed_register,
    feed_run_request,
)
from ekshop.kernel import clock
from ekshop.kernel.ids import tracking_codes
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.money import taka
from ekshop.orders.services import centre_group_set, commission_rate_set
from ekshop.parties.models import Place
from sandbox.core.credentials import credential

from .people import LOADER, organisation, persona
from .steps import step

# One shop leaves a few of its category words for the person at the keyboard to decide.
UNDECIDED_AT = "hatkhola"
UNDECIDED = 4
PRODUCERS_BATCH = 900_000
SAME_BY_OMAR = 2
MOST_LOOKED_AT = 500


def load(start: datetime) -> Iterator[str]:
    """The shelves as they stood at `start`; a line for people after each part."""
    with clock.at(start):
        # What the shops sell and what is known of it come from one state of the content.
        step("shops' goods", lambda: _written(Path(settings.VAR_DIR) / "goods"))
        if step("rules of the shelves", lambda: _rules(start)):
            yield "categories, forbidden goods and commission rates are set"
        for number, row in enumerate(read("partners"), 1):
            slug = row["slug"]
            at = start - timedelta(minutes=5 * number)
            step(f"feed {slug}", lambda: _feed(number, slug, row["feed_format"], at))  # noqa: B023
            if step(f"goods {slug}", lambda: _goods(slug, start)):  # noqa: B023
                seller_id = organisation(slug).pk
                count = Offer.objects.filter(seller_id=seller_id, state="live").count()
                yield f"{row['name_en']}: {count} offers"
        if step("producers' goods", lambda: _producers(start)):
            yield "twelve producers have brought their goods"
        step("origins", _origins)
        if step("same goods", lambda: _same_goods(start)):
            yield "what several sellers offer stands on one page, or waits for Omar"


def _written(folder: Path) -> None:
    write(folder)


def _rules(now: datetime) -> None:
    categories_load(read("categories"))
    forbidden_load(read("forbidden"))
    ours = dict(Category.objects.values_list("slug", "pk"))
    groups = {
        row["slug"]: centre_group_set(
            actor=LOADER,
            group_id=None,
            name_bn=row["name_bn"],
            name_en=row["name_en"],
            district_ids=list(
                Place.objects.filter(code__in=row["districts"].split("|")).values_list(
                    "pk", flat=True
                )
            ),
            centre_codes=[],
            now=now,
        ).pk
        for row in read("centre_groups")
    }
    for row in read("commissions"):
        commission_rate_set(
            actor=LOADER,
            seller_id=organisation(row["seller"]).pk if row["seller"] else None,
            category_id=ours[row["category"]] if row["category"] else None,
            rate_bp=int(row["rate_bp"]),
            role=row["role"] or "sale",
            centre_group_id=groups[row["group"]] if row["group"] else None,
            valid_from=now,
            now=now,
        )


def _feed(number: int, slug: str, kind: str, now: datetime) -> None:
    if kind == "woo":
        feed_register(
            actor=LOADER,
            seller_id=organisation(slug).pk,
            name="WooCommerce",
            connector="woocommerce",
            address=f"{settings.SANDBOX_URL}/woo",
            settings={
                name: credential("woo", name) for name in ("consumer_key", "consumer_secret")
            },
            now=now,
        )
        return
    feed_register(
        actor=LOADER,
        seller_id=organisation(slug).pk,
        name="Daily list",
        address=f"{settings.SANDBOX_URL}/shops/{number}/feed.{kind}",
        now=now,
    )


def _goods(slug: str, now: datetime) -> None:
    """Read the shop's feed, say what its category words mean, and read what that let in."""
    seller_id = organisation(slug).pk
    feed = Feed.objects.get(seller_id=seller_id)
    for _reading in range(2):
        feed.refresh_from_db()
        feed_run_request(actor=LOADER, feed=feed, now=now)
        run_jobs(queues=["feeds"])
        _decide(slug, seller_id, now)


def _decide(slug: str, seller_id: int, now: datetime) -> None:
    ours = dict(Category.objects.values_list("slug", "pk"))
    words = mapping(slug)
    open_ones = CategoryMapping.objects.filter(seller_id=seller_id, decided_at=None).order_by("pk")
    decisions = {
        row.pk: ours[words[row.source_category]]
        for row in open_ones
        if row.source_category in words
    }
    if slug == UNDECIDED_AT:
        decisions = dict(list(decisions.items())[: max(0, len(decisions) - UNDECIDED)])
    if decisions:
        category_mappings_decide(
            actor=persona("omar"), seller_id=seller_id, decisions=decisions, now=now
        )


def _producers(now: datetime) -> None:
    ours = dict(Category.objects.values_list("slug", "pk"))
    for number, producer in enumerate(read("producers")):
        goods = [row for row in read("producer_goods") if row["producer"] == producer["slug"]]
        seller = organisation(producer["slug"])
        batch = PRODUCERS_BATCH + number
        codes = tracking_codes("G", len(goods))
        offers_stage(
            batch=batch,
            rows=[
                StagedRow(
                    position,
                    "offer",
                    row["ref"],
                    title=row["title_bn"],
                    title_bn=row["title_bn"],
                    title_en=row["title_en"],
                    description=f"{row['description_bn']}\n{row['description_en']}",
                    url="",
                    image_url="",
                    price_poisha=taka(row["price"]).poisha,
                    stock=int(row["quantity"]),
                    brand="",
                    mpn="",
                    gtin="",
                    source_category=row["category"],
                    fingerprint=hashlib.md5(  # noqa: S324 - tells changes apart, guards nothing
                        repr(sorted(row.items())).encode()
                    ).hexdigest(),
                    code=code,
                )
                for position, (row, code) in enumerate(zip(goods, codes, strict=True), 1)
            ],
        )
        offers_merge(
            actor=LOADER,
            batch=batch,
            seller_id=seller.pk,
            feed_id=None,
            complete=False,
            categories={row["category"]: ours[row["category"]] for row in goods},
            other_category=ours[CATCH_ALL],
            now=now,
        )
        district = Place.objects.get(code=producer["district"])
        Product.objects.filter(offers__seller=seller).update(district=district)


def _same_goods(now: datetime) -> None:
    """What is surely one thing comes together; Omar has begun with the rest: what he put together
    is one thing, what he kept apart is not, and one pair he put together by mistake, took back, and
    kept apart then."""
    matching_run(now=now)
    omar = persona("omar")
    same, different = _told_of_pairs()
    if same:
        pairs_decide(actor=omar, pair_ids=same[:SAME_BY_OMAR], same=True, now=now)
    if different:
        mistake = different[:1]
        if pairs_decide(
            actor=omar, pair_ids=mistake, same=True, reason="দেখতে একই মনে হয়েছিল", now=now
        ):
            later = now + timedelta(minutes=4)
            pair_reopen(actor=omar, pair_id=mistake[0], now=later)
            pairs_decide(actor=omar, pair_ids=mistake, same=False, now=later)
    for pair in different[-1:] if len(different) > 1 else []:
        pairs_decide(actor=omar, pair_ids=[pair], same=False, now=now)


def _told_of_pairs() -> tuple[list[int], list[int]]:
    """The pairs that wait, the likeliest first: those that are one thing, as the shops' goods were
    written, and those that are two."""
    things = same_things()
    slugs = {organisation(row["slug"]).pk: row["slug"] for row in read("partners")}
    waiting = list(
        pairs_listed(PairFilter())
        .order_by(*PAIRS_ORDER)
        .values_list("pk", "one_id", "other_id")[:MOST_LOOKED_AT]
    )
    offers = Offer.objects.filter(product_id__in={pk for row in waiting for pk in row[1:]})
    known: dict[int, set[int]] = {}
    for product, seller, ref in offers.values_list("product_id", "seller_id", "seller_ref"):
        thing = things.get((slugs.get(seller, ""), ref), 0)
        known.setdefault(product, set()).add(thing)
    same: list[int] = []
    different: list[int] = []
    for pk, one, other in waiting:
        of_both = known.get(one, {0}) | known.get(other, {0})
        if 0 not in of_both:
            (same if len(of_both) == 1 else different).append(pk)
    return same, different


def _origins() -> None:
    """Feeds carry no district; where district goods come from is known of the demonstration's.

    An id alone does not say what an offer is: only goods of that very title are meant. The mark of
    origin is not the shops' to give: see `districts.py`.
    """
    districts = {place.code: place for place in Place.objects.filter(kind="district")}
    sellers = {row["slug"]: organisation(row["slug"]).pk for row in read("partners")}
    products = {
        (offer.seller_id, offer.seller_ref, offer.title): offer.product
        for offer in Offer.objects.filter(seller_id__in=sellers.values()).select_related("product")
    }
    changed = []
    for slug, reference, title, district, _is_gi in origins():
        product = products.get((sellers[slug], reference, title))
        if product is not None:
            product.district = districts[district]
            changed.append(product)
    Product.objects.bulk_update(changed, ["district"], batch_size=500)
