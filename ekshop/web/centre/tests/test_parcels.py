"""A parcel's way over the centre's pages, as a browser without scripts sends it."""

import re
from datetime import timedelta
from html import unescape
from uuid import uuid4

import pytest
from django.test import Client

from ekshop.fulfilment.models import Inspection, Photo, Shipment
from ekshop.kernel import clock
from ekshop.kernel.bangla import bengali_digits
from ekshop.parties.tests.make import PLACED_AT
from ekshop.payments.models import Payment
from ekshop.settlement.tests import make

from . import parcel_make

pytestmark = pytest.mark.django_db

LATER = PLACED_AT + timedelta(days=3)


@pytest.fixture
def people():
    return parcel_make.people()


@pytest.fixture(autouse=True)
def moment():
    """An hour after whatever a test did through the services."""
    with clock.at(LATER + timedelta(hours=1)):
        yield


@pytest.fixture
def share(people):
    return parcel_make.arrived(people)


@pytest.fixture
def asha(people) -> Client:
    client = Client()
    client.force_login(people.asha.person)
    client.cookies["language"] = "en"
    return client


def text(response) -> str:
    return unescape(response.content.decode())


def fields(response) -> dict[str, list[str]]:
    """What a browser would send back: hidden fields and filled-in inputs."""
    found: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", text(response)):
        name, value = re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)
        kind = re.search(r'type="([^"]*)"', tag)
        chosen = " checked" in tag
        if not name or (kind and kind[1] in ("radio", "checkbox", "file") and not chosen):
            continue
        found.setdefault(name[1], []).append(value[1] if value else "")
    return found


def address(share, step: str = "") -> str:
    return f"/centre/parcels/{share.code}/{step}"


def typed(share, *, bad: int = 1, **more):
    saree, book = share.lines.order_by("position")
    return {
        f"good-{saree.pk}": str(2 - bad),
        f"bad-{saree.pk}": str(bad),
        f"why-{saree.pk}": "damaged" if bad else "",
        f"good-{book.pk}": "১",
        f"bad-{book.pk}": "০",
        "nonce": str(uuid4()),
        "action": "review",
        **more,
    }


@pytest.mark.parametrize("language", ["bn", "en"])
def test_every_page_of_a_parcel_opens_in_both_languages(people, share, asha, language):
    asha.cookies["language"] = language

    def opens(*pages: str) -> None:
        for page in pages:
            answer = asha.get(page)
            assert answer.status_code == 200, page
            assert f'<html lang="{language}"' in text(answer) and "<h1" in text(answer)

    opens(address(share), address(share, "inspect/"))
    opens(*[f"/centre/parcels/?shelf={key}" for key in ("arriving", "inspecting", "waiting")])
    make.inspected(people, share, rejected=1, now=LATER)
    back = Shipment.objects.get(direction="return")
    opens(address(share), address(share, "pay/"), f"/centre/back/{back.code}/")
    opens("/centre/parcels/?shelf=back", "/centre/parcels/?shelf=collecting")
    payment = make.paid(people, share, now=LATER)
    opens(address(share), address(share, "hand-over/"), f"/centre/receipts/{payment.code}/")
    make.handed_over(people, share, now=LATER)
    opens(address(share), address(share, "return/"), "/centre/returns/")
    for paper in (
        f"/centre/receipts/{payment.code}/receipt.pdf",
        f"/centre/back/{back.code}/label.pdf",
    ):
        answer = asha.get(paper)
        assert answer["Content-Type"] == "application/pdf" and answer.content[:5] == b"%PDF-"


@pytest.mark.parametrize("step", ["", "inspect/", "pay/", "hand-over/", "return/"])
def test_another_centre_finds_no_such_parcel(people, share, step):
    client = Client()
    client.force_login(people.bina.person)
    assert client.get(address(share, step)).status_code == 404
    if step:
        assert client.post(address(share, step), typed(share)).status_code == 404


@pytest.mark.parametrize("which", ["parcel", "share", "order", "address", "bengali"])
def test_whatever_is_on_the_label_or_the_slip_finds_the_parcel(share, asha, which):
    code = {
        "parcel": Shipment.objects.get().code,
        "share": share.code.lower().replace("-", " "),
        "order": share.order.code,
        "address": f"https://ekshop.example/t/{Shipment.objects.get().code}",
        "bengali": bengali_digits(share.code),
    }[which]
    answer = asha.get("/centre/parcels/find/", {"code": code})
    assert answer.status_code == 302 and answer.url == address(share)


