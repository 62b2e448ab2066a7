"""Where figures of duty, freight and exchange are from, in the reader's words where they are ours.

A source is kept as somebody wrote it; the sentences an installation or the demonstration begins with
are known here.
"""

from django.utils.translation import gettext_lazy as _

from .nomenclature import EXAMPLE

DEMO_FREIGHT = "Demonstration: an express carrier's list of prices, our own figures"
DEMO_RATES = "Demonstration: our own figures, near those of late 2026"

OURS = {
    EXAMPLE: _("Example, to be confirmed against the tariff in force"),
    DEMO_FREIGHT: _("Demonstration: an express carrier's list of prices, our own figures"),
    DEMO_RATES: _("Demonstration: our own figures, near those of late 2026"),
    "SAFTA, as told by the Bangladesh Trade and Tariff Commission": _(
        "SAFTA, as told by the Bangladesh Trade and Tariff Commission"
    ),
    "US tariff 2025, revision 10; flavoured green tea pays 6.4%": _(
        "US tariff 2025, revision 10; flavoured green tea pays 6.4%"
    ),
    "Zero tariff for least developed countries from 1 December 2024, Xinhua": _(
        "Zero tariff for least developed countries from 1 December 2024, Xinhua"
    ),
}


def source_words(source: str) -> str:
    """In the reader's language where the sentence is ours; an address behind it stays."""
    said, mark, address = source.partition(": http")
    return f"{OURS.get(said, said)}{mark}{address}"
