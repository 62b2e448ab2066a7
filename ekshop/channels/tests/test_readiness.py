"""Goods made ready: their number, weights, English, certificates, pictures and landed price."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from ekshop.catalogue.models import Product
from ekshop.catalogue.rules import Terms
from ekshop.catalogue.services import offer_terms_set
from ekshop.catalogue.tests import make as catalogue
from ekshop.channels import rules
from ekshop.channels.models import (
    ChannelListing,
    CountryRule,
    DutyRate,
    ExportPaper,
    ExportPicture,
    ListingIssue,
    ListingPrice,
)
from ekshop.channels.rules import nomenclature
from ekshop.channels.selectors.hs import hs_search
from ekshop.channels.selectors.readiness import papers_held, papers_of
from ekshop.channels.services import (
    GoodsSaid,
    SameReader,
    channels_reference_load,
    country_rule_put,
    english_review,
    exchange_rate_note,
    export_goods_begin,
    export_goods_save,
    export_paper_add,
    export_picture_add,
    export_picture_file,
    goods_check,
    listing_begin,
    listing_check_again,
    listings_look_over,
)
from ekshop.channels.services.pictures import picture_sized
from ekshop.channels.tests import make
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.models import BroughtFile
from ekshop.kernel.tests import scanner
from ekshop.producers.services import rest_add, rest_remove
from ekshop.producers.tests import make as producers


def photo(width: int = 1400, height: int = 900) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "green").save(out, "JPEG")
    return out.getvalue()


def save(people, goods, **said):
    return export_goods_save(
        actor=people.jamila.actor, goods_id=goods.pk, said=GoodsSaid(**said), now=clock.now()
    )


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("নকশি কাঁথা", "630130"),
        ("nakshi kantha", "630130"),
        ("honey", "040900"),
        ("৬৩০৫.১০", "630510"),
        ("jamdani saree", "621142"),
        ("শীতলপাটি", "460129"),
        ("আখের গুড়", "170113"),
        ("কাসুন্দি", "210330"),
        ("টক দই", "040320"),
    ],
)
def test_an_hs_code_is_found_by_number_and_by_words_of_both_languages(db, asked, code):
    channels_reference_load()
    assert code in [row.code for row in hs_search(asked)[:3]]


def test_every_code_of_the_table_is_whole_and_said_in_both_languages():
    rows = nomenclature.hs_rows()
    assert len({row["code"] for row in rows}) == len(rows) >= 300
    for row in rows:
        assert row["code"].isdigit() and len(row["code"]) == 6, row
        assert row["text_en"].strip() and row["text_bn"].strip(), row


def test_loading_the_reference_again_leaves_what_people_changed(people):
    channels_reference_load()
    DutyRate.objects.filter(country="US", hs_prefix="").update(bp=700)
    channels_reference_load()
    assert DutyRate.objects.get(country="US", hs_prefix="").bp == 700


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"hs_code": "999999"}, "hs_code"),
        ({"net_g": 0}, "net_g"),
        ({"net_g": 950}, "net_g"),
        ({"gross_g": 2_000_000}, "gross_g"),
        ({"length_mm": 3_500}, "length_mm"),
        ({"length_mm": 1, "width_mm": 1, "height_mm": 1}, "gross_g"),
        ({"origin": "Bangladesh"}, "origin"),
        ({"title_en": "x" * 300}, "title_en"),
    ],
)
def test_figures_that_cannot_be_are_refused_beside_their_field(people, kantha, said, field):
    with pytest.raises(InvalidInput) as refused:
        save(people, kantha, **said)
    assert field in refused.value.field_errors


def test_english_goes_out_only_after_another_person_has_read_it(people, kantha):
    goods = save(people, kantha, title_en="Nakshi kantha from Jamalpur, hand-stitched")
    assert goods.english == "written"
    again = {"goods_id": goods.pk, "note": "", "now": clock.now()}
    with pytest.raises(SameReader):
        english_review(actor=people.jamila.actor, fine=True, **again)
    with pytest.raises(InvalidInput):
        english_review(actor=people.omar.actor, fine=False, **again)
    assert english_review(actor=people.omar.actor, fine=True, **again).english == "reviewed"


def test_a_seller_makes_only_its_own_offers_ready(people):
    offer = catalogue.offer(people.partner)
    with pytest.raises(NotFound):
        export_goods_begin(actor=people.jamila.actor, offer_id=offer.pk, now=clock.now())
    goods = export_goods_begin(actor=people.mina.actor, offer_id=offer.pk, now=clock.now())
    assert goods.title_en == offer.title_en


def test_the_checklist_says_in_words_what_is_missing_and_for_which_field(people, bazaar):
    make.exchange_rate()
    make.channel()
    offer = catalogue.offer(people.producer)
    goods = export_goods_begin(actor=people.jamila.actor, offer_id=offer.pk, now=clock.now())
    with translation.override("en"):
        checked = goods_check(people.jamila.actor, goods, clock.now())
        said = {lack.field: str(lack.words) for lack in checked.lacks}
    assert said["hs_code"] == "Choose the HS code of the goods."
    assert said["net_g"] == "Weigh the goods without packing."
    assert {"text_en", "pictures", "materials", "gross_g"} <= said.keys()
    assert not checked.ready


def test_goods_of_a_protected_kind_wait_for_their_permit(people, bazaar, kantha, step):
    channels_reference_load()
    channel = make.channel()
    kantha.hs_code, kantha.materials = "442090", "rosewood"
    kantha.save()
    listing = step.begin(kantha, channel)
    step(channel)
    found = ChannelListing.objects.get(pk=listing.pk)
    assert found.state == "issue"
    assert [i.code for i in found.issues.filter(severity="error")] == ["paper_cites"]
    export_paper_add(
        actor=people.jamila.actor, goods_id=kantha.pk, kind="cites", number="BD-77",
        by="Forest Department", until=date(2099, 1, 1), now=clock.now(),
    )  # fmt: skip
    step(channel)
    assert ChannelListing.objects.get(pk=listing.pk).state == "live"


def test_goods_on_sale_cannot_be_bought_once_their_permit_is_over(
    people, bazaar, kantha, step, hand
):
    channels_reference_load()
    channel = make.channel()
    kantha.materials = "rosewood"
    kantha.save()
    permit = {"actor": people.jamila.actor, "goods_id": kantha.pk, "kind": "cites", "by": "Forests"}
    export_paper_add(number="BD-77", until=clock.dhaka_date(clock.now()), now=clock.now(), **permit)
    listing = step.begin(kantha, channel)
    step(channel)
    assert bazaar.shelves[listing.sku].quantity == 10
    hand.forward(days=1)
    listings_look_over()
    step(channel)
    assert bazaar.shelves[listing.sku].quantity == 0
    [here] = goods_check(people.jamila.actor, kantha, clock.now()).channels
    assert "paper_cites" in {lack.code for lack in here.lacks}
    paper = export_paper_add(number="BD-78", until=None, now=clock.now(), **permit)
    step(channel)
    assert bazaar.shelves[listing.sku].quantity == 10
    assert [*papers_held(clock.dhaka_date(clock.now()))] == [paper]


def test_goods_that_spoil_on_the_way_abroad_are_not_listed_and_those_listed_not_sold(
    people, bazaar, kantha, step
):
    channel = make.channel()

    def keeps(days: int) -> None:
        said = {"terms": Terms(shelf_life_days=days), "now": clock.now()}
        offer_terms_set(actor=Actor.system("test"), offer_id=kantha.offer_id, **said)

    keeps(6)
    listing = step.begin(kantha, channel)
    step(channel)
    [found] = ListingIssue.objects.filter(listing=listing, closed_at=None, severity="error")
    assert (found.field, found.code, bazaar.shelves) == ("stock", "spoils", {})
    assert "3 days at most" in found.text and "21" in found.text
    keeps(300)
    listing_check_again(actor=people.jamila.actor, listing_id=listing.pk, now=clock.now())
    step(channel)
    assert bazaar.shelves[listing.sku].quantity == 10
    keeps(20)
    listings_look_over()
    step(channel)
    assert bazaar.shelves[listing.sku].quantity == 0


def test_goods_of_a_maker_who_rests_for_long_are_sold_again_when_she_works(
    people, bazaar, step, hand
):
    make.exchange_rate()
    maker, channel = producers.approved(people), make.channel()
    goods = make.export_goods(catalogue.offer(maker.seller, price_poisha=300_000, on_hand=10))
    ExportPicture.objects.create(
        goods=goods, position=0, digest="b" * 64, file="x", width=1600, height=1200,
        added_at=clock.now(),
    )  # fmt: skip
    omar = people.omar.actor
    on = {"goods_id": goods.pk, "channel_id": channel.pk, "now": clock.now()}
    sku = listing_begin(actor=omar, **on).sku
    step(channel)
    assert bazaar.shelves[sku].quantity == 10
    today = clock.dhaka_date(clock.now())
    days = {"from_day": today, "to_day": today + timedelta(days=20)}
    given = {"actor": omar, "seller_id": maker.seller_id, "now": clock.now()}
    rest = rest_add(**days, **given)
    run_jobs(queues=["default"])
    step(channel)
    assert bazaar.shelves[sku].quantity == 0
    rest_remove(rest_id=rest.pk, **given)
    run_jobs(queues=["default"])
    step(channel)
    assert bazaar.shelves[sku].quantity == 10
    rest_add(**days, **given)
    run_jobs(queues=["default"])
    step(channel)
    assert bazaar.shelves[sku].quantity == 0
    assert "resting" in {lack.code for lack in goods_check(omar, goods, clock.now()).lacks}
    hand.forward(days=21)
    listings_look_over()
    step(channel)
    assert bazaar.shelves[sku].quantity == 10


def test_what_becomes_forbidden_cannot_be_bought_any_more(people, bazaar, kantha, step):
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    country_rule_put(
        actor=people.omar.actor, country="US", hs_prefix="6214", material="", verdict="forbidden",
        paper="", reason=("নিষিদ্ধ", "Forbidden"), citation="test", valid_from=date(2020, 1, 1),
        now=clock.now(),
    )  # fmt: skip
    step(channel)
    assert bazaar.shelves[listing.sku].quantity == 0


def test_goods_with_the_mark_of_their_place_are_asked_for_its_certificate(people, bazaar, kantha):
    make.channel()
    make.channel(key="second")

    def asked() -> list[bool]:
        """Once above, at no channel again."""
        checked = goods_check(people.jamila.actor, kantha, clock.now())
        assert not [
            each for one in checked.channels for each in one.lacks if each.field == "papers"
        ]
        return [lack.stops for lack in checked.lacks if lack.code == "paper_gi"]

    assert asked() == []
    Product.objects.filter(pk=kantha.offer.product_id).update(is_gi=True)
    assert asked() == [False]
    export_paper_add(
        actor=people.jamila.actor, goods_id=kantha.pk, kind="gi", number="GI-32", by="DPDT",
        until=None, now=clock.now(),
    )  # fmt: skip
    assert asked() == []


def test_a_rule_of_another_country_does_not_hold_here(people, bazaar, kantha):
    make.channel()
    CountryRule.objects.create(
        country="KR", hs_prefix="62", verdict="forbidden", reason_bn="না", reason_en="no",
        citation="test", valid_from=date(2020, 1, 1),
    )  # fmt: skip
    checked = goods_check(people.jamila.actor, kantha, clock.now())
    assert checked.ready and checked.channels[0].ready


def test_a_new_rate_of_exchange_is_a_new_price_that_remembers_it(people, bazaar, kantha, step):
    channel = make.channel()
    listing = step.begin(kantha, channel)
    step(channel)
    said = {"currency": "USD", "taka_for_one": "১২৫.০০", "source": "Bangladesh Bank"}
    on = clock.dhaka_date(clock.now())
    rate = exchange_rate_note(actor=people.omar.actor, on=on, now=clock.now(), **said)
    step(channel)
    assert bazaar.shelves[listing.sku].price_minor == 3200
    last = ListingPrice.objects.filter(listing=listing).latest("id")
    assert (last.was_minor, last.became_minor, last.rate) == (3334, 3200, rate)
    with pytest.raises(InvalidInput):
        exchange_rate_note(actor=people.omar.actor, on=on, now=clock.now(), **said)


def test_a_rate_can_be_noted_from_midnight_on_by_the_clock_of_dhaka(people, hand):
    said = {"currency": "USD", "taka_for_one": "125", "source": "Bangladesh Bank"}
    hand.to(datetime(2026, 11, 2, 19, 0, tzinfo=UTC))
    who = {"actor": people.omar.actor, "now": clock.now()}
    assert exchange_rate_note(on=date(2026, 11, 3), **who, **said).pk
    with pytest.raises(InvalidInput):
        exchange_rate_note(on=date(2026, 11, 4), **who, **said)


def test_the_landed_price_adds_up_line_by_line():
    costing = rules.Costing(
        price_poisha=300_000, gross_g=900, length_mm=400, width_mm=300, height_mm=100,
        volume_divisor=5000, bands=[(500, 60_000), (2_000, 100_000), (10_000, 300_000)],
        insurance_bp=100, duty_bp=900, margin_bp=500, fee_bp=1500, rate=120_000_000,
        price_step=100, price_ending=99,
    )  # fmt: skip
    landed = rules.landed_price(costing)
    # 12,000 cm³ over 5,000 count as 2.4 kg, more than it weighs: the band up to ten kilograms.
    assert (landed.volumetric_g, landed.billable_g) == (2400, 2400)
    by_kind = {line.kind: line.poisha for line in landed.lines}
    assert by_kind["freight"] == 300_000 and by_kind["insurance"] == 6_000
    assert by_kind["duty"] == 54_540 and by_kind["margin"] == 15_000
    assert landed.price_minor % 100 == 99
    assert sum(by_kind.values()) == landed.price_poisha
    assert rules.landed_price(rules.Costing(**{**costing.__dict__, "gross_g": 20_000})) is None


@given(
    st.integers(1, 10**9),
    st.sampled_from([8_500_000, 120_000_000, 39_000_000]),
    st.sampled_from([(1, 0), (100, 99), (1000, 900), (100, 0)]),
)
def test_a_price_abroad_is_never_worth_less_than_its_cost(poisha, rate, how):
    step, ending = how
    minor = rules.ends_on(rules.to_minor(poisha, rate), step=step, ending=ending)
    assert rules.to_poisha(minor, rate) >= poisha
    assert minor % step == ending


def test_a_picture_is_served_in_the_channels_own_size(people, kantha, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    settings.VAR_DIR = tmp_path
    made = export_picture_add(
        actor=people.jamila.actor, goods_id=kantha.pk, file=photo(), now=clock.now()
    )
    path = export_picture_file(f"{made.digest}-1000-square.jpg")
    with Image.open(path) as shown:
        assert shown.size == (1000, 1000) and shown.getpixel((0, 0)) == (255, 255, 255)
    for name in (
        f"{made.digest}-99999-square.jpg",
        "../../etc/passwd",
        f"{'b' * 64}-500-whole.jpg",
    ):
        with pytest.raises(NotFound):
            export_picture_file(name)
    whole = Image.open(io.BytesIO(picture_sized(photo(), side=500, square=False)))
    assert whole.size == (500, 321)


def test_a_certificate_as_pdf_is_opened_once_it_is_clean_and_one_with_a_virus_is_none(
    people, kantha, client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    client.force_login(people.jamila.person)
    here = f"/producer/export/{kantha.pk}/"
    channel = make.channel()
    listing_begin(
        actor=people.jamila.actor, goods_id=kantha.pk, channel_id=channel.pk, now=clock.now()
    )

    def bring(inside: bytes = b"") -> ExportPaper:
        said = {"kind": "cites", "number": "BD-77", "by": "Forest Department", "until": ""}
        answer = client.post(f"{here}papers/", {**said, "file": scanner.pdf(inside)})
        assert answer.status_code == 302
        return ExportPaper.objects.select_related("document").get()

    with scanner.scanning() as settings.CLAMD_SOCKET:
        paper = bring()
        page = client.get(here).content.decode()
        assert "certificate.pdf" in page and f"{paper.pk}/file/" not in page
        assert client.get(f"{here}papers/{paper.pk}/file/").status_code == 404
        run_jobs()
        opened = client.get(f"{here}papers/{paper.pk}/file/")
        assert opened["Content-Disposition"].startswith("attachment")
        assert (opened["Content-Type"], opened["X-Content-Type-Options"]) == (
            "application/pdf",
            "nosniff",
        )
        assert papers_of([kantha.pk], date(2026, 11, 1)) == {kantha.pk: {"cites"}}
        again = bring(scanner.EICAR)
        ChannelListing.objects.filter(goods=kantha).update(stale=False)
        run_jobs()
        assert ChannelListing.objects.get(goods=kantha).stale
        assert (again.pk, BroughtFile.objects.get().pk) == (paper.pk, again.document_id)
        assert client.get(f"{here}papers/{paper.pk}/file/").status_code == 404
        assert papers_of([kantha.pk], date(2026, 11, 1)) == {kantha.pk: set()}
    assert client.post(f"{here}papers/{paper.pk}/remove/").status_code == 302
    assert not BroughtFile.objects.exists()


def test_goods_not_listed_yet_are_checked_at_the_price_they_would_have(people, kantha):
    make.exchange_rate("TWD", "3.861")
    channel = make.channel(
        "taiwan", currency="TWD", country="TW", adapter="taiwan", price_step=100, price_ending=0
    )
    [checked] = goods_check(people.jamila.actor, kantha, clock.now()).channels
    assert checked.channel == channel and checked.landed
    assert "decimals" not in {lack.code for lack in checked.lacks}
