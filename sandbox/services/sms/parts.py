"""How many parts an SMS is sent in: GSM 03.38 counts septets, everything else UCS-2 units."""

from math import ceil

BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED = set("^{}\\[~]|€\f")


def parts_of(text: str) -> tuple[str, int, int]:
    """Encoding ("GSM-7" or "UCS-2"), units, parts."""
    if all(letter in BASIC or letter in EXTENDED for letter in text):
        encoding, units, alone, each = (
            "GSM-7",
            sum(2 if x in EXTENDED else 1 for x in text),
            160,
            153,
        )
    else:
        encoding, units, alone, each = "UCS-2", len(text.encode("utf-16-be")) // 2, 70, 67
    return encoding, units, 1 if units <= alone else ceil(units / each)
