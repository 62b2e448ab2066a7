"""Changes held back, on the seller's page and the operator's."""

import pytest
from django.urls import reverse

from ekshop.catalogue.models import HeldChange, Offer
from ekshop.catalogue.tests.test_merge import merge, row
from ekshop.kernel.rulebook import rules_load
from ekshop.parties.tests.make import personas


@pytest.fixture
def people(db):
    rules_load()
    return personas()


@pytest.fixture
def held(people):
    """Two prices that collapsed."""
    merge(people.partner, row(1, "a"), row(2, "b"))
    merge(people.partner, row(1, "a", price_poisha=1_000), row(2, "b", price_poisha=900))
    return list(HeldChange.objects.order_by("pk"))


def text(answer):
    return " ".join(answer.content.decode().split())


def signed_in(client, persona):
    client.force_login(persona.person)
    client.cookies["language"] = "en"
    return client


def test_an_operator_releases_one_and_refuses_the_other(client, people, held):
    omar = signed_in(client, people.omar)
    page = text(omar.get(reverse("operator:held")))
    assert "Thing a" in page and "90% less" in page and "Release all" in page
    stale = {"change": f"{held[0].pk}:5000"}
    assert "Look at it once more" in text(
        omar.post(reverse("operator:held_release"), stale, follow=True)
    )
    assert f'value="{held[0].pk}:1000"' in page and held[0].offer.price_poisha == 10_000
    omar.post(reverse("operator:held_release"), {"change": f"{held[0].pk}:1000", "note": "A sale"})
    assert Offer.objects.get(seller_ref="a").price_poisha == 1_000
    omar.post(reverse("operator:held_refuse"), {"all": f"{people.partner.pk}:{held[1].batch}"})
    assert Offer.objects.get(seller_ref="b").price_poisha == 10_000
    shown = text(omar.get(reverse("operator:held"), {"shelf": "released"}))
    assert "A sale" in shown and "Thing b" not in shown


def test_its_seller_says_whether_they_are_right_and_releases_nothing_alone(client, people, held):
    mina = signed_in(client, people.mina)
    assert "Say whether they are right" in text(mina.get(reverse("partner:today")))
    mina.post(reverse("partner:held_vouch"), {"change": held[0].pk})
    assert "right, says Mina" in text(mina.get(reverse("partner:held")))
    assert mina.post(reverse("partner:held_release"), {"change": held[0].pk}).status_code == 403
    mina.post(reverse("partner:held_refuse"), {"change": held[1].pk})
    assert [change.state for change in HeldChange.objects.order_by("pk")] == ["held", "refused"]


def test_shares_of_a_seller_are_set_and_taken_back(client, people, held):
    omar = signed_in(client, people.omar)
    page = reverse("operator:hold_terms")
    omar.post(page, {"seller": people.partner.pk, "fall": "30"})
    assert "falls by more than 30% are held" in text(omar.get(page))
    assert "from 1 to 99" in text(omar.post(page, {"seller": people.partner.pk, "fall": "120"}))
