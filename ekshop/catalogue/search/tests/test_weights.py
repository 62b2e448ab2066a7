"""How much each thing beside the words counts: set by the operator, tried first, taken back."""

from datetime import timedelta

import pytest

from ekshop.catalogue.models import Category, Product, SellerRecord
from ekshop.catalogue.search import updater
from ekshop.catalogue.search.trial import Moved, search_trial
from ekshop.catalogue.selectors import tuned
from ekshop.catalogue.services import (
    search_tuning_restore,
    search_weights_set,
    stock_reserve,
    weights_checked,
)
from ekshop.catalogue.services.stock import StockItem
from ekshop.catalogue.tests import make
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput, NotAllowed

from .asking import found, refreshed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lamps(shop, people):
    """Three lamps: a plain one, one that is new and dear, one of a seller that is often late."""
    books = Category.objects.get(slug="books")
    old = clock.now() - timedelta(days=400)
    sold = {}
    for name, seller, price in (
        ("plain", people.mina.organisation, 50_000),
        ("new", people.mina.organisation, 90_000),
        ("late", people.jamila.organisation, 20_000),
    ):
        sold[name] = make.product("Brass lamp", in_category=books)
        make.offer(seller, of=sold[name], price_poisha=price)
    Product.objects.exclude(pk=sold["new"].pk).update(created_at=old)
    Product.objects.filter(pk=sold["new"].pk).update(created_at=clock.now())
    SellerRecord.objects.create(
        seller=people.jamila.organisation, on_time_bp=5000, updated_at=clock.now()
    )
    return {name: product.pk for name, product in sold.items()}


def weigh(people, **weights):
    return search_weights_set(actor=people.omar.actor, weights=weights, now=clock.now())


def test_each_weight_moves_what_it_names(lamps, people):
    plain, new, late = lamps["plain"], lamps["new"], lamps["late"]
    assert found("lamp") == [plain, new, late]
    weigh(people, freshness=50)
    assert found("lamp")[0] == new
    weigh(people, price=60, record=0)
    assert found("lamp") == [late, plain, new]
    weigh(people, record=90)
    assert found("lamp")[-1] == late
    search_tuning_restore(actor=people.omar.actor, version_id=0, part="weights", now=clock.now())
    assert found("lamp") == [plain, new, late]


def test_what_is_ordered_comes_first_among_equals(lamps, people):
    new = Product.objects.get(pk=lamps["new"])
    assert found("lamp")[0] == lamps["plain"]
    item = StockItem(offer_id=new.offers.get().pk, reference="line-1", quantity=1)
    stock_reserve(items=[item], now=clock.now())
    updater.note_orders(clock.now())
    assert found("lamp")[0] == new.pk
    assert found("lamp", sort="popularity")[0] == new.pk


def test_goods_can_be_sorted_from_the_dearest(lamps, shop):
    assert found("lamp", sort="price_down") == [lamps["new"], lamps["plain"], lamps["late"]]
    assert found("শাড়ি", sort="price_down") == [
        shop["jamdani"].pk,
        shop["cotton"].pk,
        shop["katan"].pk,
    ]


def test_weights_are_tried_against_the_wanted_answers_before_they_are_saved(lamps):
    refreshed()
    weights = weights_checked({"freshness": 50})
    trial = search_trial(tuning=tuned(weights=weights), more=["lamp", "পাঁচালী"], language="en")
    [lamp] = [change for change in trial.changed if change.query == "lamp"]
    assert lamp.before.total == lamp.after.total == 3
    assert (lamp.places, lamp.up, lamp.down) == (
        2, Moved("Brass lamp", 2, 1), Moved("Brass lamp", 1, 2),
    )  # fmt: skip
    assert trial.judged > 300
    assert trial.met_before == trial.met_after > 0
    assert "পাঁচালী" not in {change.query for change in trial.changed}
    assert found("lamp")[0] == lamps["plain"]


def test_a_weight_is_a_share_of_a_hundred_and_the_operators_to_set(people):
    with pytest.raises(InvalidInput):
        weigh(people, record=101)
    with pytest.raises(NotAllowed):
        search_weights_set(actor=people.aziz.actor, weights={"record": 5}, now=clock.now())
