"""Families, attributes, further pictures and days: what a row says beyond its article."""

import pytest

from ekshop.catalogue.models import Offer
from ekshop.federation.models import FeedReject
from ekshop.parties.tests.make import personas

from . import make_feeds as make


@pytest.fixture
def feed(db):
    make.tree()
    return make.feed(personas().partner)


def codes(run):
    return list(FeedReject.objects.filter(run=run).order_by("id").values_list("code", flat=True))


@pytest.mark.parametrize("form", make.WRITERS)
def test_every_format_says_family_attributes_pictures_and_days(feed, tmp_path, form):
    rows = [
        make.goods(
            1,
            item_group_id="SHIRT-7",
            color="লাল",
            size="M",
            image_link="https://shop.example/1.jpg",
            additional_image_link="https://shop.example/2.jpg,https://shop.example/3.jpg",
            max_handling_time="২ দিন",
            return_days="7",
        ),
        make.goods(2),
    ]
    first = make.ingest(feed, make.WRITERS[form](rows), tmp_path)
    offer, plain = Offer.objects.order_by("seller_ref")
    assert (offer.group_ref, offer.attributes) == ("SHIRT-7", {"colour": "লাল", "size": "M"})
    assert offer.images == ["https://shop.example/2.jpg", "https://shop.example/3.jpg"]
    assert (offer.dispatch_days, offer.returns_days) == (2, 7)
    assert (plain.group_ref, plain.attributes, plain.images) == ("", {}, [])
    rows[0]["size"] = "L"
    again = make.ingest(feed, make.WRITERS[form](rows), tmp_path)
    assert (first.added, codes(first), again.changed, again.unchanged) == (2, [], 1, 1)
    offer.refresh_from_db()
    assert offer.attributes["size"] == "L"


def test_what_stands_in_several_elements_of_an_entry_is_gathered(feed, tmp_path):
    extra = (
        b"<g:additional_image_link>https://shop.example/2.jpg</g:additional_image_link>"
        b"<g:additional_image_link>https://shop.example/3.jpg</g:additional_image_link>"
        b"<g:product_detail><g:section_name>In it</g:section_name><g:attribute_name>RAM"
        b"</g:attribute_name><g:attribute_value>8 GB</g:attribute_value></g:product_detail>"
        b"<g:shipping><g:country>BD</g:country><g:max_handling_time>3</g:max_handling_time>"
        b"</g:shipping></item>"
    )
    make.ingest(feed, make.xml([make.goods(1)]).replace(b"</item>", extra), tmp_path)
    offer = Offer.objects.get()
    assert (len(offer.images), offer.attributes, offer.dispatch_days) == (2, {"ram": "8 GB"}, 3)


def test_a_table_names_the_columns_that_are_attributes(people_feed_with, tmp_path):
    feed = people_feed_with({"attribute:Sleeve Length": "Hata", "attribute:size": "Map"})
    data = b"SKU,Nam,Dam,Hata,Map\n1,Shirt,100,Half,XL\n2,Shirt,100,,\n"
    make.ingest(feed, data, tmp_path)
    shirt, plain = Offer.objects.order_by("seller_ref")
    assert (shirt.attributes, plain.attributes) == ({"sleeve_length": "Half", "size": "XL"}, {})


def test_what_is_too_much_or_unreadable_is_left_out_and_noted(feed, tmp_path):
    links = [f"https://shop.example/{number}.jpg" for number in range(12)]
    rows = [
        make.goods(1, item_group_id="g" * 51),
        make.goods(2, attributes={f"a{number}": "x" for number in range(21)}),
        make.goods(3, attributes={"colour": "r" * 101, "": "y", "size\u0000": "M\u0000"}),
        make.goods(
            4, additional_image_link=["file:///etc/passwd", "https://x.example/\u0000", *links]
        ),
        make.goods(5, max_handling_time="soon", return_days="9999"),
        make.goods(6, attributes="[1, 2", additional_image_link={"a": 1}),
    ]
    run = make.ingest(feed, make.jsonl(rows), tmp_path)
    assert (run.added, run.rejected) == (6, 0)
    assert codes(run) == [
        "group_ref_too_long", "too_many_attributes", "too_long_cut", "link_invalid",
        "link_invalid", "too_many_images", "days_unreadable", "days_unreadable",
    ]  # fmt: skip
    offers = list(Offer.objects.order_by("seller_ref"))
    assert (offers[0].group_ref, len(offers[1].attributes), len(offers[3].images)) == ("", 20, 10)
    assert offers[2].attributes == {"colour": "r" * 100, "size": "M"}


@pytest.fixture
def people_feed_with(db):
    make.tree()
    seller = personas().partner

    def registered(columns):
        base = {"id": "SKU", "title": "Nam", "price": "Dam"}
        return make.feed(seller, mapping={"columns": base | columns}, format="table")

    return registered
