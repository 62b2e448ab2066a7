"""Producers' goods, from the first photo to the shop and back."""

from functools import cache

import pytest
from django.db import transaction
from django.utils.translation import override

from ekshop.catalogue.models import Offer
from ekshop.catalogue.selectors import gallery_of, picture_shown, terms_of
from ekshop.catalogue.services import StockItem, stock_consume, stock_reserve
from ekshop.catalogue.tests import make as catalogue
from ekshop.kernel import clock, rulebook
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.pictures import NotAPicture
from ekshop.kernel.states import ActionNotPossible
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT, personas
from ekshop.producers import rules
from ekshop.producers.models import GiName, Listing
from ekshop.producers.selectors import (
    listing_problems,
    listings_listed,
    photo_path,
    photos_of_listing,
    reach_of,
    review_of,
)
from ekshop.producers.services import (
    ListingText,
    listing_approve,
    listing_begin,
    listing_copy,
    listing_end,
    listing_pause,
    listing_photo_add,
    listing_photo_drop,
    listing_photo_first,
    listing_recategorise,
    listing_resume,
    listing_send_back,
    listing_stock_set,
    listing_submit,
    listing_take_back,
    listing_write,
    misnamed_listings_pause,
)
from ekshop.producers.services.listings.held import listing_held
from ekshop.producers.services.listings.judging import ProducerNotApproved
from ekshop.producers.services.listings.photos import TooManyListingPhotos
from ekshop.producers.services.listings.publishing import listing_publish
from ekshop.producers.services.names import NameNotYours

from . import make, pictures

NOW = PLACED_AT
KANTHA = ListingText(
    title_bn="নকশিকাঁথা, পদ্ম আর পাখি",
    title_en="Nakshi kantha, lotus and birds",
    about_bn="তিন পরত সুতি কাপড়ে হাতে সেলাই, পাঁচ ফুট বাই সাত ফুট।",
    price_poisha=450_000,
    quantity=3,
    made_to_order_days=21,
)


@cache
def photo(seed: int = 1) -> bytes:
    return pictures.jpeg(pictures.goods((800, 600), seed=seed))


