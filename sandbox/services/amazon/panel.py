"""Amazon's own part of its control page: listings, orders, feeds, quotas and troubles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.core.markup import Markup, tag
from sandbox.core.pages import badge, choice, field, form, moment, number, say, table, tick

if TYPE_CHECKING:
    from sandbox.services.amazon.amazon import Amazon

SHOWN = 30
STATUSES = {
    "BUYABLE": ("কেনা যায়", "Buyable"),
    "DISCOVERABLE": ("খুঁজে পাওয়া যায়", "Discoverable"),
    "Pending": ("টাকা বাকি", "Pending"),
    "Unshipped": ("পাঠানো বাকি", "Unshipped"),
    "PartiallyShipped": ("কিছু পাঠানো", "Partially shipped"),
    "Shipped": ("পাঠানো হয়েছে", "Shipped"),
    "Canceled": ("বাতিল", "Canceled"),
    "IN_QUEUE": ("সারিতে", "In the queue"),
    "IN_PROGRESS": ("চলছে", "In progress"),
    "DONE": ("শেষ", "Done"),
    "FATAL": ("পড়া যায়নি", "Could not be read"),
    "CANCELLED": ("বাতিল", "Cancelled"),
}
BAD = {"Canceled", "FATAL", "CANCELLED"}
TROUBLES = {
    "": ("ঠিকঠাক অর্ডার", "A good order"),
    "ended": ("তুলে নেওয়া পণ্যের অর্ডার", "For a listing that ended"),
    "currency": ("অচেনা মুদ্রায়", "In an odd currency"),
    "address": ("ঠিকানা নিয়ম মানে না", "With an address that fails its rules"),
    "unknown_sku": ("অচেনা SKU", "For a SKU never ours"),
}
WORDS: dict[str, tuple[str, str]] = {
    "process_s": ("তালিকা চালু হতে (সেকেন্ড)", "Seconds until a listing is live"),
    "feed_s": ("ফিড শুরু হতে (সেকেন্ড)", "Seconds until a feed begins"),
    "visible_after_s": ("অর্ডার দেখা যেতে (সেকেন্ড)", "Seconds until an order is seen"),
    "token_s": ("টোকেন চলে (সেকেন্ড)", "A token lasts (s)"),
    "storm": ("এতগুলো ডাকে ৪২৯", "So many calls are answered 429"),
    "unavailable": ("এতগুলো ডাকে ৫০৩", "So many calls are answered 503"),
    "fatal_feeds": ("এতগুলো ফিড পড়া যায় না", "So many feeds cannot be read"),
    "lose_feeds": ("এতগুলো ফিড নিয়েও ৫০৩", "So many feeds are taken and answered 503"),
    "quota_times": ("কোটার গুণ", "Quotas times"),
    "rate_header": ("হেডারে হার জানায়", "Tells the rate in the header"),
    "repeat_orders": ("প্রতিটি অর্ডার দুবার দেখায়", "Lists every order twice"),
    "late_attribute": ("পরে ধরা পড়ে যা নেই", "An attribute found missing late"),
    "more_required": ("এগুলোও লাগে", "Also required"),
    "spoil_schema": ("স্কিমা অর্ধেক আসে", "Half a schema"),
    "gzip": ("হিসাব চাপা (gzip)", "Settlements gzipped"),
    "fee_percent": ("বাজারের ভাগ (%)", "The market's share (%)"),
    "monthly_fee": ("মাসিক ফি", "Monthly fee"),
}


def shown(amazon: Amazon, lang: str) -> Markup:
    return tag(
        "section",
        tag("h2", say(lang, ("তালিকা", "Listings"))),
        _listings(amazon, lang),
        tag("h2", say(lang, ("অর্ডার", "Orders"))),
        _buying(lang),
        _orders(amazon, lang),
        tag("h2", say(lang, ("ফিড", "Feeds"))),
        _feeds(amazon, lang),
        tag("h2", say(lang, ("আচরণ", "What it does"))),
        _settings(amazon, lang),
    )


def _none(lang: str) -> Markup:
    return tag("p", say(lang, ("এখনো কিছু নেই", "Nothing yet")), class_="quiet")


def _state(lang: str, name: str) -> Markup:
    return badge(say(lang, STATUSES.get(name, (name, name))), "bad" if name in BAD else "")


def _listings(amazon: Amazon, lang: str) -> Markup:
    wanted = {"summaries", "issues", "offers", "fulfillmentAvailability"}
    found = amazon.listings.all_shown(wanted, None)
    if not found:
        return _none(lang)
    rows: list[list[Any]] = []
    for one in reversed(found[-SHOWN:]):
        summary = one["summaries"][0]
        price = one["offers"][0]["price"] if one["offers"] else {"currencyCode": "", "amount": "—"}
        rows.append(
            [
                tag("code", one["sku"]),
                summary["itemName"],
                tag("code", summary["productType"]),
                number(lang, f"{price['currencyCode']} {price['amount']}"),
                number(lang, one["fulfillmentAvailability"][0]["quantity"]),
                [_state(lang, name) for name in summary["status"]],
                [badge(each["message"], "bad") for each in one["issues"]],
            ]
        )
    heads = (("SKU", "SKU"), ("নাম", "Title"), ("ধরন", "Type"), ("দাম", "Price"), ("আছে", "Left"), ("অবস্থা", "Status"), ("সমস্যা", "Issues"))  # fmt: skip
    return table([say(lang, head) for head in heads], rows)


def _buying(lang: str) -> Markup:
    return tag(
        "div",
        form(
            "/_control/amazon/buy",
            field("SKU", "sku", "", required=True),
            field(say(lang, ("কয়টি", "How many")), "quantity", 1, inputmode="numeric"),
            choice(say(lang, ("কেমন", "What kind")), "trouble", "", [(key, say(lang, words)) for key, words in TROUBLES.items()]),
            button=say(lang, ("কেউ একজন কেনে", "Somebody buys")),
        ),
        form("/_control/amazon/settle", button=say(lang, ("হিসাব বন্ধ করো", "Close a settlement")), kind="second"),
        class_="card",
    )  # fmt: skip


def _orders(amazon: Amazon, lang: str) -> Markup:
    orders = list(reversed(amazon.shelf.all("order")))[:SHOWN]
    if not orders:
        return _none(lang)
    rows: list[list[Any]] = []
    for one in orders:
        hidden = tag("input", type="hidden", name="order", value=one["AmazonOrderId"])
        acts = tag(
            "div",
            form("/_control/amazon/cancel", hidden, button=say(lang, ("ক্রেতা বাতিল করে", "Buyer cancels")), kind="second"),
            form("/_control/amazon/refund", hidden, button=say(lang, ("টাকা ফেরত", "Refund")), kind="second"),
            class_="row",
        )  # fmt: skip
        rows.append(
            [
                tag("code", one["AmazonOrderId"]),
                moment(lang, one["PurchaseDate"]),
                tag("ul", [tag("li", f"{line['SellerSKU']} × {number(lang, line['QuantityOrdered'])} · {line['currency']}") for line in one["lines"]]),
                f"{one['address'].get('City', '')}, {one['address'].get('CountryCode', '')}",
                _state(lang, one["OrderStatus"]),
                acts,
            ]
        )  # fmt: skip
    heads = (("অর্ডার", "Order"), ("কখন", "When"), ("কী", "What"), ("কোথায়", "Where to"), ("অবস্থা", "Status"), ("", ""))  # fmt: skip
    return table([say(lang, head) for head in heads], rows)


def _feeds(amazon: Amazon, lang: str) -> Markup:
    feeds = list(reversed(amazon.shelf.all("feed")))[:SHOWN]
    if not feeds:
        return _none(lang)
    heads = (("ফিড", "Feed"), ("ধরন", "Kind"), ("কখন", "When"), ("অবস্থা", "Status"))
    rows: list[list[Any]] = [
        [
            tag("code", one["feedId"]),
            tag("code", one["feedType"]),
            moment(lang, one["createdTime"]),
            _state(lang, one["processingStatus"]),
        ]
        for one in feeds
    ]
    return table([say(lang, head) for head in heads], rows)


def _settings(amazon: Amazon, lang: str) -> Markup:
    told = amazon.setting()
    fields: list[Markup] = []
    for key, words in WORDS.items():
        value, label = told[key], say(lang, words)
        if isinstance(value, bool):
            fields.append(tick(label, key, value))
        else:
            fields.append(field(label, key, " ".join(value) if isinstance(value, list) else value))
    return tag(
        "div",
        form("/_control/amazon/settings", *fields, button=say(lang, ("রাখুন", "Save"))),
        class_="card",
    )
