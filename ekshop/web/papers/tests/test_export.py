"""Goods made ready for export, over HTTP: by their seller, and at the operator's."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from ekshop.catalogue.tests import make as catalogue
from ekshop.channels.adapters import Problem
from ekshop.channels.models import ChannelListing, DutyRate, ExportGoods, ExportPicture
from ekshop.channels.services import (
    channels_reference_load,
    listings_push,
    listings_wanted,
)
from ekshop.channels.tests import make
from ekshop.kernel import clock
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT


@pytest.fixture
def people(db):
    with clock.at(PLACED_AT):
        yield orders.people()


def at_work(persona, language: str = "en") -> Client:
    client = Client()
    client.force_login(persona.person)
    client.cookies["language"] = language
    return client


def photo() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (1400, 1000), "maroon").save(out, "JPEG")
    return SimpleUploadedFile("kantha.jpg", out.getvalue(), "image/jpeg")


SAID = {
    "hs_code": "6301.30", "origin": "bd", "materials": "cotton", "net_g": "৭০০", "gross_g": "900",
    "length_mm": "300", "width_mm": "200", "height_mm": "60",
    "title_en": "Nakshi kantha, hand-stitched",
    "text_en": "A quilt stitched by hand in Jamalpur of three layers of old cotton.",
    "points_en": "Hand-stitched\nOne of a kind",
}  # fmt: skip


def test_a_weaver_makes_her_kantha_ready_and_it_goes_on_sale_abroad(people, settings, tmp_path):
    settings.MEDIA_ROOT = settings.VAR_DIR = tmp_path
    channels_reference_load()
    bazaar, channel = make.bazaar(), make.channel()
    make.exchange_rate()
    offer = catalogue.offer(people.producer, price_poisha=300_000)
    jamila, omar = at_work(people.jamila), at_work(people.omar)
    answer = jamila.post(reverse("producer:export_begin"), {"offer": offer.pk})
    goods = ExportGoods.objects.get()
    assert answer.url == reverse("producer:export_goods", args=[goods.pk])
    page = jamila.get(answer.url).content.decode()
    assert "Choose the HS code of the goods." in page and 'href="#hs_code"' in page
    found = jamila.get(reverse("producer:export_code", args=[goods.pk]), {"q": "কাঁথা"})
    assert "630130" in found.content.decode()
    assert jamila.post(answer.url, SAID).status_code == 302
    jamila.post(reverse("producer:export_picture", args=[goods.pk]), {"picture": photo()})
    # Her own eyes are not another pair.
    review = {"fine": "yes", "note": ""}
    jamila.post(reverse("producer:export_english", args=[goods.pk]), review)
    assert ExportGoods.objects.get().english == "written"
    omar.post(reverse("operator:export_english", args=[goods.pk]), review)
    assert ExportGoods.objects.get().english == "reviewed"
    jamila.post(reverse("producer:export_list", args=[goods.pk, channel.pk]))
    listings_wanted(clock.now())
    listings_push(channel_id=channel.pk, now=clock.now())
    page = jamila.get(answer.url).content.decode()
    assert "On sale" in page and "USD 36.34" in page and "tests" in page
    beside = "example figure, to be confirmed"
    assert f"USD 36.34 · {beside}" in page and page.count(beside) == 3
    assert "নমুনা অঙ্ক, যাচাই করা বাকি" in at_work(people.jamila, "bn").get(answer.url).content.decode()
    DutyRate.objects.update(source="Tariff schedule of 2026, heading 6301")
    page = jamila.get(answer.url).content.decode()
    assert "Tariff schedule of 2026" in page and beside not in page
    shown = bazaar.shelves[f"EK-{offer.pk:08d}"].pictures[0]
    path = shown.removeprefix(settings.PUBLIC_URL)
    picture = Client().get(path)
    assert picture.headers["Content-Type"] == "image/jpeg"
    listing = ChannelListing.objects.get()
    jamila.post(reverse("producer:export_listing", args=[listing.pk, "pause"]))
    listing.refresh_from_db()
    assert listing.state == "paused"


def test_what_the_channel_refuses_leads_to_the_field_that_causes_it(people):
    bazaar, channel = make.bazaar(), make.channel()
    make.exchange_rate()
    bazaar.wants_fabric = True
    offer = catalogue.offer(people.partner)
    goods = make.export_goods(offer)
    ExportPicture.objects.create(
        goods=goods, position=0, digest="a" * 64, file="x", width=1600, height=1200,
        added_at=clock.now(),
    )  # fmt: skip
    mina = at_work(people.mina)
    mina.post(reverse("partner:export_list", args=[goods.pk, channel.pk]))
    listings_wanted(clock.now())
    listings_push(channel_id=channel.pk, now=clock.now())
    address = reverse("partner:export_goods", args=[goods.pk])
    page = mina.get(address).content.decode()
    place = f"channel-{channel.pk}-fabric"
    assert f'href="#{place}"' in page and f'id="{place}"' in page
    listing = ChannelListing.objects.get()
    sku = listing.sku
    mina.post(reverse("partner:export_answers", args=[listing.pk]), {"extra.fabric": "khadi"})
    bazaar.refuses[sku] = (Problem("materials", "90220", "Fibre content is missing."),)
    listings_wanted(clock.now())
    listings_push(channel_id=channel.pk, now=clock.now())
    page = mina.get(address).content.decode()
    assert "Fibre content is missing." in page and 'href="#materials"' in page


def test_nonsense_stays_in_the_form_with_words_beside_it(people):
    make.bazaar(), make.channel()
    goods = make.export_goods(catalogue.offer(people.partner))
    mina = at_work(people.mina)
    address = reverse("partner:export_goods", args=[goods.pk])
    for said in ({"net_g": "0"}, {"net_g": "950"}, {"hs_code": "999999"}, {"height_mm": "many"}):
        answer = mina.post(address, {**SAID, "hs_code": "", **said})
        assert answer.status_code == 422
        assert "field-wrong" in answer.content.decode()
    paper = mina.post(reverse("partner:export_paper", args=[goods.pk]), {"kind": "gi"})
    assert paper.status_code == 422


def test_anothers_goods_are_not_there(people):
    goods = make.export_goods(catalogue.offer(people.partner))
    jamila = at_work(people.jamila)
    for name in ("export_goods", "export_code"):
        assert jamila.get(reverse(f"producer:{name}", args=[goods.pk])).status_code == 404
    assert jamila.post(reverse("producer:export_goods", args=[goods.pk]), SAID).status_code == 404


@pytest.mark.parametrize("language", ["bn", "en"])
def test_every_page_opens_in_both_languages(people, language):
    channels_reference_load()
    bazaar, channel = make.bazaar(), make.channel()
    make.exchange_rate()
    bazaar.refuses = {}
    goods = make.export_goods(catalogue.offer(people.producer))
    jamila, omar = at_work(people.jamila, language), at_work(people.omar, language)
    jamila.post(reverse("producer:export_list", args=[goods.pk, channel.pk]))
    listings_wanted(clock.now())
    listings_push(channel_id=channel.pk, now=clock.now())
    for name in ("export", "export_new"):
        assert jamila.get(reverse(f"producer:{name}")).status_code == 200
    assert jamila.get(reverse("producer:export_goods", args=[goods.pk])).status_code == 200
    for name in (
        "channels", "channel_new", "channel_listings", "channel_listings_csv", "channel_issues",
        "channel_rates", "channel_rules", "channel_duties", "export",
    ):  # fmt: skip
        assert omar.get(reverse(f"operator:{name}")).status_code == 200, name
    for name in ("channel", "channel_edit"):
        assert omar.get(reverse(f"operator:{name}", args=[channel.pk])).status_code == 200, name
    assert omar.get(reverse("operator:export_goods", args=[goods.pk])).status_code == 200


def test_the_operator_makes_a_channel_with_its_freight_rate_and_rules(people):
    make.bazaar()
    omar = at_work(people.omar)
    said = {
        "key": "korea", "adapter": "bazaar", "name_bn": "কোরিয়া", "name_en": "Korea",
        "country": "kr", "currency": "KRW", "language": "ko", "fee_bp": "12.5", "margin_bp": "5",
        "insurance_bp": "1", "stock_kept_back": "2", "price_step": "1000", "price_ending": "900",
        "volume_divisor": "5000", "picture_side": "800", "picture_square": "yes",
    }  # fmt: skip
    answer = omar.post(reverse("operator:channel_new"), said)
    assert answer.status_code == 302
    number = answer.url.strip("/").split("/")[-1]
    wrong = omar.post(reverse("operator:channel_edit", args=[number]), {**said, "fee_bp": "80"})
    assert wrong.status_code == 422
    band = {"up_to_g": "500", "poisha": "৯০০", "source": "Post office"}
    assert omar.post(reverse("operator:channel_freight", args=[number]), band).status_code == 302
    rate = {"currency": "KRW", "taka_for_one": "0.085", "on": "2026-01-05", "source": "BB"}
    assert omar.post(reverse("operator:channel_rates"), rate).status_code == 302
    assert omar.post(reverse("operator:channel_rates"), rate).status_code == 422
    duty = {"country": "KR", "hs_prefix": "62", "bp": "13", "source": "Tariff"}
    assert omar.post(reverse("operator:channel_duties"), duty).status_code == 302
    page = omar.get(answer.url).content.decode()
    assert "12.5%" in page and "KRW" in page
    omar.post(reverse("operator:channel_act", args=[number, "pause"]))
    assert "Resume" in omar.get(answer.url).content.decode()


def test_a_certificate_is_kept_with_its_paper_and_only_her_own_side_fetches_it(
    people, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    goods = make.export_goods(catalogue.offer(people.producer))
    jamila, add = at_work(people.jamila), reverse("producer:export_paper", args=[goods.pk])
    told = {"kind": "origin", "number": "EPB-7", "by": "Export Promotion Bureau"}
    bad = SimpleUploadedFile("paper.jpg", b"MZ no picture", "image/jpeg")
    assert jamila.post(add, {**told, "file": bad}).status_code == 422
    assert jamila.post(add, {**told, "file": photo()}).status_code == 302
    paper = goods.papers.get()
    at = [goods.pk, paper.pk]
    found = jamila.get(reverse("producer:export_paper_file", args=at))
    assert found["Content-Disposition"].startswith("attachment")
    assert b"".join(found.streaming_content)[8:12] == b"WEBP"
    assert (
        at_work(people.mina).get(reverse("partner:export_paper_file", args=at)).status_code == 404
    )
