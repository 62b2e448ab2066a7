"""The public shop over HTTP, in both languages and with nothing to show."""

import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.translation import override

from ekshop.catalogue.models import Offer, SearchMiss, SellerRecord
from ekshop.catalogue.rules import Terms
from ekshop.catalogue.search import directory, life, updater
from ekshop.catalogue.services import families_settle, offer_terms_set
from ekshop.catalogue.tests import make
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.parties.models import Licence, Seller
from ekshop.parties.tests.make import personas
from ekshop.producers.services import photo_add, rest_add
from ekshop.producers.tests import make as producers

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("search_index")]


@pytest.fixture
def people():
    return personas()


@pytest.fixture
def saree(people):
    jamila, mina = people.jamila.organisation, people.mina.organisation
    product = make.product(
        "Jamdani saree",
        title_bn="জামদানি শাড়ি",
        is_gi=True,
        district=jamila.seller.hub_district,
        brand="Rupganj",
    )
    make.offer(jamila, of=product, price_poisha=685_000, on_hand=2)
    make.offer(mina, of=product, price_poisha=720_000)
    refresh()
    return product


def refresh() -> None:
    updater.catch_up()
    directory.forget()
    life.reader.refresh()


def page(client, address: str, language: str = "en", status: int = 200) -> str:
    client.cookies["language"] = language
    response = client.get(address)
    assert response.status_code == status
    return response.content.decode()


@pytest.mark.parametrize("language", ["bn", "en"])
def test_every_page_opens_in_both_languages(client, saree, people, language):
    jamila = people.jamila.organisation
    for address in (
        "/",
        "/search/",
        "/search/?q=jamdani&in_stock=1&sort=price",
        "/scan/",
        "/districts/",
        f"/districts/{jamila.seller.hub_district.slug}/",
        f"/sellers/{jamila.slug}/",
        f"/p/{saree.code}/x/",
    ):
        assert "<h1" in page(client, address, language)


def test_a_latin_query_shows_how_it_was_understood(client, saree):
    text = page(client, "/search/?q=jamdany+sari", "bn")
    assert "“jamdany sari” →" in text
    assert "জামদানি শাড়ি" in text


def test_a_filter_is_a_link_and_a_chosen_one_takes_itself_away(client, saree):
    text = page(client, "/search/?q=jamdani")
    assert "/search/?q=jamdani&amp;gi=1" in text
    text = page(client, "/search/?q=jamdani&gi=1")
    assert 'href="/search/?q=jamdani"' in text


def test_goods_under_a_name_without_a_right_say_so_in_every_list_and_are_no_gi_goods(
    client, saree, people
):
    plain = make.product("Jamdani saree, mill made", name_unshown=True)
    make.offer(people.mina.organisation, of=plain)
    refresh()
    for address in ("/search/?q=jamdani", f"/sellers/{people.mina.organisation.slug}/"):
        assert page(client, address).count("Right to the name not shown") == 1
    assert "নামের অধিকার দেখানো হয়নি" in page(client, "/search/suggest/?q=jamdani", "bn")
    only = page(client, "/search/?q=jamdani&gi=1")
    assert "mill made" not in only and "Right to the name not shown" not in only


def test_an_address_typed_wrong_still_searches(client, saree):
    text = page(client, "/search/?q=jamdani&category=nope&page=zz&sort=up&least=abc&days=-1")
    assert "Jamdani saree" in text


def test_a_price_is_taken_in_bengali_digits(client, saree):
    assert "Jamdani saree" in page(client, "/search/?least=৬,০০০&most=৭০০০")
    assert "Jamdani saree" not in page(client, "/search/?least=৭,০০০")


def test_nothing_found_says_what_to_try(client, saree):
    assert "Try fewer words" in page(client, "/search/?q=zzqqxx")
    asked = page(client, "/search/?q=zzqqxx wwvvkk jamdani")
    assert "Did you mean:" in asked and 'href="/search/?q=jamdani"' in asked
    assert "Search without filters" in page(client, "/search/?q=jamdani&most=1")


def test_a_mended_word_is_said_and_whoever_meant_it_can_insist(client, saree):
    mended = page(client, "/search/?q=jamdnai")
    assert "Nothing in the shop has “jamdnai”" in mended
    assert "q=jamdnai&amp;exact=1" in mended
    insisted = page(client, "/search/?q=jamdnai&exact=1")
    assert "Nothing is written exactly so" in insisted and 'href="/search/?q=jamdnai"' in insisted


