"""The calendar of the seasons beside everything the demonstration sells."""

from demo.content.goods import products
from demo.content.makers import makers
from demo.content.seeded import SEED
from demo.content.tables import read
from ekshop.producers.models import SeasonItem
from ekshop.producers.rules.seasons import WIDE
from ekshop.producers.selectors.brand import seasons_fitting


def test_only_what_grows_or_swims_is_told_its_season_whatever_else_bears_the_word():
    parents = {row["slug"]: row["parent"] for row in read("categories")}
    items = [
        SeasonItem(
            slug=row["slug"],
            name_bn=row["name_bn"],
            name_en=row["name_en"],
            categories=[each for each in row["categories"].split("|") if each],
        )
        for row in read("seasons")
        if row["kind"] not in WIDE
    ]
    assert {slug for item in items for slug in item.categories} <= parents.keys()
    goods = [
        *products(SEED),
        *(good for maker in makers() for good in maker.goods),
    ]
    told = [
        (item.slug, good.category, good.title_en)
        for good in goods
        for item in seasons_fitting(items, (good.title_bn, good.title_en), good.category)
    ]
    assert {parents[category] for _slug, category, _title in told} == {"groceries", "local-food"}
    assert not {category for slug, category, _title in told if slug == "orange"} - {"fruits"}
    kept = ("jelly", "chips", "preserve", "sapling", "growing", "moya")
    assert not [row for row in told if any(word in row[2].casefold() for word in kept)]
    assert len({slug for slug, _category, _title in told}) > 20
