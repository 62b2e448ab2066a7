"""The main job in a phone's browser: from "জামদানি" in the search box to the commission earned."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.live import World
from tests.live.processes import until

SPELLINGS = ["জামদানি", "jamdani", "জামদানী শাড়ি"]
KARIM = {"bn": ("01811000001", "করিম মিয়া"), "en": ("01811000002", "Karim Mia")}
EARNED = {"bn": "৪২৫", "en": "425"}
"""Five per cent of one saree of ৳8,500."""
_COMMISSION = "SELECT 1 FROM settlement_commissionline WHERE order_line_id = %s"


class Part(NamedTuple):
    line: int
    line_state: str
    code: str
    state: str


@dataclass
class Journey:
    """One order on its way, and the page on which the entrepreneur carries it along."""

    world: World
    page: Page
    mobile: str
    name: str
    code: str = ""
    heard: int = 0

    def offer(self, ref: str) -> int:
        return self.world.facts["offers"][ref]["id"]

    def attend(self) -> None:
        """A customer nobody knows yet, who agrees by word of mouth."""
        self.heard = self.world.last_message(self.mobile)
        self.page.goto("/centre/")
        self.page.locator("main a[href='/centre/new/']").first.click()
        self.page.fill("input[name=mobile]", self.mobile)
        self.page.press("input[name=mobile]", "Enter")
        self.page.fill("input[name=name]", self.name)
        self.page.check("input[name=agreed_by][value=spoken]")
        self.page.click("button[form=attend]")
        self.page.wait_for_url("**/centre/baskets/*/")

    def find(self, words: str) -> None:
        self.page.fill("main input[name=q]", words)
        self.page.press("main input[name=q]", "Enter")
        self.page.wait_for_url(lambda address: "q=" in address)

    def put_in_basket(self, ref: str) -> None:
        form = self.page.locator(f"#o-{self.offer(ref)}")
        form.locator("button").click()
        expect(self.page.locator(f"#held-{self.offer(ref)}")).not_to_be_empty()

    def count_and_place(self, ref: str, quantity: int) -> None:
        """Sets how many, reads back and places."""
        self.page.click("#basket-bar a")
        self.page.fill(f"input[name=q-{self.offer(ref)}]", str(quantity))
        self.page.click("button[name=next]")
        self.page.wait_for_url("**/read-back/")
        self.page.click("form[action='/centre/place/'] button:not([type=button])")
        self.page.wait_for_url("**/centre/orders/**")
        found = re.search(r"/centre/orders/([^/]+)/", self.page.url)
        assert found
        self.code = found[1]

    def answered(self, ref: str, state: str) -> None:
        """The seller's shop answers by itself; the entrepreneur sees it on the order's page."""
        until(lambda: self.part(ref).line_state == state, f"{ref} to be {state}")

    def receive(self, ref: str) -> None:
        """The courier brings it; its code is typed at the centre."""
        until(lambda: self.part(ref).state == "shipped", f"{ref} to be sent")
        self.page.goto("/centre/parcels/")
        self.page.fill("input[name=code]", self.part(ref).code)
        self.page.press("input[name=code]", "Enter")
        self.page.wait_for_url(f"**/centre/parcels/{self.part(ref).code}/")
        self.page.click("form[action$='/receive/'] button")
        self.page.wait_for_url("**/inspect/")

    def reject_one(self, ref: str, photo: Path) -> None:
        """One piece is good, one is damaged; read back, then recorded."""
        line = self.part(ref).line
        card = self.page.locator(f"#line-{line}")
        card.locator(f"input[name=good-{line}]").fill("1")
        if not card.locator("details[open]").count():
            card.locator("summary").click()
        card.locator(f"input[name=bad-{line}]").fill("1")
        card.locator(f"input[name=why-{line}][value=damaged]").check(force=True)
        card.locator("input[type=file]").set_input_files(photo)
        self.page.locator("button[name=action][value=review]").last.click()
        expect(self.page.locator("ul.photos img")).to_have_count(1)
        self.page.click("button[name=action][value=record]")
        self.page.wait_for_url("**/pay/")

    def pay(self) -> None:
        self.page.check("input[name=medium][value=cash]", force=True)
        self.page.locator("form[action$='/pay/'] button:not([type=button])").last.click()
        self.page.wait_for_url("**/centre/receipts/**")

    def hand_over(self) -> None:
        """Karim reads the code out from his SMS."""
        self.page.click("a[href$='/hand-over/']")
        self.page.fill("input[name=code]", self.world.code(self.mobile, after=self.heard))
        self.page.click("button[form=hand]")
        self.page.wait_for_url("**/centre/parcels/*/")

    def find_commission(self, ref: str, amount: str) -> None:
        """From the month's money to the seller's statement to the line and back to its order."""
        line, seller = self.part(ref).line, self.world.facts["offers"][ref]["seller"]
        until(lambda: self.world.sql(_COMMISSION, line), "the commission")
        self.page.goto("/centre/money/")
        self.page.locator(f"main a[href*='/centre/statements/'][href*='/{seller}/']").first.click()
        row = self.page.locator("tr", has=self.page.locator(f"a[href$='#l-{line}']"))
        expect(row).to_contain_text(amount)
        row.locator(f"a[href$='#l-{line}']").first.click()
        self.page.wait_for_url(f"**/centre/orders/{self.code}/**")

    def follow(self, page: Page, ref: str) -> None:
        """Karim himself, who has no account: the code and the last digits of his number."""
        page.goto("/track/")
        page.fill("main input[name=code]", self.code)
        page.fill("main input[name=mobile]", self.mobile[-4:])
        page.click("main form button:not([type=button])")
        expect(page.locator("main")).to_contain_text(self.part(ref).code)

    def part(self, ref: str) -> Part:
        """The line with that article, and its seller's part of the order."""
        rows = self.world.sql(
            "SELECT l.id, l.state, s.code, s.state FROM orders_orderline l"
            " JOIN orders_sellerorder s ON s.id = l.seller_order_id"
            " JOIN orders_order o ON o.id = s.order_id WHERE o.code = %s AND l.seller_ref = %s",
            self.code,
            ref,
        )
        return Part(*rows[0])


