"""What the operator says about words: it holds at once, is tried before, and is taken back."""

import threading
import time

import pytest
from django.db import connection

from ekshop.catalogue.models import SearchTuning
from ekshop.catalogue.search import life, tuning, updater
from ekshop.catalogue.search.find import offer_search
from ekshop.catalogue.search.synonyms import Rule
from ekshop.catalogue.services import (
    search_tuning_restore,
    synonym_add,
    synonym_remove,
    synonyms_import,
)
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound

from .asking import found

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def omar(people):
    return people.omar.actor


def add(omar, *words, finds=()):
    return synonym_add(actor=omar, words=words, finds=finds, now=clock.now())


def test_words_that_mean_the_same_find_each_other(shop, omar):
    assert found("পুঁথি") == []
    add(omar, "পুঁথি", "পাঁচালী")
    assert found("পুঁথি") == [shop["novel"].pk]
    assert found("পাঁচালী") == [shop["novel"].pk]


def test_a_one_way_rule_finds_only_that_way(shop, omar):
    add(omar, "উৎসব", finds=["কাতান"])
    add(omar, "কাতান", finds=["পাঁচালী"])
    assert found("উৎসব") == [shop["katan"].pk]
    assert set(found("কাতান")) == {shop["katan"].pk, shop["novel"].pk}
    assert found("পাঁচালী") == [shop["novel"].pk]


def test_several_words_may_stand_for_one_and_one_for_several(shop, omar):
    add(omar, "রেলের দুই ভাইবোন", finds=["pather panchali"])
    assert found("রেলের দুই ভাইবোন") == [shop["novel"].pk]
    add(omar, "gayehalud", finds=["কাতান শাড়ি"])
    assert found("gayehalud") == [shop["katan"].pk]


def test_the_words_as_typed_come_before_what_they_also_mean(shop, omar):
    add(omar, "পাঁচালী", "ইতিহাস")
    assert found("পাঁচালী") == [shop["novel"].pk, shop["book"].pk]
    assert found("ইতিহাস") == [shop["book"].pk, shop["novel"].pk]


def test_a_rule_is_taken_back_and_a_change_undone(shop, omar):
    first = add(omar, "পুঁথি", "পাঁচালী")
    synonym_remove(actor=omar, words=["পুঁথি", "পাঁচালী"], now=clock.now())
    assert found("পুঁথি") == []
    search_tuning_restore(actor=omar, version_id=first.pk, part="synonyms", now=clock.now())
    assert found("পুঁথি") == [shop["novel"].pk]
    search_tuning_restore(actor=omar, version_id=0, part="synonyms", now=clock.now())
    assert found("পুঁথি") == []
    with pytest.raises(NotFound):
        synonym_remove(actor=omar, words=["পুঁথি", "পাঁচালী"], now=clock.now())


def test_a_table_is_added_to_what_there_is_or_takes_its_place(omar):
    add(omar, "পুঁথি", "পাঁচালী")
    rules = [Rule(("boi", "বই")), Rule(("boi", "বই")), Rule(("eid",), ("শাড়ি",))]
    synonyms_import(actor=omar, rules=rules, replace=False, now=clock.now())
    assert len(SearchTuning.objects.latest("pk").synonyms) == 3
    synonyms_import(actor=omar, rules=rules[1:], replace=True, now=clock.now())
    assert SearchTuning.objects.latest("pk").synonyms == [
        [["boi", "বই"], []],
        [["eid"], ["শাড়ি"]],
    ]


@pytest.mark.parametrize(
    ("words", "finds"),
    [([], []), (["বই"], []), (["বই", " বই "], []), (["!"], ["বই"]), (["x " * 9, "y"], [])],
)
def test_what_says_nothing_is_no_rule(omar, words, finds):
    with pytest.raises(InvalidInput):
        synonym_add(actor=omar, words=words, finds=finds, now=clock.now())


def test_only_an_operator_says_what_words_mean(people):
    for who in (people.aziz, people.asha, people.mina):
        with pytest.raises(NotAllowed):
            synonym_add(actor=who.actor, words=["বই", "boi"], now=clock.now())


def test_a_change_reaches_a_running_node_by_itself(shop, omar):
    updater.catch_up()
    stop = threading.Event()

    def work() -> None:
        updater.run_until(stop)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    began = time.monotonic()
    try:
        add(omar, "পুঁথি", "পাঁচালী")
        while offer_search(query="পুঁথি").total == 0 and time.monotonic() - began < 60:
            time.sleep(0.05)
        assert offer_search(query="পুঁথি").total == 1
    finally:
        stop.set()
        thread.join()


def test_a_broken_file_is_as_none_and_is_written_anew(shop, omar):
    add(omar, "পুঁথি", "পাঁচালী")
    assert found("পুঁথি")
    tuning.path().write_text("{", encoding="utf-8")
    life.reader.refresh()
    assert offer_search(query="পুঁথি").total == 0
    assert found("পুঁথি") == [shop["novel"].pk]