def test_what_is_sought_in_vain_is_counted_and_nobody_is_known_by_it(client, saree):
    for query in ("খাঁটি আলকাতরা", "খাঁটি আলকাতরা", "rahim@example.com", "01711223344", "৯৮৭৬৫৪৩২১০ nid"):
        page(client, f"/search/?q={query}")
    page(client, "/search/?q=jamdani&most=1")
    page(client, "/search/?q=shovvel&exact=1")
    kept = {miss.query: miss.times for miss in SearchMiss.objects.all()}
    assert kept == {"খাঁটি আলকাতরা": 2, "nid": 1}


def test_a_barcode_leads_to_its_goods_however_it_is_typed(client, saree):
    type(saree).objects.filter(pk=saree.pk).update(gtin="04006381333931")
    refresh()
    for typed in ("4006381333931", "৪০০৬৩৮১৩৩৩৯৩১", "0 4006381 333931", "04006381333931"):
        answer = client.get("/search/", {"q": typed})
        assert answer.status_code == 302 and saree.code in answer["Location"], typed
    assert "one was misread or mistyped" in page(client, "/search/?q=4006381333932")
    assert "one shop gave its own goods" in page(client, "/search/?q=2012345678903")
    assert "Nobody here sells anything under this barcode" in page(client, "/search/?q=96385074")
    assert not SearchMiss.objects.exists()


@pytest.mark.parametrize("language", ["bn", "en"])
def test_barcodes_can_be_typed_without_camera_or_script(client, saree, language):
    text = page(client, "/scan/", language)
    assert 'name="q"' in text and 'inputmode="numeric"' in text and "data-scan-open hidden" in text


def test_a_script_in_the_query_stays_text(client, saree):
    assert "<script>alert" not in page(client, "/search/?q=<script>alert(1)</script>")


def test_a_product_shows_its_offers_cheapest_first_with_the_days_to_a_district(
    client, saree, people
):
    jamila = people.jamila.organisation
    home = jamila.seller.hub_district
    text = page(client, f"/p/{saree.code}/x/?to={home.slug}")
    assert text.index("6,850") < text.index("7,200")
    assert f"{jamila.seller.days_same_district} days" in text
    assert "Only 2 left" in text


def test_a_product_is_found_by_its_bare_code_and_keeps_what_was_asked(client, saree):
    response = client.get(f"/p/{saree.code}/?to=dhaka", headers={"accept-language": "en"})
    assert response.status_code == 302
    assert response["Location"].endswith("?to=dhaka")
    with override("en"):
        assert reverse("storefront:product", args=[saree.code, "jamdani-saree"])


def test_offers_of_one_seller_say_which_is_which(client, saree, people):
    mina = people.mina.organisation
    make.offer(mina, of=saree, price_poisha=730_000, title="Jamdani saree with blouse piece")
    refresh()
    with override("en"):
        page = client.get(f"/p/{saree.code}/", follow=True).content.decode()
    assert "Jamdani saree with blouse piece</span>" in page
    assert page.count('<span class="small block font-normal break-words">') == 2


def test_an_unknown_product_seller_or_district_is_not_found(client, saree):
    for address in ("/p/NOPE/x/", "/sellers/nobody/", "/districts/nowhere/"):
        page(client, address, status=404)


def test_a_product_nobody_sells_any_more_still_has_its_page(client, saree):
    Offer.objects.update(state=Offer.WITHDRAWN)
    refresh()
    assert "Nobody sells this now" in page(client, f"/p/{saree.code}/x/")


def test_an_offer_says_by_which_figure_of_its_seller_it_is_placed(client, saree, people):
    SellerRecord.objects.create(
        seller=people.mina.organisation,
        orders=88,
        on_time_bp=9054,
        score_bp=5319,
        updated_at=clock.now(),
    )
    refresh()
    address = f"/p/{saree.code}/x/"
    assert "91 of 100 · all promises together: 53 of 100" in page(client, address)
    assert "১০০-তে ৯১ · সব কথা মিলিয়ে: ১০০-তে ৫৩" in page(client, address, "bn")


def test_a_seller_shows_licences_with_where_they_stand_and_a_record_when_there_is_one(
    client, saree, people
):
    mina = people.mina.organisation
    address = f"/sellers/{mina.slug}/"
    assert "Too few orders" in page(client, address)
    SellerRecord.objects.create(seller=mina, orders=120, on_time_bp=9650, updated_at=clock.now())
    Licence.objects.filter(organisation=mina).delete()
    Licence.objects.create(
        organisation=mina,
        kind="dbid",
        number="DBID-1",
        valid_from="2020-01-01",
        valid_until="2021-01-01",
    )
    directory.forget()
    text = page(client, address)
    assert "97 of 100" in text
    assert "DBID-1" in text
    assert "Ended" in text


