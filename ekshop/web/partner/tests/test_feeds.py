"""A partner's feeds, categories and offers, over HTTP, against the real sandbox shop."""

import os
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from ekshop.catalogue.models import Category, Offer
from ekshop.federation.models import CategoryMapping, Feed, FeedRun
from ekshop.federation.selectors import mapping_lines
from ekshop.federation.services import settings_drafted
from ekshop.federation.tests import make_feeds as make
from ekshop.kernel import clock
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.jobs import run_jobs
from ekshop.parties.tests.make import PLACED_AT, personas


@pytest.fixture
def people(db):
    make.tree()
    with clock.at(PLACED_AT):
        yield personas()


@pytest.fixture
def mina(client, people):
    client.force_login(people.mina.person)
    client.cookies["language"] = "en"
    return client


def text(answer) -> str:
    return answer.content.decode()


def upload(data: bytes, name: str = "goods.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def draft_of(answer) -> str:
    return answer.context["draft"]


TABLE = b"Ref;What;Cost;Kind\n1;Ink printer;58.45;printers\n2;Old;;printers\n"
COLUMNS = {
    "column-id": "Ref",
    "column-title": "What",
    "column-price": "Cost",
    "column-category": "Kind",
}


def test_a_table_goes_from_upload_over_its_columns_into_the_shop(mina, people):
    first = {"name": "Printers", "file": upload(TABLE), "format": "auto", "every_minutes": "60"}
    looked = mina.post(reverse("partner:feed_look"), first)
    assert looked.status_code == 200
    assert "Ink printer" in text(looked) and "Which column is what?" in text(looked)
    saved = mina.post(
        reverse("partner:feed_save"),
        {"name": "Printers", "draft": draft_of(looked), "format": "auto", "every_minutes": "60",
         "currency": "USD", "rate": "১২০", **COLUMNS},
        follow=True,
    )  # fmt: skip
    assert "It waits for its turn" in text(saved)
    run_jobs(queues=["feeds"])
    page = text(mina.get(saved.redirect_chain[-1][0]))
    assert "Done" in page and "It is empty, and it is needed." in page
    assert Offer.objects.get(seller=people.partner).price_poisha == 701_400
    run = FeedRun.objects.get()
    rejects = mina.get(reverse("partner:run_rejects", args=[run.pk]))
    assert (
        b"".join(rejects.streaming_content).decode("utf-8-sig").splitlines()[1].startswith("2,2,")
    )


def test_wrong_columns_currency_or_rate_are_said_beside_what_was_chosen(mina, people):
    looked = mina.post(reverse("partner:feed_look"), {"name": "P", "file": upload(TABLE)})
    given = {"name": "P", "draft": draft_of(looked), "column-id": "Ref", "currency": "USD"}
    answer = mina.post(reverse("partner:feed_save"), given)
    assert answer.status_code == 422
    assert "Say which column is: Name, Price." in text(answer)
    assert "Say how many taka one USD is" in text(answer)
    assert '<option value="Ref" selected>' in text(answer)
    assert not Feed.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"<!doctype html><html>", "web page, not with a product list"),
        ("id,título,price\n1,x,5\n".encode("latin-1"), "not in UTF-8"),
        (b"PK\x03\x04 xl/workbook.xml", "Excel workbook"),
        (b"", "not a single article"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words_and_the_name_kept(mina, people, data, said):
    answer = mina.post(reverse("partner:feed_look"), {"name": "My goods", "file": upload(data)})
    assert answer.status_code == 422
    assert said in text(answer) and "My goods" in text(answer)


def test_an_address_that_is_none_is_said_at_its_field(mina, people):
    answer = mina.post(reverse("partner:feed_look"), {"name": "A", "address": "shop"})
    assert answer.status_code == 422 and "beginning with https://" in text(answer)


def test_keys_are_typed_once_though_the_first_try_failed_and_are_never_shown(mina, people, client):
    first = {
        "connector": "woocommerce",
        "name": "Shop",
        "address": "htps://shop.example",
        "setting-consumer_key": "ck_typed",
        "setting-consumer_secret": "cs_typed",
    }
    failed = mina.post(reverse("partner:feed_look"), first)
    assert failed.status_code == 422 and "_typed" not in text(failed)
    assert text(failed).count("Kept and not shown. Write here only to change it.") == 2
    anew = {**first, "setting-consumer_key": "", "setting-consumer_secret": "cs_other"}
    again = mina.post(reverse("partner:feed_look"), {**anew, "sealed": failed.context["sealed"]})
    kept = settings_drafted(actor=people.mina.actor, token=again.context["sealed"])
    assert kept == {"consumer_key": "ck_typed", "consumer_secret": "cs_other"}
    client.force_login(people.tania.person)
    client.cookies["language"] = "en"
    strange = client.post(
        reverse("partner:feed_look"), {**anew, "sealed": failed.context["sealed"]}
    )
    assert "Fill in the form once more." in text(strange)
    with pytest.raises(InvalidInput):
        settings_drafted(actor=people.omar.actor, token=failed.context["sealed"])


def test_another_sellers_feed_run_and_upload_do_not_exist(mina, people, client):
    feed = make.feed(people.pharmacy, address="https://shop.example/feed.xml")
    run = FeedRun.objects.create(feed=feed, trigger="demand", asked_at=PLACED_AT)
    for name, key in [("feed", feed), ("feed_change", feed), ("run", run), ("run_rejects", run)]:
        assert mina.get(reverse(f"partner:{name}", args=[key.pk])).status_code == 404
    assert mina.post(reverse("partner:feed_read", args=[feed.pk])).status_code == 404
    looked = mina.post(reverse("partner:feed_look"), {"name": "P", "file": upload(TABLE)})
    client.force_login(people.tania.person)
    given = {"name": "P", "draft": draft_of(looked), **COLUMNS, "currency": "BDT"}
    answer = client.post(reverse("partner:feed_save"), given)
    assert answer.status_code == 422 and not FeedRun.objects.filter(upload__gt="").exists()


def test_a_run_shows_how_far_it_is_and_htmx_is_told_when_it_is_over(mina, people, tmp_path):
    feed = make.feed(people.partner)
    run = FeedRun.objects.create(feed=feed, trigger="demand", asked_at=PLACED_AT, state="merging", staged=200, merged=50)  # fmt: skip
    page = text(mina.get(reverse("partner:run", args=[run.pk])))
    assert 'hx-trigger="every 1500ms"' in page and "50 / 200" in page
    FeedRun.objects.update(state="done")
    live = mina.get(reverse("partner:run", args=[run.pk]), headers={"HX-Request": "true"})
    assert live.headers["HX-Refresh"] == "true" and "hx-trigger" not in text(live)


def test_a_feed_is_paused_resumed_withdrawn_and_offered_again(mina, people, tmp_path):
    feed = make.feed(people.partner, address="https://shop.example/feed.xml")
    make.ingest(feed, make.xml([make.goods(1)]), tmp_path)
    mina.post(reverse("partner:feed_pause", args=[feed.pk]))
    assert "Paused" in text(mina.get(reverse("partner:feed", args=[feed.pk])))
    mina.post(reverse("partner:feed_resume", args=[feed.pk]))
    asked = mina.get(reverse("partner:feed_withdraw", args=[feed.pk]))
    assert "Take all its goods off the shelf?" in text(asked)
    done = mina.post(reverse("partner:feed_withdraw", args=[feed.pk]), follow=True)
    assert "1 articles are no longer on sale" in text(done)
    assert Offer.objects.get().state == Offer.WITHDRAWN
    mina.post(reverse("partner:feed_resume", args=[feed.pk]))
    feed.refresh_from_db()
    assert feed.state == "active"


def test_a_file_that_shrank_may_be_confirmed_on_its_page(mina, people):
    feed = make.feed(people.partner, address="https://shop.example/feed.xml")
    run = FeedRun.objects.create(
        feed=feed, trigger="schedule", asked_at=PLACED_AT, state="incomplete",
        problem="shrunk", problem_data={"gone": 50, "live": 60},
    )  # fmt: skip
    page = text(mina.get(reverse("partner:run", args=[run.pk])))
    assert "lacks 50 of 60 articles" in page and "withdraw them" in page


def test_words_are_settled_one_by_one_or_all_and_goods_move_at_once(mina, people, tmp_path):
    feed = make.feed(people.partner)
    rows = [make.goods(1, product_type="Zzz", title="Qqq"), make.goods(2, product_type="Saree")]
    make.ingest(feed, make.xml(rows), tmp_path)
    page = text(mina.get(reverse("partner:categories")))
    assert "Zzz" in page and "To be placed" in page
    mapping = CategoryMapping.objects.get(source_category="Zzz")
    novels = Category.objects.get(slug="novels")
    answer = mina.post(
        reverse("partner:categories_decide"),
        {f"category-{mapping.pk}": str(novels.pk), "save": str(mapping.pk)},
        follow=True,
    )
    assert "1 product moved" in text(answer)
    assert Offer.objects.get(seller_ref="G0001").product.category.slug == "novels"
    assert "Zzz" in text(mina.get(reverse("partner:categories") + "?how=decided"))
    other = CategoryMapping.objects.get(source_category="Saree")
    mina.post(
        reverse("partner:categories_decide"), {f"category-{other.pk}": str(other.category_id)}
    )
    assert CategoryMapping.objects.filter(decided_at=None).count() == 0


def test_all_that_is_settled_is_reached_page_by_page(mina, people):
    novels = Category.objects.get(slug="novels")
    CategoryMapping.objects.bulk_create(
        CategoryMapping(
            seller=people.partner, source_category=f"word-{n:02}", category=novels,
            decided_at=PLACED_AT, created_at=PLACED_AT,
        )
        for n in range(31)
    )  # fmt: skip
    first = mina.get(reverse("partner:categories") + "?how=decided")
    cursor = first.context["page"].next_cursor
    assert "follow once these" not in text(first)
    last = mina.get(reverse("partner:categories"), {"how": "decided", "cursor": cursor})
    words = [line.word for answer in (first, last) for line in answer.context["lines"]]
    assert sorted(words) == [f"word-{n:02}" for n in range(31)]
    assert len(last.context["lines"]) == 6 and last.context["page"].next_cursor is None


def test_deciding_on_a_category_that_is_none_or_anothers_word_is_refused(mina, people, tmp_path):
    make.ingest(make.feed(people.pharmacy), make.xml([make.goods(1)]), tmp_path)
    theirs = CategoryMapping.objects.get()
    url = reverse("partner:categories_decide")
    assert mina.post(url, {f"category-{theirs.pk}": str(theirs.category_id)}).status_code == 404
    assert mina.post(url, {f"category-{theirs.pk}": "999999"}).status_code in (404, 422)


def test_offers_are_found_by_name_number_and_state_in_constant_statements(mina, people, tmp_path):
    feed = make.feed(people.partner)
    make.ingest(feed, make.xml([make.goods(n) for n in range(1, 41)]), tmp_path)
    url = reverse("partner:offers")
    with CaptureQueriesContext(connection) as few:
        mina.get(url + "?q=G0007")
    with CaptureQueriesContext(connection) as many:
        page = mina.get(url)
    assert len(many) == len(few)
    assert text(page).count("Novel of the river") == 25
    found = text(mina.get(url + "?q=river+17&shelf=live"))
    assert "G0017" in found and "G0016" not in found
    assert "No such offers" in text(mina.get(url + "?shelf=blocked"))


def test_every_page_reads_in_bengali(client, people, tmp_path):
    client.force_login(people.mina.person)
    feed = make.feed(people.partner, address="https://shop.example/feed.xml")
    run = make.ingest(feed, make.xml([make.goods(1), make.goods(2, price="")]), tmp_path)
    for url in [
        reverse("partner:feeds"), reverse("partner:feed_new"), reverse("partner:feed_new_by", args=["google"]), reverse("partner:offers"),
        reverse("partner:categories") + "?how=suggested", reverse("partner:feed", args=[feed.pk]),
        reverse("partner:run", args=[run.pk]), reverse("partner:feed_withdraw", args=[feed.pk]),
    ]:  # fmt: skip
        assert client.get(url).status_code == 200


REAL = os.environ.get("EKSHOP_REAL_FEEDS", "")


@pytest.mark.skipif(not REAL, reason="EKSHOP_REAL_FEEDS does not say where the real tables are")
@pytest.mark.parametrize(("name", "least"), [("store_a", 2_400), ("store_b", 18_000)])
def test_real_tables_go_in_through_the_screen(mina, people, name, least):
    data = (Path(REAL) / f"{name}.csv").read_bytes()
    looked = mina.post(reverse("partner:feed_look"), {"name": name, "file": upload(data)})
    guessed = {
        f"column-{field.name}": field.chosen
        for field in looked.context["look"].fields
        if field.chosen
    }
    given = {"name": name, "draft": draft_of(looked), "currency": "USD", "rate": "120", **guessed}
    mina.post(reverse("partner:feed_save"), given)
    run_jobs(queues=["feeds"])
    run = FeedRun.objects.get()
    assert run.state == "done" and run.added >= least
    assert run.added + run.rejected == run.rows
    # The page asks about the unsure ones first; what is suggested with confidence follows.
    assert mina.get(reverse("partner:categories")).status_code == 200
    lines = mapping_lines(people.mina.actor, people.partner.pk)
    assert any(line.how == "suggested" for line in lines)
