"""One order on its way, carried along by an entrepreneur page by page."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, expect

from tests.live import World
from tests.live.processes import until

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
    ref: str = ""
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
