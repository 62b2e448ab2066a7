"""How far a guess may go: letters before sounds, nothing before something far-fetched."""

import pytest

from ekshop.catalogue.models import Category
from ekshop.catalogue.selectors import near_words
from ekshop.catalogue.tests import make
from ekshop.kernel.bangla import same

from .asking import found, refreshed, search

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sell(shop, people):
    def sold(*titles, kind="books"):
        products = [make.product(t, in_category=Category.objects.get(slug=kind)) for t in titles]
        for product in products:
            make.offer(people.mina.organisation, of=product)
        return [product.pk for product in products]

    return sold


def test_a_brand_nobody_sells_finds_nothing_rather_than_what_is_far_from_it(sell):
    sell("পালস অক্সিমিটার", "Pottery bowl", "Ginger 250 g", "রাবার", "কামান", "Sneakers", "ইলিশ")
    brands = ("xiomi", "xiaomi", "lottery", "singer", "dabur", "canon", "sony", "wheel", "lux")
    for typed in brands:
        assert found(typed) == [], typed
        assert search(typed).unknown == (typed,)


def test_a_name_a_letter_or_two_away_is_found_in_both_scripts_and_nothing_else(sell):
    phone, same, _meter, blender = sell("Xiaomi A1", "শাওমি এ১", "Pulse oximeter", "Blender")
    for typed in ("xiomi", "xaiomi", "xiaomi", "xiaome"):
        assert sorted(found(typed)) == [phone, same], typed
    assert found("belnder") == [blender]


def test_a_word_of_a_kind_finds_what_is_spelled_nearly_so_in_names_and_those_first(sell):
    Category.objects.filter(slug="saree").update(keywords="gamsa|belendar")
    sell("রুমাল", "Napkin", kind="saree")
    elsewhere = sell("গামছা", "Check gamcha", "Blender")
    first = found("gamsa")
    assert sorted(first[:2]) == elsewhere[:2]
    assert len(first) == 7
    assert search("gamsa").by_kind == ()
    assert found("belendar")[0] == elsewhere[2]


def test_a_word_of_a_kind_that_names_have_as_well_is_itself(sell):
    Category.objects.filter(slug="saree").update(keywords="betel")
    leaf, *_rest = sell("Betel leaf", "রুমাল", kind="saree")
    sell("Betol pen")
    assert found("betel")[0] == leaf
    assert len(found("betel")) == 5


def test_a_price_is_no_goods_and_an_amount_alone_is_no_ground_to_leave_words_out(sell):
    honey, *_creams = sell("মধু ১ কেজি", "Cream 2%", "Ointment 500")
    for typed in ("২ টাকা", "500 tk", "৫০০টাকা", "vivo 2", "xiaomi 500"):
        assert found(typed) == [], typed
    for typed in (
        "মধু ৫০০ টাকা",
        "মধু ৫০০ টাকার মধ্যে",
        "modhu under 500 tk",
        "500tk modhu",
        "madhu 500 takar modhe",
    ):
        assert found(typed) == [honey], typed
    assert search("মধু ২ টাকা").unknown == ("2টাকা",)
    assert search("vivo 2").meant == ()
    assert found("500")


def test_the_operator_is_shown_a_near_word_of_at_most_a_third_other_letters_or_none(sell):
    sell("AC", "Ginger", "Pottery bowl", "হারমোনিয়াম")
    refreshed()
    for typed in ("zzzqqq", "drone", "qa", "ড্রোন"):
        assert near_words(typed) == "", typed
    assert near_words("lottery") == "pottery"
    assert same(near_words("হারমনিয়ম"), "হারমোনিয়াম")
