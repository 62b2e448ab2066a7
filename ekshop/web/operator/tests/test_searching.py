"""What the operator says about searching: words that mean the same, and what was sought in vain."""

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ekshop.catalogue.models import SearchMiss, SearchTuning
from ekshop.catalogue.search import directory, life, updater
from ekshop.catalogue.services import search_miss_note
from ekshop.catalogue.tests import make
from ekshop.parties.tests.make import PLACED_AT, personas

from .test_rules_and_days import page, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

PAGES = (
    "/operator/search/synonyms/",
    "/operator/search/misses/",
    "/operator/search/weights/",
)
TABLES = ("/operator/search/synonyms/table.csv", "/operator/search/misses/table.csv")
SYNONYMS = PAGES[0]


@pytest.fixture
def people(search_index):
    everyone = personas()
    for title in ("পথের পাঁচালী", "শঙ্খনীল কারাগার"):
        make.offer(everyone.mina.organisation, of=make.product(title))
    follow()
    return everyone


@pytest.fixture
def omar(people, client):
    return signed_in(client, people.omar.person)


def follow():
    updater.catch_up()
    directory.forget()
    life.reader.refresh()


def test_a_rule_is_tried_saved_exported_brought_back_and_undone(people, omar):
    tried = omar.post(SYNONYMS, {"words": "পুঁথি, পাঁচালী", "act": "try"}).content.decode()
    assert "“পুঁথি”: 0 → 1" in tried and "পথের পাঁচালী" in tried
    assert not SearchTuning.objects.exists()
    assert omar.post(SYNONYMS, {"words": "পুঁথি, পাঁচালী", "act": "save"}).status_code == 302
    follow()
    assert "পথের পাঁচালী" in page(omar, "/search/?q=পুঁথি")
    table = omar.get(TABLES[0]).content
    assert list(csv.reader(io.StringIO(table.decode("utf-8-sig"))))[1] == ["পুঁথি | পাঁচালী", ""]
    taken_back = {"words": "পুঁথি|পাঁচালী", "finds": ""}
    omar.post(f"{SYNONYMS}remove/", taken_back)
    assert SearchTuning.objects.latest("pk").synonyms == []
    follow()
    brought = {"file": SimpleUploadedFile("synonyms.csv", table), "act": "try"}
    shown = omar.post(f"{SYNONYMS}import/", brought).content.decode()
    assert "পুঁথি | পাঁচালী" in shown and "“পুঁথি”" in shown
    omar.post(f"{SYNONYMS}import/", {"rules": "পুঁথি | পাঁচালী\nঈদ → শঙ্খনীল", "act": "save"})
    assert len(SearchTuning.objects.latest("pk").synonyms) == 2
    omar.post("/operator/search/restore/synonyms/0/")
    assert SearchTuning.objects.latest("pk").synonyms == []
    assert "Back to before this" in page(omar, SYNONYMS)


def test_a_rule_that_says_nothing_is_refused_beside_its_field(omar):
    answer = omar.post(SYNONYMS, {"words": "বই", "act": "save"})
    assert answer.status_code == 422
    assert "Write at least two different words" in answer.content.decode()


def test_the_order_of_results_is_tried_saved_and_put_back(omar):
    address = PAGES[2]
    weights = {"words": "১০০", "stock": "90", "record": "30", "popularity": "23", "origin": "9"}
    weights |= {"delivery": "0", "freshness": "40", "price": "0"}
    tried = omar.post(address, {**weights, "act": "try"}).content.decode()
    assert "What would change" in tried
    assert not SearchTuning.objects.exists()
    assert omar.post(address, {**weights, "act": "save"}).status_code == 302
    assert SearchTuning.objects.get().weights["freshness"] == 40
    assert 'value="40"' in page(omar, address)
    wrong = omar.post(address, {**weights, "price": "101", "act": "save"})
    assert wrong.status_code == 422 and "from 0 to 100" in wrong.content.decode()
    omar.post("/operator/search/restore/weights/0/")
    assert 'value="40"' not in page(omar, address)


def test_what_was_sought_in_vain_is_mended_with_one_press_or_marked_as_not_sold(omar):
    for query in ("পুঁথি", "পুঁথি", "উড়োজাহাজ"):
        search_miss_note(query=query, now=PLACED_AT)
    puthi, plane = SearchMiss.objects.order_by("-times")
    for word in ("ড্রোন", "পুঁথি"):
        refused = omar.post(
            f"/operator/search/misses/{puthi.pk}/synonym/", {"word": word}, follow=True
        )
        told = "“ড্রোন” finds nothing either." if word == "ড্রোন" else "Write another word"
        assert told in refused.content.decode() and not SearchTuning.objects.exists()
    listed = page(omar, PAGES[1])
    assert listed.index("পুঁথি") < listed.index("উড়োজাহাজ")
    omar.post(f"/operator/search/misses/{puthi.pk}/synonym/", {"word": "পাঁচালী"})
    omar.post(f"/operator/search/misses/{plane.pk}/not_sold/")
    assert SearchTuning.objects.get().synonyms == [[["পুঁথি"], ["পাঁচালী"]]]
    assert "Nothing sought in vain" in page(omar, PAGES[1])
    assert "উড়োজাহাজ" in page(omar, f"{PAGES[1]}?state=not_sold")
    assert "পুঁথি" in omar.get(TABLES[1]).content.decode()
    omar.post(f"/operator/search/misses/{plane.pk}/open/")
    assert "উড়োজাহাজ" in page(omar, PAGES[1])


@pytest.mark.parametrize("language", ["bn", "en"])
def test_the_auditor_reads_both_languages_and_changes_nothing(people, client, language):
    search_miss_note(query="পুঁথি", now=PLACED_AT)
    aziz = signed_in(client, people.aziz.person, language)
    for address in (*PAGES, *TABLES):
        page(aziz, address)
    assert aziz.post(SYNONYMS, {"words": "বই, boi", "act": "save"}).status_code == 403
    assert aziz.post(PAGES[2], {"words": "50", "act": "save"}).status_code == 403
    for address in (
        f"{SYNONYMS}remove/",
        f"{SYNONYMS}import/",
        "/operator/search/restore/weights/0/",
        "/operator/search/misses/1/synonym/",
        "/operator/search/misses/1/open/",
    ):
        assert aziz.post(address).status_code == 403, address
    assert not SearchTuning.objects.exists()
