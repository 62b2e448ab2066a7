"""A name of a place over HTTP: claimed by the centre, seen and decided by the operator."""

import io

import pytest
from PIL import Image

from ekshop.catalogue.tests import make as goods
from ekshop.parties.tests.make import personas
from ekshop.producers.models import GiEvidence, GiName, GiUse
from ekshop.producers.services.names import gi_names_load
from ekshop.producers.tests.test_names import ROW, STATEMENT

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    everyone = personas()
    seller = everyone.jamila.organisation.seller
    seller.sourcing_centre = everyone.asha.organisation
    seller.save()
    gi_names_load([{**ROW, "districts": seller.hub_district.code}], {})
    return everyone


def as_(client, persona):
    client.force_login(persona.person)
    client.cookies["language"] = "en"
    return client


def photo():
    made = io.BytesIO()
    Image.new("RGB", (320, 240), "white").save(made, "JPEG")
    made.seek(0)
    made.name = "loom.jpg"
    return made


def claim(client, people, **given):
    address = f"/centre/producers/{people.jamila.organisation.pk}/gi/"
    form = {"gi_name": GiName.objects.get().pk, "statement": STATEMENT, "evidence": photo()}
    return as_(client, people.asha).post(address, {**form, **given})


def test_a_centre_claims_for_its_producer_and_the_operator_refuses_with_a_reason(client, people):
    assert claim(client, people).status_code == 302
    use = GiUse.objects.get()
    operator = as_(client, people.omar)
    assert "Jamdani saree" in operator.get("/operator/gi/").content.decode()
    shown = operator.get(f"/operator/gi/{use.pk}/").content.decode()
    assert STATEMENT in shown
    page = operator.get(f"/operator/gi/{use.pk}/").content.decode()
    assert 'value="approve"' in page and 'value="withdraw"' not in page
    away = {"decision": "withdraw", "reason": "Hm"}
    assert operator.post(f"/operator/gi/{use.pk}/decide/", away).status_code == 404
    undecided = operator.post(f"/operator/gi/{use.pk}/decide/", {"reason": "Hm"})
    assert undecided.status_code == 422 and "Choose what is decided." in undecided.content.decode()
    silent = operator.post(f"/operator/gi/{use.pk}/decide/", {"decision": "refuse"})
    assert silent.status_code == 422 and "Say why." in silent.content.decode()
    said = {"decision": "refuse", "reason": "The loom is not yours"}
    operator.post(f"/operator/gi/{use.pk}/decide/", said)
    use.refresh_from_db()
    assert use.state == "refused"
    page = as_(client, people.asha).get(f"/centre/producers/{use.seller_id}/gi/")
    assert "The loom is not yours" in page.content.decode()


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(client, people):
    answer = claim(client, people, statement="ours")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Say in a few sentences" in text and ">ours<" in text and not GiUse.objects.exists()


def test_the_photos_are_seen_by_those_it_concerns_only(client, people):
    claim(client, people)
    address = f"/photos/names/{GiEvidence.objects.get().pk}/small/"
    for persona, status in ((people.omar, 200), (people.asha, 200), (people.mina, 404)):
        assert as_(client, persona).get(address).status_code == status


def test_a_seller_claims_at_its_own_address_and_approves_nothing(client, people):
    page = as_(client, people.jamila).get("/partner/gi/")
    text = page.content.decode()
    assert page.status_code == 200 and "Claim a name" in text
    assert "a producer writes it only once the claim is approved" in text
    goods.offer(people.partner, of=goods.product("Jamdani saree", name_unshown=True))
    text = as_(client, people.mina).get("/partner/gi/").content.decode()
    assert (
        "Right to the name not shown" in text and "1 of the goods you sell is shown so now" in text
    )
    assert "Right to the name not shown" in client.get("/partner/offers/").content.decode()
    claim(client, people)
    use = GiUse.objects.get()
    refused = as_(client, people.jamila).post(f"/operator/gi/{use.pk}/approve/")
    assert refused.status_code == 403


def test_a_certificate_is_entered_as_the_register_has_it(client, people):
    name = GiName.objects.get()
    answer = as_(client, people.omar).post(
        f"/operator/gi/names/{name.pk}/",
        {"certificate_number": "GI-7", "certificate_on": "2016-11-17"},
    )
    assert answer.status_code == 302
    name.refresh_from_db()
    assert (name.certificate_number, name.certificate_on.isoformat()) == ("GI-7", "2016-11-17")


def test_what_the_districts_sold_leaves_as_a_table_and_as_json(client, people):
    operator = as_(client, people.omar)
    for ending in ("", "?show=income", "?show=first", "table.csv", "table.json?days=30"):
        assert operator.get(f"/operator/districts/{ending}").status_code == 200
    for ending in ("", "?show=home", "?show=abroad", "?show=x"):
        page = client.get(f"/figures/districts/{ending}")
        assert page.status_code == 200 and 'href="?show=abroad"' not in page.content.decode()
        assert "What was sold abroad is not shown yet" in page.content.decode()
    rows = client.get("/figures/districts.json").json()["rows"]
    assert rows[0]["level"] == "country" and rows[0]["sold_home_taka"] is None
    assert client.get("/figures/districts.csv").content.decode("utf-8-sig").startswith("level,")
