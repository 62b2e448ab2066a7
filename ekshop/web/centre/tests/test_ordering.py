"""The new-order screen over HTTP, without scripts."""

import re

import pytest
from django.urls import reverse

from ekshop.catalogue.models import Offer
from ekshop.catalogue.search import directory, life, updater
from ekshop.catalogue.services import families_settle
from ekshop.orders.models import Basket, Order
from ekshop.orders.tests import make
from ekshop.parties.models import Consent, Customer
from ekshop.parties.tests.make import customer

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("search_index")]

NEW = "01712-999888"


@pytest.fixture
def people():
    return make.people()


@pytest.fixture
def offers(people):
    """A book at Mina's and a saree at Jamila's, to be found."""
    made = [
        make.offer(people.partner, price_poisha=32_000, title="Padma Nadir Majhi", on_hand=5),
        make.offer(people.producer, price_poisha=450_000, title="Jamdani saree", on_hand=2),
    ]
    for each in made:
        each.product.title = each.product.title_en = each.title
        each.product.save()
    updater.catch_up()
    directory.forget()
    life.reader.refresh()
    return made


@pytest.fixture
def asha(client, people):
    client.force_login(people.asha.person)
    client.cookies["language"] = "en"
    return client


def attend(client, mobile, **fields):
    given = {"mobile": mobile, "channel": "walk_in", **fields}
    return client.post(reverse("centre:order_new"), given, follow=True)


def fields_of(page: str) -> dict[str, list[str]]:
    """The hidden fields of a page's forms."""
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page):
        found.setdefault(name, []).append(value)
    found.pop("csrfmiddlewaretoken", None)
    return found


def text(answer) -> str:
    return answer.content.decode()


def filled(client, people, offers):
    """Karim's basket with two books and a saree."""
    attend(client, people.karim.mobile)
    basket = Basket.objects.get()
    for offer in (offers[0], offers[0], offers[1]):
        client.post(reverse("centre:line_add", args=[basket.pk]), {"offer": offer.pk})
    return basket


def test_a_known_customer_is_greeted_by_name(asha, people):
    page = text(asha.get(reverse("centre:order_new"), {"mobile": people.karim.mobile}))
    assert "Karim Mia" in page
    assert "Read this aloud" not in page


def test_a_new_customer_hears_the_words_and_agrees(asha, people):
    page = text(asha.get(reverse("centre:order_new"), {"mobile": NEW}))
    assert "Read this aloud" in page
    assert people.centre.name_en in page
    answer = attend(asha, NEW, name="Rahima Begum", agreed_by="spoken")
    assert "Choose goods" in text(answer)
    rahima = Customer.objects.get(name="Rahima Begum")
    consent = Consent.objects.get(customer=rahima)
    assert (consent.medium, consent.wording) == ("spoken", "order-1")


def test_without_consent_nothing_is_kept_and_what_was_typed_stays(asha):
    answer = attend(asha, NEW, name="Rahima Begum")
    assert answer.status_code == 422
    assert 'value="Rahima Begum"' in text(answer)
    assert "mark how the customer agreed" in text(answer)
    assert not Customer.objects.filter(name="Rahima Begum").exists()
    assert not Basket.objects.exists()


def test_a_number_that_is_none_is_said_beside_the_field(asha):
    page = text(asha.get(reverse("centre:order_new"), {"mobile": "12345"}))
    assert "not a mobile number" in page
    assert 'value="12345"' in page


def test_goods_are_found_and_ordered_from_two_sellers_in_four_steps(asha, people, offers):
    basket = filled(asha, people, offers)
    Offer.objects.filter(pk__in=[each.pk for each in offers]).update(returns_days=7)
    found = text(asha.get(reverse("centre:goods", args=[basket.pk]), {"q": "jamdani"}))
    assert "Jamdani saree" in found and "returns: within 7 days" in found
    assert "1 in the basket" in found
    shown = text(asha.get(reverse("centre:basket", args=[basket.pk])))
    assert "৳5,310" in shown
    aloud = text(asha.get(reverse("centre:read_back", args=[basket.pk])))
    assert "You earn" not in aloud
    assert "Karim Mia, you are ordering" in aloud
    answer = asha.post(reverse("centre:order_place"), fields_of(aloud), follow=True)
    order = Order.objects.get()
    assert order.code in text(answer)
    assert order.seller_orders.count() == 2
    assert not Basket.objects.exists()


def test_a_double_click_and_a_replay_make_one_order(asha, people, offers):
    basket = filled(asha, people, offers)
    form = fields_of(text(asha.get(reverse("centre:read_back", args=[basket.pk]))))
    first = asha.post(reverse("centre:order_place"), form)
    again = asha.post(reverse("centre:order_place"), form)
    assert first.url == again.url
    assert Order.objects.count() == 1


