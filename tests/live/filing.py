"""A complainant whose telephone knows no scripts, over plain HTTP: the same forms, filled and sent."""

import re
from datetime import timedelta
from typing import Any

import httpx

from ekshop.kernel.clock import dhaka_date

from .signing_in import post
from .world import PLAIN, World

STORY = "শাড়ি ছেঁড়া এসেছে, ফোন করলে বিক্রেতা ধরেন না।"
CHOICE = re.compile(r'name="choice" value="([^"]+)"')


class Filer:
    def __init__(self, world: World, mobile: str) -> None:
        self.world, self.mobile = world, mobile
        headers = {"Referer": world.url + "/"}
        self.client = httpx.Client(
            base_url=world.url, timeout=30, follow_redirects=True, headers=headers, verify=PLAIN
        )
        self.client.cookies.set("language", "bn")
        self.page = self.client.get("/complain/mobile/")
        before = world.last_message(mobile)
        self.send(mobile=mobile)
        self.send(code=world.code(mobile, after=before))

    def send(self, path: str = "", **form: Any) -> httpx.Response:
        """To the address of the page, as a form does that names none."""
        self.page = post(self.client, path or str(self.page.url.path), form)
        assert self.page.is_success, f"{self.page.url}: {self.page.status_code}\n{self.page.text}"
        return self.page

    def act(self, code: str, act: str, **form: Any) -> None:
        self.send(f"/complain/cases/{code}/{act}/", **form)

    def complain_of_what_was_bought(self, category: str, taka: str) -> str:
        draft = self._begin(category)
        choice = CHOICE.search(self.client.get(f"{draft}seller/").text)
        assert choice, "nothing was bought"
        self.send(f"{draft}seller/", choice=choice[1])
        return self._finish(draft, taka)

    def complain_of(self, seller: str, *, phone: str, paid: str) -> str:
        draft = self._begin("not_delivered")
        self.send(f"{draft}describe/", seller_name=seller, h_phone=phone)
        self.send(f"{draft}money/", paid_by="bkash", paid=paid, transaction_id=f"TX{phone}")
        return self._finish(draft, paid)

    def _begin(self, category: str) -> str:
        self.page = self.client.get("/complain/new/")
        draft = self.page.url.path
        self.send(f"{draft}category/", category=category)
        return draft

    def _finish(self, draft: str, taka: str) -> str:
        """The complaint's number."""
        day = dhaka_date(self.world.now()) - timedelta(days=10)
        self.send(f"{draft}story/", story=STORY, happened_on=day.isoformat())
        self.send(f"{draft}asked/", asked="no")
        self.send(f"{draft}remedy/", wanted="refund", wanted_amount=taka)
        self.send(f"{draft}evidence/", action="next")
        self.send(f"{draft}person/", name="করিম মিয়া")
        self.send(f"{draft}send/")
        found = re.search(r"/complain/cases/([^/]+)/receipt/", str(self.page.url))
        assert found, f"not sent: {self.page.url}\n{self.page.text[:3000]}"
        return found[1]
