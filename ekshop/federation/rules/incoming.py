"""What feeds and their runs can be, our fields, and everything that can be wrong with a row."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from ekshop.kernel.states import Machine

FEED = Machine(
    name="feed",
    initial="active",
    states={
        "active": _("Active"),
        "failing": _("Failing"),
        "paused": _("Paused"),
        "withdrawn": _("Withdrawn"),
    },
    transitions=[
        ("active", "fail", "failing", _("Could not be read")),
        ("failing", "recover", "active", _("Read again")),
        (("active", "failing"), "pause", "paused", _("Pause")),
        ("paused", "resume", "active", _("Resume")),
        (("active", "failing", "paused"), "withdraw", "withdrawn", _("Withdraw its goods")),
        ("withdrawn", "reopen", "active", _("Offer its goods again")),
    ],
    final=(),
)

RUN = Machine(
    name="feed_run",
    initial="waiting",
    states={
        "waiting": _("Waiting"),
        "fetching": _("Fetching"),
        "reading": _("Reading"),
        "merging": _("Updating the shop"),
        "done": _("Done"),
        "unchanged": _("Nothing new"),
        "incomplete": _("Incomplete"),
        "failed": _("Failed"),
    },
    transitions=[
        ("waiting", "fetch", "fetching", _("Fetching the file")),
        (("waiting", "fetching"), "read", "reading", _("Reading the file")),
        ("reading", "merge", "merging", _("Updating the shop")),
        ("merging", "finish", "done", _("Done")),
        ("merging", "finish_part", "incomplete", _("Only part of it could be used")),
        ("fetching", "skip", "unchanged", _("The file has not changed")),
        (("waiting", "fetching", "reading", "merging"), "fail", "failed", _("Failed")),
        (("fetching", "reading", "merging"), "begin_again", "waiting", _("Begun again")),
    ],
)
RUNNING = ("waiting", "fetching", "reading", "merging")

TRIGGERS = [
    ("schedule", _("By the clock")),
    ("demand", _("Asked for")),
    ("upload", _("Uploaded")),
    ("command", _("Command line")),
    ("push", _("Sent by your system")),
]

# Our fields, in the order in which the mapping screen asks for them.
FIELDS = [
    ("id", _("Your own number for the article")),
    ("title", _("Name")),
    ("price", _("Price")),
    ("sale_price", _("Reduced price")),
    ("quantity", _("How many in stock")),
    ("availability", _("In stock or not")),
    ("category", _("Category")),
    ("brand", _("Brand")),
    ("mpn", _("Model or part number")),
    ("gtin", _("Barcode (GTIN)")),
    ("description", _("Description")),
    ("link", _("Address of its page")),
    ("image_link", _("Address of its picture")),
    ("title_bn", _("Name in Bengali")),
    ("title_en", _("Name in English")),
    ("group_ref", _("Your number of the article that this is a size or colour of")),
    ("attribute:size", _("Size")),
    ("attribute:colour", _("Colour")),
    ("attribute:material", _("Material")),
    ("attribute:pattern", _("Pattern")),
    ("attribute:pack", _("Pieces in a pack")),
    ("attribute:gender", _("For men, women or both")),
    ("attribute:age_group", _("Age group")),
    ("attribute:net_quantity", _("Weight or volume in a pack")),
    ("images", _("Addresses of further pictures")),
    ("dispatch_days", _("Days until it is handed to the courier")),
    ("returns_days", _("Days within which it may be returned")),
    ("made_to_order_days", _("Days it takes to make, where it is made to order")),
    ("shelf_life_days", _("Days it keeps")),
    ("travel_days", _("Days of these it may be on the way")),
    ("season_from", _("First day of its season, month and day")),
    ("season_to", _("Last day of its season, month and day")),
]
FIELD_NAMES = dict(FIELDS)
ATTRIBUTE = "attribute:"
"""How a field begins that is an attribute; what follows is its key or the seller's name for it."""
NEEDED_FIELDS = ("id", "title", "price")

MOST_DAYS = 365
MOST_BYTES = 2_000_000_000
MOST_FIELD = 100_000
MOST_BLANKS = 1_000_000
"""Empty lines in a row of nothing, after which nobody waits for goods any more."""
BOMB_FROM_BYTES, BOMB_TIMES = 64_000_000, 200