def test_a_price_that_changed_after_reading_back_is_read_back_again(asha, people, offers):
    basket = filled(asha, people, offers)
    address = reverse("centre:read_back", args=[basket.pk])
    form = fields_of(text(asha.get(address)))
    Offer.objects.filter(pk=offers[0].pk).update(price_poisha=35_000)
    answer = asha.post(
        reverse("centre:order_place"),
        form,
        follow=True,
        headers={"referer": f"http://testserver{address}"},
    )
    assert "৳320 → ৳350" in text(answer)
    assert "৳350" in text(answer)
    assert not Order.objects.exists()


def test_more_than_the_stock_is_told_in_the_basket_before_reading_back(asha, people, offers):
    basket = filled(asha, people, offers)
    answer = asha.post(
        reverse("centre:basket", args=[basket.pk]),
        {f"q-{offers[1].pk}": "৩", "next": "1"},
        follow=True,
    )
    assert "Only 2 left" in text(answer)
    assert "Read back to the customer" not in text(answer)


def test_quantities_are_changed_in_either_digits_and_things_taken_out(asha, people, offers):
    basket = filled(asha, people, offers)
    asha.post(reverse("centre:basket", args=[basket.pk]), {f"q-{offers[0].pk}": "৫"})
    assert basket.lines.get(offer=offers[0]).quantity == 5
    asha.post(reverse("centre:basket", args=[basket.pk]), {"remove": str(offers[0].pk)})
    assert not basket.lines.filter(offer=offers[0]).exists()


def test_with_htmx_only_the_bar_is_sent_back(asha, people, offers):
    attend(asha, people.karim.mobile)
    basket = Basket.objects.get()
    answer = asha.post(
        reverse("centre:line_add", args=[basket.pk]),
        {"offer": offers[0].pk},
        headers={"hx-request": "true"},
    )
    assert 'id="basket-bar"' in text(answer)
    assert "<html" not in text(answer)


def test_another_persons_basket_is_not_found(client, people, asha, offers):
    basket = filled(asha, people, offers)
    client.force_login(people.bina.person)
    for name in ("goods", "basket", "read_back"):
        assert client.get(reverse(f"centre:{name}", args=[basket.pk])).status_code == 404


def test_another_centres_account_cannot_send_our_form(client, people, asha, offers):
    basket = filled(asha, people, offers)
    form = fields_of(text(asha.get(reverse("centre:read_back", args=[basket.pk]))))
    client.force_login(people.bina.person)
    assert client.post(reverse("centre:order_place"), form).status_code == 404
    assert not Order.objects.exists()


def test_a_broken_form_is_answered_in_words(asha):
    answer = asha.post(reverse("centre:order_place"), {"nonce": "x", "line": "1:2"})
    assert answer.status_code == 422
    assert "This form is broken" in text(answer)


def test_the_call_line_chooses_the_customers_centre_first(client, people, offers):
    client.force_login(people.salma.person)
    client.cookies["language"] = "en"
    answer = client.get(reverse("centre:order_new"), follow=True)
    assert "Which centre?" in text(answer)
    found = text(client.get(reverse("centre:centre_choose"), {"q": "bhulta"}))
    assert f"?centre={people.centre.pk}" in found
    theirs = customer(people.centre, "Rahim")
    answer = attend(
        client, theirs.mobile, centre=people.centre.pk, agreed_by="spoken", channel="telephone"
    )
    assert "Choose goods" in text(answer)
    basket = Basket.objects.get()
    assert (basket.centre_id, basket.channel) == (people.centre.pk, "telephone")


def test_of_a_family_the_exact_one_is_chosen_and_read_back(asha, people):
    for size, price in [("M", 80_000), ("L", 90_000)]:
        made = make.offer(people.partner, price_poisha=price, title="Cotton shirt", on_hand=5)
        Offer.objects.filter(pk=made.pk).update(group_ref="S", attributes={"size": size})
        made.product.title = made.product.title_en = "Cotton shirt"
        made.product.save()
    families_settle(product_ids=[made.product_id], now=made.created_at)
    updater.catch_up()
    directory.forget()
    life.reader.refresh()
    attend(asha, people.karim.mobile)
    basket = Basket.objects.get()
    goods = asha.get(reverse("centre:goods", args=[basket.pk]), {"q": "shirt"}).content.decode()
    assert "Choose size and colour" in goods and 'name="offer"' not in goods
    choose = asha.get(reverse("centre:choose", args=[basket.pk, made.product.code]))
    text = choose.content.decode()
    assert "Cotton shirt, L" in text and fields_of(text)["offer"] == [str(made.pk)]
    given = {"offer": made.pk, "chosen": made.product.code}
    back = asha.post(reverse("centre:line_add", args=[basket.pk]), given)
    assert f"/choose/{made.product.code}/" in back["Location"]
    assert (
        "Cotton shirt (L)"
        in asha.get(
            back["Location"].replace("/choose/", "/count/").split("/count/")[0] + "/count/"
        ).content.decode()
    )
