"""The catalogue's writes."""

from .attributes import attribute_put, attribute_value_put, category_facets_set
from .categorise import (
    catch_all_category,
    feed_offers_withdraw,
    offers_recategorise,
)
from .confirming import feed_offers_confirm, feed_offers_doubt, feed_offers_suspend
from .families import families_settle
from .forbidden import forbidden_end, forbidden_put, forbidden_renew
from .held import (
    SameMind,
    held_changes_refuse,
    held_changes_release,
    held_changes_told,
    held_changes_vouch,
    hold_term_end,
    hold_term_set,
)
from .keeping import category_keeping_load, category_keeping_set
from .licences import Licensed, offers_licence_check
from .living import LiveWord, offers_live_set
from .marking import gi_mark
from .matching import (
    CannotUndo,
    MatchingRuns,
    NothingLeft,
    NotTwoProducts,
    matching_request,
    matching_run,
    move_undo,
    offers_part,
    pair_reopen,
    pairs_decide,
    products_merge,
    words_learn,
)
from .merge import MergeCounts, Refused, offers_merge
from .misses import search_miss_mark, search_miss_note, search_misses_prune
from .pictures import (
    picture_host_decide,
    picture_hosts_allow,
    picture_keep,
    picture_look_for,
    picture_want,
    pictures_look_ahead,
    pictures_want_newest,
    pictures_work,
)
from .records import RecordOf, complaints_upheld_set, seller_records_set
from .reference import categories_load, forbidden_load
from .shelf import (
    offer_origin_set,
    offer_put_back,
    offer_stock_held,
    offer_stock_set,
    offer_take_off,
)
from .staging import DROP, KEEP, OFFER, StagedRow, batch_clear, offers_stage, terms_staged
from .stock import (
    OfferNotOrderable,
    OutOfStock,
    StockItem,
    stock_consume,
    stock_release,
    stock_reserve,
    stock_restore,
)
from .terms import Seasons, offer_terms_set, offers_season_check
from .tuning import (
    rule_checked,
    search_tuning_restore,
    search_weights_set,
    synonym_add,
    synonym_remove,
    synonyms_import,
    weights_checked,
)

__all__ = [
    "offer_origin_set",
    "offer_put_back",
    "offer_stock_held",
    "offer_stock_set",
    "offer_take_off",
    "Seasons",
    "offer_terms_set",
    "terms_staged",
    "offers_season_check",
    "gi_mark",
    "attribute_put",
    "attribute_value_put",
    "category_facets_set",
    "category_keeping_load",
    "category_keeping_set",
    "CannotUndo",
    "NotTwoProducts",
    "NothingLeft",
    "matching_request",
    "MatchingRuns",
    "matching_run",
    "move_undo",
    "offers_part",
    "pair_reopen",
    "pairs_decide",
    "products_merge",
    "LiveWord",
    "offers_live_set",
    "RecordOf",
    "picture_host_decide",
    "picture_hosts_allow",
    "picture_keep",
    "picture_look_for",
    "picture_want",
    "pictures_look_ahead",
    "pictures_want_newest",
    "pictures_work",
    "complaints_upheld_set",
    "seller_records_set",
    "rule_checked",
    "search_miss_mark",
    "search_miss_note",
    "search_misses_prune",
    "search_tuning_restore",
    "search_weights_set",
    "synonym_add",
    "synonym_remove",
    "synonyms_import",
    "weights_checked",
    "DROP",
    "KEEP",
    "Licensed",
    "MergeCounts",
    "OFFER",
    "OfferNotOrderable",
    "OutOfStock",
    "Refused",
    "StagedRow",
    "StockItem",
    "batch_clear",
    "catch_all_category",
    "categories_load",
    "families_settle",
    "feed_offers_confirm",
    "feed_offers_doubt",
    "feed_offers_suspend",
    "feed_offers_withdraw",
    "forbidden_end",
    "forbidden_load",
    "forbidden_put",
    "forbidden_renew",
    "SameMind",
    "held_changes_refuse",
    "held_changes_release",
    "held_changes_told",
    "held_changes_vouch",
    "hold_term_end",
    "hold_term_set",
    "offers_licence_check",
    "offers_merge",
    "offers_recategorise",
    "offers_stage",
    "stock_consume",
    "stock_release",
    "stock_reserve",
    "stock_restore",
    "words_learn",
]
