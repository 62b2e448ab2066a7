"""What entrepreneurs and operators do with producers and their goods, page by page."""

import io
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from ekshop.producers.tests import pictures
from tests.live import World
from tests.live.processes import until

from .visitors import Visitor

CURD = "দেশি ফল মাছ ও মিষ্টি › দই ও দুধের খাবার"
ABOUT = "খাঁটি গরুর দুধের দই, মাটির সরায়, এক কেজি। ঠান্ডা জায়গায় রাখুন।"


class Entrepreneur(Visitor):
    """Goes on by the one button at the foot of the telephone's screen."""

    def on(self) -> None:
        self.look()
        with self.page.expect_navigation():
            self.page.locator(".action-bar .button").last.click()

    def step(self, name: str, **fields: str) -> None:
        """One question: it has come, it is answered, the next comes."""
        self.page.wait_for_url(f"**/{name}/")
        for field, value in fields.items():
            found = self.page.locator(f"[name={field}]").first
            kind = found.evaluate("each => each.type || each.tagName")
            if kind == "radio":
                self.choose(field, value)
            elif kind.startswith("select"):
                found.select_option(value)
            else:
                found.fill(value)
        self.on()

    def take_photo(self, picture: Image.Image, name: str = "photo") -> None:
        self.page.locator(f"input[type=file][name={name}]").first.set_input_files(file_of(picture))

    def photograph_goods(self, picture: Image.Image) -> None:
        """The page sends it by itself and comes back with what is found in it."""
        with self.page.expect_navigation():
            self.take_photo(picture, "photos")

    def begin_goods(self, seller: int) -> int:
        """A new listing at its first step; its number."""
        self.see(f"/centre/producers/{seller}/goods/")
        with self.page.expect_navigation():
            self.page.locator("header.page-head form button").click()
        return int(self.page.url.split("/goods/")[1].split("/")[0])

    def write_goods(
        self,
        title: str,
        about: str,
        category: str,
        price: str,
        *,
        later: bool = False,
        **terms: str,
    ) -> None:
        """From the second step on; ends on the page about it. `later`: its title is a name she has no
        right to, and she goes on to claim it later."""
        self.page.wait_for_url("**/words/")
        top, own = category.split(" › ")
        kind = self.page.locator(f"optgroup[label='{top}'] option", has_text=own)
        self.step("words", category=kind.get_attribute("value"), title_bn=title, about_bn=about)
        if later:
            self.look()
            with self.page.expect_navigation():
                self.page.click("button[name=later]")
        self.step("price", price=price, quantity="২")
        self.step("terms", **terms)

    def write_curd(self, seller: int, title: str, *, seed: int, later: bool = False) -> int:
        """Curd that keeps for six days and may be three on the way; its number."""
        listing = self.begin_goods(seller)
        self.photograph_goods(pictures.goods(seed=seed))
        self.on()
        keeps = {"shelf_life_days": "৬", "travel_days": "৩"}
        self.write_goods(title, ABOUT, CURD, "২৫০", later=later, **keeps)
        return listing

    def send_goods(self) -> None:
        self.look()
        self.fill_in("form[action$='/act/submit/']")


class Operator(Visitor):
    def approve_goods(self, listing: int) -> None:
        self.see(f"/operator/listings/{listing}/")
        self.fill_in("form[action$='/approve/']")
        expect(self.page).to_have_url(self.world.url + "/operator/listings/")


def file_of(picture: Image.Image) -> dict[str, Any]:
    return {"name": "ছবি.jpg", "mimeType": "image/jpeg", "buffer": pictures.jpeg(picture)}


def tiny() -> Image.Image:
    return pictures.goods((240, 180))


def paper() -> dict[str, Any]:
    """A sheet somebody photographed, as proof."""
    out = io.BytesIO()
    pictures.goods((640, 480), seed=5, ground=(240, 236, 226)).save(out, "JPEG", quality=80)
    return {"name": "কাগজ.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def product_of(world: World, listing: int) -> str:
    found = (
        "SELECT p.code FROM producers_listing l JOIN catalogue_offer o ON o.id = l.offer_id"
        " JOIN catalogue_product p ON p.id = o.product_id WHERE l.id = %s"
    )
    return until(lambda: world.sql(found, listing), "it to be in the shop")[0][0]
