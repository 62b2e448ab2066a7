"""The main job in a phone's browser: from "জামদানি" in the search box to the commission earned."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.live import World
from tests.live.processes import until

SPELLINGS = ["জামদানি", "jamdani", "জামদানী শাড়ি"]
KARIM = {"bn": ("01811000001", "করিম মিয়া"), "en": ("01811000002", "Karim Mia")}


@dataclass
class Journey:
    """One order on its way, and the page on which the entrepreneur carries it along."""

    world: World
    page: Page
    mobile: str
    name: str
    code: str = ""

    def offer(self, ref: str) -> int:
        return self.world.facts["offers"][ref]["id"]

    def attend(self) -> None:
        """A customer nobody knows yet, who agrees by word of mouth."""
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
        until(lambda: self.part(ref)[0] == state, f"{ref} to be {state}")

    def part(self, ref: str) -> tuple[str, str]:
        """State of the line with that article and of its seller's part of the order."""
        rows = self.world.sql(
            "SELECT l.state, s.state FROM orders_orderline l"
            " JOIN orders_sellerorder s ON s.id = l.seller_order_id"
            " JOIN orders_order o ON o.id = s.order_id WHERE o.code = %s AND l.seller_ref = %s",
            self.code,
            ref,
        )
        return rows[0]


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
    world, window, language, scripts
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
    journey.answered("ST-01", "confirmed")
    journey.answered("HK-02", "declined")
    until(lambda: any(journey.code in each["text"] for each in world.messages(mobile)), "the SMS")
