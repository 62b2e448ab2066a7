"""A month from its freeze until everybody has their money, and the next month that carries on.

In an installation of its own, `tests.live.month`, since every taka in it is counted.
"""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page

from ekshop.kernel.bangla import format_taka
from ekshop.kernel.clock import month_after, month_bounds, month_of
from tests.live import World
from tests.live.month import CENTRES, SOLD, SOLD_SINCE, TAKEN_BACK
from tests.live.processes import until

from .visitors import Visitor

DESK = {"width": 1280, "height": 900}
NEW_NUMBER = "01911000002"
COMMISSION = {key: (price * 500 + 5_000) // 10_000 for key, price in SOLD.items()}
TAX = {key: (poisha * 1_000 + 5_000) // 10_000 for key, poisha in COMMISSION.items()}
PAID = {key: COMMISSION[key] - TAX[key] for key in SOLD}
OWED, SINCE = TAKEN_BACK * 5 // 100, SOLD_SINCE * 5 // 100
"""Of Dola: what was taken back of her commission, and what she earned since."""
OFF_LATER = "পরের মাস থেকে কাটা হবে"


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Time stands on the tenth of next month: the month that runs now is over."""
    world = World("month", data="tests.live.month", settings={"BKASH_SECONDS": "6"})
    now = world.now()
    tenth = month_bounds(month_after(month_of(now)))[0] + timedelta(days=9, hours=11)
    world.clock_move(seconds=(tenth - now).total_seconds())
    with world:
        yield world


class Operator(Visitor):
    """Asks on a month's page, or confirms what the other one asked for."""

    def ask(self, month: str, step: str) -> None:
        self.see(f"/operator/months/{month}/")
        self.fill_in(f"form:has(input[value={step}])", note="দেখা হয়েছে।")
        self.look()

    def confirm(self, month: str) -> None:
        self.see(f"/operator/months/{month}/")
        self.fill_in("form:has(button[value=confirm])")
        self.world.settle()

    def draft(self, provider: str) -> str:
        """The new batch's address."""
        self.see("/operator/payouts/")
        self.fill_in(f"form:has(input[name=provider][value={provider}])")
        self.look()
        return self.page.url.removeprefix(self.world.url)

    def act(self, address: str, act: str) -> None:
        self.see(address)
        self.fill_in(f"form[action$='/{act}/']")
        self.world.settle()

    def top_up(self, provider: str, taka: str, slip: str) -> None:
        self.see("/operator/payouts/floats/")
        self.fill_in("form:has([name=reference])", provider=provider, amount=taka, reference=slip)


def taka(poisha: int) -> str:
    return format_taka(poisha, "bn")


def number(world: World, month: str, centre: str) -> str:
    """Of a centre's statement with Mina's seller."""
    people = world.facts["people"]
    return f"{month}-{people[centre]['organisation']}-{people['mina']['organisation']}"


def paid_states(world: World) -> dict[str, str]:
    """By centre: how its payout of the month stands."""
    rows = world.sql(
        "SELECT p.organisation_id, p.state FROM settlement_payout p"
        " JOIN settlement_commissionstatement s ON s.id = p.entity_id"
        " WHERE p.entity = 'commission_statement' AND s.month = %s",
        world.facts["month"],
    )
    centres = {world.facts["people"][key]["organisation"]: key for key in CENTRES}
    return {centres[pk]: state for pk, state in rows}


def ended(world: World, *centres: str) -> None:
    """Waits until bKash has answered for these, or is known not to."""
    waiting = {"planned", "sending"}
    until(
        lambda: not waiting & {paid_states(world)[each] for each in centres},
        f"payouts to {', '.join(centres)}",
    )


def told(world: World, centre: str, words: str) -> bool:
    to = world.facts["people"][centre]["mobile"]
    return bool(until(lambda: any(words in m["text"] for m in world.messages(to)), words))


def test_a_month_is_closed_and_everybody_paid_once(world, window, tmp_path):
    month = world.facts["month"]
    omar = Operator(world, window("omar", size=DESK))
    oli = Operator(world, window("oli", size=DESK))
    months_are_found_on_a_telephone(window("omar"))
    statements_are_frozen(world, omar, oli, window("asha"), window("dola"))
    world.clock_move(days=6)
    world.tick("kernel.deadlines_run")
    oli.ask(month, "settle")
    omar.confirm(month)
    the_seller_pays_in(world, Visitor(world, window("mina", size=DESK)), omar)
    bkash_pays_as_bkash_does(world, omar, oli)
    bina = Visitor(world, window("bina"))
    the_wrong_number_is_corrected(world, bina, omar, oli)
    rocket_goes_by_file(world, omar, oli, tmp_path)
    assert paid_states(world) == dict.fromkeys(SOLD, "succeeded")
    omar.see(f"/operator/months/{month}/", "সব টাকা দেওয়া হয়েছে বা পরের মাসে গেছে")
    assert world.sql("SELECT state FROM settlement_monthclose WHERE month = %s", month) == [
        ("closed",)
    ]
    the_prize_is_awarded(world, omar, oli, window("asha"))
    what_is_owed_is_carried_on(world, omar, oli, Visitor(world, window("dola")))
    everything_adds_up(world)


def statements_are_frozen(
    world: World, omar: Operator, oli: Operator, asha: Page, dola: Page
) -> None:
    month = world.facts["month"]
    omar.ask(month, "freeze")
    omar.read("অন্য একজনকে নিশ্চিত করতে হবে")
    oli.confirm(month)
    sums = [taka(sum(PAID.values())), taka(-sum(TAX.values())), f"{OFF_LATER}{taka(OWED)}"]
    oli.see(f"/operator/months/{month}/", *sums)
    own = f"/centre/commission/statement/{number(world, month, 'asha')}/"
    Visitor(world, asha).see(own, taka(COMMISSION["asha"]), taka(TAX["asha"]), taka(PAID["asha"]))
    own = f"/centre/commission/statement/{number(world, month, 'dola')}/"
    Visitor(world, dola).see(own, taka(-OWED), "এই মাসে টাকা দেওয়া হবে না")
    Visitor(world, dola).see("/centre/money/", "দেওয়ার মতো টাকা নেই")
    assert told(world, "dola", "এ মাসে টাকা দেওয়া হবে না")


def months_are_found_on_a_telephone(omar: Page) -> None:
    omar.goto("/operator/")
    menu = omar.locator("nav details", has_text="টাকা পাঠানো")
    menu.locator("summary").click()
    sheet = menu.locator(".menu-sheet").bounding_box()
    assert sheet and sheet["x"] >= 0 and sheet["x"] + sheet["width"] <= 360
    menu.get_by_text("মাসগুলো").click()
    omar.wait_for_url("**/operator/months/")


def the_seller_pays_in(world: World, mina: Visitor, omar: Operator) -> None:
    """Its account is short of less than the month comes to: only that is asked for."""
    month, seller = world.facts["month"], world.facts["people"]["mina"]["organisation"]
    ((short,),) = world.sql(
        "SELECT balance_poisha FROM ledger_account"
        " WHERE organisation_id = %s AND purpose = 'seller_payable'",
        seller,
    )
    total = sum(COMMISSION.values())
    assert 0 < short < total
    own = f"/partner/commission/{month}/"
    mina.see(own, taka(total))
    mina.fill_in("form:has(button[value=approve])")
    mina.read(taka(short))
    mina.fill_in("form:has([name=reference])", amount=f"{short / 100:.2f}", reference="TT-1")
    mina.see(own, "TT-1")
    there = f"/operator/months/{month}/sellers/{seller}/"
    omar.see(there, "TT-1", taka(short))
    omar.fill_in("form:has(button[value=receive])")
    world.settle()
    omar.see(there)
    assert paid_states(world) == dict.fromkeys(SOLD, "planned")


def bkash_pays_as_bkash_does(world: World, omar: Operator, oli: Operator) -> None:
    """One is paid, one has no such wallet, and of one the answer never comes, though it is paid."""
    people = world.facts["people"]
    omar.top_up("bkash", "২০০০", "SLIP-2")
    omar.top_up("rocket", "৫০০", "SLIP-3")
    for _slip in range(2):
        oli.see("/operator/payouts/floats/")
        oli.page.locator("form[action$='/arrived/'] button").first.click()
    world.control("bkash/wallet", msisdn=people["bina"]["wallet"], code="2057")
    hangs = {"spoil": "hang", "spoil_wallet": people["chandra"]["wallet"], "hang_s": 9}
    world.control("bkash/settings", **hangs)
    batch = omar.draft("bkash")
    omar.read("অন্য একজনকে ছাড়তে হবে")
    oli.act(batch, "release")
    ended(world, "asha", "bina", "chandra")
    world.control("bkash/settings", spoil="", spoil_wallet="")
    states = paid_states(world)
    assert [states[each] for each in ("asha", "bina", "chandra")] == [
        "succeeded",
        "failed",
        "unknown",
    ]
    oli.see(batch)
    omar.see("/operator/payouts/", "চন্দনপাট")
    statement = httpx.get(f"{world.sandbox_url}/bkash/portal/statement.csv", timeout=10)
    omar.see("/operator/reconciliation/")
    omar.page.set_input_files(
        "input[name=file]",
        {"name": "bkash.csv", "mimeType": "text/csv", "buffer": statement.content},
    )
    omar.fill_in("form[action$='/statement/']", provider="bkash")
    omar.look()
    assert paid_states(world)["chandra"] == "succeeded"
    world.settle()
    assert told(world, "chandra", "২৭০ টাকা আপনাকে পাঠানো হয়েছে")


def the_wrong_number_is_corrected(
    world: World, bina: Visitor, omar: Operator, oli: Operator
) -> None:
    assert told(world, "bina", "৩৬০ টাকা 017…0002 নম্বরে যায়নি")
    bina.see("/centre/money/payouts/", taka(PAID["bina"]))
    bina.see("/centre/money/wallet/")
    bina.fill_in("main form", provider="bkash", number=NEW_NUMBER, again=NEW_NUMBER)
    bina.look()
    world.clock_move(hours=49)
    oli.act(omar.draft("bkash"), "release")
    ended(world, "bina")
    bina.see("/centre/money/payouts/", "টাকা পৌঁছেছে")


def rocket_goes_by_file(world: World, omar: Operator, oli: Operator, tmp_path: Path) -> None:
    batch = oli.draft("rocket")
    omar.act(batch, "release")
    omar.see(batch)
    with omar.page.expect_download() as taken:
        omar.page.click("a[href$='file.csv']")
    taken.value.save_as(tmp_path / "rocket.csv")
    bank = omar.page.context.new_page()
    bank.goto(f"{world.sandbox_url}/bank/")
    bank.select_option("select[name=kind]", "rocket")
    bank.set_input_files("input[name=file]", tmp_path / "rocket.csv")
    bank.click("form[action='/bank/uploads'] button")
    omar.act(batch, "upload")
    oli.act(batch, "confirm")
    with bank.expect_download() as result:
        bank.locator("a[href$='/result']").first.click()
    result.value.save_as(tmp_path / "result.csv")
    bank.close()
    oli.see(batch)
    oli.page.set_input_files("input[name=file]", tmp_path / "result.csv")
    oli.fill_in("form[action$='/result/']")
    oli.look()
    world.settle()


def the_prize_is_awarded(world: World, omar: Operator, oli: Operator, asha: Page) -> None:
    scheme = f"/operator/schemes/{world.facts['scheme']}/"
    omar.act(scheme, "freeze")
    omar.see(scheme, taka(COMMISSION["asha"]))
    month = month_after(world.facts["after"])
    second = month_bounds(month)[0] + timedelta(days=1, hours=11)
    world.clock_move(seconds=(second - world.now()).total_seconds())
    oli.act(scheme, "confirm")
    oli.see(f"{scheme}awards/", "সেলাই মেশিন")
    oli.page.click("main a[href*='/schemes/awards/']")
    oli.fill_in("form:has([name=signed_name])", signed_name="আশা আক্তার", paper_reference="P-12")
    oli.read("P-12")
    own = Visitor(world, asha)
    own.see(f"/centre/prizes/{world.facts['scheme']}/", "সেলাই মেশিন", taka(COMMISSION["asha"]))


def what_is_owed_is_carried_on(world: World, omar: Operator, oli: Operator, dola: Visitor) -> None:
    month = world.facts["after"]
    omar.ask(month, "freeze")
    oli.confirm(month)
    own = f"/centre/commission/statement/{number(world, month, 'dola')}/"
    dola.see(own, taka(-OWED), taka(SINCE), f"{OFF_LATER}{taka(OWED - SINCE)}")
    assert world.sql(
        "SELECT carried_in_poisha, payable_poisha, carried_out_poisha"
        " FROM settlement_commissionstatement WHERE number = %s",
        number(world, month, "dola"),
    ) == [(-OWED, 0, SINCE - OWED)]


def everything_adds_up(world: World) -> None:
    """What bKash and the bank truly moved is what left our floats, once an invoice."""
    assert "agree" in world.manage("ledger_verify")
    floats = dict(
        world.sql(
            "SELECT a.purpose, sum(e.amount_poisha)::bigint FROM ledger_entry e"
            " JOIN ledger_account a ON a.id = e.account_id"
            " JOIN ledger_journal j ON j.id = e.journal_id"
            " WHERE a.purpose IN ('bkash_float', 'rocket_float', 'payouts_in_flight')"
            " AND j.kind <> 'float_move' GROUP BY a.purpose"
        )
    )
    bkash = world.control("bkash/moves")["moves"]
    rocket = [each for each in world.control("bank/moves")["moves"] if each["kind"] == "rocket"]
    assert floats == {
        "bkash_float": -sum(each["amount"] + each["fee"] for each in bkash),
        "rocket_float": -sum(each["amount"] + each["fee"] for each in rocket),
        "payouts_in_flight": 0,
    }
    people = world.facts["people"]
    before = OWED - OWED // 10
    assert sorted((each["msisdn"], each["amount"]) for each in bkash) == sorted(
        [
            (people["dola"]["wallet"], before),
            (people["asha"]["wallet"], PAID["asha"]),
            (people["chandra"]["wallet"], PAID["chandra"]),
            (NEW_NUMBER, PAID["bina"]),
        ]
    )
    assert [(each["number"], each["amount"]) for each in rocket] == [
        (people["rahela"]["wallet"], PAID["rahela"])
    ]
    invoices = [each["invoice"] for each in bkash] + [each["reference"] for each in rocket]
    assert len(set(invoices)) == len(invoices)
