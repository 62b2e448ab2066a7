"""bKash's own part of its control page."""

from typing import Any

from sandbox.core.markup import Markup, tag
from sandbox.core.pages import badge, choice, field, form, moment, number, say, table
from sandbox.core.store import Store
from sandbox.services.bkash.money import read_stamp, taka
from sandbox.services.bkash.wording import CODES, ENVELOPES

SPOILS = {
    "": ("কিছু না", "Nothing"),
    "hang": ("উত্তর আটকে থাকে", "Hangs"),
    "close": ("উত্তর হারায়", "Loses the answer"),
    "half": ("অর্ধেক উত্তর", "Half an answer"),
    "twice": ("উত্তর দুবার", "Answers twice over"),
    "html": ("HTML পাতা", "An HTML page"),
    "500": ("৫০০", "500"),
}


def panel(lang: str, told: dict[str, Any], store: Store) -> Markup:
    moves = store.rows("SELECT * FROM bkash_moves ORDER BY id DESC LIMIT 30")
    wallets = store.rows("SELECT * FROM bkash_wallets ORDER BY msisdn")
    return tag(
        "section",
        tag("h2", say(lang, ("লেনদেন", "Transactions"))),
        table(
            [say(lang, head) for head in (("কখন", "When"), ("আইডি", "Trx ID"), ("চালান", "Invoice"), ("ওয়ালেট", "Wallet"), ("টাকা", "Taka"))],
            [[moment(lang, read_stamp(row["at"]).isoformat()), tag("code", row["trx_id"]), tag("code", row["invoice"] or "—"), number(lang, row["msisdn"] or "—"), number(lang, taka(row["amount"]))] for row in moves],
        )
        if moves
        else tag("p", say(lang, ("এখনো কিছু নেই", "Nothing yet")), class_="quiet"),
        tag("p", tag("a", say(lang, ("হিসাব নামান", "Download the statement")), href="/bkash/portal/statement.csv")),
        tag("h2", say(lang, ("যেসব ওয়ালেটে টাকা যায় না", "Wallets that cannot be paid"))),
        tag("p", [badge(f"{row['msisdn']}: {row['code']}", "bad") for row in wallets]) if wallets else None,
        tag(
            "div",
            form(
                "/_control/bkash/wallet",
                field(say(lang, ("নম্বর", "Number")), "msisdn", "", inputmode="numeric"),
                choice(say(lang, ("উত্তর", "Answers")), "code", "", [("", say(lang, ("টাকা যায়", "It can be paid"))), *((code, f"{code} {words}") for code, words in CODES.items())]),
                button=say(lang, ("রাখুন", "Save")),
                kind="second",
            ),
            class_="card",
        ),
        tag("h2", say(lang, ("টাকা আর উত্তর", "Money and answers"))),
        tag(
            "div",
            form(
                "/_control/bkash/settings",
                field(say(lang, ("বিতরণ হিসাবে", "In the disbursement account")), "disbursement", told["disbursement"], inputmode="decimal"),
                field(say(lang, ("আদায় হিসাবে", "In the collection account")), "collection", told["collection"], inputmode="decimal"),
                field(say(lang, ("খরচ (টাকা)", "Fee (taka)")), "fee", told["fee"], inputmode="decimal"),
                choice(say(lang, ("টাকা পাঠানোর পর", "After paying")), "spoil", told["spoil"], [(key, say(lang, words)) for key, words in SPOILS.items()]),
                field(say(lang, ("কতবার (০ = সব সময়)", "How often (0 = always)")), "spoil_times", told["spoil_times"], inputmode="numeric"),
                choice(say(lang, ("ভুলের খাম", "Envelope of errors")), "envelope", told["envelope"], [(each, each) for each in ENVELOPES]),
                button=say(lang, ("রাখুন", "Save")),
            ),
            class_="card",
        ),
    )  # fmt: skip
