"""A producer's goods through her pages, her centre's and the operator's, without a script."""

from urllib.parse import urlsplit

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ekshop.catalogue.models import Offer
from ekshop.catalogue.tests import make as catalogue
from ekshop.kernel import rulebook
from ekshop.kernel.clock import at
from ekshop.orders.models import CentreGroup
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT, personas
from ekshop.producers.models import GiName, Listing
from ekshop.producers.tests import make, pictures


@pytest.fixture
def people(db, settings, tmp_path):
    settings.VAR_DIR = tmp_path
    rulebook.rules_load()
    with at(PLACED_AT):
        yield personas()


def photo(image) -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", pictures.jpeg(image), "image/jpeg")


def test_goods_come_from_the_centres_telephone_into_the_shop(people, client):
    her = make.approved(people)
    client.force_login(people.asha.person)
    goods = f"/centre/producers/{her.seller_id}/goods/"
    step = client.post(goods)["Location"]
    without = client.post(step)
    assert without.status_code == 422 and "অন্তত একটি ছবি" in without.text
    answer = client.post(step, {"photos": photo(pictures.screen())})
    told = client.get(answer["Location"]).text
    assert "পর্দা" in told and "১টি ছবি ব্যবহার করা যাবে না" in told
    assert client.post(step).status_code == 422
    assert client.post(step, {"later": "1"}).status_code == 302
    bad = Listing.objects.get().photos.get()
    client.post(step, {"drop": bad.pk})
    client.post(step, {"photos": photo(pictures.goods((800, 600)))})
    assert "১টি ছবি" in client.get(step).text
    words = client.post(step)["Location"]
    category = catalogue.category("quilts", name_bn="কাঁথা", name_en="Quilts")
    top = catalogue.category("handicraft", name_bn="হস্তশিল্প", name_en="Handicrafts")
    category.parent = top
    category.save()
    told = {
        "title_bn": "নকশিকাঁথা, পদ্ম",
        "about_bn": "তিন পরত সুতি কাপড়ে হাতে সেলাই করা কাঁথা।",
        "category": category.pk,
    }
    sought = client.post(words, {**told, "category": "", "kind": "কাঁথা"})["Location"]
    found = client.get(sought).text
    assert "১ ধরনের সঙ্গে মেলে" in found
    assert f'<option value="{category.pk}" selected>' in found
    price = client.post(words, told)["Location"]
    wrong = client.post(price, {"price": "অনেক", "quantity": "২"})
    assert wrong.status_code == 422 and "অনেক" in wrong.content.decode()
    counted = client.post(price, {"price": "৪,৫০০", "quantity": "২", "stay": "1"})
    assert "৳৪,৫০০" in client.get(counted["Location"]).content.decode()
    live = price.replace("/price/", "/shares/")
    assert "৳৫,২০০" in client.post(live, {"price": "৫২০০"}).text
    assert "৳" not in client.post(live, {"price": "৫২০০ বা"}).text
    dearer = CentreGroup.objects.create(name_bn="হাওরের দল", name_en="Haors", made_at=PLACED_AT)
    dearer.members.create(district=people.places.dhaka)
    orders.rate(500)
    orders.rate(150, role="sourcing")
    orders.rate(600, centre_group=dearer)
    told = client.post(live, {"price": "২৪০০"}).text
    assert "৳২,২২০ – ৳২,২৪৪" in told and "৳১২০ – ৳১৪৪" in told
    assert "“হাওরের দল” ভুক্ত সেন্টার পায় ৬%: ৳১৪৪" in told
    kinds = client.post(price.replace("/price/", "/kinds/"), {"kind": "quilt"}).text
    assert "<optgroup" in kinds and f'value="{category.pk}"' in kinds
    terms = client.post(price, {"price": "৪,৫০০", "quantity": "২"})["Location"]
    answer = client.post(
        terms, {"made_to_order_days": "২১", "season_from_day": "15", "season_from_month": "10"}
    )
    assert answer.status_code == 422
    one = client.post(terms, {"made_to_order_days": "২১"})["Location"]
    assert client.get(one).status_code == 200
    assert client.post(f"{one}act/submit/").status_code == 302
    listing = Listing.objects.get()
    assert listing.state == "submitted"

    client.force_login(people.omar.person)
    assert "নকশিকাঁথা" in client.get("/operator/listings/").content.decode()
    page = f"/operator/listings/{listing.pk}/"
    assert client.post(f"{page}send-back/", {"reason": "photo"}).status_code == 422
    assert client.post(f"{page}category/", {"category": category.pk}).status_code == 302
    assert client.post(f"{page}approve/").status_code == 302
    offer = Offer.objects.get(seller=her.seller_id)
    assert (offer.state, offer.on_hand) == ("live", 2)

    client.force_login(people.asha.person)
    client.post(f"{one}act/stock/", {"quantity": "৭"})
    offer.refresh_from_db()
    assert offer.on_hand == 7
    assert client.post(f"{one}act/stock/", {"quantity": "many"}).status_code == 422
    client.post(f"{one}act/pause/")
    copied = client.post(f"{one}act/copy/")["Location"]
    assert client.get(copied).status_code == 200
    assert "নকশিকাঁথা" in client.get(goods).content.decode()


