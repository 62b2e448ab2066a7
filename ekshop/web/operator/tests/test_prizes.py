"""Prizes on pages: written, published, judged and handed over by operators; read by centres and all."""

from datetime import timedelta

import pytest
from django.test import Client

from ekshop.kernel import clock
from ekshop.parties.tests import make as parties
from ekshop.settlement.models import PrizeAward, PrizeFlag, PrizeObjection, PrizeScheme
from ekshop.settlement.services.prizes import flags_find, standings_reckon
from ekshop.settlement.tests import make
from ekshop.settlement.tests import prize_make as prizes

pytestmark = pytest.mark.django_db

FORM = {
    "name_bn": "ডিসেম্বরের সেরা",
    "name_en": "Best of December",
    "first_month": "2026-12",
    "last_month": "2026-12",
    "settles_on": "2027-01-15",
    "objections_until": "২৫/০১/২০২৭",
    "tie_rule": "reached_first",
    "prize-0-kind": "step",
    "prize-0-name_bn": "ছাতা",
    "prize-0-name_en": "Umbrella",
    "prize-0-value": "৫০০",
    "prize-0-threshold": "১০০",
    "prize-2-kind": "country",
    "prize-2-name_bn": "মোটরসাইকেল",
    "prize-2-name_en": "Motorcycle",
    "prize-2-value": "1,50,000",
    "prize-2-first": "১",
    "do": "save",
}


@pytest.fixture
def people():
    return make.orders.people()


@pytest.fixture
def parul(people):
    return prizes.second_operator(people)


def as_(who) -> Client:
    client = Client()
    client.force_login(who.person)
    client.cookies["language"] = "en"
    return client