def test_late_parcels_are_told_from_those_to_come(people, asha):
    share = make.orders.share(
        make.orders.order(people, [(make.orders.offer(people.partner), 1)]), people.partner
    )
    make.orders.confirm(people.mina, share)
    seen = {}
    for name, at in {
        "before": PLACED_AT,
        "today": PLACED_AT + timedelta(days=(share.promised_on - PLACED_AT.date()).days),
        "promise": PLACED_AT + timedelta(days=(share.promised_on - PLACED_AT.date()).days + 2),
        "law": share.deliver_by + timedelta(days=3),
    }.items():
        with clock.at(at):
            seen[name] = text(asha.get("/centre/parcels/"))
    assert "promised by" in seen["before"] and "tint" not in row_of(share, seen["before"])
    assert "promised for today" in seen["today"]
    assert "2 days past its promise" in seen["promise"]
    assert "bg-turmeric-tint" in row_of(share, seen["promise"])
    assert "3 days late" in seen["law"] and "The last day by law was" in seen["law"]
    assert "bg-madder-tint" in row_of(share, seen["law"])


def row_of(share, page: str) -> str:
    """From the beginning of its row to its code."""
    return page.split(share.code)[0].rpartition("<li")[2]


@pytest.mark.parametrize("code", ["S22-2222-2", "hello", "x" * 500])
def test_a_code_that_is_none_comes_back_with_words_and_stays_typed(people, asha, code):
    answer = asha.get("/centre/parcels/find/", {"code": code}, follow=True)
    assert answer.status_code == 200
    assert 'role="alert"' in text(answer)
    assert answer.context["typed"] == code.strip()[:200]


def test_inspected_read_back_recorded_paid_and_handed_over(people, share, asha):
    saree = share.lines.order_by("position").first()
    form = typed(share, **{f"photo-{saree.pk}": parcel_make.picture(), f"note-{saree.pk}": "hem"})
    back = asha.post(address(share, "inspect/"), form)
    assert "1 to send back: Torn or broken" in text(back) and "৳2,940" in text(back)
    assert not Inspection.objects.exists()
    kept = fields(back)
    answer = asha.post(address(share, "inspect/"), {**kept, "action": "record"})
    assert answer.url == address(share, "pay/")
    assert Photo.objects.get().inspection_line.note == "hem"
    again = asha.post(address(share, "inspect/"), {**kept, "action": "record"})
    assert again.url == address(share, "pay/") and Inspection.objects.count() == 1

    paying = asha.get(address(share, "pay/"))
    form = {**fields(paying), "medium": "bkash", "reference": ""}
    missing = asha.post(address(share, "pay/"), form)
    assert missing.status_code == 422 and "transaction number" in text(missing)
    form["reference"] = "9ka7xyz1"
    receipt = asha.post(address(share, "pay/"), form)
    assert receipt.url.startswith("/centre/receipts/")
    assert asha.post(address(share, "pay/"), form).url == receipt.url
    assert Payment.objects.count() == 1
    make.work(LATER)

    code = make.hand_over_code()
    done = asha.post(address(share, "hand-over/"), {"code": bengali_digits(code)}, follow=True)
    assert "The customer has the goods" in text(done)


