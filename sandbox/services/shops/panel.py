"""A shop's own part of its control page: its orders, its policy, its goods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.core.markup import Markup, tag
from sandbox.core.pages import badge, choice, field, form, moment, number, other_button, say, tick
from sandbox.services.shops.feeds import FAULTS

if TYPE_CHECKING:
    from sandbox.services.shops.shop import Shop

POLICIES = {
    "confirm": ("নিশ্চিত করে", "Confirms"),
    "decline": ("সব ফিরিয়ে দেয়", "Declines all"),
    "silent": ("চুপ থাকে", "Stays silent"),
    "late": ("দেরিতে উত্তর দেয়", "Answers late"),
}
STATES = {
    "received": ("এসেছে", "Received"),
    "answering": ("উত্তর যাচ্ছে", "Answering"),
    "confirmed": ("নিশ্চিত", "Confirmed"),
    "partly_confirmed": ("আংশিক নিশ্চিত", "Partly confirmed"),
    "declined": ("ফিরিয়ে দেওয়া", "Declined"),
    "refused": ("প্ল্যাটফর্ম মানেনি", "Refused by the platform"),
    "shipping": ("পাঠানো হচ্ছে", "Shipping"),
    "shipped": ("পাঠানো হয়েছে", "Shipped"),
    "cancelled": ("বাতিল", "Cancelled"),
}
WAYS = {
    "contract": ("আগের এক-শপ সংযোগে", "By the ek-Shop integration of before"),
    "api": ("পার্টনার এপিআইতে", "By the partner API"),
}
BAD = {"declined", "refused", "cancelled"}


def shown(shop: Shop, lang: str) -> Markup:
    orders = shop.orders.recent()
    return tag(
        "div",
        tag("h2", say(lang, ("অর্ডার", "Orders"))),
        tag("div", [order_card(shop, lang, order) for order in orders], class_="stack")
        if orders
        else tag("p", say(lang, ("এখনো কোনো অর্ডার আসেনি", "No order has come yet")), class_="quiet"),
        tag("h2", say(lang, ("অর্ডার পেলে কী করে", "What it does with an order"))),
        policy_form(shop, lang),
        tag("h2", say(lang, ("পণ্যতালিকা", "Feed"))),
        feed_part(shop, lang),
    )


def order_card(shop: Shop, lang: str, order: dict[str, Any]) -> Markup:
    at = f"/_control/{shop.name}"
    state = order["state"]
    lines = [
        choice(
            f"{line.title or line.sku or line.line_id} × {number(lang, line.quantity)}",
            f"decision_{line.line_id}",
            "declined" if line.line_id in order["declined"] else "confirmed",
            [
                ("confirmed", say(lang, ("আছে, দেব", "Confirm"))),
                ("declined", say(lang, ("নেই, ফিরিয়ে দিন", "Decline"))),
            ],
        )
        for line in order["lines"]
    ]
    code = tag("input", type="hidden", name="code", value=order["code"])
    return tag(
        "article",
        tag(
            "div",
            tag("h3", order["code"]),
            badge(say(lang, STATES[state]), "bad" if state in BAD else ""),
            tag("span", order["note"], class_="small quiet"),
            tag("span", moment(lang, order["at"]), class_="small quiet push"),
            class_="row",
        ),
        form(
            f"{at}/answer",
            code,
            *lines,
            button=say(lang, ("উত্তর দিন", "Answer")),
            others=other_button(say(lang, ("কুরিয়ারে দিন", "Ship")), f"{at}/ship"),
        ),
        class_="card",
    )


def policy_form(shop: Shop, lang: str) -> Markup:
    told = shop.setting()
    fields = [
        choice(
            say(lang, ("নিয়ম", "Policy")),
            "policy",
            told["policy"],
            [(p, say(lang, t)) for p, t in POLICIES.items()],
        ),
        field(
            say(lang, ("শতকরা কত ফিরিয়ে দেয়", "Declines this share (%)")),
            "decline_percent",
            told["decline_percent"],
            inputmode="decimal",
        ),
        field(
            say(lang, ("যেসব SKU ফিরিয়ে দেয়", "Declines these SKUs")),
            "decline_skus",
            " ".join(told["decline_skus"]),
        ),
        field(
            say(lang, ("কত সেকেন্ড পরে উত্তর", "Answers after (s)")),
            "answer_after_s",
            told["answer_after_s"],
            inputmode="decimal",
        ),
        field(
            say(lang, ("দেরি মানে কত সেকেন্ড", "Late means (s)")),
            "late_s",
            told["late_s"],
            inputmode="decimal",
        ),
        field(
            say(lang, ("কত সেকেন্ড পরে পাঠায়", "Ships after (s)")),
            "ship_after_s",
            told["ship_after_s"],
            inputmode="decimal",
        ),
        field(
            say(lang, ("ওয়েবহুকের উত্তর", "Answers webhooks with")),
            "webhook_answer",
            told["webhook_answer"],
            inputmode="numeric",
        ),
        tick(say(lang, ("নিজে থেকে পাঠায়", "Ships by itself")), "ship", told["ship"]),
    ]
    return tag(
        "div",
        form(f"/_control/{shop.name}/settings", *fields, button=say(lang, ("রাখুন", "Save"))),
        class_="card",
    )


def feed_part(shop: Shop, lang: str) -> Markup:
    at = f"/_control/{shop.name}"
    told = shop.told()
    state = [
        (("বদল", "changes"), len(told.changes)),
        (("বাদ", "removals"), len(told.removals) + len(told.removed)),
        (("হাতে বসানো", "set by hand"), len(told.overrides)),
    ]
    return tag(
        "div",
        tag("p", tag("a", shop.feed_url(), href=shop.feed_url())),
        tag(
            "p",
            " · ".join(f"{say(lang, text)} {number(lang, n)}" for text, n in state),
            class_="small quiet",
        ),
        form(
            f"{at}/feed",
            field(
                say(lang, ("কতটি পণ্য (০ = সব)", "How many goods (0 = all)")),
                "count",
                told.count,
                inputmode="numeric",
            ),
            choice(
                say(lang, ("ত্রুটি", "Fault")),
                "fault",
                (told.faults or [""])[0],
                [(f, say(lang, t)) for f, t in FAULTS.items()],
            ),
            button=say(lang, ("রাখুন", "Save")),
            others=[
                other_button(say(lang, ("১% বদলান", "Change 1%")), f"{at}/change?share=1"),
                other_button(say(lang, ("৫% বাদ দিন", "Remove 5%")), f"{at}/remove?share=5"),
                other_button(say(lang, ("আগের মতো", "As it was")), f"{at}/restore"),
            ],
        ),
        form(
            f"{at}/push",
            choice(
                say(lang, ("নিজের সিস্টেম থেকে পণ্য পাঠায়", "Its own system sends the goods")),
                "by",
                "contract",
                [(by, say(lang, words)) for by, words in WAYS.items()],
            ),
            field(say(lang, ("লগইন আইডি (আগের সংযোগে)", "Login id (of before)")), "login_id", ""),
            button=say(lang, ("পাঠান", "Send")),
        ),
        class_="card",
    )
