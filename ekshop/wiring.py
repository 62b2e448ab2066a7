"""Who listens to whom: each event, and the handlers that react to it, by dotted path.

The only place that knows. Handlers run as jobs, at least once, so each is written to be run twice.
"""

from ekshop.catalogue.events import ChangesHeld, OffersMerged
from ekshop.complaints.events import (
    BulkActAsked,
    CaseClockPassed,
    CaseClockWarned,
    CaseFiled,
    CaseMoved,
    CasePauseOver,
    CaseReceived,
    EvidenceAdded,
    OpenCasesChanged,
    ReferralMoved,
    ReferralSent,
)
from ekshop.fulfilment.events import (
    HandedOver,
    InspectionRecorded,
    ParcelUncollected,
    ReturnAsked,
    ReturnDecided,
    ReturnReceived,
    ShipmentArrived,
    ShipmentBooked,
    ShipmentFound,
    ShipmentHandedOver,
    ShipmentLost,
)
from ekshop.kernel.brought import FileBrought, FileRefused
from ekshop.kernel.deadlines import DeadlinePassed, DeadlineWarned
from ekshop.kernel.events import Event
from ekshop.notices.events import MessageReceived
from ekshop.orders.events import (
    LinesDeclined,
    OrderPlaced,
    SellerOrderCancelled,
    SellerOrderConfirmed,
    SellerOrderDeclined,
    SellerOrderExpired,
    SellerOrderPlaced,
)
from ekshop.parties.events import (
    BankAccountChanged,
    LicencesChanged,
    OrganisationEnrolled,
    OrganisationStateChanged,
    WalletChanged,
    WalletNamed,
)
from ekshop.payments.events import NothingRefunded, PaymentCollected, RefundGiven, RefundIssued
from ekshop.producers.events import (
    GiRegisterChanged,
    GiUseChanged,
    ListingDecided,
    ProducerMoved,
    RestsChanged,
)
from ekshop.settlement.events import (
    DisputeSettled,
    PrizesWon,
    SellerMonthToApprove,
    SellerPayoutOverdue,
    SellerPayoutSoon,
    StatementBrought,
    StatementDisputed,
    StatementPaid,
    StatementsReady,
)