def is_bomb(packed: int, unpacked: int) -> bool:
    """Whether no list of goods unpacks to so much: real ones to ten or thirty times."""
    return unpacked > BOMB_FROM_BYTES and unpacked > packed * BOMB_TIMES


MOST_ROW_BYTES = 512 * 1024
MOST_ROWS = 3_000_000
MOST_REJECTS = 100_000
HIGHEST_PRICE_POISHA = 10_00_00_000 * 100
"""Ten crore taka: nothing sold here costs more."""

STOCK_UNSTATED = 10
"""How many we take a thing to have that is in stock by the feed's word without a number."""

SUSPICIOUS_SHARE = 0.5
SUSPICIOUS_LEAST = 20
"""A whole file that lacks more than this share of what is on sale, and this many offers, is held:
more likely its sender's mistake than a clearance."""

SURE, SURE_IF_LICENSED = 55, 45
"""From this confidence, in per cent, a suggested category is used at once."""

STALE_AFTER_PERIODS = 3

TROUBLES = {
    "silent": _("Could not be read"),
    "unchanged": _("Has not changed"),
}
LEVELS = {
    0: _("All well"),
    1: _("The seller was told"),
    2: _("The operator was told"),
    3: _("Out of the shop"),
}
OUT = 3

RECHECKS = {
    "same": _("As shown"),
    "dearer": _("Dearer than shown"),
    "cheaper": _("Cheaper than shown"),
    "gone": _("Not there any more"),
    "silent": _("No answer in time"),
}
AGEING_RULES = {
    trouble: tuple(f"feed_{trouble}_{step}" for step in ("seller", "operator", "out"))
    for trouble in TROUBLES
}


def trouble_level(
    age: timedelta, limits: Sequence[timedelta], *, period: timedelta = timedelta()
) -> int:
    """How far it has gone, from 0 to 3, with something not confirmed for so long. No list is late
    before three of its own periods are over."""
    least = period * STALE_AFTER_PERIODS
    return sum(age > max(limit, least) for limit in limits)


PUSHED_NAMES = {"partner_api": "API", "ekshop": "ek-Shop API"}
"""What the list is called that a seller's machine sends its goods to, by connector."""

# Why a row, or a value in it, was not taken. %(…)s come from the reject's data.
REASONS = {
    "missing": _("It is empty, and it is needed."),
    "no_header": _("The file has no such column."),
    "id_too_long": _("It is longer than 50 characters."),
    "duplicate_id": _("Another row above has the same number. The first one was taken."),
    "price_unreadable": _("This is not an amount. Write it like 1250.00 BDT."),
    "price_not_positive": _("A price must be more than zero."),
    "price_absurd": _("A price above 10 crore taka cannot be right."),
    "price_odd": _("So low a price cannot be right. New goods are not taken at it."),
    "price_rise": _("The price rose from %(old)s to %(new)s taka at once. Is that right?"),
    "wrong_currency": _("The price is in %(found)s, but %(expected)s was agreed."),
    "sale_price_ignored": _(
        "The reduced price cannot be read or is not below the price. It was left out."
    ),
    "gtin_invalid": _("The barcode's check digit is wrong. The article was taken without it."),
    "stock_unreadable": _("This is not a number of pieces. The article counts as out of stock."),
    "availability_unknown": _(
        "We do not know this word. Write in_stock or out_of_stock. It counts as out of stock."
    ),
    "control_characters": _("It has characters that cannot be shown. They were taken out."),
    "link_invalid": _("This is not a web address. It was left out."),
    "too_long_cut": _("It was too long and was cut off."),
    "group_ref_too_long": _("It is longer than 50 characters. It was left out."),
    "too_many_attributes": _("It has more than 20 attributes. The first 20 were taken."),
    "too_many_images": _("It has more than 10 further pictures. The first 10 were taken."),
    "days_unreadable": _("This is not a number of days up to %(most)s. It was left out."),
    "day_unreadable": _("This is not a day of the year, like 05-20. It was left out."),
    "terms_impossible": _("%(why)s It was left out."),
    "forbidden": _("“%(term)s” may not be sold: %(reason)s (%(citation)s)"),
    "licence": _("Medicine may only be sold with a valid drug licence (DGDA)."),
    "not_orderable": _("Only goods that can be sent are ordered here, singly."),
    "no_family": _("The file has no product of this number that it would be a variation of."),
    "encoding": _("The row has characters that are not UTF-8. Save the file as UTF-8."),
    "broken_xml": _("The entry is not well-formed XML: %(problem)s"),
    "broken_json": _("The line is not a JSON object."),
    "columns": _("The row has %(found)s columns; the first row names %(expected)s."),
    "too_large": _("The row is larger than we accept."),
    "bijoy": _("It was typed for a Bijoy font. We took it as the Bengali that the font shows."),
    "not_an_object": _("This is not a JSON object."),
    "sku_repeated": _(
        "The same SKU stands for other articles, too. We tell them apart by product and variant."
    ),
    "held": _("So great a change waits until someone confirms it; the shop shows the old value."),
    "not_here": _("There is no such article of yours here. Send it whole first."),
    "version_ahead": _("This time lies in the future. Set your system's clock right."),
}
WARNINGS = frozenset(
    {
        "bijoy",
        "held",
        "sku_repeated",
        "price_rise",
        "sale_price_ignored",
        "gtin_invalid",
        "stock_unreadable",
        "availability_unknown",
        "control_characters",
        "link_invalid",
        "too_long_cut",
        "group_ref_too_long",
        "too_many_attributes",
        "too_many_images",
        "day_unreadable",
        "days_unreadable",
        "terms_impossible",
    }
)
"""The row was taken in spite of these."""