def test_suggestions_stand_in_groups_by_what_they_are(client, saree, people):
    seller = people.jamila.organisation
    text = page(client, f"/search/suggest/?q={seller.name_en[:4]}")
    assert 'role="group" aria-label="Sellers"' in text
    assert 'aria-label="Goods"' in page(client, "/search/suggest/?q=jamd")
    assert 'aria-label="পণ্য"' in page(client, "/search/suggest/?q=jamd", "bn")


def test_suggestions_are_links_and_never_fail(client, saree):
    text = page(client, "/search/suggest/?q=jamd")
    assert f"/p/{saree.code}/" in text
    assert page(client, "/search/suggest/?q=").strip() == ""


def test_without_an_index_the_shop_says_it_is_being_prepared(client, people):
    response = client.get("/search/?q=x", headers={"accept-language": "en"})
    assert response.status_code == 503
    assert response["Retry-After"] == "60"
    assert page(client, "/search/suggest/?q=jamd").strip() == ""


@pytest.fixture
def shirts(people):
    """Red M (sold out) and L, navy M only, of one family; Mina sells all, Jamila the red L too."""
    mina, jamila = people.mina.organisation, people.jamila.organisation
    made = {}
    for colour, size, left in [("লাল", "M", 0), ("red", "L", 4), ("Navy", "M", 2)]:
        picture = f"https://shop.example/{size}.jpg"
        product = make.product(
            f"Cotton shirt {colour} {size}", title_bn="সুতি শার্ট", image_url=picture
        )
        said = {"colour": colour, "size": size, "material": "cotton"}
        make.offer(
            mina, of=product, on_hand=left, price_poisha=80_000, group_ref="S", attributes=said,
            returns_days=7, image_url=picture,
        )  # fmt: skip
        made[colour.lower(), size] = product
    make.offer(jamila, of=made["red", "L"], price_poisha=79_000, on_hand=9)
    families_settle(product_ids=[p.pk for p in made.values()], now=clock.now())
    refresh()
    return made


def test_a_family_is_one_page_on_which_size_and_colour_are_links(client, shirts):
    text = page(client, f"/p/{shirts['red', 'L'].code}/x/")
    assert "Cotton shirt, Red, L" in text
    chips = text.split('class="chips"')
    colours, sizes = chips[1], chips[2]
    assert (
        "Red" in colours and "chip-apart" in colours and shirts["navy", "m".upper()].code in colours
    )
    assert "chip-gone" in sizes and shirts["লাল", "M"].code in sizes
    assert text.index("790") < text.index("800")
    assert "within 7 days" in text and "as the law says" in text
    assert "লাল" in page(client, f"/p/{shirts['red', 'L'].code}/x/", "bn")
    assert "Struck through: sold out." in text and "Dashed: only" in text
    Offer.objects.filter(product=shirts["লাল", "M"]).update(on_hand=3)
    text = page(client, f"/p/{shirts['red', 'L'].code}/x/")
    assert "Struck through" not in text and "Dashed: only" in text


def test_a_familys_card_opens_at_what_its_price_and_sellers_are_of(client, shirts):
    found = page(client, "/search/?q=cotton+shirt")
    assert {each.code for each in shirts.values() if f"/p/{each.code}/" in found} == {
        shirts["red", "L"].code
    }
    assert "2 sellers · " in found
    assert "2 sellers side by side" in page(client, f"/p/{shirts['red', 'L'].code}/x/")


def test_search_gives_a_family_once_and_its_canonical_address_is_the_same(client, shirts):
    text = page(client, "/search/?q=cotton+shirt")
    assert text.count('class="product-title"') == 1
    canonical = {
        page(client, f"/p/{product.code}/x/").split('rel="canonical" href="')[1].split('"')[0]
        for product in shirts.values()
    }
    assert len(canonical) == 1


def test_structured_data_cannot_end_its_element(client, shirts):
    shirts["red", "L"].brand = "</script><b>"
    shirts["red", "L"].save()
    text = page(client, f"/p/{shirts['red', 'L'].code}/x/")
    data = text.split('<script type="application/ld+json">')[1].split("</script>")[0]
    found = json.loads(data)
    assert (found["@type"], found["brand"]["name"]) == ("Product", "</script><b>")
    assert found["offers"]["lowPrice"] == "790.00"


