"""The kinds of clock a case has, with their words; each is a deadline about ("case", id)."""

from ekshop.kernel.deadlines import kind

from .events import CaseClockPassed, CaseClockWarned, CasePauseOver

ENTITY = "case"

_KINDS = {
    "triage": ("কে দেখবে ঠিক করা", "Sorting the complaint"),
    "serve": ("বিক্রেতার হাতে নোটিশ পৌঁছানো", "Notice is brought to the seller"),
    "seller_answer": ("বিক্রেতা সমাধান শুরু করবেন", "The seller begins a solution"),
    "information": ("অভিযোগকারী তথ্য দেবেন", "The complainant gives information"),
    "offer_answer": ("অভিযোগকারী প্রস্তাবের উত্তর দেবেন", "The complainant answers the offer"),
    "counter_answer": ("বিক্রেতা পাল্টা প্রস্তাবের উত্তর দেবেন", "The seller answers the counter-offer"),
    "remedy": ("প্রতিকার দেওয়া", "The remedy is given"),
    "confirmation": ("অভিযোগকারী নিশ্চিত করবেন", "The complainant confirms"),
    "cash": ("সেন্টার টাকা হাতে দেবে", "The centre hands over the cash"),
    "mediation": ("সমন্বয়ক মীমাংসা করবেন", "The coordinator mediates"),
    "agency_accept": ("সংস্থা অভিযোগ নেবে", "The agency accepts the case"),
    "agency_reply": ("সংস্থা ব্যবস্থা নেবে", "The agency acts"),
    "hearing": ("শুনানি", "The hearing"),
    "appeal": ("আপিলের সময়", "Time to appeal"),
    "admissible": ("ভোক্তা অধিকারে অভিযোগের শেষ দিন", "Last day to complain to the directorate"),
}

for _name, (_bn, _en) in _KINDS.items():
    kind(f"case_{_name}", bn=_bn, en=_en, passed=CaseClockPassed, warned=CaseClockWarned)
kind(
    "case_pause",
    bn="থামিয়ে রাখা শেষ হবে",
    en="The pause ends",
    passed=CasePauseOver,
    warned=CaseClockWarned,
)


def kind_name(clock: str) -> str:
    """The deadline's kind of a case's clock: "remedy" is "case_remedy"."""
    return f"case_{clock}"


def clock_name(kind: str) -> str:
    """The other way: "case_remedy" is "remedy"."""
    return kind.removeprefix("case_")
