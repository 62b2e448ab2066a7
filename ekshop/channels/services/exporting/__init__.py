"""Orders from abroad: taken in, gathered, packed, sent, settled."""

from .by_hand import (
    settlement_booking_confirm,
    settlement_booking_refuse,
    settlement_booking_undo,
    settlement_booking_undo_ask,
    settlement_row_believe_ask,
    settlement_row_book_ask,
)
from .calling_off import export_call_off
from .carrying import carrier_report_record, carrier_reports_read
from .deciding import (
    Undone,
    export_address_correct,
    export_amounts_take,
    export_concern_close,
    export_order_refuse,
    export_order_try,
    export_return_record,
    export_short_agree,
    export_supply_again,
    parcel_report_by_hand,
)
from .errors import (
    AskedBefore,
    FileKnown,
    LineMoved,
    NoRateThatDay,
    NothingToSend,
    NotNow,
    PaysAnOrder,
    SamePerson,
    StillOpen,
    SupplyUnderWay,
    WeightDiffers,
)
from .files import settlement_file_bring
from .following import export_order_of, supply_follow
from .hub import hub_inspect, hub_receive
from .packing import export_order_pack, export_order_unpack
from .purging import buyers_purge
from .sending import (
    carrier_book,
    consignment_close,
    consignment_freight_record,
    consignment_hand_over,
    consignment_reopen,
    parcel_number_set,
)
from .settling import (
    Settled,
    channel_settlements_read,
    settlement_lines_take,
    settlement_row_set_aside,
    settlement_rows_retry,
)
from .taking import Taken, channel_orders_read, export_orders_take
from .telling import channel_tell, tellings_run

__all__ = [
    "AskedBefore",
    "LineMoved",
    "SamePerson",
    "FileKnown",
    "NoRateThatDay",
    "NotNow",
    "NothingToSend",
    "PaysAnOrder",
    "Settled",
    "StillOpen",
    "SupplyUnderWay",
    "Taken",
    "Undone",
    "WeightDiffers",
    "buyers_purge",
    "carrier_book",
    "carrier_report_record",
    "carrier_reports_read",
    "channel_orders_read",
    "channel_settlements_read",
    "channel_tell",
    "consignment_close",
    "consignment_freight_record",
    "consignment_hand_over",
    "consignment_reopen",
    "export_address_correct",
    "export_amounts_take",
    "export_call_off",
    "export_concern_close",
    "export_order_of",
    "export_order_pack",
    "export_order_refuse",
    "export_order_try",
    "export_order_unpack",
    "export_orders_take",
    "export_return_record",
    "export_short_agree",
    "export_supply_again",
    "hub_inspect",
    "hub_receive",
    "parcel_number_set",
    "parcel_report_by_hand",
    "settlement_booking_confirm",
    "settlement_booking_refuse",
    "settlement_booking_undo",
    "settlement_booking_undo_ask",
    "settlement_file_bring",
    "settlement_lines_take",
    "settlement_row_believe_ask",
    "settlement_row_book_ask",
    "settlement_row_set_aside",
    "settlement_rows_retry",
    "supply_follow",
    "tellings_run",
]