@pytest.fixture
def people(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    rulebook.rules_load()
    with clock.at(NOW):
        yield personas()


@pytest.fixture
def her(people):
    return make.approved(people)


@pytest.fixture
def asha(people):
    return people.asha.actor


@pytest.fixture
def omar(people):
    return people.omar.actor


def written(actor, her, *, photos=1, **told) -> Listing:
    listing = listing_begin(actor=actor, seller_id=her.seller_id, now=NOW)
    for seed in range(1, photos + 1):
        listing_photo_add(actor=actor, listing_id=listing.pk, upload=photo(seed), now=NOW)
    category = catalogue.category("nakshi-kantha", name_bn="নকশিকাঁথা", name_en="Nakshi kantha")
    text = ListingText(**{"category_id": category.pk, **KANTHA, **told})
    return listing_write(actor=actor, listing_id=listing.pk, text=text, now=NOW)


def sold(asha, omar, her, **told) -> Listing:
    listing = written(asha, her, **told)
    listing_submit(actor=asha, listing_id=listing.pk, now=NOW)
    return listing_approve(actor=omar, listing_id=listing.pk, now=NOW)


def rewrite(actor, listing, **told) -> Listing:
    listing_write(actor=actor, listing_id=listing.pk, text=ListingText(**told), now=NOW)
    return listing_submit(actor=actor, listing_id=listing.pk, now=NOW)


def test_what_is_missing_is_said_all_at_once_and_nothing_is_lost(asha, her):
    listing = listing_begin(actor=asha, seller_id=her.seller_id, now=NOW)
    listing_write(actor=asha, listing_id=listing.pk, text=ListingText(title_bn="কাঁথা"), now=NOW)
    with pytest.raises(InvalidInput) as refused:
        listing_submit(actor=asha, listing_id=listing.pk, now=NOW)
    assert set(refused.value.field_errors) == {"photos", "about_bn", "category", "price"}
    listing.refresh_from_db()
    assert (listing.state, listing.title_bn) == ("draft", "কাঁথা")


def test_approved_goods_are_an_offer_with_her_words_photos_terms_and_district(asha, omar, her):
    listing = sold(asha, omar, her, photos=2)
    offer = Offer.objects.select_related("product").get(pk=listing.offer_id)
    assert (offer.seller_id, offer.state, offer.on_hand) == (her.seller_id, "live", 3)
    assert (offer.title_bn, offer.price_poisha) == (KANTHA["title_bn"], 450_000)
    assert offer.product.district_id == her.district_id
    assert terms_of(offer.pk).made_to_order_days == 21
    addresses = [photo.address for photo in photos_of_listing(listing)]
    assert [each.address for each in gallery_of([offer.pk])] == addresses
    assert picture_shown("o", offer.pk, 1, 480).path.exists()


def test_only_her_own_centre_and_she_herself_write_and_only_the_operator_approves(people, her):
    listing = written(people.asha.actor, her)
    with pytest.raises(NotFound):
        listing_submit(actor=people.jamila.actor, listing_id=listing.pk, now=NOW)
    with pytest.raises(NotAllowed):
        listing_approve(actor=people.asha.actor, listing_id=listing.pk, now=NOW)
    with pytest.raises(NotAllowed):
        listing_write(actor=people.mina.actor, listing_id=listing.pk, text={}, now=NOW)
    assert listings_listed(people.omar.actor).count() == 1
    assert listings_listed(people.mina.actor).count() == 0


def test_goods_of_one_who_is_not_approved_wait_for_her(people, asha, omar):
    new = make.brought(people)
    listing = written(asha, new)
    listing_submit(actor=asha, listing_id=listing.pk, now=NOW)
    with pytest.raises(ProducerNotApproved):
        listing_approve(actor=omar, listing_id=listing.pk, now=NOW)


def test_nothing_is_written_while_somebody_looks_until_it_is_taken_back(asha, her):
    listing = written(asha, her)
    listing_submit(actor=asha, listing_id=listing.pk, now=NOW)
    with pytest.raises(ActionNotPossible):
        listing_write(actor=asha, listing_id=listing.pk, text=KANTHA, now=NOW)
    listing_take_back(actor=asha, listing_id=listing.pk, now=NOW)
    listing_write(actor=asha, listing_id=listing.pk, text=KANTHA, now=NOW)


def test_sent_back_with_a_reason_and_words_she_hears_it_and_may_send_it_again(asha, omar, her):
    listing = written(asha, her)
    listing_submit(actor=asha, listing_id=listing.pk, now=NOW)
    for reason, text in (("photo", "short"), ("none", "Take it in the light.")):
        with pytest.raises(InvalidInput):
            listing_send_back(actor=omar, listing_id=listing.pk, reason=reason, text=text, now=NOW)
    said = "দিনের আলোতে আবার ছবি তুলুন।"
    listing_send_back(actor=omar, listing_id=listing.pk, reason="photo", text=said, now=NOW)
    run_jobs(queues=["default"])
    sent = Message.objects.filter(template="listing_decided")
    assert {each.to for each in sent} >= {her.person.mobile}
    listing.refresh_from_db()
    assert (listing.state, listing.said) == ("sent_back", said)
    assert listing_submit(actor=asha, listing_id=listing.pk, now=NOW).state == "submitted"


@pytest.mark.parametrize(
    "told",
    [
        {"price_poisha": 430_000},
        {"price_poisha": 540_000},
        {"made_to_order_days": 30},
        {"season_from": 1101, "season_to": 228},
    ],
)
def test_smaller_changes_count_at_once(asha, omar, her, told):
    listing = rewrite(asha, sold(asha, omar, her), **told)
    assert listing.state == "live"
    offer = Offer.objects.get(pk=listing.offer_id)
    assert offer.price_poisha == told.get("price_poisha", 450_000)
    assert terms_of(offer.pk) == listing.terms


@pytest.mark.parametrize(
    ("told", "what"),
    [
        ({"title_bn": "নকশিকাঁথা, সূর্যমুখী"}, "words"),
        ({"price_poisha": 540_001}, "price"),
        ({"price_poisha": 224_999}, "price"),
    ],
)
def test_words_and_prices_that_jump_are_looked_at_while_the_shop_stays(asha, omar, her, told, what):
    listing = rewrite(asha, sold(asha, omar, her), **told)
    assert listing.state == "changed"
    assert review_of(omar, listing.pk).looked_at == [what]
    offer = Offer.objects.get(pk=listing.offer_id)
    assert (offer.title_bn, offer.price_poisha) == (KANTHA["title_bn"], 450_000)
    listing_approve(actor=omar, listing_id=listing.pk, now=NOW)
    offer.refresh_from_db()
    assert offer.price_poisha == told.get("price_poisha", 450_000)
    assert offer.title_bn == told.get("title_bn", KANTHA["title_bn"])


def test_small_steps_do_not_add_up_unseen(asha, omar, her):
    listing = rewrite(asha, sold(asha, omar, her), price_poisha=530_000)
    assert rewrite(asha, listing, price_poisha=600_000).state == "changed"


def test_a_change_sent_back_leaves_the_shop_as_it_was_and_her_words_for_mending(asha, omar, her):
    listing = rewrite(asha, sold(asha, omar, her), title_bn="আসল বিলাতি কাঁথা")
    listing_send_back(
        actor=omar, listing_id=listing.pk, reason="words", text="এটি বিলাতি নয়, ঠিক করুন।", now=NOW
    )
    listing.refresh_from_db()
    assert (listing.state, listing.title_bn) == ("live", "আসল বিলাতি কাঁথা")
    assert Offer.objects.get(pk=listing.offer_id).title_bn == KANTHA["title_bn"]


def test_stock_counts_at_once_and_never_falls_below_what_is_ordered(asha, omar, her):
    listing = sold(asha, omar, her)
    stock_reserve(items=[StockItem(listing.offer_id, 2, "line:1")], now=NOW)
    assert listing_stock_set(actor=asha, listing_id=listing.pk, quantity=9, now=NOW) == 9
    assert listing_stock_set(actor=asha, listing_id=listing.pk, quantity=0, now=NOW) == 2
    rewrite(asha, listing, price_poisha=440_000)
    assert Offer.objects.get(pk=listing.offer_id).on_hand == 2


def test_what_is_sold_while_she_writes_is_not_for_sale_again(asha, omar, her):
    listing = sold(asha, omar, her)
    with transaction.atomic():
        read = listing_held(asha, listing.pk)
        before = read.offer.on_hand
        stock_reserve(items=[StockItem(listing.offer_id, 2, "line:1")], now=NOW)
        stock_consume(references=["line:1"], now=NOW)
        listing_publish(read, reviewed=True, now=NOW)
    assert Offer.objects.get(pk=listing.offer_id).on_hand == before - 2


def test_paused_goods_stay_out_whatever_is_written_until_they_are_resumed(asha, omar, her):
    listing = sold(asha, omar, her)
    listing_pause(actor=asha, listing_id=listing.pk, now=NOW)

    def shown():
        return Offer.objects.get(pk=listing.offer_id).state

    assert shown() == "withdrawn"
    assert rewrite(asha, listing, price_poisha=440_000).state == "paused"
    assert shown() == "withdrawn"
    listing_resume(actor=asha, listing_id=listing.pk, now=NOW)
    assert shown() == "live"
    listing_end(actor=asha, listing_id=listing.pk, now=NOW)
    assert shown() == "withdrawn"


def test_a_copy_has_words_and_photos_and_waits_to_be_sent(asha, omar, her):
    listing = sold(asha, omar, her, photos=2)
    copied = listing_copy(actor=asha, listing_id=listing.pk, now=NOW)
    assert (copied.state, copied.title_bn) == ("draft", listing.title_bn)
    assert len(photos_of_listing(copied)) == 2
    assert not listing_problems(copied)


def test_photos_are_judged_kept_ordered_and_seen_by_those_concerned(people, asha, her):
    listing = written(asha, her, photos=2)
    first, second = photos_of_listing(listing)
    assert (first.findings, first.width) == ([], 800)
    listing_photo_first(actor=asha, listing_id=listing.pk, photo_id=second.pk, now=NOW)
    assert [each.pk for each in photos_of_listing(listing)] == [second.pk, first.pk]
    listing_photo_drop(actor=asha, listing_id=listing.pk, photo_id=first.pk, now=NOW)
    again = listing_photo_add(actor=asha, listing_id=listing.pk, upload=photo(1), now=NOW)
    assert again.pk == first.pk and len(photos_of_listing(listing)) == 2
    assert photo_path(asha, first.pk, 480).exists()
    with pytest.raises(NotFound):
        photo_path(people.mina.actor, first.pk, 480)


def test_a_photo_of_a_screen_is_kept_shown_and_stops_the_listing(asha, her):
    listing = written(asha, her, photos=0)
    shot = pictures.jpeg(pictures.screen())
    found = listing_photo_add(actor=asha, listing_id=listing.pk, upload=shot, now=NOW)
    assert "screen" in found.findings and found.stops
    with pytest.raises(InvalidInput) as refused:
        listing_submit(actor=asha, listing_id=listing.pk, now=NOW)
    assert list(refused.value.field_errors) == ["photos"]
    with pytest.raises(NotAPicture):
        listing_photo_add(actor=asha, listing_id=listing.pk, upload=b"no picture", now=NOW)


def test_another_sellers_picture_is_pointed_out_and_so_are_too_many(people, asha, her):
    written(asha, her)
    other = listing_begin(actor=asha, seller_id=make.approved(people).seller_id, now=NOW)
    taken = listing_photo_add(actor=asha, listing_id=other.pk, upload=photo(1), now=NOW)
    assert taken.findings == ["twin"] and not taken.stops
    for seed in range(2, rules.MOST_PHOTOS + 1):
        listing_photo_add(actor=asha, listing_id=other.pk, upload=photo(seed), now=NOW)
    with pytest.raises(TooManyListingPhotos):
        listing_photo_add(actor=asha, listing_id=other.pk, upload=photo(99), now=NOW)


def test_goods_that_spoil_must_say_how_long_they_keep(asha, her):
    top = catalogue.category("local-food", name_bn="দেশি ফল", name_en="Fruit")
    sweets = catalogue.category("sweets", parent=top, name_bn="মিষ্টি", name_en="Sweets")
    listing = written(asha, her, category_id=sweets.pk)
    assert list(listing_problems(listing)) == ["shelf_life_days"]
    text = ListingText(shelf_life_days=7, travel_days=3)
    listing = listing_write(actor=asha, listing_id=listing.pk, text=text, now=NOW)
    assert not listing_problems(listing)


@pytest.mark.parametrize(
    ("days", "where"),
    [(1, "centre"), (2, "centre"), (3, "district"), (5, "district"), (6, "everywhere")],
)
def test_how_far_goods_come_follows_from_the_days_that_are_promised(people, asha, her, days, where):
    """A day to her own centre, three within her district, six to any other."""
    seller = her.seller.seller
    assert (seller.days_same_district, seller.days_elsewhere) == (3, 6)
    people.centre.centre.district = seller.hub_district
    people.centre.centre.save()
    listing = written(asha, her, shelf_life_days=10, travel_days=days)
    reach = reach_of(her.seller_id, listing.terms)
    assert (reach.where, reach.centres_near) == (where, 1)
    assert not listing_problems(listing)
    assert reach.own == people.centre.name


def test_goods_that_keep_for_a_day_come_nowhere_while_her_own_centre_takes_no_orders(
    people, asha, her
):
    listing = written(asha, her, shelf_life_days=1)
    people.centre.state = "suspended"
    people.centre.save()
    assert reach_of(her.seller_id, listing.terms).where == "nowhere"
    assert list(listing_problems(listing)) == ["travel_days"]


def test_the_operator_puts_it_into_the_right_place_before_approving(asha, omar, her):
    listing = written(asha, her)
    listing_submit(actor=asha, listing_id=listing.pk, now=NOW)
    right = catalogue.category("quilts", name_bn="কাঁথা", name_en="Quilts")
    listing_recategorise(actor=omar, listing_id=listing.pk, category_id=right.pk, now=NOW)
    listing = listing_approve(actor=omar, listing_id=listing.pk, now=NOW)
    offer = Offer.objects.select_related("product").get(pk=listing.offer_id)
    assert offer.product.category_id == right.pk
    health = catalogue.category("health", name_en="Health", name_bn="ঔষধ", regulation="medicine")
    with override("en"), pytest.raises(InvalidInput):
        listing_write(
            actor=asha, listing_id=listing.pk, text=ListingText(category_id=health.pk), now=NOW
        )


@pytest.mark.parametrize("change_waits", [False, True])
def test_goods_leave_the_shop_when_their_name_is_no_longer_hers(asha, omar, her, change_waits):
    listing = sold(asha, omar, her)
    if change_waits:
        rewrite(asha, listing, title_bn="নকশিকাঁথা, আরও বড়")
        listing.refresh_from_db()
        assert listing.state == "changed"
    name = GiName.objects.create(
        slug="nakshi-kantha", name_bn="নকশিকাঁথা", name_en="Nakshi kantha", kind="textile",
        words=["nakshi", "kantha"], words_bn=["নকশিকাঁথা"], register="registered",
    )  # fmt: skip
    assert misnamed_listings_pause(seller_ids=[her.seller_id], now=NOW) == 1
    listing.refresh_from_db()
    assert listing.state == "paused" and name.name_bn in listing.said
    assert Offer.objects.get(pk=listing.offer_id).state != "live"
    with pytest.raises(NameNotYours):
        listing_resume(actor=asha, listing_id=listing.pk, now=NOW)
    name.delete()
    assert listing_resume(actor=asha, listing_id=listing.pk, now=NOW).state == "live"
    assert misnamed_listings_pause(seller_ids=[her.seller_id], now=NOW) == 0