HANDLERS: dict[type[Event], list[str]] = {
    FileBrought: ["ekshop.kernel.tasks.on_file_brought"],
    # A paper for the right to a name is read by a person, who sees that it was refused.
    FileRefused: ["ekshop.channels.handlers.certificate_refused"],
    ChangesHeld: ["ekshop.federation.handlers.on_changes_held"],
    OffersMerged: ["ekshop.producers.handlers.gi_marks_on_goods"],
    GiUseChanged: [
        "ekshop.producers.handlers.gi_marks_on_use",
        "ekshop.producers.handlers.tell_gi_decided",
        "ekshop.channels.handlers.name_decided",
    ],
    GiRegisterChanged: [
        "ekshop.producers.handlers.gi_marks_on_register",
        "ekshop.channels.handlers.names_registered",
    ],
    DeadlineWarned: [
        "ekshop.payments.handlers.remind_of_cash",
        "ekshop.fulfilment.handlers.remind_to_collect",
        "ekshop.settlement.handlers.remind_of_dispute",
        "ekshop.federation.handlers.on_deadlines_warned",
    ],
    DeadlinePassed: [
        "ekshop.payments.handlers.remind_of_cash",
        "ekshop.orders.handlers.on_deadlines_passed",
        "ekshop.fulfilment.handlers.silence_on_return",
        "ekshop.fulfilment.handlers.not_collected",
        "ekshop.federation.handlers.on_deadlines_passed",
    ],
    OrganisationEnrolled: ["ekshop.notices.handlers.on_organisation_enrolled"],
    BankAccountChanged: ["ekshop.notices.handlers.on_bank_account_changed"],
    # Search hears of it by a trigger, and an order asks for itself.
    OrganisationStateChanged: [],
    ListingDecided: ["ekshop.producers.handlers.tell_listing_decided"],
    RestsChanged: ["ekshop.channels.handlers.rests_changed"],
    ProducerMoved: ["ekshop.producers.handlers.tell_producer_moved"],
    WalletChanged: ["ekshop.notices.handlers.on_wallet_changed"],
    WalletNamed: ["ekshop.notices.handlers.on_wallet_named"],
    LicencesChanged: ["ekshop.catalogue.handlers.offers_on_licences"],
    # Told by the operator's list of promises; the daily run tries again by itself.
    SellerPayoutSoon: [],
    SellerPayoutOverdue: [],
    OrderPlaced: [],
    LinesDeclined: ["ekshop.channels.handlers.goods_moved"],
    SellerOrderDeclined: ["ekshop.channels.handlers.goods_moved"],
    ShipmentHandedOver: ["ekshop.settlement.handlers.courier_on_the_way"],
    SellerOrderPlaced: [
        "ekshop.orders.handlers.on_seller_order_placed",
        "ekshop.federation.handlers.on_seller_order_placed",
    ],
    SellerOrderExpired: [
        "ekshop.federation.handlers.on_seller_order_expired",
        "ekshop.channels.handlers.goods_moved",
    ],
    SellerOrderCancelled: [
        "ekshop.fulfilment.handlers.parcel_on_cancel",
        "ekshop.federation.handlers.on_seller_order_cancelled",
        "ekshop.channels.handlers.goods_moved",
    ],
    SellerOrderConfirmed: [
        "ekshop.fulfilment.handlers.promises_on_confirm",
        "ekshop.channels.handlers.goods_moved",
    ],
    ShipmentBooked: ["ekshop.fulfilment.handlers.courier_on_booking"],
    ShipmentArrived: [
        "ekshop.settlement.handlers.courier_on_the_way",
        "ekshop.federation.handlers.on_shipment_arrived",
    ],
    ShipmentLost: [
        "ekshop.settlement.handlers.courier_on_the_way",
        "ekshop.federation.handlers.on_shipment_lost",
    ],
    ShipmentFound: ["ekshop.settlement.handlers.courier_on_the_way"],
    ParcelUncollected: [
        "ekshop.payments.handlers.settle_uncollected",
        "ekshop.settlement.handlers.reverse_uncollected",
        "ekshop.federation.handlers.on_parcel_uncollected",
    ],
    InspectionRecorded: [
        "ekshop.payments.handlers.hub_pays",
        "ekshop.settlement.handlers.bear_on_inspection",
        "ekshop.federation.handlers.on_inspection_recorded",
        "ekshop.channels.handlers.goods_moved",
    ],
    ReturnAsked: ["ekshop.federation.handlers.on_return_asked"],
    ReturnDecided: ["ekshop.federation.handlers.on_return_decided"],
    ReturnReceived: ["ekshop.payments.handlers.refund_on_return"],
    PaymentCollected: [
        "ekshop.settlement.handlers.earn_on_payment",
        "ekshop.channels.handlers.goods_moved",
    ],
    HandedOver: ["ekshop.settlement.handlers.window_on_hand_over"],
    RefundIssued: ["ekshop.settlement.handlers.reverse_on_refund"],
    RefundGiven: ["ekshop.complaints.handlers.on_refund_given"],
    StatementsReady: ["ekshop.settlement.handlers.tell_statements_ready"],
    SellerMonthToApprove: ["ekshop.settlement.handlers.tell_month_to_approve"],
    StatementPaid: ["ekshop.settlement.handlers.tell_statement_paid"],
    StatementBrought: ["ekshop.settlement.handlers.differences_go_back"],
    PrizesWon: ["ekshop.settlement.handlers.tell_prizes_won"],
    StatementDisputed: ["ekshop.settlement.handlers.tell_statement_disputed"],
    DisputeSettled: ["ekshop.settlement.handlers.tell_dispute_settled"],
    # It asks first whether a producer answers an order, which is known below.
    MessageReceived: ["ekshop.complaints.handlers.on_message_received"],
    CaseFiled: ["ekshop.complaints.handlers.on_case_filed"],
    # This and CaseMoved come with the change itself; the handlers are for where that failed.
    CaseReceived: ["ekshop.complaints.handlers.on_case_received"],
    OpenCasesChanged: ["ekshop.complaints.handlers.money_follows_cases"],
    EvidenceAdded: ["ekshop.complaints.handlers.on_evidence_added"],
    CaseMoved: [
        "ekshop.complaints.handlers.on_case_moved",
        "ekshop.complaints.handlers.announce_case",
    ],
    ReferralSent: [
        "ekshop.complaints.handlers.on_referral_sent",
        "ekshop.complaints.handlers.agency_told_of_referral",
        "ekshop.complaints.handlers.officers_told_of_referral",
    ],
    CaseClockWarned: ["ekshop.complaints.handlers.on_clocks_warned"],
    CaseClockPassed: ["ekshop.complaints.handlers.on_clocks_passed"],
    CasePauseOver: ["ekshop.complaints.handlers.on_pause_over"],
    BulkActAsked: ["ekshop.complaints.handlers.on_bulk_act"],
    ReferralMoved: ["ekshop.complaints.handlers.agency_told_of_referral"],
    NothingRefunded: ["ekshop.settlement.handlers.reverse_without_refund"],
}
