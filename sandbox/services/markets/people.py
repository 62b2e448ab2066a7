"""Who buys, in each country: made-up people at made-up doors of towns that exist."""

import random
from typing import Any

_NAMES = {
    "LK": ("Nimali Perera", "Kasun Fernando", "Tharushi Silva"),
    "KR": ("김서연", "이준호", "박지우"),
    "IN": ("Ananya Iyer", "Rohit Sharma", "Meera Nair"),
    "TH": ("สมชาย ใจดี", "มาลี ศรีสุข", "วิชัย ทองดี"),
    "TW": ("陳怡君", "林志明", "王淑芬"),
}
_PLACES = {
    "LK": [("14 Temple Road", "Kandy", "Central", "20000"), ("7 Sea Street", "Galle", "Southern", "80000")],
    "KR": [("세종대로 110", "중구", "서울특별시", "04524"), ("중앙대로 26", "동구", "부산광역시", "48730")],
    "IN": [("22 Park Street", "Kolkata", "West Bengal", "700016"), ("5 Brigade Road", "Bengaluru", "Karnataka", "560001")],
    "TH": [("88 ถนนสีลม", "บางรัก", "กรุงเทพมหานคร", "10500"), ("9 ถนนท่าแพ", "เมือง", "เชียงใหม่", "50300")],
    "TW": [("信義路五段7號", "信義區", "臺北市", "110"), ("中山一路10號", "新興區", "高雄市", "800")],
}  # fmt: skip
_PHONES = {"LK": "+9477", "KR": "+8210", "IN": "+9198", "TH": "+668", "TW": "+8869"}


def buyer(country: str, number: int) -> dict[str, Any]:
    """The same for the same number."""
    chance = random.Random(f"{country}{number}")
    street, city, region, postcode = chance.choice(_PLACES[country])
    return {
        "name": chance.choice(_NAMES[country]),
        "line1": street,
        "line2": "",
        "city": city,
        "region": region,
        "postcode": postcode,
        "country": country,
        "phone": f"{_PHONES[country]}{chance.randint(1_000_000, 9_999_999)}",
    }
