"""The four partner shops. The names are invented."""

from dataclasses import dataclass

from sandbox.core.service import Text


@dataclass(frozen=True)
class Profile:
    number: int
    kind: str
    """Also the name of its goods file: `<kind>.jsonl`."""
    format: str
    title: Text
    about: Text


PROFILES = [
    Profile(
        1, "books", "xml",
        ("বইনাও", "Boinao"),
        ("বই। পণ্যতালিকা: Google Merchant RSS XML।", "Books. Its feed is Google Merchant RSS XML."),
    ),
    Profile(
        2, "electronics", "tsv",
        ("তড়িৎলতা", "Toritlota"),
        ("ইলেকট্রনিক পণ্য। পণ্যতালিকা: TSV।", "Electronics. Its feed is TSV."),
    ),
    Profile(
        3, "clothing", "csv",
        ("পাড়-আঁচল", "Par-Anchol"),
        ("পোশাক। পণ্যতালিকা: CSV।", "Clothing. Its feed is CSV."),
    ),
    Profile(
        4, "grocery", "jsonl",
        ("থলেভরা", "Tholebhora"),
        ("মুদি পণ্য ও ওষুধ। পণ্যতালিকা: JSON lines।", "Groceries and medicine. Its feed is JSON lines."),
    ),
]  # fmt: skip
