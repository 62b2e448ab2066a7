"""The partner shops. Names, goods files and formats are those of the demonstration's partners."""

from dataclasses import dataclass, field
from typing import Any

from sandbox.core.service import Text


@dataclass(frozen=True)
class Profile:
    number: int
    slug: str
    """Also the name of its goods file: `<slug>.jsonl`."""
    kind: str
    """What it makes up when there is no goods file; see `goods.SERIES`."""
    format: str
    title: Text
    about: Text
    settings: dict[str, Any] = field(default_factory=dict)
    """Where this shop's habits differ from `Shop.settings`."""


PROFILES = [
    Profile(
        1, "pataboi", "books", "xml",
        ("পাতাবই", "Pataboi"),
        ("বই আর খাতা-কলম। পণ্যতালিকা: Google Merchant XML।", "Books and stationery. Its feed is Google Merchant XML."),
    ),
    Profile(
        2, "bijolighor", "electronics", "csv",
        ("বিজলিঘর", "Bijolighor"),
        ("মোবাইল, ফ্যান, সৌরবাতি। পণ্যতালিকা: CSV।", "Phones, fans, solar lights. Its feed is CSV."),
    ),
    Profile(
        3, "sutortan", "clothing", "tsv",
        ("সুতোর টান", "Sutortan"),
        ("শাড়ি, লুঙ্গি আর গয়না। পণ্যতালিকা: TSV।", "Sarees, lungis and jewellery. Its feed is TSV."),
    ),
    Profile(
        4, "tatkasodai", "grocery", "xml",
        ("টাটকা সদাই", "Tatka Sodai"),
        ("চাল-ডাল, মসলা, মধু। পণ্যতালিকা: Google Merchant XML।", "Rice, spices, honey. Its feed is Google Merchant XML."),
    ),
    Profile(
        5, "niramoyghor", "medicine", "jsonl",
        ("নিরাময়ঘর", "Niramoyghor"),
        ("ঔষধ ও স্বাস্থ্যযন্ত্র। পণ্যতালিকা: JSON lines।", "Medicine and health devices. Its feed is JSON lines."),
    ),
    Profile(
        6, "hatkhola", "household", "csv",
        ("হাটখোলা", "Hatkhola"),
        ("এক দোকানে সবকিছু; কিছু জিনিস প্রায়ই ফুরিয়ে যায়। পণ্যতালিকা: CSV।", "Everything under one roof; some of it is often sold out. Its feed is CSV."),
        {"decline_percent": 30.0},
    ),
]  # fmt: skip
