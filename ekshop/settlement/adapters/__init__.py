"""The ways money leaves, one folder each, all of one face.

`bkash/` pays call by call, `rocket/` and `bank/` by a file a person takes to the bank. Each folder
names its `ADAPTER`; docs/howto/add-a-payout-provider.md says every file to touch.
"""

from .bank import ADAPTER as _BANK
from .bkash import ADAPTER as _BKASH
from .rocket import ADAPTER as _ROCKET
from .shape import (
    ByCall,
    ByFile,
    Outcome,
    PaperUnreadable,
    ProviderTrouble,
    ResultRow,
    Slip,
    StatementLine,
    StatementRead,
)

BY_CALL: dict[str, ByCall] = {"bkash": _BKASH}
BY_FILE: dict[str, ByFile] = {"rocket": _ROCKET, "bank": _BANK}
STATEMENTS = {**BY_CALL, **BY_FILE}
"""All of them read a statement a person brings from the provider."""

__all__ = [
    "BY_CALL",
    "BY_FILE",
    "STATEMENTS",
    "ByCall",
    "ByFile",
    "Outcome",
    "PaperUnreadable",
    "ProviderTrouble",
    "ResultRow",
    "Slip",
    "StatementLine",
    "StatementRead",
]
