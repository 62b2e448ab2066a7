"""The outside world: gateways, couriers, mail. By default the sandbox on this machine."""

from .core import DEMO, env

SANDBOX_URL = env.str("EKSHOP_SANDBOX_URL", default="http://127.0.0.1:8100")
PUBLIC_URL = env.str("EKSHOP_PUBLIC_URL", default="http://127.0.0.1:8000")

# Feeds, webhooks and couriers on private addresses are refused, except in the demonstration,
# whose whole outside world lives on this machine.
OUTGOING_PRIVATE_ALLOWED = env.bool("EKSHOP_OUTGOING_PRIVATE_ALLOWED", default=DEMO)

# The sandbox's keys are known to everyone, so outside the demonstration there are none: an empty
# secret opens nothing.
_KEY = "sandbox" if DEMO else ""

SMS_GATEWAY_URL = env.str("SMS_GATEWAY_URL", default=f"{SANDBOX_URL}/sms")
SMS_GATEWAY_TOKEN = env.str("SMS_GATEWAY_TOKEN", default=_KEY)
SMS_GATEWAY_SID = env.str("SMS_GATEWAY_SID", default="EKSHOP")
SMS_REPORT_SECRET = env.str("SMS_REPORT_SECRET", default=_KEY)

COURIER_URL = env.str("COURIER_URL", default=f"{SANDBOX_URL}/courier")
COURIER_API_KEY = env.str("COURIER_API_KEY", default=_KEY)
COURIER_SECRET_KEY = env.str("COURIER_SECRET_KEY", default=_KEY)
# Each courier's own secret, by its name: name=secret, separated by commas.
COURIER_EVENT_SECRETS = env.dict(
    "COURIER_EVENT_SECRETS", default={"sandbox_courier": _KEY} if DEMO else {}
)

CARRIER_URL = env.str("CARRIER_URL", default=f"{SANDBOX_URL}/carrier")
CARRIER_API_KEY = env.str("CARRIER_API_KEY", default=_KEY)

BKASH_BASE_URL = env.str("BKASH_BASE_URL", default=f"{SANDBOX_URL}/bkash/v1.2.0-beta")
BKASH_USERNAME = env.str("BKASH_USERNAME", default=_KEY)
BKASH_PASSWORD = env.str("BKASH_PASSWORD", default=_KEY)
BKASH_APP_KEY = env.str("BKASH_APP_KEY", default=_KEY)
BKASH_APP_SECRET = env.str("BKASH_APP_SECRET", default=_KEY)
# bKash promises an answer within thirty seconds; what takes longer is not known to have been paid.
BKASH_SECONDS = env.float("BKASH_SECONDS", default=30.0)

# How many payouts of a file one transaction puts into flight or settles.
PAYOUT_ROWS = env.int("PAYOUT_ROWS", default=200)

# What the columns of the files are called that a person takes to the bank, and of those that come
# back. No bank publishes its own, so each is a JSON object like these.
ROCKET_FILE = env.json(
    "ROCKET_FILE",
    default={
        "format": "xlsx",
        "columns": {
            "reference": "Reference",
            "wallet": "Wallet No",
            "amount": "Amount",
            "name": "Name",
        },
    },
)
BANK_FILE = env.json(
    "BANK_FILE",
    default={
        "format": "xlsx",
        "columns": {
            "reference": "Reference",
            "wallet": "Account No",
            "routing": "Routing No",
            "amount": "Amount",
            "name": "Account Name",
        },
    },
)

NOTHI_URL = env.str("NOTHI_URL", default=f"{SANDBOX_URL}/nothi")
NOTHI_API_KEY = env.str("NOTHI_API_KEY", default=_KEY)
# The office's code in the memo number of each letter: ministry, division, section, subject.
MEMO_OFFICE = env.str("MEMO_OFFICE", default="26.00.0000.150.31")

EMAIL_HOST = env.str("EMAIL_HOST", default="127.0.0.1")
EMAIL_PORT = env.int("EMAIL_PORT", default=8125)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="ek-Shop <noreply@ekshop.example>")

# Folders of an installation's own marketplaces, beside ekshop/channels/configurations.
CHANNEL_CONFIGURATIONS = env.list("CHANNEL_CONFIGURATIONS", default=[])

# How long the page that looks at a feed's address waits for it.
FEED_PEEK_SECONDS = 15.0
# What one reading of a list may cost: bytes unpacked, seconds to fetch it, seconds to read it.
FEED_MOST_BYTES = 2_000_000_000
FEED_FETCH_SECONDS = 1800.0
FEED_READ_SECONDS = 1800.0
# A sender slower than so many bytes a second is not waited for, after so many seconds.
FEED_SLOW_AFTER_SECONDS, FEED_LEAST_BYTES_A_SECOND = 60.0, 2_000

# Calls a minute that one key to the partner API may make.
PARTNER_API_CALLS_A_MINUTE = env.int("PARTNER_API_CALLS_A_MINUTE", default=600)

# Statements of our own accounts, by medium: what we read, and the headings it may stand under,
# in small letters. Reference and amount have to be there.
_STATEMENT = {
    "reference": ["transaction id", "trx id", "trxid", "reference", "reference no"],
    "amount": ["credit", "amount", "deposit", "credit amount"],
    "on": ["date", "transaction date", "date and time", "value date"],
    "sender": ["from", "sender", "from wallet", "particulars", "narration"],
}
COLLECTION_COLUMNS = env.json(
    "COLLECTION_COLUMNS",
    default=dict.fromkeys(("bkash", "rocket", "nagad", "bank"), _STATEMENT),
)
