"""What a complainant does in a browser, for tests of this and other audiences' pages."""

import re
from datetime import timedelta

from ekshop.complaints.models import Case, Draft
from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.kernel.phones import parse_mobile
from ekshop.notices.models import Message


def code_sent(mobile: str) -> str:
    """The newest code that waits to be sent to a number."""
    message = Message.objects.filter(to=mobile, template="mobile_code").latest("id")
    return re.search(r"(\d{6})", message.body)[1]


def prove(client, mobile: str, then: str = "/complain/mine/"):
    """Proves the number in this client's session; the answer to the code."""
    client.post("/complain/mobile/", {"mobile": mobile, "next": then})
    code = code_sent(parse_mobile(mobile))
    return client.post("/complain/mobile/code/", {"code": code, "next": then})


class Writer:
    """Writes one complaint, page by page, in a client whose number is proved."""

    def __init__(self, client, root: str = "/complain/") -> None:
        self.client, self.root = client, root
        self.token = client.get(f"{root}new/").url.rstrip("/").split("/")[-1]

    @property
    def draft(self) -> Draft:
        return Draft.objects.get(token=self.token)

    def address(self, page: str) -> str:
        return f"{self.root}new/{self.token}/{page}"

    def page(self, page: str) -> str:
        return self.client.get(self.address(page)).content.decode()

    def tell(self, step: str, **told):
        return self.client.post(self.address(f"{step}/"), told)

    def tell_rest(self, **money) -> None:
        """Everything that is not told yet."""
        day = (clock.now() - timedelta(days=5)).date().isoformat()
        rest = {
            "category": {"category": "not_delivered"},
            "describe": {"seller_name": "Rong Fashion"},
            "story": {"story": make.STORY, "happened_on": day},
            "money": {"paid_by": "bkash", "paid": "500", **money},
            "asked": {"asked": "no"},
            "remedy": {"wanted": "refund", "wanted_amount": "500"},
            "evidence": {"action": "next"},
            "person": {"name": "করিম মিয়া"},
        }
        if "seller" in self.draft.answers:
            del rest["describe"]
        for step, told in rest.items():
            answer = self.tell(step, **told)
            assert answer.status_code == 302, answer.content.decode()

    def send(self, **told) -> Case:
        answer = self.client.post(self.address("send/"), told)
        assert answer.status_code == 302, answer.content.decode()
        return Case.objects.get(code=answer.url.rstrip("/").split("/")[-2])

    def finish(self) -> Case:
        self.tell_rest()
        return self.send()
