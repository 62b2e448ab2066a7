"""Those who go through a complaint's pages."""

import io
from datetime import timedelta
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

from ekshop.kernel.clock import dhaka_date
from tests.live import World

STORY = "বিকাশে টাকা পাঠিয়েছি দশ দিন আগে। শাড়ি আসেনি, ফোন ধরে না, মেসেজ দেখেও উত্তর দেয় না।"


class Visitor:
    def __init__(self, world: World, page: Page) -> None:
        self.world, self.page = world, page

    def look(self) -> None:
        """Whether the page fits its screen; what else can be wrong in one, `tests/pages` looks at."""
        self.page.wait_for_load_state()
        wide = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{self.page.url}: {wide} pixels wider than the screen"

    def see(self, address: str, *words: str) -> None:
        self.page.goto(address)
        self.read(*words)
        self.look()

    def read(self, *words: str) -> None:
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)

    def choose(self, name: str, value: str) -> None:
        self.page.check(f"input[name={name}][value={value}]", force=True)

    def fill_in(self, form: str, **fields: Any) -> None:
        """Fills a form of the page, opened if it is folded, and sends it."""
        found = self.page.locator(form)
        if not found.is_visible():
            self.page.locator("details", has=found).locator("summary").first.click()
        for name, value in fields.items():
            field = found.locator(f"[name={name}]").first
            kind = field.evaluate("each => each.type || each.tagName")
            if kind == "radio":
                found.locator(f"[name={name}][value='{value}']").check(force=True)
            elif kind.startswith("select"):
                field.select_option(value)
            else:
                field.fill(str(value))
        with self.page.expect_navigation():
            found.locator("button:not([type=button])").last.click()


class Complainant(Visitor):
    """Goes on by the one button each page ends with."""

    def prove(self, mobile: str) -> None:
        before = self.world.last_message(mobile)
        self.page.fill("input[name=mobile]", mobile)
        self.on()
        self.page.fill("input[name=code]", self.world.code(mobile, after=before))
        self.on()

    def come_back(self, address: str, mobile: str) -> None:
        """After days: the number is proved again."""
        self.page.goto(address)
        self.prove(mobile)

    def on(self) -> None:
        """Looks at the page, then presses on."""
        self.look()
        self.page.locator(".action-bar .button").last.click()

    def tell_what_happened(self) -> None:
        self.page.fill("textarea[name=story]", STORY)
        day = dhaka_date(self.world.now()) - timedelta(days=10)
        self.page.fill("input[name=happened_on]", day.isoformat())
        self.on()

    def tell_the_rest(self, wanted: str, amount: str = "") -> None:
        self.choose("asked", "no")
        self.on()
        self.choose("wanted", wanted)
        if amount:
            self.page.fill("input[name=wanted_amount]", amount)
        self.on()
        self.page.set_input_files("input[name=files]", picture())
        self.on()
        self.page.fill("input[name=name]", "করিম মিয়া")
        self.on()

    def send(self) -> str:
        """From the page that reads everything back to the receipt; the complaint's number."""
        expect(self.page.locator("main")).to_contain_text(STORY)
        self.on()
        expect(self.page.locator("main")).to_contain_text(STORY)
        self.on()
        self.page.wait_for_url("**/receipt/")
        return self.page.url.rstrip("/").split("/")[-2]


def picture() -> dict:
    out = io.BytesIO()
    Image.new("RGB", (320, 240), (160, 60, 40)).save(out, "JPEG")
    return {"name": "শাড়ি.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def complain_of_a_facebook_seller(
    karim: Complainant, wallet: str, transaction: str, phone: str = ""
) -> str:
    page = karim.page
    karim.choose("category", "not_delivered")
    karim.on()
    page.fill("main input[name=q]", f"facebook.com/rong.mela.{transaction}")
    page.press("main input[name=q]", "Enter")
    page.wait_for_url("**q=**")
    karim.on()
    page.fill("input[name=seller_name]", "রঙ মেলা")
    page.fill("input[name=h_page]", "facebook.com/rong.mela")
    page.fill("input[name=h_wallet]", wallet)
    page.fill("input[name=h_phone]", phone)
    karim.on()
    karim.tell_what_happened()
    karim.choose("paid_by", "bkash")
    page.fill("input[name=paid]", "১,২০০")
    page.fill("input[name=transaction_id]", transaction)
    karim.on()
    karim.tell_the_rest("refund", "১,২০০")
    return karim.send()
