"""A weaver's nakshi kantha: from her enrolment to the money in her wallet and two commissions."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from ekshop.kernel.bangla import format_taka
from ekshop.producers.tests import pictures
from tests.live import World
from tests.live.processes import until

from .conftest import Window
from .makers import Entrepreneur, Operator, tiny
from .ordering import Journey
from .visitors import Visitor

ROKEYA = "01711000031"
RAHIMA = "01811000081"
PRICE, SALE, SOURCING, DELIVERY = 450_000, 22_500, 6_750, 11_000
"""Of one kantha, in poisha: 5 per cent to who sells it, 1.5 to who looks after its maker."""
HERS = PRICE - SALE - SOURCING
TITLE = "নকশিকাঁথা, পদ্ম আর পাখি"
ABOUT = "তিন পরত পুরোনো সুতি কাপড়ে হাতে সেলাই। পাঁচ ফুট বাই সাত ফুট, হালকা সাবানে ধোয়া যায়।"


@pytest.fixture
def time_again(world: World) -> Iterator[None]:
    """Weeks pass in this journey; the others go on in today."""
    before = world.now()
    yield
    seconds = (world.now() - before).total_seconds()
    world.clock_move(days=-(seconds // 86_400))


def test_a_weaver_is_enrolled_sells_to_another_division_and_is_paid(world, window, time_again):
    asha = Entrepreneur(world, window("asha"))
    omar, oli = Operator(world, window("omar")), Operator(world, window("oli"))
    seller = she_is_enrolled(world, asha)
    she_is_approved(world, omar, seller)
    listing = her_kantha_is_written(asha, seller)
    omar.approve_goods(listing)
    told(world, ROKEYA, TITLE)
    order = bina_buys_it(world, window("bina"), listing)
    she_says_yes(world, order)
    her_own_centre_looks_at_it(world, asha, order)
    bina_looks_at_it_again(order)
    money_goes_to_her_wallet(world, omar, oli, seller)
    everybody_reads_the_same(world, window, asha, order, seller)


def she_is_enrolled(world: World, asha: Entrepreneur) -> int:
    page = asha.page
    asha.see("/centre/producers/")
    page.locator("a[href$='/producers/new/']").first.click()
    asha.on()
    asha.on()
    asha.step("name", person_name_bn="রোকেয়া বেগম", person_name="Rokeya Begum", mobile=ROKEYA)
    asha.step("identity", identity_kind="nid", identity_number="৫৫৫৫১২৩৪৬৭")
    before = world.last_message(ROKEYA)
    asha.step("wallet", wallet_provider="bkash", wallet_number=ROKEYA)
    asha.step("code", code=world.code(ROKEYA, after=before))
    asha.step("craft", craft="needlework", craft_bn="নকশিকাঁথা সেলাই")
    asha.step("work", capacity_a_month="৪", hands="২")
    for kind in ("portrait", "workshop"):
        page.wait_for_url(f"**/{kind}/")
        asha.take_photo(pictures.goods((640, 480), seed=len(kind)))
        asha.on()
    asha.read("সম্মতি")
    asha.step("consent", medium="read_aloud")
    asha.step("contract", medium="signed")
    asha.read("রোকেয়া বেগম", "৪৬৭")
    assert "5555123467" not in page.content()
    asha.on()
    page.wait_for_url("**/centre/producers/*/")
    seller = int(page.url.rstrip("/").rsplit("/", 1)[1])
    world.facts["people"]["rokeya"] = {"mobile": ROKEYA, "organisation": seller}
    return seller


def she_is_approved(world: World, omar: Operator, seller: int) -> None:
    omar.see("/operator/producers/", "রোকেয়া বেগম")
    omar.see(f"/operator/producers/{seller}/", "নকশিকাঁথা সেলাই")
    omar.fill_in(f"form[action$='/{seller}/approve/']")
    omar.look()
    assert world.sql("SELECT state FROM parties_organisation WHERE id = %s", seller) == [
        ("active",)
    ]


def her_kantha_is_written(asha: Entrepreneur, seller: int) -> int:
    """A tiny photo and one of a screen are told to be of no use; a good one takes their place."""
    page, listing = asha.page, asha.begin_goods(seller)
    asha.photograph_goods(tiny())
    asha.read("ছবিটি খুব ছোট")
    asha.photograph_goods(pictures.screen())
    asha.read("পর্দা বা ছাপা ছবির ছবি")
    asha.see(f"/centre/producers/{seller}/goods/{listing}/")
    expect(page.locator("form[action$='/submit/']")).to_have_count(0)
    asha.page.goto(f"/centre/producers/{seller}/goods/{listing}/photos/")
    for _photo in range(2):
        with page.expect_navigation():
            page.locator("button[name=drop]").first.click()
    asha.photograph_goods(pictures.goods())
    asha.read("ছবিটি ভালো।")
    asha.on()
    asha.write_goods(TITLE, ABOUT, "হস্তশিল্প ও জেলার পণ্য › নকশিকাঁথা", "৪,৫০০")
    asha.read(taka(HERS), taka(SALE), taka(SOURCING), taka(DELIVERY))
    asha.send_goods()
    return listing


def bina_buys_it(world: World, page: Page, listing: int) -> Journey:
    found = "SELECT offer_id FROM producers_listing WHERE id = %s AND offer_id IS NOT NULL"
    ((offer,),) = until(lambda: world.sql(found, listing), "the kantha to be in the shop")
    ((ref,),) = world.sql("SELECT seller_ref FROM catalogue_offer WHERE id = %s", offer)
    seller = world.facts["people"]["rokeya"]["organisation"]
    world.facts["offers"][ref] = {"id": offer, "price": PRICE, "seller": seller}
    order = Journey(world, page, RAHIMA, "রহিমা খাতুন")
    order.attend()
    until(lambda: _found(order, offer), "the search to find it", pause=0.5)
    order.put_in_basket(ref)
    order.count_and_place(ref, 1)
    order.ref = ref
    return order


def _found(order: Journey, offer: int) -> bool:
    order.find("নকশী কাঁথা")
    return bool(order.page.locator(f"#o-{offer}").count())


def she_says_yes(world: World, order: Journey) -> None:
    """Her answer is a text message of one figure and the order's number in the question."""
    asked = told(world, ROKEYA, "নতুন অর্ডার")
    found = re.search(r"১ ([০-৯]{2})", asked)
    assert found, asked
    world.control("sms/write", msisdn=ROKEYA, sms=found[0])
    order.answered(order.ref, "confirmed")