def test_the_banner_over_the_photos_says_what_their_findings_say(people, client):
    her = make.approved(people)
    client.force_login(people.asha.person)
    step = client.post(f"/centre/producers/{her.seller_id}/goods/")["Location"]
    client.post(step, {"photos": photo(pictures.lit(0.05))})
    assert "১টি ছবি ব্যবহার করা যাবে না" in client.get(step).text
    client.post(step, {"photos": photo(pictures.goods((800, 600)))})
    assert "অন্যটি ব্যবহার করা যাবে।" in client.get(step).text
    client.post(step, {"drop": Listing.objects.get().photos.order_by("pk").first().pk})
    assert "১টি ছবি এসেছে, ব্যবহার করা যাবে" in client.get(step).text
    client.post(step, {"photos": photo(pictures.lit(0.25))})
    told = client.get(step).text
    assert "১টি ছবি চলবে, তবে আরও ভালো হতে পারে" in told and "অন্যটি ভালো।" in told
    assert "alert-success" not in told


def test_a_registered_name_without_a_right_to_it_is_told_where_the_title_is_written(people, client):
    her = make.approved(people)
    GiName.objects.create(
        slug="nakshi-kantha", name_bn="নকশিকাঁথা", name_en="Nakshi kantha", kind="textile",
        words=["nakshi", "kantha"], words_bn=["নকশিকাঁথা"], register="registered",
    )  # fmt: skip
    client.force_login(people.asha.person)
    step = client.post(f"/centre/producers/{her.seller_id}/goods/")["Location"]
    words = client.post(step, {"later": "1"})["Location"]
    refused = client.post(words, {"title_bn": "নকশিকাঁথা, পদ্ম"})
    assert refused.status_code == 422 and "নামের দাবি পরে" in refused.text
    assert Listing.objects.get().title_bn == "নকশিকাঁথা, পদ্ম"
    assert client.post(words, {"title_bn": "নকশিকাঁথা", "later": "1"}).status_code == 302
    assert client.post(words, {"title_bn": "সেলাই করা কাঁথা"}).status_code == 302
    long = client.post(words, {"title_bn": "ক" * 130})
    assert long.status_code == 422 and "নামের দাবি পরে" not in long.text


def test_she_does_the_same_by_her_own_pages_and_sees_nobody_elses(people, client):
    her, other = make.approved(people), make.approved(people)
    client.force_login(her.person)
    step = client.post("/producer/goods/")["Location"]
    assert urlsplit(step).path.startswith("/producer/goods/")
    client.post(step, {"photos": photo(pictures.goods((800, 600)))})
    own = Listing.objects.get(profile=her)
    picture = f"/photos/goods/{own.photos.get().pk}/480/"
    assert client.get("/producer/goods/").status_code == 200
    client.force_login(other.person)
    assert client.get(step).status_code == 404
    assert client.post(f"/producer/goods/{own.pk}/act/submit/").status_code == 404
    assert client.get(picture).status_code == 404
    client.force_login(her.person)
    assert client.get(picture)["Content-Type"] == "image/webp"