# Why a whole file could not be read, or only in part.
FILE_PROBLEMS = {
    "http_status": _("The address answered with error %(status)s instead of a file."),
    "refused": _("The other side refused: %(why)s"),
    "unreachable": _("The address could not be reached: %(why)s"),
    "sign_in_refused": _("The server does not let us in. Check the user, password and key."),
    "key_unreadable": _(
        "The private key cannot be read. Paste all of it; it must not have a passphrase."
    ),
    "host_key": _(
        "The server shows another key (%(shown)s) than before (%(expected)s), so we went no "
        "further. If it is truly yours, write the new one into this feed's settings."
    ),
    "no_such_file": _("There is no file %(path)s on the server."),
    "file_forbidden": _("The server does not let us read %(path)s."),
    "not_fetched": _("Goods of this kind are sent to us; there is nothing to read."),
    "html_page": _(
        "The address answers with a web page, not with a product list. "
        "Give the address of the file itself; it must open without signing in."
    ),
    "encoding": _("The file is not in UTF-8 (%(problem)s). Save it as UTF-8 and try again."),
    "encoding_declared": _(
        "The file says that it is written in %(encoding)s. Save it as UTF-8 and try again."
    ),
    "empty": _("There is not a single article in the file."),
    "excel": _("This is an Excel workbook. Save it as CSV (UTF-8) and send that."),
    "zip": _("This is a packed (ZIP) file. Send the product list itself, or pack it with gzip."),
    "binary": _("This is not a text file."),
    "unknown_format": _("We cannot tell what kind of file this is. Choose its format."),
    "not_this_format": _("This file is not %(format)s."),
    "document_type": _(
        "The XML declares a document type or entities, which we do not accept. Leave them out."
    ),
    "columns_missing": _("The first row has no column for: %(missing)s. It has: %(found)s."),
    "columns_unknown": _("The file has no column “%(unknown)s”. It has: %(found)s."),
    "too_large": _("The file is larger than we accept (2 GB unpacked)."),
    "gzip_broken": _("The packed file is damaged or was cut off."),
    "half_file": _(
        "The file ends in the middle. What was whole was taken, and nothing was withdrawn."
    ),
    "broken_off": _(
        "The connection broke off before the end. What had come was taken, and nothing was withdrawn."
    ),
    "shrunk": _(
        "The file lacks %(gone)s of %(live)s articles now on sale. They were left on sale until you say that this is right."
    ),
    "too_many_rows": _(
        "The file has more than %(limit)s rows. Those after were left out, and nothing was withdrawn."
    ),
    "took_too_long": _(
        "Reading the file took longer than %(minutes)s minutes. What was read was taken, and "
        "nothing was withdrawn."
    ),
    "nothing_taken": _(
        "Not one row could be taken; the list below says why. Nothing was withdrawn."
    ),
    "internal": _("Something went wrong on our side. We were told, and it will be tried again."),
}

UPLOAD_GONE = _("The uploaded file is no longer here. Choose it again.")
