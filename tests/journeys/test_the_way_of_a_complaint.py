"""The whole way of a complaint, by pages: to money back, and by an agency to a decision.

Last of the journeys, since time goes on in it for everybody by more than two weeks.
"""

from datetime import timedelta
from uuid import uuid4

from ekshop.kernel.clock import dhaka_date, month_of
from tests.live import World
from tests.live.counter import Entrepreneur
from tests.live.processes import until

from .visitors import Complainant, Visitor, complain_of_a_facebook_seller

DESK = {"width": 1280, "height": 900}
SAREE = "ST-01"
PARTS, WHOLE = "২০০", "৫০০"
"""Taka the seller offers, and what Karim asks for instead."""


def bought(world: World, mobile: str) -> None:
    """A saree of Mina's that Karim paid in cash at Asha's centre."""
    world.control("shop/3/settings", answer_after_s=0, ship_after_s=0, courier="manual")
    asha = Entrepreneur(world, "asha").attend(mobile, "করিম মিয়া")
    (share,) = asha.packed(asha.place(uuid4(), [(SAREE, 1)]))
    asha.receive(share)
    asha.inspect(share, uuid4(), {line: (n, 0) for line, n in asha.lines(share).items()})
    asha.pay(share, uuid4())
    world.control("shop/3/settings", courier="sandbox_courier")
    # The code for the goods goes to the same telephone as the one by which he proves it.
    world.settle()


def statement(world: World, whose: str) -> str:
    """This month's, of Mina's sales at Asha's centre."""
    people = world.facts["people"]
    parties = (people[each]["organisation"] for each in ("mina", "asha"))
    return f"/{whose}/statements/{month_of(world.now())}/{'/'.join(map(str, parties))}/"


def complain_of_what_was_bought(karim: Complainant) -> str:
    karim.choose("category", "damaged")
    karim.on()
    karim.page.locator("input[name=choice]").first.check(force=True)
    karim.on()
    karim.tell_what_happened()
    karim.tell_the_rest("refund", "১,০০০")
    return karim.send()


def told(world: World, mobile: str, words: str) -> bool:
    return bool(until(lambda: any(words in each["text"] for each in world.messages(mobile)), words))


def test_part_of_the_price_comes_back_as_the_two_sides_agree(world, window):
    mobile = "01811000021"
    bought(world, mobile)
    karim = Complainant(world, window())
    karim.see("/complain/", "অভিযোগ")
    karim.page.click("main a[href='/complain/new/']")
    karim.prove(mobile)
    karim.on()
    code = complain_of_what_was_bought(karim)
    karim.look()
    world.settle()
    own, theirs = f"/complain/cases/{code}/", f"/partner/complaints/{code}/"
    karim.see(own, "বিক্রেতাকে জবাব দিতে হবে")
    assert told(world, mobile, code)

    mina = Visitor(world, window("mina", size=DESK))
    mina.see("/partner/complaints/", code)
    mina.see(theirs, "১,০০০")
    mina.fill_in("form[action$='/offer/']", kind="refund", amount=PARTS, medium="same")
    mina.read("প্রস্তাব")
    world.settle()
    assert told(world, mobile, "২০০")

    karim.see(own, "৳২০০")
    karim.page.click(f"main a[href='{own}counter/']")
    karim.look()
    karim.fill_in("main form", amount=WHOLE)
    karim.see(own, "৳৫০০")
    mina.see(theirs, "৳৫০০")
    mina.fill_in("form[action$='/agree/']")
    mina.see(theirs, "৳৫০০")
    world.settle()

    ((refund, goods, paid),) = world.sql(
        "SELECT f.code, f.goods_poisha, p.refunded_poisha FROM payments_refund f"
        " JOIN payments_payment p ON p.id = f.payment_id WHERE f.case_code = %s",
        code,
    )
    assert (goods, paid) == (50_000, 50_000)
    mina.see(statement(world, "partner"), code, "-৳৫০০", "-৳২৫")
    karim.see(own, refund, "নয়ারহাট")
    asha = Visitor(world, window("asha"))
    asha.see(statement(world, "centre"), code, "-৳২৫")
    asha.see("/centre/money/refunds/", refund, code)
    asha.fill_in(f"form[action$='/{refund}/']")
    world.settle()
    assert told(world, mobile, "YES")
    karim.see(own)
    karim.page.click(f"main a[href='{own}confirm/']")
    karim.look()
    karim.fill_in("main form", rating="5", note="টাকা পেয়েছি।")
    karim.see(own)
    mina.see(theirs)


