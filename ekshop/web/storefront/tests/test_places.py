"""The country by its districts and seasons: what is found, and where what is said can be read."""

from datetime import UTC, datetime
from html import unescape

import pytest

from ekshop.catalogue.search import directory, life, updater
from ekshop.catalogue.tests import make as goods
from ekshop.kernel import clock
from ekshop.kernel.bangla import format_date
from ekshop.parties.tests.make import PLACED_AT, personas
from ekshop.producers.models import DistrictBrand, GiEvidence, GiName, GiUse, SeasonItem
from ekshop.producers.services.marks import names_unshown_settle
from ekshop.producers.services.names import gi_names_load

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("search_index")]

READ = {
    "key": "almanac",
    "title": "When mangoes ripen",
    "publisher": "The Almanac",
    "url": "https://almanac.example/mango",
    "looked_on": "2026-11-20",
}


@pytest.fixture
def people():
    return personas()


@pytest.fixture
def home(people):
    place = people.jamila.organisation.seller.hub_district
    updater.catch_up()
    directory.forget()
    life.reader.refresh()
    return place


def read(client, address: str, language: str = "en") -> str:
    client.cookies["language"] = language
    return client.get(address).content.decode()


def season(home, **given) -> SeasonItem:
    item = SeasonItem.objects.create(
        slug=given.pop("slug", "langra"),
        kind="fruit",
        name_bn="ল্যাংড়া আম",
        name_en="Langra mango",
        starts=610,
        ends=705,
        **given,
    )
    item.districts.add(home)
    return item


@pytest.mark.parametrize("sought", ["name_bn", "name_en"])
def test_a_district_is_found_by_its_name_in_either_language(client, home, sought):
    found = read(client, f"/districts/?find={getattr(home, sought)}")
    assert f'class="block py-2 no-underline" href="/districts/{home.slug}/"' in found
    assert "1 district" in found and "In season now" not in found


def test_a_name_no_district_has_says_so_and_leads_back(client, home):
    text = read(client, "/districts/?find=Atlantis")
    assert "No district is called that" in text
    assert "All districts" in text


def test_a_story_ends_with_where_it_can_be_read_and_when_it_was(client, home):
    told = {"story_bn": "গল্প", "story_en": "Told here.", "line_bn": "কথা", "line_en": "Said."}
    DistrictBrand.objects.create(district=home, sources=[READ], **told)
    text = read(client, f"/districts/{home.slug}/")
    assert text.index("Told here.") < text.index("Where this can be read")
    assert 'href="https://almanac.example/mango"' in text
    assert "The Almanac" in text and "20 November 2026" in text


def test_goods_of_a_district_tell_its_story_where_there_is_one(client, home, people):
    thing = goods.product("Langra mango", title_bn="ল্যাংড়া আম", district=home)
    goods.offer(people.jamila.organisation, of=thing)
    assert "Where it comes from" not in read(client, f"/p/{thing.code}/x/")
    told = {"story_bn": "গল্প", "story_en": "Told here.", "line_bn": "কথা", "line_en": "Said."}
    DistrictBrand.objects.create(district=home, sources=[READ], **told)
    text = read(client, f"/p/{thing.code}/x/")
    assert text.index("Said.") < text.index("Told here.") < text.index("with its sources")


def test_a_season_names_who_told_its_days_or_that_nobody_published_them(client, home):
    item = season(home)
    assert "As growers tell; not checked against a publication" in read(client, "/seasons/?month=6")
    item.sources = [READ]
    item.save()
    text = read(client, "/seasons/?month=7")
    assert "As growers tell" not in text
    assert "Days as told by" in text and 'href="https://almanac.example/mango"' in text


def test_the_calendar_begins_with_this_month_and_leads_to_every_other(client, home):
    season(home)
    with clock.at(datetime(2026, 6, 20, tzinfo=UTC)):
        now = read(client, "/seasons/")
    assert "Langra mango" in now and "In season" in now and "until 5 Jul" in now
    with clock.at(datetime(2026, 11, 20, tzinfo=UTC)):
        later = read(client, "/seasons/")
        assert "Langra mango" not in later
        assert all(f'href="?month={each}"' in later for each in (*range(1, 13), "year"))
        assert "Langra mango" in read(client, "/seasons/?month=year")
        assert "Langra mango" not in read(client, "/seasons/?month=10")


@pytest.mark.parametrize("sought", ["langra", "ল্যাংড়া", "home"])
def test_a_season_is_found_by_its_name_or_its_district_the_year_round(client, home, sought):
    season(home)
    found = read(client, f"/seasons/?find={home.name_bn if sought == 'home' else sought}")
    assert "Langra mango" in found and "Nothing in the calendar" not in found
    assert "Nothing in the calendar" in read(client, "/seasons/?find=Atlantis")


def test_goods_under_a_name_their_seller_has_no_right_to_say_so(client, home, people):
    row = {"slug": "bogura-curd", "name_bn": "বগুড়ার দই", "name_en": "Bogura curd", "kind": "sweet"}
    words = {"words": "bogura|curd", "words_bn": "বগুড়া|দই", "place_words": ""}
    certificate = {"certificate_number": "", "certificate_on": "", "sources": ""}
    register = {"register": "registered", "districts": home.code}
    gi_names_load([{**row, **words, **certificate, **register}], {})
    curd, plain = goods.product("Bogura curd, clay pot"), goods.product("Curd, plastic pot")
    for each in (curd, plain):
        goods.offer(people.mina.organisation, of=each)
    names_unshown_settle(now=PLACED_AT)
    client.cookies["language"] = "en"
    text = client.get(f"/p/{curd.code}/", follow=True).content.decode()
    assert "None of those who sell this" in text and text.count("ight to the name not shown") == 3
    assert "may write the name in its titles" in text
    text = client.get(f"/p/{plain.code}/", follow=True).content.decode()
    assert "A registered name" not in text
    type(curd).objects.filter(pk__in=[curd.pk, plain.pk]).update(district=home)
    updater.catch_up()
    directory.forget()
    life.reader.refresh()
    text = client.get(f"/districts/{home.slug}/").content.decode()
    apart = text.index("So called, right to the name not shown")
    assert text.index("Curd, plastic pot") < apart < text.index("Bogura curd, clay pot")


def test_a_district_says_who_may_use_its_name_and_what_shows_it(client, home, people):
    row = {"slug": "jamdani", "name_bn": "জামদানি", "name_en": "Jamdani", "kind": "textile"}
    words = {"words": "jamdani", "words_bn": "জামদানি", "place_words": "", "sources": ""}
    certificate = {"certificate_number": "GI-1", "certificate_on": "2016-11-17"}
    register = {"register": "registered", "districts": home.code}
    gi_names_load([{**row, **words, **certificate, **register}], {})
    address = f"/districts/{home.slug}/"
    assert "nobody in this shop has shown a right yet" in read(client, address)
    use = GiUse.objects.create(
        gi_name=GiName.objects.get(), seller=people.jamila.organisation, state="approved",
        statement="Woven at our own loom.", number="12/2024",
        claimed_at=PLACED_AT, decided_at=PLACED_AT,
    )  # fmt: skip
    for sha in "ab":
        GiEvidence.objects.create(use=use, file=sha, original_sha256=sha, created_at=PLACED_AT)
    text = " ".join(unescape(read(client, address)).split())
    assert people.jamila.organisation.name_en in text and "GI-1" in text
    assert "Entered in the register as a user: 12/2024 · shown by 2 papers and photos" in text
    assert f"approved on {format_date(PLACED_AT, 'en')}" in text
