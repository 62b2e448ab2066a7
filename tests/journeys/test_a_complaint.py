"""A consumer complains from a telephone: of an order made here, and of a seller on Facebook."""

import io
from datetime import date, timedelta
from uuid import uuid4

from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from tests.live import World
from tests.live.counter import Entrepreneur

STORY = "বিকাশে টাকা পাঠিয়েছি দশ দিন আগে। শাড়ি আসেনি, ফোন ধরে না, মেসেজ দেখেও উত্তর দেয় না।"


class Complainant:
    """Goes on by the one button each page ends with."""

    def __init__(self, world: World, page: Page, *, scripts: bool = True) -> None:
        self.world, self.page, self.scripts = world, page, scripts
        self.wrong: list[str] = []
        self.seen: set[str] = set()

    def prove(self, mobile: str) -> None:
        before = self.world.last_message(mobile)
        self.page.fill("input[name=mobile]", mobile)
        self.on()
        self.page.fill("input[name=code]", self.world.code(mobile, after=before))
        self.on()

    def on(self) -> None:
        """Looks at the page, then presses on."""
        self.look()
        self.page.locator(".action-bar .button").last.click()

    def look(self) -> None:
        """Whether anybody could not use this page; each is looked at once."""
        page = self.page.url.split("?")[0].rstrip("/").split("/")[-1]
        if not self.scripts or page in self.seen:
            return
        self.seen.add(page)
        if self.page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            self.wrong.append(f"{self.page.url}: wider than the telephone")
        found = Axe().run(self.page).response["violations"]
        self.wrong += [
            f"{self.page.url}: {each['id']} {each['nodes'][0]['html'][:150]}" for each in found
        ]

    def see(self, address: str, *words: str) -> None:
        self.page.goto(address)
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each)
        self.look()

    def choose(self, name: str, value: str) -> None:
        self.page.check(f"input[name={name}][value={value}]", force=True)

    def tell_what_happened(self) -> None:
        self.page.fill("textarea[name=story]", STORY)
        self.page.fill("input[name=happened_on]", (date.today() - timedelta(days=10)).isoformat())
        self.on()

    def tell_the_rest(self, wanted: str) -> None:
        self.choose("asked", "no")
        self.on()
        self.choose("wanted", wanted)
        if wanted == "refund":
            self.page.fill("input[name=wanted_amount]", "১,২০০")
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


def complain_of_a_facebook_seller(karim: Complainant, wallet: str, transaction: str) -> str:
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
    karim.on()
    karim.tell_what_happened()
    karim.choose("paid_by", "bkash")
    page.fill("input[name=paid]", "১,২০০")
    page.fill("input[name=transaction_id]", transaction)
    karim.on()
    karim.tell_the_rest("refund")
    return karim.send()


def test_an_order_and_a_facebook_seller_are_complained_of_from_a_telephone(world, window):
    mobile = "01811000021"
    Entrepreneur(world, "asha").attend(mobile, "করিম মিয়া").place(uuid4(), [("ST-06", 1)])
    page = window()
    karim = Complainant(world, page)
    karim.see("/complain/", "অভিযোগ")
    page.click("main a[href='/complain/new/']")
    karim.prove(mobile)
    karim.on()
    karim.choose("category", "damaged")
    karim.on()
    page.locator("input[name=choice]").first.check(force=True)
    karim.on()
    karim.tell_what_happened()
    karim.choose("paid_by", "not_paid")
    karim.on()
    karim.tell_the_rest("replacement")
    code = karim.send()
    karim.look()
    world.settle()
    karim.see(f"/complain/cases/{code}/", "বিক্রেতাকে জবাব দিতে হবে", STORY)
    assert world.sql("SELECT seller_order_id FROM complaints_case WHERE code = %s", code)[0][0]
    assert any(code in message["text"] for message in world.messages(mobile))

    page.goto("/complain/new/")
    karim.on()
    other = complain_of_a_facebook_seller(karim, "০১৭১১ ২২৩৩৪৪", "9BF7AA1")
    karim.see("/complain/mine/", code, other)
    karim.see(f"/complain/cases/{code}/add/")
    assert not karim.wrong, "\n".join(karim.wrong)


def test_without_scripts_a_complaint_goes_through_as_well(world, window):
    page = window(scripts=False)
    karim = Complainant(world, page, scripts=False)
    page.goto("/complain/")
    page.click("main a[href='/complain/new/']")
    karim.prove("01811000022")
    karim.on()
    code = complain_of_a_facebook_seller(karim, "01711-223355", "9BF7AA2")
    karim.see(f"/complain/cases/{code}/", STORY)
