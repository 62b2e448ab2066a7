"""Federation's writes, by topic."""

from .ageing import feed_vouch, feeds_age
from .announcing import seller_announce, seller_order_announce
from .conformance import (
    AlreadyOnTrial,
    conformance_advance,
    conformance_drive,
    conformance_heard,
    conformance_look,
    conformance_requeue,
    conformance_start,
    conformance_stop,
    way_of,
)
from .contract import Article, ProductTaken, TooManyProducts, products_add
from .delivering import delivery_replay, webhooks_requeue
from .errors import EndpointDisabled, FeedBusy, NoEndpoint, TooManyCalls, TooManyKeys
from .feeds import (
    CURRENCIES,
    feed_pause,
    feed_register,
    feed_resume,
    feed_update,
    feed_withdraw,
    mapping_clean,
)
from .held_telling import held_changes_tell
from .keys import (
    api_key_create,
    api_key_revoke,
    api_use_count,
    api_uses_prune,
    session_open,
)
from .linking import shop_changes_take, shop_hear, shop_link, shops_mend
from .mapping import category_mappings_decide
from .peeking import (
    UploadDraft,
    address_check,
    address_peek,
    feed_peek,
    file_peek,
)
from .pushing import (
    MOST_AT_ONCE,
    FromAnotherList,
    Good,
    Outcome,
    PushPaused,
    good_withdraw,
    goods_push,
)
from .rechecking import Rechecked, offer_recheck
from .records import seller_records_reckon
from .runs import (
    FeedHasNoAddress,
    FeedNotReadable,
    feed_ingest,
    feed_ingest_file,
    feed_run_request,
    feed_runs_prune,
    feed_runs_requeue,
    feed_upload,
    feeds_schedule,
)
from .shop_news import shops_poll
from .shop_orders import shop_order_again, shop_orders_requeue
from .sources import (
    SETTING_MARK,
    address_clean,
    connector_named,
    settings_clean,
    settings_draft,
    settings_drafted,
    source_of,
)
from .telling import deadline_notice, new_order_notices, order_url, return_url
from .webhooks import (
    webhook_secret_rotate,
    webhook_set,
    webhook_switch_off,
    webhook_switch_on,
    webhook_test,
)

__all__ = [
    "Rechecked",
    "offer_recheck",
    "feed_vouch",
    "feeds_age",
    "held_changes_tell",
    "AlreadyOnTrial",
    "conformance_advance",
    "conformance_drive",
    "conformance_heard",
    "conformance_look",
    "conformance_requeue",
    "conformance_start",
    "conformance_stop",
    "way_of",
    "seller_records_reckon",
    "Article",
    "CURRENCIES",
    "EndpointDisabled",
    "FeedBusy",
    "FeedHasNoAddress",
    "FeedNotReadable",
    "FromAnotherList",
    "Good",
    "MOST_AT_ONCE",
    "NoEndpoint",
    "SETTING_MARK",
    "Outcome",
    "ProductTaken",
    "PushPaused",
    "TooManyCalls",
    "TooManyKeys",
    "TooManyProducts",
    "UploadDraft",
    "address_check",
    "address_clean",
    "address_peek",
    "api_key_create",
    "api_key_revoke",
    "api_use_count",
    "api_uses_prune",
    "category_mappings_decide",
    "connector_named",
    "deadline_notice",
    "delivery_replay",
    "feed_ingest",
    "feed_ingest_file",
    "feed_pause",
    "feed_peek",
    "feed_register",
    "feed_resume",
    "feed_run_request",
    "feed_runs_prune",
    "feed_runs_requeue",
    "feed_update",
    "feed_upload",
    "feed_withdraw",
    "feeds_schedule",
    "file_peek",
    "good_withdraw",
    "goods_push",
    "mapping_clean",
    "new_order_notices",
    "order_url",
    "return_url",
    "products_add",
    "seller_announce",
    "seller_order_announce",
    "session_open",
    "settings_clean",
    "settings_draft",
    "settings_drafted",
    "shop_changes_take",
    "shop_hear",
    "shop_link",
    "shop_order_again",
    "shop_orders_requeue",
    "shops_mend",
    "shops_poll",
    "source_of",
    "webhook_secret_rotate",
    "webhook_set",
    "webhook_switch_off",
    "webhook_switch_on",
    "webhook_test",
    "webhooks_requeue",
]
