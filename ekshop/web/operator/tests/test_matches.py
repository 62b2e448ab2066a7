"""Omar looks at what may be one thing, decides, and takes it back."""

import pytest
from django.urls import reverse

from ekshop.catalogue.models import MatchDecision, MatchMove, MatchPair
from ekshop.catalogue.services import matching_run
from ekshop.catalogue.tests import make
from ekshop.kernel import clock
from ekshop.parties.tests.make import personas, seller


@pytest.fixture
def people(db):
    return personas()


@pytest.fixture
def omar(people, client):
    client.force_login(people.omar.person)
    return client


@pytest.fixture
def pairs(people):
    """Three pairs that wait, each of two sellers."""
    one, other = seller().organisation, seller().organisation
    found = []
    for n, thing in enumerate(("swan neck study lamp", "bamboo fruit basket", "clay water jar")):
        mine = make.product(f"Jonak {thing} light {n}", brand="Jonak", mpn=f"JN-{n}")
        theirs = make.product(f"Jonak {thing} dark {n}", brand="Jonak")
        make.offer(one, of=mine, price_poisha=50_000)
        make.offer(other, of=theirs, price_poisha=52_000)
        found.append((mine, theirs))
    matching_run(now=clock.now())
    MatchPair.objects.all().delete()
    return [
        MatchPair.objects.create(
            one=mine, other=theirs, score=8 - n, verdict="review", number="no_number",
            parts={"words": 6.2, "amounts": -3.5}, against=["count"], category_id=mine.category_id,
            sellers=[one.pk, other.pk], created_at=clock.now(), updated_at=clock.now(),
        )
        for n, (mine, theirs) in enumerate(found)
    ]  # fmt: skip


def test_the_queue_shows_both_sides_and_how_likely_and_narrows(
    omar, pairs, django_assert_max_num_queries
):
    omar.get("/operator/matches/")
    with django_assert_max_num_queries(20):
        page = omar.get("/operator/matches/").content.decode()
    assert page.count('name="pair"') == 3
    assert page.count("<td") == 3 * 3
    assert "৳৫২০" in page
    alone = omar.get("/operator/matches/", {"sure": "high"}).content.decode()
    assert alone.count('name="pair"') == 0
    other = omar.get("/operator/matches/", {"seller": "999999"}).content.decode()
    assert other.count('name="pair"') == 0


def test_deciding_goes_on_to_the_next_pair_and_is_taken_back(omar, pairs):
    first, second, _third = pairs
    page = omar.get(reverse("operator:match", args=[first.pk])).content.decode()
    assert 'data-key="s"' in page and 'data-key="d"' in page and 'data-key="k"' in page
    answer = omar.post(
        reverse("operator:match_decide", args=[first.pk]) + "?sure=likely", {"verdict": "same"}
    )
    assert answer.url == reverse("operator:match", args=[second.pk]) + "?sure=likely"
    first.other.refresh_from_db()
    assert first.other.merged_into == first.one
    omar.post(reverse("operator:match_reopen", args=[first.pk]))
    first.refresh_from_db()
    first.other.refresh_from_db()
    assert (first.state, first.other.merged_into) == ("open", None)


def test_many_are_decided_at_once(omar, pairs):
    omar.post(
        reverse("operator:matches_decide"),
        {"pair": [pairs[0].pk, pairs[2].pk], "verdict": "different"},
    )
    assert MatchPair.objects.filter(state="different").count() == 2
    assert MatchDecision.objects.filter(verdict="different", in_force=True).count() == 2


def test_a_products_offers_are_put_together_and_taken_apart_by_hand(omar, pairs):
    one, other = pairs[0].one, pairs[0].other
    omar.post(reverse("operator:match_merge", args=[one.code]), {"other": other.code.lower()})
    page = omar.get(reverse("operator:match_goods", args=[other.code])).content.decode()
    assert page.count('name="offer"') == 2
    offer = one.offers.order_by("-id").first()
    omar.post(reverse("operator:match_part", args=[one.code]), {"offer": [offer.pk]})
    assert one.offers.count() == 1
    move = MatchMove.objects.get(kind="split")
    assert str(move.by) in omar.get("/operator/matches/history/").content.decode()
    omar.post(reverse("operator:match_undo", args=[move.pk]))
    assert one.offers.count() == 2


def test_what_is_refused_says_why_and_an_auditor_only_reads(omar, people, pairs):
    one = pairs[0].one
    answer = omar.post(
        reverse("operator:match_merge", args=[one.code]), {"other": "NOPE"}, follow=True
    )
    assert answer.status_code == 200 and one.offers.count() == 1
    omar.force_login(people.aziz.person)
    page = omar.get("/operator/matches/").content.decode()
    assert 'name="pair"' not in page
    refused = omar.post(reverse("operator:match_decide", args=[pairs[0].pk]), {"verdict": "same"})
    assert refused.status_code == 403


def test_an_old_address_leads_to_the_product_that_stayed(omar, pairs):
    one, other = pairs[0].one, pairs[0].other
    omar.post(reverse("operator:match_merge", args=[one.code]), {"other": other.code})
    answer = omar.get(f"/p/{other.code}/whatever/")
    assert answer.status_code == 302
    assert answer.url.startswith(f"/p/{one.code}/")