@pytest.fixture(scope="module")
def photo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A torn saree, as a telephone would take it."""
    path = tmp_path_factory.mktemp("photos") / "torn.jpg"
    Image.effect_noise((1200, 900), 40).convert("RGB").save(path, "JPEG", quality=80)
    return path


@pytest.fixture(autouse=True)
def habits(world: World) -> None:
    """One seller takes every order, the other has no more of the orna; both are quick."""
    quick = {"answer_after_s": 0.1, "ship_after_s": 0.1, "decline_percent": 0}
    world.control("shop/3/settings", **quick)
    world.control("shop/6/settings", **quick, decline_skus=["HK-02"])
    world.control("courier/settings", step_s=0.1)


@pytest.mark.parametrize(
    ("language", "scripts"),
    [("bn", True), ("en", True), ("bn", False)],
    ids=["in Bengali", "in English", "without scripts"],
)
def test_an_entrepreneur_carries_an_order_from_search_to_commission(
    world, window, photo, language, scripts
):
    mobile, name = KARIM[language]
    if not scripts:
        mobile = "01811000003"
    page = window("asha", language=language, scripts=scripts)
    journey = Journey(world, page, mobile, name)
    journey.attend()
    for words in SPELLINGS:
        journey.find(words)
        expect(page.locator(f"#o-{journey.offer('ST-01')}")).to_be_visible()
    journey.put_in_basket("ST-01")
    journey.find("orna" if language == "en" else "ওড়না")
    journey.put_in_basket("HK-02")
    journey.count_and_place("ST-01", 2)
    assert journey.code in page.inner_text("main")
    until(lambda: any(journey.code in each["text"] for each in world.messages(mobile)), "the SMS")
    journey.answered("ST-01", "confirmed")
    journey.answered("HK-02", "declined")
    journey.receive("ST-01")
    journey.reject_one("ST-01", photo)
    journey.pay()
    journey.hand_over()
    assert journey.part("ST-01").state == "handed_over"
    journey.find_commission("ST-01", EARNED[language])
    journey.follow(window(language=language, scripts=scripts), "ST-01")