def test_a_file_that_is_no_picture_spoils_nothing_else(share, asha):
    saree, book = share.lines.order_by("position")
    form = typed(
        share,
        **{
            f"photo-{saree.pk}": [parcel_make.picture("a.jpg"), parcel_make.no_picture()],
            f"note-{saree.pk}": "torn at the hem",
        },
    )
    answer = asha.post(address(share, "inspect/"), form)
    page = text(answer)
    assert answer.status_code == 422
    assert "bill.jpg: This file is not a picture" in page
    assert f'id="f-photo-{saree.pk}-error"' in page
    kept = fields(answer)
    assert kept[f"note-{saree.pk}"] == ["torn at the hem"]
    assert kept[f"why-{saree.pk}"] == ["damaged"]
    assert kept["nonce"] == [form["nonce"]]
    (token,) = kept[f"kept-{saree.pk}"]
    thumb = asha.get(f"/photos/kept/parcel:{Shipment.objects.get().pk}/{token}/")
    assert thumb["Content-Type"] == "image/webp" and thumb["X-Content-Type-Options"] == "nosniff"
    # Sent again without choosing anything anew, the good photo is there.
    read_back = asha.post(address(share, "inspect/"), {**kept, "action": "review"})
    assert fields(read_back)[f"kept-{saree.pk}"] == [token]
    dropped = asha.post(address(share, "inspect/"), {**kept, "action": f"drop:{token}"})
    assert f"kept-{saree.pk}" not in fields(dropped)


def test_more_than_was_sent_is_said_beside_the_line(share, asha):
    saree, _book = share.lines.order_by("position")
    answer = asha.post(
        address(share, "inspect/"),
        typed(share, **{f"good-{saree.pk}": "2", f"bad-{saree.pk}": "১"}),
    )
    assert answer.status_code == 422
    assert "2 good and 1 to return make 3, but 2 were sent." in text(answer)
    for wrong in ("two", "-1", "", "99999999"):
        answer = asha.post(address(share, "inspect/"), typed(share, **{f"good-{saree.pk}": wrong}))
        assert answer.status_code in (200, 422)
    answer = asha.post(address(share, "inspect/"), typed(share, **{f"why-{saree.pk}": "mood"}))
    assert "Choose what is wrong" in text(answer)
    assert not Inspection.objects.exists()


def test_one_button_refuses_everything_and_then_nothing_is_owed(share, asha):
    form = asha.post(address(share, "inspect/"), typed(share, bad=0, action="all_bad"))
    kept = fields(form)
    saree, book = share.lines.order_by("position")
    assert kept[f"bad-{saree.pk}"] == ["2"] and kept[f"good-{book.pk}"] == ["0"]
    reasons = {f"why-{line.pk}": "wrong_item" for line in (saree, book)}
    back = asha.post(address(share, "inspect/"), {**kept, **reasons, "action": "review"})
    done = asha.post(address(share, "inspect/"), {**fields(back), "action": "record"}, follow=True)
    assert "nothing is to be paid" in text(done)
    share.refresh_from_db()
    assert share.state == "refused"
    assert asha.get(address(share, "pay/")).status_code == 302


def test_where_a_piece_is_missing_nobody_says_that_all_of_it_goes_back(share, asha):
    saree, book = share.lines.order_by("position")
    torn = {f"why-{saree.pk}": "damaged", f"good-{saree.pk}": "0", f"bad-{saree.pk}": "1"}
    gone = {f"good-{book.pk}": "0", f"bad-{book.pk}": "0"}
    back = asha.post(
        address(share, "inspect/"), {**typed(share), **torn, **gone, "action": "review"}
    )
    assert "Yes, nothing is accepted" in text(back)
    assert "send everything back" not in text(back)
    done = asha.post(address(share, "inspect/"), {**fields(back), "action": "record"}, follow=True)
    assert "Nothing was accepted and nothing is to be paid." in text(done)


def test_the_sum_follows_the_counts(share, asha):
    answer = asha.post(address(share, "inspect/sum/"), typed(share))
    assert "৳2,940" in text(answer) and "<html" not in text(answer)


def test_a_nonce_of_another_parcel_records_nothing_here(people, share, asha):
    other = parcel_make.arrived(people)
    nonce = str(uuid4())
    for each, expected in ((share, 302), (other, 409)):
        form = typed(each, nonce=nonce, action="record")
        assert asha.post(address(each, "inspect/"), form).status_code == expected
    assert Inspection.objects.count() == 1


def test_an_amount_that_is_no_longer_due_takes_no_money(people, share, asha):
    make.inspected(people, share, now=LATER)
    form = {**fields(asha.get(address(share, "pay/"))), "medium": "cash"}
    answer = asha.post(address(share, "pay/"), {**form, "expected": "100"})
    assert answer.status_code == 409 and "not what you were shown" in text(answer)
    for broken in ({"nonce": "x"}, {"expected": "lots"}, {"medium": "gold"}):
        assert asha.post(address(share, "pay/"), {**form, **broken}).status_code == 422
    assert not Payment.objects.exists()