def her_own_centre_looks_at_it(world: World, asha: Entrepreneur, order: Journey) -> None:
    part, page = order.part(order.ref), asha.page
    asha.see("/centre/producers/orders/", "রোকেয়া")
    asha.see(f"/centre/producers/orders/{part.code}/", TITLE)
    page.click(f"a[href$='/{part.code}/check/']")
    asha.look()
    page.locator(f"input[name=good-{part.line}]").fill("1")
    page.locator("button[name=action][value=review]").last.click()
    asha.look()
    page.click("button[name=action][value=record]")
    page.wait_for_url(f"**/orders/{part.code}/")
    asha.see("/centre/pools/new/", "রোকেয়া")
    asha.fill_in("main form")
    asha.look()
    asha.fill_in("#hand-over")
    asha.look()


def bina_looks_at_it_again(order: Journey) -> None:
    page, line = order.page, order.part(order.ref).line
    order.receive(order.ref)
    page.locator(f"input[name=good-{line}]").fill("1")
    page.locator("button[name=action][value=review]").last.click()
    page.click("button[name=action][value=record]")
    page.wait_for_url("**/pay/")
    order.pay()
    order.hand_over()
    assert order.part(order.ref).state == "handed_over"


def money_goes_to_her_wallet(world: World, omar: Operator, oli: Operator, seller: int) -> None:
    """Two weeks later nobody has brought it back: what is hers goes the way of all payouts."""
    world.settle()
    world.clock_move(days=14)
    world.tick("settlement.lock")
    world.tick("settlement.sellers_daily")
    omar.see("/operator/payouts/floats/")
    omar.fill_in(
        "form:has([name=reference])", provider="bkash", amount="১০,০০০", reference="SLIP-L1"
    )
    oli.see("/operator/payouts/floats/")
    with oli.page.expect_navigation():
        oli.page.locator("form[action$='/arrived/'] button").first.click()
    omar.see("/operator/payouts/")
    omar.fill_in("form:has(input[name=provider][value=bkash])")
    batch = omar.page.url.removeprefix(world.url)
    oli.see(batch, "রোকেয়া বেগম")
    oli.fill_in("form[action$='/release/']")
    paid = "SELECT 1 FROM settlement_payout WHERE organisation_id = %s AND state = 'succeeded'"
    until(lambda: world.sql(paid, seller), "bKash to pay her")
    moved = [
        each["amount"] for each in world.control("bkash/moves")["moves"] if each["msisdn"] == ROKEYA
    ]
    assert moved == [HERS]
    world.settle()


def everybody_reads_the_same(
    world: World, window: Window, asha: Entrepreneur, order: Journey, seller: int
) -> None:
    """Her page, both centres' pages and the books say the same figures."""
    rokeya = Visitor(world, window("rokeya"))
    rokeya.see("/producer/money/", taka(HERS))
    rokeya.read("টাকা পৌঁছেছে")
    rokeya.page.locator("main a[href*='/settlements/2']").first.click()
    rokeya.read(taka(PRICE), taka(SALE + SOURCING))
    rokeya.look()
    people, line = world.facts["people"], order.part(order.ref).line
    ((month,), *_) = world.sql(
        "SELECT month FROM settlement_commissionline WHERE order_line_id = %s", line
    )
    centres = {"bina": (Visitor(world, order.page), SALE), "asha": (asha, SOURCING)}
    for key, (centre, earned) in centres.items():
        address = f"/centre/statements/{month}/{seller}/{people[key]['organisation']}/"
        centre.see(address, "রোকেয়া বেগম", taka(earned))
    assert dict(
        world.sql(
            "SELECT a.organisation_id, -sum(e.amount_poisha)::bigint FROM ledger_entry e"
            " JOIN ledger_account a ON a.id = e.account_id"
            " JOIN ledger_journal j ON j.id = e.journal_id"
            " JOIN settlement_commissionline c ON j.key = 'commission:lock:' || c.id"
            " WHERE a.purpose = 'commission_payable' AND c.order_line_id = %s"
            " GROUP BY a.organisation_id",
            line,
        )
    ) == {people["bina"]["organisation"]: SALE, people["asha"]["organisation"]: SOURCING}
    assert world.sql(
        "SELECT balance_poisha FROM ledger_account"
        " WHERE organisation_id = %s AND purpose = 'seller_payable'",
        seller,
    ) == [(0,)]
    assert "agree" in world.manage("ledger_verify")


def told(world: World, mobile: str, words: str) -> str:
    """The message with these words, waited for."""
    return until(
        lambda: [each["text"] for each in world.messages(mobile) if words in each["text"]], words
    )[0]


def taka(poisha: int) -> str:
    return format_taka(poisha, "bn")
