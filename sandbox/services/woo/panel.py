"""The shop's own part of its control page: orders, what it does about them, goods, webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.core.markup import Markup, tag
from sandbox.core.pages import (
    badge,
    choice,
    field,
    form,
    moment,
    number,
    other_button,
    say,
    table,
    tick,
)

if TYPE_CHECKING:
    from sandbox.services.woo.woo import Woo

POLICIES = {
    "confirm": ("নিশ্চিত করে", "Confirms"),
    "decline": ("সব ফিরিয়ে দেয়", "Declines all"),
    "silent": ("চুপ থাকে", "Stays silent"),
}
STATUSES = {
    "pending": ("টাকার অপেক্ষায়", "Pending payment"),
    "on-hold": ("স্থগিত", "On hold"),
    "processing": ("প্রক্রিয়াধীন", "Processing"),
    "completed": ("সম্পন্ন", "Completed"),
    "cancelled": ("বাতিল", "Cancelled"),
    "refunded": ("টাকা ফেরত", "Refunded"),
    "failed": ("ব্যর্থ", "Failed"),
    "trash": ("ফেলে দেওয়া", "Trash"),
}
PERMISSIONS = {
    "read": ("শুধু পড়া", "Read"),
    "write": ("শুধু লেখা", "Write"),
    "read_write": ("পড়া ও লেখা", "Read/Write"),
}
BAD = {"cancelled", "refunded", "failed", "trash"}
SHOWN = 30


def shown(woo: Woo, lang: str) -> Markup:
    orders = list(reversed(woo.stock.all("order")))[:SHOWN]
    nothing = tag("p", say(lang, ("এখনো কোনো অর্ডার আসেনি", "No order has come yet")), class_="quiet")
    return tag(
        "div",
        tag("h2", say(lang, ("অর্ডার", "Orders"))),
        tag("div", [_order(woo, lang, one) for one in orders], class_="stack") if orders else nothing,
        tag("h2", say(lang, ("দোকানের আচরণ", "What the shop does"))),
        _policy(woo, lang),
        tag("h2", say(lang, ("পণ্য", "Goods"))),
        _goods(woo, lang),
        tag("h2", say(lang, ("ওয়েবহুক", "Webhooks"))),
        _webhooks(woo, lang),
    )  # fmt: skip


def _order(woo: Woo, lang: str, order: dict[str, Any]) -> Markup:
    status = order["status"]
    number_field = tag("input", type="hidden", name="id", value=order["id"])
    whole = woo.wire.order_shown(order)
    codes = [str(one["value"]) for one in whole["meta_data"] if one["key"] == "ekshop_code"]
    return tag(
        "article",
        tag(
            "div",
            tag("h3", "#", number(lang, order["id"])),
            badge(say(lang, STATUSES[status]), "bad" if status in BAD else ""),
            tag("span", *codes, class_="small quiet"),
            tag("span", moment(lang, order["date_created_gmt"] + "+00:00"), class_="small quiet push"),
            class_="row",
        ),
        tag("p", whole["billing"]["company"] or whole["billing"]["first_name"]),
        tag("ul", [tag("li", f"{line['name']} × {number(lang, line['quantity'])}") for line in whole["line_items"]]),
        form(
            f"/_control/{woo.name}/answer",
            number_field,
            choice(say(lang, ("অবস্থা", "Status")), "status", status, [(key, say(lang, text)) for key, text in STATUSES.items()]),
            field(say(lang, ("পার্সেলের নম্বর", "Tracking number")), "tracking_number", ""),
            button=say(lang, ("রাখুন", "Save")),
            others=other_button(say(lang, ("পাঠানো হয়েছে", "Sent")), f"/_control/{woo.name}/ship"),
        ),
        class_="card",
    )  # fmt: skip


def _policy(woo: Woo, lang: str) -> Markup:
    told = woo.setting()

    def words(bengali: str, english: str) -> str:
        return say(lang, (bengali, english))

    fields = [
        choice(words("নতুন অর্ডার", "New orders"), "policy", told["policy"], [(key, say(lang, text)) for key, text in POLICIES.items()]),
        field(words("শতকরা কত ফিরিয়ে দেয়", "Declines this share (%)"), "decline_percent", told["decline_percent"], inputmode="decimal"),
        field(words("যেসব SKU ফিরিয়ে দেয়", "Declines these SKUs"), "decline_skus", " ".join(told["decline_skus"])),
        field(words("কত সেকেন্ড পরে উত্তর", "Answers after (s)"), "answer_after_s", told["answer_after_s"], inputmode="decimal"),
        field(words("কত সেকেন্ড পরে পাঠায়", "Ships after (s)"), "ship_after_s", told["ship_after_s"], inputmode="decimal"),
        field(words("কুরিয়ার", "Courier"), "courier", told["courier"]),
        choice(words("কি-এর অনুমতি", "The key may"), "permissions", told["permissions"], [(key, say(lang, text)) for key, text in PERMISSIONS.items()]),
        field(words("মুদ্রা", "Currency"), "currency", told["currency"]),
        field(words("সেকেন্ডে সর্বোচ্চ কত ডাক (০ = যত খুশি)", "Most calls a second (0 = any)"), "calls_a_second", told["calls_a_second"], inputmode="numeric"),
        tick(words("নিজে থেকে পাঠায়", "Ships by itself"), "ship", told["ship"]),
        tick(words("ওয়েবহুক পাঠায় না", "Sends no webhooks"), "silent", told["silent"]),
        tick(words("স্থায়ী লিংক চালু", "Permalinks are on"), "permalinks", told["permalinks"]),
        tick(words("WooCommerce চালু", "WooCommerce is active"), "woocommerce", told["woocommerce"]),
    ]  # fmt: skip
    return tag(
        "div",
        form(f"/_control/{woo.name}/settings", *fields, button=say(lang, ("রাখুন", "Save"))),
        class_="card",
    )


def _goods(woo: Woo, lang: str) -> Markup:
    things = [*woo.stock.all("product"), *woo.stock.all("variation")]
    rows = []
    for thing in sorted(things, key=lambda one: one["id"]):
        if thing["type"] == "variable":
            rows.append(
                [number(lang, thing["id"]), thing["sku"], tag("strong", thing["name"]), "", ""]
            )
            continue
        rows.append([
            number(lang, thing["id"]),
            thing["sku"],
            thing["name"],
            number(lang, woo.wire.shown(thing)["price"]),
            form(
                f"/_control/{woo.name}/set?id={thing['id']}",
                field(say(lang, ("দাম", "Price")), "regular_price", thing["regular_price"], inputmode="decimal"),
                field(say(lang, ("মজুদ", "Pieces")), "stock_quantity", thing["stock_quantity"] or 0, inputmode="numeric"),
                button=say(lang, ("রাখুন", "Save")),
                kind="second",
            ),
        ])  # fmt: skip
    heads = [("নম্বর", "Number"), ("SKU", "SKU"), ("নাম", "Name"), ("দাম", "Price"), ("", "")]
    return table([say(lang, head) for head in heads], rows)


def _webhooks(woo: Woo, lang: str) -> Markup:
    hooks = woo.stock.all("webhook")
    if not hooks:
        return tag("p", say(lang, ("একটিও নেই", "None")), class_="quiet")
    heads = [("নম্বর", "Number"), ("বিষয়", "Topic"), ("অবস্থা", "State"), ("ঠিকানা", "Address")]
    rows = [
        [
            number(lang, hook["id"]),
            hook["topic"],
            badge(hook["status"], "" if hook["status"] == "active" else "bad"),
            tag("code", hook["delivery_url"]),
        ]
        for hook in hooks
    ]
    return table([say(lang, head) for head in heads], rows)