def test_five_wrong_codes_and_only_a_new_one_helps(people, share, asha):
    make.inspected(people, share, now=LATER)
    make.paid(people, share, now=LATER)
    wrong = f"{(int(make.hand_over_code()) + 1) % 1_000_000:06}"
    for left in (4, 3, 2, 1):
        answer = asha.post(address(share, "hand-over/"), {"code": wrong})
        assert answer.status_code == 400 and f"{left} tr" in text(answer)
    asha.post(address(share, "hand-over/"), {"code": wrong})
    closed = asha.post(address(share, "hand-over/"), {"code": make.hand_over_code()})
    assert closed.status_code == 429 and "new code" in text(closed)


def test_a_photo_is_shown_to_its_parties_alone(people, share, asha):
    saree = share.lines.order_by("position").first()
    back = asha.post(
        address(share, "inspect/"), typed(share, **{f"photo-{saree.pk}": parcel_make.picture()})
    )
    asha.post(address(share, "inspect/"), {**fields(back), "action": "record"})
    page = f"/photos/{Photo.objects.get().pk}/full/"
    for who, status in (("asha", 200), ("mina", 200), ("omar", 200), ("bina", 404), ("tania", 404)):
        client = Client()
        client.force_login(getattr(people, who).person)
        assert client.get(page).status_code == status, who
    assert Client().get(page).status_code == 302


def test_a_receipts_qr_opens_its_live_state_and_a_guess_does_not(people, share, asha):
    make.inspected(people, share, now=LATER)
    payment = make.paid(people, share, now=LATER)
    scanned = asha.get(f"/centre/receipts/{payment.code}/").context["receipt"].address
    anybody = Client()
    anybody.cookies["language"] = "en"
    live = anybody.get("/receipts/" + scanned.split("/receipts/")[1])
    assert "This receipt is genuine" in text(live) and people.karim.mobile not in text(live)
    assert anybody.get(f"/receipts/{payment.code}/0123456789abcdef/").status_code == 404
    digits = bengali_digits(people.karim.mobile[-4:])
    opened = anybody.post(f"/receipts/{payment.code}/", {"digits": digits})
    assert opened.status_code == 302 and scanned.endswith(opened.url)


def test_a_return_is_asked_answered_sent_and_shown_with_its_refund(people, share, asha):
    from ekshop.fulfilment.models import ReturnRequest
    from ekshop.fulfilment.services import return_decide, return_receive

    make.inspected(people, share, now=LATER)
    make.paid(people, share, now=LATER)
    make.handed_over(people, share, now=LATER)
    saree = share.lines.order_by("position").first()
    form = {"line": str(saree.pk), "quantity": "৯", "reason": "damaged", "note": "after washing"}
    tried = asha.post(
        address(share, "return/"),
        {**form, "photos": [parcel_make.picture(), parcel_make.no_picture()]},
    )
    kept = fields(tried)
    form["nonce"] = kept["nonce"]
    assert tried.status_code == 422 and len(kept["kept"]) == 1 and "not a picture" in text(tried)
    too_many = asha.post(address(share, "return/"), {**form, "kept": kept["kept"]})
    assert "Only 2 of these" in text(too_many) and "after washing" in text(too_many)
    asked = asha.post(address(share, "return/"), {**form, "quantity": "১", "kept": kept["kept"]})
    wanted = ReturnRequest.objects.get()
    assert asked.url == f"/centre/returns/{wanted.code}/" and wanted.photos.count() == 1
    seller = people.mina.actor
    return_decide(actor=seller, return_id=wanted.pk, approve=True, note="", now=LATER)
    asha.post(asked.url, {"courier": "manual", "tracking_number": "SA-1"})
    return_receive(actor=seller, return_id=wanted.pk, now=LATER)
    make.work(LATER)
    make.work(LATER)
    page = text(asha.get(asked.url))
    assert "Money given back" in page and "৳2,490" in page
    for who in ("bina", "mina"):
        client = Client()
        client.force_login(getattr(people, who).person)
        assert client.get(asked.url).status_code in (403, 404)