def test_a_silent_facebook_seller_is_decided_on_by_the_directorate(world, window):
    mobile, seller = "01811000023", "01911223344"
    karim = Complainant(world, window())
    karim.page.goto("/complain/new/")
    karim.prove(mobile)
    karim.on()
    code = complain_of_a_facebook_seller(karim, "০১৭১১ ২২৩৩৪৪", "9BF7AA3", seller)
    world.settle()
    assert told(world, seller, code)
    own, desk = f"/complain/cases/{code}/", f"/desk/cases/{code}/"
    karim.see(own, "বিক্রেতাকে জবাব দিতে হবে")

    time_goes_on(world, hours=73)
    assert told(world, mobile, "সমন্বয়ক")
    nila = Visitor(world, window("nila", size=DESK))
    nila.see("/desk/", code)
    nila.see(desk)
    nila.fill_in("form[action$='/act/refer/']", text="নথি সংযুক্ত।")
    world.settle()
    ((referral, receipt),) = world.sql(
        "SELECT r.code, r.dak_number FROM complaints_referral r"
        " JOIN complaints_case c ON c.id = r.case_id WHERE c.code = %s",
        code,
    )
    assert receipt
    nila.see(desk, receipt)
    assert told(world, "01711000012", code)
    world.control("nothi/move", reference=referral)
    world.tick("complaints.nothi_ask", queue="outgoing")

    rafi = Visitor(world, window("rafi", size=DESK))
    rafi.see("/desk/", code)
    rafi.see(desk, receipt, "পরিচালক (অভিযোগ)")
    heard_on = dhaka_date(world.now()) + timedelta(days=12)
    rafi.fill_in(
        "form[action$='/act/call/']", at=heard_on.isoformat(), time="11:00", place="কক্ষ ৪০৫"
    )
    world.settle()
    assert told(world, mobile, "কক্ষ ৪০৫") and told(world, seller, "কক্ষ ৪০৫")
    karim.come_back(own, mobile)
    karim.see(own, "শুনানি ডাকা হয়েছে", "কক্ষ ৪০৫")
    time_goes_on(world, days=13)
    rafi.see(desk)
    rafi.fill_in(
        "form[action$='/act/hold/']",
        complainant_came="yes",
        seller_came="no",
        minutes="অভিযোগকারী রসিদ দেখিয়েছেন। বিক্রেতা আসেননি।",
    )
    rafi.see(desk)
    rafi.fill_in(
        "form[action$='/act/decide/']",
        kind="fine",
        fine="২,০০০",
        section="৪৫",
        remedy="refund",
        remedy_amount="১,২০০",
        remedy_due_on=(heard_on + timedelta(days=15)).isoformat(),
        medium="bkash",
        text="বিক্রেতা টাকা ফেরত দেবেন।",
    )
    rafi.see(desk)
    rafi.fill_in("form[action$='/act/fine/']", recovered="২,০০০", reference="T-1", staff="no")
    rafi.see(desk, "৳৫০০")
    rafi.fill_in("form[action$='/act/share/']", reference="BEFTN 1")
    rafi.see(desk)
    rafi.fill_in("form[action$='/act/comply/']", text="বিকাশে ১,২০০ টাকা ফেরতের রসিদ দেখা হয়েছে।")
    world.settle()
    assert told(world, mobile, "৫০০")
    karim.come_back(own, mobile)
    karim.see(own, "৳৫০০")
    karim.page.click(f"main a[href='{own}confirm/']")
    karim.fill_in("main form", rating="4")
    karim.see(own)


def time_goes_on(world: World, **amount: float) -> None:
    world.clock_move(**amount)
    world.tick("kernel.deadlines_run")