def test_a_price_that_changed_is_shown_with_its_lowest_of_thirty_days(client, shirts):
    offer = Offer.objects.filter(product=shirts["red", "L"]).order_by("price_poisha").first()
    now = clock.now()
    Offer.objects.filter(pk=offer.pk).update(created_at=now - timedelta(days=50))
    for days, price in [(40, 60_000), (20, 70_000), (3, 79_000)]:
        Offer.objects.filter(pk=offer.pk).update(
            price_poisha=price, updated_at=now - timedelta(days=days)
        )
    text = page(client, f"/p/{shirts['red', 'L'].code}/x/")
    assert "Lowest in the last 30 days: <strong>৳600</strong>" in text
    assert "What it has cost" in text


def test_no_page_loads_a_picture_from_another_host(client, shirts):
    for address in (f"/p/{shirts['red', 'L'].code}/x/", "/search/?q=shirt"):
        text = page(client, address)
        assert "shop.example" not in text
        assert "/pictures/" in text
    source = text.split('src="/pictures/')[1].split('"')[0]
    answer = client.get(f"/pictures/{source}")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")
    assert client.get("/pictures/o1/x").status_code == 404


def test_a_maker_is_shown_by_her_portrait_and_that_she_rests(client, people):
    maker = producers.approved(people)
    today = clock.dhaka_date(clock.now())
    who = {"actor": people.asha.actor, "seller_id": maker.seller_id, "now": clock.now()}
    portrait = photo_add(kind="portrait", file=producers.photo_bytes(), **who)
    product = make.product("Kantha", title_bn="কাঁথা")
    make.offer(maker.seller, of=product)
    refresh()
    shop, goods = (
        f"/sellers/{maker.seller.slug}/",
        reverse("storefront:product_short", args=[product.code]),
    )
    district = f"/districts/{maker.district.slug}/"
    for address in (shop, client.get(goods).url, district):
        text = page(client, address)
        assert str(portrait.token) in text and "rests" not in text
    rest_add(from_day=today, to_day=today + timedelta(days=20), **who)
    for address in (shop, client.get(goods).url, "/search/?q=kantha"):
        assert "rests" in page(client, address)
    agreement = maker.agreements.get(kind="consent")
    agreement.withdrawn_at = clock.now()
    agreement.save()
    assert str(portrait.token) not in page(client, shop)


def test_a_search_for_a_district_says_what_cannot_travel_there_and_leaves_it_out_when_asked(
    client, people, saree
):
    """Curd of two days on the way, from a district where the way takes two."""
    home = people.jamila.organisation.seller
    home.days_same_district = 2
    home.save()
    curd = make.offer(people.jamila.organisation, of=make.product("Sour jamdani curd"))
    offer_terms_set(
        actor=Actor.system("test"),
        offer_id=curd.pk,
        terms=Terms(travel_days=2),
        now=clock.now(),
    )
    refresh()
    near, far = home.hub_district, people.mina.organisation.seller.hub_district
    anywhere = page(client, "/search/?q=jamdani")
    assert "Cannot travel" not in anywhere and "Can come to" not in anywhere
    there = page(client, f"/search/?q=jamdani&to={far.slug}")
    assert f"Cannot travel to {far.name_en}: it spoils on the way" in there
    assert f"Can come to {far.name_en}" in there
    assert f"{saree.code}/jamdani-saree/?to={far.slug}" in there
    goods = f"/p/{curd.product.code}/"
    for to, offered in ((far, False), (near, True)):
        its = client.get(f"{goods}?to={to.slug}", follow=True).content.decode()
        assert ("Order at your Digital Centre</p>" in its) == offered
    only = page(client, f"/search/?q=jamdani&to={far.slug}&reach=1")
    assert "Sour jamdani curd" not in only and "Jamdani saree" in only
    here = page(client, f"/search/?q=jamdani&to={near.slug}&reach=1")
    assert "Sour jamdani curd" in here and "Cannot travel" not in here
    assert "Sour jamdani curd" not in page(client, f"/?to={far.slug}")
    home.days_same_district = 3
    home.save()
    refresh()
    own = page(client, f"/search/?q=jamdani&to={near.slug}&reach=1")
    assert "Sour jamdani curd" in own and "Only at its maker" in own
    its = client.get(f"{goods}?to={near.slug}", follow=True).content.decode()
    assert "where she brings it herself" in its
    Seller.objects.filter(pk=home.pk).update(sourcing_centre=None)
    refresh()
    assert "Sour jamdani curd" not in page(client, f"/search/?q=jamdani&to={near.slug}&reach=1")
