"""Two producers more in every district, the same each time."""

from collections import Counter
from datetime import date, timedelta

from demo.content.makers import CRAFTS, makers
from demo.content.seasons import season_of
from demo.content.tables import read, sources
from demo.load.districts import CLAIMED, REFUSED, SUSPENDED, WITHDRAWN
from ekshop.producers.rules import CRAFTS as KNOWN
from ekshop.producers.rules.names import GI_KINDS, REGISTER_STATES, Wording, first_claimed
from ekshop.producers.rules.seasons import KINDS, day_code, is_in


def test_every_district_has_two_each_with_goods_and_a_number_of_their_own():
    found = list(makers())
    assert found == list(makers())
    assert Counter(Counter(one.district for one in found).values()) == {2: 64}
    assert len({one.mobile for one in found}) == len(found) == 128
    taken = {row["mobile"] for name in ("people", "producers") for row in read(name)}
    assert not taken & {one.mobile for one in found}
    assert all(len(one.goods) == 2 for one in found)
    refs = [made.ref for one in found for made in one.goods]
    assert len(set(refs)) == len(refs)
    assert {one.craft for one in found} <= dict(KNOWN).keys() and CRAFTS


def test_a_maker_of_goods_with_a_name_is_at_home_where_the_name_is():
    homes = {row["slug"]: row["districts"].split("|") for row in read("gi_products")}
    named = [one for one in makers() if one.gi]
    assert len(named) > 40
    assert all(one.district in homes[one.gi] for one in named)


def test_no_maker_sells_under_a_name_without_an_approved_claim_to_it():
    """As the house refuses such a listing, its demonstration has none."""
    names = [row for row in read("gi_products") if row["register"] == "registered"]
    wordings = [_wording(number, row) for number, row in enumerate(names)]
    waiting = {*CLAIMED, *REFUSED, *SUSPENDED, *WITHDRAWN}
    claims = [one for one in makers() if one.gi]
    approved = {one.slug: one.gi for number, one in enumerate(claims) if number not in waiting}
    wrongly = {
        made.title_en
        for one in makers()
        for made in one.goods
        if first_claimed(
            (each for each in wordings if names[each.id]["slug"] != approved.get(one.slug)),
            (made.title_bn, made.title_en),
        )
    }
    assert not wrongly


def test_cloth_of_a_kind_is_no_name_without_its_place():
    muslin = next(row for row in read("gi_products") if row["slug"] == "dhakai-muslin")
    dhakai = _wording(1, muslin)
    assert dhakai.claimed_by(["ঢাকাই মসলীন ওড়না"]) and dhakai.claimed_by(["dhakai moslin"])
    assert not dhakai.claimed_by(["মসলিন শাড়ি", "Muslin Saree"])


def _wording(number: int, row: dict[str, str]) -> Wording:
    return Wording(
        number, *(tuple(filter(None, row[key].split("|"))) for key in ("words", "words_bn", "place_words"))
    )  # fmt: skip


def test_the_calendar_and_the_register_say_only_what_is_known():
    assert {row["kind"] for row in read("seasons")} <= dict(KINDS).keys()
    assert all(day_code(row[day]) for row in read("seasons") for day in ("starts", "ends"))
    names = read("gi_products")
    assert {row["kind"] for row in names} <= dict(GI_KINDS).keys()
    assert {row["register"] for row in names} <= dict(REGISTER_STATES).keys()
    for row in names:
        told = bool(row["certificate_number"] or row["certificate_on"])
        registered = row["register"] == "registered"
        assert registered == bool(row["sources"]) and (registered or not told), row


def test_on_every_day_of_the_year_something_is_in_season_and_something_is_not():
    seasons = [
        season_of(good.category, good.title_en, maker.district)
        for maker in makers()
        for good in maker.goods
    ]
    told = {each for each in seasons if each}
    days = [date(2028, 1, 1) + timedelta(days=each) for each in range(366)]
    alike = [day for day in days if len({is_in(*each, day) for each in told}) == 1]
    assert not alike


def test_every_district_says_where_its_story_can_be_read():
    known = sources()
    for row in read("districts"):
        assert row["story_bn"] and row["story_en"], row
        told = [known[key]["url"] for key in row["sources"].split("|")]
        assert any(url.startswith("https://") for url in told), row


def test_sources_are_whole_and_each_is_used():
    used = {
        key
        for table in ("districts", "seasons", "gi_products")
        for row in read(table)
        for key in row["sources"].split("|")
        if key
    }
    known = sources()
    assert used == set(known)
    for row in known.values():
        assert all(row.values()) and row["url"].startswith(("https://", "http://")), row
        assert date.fromisoformat(row["looked_on"]) <= date(2026, 11, 23), row