def text(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_a_scheme_goes_from_the_form_to_the_public_list(people, parul):
    omar, other, asha, public = as_(people.omar), as_(parul), as_(people.asha), Client()
    public.cookies["language"] = "en"
    with clock.at(prizes.WRITTEN_AT):
        assert "Mobile phone" not in text(omar, "/operator/schemes/new/")
        wrong = omar.post("/operator/schemes/new/", {**FORM, "prize-2-value": "dear"})
        assert wrong.status_code == 422
        bad = omar.post("/operator/schemes/new/", {**FORM, "prize-0-threshold": ""})
        assert "which commission reaches this step" in bad.content.decode()
        more = omar.post("/operator/schemes/new/", {**FORM, "do": "more", "rows": "5"})
        assert "Prize 10" in more.content.decode()
        home = omar.post("/operator/schemes/new/", FORM).url
        scheme = PrizeScheme.objects.get()
        assert home == f"/operator/schemes/{scheme.pk}/"
        assert 'value="Umbrella"' in text(omar, f"{home}edit/")
        text(asha, f"/centre/prizes/{scheme.pk}/", 404)
        omar.post(f"{home}step/propose/")
        assert "Publish it" not in text(omar, home)
        other.post(f"{home}step/publish/")
        assert "Umbrella" in text(asha, "/centre/prizes/")
        assert "never by lot" in text(public, f"/prizes/{scheme.pk}/")
    line = prizes.sold(people, people.asha, 60_000)
    with clock.at(prizes.SETTLED_AT):
        standings_reckon(scheme_id=scheme.pk, now=prizes.SETTLED_AT)
        assert "৳600" in text(asha, "/centre/prizes/")
        refused = omar.post(f"{home}step/freeze/", follow=True)
        assert "December 2026 are not closed" in refused.content.decode()
        prizes.closed("2026-12")
        omar.post(f"{home}step/freeze/")
        assert "by the sum" in text(omar, home)
        assert asha.post(f"/centre/prizes/{scheme.pk}/object/", {"text": ""}).status_code == 422
        asha.post(f"/centre/prizes/{scheme.pk}/object/", {"text": "One order is missing."})
        objection = PrizeObjection.objects.get()
        omar.post(f"{home}objections/{objection.pk}/", {"text": "It was sold in January."})
        assert "sold in January" in text(asha, f"/centre/prizes/{scheme.pk}/")
    with clock.at(prizes.OBJECTIONS_OVER):
        other.post(f"{home}step/confirm/")
        umbrella = PrizeAward.objects.get(prize__name_en="Umbrella")
        asha_page = text(asha, f"/centre/prizes/{scheme.pk}/")
        assert "You have won" in asha_page
        assert "Bhulta" not in text(public, f"/prizes/{scheme.pk}/")
        asha.post(f"/centre/prizes/{scheme.pk}/name/", {"agreed": "1"})
        assert "Bhulta" in text(public, f"/prizes/{scheme.pk}/")
        address = f"/operator/schemes/awards/{umbrella.pk}/"
        assert (
            "number of the signed paper"
            in omar.post(
                address, {"signed_name": "Asha", "handed_on": "2027-01-26", "do": "hand_over"}
            ).content.decode()
        )
        omar.post(
            address,
            {
                "signed_name": "Asha",
                "handed_on": "2027-01-26",
                "paper_reference": "P-1",
                "do": "hand_over",
            },
        )
        assert "P-1" in text(omar, f"{home}awards/")
        text(omar, f"{address}proof/", 404)
        assert "Umbrella" in text(public, "/prizes/")
        assert b"Bhulta" in omar.get(f"{home}results.csv").content
    assert line.order_line.seller_order.order.code not in text(public, f"/prizes/{scheme.pk}/")


def test_a_flag_is_read_with_its_lines_and_judged(people, parul):
    scheme = prizes.published(people, parul)
    herself = parties.customer(people.centre, "Asha", mobile=people.asha.person.mobile)
    make.orders.agree(people.asha, herself)
    prizes.sold(people, people.asha, 20_000, customer=herself)
    flags_find(scheme_id=scheme.pk, now=prizes.SETTLED_AT)
    flag = PrizeFlag.objects.get()
    omar, aziz, asha = as_(people.omar), as_(people.aziz), as_(people.asha)
    address = f"/operator/schemes/flags/{flag.pk}/"
    with clock.at(prizes.SETTLED_AT):
        assert "1 order lines for the customer" in text(
            omar, f"/operator/schemes/{scheme.pk}/flags/?state=open"
        )
        assert "Your judgement" not in text(aziz, address)
        assert aziz.post(address, {"text": "No", "do": "dismiss"}).status_code == 403
        text(asha, address, 403)
        assert omar.post(address, {"text": "", "do": "uphold"}).status_code == 422
        omar.post(address, {"text": "For herself.", "excludes": "centre", "do": "uphold"})
        assert "For herself." in text(asha, f"/centre/prizes/{scheme.pk}/")


def test_every_page_opens_in_both_languages_and_odd_steps_are_refused(people, parul):
    scheme = prizes.published(people, parul)
    prizes.sold(people, people.asha, 20_000)
    now = prizes.SOLD_AT + timedelta(days=10)
    standings_reckon(scheme_id=scheme.pk, now=now)
    home = f"/operator/schemes/{scheme.pk}/"
    with clock.at(now):
        for language in ("bn", "en"):
            omar, asha, public = as_(people.omar), as_(people.asha), Client()
            for client, addresses in (
                (
                    omar,
                    [
                        "/operator/schemes/",
                        home,
                        f"{home}results/",
                        f"{home}flags/",
                        f"{home}awards/",
                    ],
                ),
                (asha, ["/centre/prizes/", f"/centre/prizes/{scheme.pk}/"]),
                (public, ["/prizes/", f"/prizes/{scheme.pk}/"]),
            ):
                client.cookies["language"] = language
                for address in addresses:
                    assert "<h1" in text(client, address)
        assert omar.post(f"{home}step/raffle/").status_code == 404
        assert omar.post(f"{home}step/confirm/", HTTP_REFERER="").status_code == 409
        assert as_(people.aziz).post(f"{home}step/freeze/").status_code == 403
        text(omar, "/operator/schemes/999999/", 404)
        text(public, "/prizes/999999/", 404)
