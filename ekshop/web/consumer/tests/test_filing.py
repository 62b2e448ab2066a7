"""A complaint is written page by page without losing anything, and filed once, by the right person."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ekshop.catalogue.tests import make as goods
from ekshop.complaints.models import Case, Draft
from ekshop.complaints.services import information_ask
from ekshop.complaints.tests import files, make
from ekshop.kernel import clock
from ekshop.kernel.jobs import run_jobs
from ekshop.notices.models import Message
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT
from ekshop.web.consumer.tests.browsing import Writer, prove

pytestmark = pytest.mark.django_db
DAY = (PLACED_AT - timedelta(days=5)).date().isoformat()


@pytest.fixture(autouse=True)
def stopped():
    with clock.at(PLACED_AT) as hand:
        yield hand


@pytest.fixture
def people():
    return make.people()


@pytest.fixture
def karim(client, people):
    prove(client, people.karim.mobile)
    return Writer(client)


@pytest.fixture
def share(people):
    orders.rate()
    order = orders.order(people, [(orders.offer(people.partner), 1)])
    return orders.share(order, people.partner)


def test_a_facebook_seller_known_by_a_page_and_a_wallet(karim):
    karim.tell("category", category="not_delivered")
    karim.tell("describe", h_page="facebook.com/Rong.Fashion", h_wallet="০১৭১১-২২৩৩৪৪")
    karim.tell("story", story=make.STORY, happened_on=DAY)
    karim.tell("money", paid_by="bkash", paid="৳১,৫০০/-", transaction_id="9bf7xx2")
    karim.tell("asked", asked="yes", asked_seller_on=DAY, asked_seller_note="ফোন ধরে না")
    karim.tell("remedy", wanted="refund", wanted_amount="১৫০০")
    karim.tell("evidence", action="next")
    answer = karim.tell("person", name="করিম মিয়া")
    assert answer.url == karim.address("check/")
    page = karim.page("check/")
    assert "৳১,৫০০" in page and "করিম মিয়া" in page
    assert make.STORY in karim.page("send/")
    case = karim.send()
    assert (case.respondent.kind, case.paid_poisha, case.wanted_poisha) == (
        "unregistered",
        150_000,
        150_000,
    )
    assert {each.kind for each in case.respondent.handles.all()} == {"page", "wallet"}
    assert case.code in karim.client.get(f"/complain/cases/{case.code}/receipt/").content.decode()
    pdf = karim.client.get(f"/complain/cases/{case.code}/receipt.pdf")
    assert pdf.content.startswith(b"%PDF")


def test_the_code_of_ones_own_order_fills_seller_goods_and_order(karim, share):
    page = karim.page(f"seller/?q={share.order.code.lower()}")
    assert f'value="order:{share.pk}"' in page
    karim.tell("seller", choice=f"order:{share.pk}", looked=share.order.code)
    assert share.lines.first().title in karim.page("story/")
    case = karim.finish()
    assert (case.seller_order_id, case.respondent.organisation_id) == (share.pk, share.seller_id)


def test_another_order_chosen_later_brings_its_own_goods_unless_they_were_told_by_hand(
    karim, share, people
):
    other_offer = orders.offer(people.partner, of=goods.product("Bronze bowl"))
    other = orders.share(orders.order(people, [(other_offer, 1)]), people.partner)
    karim.tell("seller", choice=f"order:{share.pk}", looked=share.order.code)
    first = karim.draft.answers["goods"]
    karim.tell("seller", choice=f"order:{other.pk}", looked=other.order.code)
    assert karim.draft.answers["goods"] == other.lines.first().title != first
    karim.tell("story", story=make.STORY, happened_on=DAY, goods="বাটির সেট")
    karim.tell("seller", choice=f"order:{share.pk}", looked=share.order.code)
    assert karim.draft.answers["goods"] == "বাটির সেট"


def test_the_page_that_follows_an_order_leads_to_its_complaint(client, people, share):
    answer = client.get(f"/complain/new/?order={share.order.code}")
    assert answer.url.startswith("/complain/mobile/?next=")
    answer = prove(client, people.karim.mobile, then=f"/complain/new/?order={share.order.code}")
    answer = client.get(answer.url)
    assert answer.url.endswith(f"/seller/?q={share.order.code}")
    assert f'value="order:{share.pk}"' in client.get(answer.url).content.decode()


def test_somebody_elses_order_is_not_known(client, people, share):
    prove(client, "01799999999")
    writer = Writer(client)
    page = writer.page(f"seller/?q={share.order.code}")
    assert "order:" not in page and share.seller.name not in page
    assert writer.tell("seller", choice=f"order:{share.pk}", looked=share.code).status_code == 422
    assert "seller" not in writer.draft.answers


def test_a_number_that_somebody_else_knew_a_seller_by_is_shown_by_its_end_alone(karim, people):
    make.case(
        people, mobile="+8801811000777", seller_name="01799-887766", handles=[("page", "rong")]
    )
    known = Case.objects.get().respondent
    karim.tell("seller", choice=f"known:{known.pk}", looked="fb.com/rong")
    case = karim.finish()
    for page in (f"/complain/cases/{case.code}/", f"/complain/cases/{case.code}/receipt/"):
        shown = karim.client.get(page).content.decode()
        assert "…৭৭৬৬" in shown and "887766" not in shown
    with clock.at(PLACED_AT):
        run_jobs(queues=["default"])
    told = Message.objects.filter(to=people.karim.mobile, reference=case.code)
    assert told and not any("887766" in each.body for each in told)


def test_a_seller_is_found_by_name_number_or_dbid(karim, people):
    make.case(people, seller_name="Rong Mela", handles=[("phone", "01711223344")])
    known = Case.objects.get().respondent
    assert f'value="known:{known.pk}"' in karim.page("seller/?q=০১৭১১ ২২৩৩৪৪")
    assert f'value="seller:{people.partner.pk}"' in karim.page(
        f"seller/?q={people.partner.name_en}"
    )
    karim.tell("seller", choice=f"seller:{people.partner.pk}")
    assert karim.draft.answers["seller"]["organisation_id"] == people.partner.pk
    assert karim.tell("seller", choice="known:999999").status_code == 422
    assert karim.tell("seller", choice="x").status_code == 422


@pytest.mark.parametrize(
    ("story", "said"),
    [
        ("", "কয়েকটি বাক্যে"),
        ("খারাপ", "কয়েকটি বাক্যে"),
        ("প্রতারণা" * 20, "কয়েকটি বাক্যে"),
        ("টাকা নিয়েছে কিছু দেয়নি। " * 40_000, "বেশি বড়"),
        ("Avwg GKwU kvwo A‡W©vi K‡iwQjvg, GL‡bv cvBwb|", "বিজয়"),
    ],
)
def test_a_story_that_says_nothing_or_too_much_is_refused_in_words_and_kept(karim, story, said):
    answer = karim.tell("story", story=story, happened_on=DAY, goods="লাল শাড়ি")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "লাল শাড়ি" in page and story[:200] in page
    assert "story" not in karim.draft.answers


@pytest.mark.parametrize(
    ("step", "told", "field"),
    [
        ("category", {"category": "weather"}, "f-category"),
        ("story", {"story": make.STORY, "happened_on": "2999-01-01"}, "f-happened_on"),
        ("story", {"story": make.STORY, "happened_on": "গতকাল"}, "f-happened_on"),
        ("money", {"paid_by": "bkash", "paid": "অনেক"}, "f-paid"),
        ("money", {"paid_by": "bkash", "paid": ""}, "f-paid"),
        ("money", {"paid_by": "bkash", "paid": "9" * 30}, "f-paid"),
        ("asked", {}, "f-asked"),
        ("remedy", {"wanted": "refund", "wanted_amount": ""}, "f-wanted_amount"),
        ("remedy", {"wanted": "moon"}, "f-wanted"),
        ("person", {"name": ""}, "f-name"),
        ("person", {"name": "Karim", "district_id": "777777777"}, "f-district_id"),
        ("person", {"name": "Karim", "email": "nobody"}, "f-email"),
        ("describe", {}, "f-seller_name"),
        ("describe", {"h_phone": "ফোন"}, "f-h_phone"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_in_the_summary(karim, step, told, field):
    answer = karim.tell(step, **told)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#{field}"' in page
    assert f'id="{field}"' in page


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("facebook.com/nil.akash", "h_page"),
        ("https://m.facebook.com/nil.akash", "h_page"),
        ("০১৭১১ ২২৩৩৪৪", "h_phone"),
        ("নীল আকাশ", "seller_name"),
        ("nilakash.com/shop", "h_link"),
        ("১২৩৪৫৬৭৮৯০১২", "h_account"),
        ("nil@akash.example", "h_email"),
    ],
)
def test_what_was_looked_for_in_vain_need_not_be_typed_again(karim, typed, field):
    found = karim.page(f"seller/?q={quote(typed)}")
    link = re.search(r'href="([^"]+/describe/[^"]*)"', found)
    page = karim.client.get(unescape(link[1])).content.decode()
    assert re.search(rf'name="{field}"[^>]* value="{re.escape(typed)}"', page)


def test_more_than_was_paid_is_refused_unless_damages_are_claimed(karim):
    karim.tell("money", paid_by="bkash", paid="500")
    assert karim.tell("remedy", wanted="refund", wanted_amount="700").status_code == 422
    told = {"wanted": "refund", "wanted_amount": "700", "damages": "1"}
    assert karim.tell("remedy", **told).status_code == 302


def test_evidence_is_kept_when_another_file_is_refused(karim):
    good = SimpleUploadedFile("ছবি.jpg", files.photo())
    bad = SimpleUploadedFile("invoice.pdf", files.PROGRAM)
    answer = karim.tell("evidence", files=[good, bad], action="next")
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "invoice.pdf" in page and "ছবি.webp" in page
    (row,) = karim.draft.evidence.all()
    assert karim.client.get(f"/evidence/{row.token}/small/").status_code == 200
    whole = karim.client.get(f"/evidence/{row.token}/")
    assert whole["Content-Disposition"].startswith("attachment")
    assert whole["X-Content-Type-Options"] == "nosniff"
    karim.tell("evidence", action=f"drop:{row.token}")
    assert not karim.draft.evidence.exists()


def test_nobody_else_opens_a_draft_or_its_files(karim, people, client):
    karim.tell("evidence", files=[SimpleUploadedFile("a.pdf", files.PDF)], action="next")
    row = karim.draft.evidence.get()
    address = karim.address("")
    client.post("/complain/mobile/forget/")
    assert client.get(address).status_code == 302
    prove(client, "01799999999")
    assert client.get(address).status_code == 404
    assert client.get(f"/evidence/{row.token}/").status_code == 404
    client.force_login(people.mina.person)
    assert client.get(f"/evidence/{row.token}/").status_code == 404


def test_a_draft_waits_for_its_number_on_another_telephone(karim, people, client):
    karim.tell("category", category="damaged")
    client.cookies.clear()
    prove(client, people.karim.mobile)
    assert karim.address("") in client.get("/complain/mine/").content.decode()
    assert "checked" in karim.page("category/")


def test_a_draft_thrown_away_is_gone(karim):
    karim.tell("category", category="damaged")
    karim.client.post(karim.address("drop/"))
    assert not Draft.objects.exists()


def test_nothing_is_sent_before_everything_is_told(karim):
    karim.tell("category", category="damaged")
    assert karim.client.post(karim.address("send/")).url == karim.address("check/")
    assert not Case.objects.exists()


def test_pressed_twice_it_is_one_complaint(karim):
    case = karim.finish()
    answer = karim.client.post(karim.address("send/"))
    assert answer.url == f"/complain/cases/{case.code}/"
    assert Case.objects.count() == 1


def test_the_same_order_twice_is_asked_about_and_added_to_the_first(karim, share):
    karim.tell("seller", choice=f"order:{share.pk}", looked=share.code)
    first = karim.finish()
    again = Writer(karim.client)
    again.tell("seller", choice=f"order:{share.pk}", looked=share.code)
    again.tell_rest()
    assert first.code in again.page("send/")
    assert again.client.post(again.address("send/")).status_code == 422
    again.client.post(again.address("join/"), {"case": first.code})
    assert Case.objects.count() == 1
    page = again.client.get(f"/complain/cases/{first.code}/").content.decode()
    assert page.count(make.STORY) == 2


def test_something_else_about_the_same_order_is_filed_on_its_own(karim, share):
    for number, told in enumerate(({}, {"anyway": "1"}), start=1):
        writer = Writer(karim.client)
        writer.tell("seller", choice=f"order:{share.pk}", looked=share.code)
        writer.tell_rest()
        writer.send(**told)
        assert Case.objects.count() == number


def test_words_alike_only_suggest(karim, people):
    make.case(people)
    writer = Writer(karim.client)
    writer.tell("describe", seller_name="Another Shop")
    writer.tell_rest()
    assert "আগে অভিযোগ" in writer.page("send/")
    assert writer.send().respondent.name == "Another Shop"


def test_another_persons_like_complaint_is_never_shown(client, people):
    case = make.case(people, transaction_id="SAME99")
    prove(client, "01799999999")
    writer = Writer(client)
    writer.tell("describe", seller_name="Another Shop")
    writer.tell_rest(transaction_id="SAME99")
    assert case.code not in writer.page("send/")
    assert client.post(writer.address("join/"), {"case": case.code}).status_code == 404


def test_it_is_nobodys_turn_who_only_holds_the_code(client, people):
    case = make.case(people)
    information_ask(
        actor=people.mina.actor, case_id=case.pk, text="কোন রং চেয়েছিলেন?", now=PLACED_AT
    )
    page = client.get(f"/c/{case.code}").content.decode()
    assert "অভিযোগকারীর কাছে" in page and "আপনার পালা" not in page
    prove(client, people.karim.mobile)
    assert "আপনার পালা" in client.get("/complain/mine/").content.decode()


def test_who_holds_the_code_alone_sees_the_state_and_nobodys_name(client, people):
    case = make.case(people)
    page = client.get(f"/c/{case.code.lower()}").content.decode()
    assert case.code in page and "বিক্রেতার কাছে" in page
    for secret in (case.story, people.karim.name, people.partner.name_bn, case.transaction_id):
        assert secret not in page
    assert client.get("/c/C22-2222-2").status_code == 404


def test_more_words_and_proof_are_added_to_a_case(karim, people):
    case = make.case(people)
    file = SimpleUploadedFile("a.pdf", files.PDF)
    address = f"/complain/cases/{case.code}/add/"
    assert karim.client.post(address, {"text": "নতুন কথা", "files": [file]}).status_code == 302
    page = karim.client.get(f"/complain/cases/{case.code}/").content.decode()
    assert "নতুন কথা" in page and "a.pdf" in page
    assert karim.client.post(address, {"text": ""}).status_code == 422
    bad = SimpleUploadedFile("a.pdf", files.PROGRAM)
    answer = karim.client.post(address, {"text": "আরও", "files": [bad]})
    assert answer.status_code == 422
    assert re.search(r"a\.pdf", answer.content.decode())


def test_who_let_others_read_the_story_takes_it_back(karim, people):
    case = make.case(people)
    address = f"/complain/cases/{case.code}/publish/"
    for word, shown in (("yes", True), ("yes", True), ("no", False)):
        karim.client.post(address, {"publish": word})
        case.refresh_from_db()
        assert case.publish is shown
    kinds = [each.kind for each in case.timeline.order_by("number")]
    assert [kind for kind in kinds if kind.startswith("story")] == ["story_shown", "story_hidden"]
    karim.client.post("/complain/mobile/forget/")
    prove(karim.client, "01799999999")
    assert karim.client.post(address, {"publish": "yes"}).status_code == 404


@pytest.mark.parametrize("odd", ["²", "9" * 5000, "9" * 18, "-1", "x"])
def test_a_district_that_is_none_is_told_beside_its_field(karim, odd):
    answer = karim.tell("person", name="করিম মিয়া", district_id=odd)
    assert answer.status_code == 422
    assert 'href="#f-district_id"' in answer.content.decode()
