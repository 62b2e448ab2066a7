"""A marketplace's own part of its control page: what is listed, ordered and settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sandbox.core.markup import Markup, tag
from sandbox.core.pages import badge, field, form, number, other_button, say, table, tick

if TYPE_CHECKING:
    from sandbox.services.markets.market import Market

STATES = {
    "new": ("নতুন", "New"),
    "cancelled": ("বাতিল", "Cancelled"),
    "shipped": ("পাঠানো হয়েছে", "Shipped"),
    "settled": ("টাকা দেওয়া হয়েছে", "Settled"),
}
SHOWN = 30


def shown(market: Market, lang: str) -> Markup:
    def words(bengali: str, english: str) -> str:
        return say(lang, (bengali, english))

    return tag(
        "div",
        tag("h2", words("অর্ডার", "Orders")),
        _orders(market, lang),
        tag("h2", words("কী হবে", "What happens")),
        _buying(market, lang),
        tag("h2", words("পণ্য", "Listings")),
        _listings(market, lang),
        tag("h2", words("ফাইল", "Files")),
        _files(market, lang),
    )


def _orders(market: Market, lang: str) -> Markup:
    orders = list(reversed(market.selling.all()))[:SHOWN]
    if not orders:
        return tag("p", say(lang, ("এখনো কোনো অর্ডার নেই", "No order yet")), class_="quiet")
    at = f"/_control/{market.name}"
    rows = [
        [
            order["ref"],
            badge(say(lang, STATES[order["state"]]), "bad" if order["state"] == "cancelled" else ""),
            ", ".join(f"{line['sku']} × {number(lang, line['quantity'])}" for line in order["lines"]),
            f"{order['currency']} {order['lines'][0]['unit']}",
            form(f"{at}/cancel?ref={order['ref']}", button=say(lang, ("বাতিল", "Cancel")), kind="second"),
        ]
        for order in orders
    ]  # fmt: skip
    heads = [("নম্বর", "Number"), ("অবস্থা", "State"), ("পণ্য", "Goods"), ("দাম", "Price"), ("", "")]
    return table([say(lang, head) for head in heads], rows)


def _buying(market: Market, lang: str) -> Markup:
    at, told = f"/_control/{market.name}", market.setting()

    def words(bengali: str, english: str) -> str:
        return say(lang, (bengali, english))

    return tag(
        "div",
        form(
            f"{at}/order",
            field(words("SKU (ফাঁকা: যেকোনো)", "SKU (empty: any)"), "sku", ""),
            field(words("কয়টি", "Pieces"), "quantity", 1, inputmode="numeric"),
            field(words("মুদ্রা", "Currency"), "currency", market.profile.currency),
            tick(words("ঠিকানা ভুল", "A wrong address"), "bad_address", False),
            tick(words("শেষ হয়ে যাওয়া পণ্য", "Goods that have ended"), "ended", False),
            button=words("কেউ কিনল", "Somebody buys"),
            others=[
                other_button(words("ফাইল আবার দিন", "A file twice"), f"{at}/repeat"),
                other_button(words("টাকা দিন", "Settle"), f"{at}/settle"),
                other_button(words("অর্ধেক ফাইল পুরো করুন", "Mend half files"), f"{at}/mend"),
            ],
        ),
        form(
            f"{at}/settings",
            field(words("উত্তর দেয় (সেকেন্ড)", "Answers after (s)"), "answer_after_s", told["answer_after_s"], inputmode="decimal"),
            field(words("আরও যা চায়", "Also needs"), "also_needs", " ".join(told["also_needs"])),
            field(words("যে শব্দ মানে না", "Refuses words"), "refuse_words", " ".join(told["refuse_words"])),
            field(words("ফি (%)", "Fee (%)"), "fee_percent", told["fee_percent"], inputmode="decimal"),
            field(words("মিনিটে কত ফাইল (০ = যত খুশি)", "Files a minute (0 = any)"), "uploads_a_minute", told["uploads_a_minute"], inputmode="numeric"),
            field(words("পরের কয়টি ফাইল অর্ধেক", "Next files that are half"), "half_files", told["half_files"], inputmode="numeric"),
            field(words("আমাদের ফিডের ঠিকানা", "Where our feed is"), "feed_url", told["feed_url"]),
            field(words("কত সেকেন্ড পরপর আনে", "Fetches every (s)"), "fetch_every_s", told["fetch_every_s"], inputmode="decimal"),
            tick(words("প্রতি অর্ডার দুবার", "Every order twice"), "duplicate_orders", told["duplicate_orders"]),
            tick(words("উত্তর দেয় না", "Loses its answers"), "lose_answers", told["lose_answers"]),
            button=words("রাখুন", "Save"),
        ),
        class_="card stack",
    )  # fmt: skip


def _listings(market: Market, lang: str) -> Markup:
    rows = market.world.store.rows(
        "SELECT sku, state, price, quantity FROM market_listings WHERE market = ? ORDER BY sku LIMIT ?",
        market.key,
        SHOWN,
    )
    if not rows:
        return tag("p", say(lang, ("কিছু নেই", "Nothing")), class_="quiet")
    heads = [("SKU", "SKU"), ("অবস্থা", "State"), ("দাম", "Price"), ("আছে", "Pieces")]
    return table([say(lang, head) for head in heads], [_row(lang, row) for row in rows])


def _row(lang: str, row: dict[str, Any]) -> list[Any]:
    live = row["state"] == "live"
    state = say(lang, ("চালু", "Live") if live else ("শেষ", "Ended"))
    return [row["sku"], badge(state, "" if live else "bad"), row["price"], number(lang, row["quantity"])]  # fmt: skip


def _files(market: Market, lang: str) -> Markup:
    rows = market.world.store.rows(
        "SELECT path, length(data) AS size FROM shelf_files WHERE shelf = ? ORDER BY at DESC LIMIT ?",
        market.name,
        SHOWN,
    )
    if not rows:
        return tag("p", say(lang, ("একটিও নেই", "None")), class_="quiet")
    heads = [("নাম", "Name"), ("বাইট", "Bytes")]
    listed = [[tag("code", row["path"]), number(lang, row["size"])] for row in rows]
    return table([say(lang, head) for head in heads], listed)
