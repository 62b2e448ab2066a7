"""Alibaba's own part of its control page: drafts, orders and how it behaves."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sandbox.core.markup import Markup, tag
from sandbox.core.pages import badge, choice, field, form, moment, number, say, table, tick

if TYPE_CHECKING:
    from sandbox.services.alibaba.alibaba import Alibaba

STATUSES = {
    "undeliver": ("পাঠানো বাকি", "To be shipped"),
    "delivering": ("পাঠানো হয়েছে", "Shipped"),
    "trade_close": ("বাতিল", "Cancelled"),
}
TROUBLES = {
    "": ("ঠিকঠাক অর্ডার", "A good order"),
    "ended": ("তুলে নেওয়া পণ্যের অর্ডার", "For goods taken away"),
    "currency": ("অচেনা মুদ্রায়", "In an odd currency"),
    "address": ("ঠিকানা নিয়ম মানে না", "With an address that fails its rules"),
}
NUMBERS = {
    "token_s": ("টোকেন চলে (সেকেন্ড)", "A token lasts (s)"),
    "busy": ("এতগুলো ডাকে অপেক্ষা করতে বলে", "So many calls are asked to wait"),
    "fee_percent": ("বাজারের ভাগ (%)", "The market's share (%)"),
}
YES = {
    "audit": ("খসড়া যাচাই করে", "Checks drafts"),
    "repeat_orders": ("প্রতিটি অর্ডার দুবার দেখায়", "Lists every order twice"),
}
SHOWN = 30


def shown(alibaba: Alibaba, lang: str) -> Markup:
    told = alibaba.setting()
    fields = [field(say(lang, words), key, told[key]) for key, words in NUMBERS.items()]
    fields += [tick(say(lang, words), key, told[key]) for key, words in YES.items()]
    return tag(
        "section",
        tag("h2", say(lang, ("খসড়া", "Drafts"))),
        _drafts(alibaba, lang),
        tag("h2", say(lang, ("অর্ডার", "Orders"))),
        _buying(lang),
        _orders(alibaba, lang),
        tag("h2", say(lang, ("আচরণ", "What it does"))),
        tag(
            "div",
            form("/_control/alibaba/settings", *fields, button=say(lang, ("রাখুন", "Save"))),
            class_="card",
        ),
    )


def _none(lang: str) -> Markup:
    return tag("p", say(lang, ("এখনো কিছু নেই", "Nothing yet")), class_="quiet")


def _drafts(alibaba: Alibaba, lang: str) -> Markup:
    drafts = list(reversed(alibaba.shelf.all("draft")))[:SHOWN]
    if not drafts:
        return _none(lang)
    heads = (("নম্বর", "Number"), ("মডেল", "Model"), ("নাম", "Name"), ("দাম", "Price"), ("আছে", "Left"))  # fmt: skip
    rows: list[list[Any]] = [
        [
            tag("code", one["product_id"]),
            tag("code", one["model"]),
            one["subject"],
            number(lang, f"USD {one['price']}"),
            number(lang, one["left"]) if one["display"] == "on" else badge("off", "bad"),
        ]
        for one in drafts
    ]
    return table([say(lang, head) for head in heads], rows)


def _buying(lang: str) -> Markup:
    kinds = [(key, say(lang, words)) for key, words in TROUBLES.items()]
    return tag(
        "div",
        form(
            "/_control/alibaba/buy",
            field(say(lang, ("মডেল নম্বর", "Model number")), "sku", "", required=True),
            field(say(lang, ("কয়টি", "How many")), "quantity", 1, inputmode="numeric"),
            choice(say(lang, ("কেমন", "What kind")), "trouble", "", kinds),
            button=say(lang, ("কেউ একজন কেনে", "Somebody buys")),
        ),
        form(
            "/_control/alibaba/settle",
            button=say(lang, ("পাওনা মেটাও", "Pay out")),
            kind="second",
        ),
        class_="card",
    )


def _orders(alibaba: Alibaba, lang: str) -> Markup:
    orders = list(reversed(alibaba.shelf.all("order")))[:SHOWN]
    if not orders:
        return _none(lang)
    rows: list[list[Any]] = []
    for one in orders:
        status = one["trade_status"]
        hidden = tag("input", type="hidden", name="order", value=one["trade_id"])
        at = datetime.fromtimestamp(int(one["create_date"]["timestamp"]) / 1000, UTC).isoformat()
        lines = [f"{each['model_number']} × {number(lang, int(float(each['quantity'])))}" for each in one["order_products"]]  # fmt: skip
        rows.append(
            [
                tag("code", one["trade_id"]),
                moment(lang, at),
                tag("ul", [tag("li", line) for line in lines]),
                badge(say(lang, STATUSES[status]), "bad" if status == "trade_close" else ""),
                form(
                    "/_control/alibaba/cancel",
                    hidden,
                    button=say(lang, ("ক্রেতা বাতিল করে", "Buyer cancels")),
                    kind="second",
                ),
            ]
        )
    heads = (("অর্ডার", "Order"), ("কখন", "When"), ("কী", "What"), ("অবস্থা", "Status"), ("", ""))
    return table([say(lang, head) for head in heads], rows)
