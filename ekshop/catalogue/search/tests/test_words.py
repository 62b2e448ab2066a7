"""What people type, in a real index: fonts of another time, amounts, exactness before likeness."""

import pytest

from ekshop.catalogue.models import Category
from ekshop.catalogue.search.suggest import search_suggest
from ekshop.catalogue.tests import make

from .asking import found, refreshed, search

pytestmark = pytest.mark.django_db(transaction=True)


def test_what_was_typed_for_a_bijoy_font_is_read_as_it_is_drawn(shop):
    assert set(found("Rvg`vwb kvwo")) == set(found("জামদানি শাড়ি"))
    assert search("Rvg`vwb kvwo").interpreted_as.startswith("জামদানি")
    assert found("Katan") == [shop["katan"].pk]


def test_an_amount_is_one_thing_however_it_is_said(shop, people):
    one_kilo = make.product("চিনিগুঁড়া চাল ১ কেজি", in_category=Category.objects.get(slug="books"))
    five = make.product("Chinigura rice 5 kg", in_category=Category.objects.get(slug="books"))
    for product in (one_kilo, five):
        make.offer(people.mina.organisation, of=product)
    for query in ("চাল ১ কেজি", "rice 1kg", "chal 1000 g", "এক কেজি চাল"):
        assert found(query) == [one_kilo.pk], query
    assert found("chinigura 5000 gram") == [five.pk]


def test_a_word_in_other_letters_finds_all_that_its_own_word_finds(shop, people):
    """Who types chal means চাল, and so what is sold as rice; a name in the other script guesses nothing."""
    books = Category.objects.get(slug="books")
    sold = [make.product(title, in_category=books) for title in ("নাজিরশাইল চাল", "Miniket rice")]
    for product in sold:
        make.offer(people.mina.organisation, of=product)
    for query in ("চাল", "rice", "chal", "chaal"):
        assert sorted(found(query)) == [product.pk for product in sold], query


def test_while_one_types_names_that_begin_so_come_before_goods_of_a_kind_called_so(shop, people):
    """Of "jam" in a kind's other words and "jamdani" in a name, who types jam means the name more often."""
    Category.objects.filter(slug="books").update(keywords="jam|jelly")
    chutney = make.product("Chutney of mangoes", in_category=Category.objects.get(slug="books"))
    make.offer(people.mina.organisation, of=chutney)
    refreshed()
    told = [one.label for one in search_suggest(prefix="jam", language="en", limit=20)]
    assert told.index("Cotton jamdani saree, blue") < told.index("Chutney of mangoes")
    assert found("jam")[0] != shop["cotton"].pk


def test_a_word_as_it_is_written_is_never_drowned_by_one_like_it(shop, people):
    """Hundreds of balls, one boll: who types boll is shown that one first, and no ball at all."""
    books = Category.objects.get(slug="books")
    boll = make.product("Cotton boll", in_category=books)
    make.offer(people.mina.organisation, of=boll, on_hand=0)
    for number in range(8):
        ball = make.product(f"Tennis ball number {number}", in_category=books, is_gi=True)
        make.offer(people.mina.organisation, of=ball)
    assert found("boll") == [boll.pk]
    assert len(found("ball")) == 8
    assert len(found("baall")) == 8


@pytest.fixture
def sarees(shop, people):
    """Twelve honeys, and one hone to sharpen knives."""
    books = Category.objects.get(slug="books")
    for number in range(12):
        honey = make.product(f"Sundarbans honey no {number}", in_category=books)
        make.offer(people.mina.organisation, of=honey)
    hone = make.product("Hone for knives", in_category=books)
    make.offer(people.mina.organisation, of=hone)
    return hone


def test_where_little_is_found_a_near_word_with_many_goods_is_offered_and_not_searched(sarees):
    result = search("hone")
    assert [one.product.pk for one in result.products] == [sarees.pk]
    assert result.nearer == "honey"
    assert search("honey").nearer == ""
    assert search("knives hone").nearer == ""


def test_a_word_that_nothing_has_is_mended_and_whoever_meant_it_can_insist(sarees):
    mended = search("honney", language="en")
    assert mended.total == 12
    assert (mended.corrected, mended.interpreted_as) == (True, "honey")
    insisted = search("honney", language="en", exact=True)
    assert (insisted.total, insisted.corrected, insisted.unknown) == (0, False, ("honney",))


def test_a_word_whose_other_name_is_for_sale_is_not_guessed_by_its_sound(shop, people):
    """Curd is দই, and no কার্ড, though the two sound nearly alike."""
    books = Category.objects.get(slug="books")
    titles = ("বগুড়ার দই", "মেমরি কার্ড ৩২ জিবি", "Sour curd")
    goods = [make.product(title, in_category=books) for title in titles]
    for product in goods:
        make.offer(people.mina.organisation, of=product)
    assert set(found("curd")) == {goods[0].pk, goods[2].pk}
    assert found("kard") == [goods[1].pk]


def test_a_page_says_which_word_belongs_to_the_kind_alone_and_stands_in_no_name(shop):
    Category.objects.filter(slug="saree").update(keywords="জামদানি|benarasi")
    assert search("benarasi").total == 3
    assert search("benarasi").by_kind == ("benarasi",)
    assert search("jamdani").by_kind == ()
    assert search("katan jamdani").by_kind == ("jamdani",)
    assert search("katan saree clothing").by_kind == ()
