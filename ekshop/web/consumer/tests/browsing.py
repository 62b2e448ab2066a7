"""What a complainant does in a browser, for tests of this and other audiences' pages."""

import re

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
