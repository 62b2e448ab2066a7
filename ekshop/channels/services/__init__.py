"""The writes of channels."""

from .channels import (
    channel_check,
    channel_pause,
    channel_put,
    channel_resume,
    exchange_rate_note,
    freight_band_put,
)
from .checklist import ChannelChecked, GoodsChecked, goods_check
from .countries import country_rule_end, country_rule_put, duty_rate_put
from .facts import facts_of
from .fetching import channel_feed_file, channel_feed_token
from .goods import (
    GoodsSaid,
    SameReader,
    english_review,
    export_goods_begin,
    export_goods_save,
    export_paper_add,
    export_paper_refused,
    export_paper_remove,
    export_papers_sweep,
    export_picture_add,
    export_picture_remove,
)
from .heeding import channels_heed_later, listings_heed
from .issues import issue_said
from .listings import (
    AlreadyListed,
    listing_answer,
    listing_begin,
    listing_check_again,
    listing_end,
    listing_pause,
    listing_resume,
    sku_of,
)
from .naming import names_abroad_settle
from .noting import answer_note, trouble_note
from .pictures import export_picture_file
from .pushing import Pushed, channels_pump_later, listings_poll, listings_push
from .reckoning import listings_look_over, listings_mark, listings_wanted
from .reference import channels_reference_load
from .unread import unread_close, unread_forget, unread_note

__all__ = [
    "AlreadyListed",
    "ChannelChecked",
    "GoodsChecked",
    "GoodsSaid",
    "Pushed",
    "SameReader",
    "answer_note",
    "channel_check",
    "channel_feed_file",
    "channel_feed_token",
    "channel_pause",
    "channel_put",
    "channel_resume",
    "channels_heed_later",
    "channels_pump_later",
    "channels_reference_load",
    "country_rule_end",
    "country_rule_put",
    "duty_rate_put",
    "english_review",
    "exchange_rate_note",
    "export_goods_begin",
    "export_goods_save",
    "export_paper_add",
    "export_paper_refused",
    "export_paper_remove",
    "export_papers_sweep",
    "export_picture_add",
    "export_picture_file",
    "export_picture_remove",
    "facts_of",
    "freight_band_put",
    "goods_check",
    "issue_said",
    "listing_answer",
    "listing_begin",
    "listing_check_again",
    "listing_end",
    "listing_pause",
    "listing_resume",
    "listings_heed",
    "listings_look_over",
    "listings_mark",
    "listings_poll",
    "listings_push",
    "listings_wanted",
    "names_abroad_settle",
    "sku_of",
    "trouble_note",
    "unread_close",
    "unread_forget",
    "unread_note",
]
