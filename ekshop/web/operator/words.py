"""Words for what the packages below name by a key: accounts, journals, deeds on record, units."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from ekshop.parties.rules import ROLES

PLATFORM = _("The platform")

PURPOSES: dict[str, Any] = {
    "cash_collected": _("Money collected, not yet passed on"),
    "cash_in_transit": _("Passed on, not yet seen at the bank"),
    "bank": _("At the bank"),
    "seller_payable": _("Owed to the seller"),
    "commission_earned": _("Commission earned, can still fall"),
    "commission_payable": _("Commission to be paid out"),
    "delivery_borne": _("Delivery borne by ek-Shop"),
    "bkash_float": _("With bKash, to be paid out"),
    "rocket_float": _("With the bank, to be paid out by Rocket"),
    "payout_fees": _("Fees of paying out"),
    "differences": _("Under inquiry with a provider"),
    "payouts_in_flight": _("Sent, outcome not known yet"),
    "tax_withheld": _("Tax kept back at source"),
    "fees_charged": _("Service fees of sellers"),
}

JOURNALS: dict[str, Any] = {
    "payment": _("Customer paid"),
    "refund": _("Money given back"),
    "remittance": _("Centre passed money on"),
    "commission": _("Commission earned"),
    "commission_reversal": _("Commission taken back"),
    "commission_lock": _("Commission locked"),
    "commission_correction": _("Commission corrected after a dispute"),
    "commission_tax": _("Tax on a month's commission"),
    "commission_tax_undo": _("Tax on a month's commission undone"),
    "funding": _("Seller sent money for its commission"),
    "uncollected": _("Nobody collected"),
    "seller_fee": _("Service fee of a seller"),
    "payout_sent": _("Payout sent to the provider"),
    "payout_paid": _("Payout paid"),
    "payout_back": _("Payout not paid, taken back"),
    "float_move": _("Money brought to a provider"),
    "remittance_confirmed": _("Money passed on has arrived"),
    "remittance_refused": _("Money passed on never arrived"),
    "reconciliation": _("Difference settled by reconciliation"),
    "reconciliation_back": _("Booked back: the statement names it by now"),
}

DEEDS: dict[str, Any] = {
    "mismatch_settle": _("What did not agree was settled"),
    "reconciliation_sign": _("Reconciliation signed off"),
    "rule_put": _("New version of a rule"),
    "month_step_ask": _("Step of a month's close asked for"),
    "month_step_confirm": _("Step of a month's close confirmed"),
    "month_step_refuse": _("Step of a month's close not confirmed"),
    "month_step_withdraw": _("Step of a month's close withdrawn"),
    "seller_month_approve": _("Seller approved its month"),
    "funding_tell": _("Seller told of a transfer"),
    "funding_receive": _("Transfer found in the bank"),
    "funding_refuse": _("Transfer not found in the bank"),
    "dispute_accept": _("Dispute of a statement accepted"),
    "dispute_reject": _("Dispute of a statement rejected"),
    "dispute_withdraw": _("Dispute of a statement withdrawn"),
    "feed_vouch": _("Seller said that its list is right"),
    "held_release": _("Change held back released"),
    "held_refuse": _("Change held back refused"),
    "held_vouch": _("Seller vouched for a change held back"),
    "hold_term_set": _("Own shares for holding back set"),
    "hold_term_end": _("Own shares for holding back taken back"),
    "products_merge": _("Products put together"),
    "offers_part": _("Offers taken out of a product"),
    "move_undo": _("Putting together or taking apart undone"),
    "pair_different": _("Two products said to be different"),
    "pair_reopen": _("Decision about two products taken back"),
    "holiday_put": _("Holiday entered or corrected"),
    "holiday_remove": _("Holiday removed"),
    "commission_rate_set": _("Commission rate set"),
    "commission_rate_end": _("Commission rate ended"),
    "centre_group_set": _("Group of centres set"),
    "picture_host_decide": _("Host of a seller's pictures allowed or refused"),
    "forbidden_put": _("Forbidden words entered"),
    "forbidden_end": _("Forbidden words taken out of force"),
    "forbidden_renew": _("Forbidden words put in force again"),
    "synonym_add": _("Words said to mean the same in search"),
    "synonym_remove": _("Words no longer said to mean the same in search"),
    "synonyms_import": _("Table of words that mean the same taken up"),
    "search_synonyms_restore": _("Words that mean the same put back as they were"),
    "search_weights_set": _("Order of search results changed"),
    "search_weights_restore": _("Order of search results put back as it was"),
    "search_miss_mark": _("What was sought in vain was settled"),
    "job_retry": _("Failed job tried again"),
    "centre_enrol": _("Centre enrolled"),
    "partner_enrol": _("Partner enrolled"),
    "producer_enrol": _("Producer enrolled"),
    "agency_enrol": _("Agency enrolled"),
    "operator_enrol": _("Operator's organisation enrolled"),
    "call_line_enrol": _("Call line enrolled"),
    "organisation_update": _("Organisation's name or contacts changed"),
    "organisation_contacts_set": _("Organisation's e-mail address set"),
    "organisation_suspend": _("Organisation suspended"),
    "organisation_reinstate": _("Organisation reinstated"),
    "organisation_try": _("Organisation on trial"),
    "organisation_open": _("Organisation opened for orders"),
    "organisation_close": _("Organisation closed"),
    "licence_add": _("Licence recorded"),
    "licence_end": _("Licence ended"),
    "membership_add": _("Someone acts for an organisation"),
    "membership_end": _("Someone no longer acts for an organisation"),
    "seller_update": _("Seller's delivery changed"),
    "deadline_extend": _("Deadline extended"),
    "category_map": _("Seller's words mapped to a category"),
    "consent_record": _("Consent recorded"),
    "consent_withdraw": _("Consent withdrawn"),
    "customer_record": _("Customer recorded"),
    "person_update": _("Person's details changed"),
    "wallet_set": _("Wallet number set"),
    "payout_file": _("Payout file taken"),
    "payout_file_end": _("Payout file never uploaded"),
    "payout_paper": _("Provider's file read"),
    "bank_account_propose": _("Bank account written down"),
    "bank_account_confirm": _("Bank account confirmed"),
    "bank_account_refuse": _("Bank account refused"),
    "cash_limit_set": _("A centre's cash limit set"),
    "remittance_ask": _("Asked to decide on money passed on"),
    "remittance_confirm": _("Money passed on confirmed by hand"),
    "remittance_refuse": _("Money passed on refused by hand"),
    "remittance_withdraw": _("Question about money passed on taken back"),
    "collection_file_bring": _("Bank's statement brought"),
    "collection_row_set_aside": _("Row of a bank's statement set aside"),
    "seller_hold_place": _("A seller's money held"),
    "seller_hold_release": _("A seller's money let go"),
    "seller_escrow_set": _("When a seller is paid was set"),
    "seller_escrow_end": _("When a seller is paid follows the rules again"),
    "api_key_create": _("Key to the interface made"),
    "api_key_revoke": _("Key to the interface taken back"),
    "webhook_set": _("Seller's address for messages set"),
    "webhook_test": _("Seller's address tried out"),
    "conformance_start": _("Trial of an integration begun"),
    "feed_register": _("Feed entered"),
    "feed_update": _("Feed changed"),
    "feed_pause": _("Feed paused"),
    "feed_resume": _("Feed resumed"),
    "feed_withdraw": _("Feed's goods withdrawn"),
    "shop_order_again": _("Order given to the shop once more"),
    "incident_open": _("Incident made"),
    "incident_gather": _("Complaints taken into an incident"),
    "incident_leave": _("Complaint taken out of an incident"),
    "incident_close": _("Incident closed"),
    "bulk_act": _("Act on all complaints of an incident"),
    "cases_export": _("List of complaints taken as a file"),
    "agency_change": _("Agency changed"),
    "agency_switch": _("Agency switched on or off"),
    "triage_rule_put": _("Sorting rule entered or changed"),
    "triage_rule_end": _("Sorting rule ended"),
    "referral.read": _("A referral was read"),
    "respondent.join": _("Two sellers joined into one"),
    "respondent.split": _("Two sellers separated again"),
    "seller_alert.notice": _("Seller asked about its complaints"),
    "seller_alert.reply": _("Seller answered about its complaints"),
    "seller_alert.warn": _("Seller warned"),
    "seller_alert.recommend_hold": _("Advised to hold a seller's money"),
    "seller_alert.lift": _("Warning about a seller lifted"),
    "seller_alert.dismiss": _("Alert about a seller dismissed"),
    "prize_scheme_save": _("Draft of a prize scheme written"),
    "prize_scheme_propose": _("Asked to publish a prize scheme"),
    "prize_scheme_send_back": _("Prize scheme sent back"),
    "prize_scheme_publish": _("Prize scheme published"),
    "prize_scheme_drop": _("Prize scheme dropped"),
    "prize_scheme_freeze": _("Result of prizes frozen"),
    "prize_scheme_undo": _("Frozen result of prizes undone"),
    "prize_scheme_confirm": _("Result of prizes confirmed"),
    "prize_scheme_finish": _("Prize scheme finished"),
    "prize_flag_uphold": _("Flag for self-dealing upheld"),
    "prize_flag_dismiss": _("Flag for self-dealing dismissed"),
    "prize_objection_make": _("Objected to a result of prizes"),
    "prize_objection_answer": _("Objection to a result of prizes answered"),
    "prize_award_hand_over": _("Prize handed over"),
    "prize_award_forfeit": _("Prize never fetched"),
    "prize_awards_name": _("Agreed to be named among the winners, or no longer"),
    "webhook_secret_rotate": _("New secret for a seller's address"),
}

ENTITIES: dict[str, Any] = {
    "mismatch": _("What did not agree"),
    "reconciliation": _("Reconciliation"),
    "rule": _("Rule"),
    "product": _("Product"),
    "match_pair": _("Pair of products"),
    "month_close": _("Month"),
    "seller_month": _("Seller's month"),
    "statement_dispute": _("Dispute of a statement"),
    "held_change": _("Change held back"),
    "hold_term": _("Shares for holding back"),
    "holiday": _("Holiday"),
    "commission_rate": _("Commission rate"),
    "centre_group": _("Group of centres"),
    "picture_host": _("Host of pictures"),
    "forbidden_term": _("Forbidden words"),
    "search_tuning": _("Search"),
    "search_miss": _("Sought in vain"),
    "job": _("Job"),
    "organisation": _("Organisation"),
    "person": _("Person"),
    "order": _("Order"),
    "payout_batch": _("Batch of payouts"),
    "provider_paper": _("Provider's file"),
    "seller_order": _("Seller's part of an order"),
    "return": _("Return"),
    "shipment": _("Parcel"),
    "feed": _("Feed"),
    "deadline": _("Deadline"),
    "customer": _("Customer"),
    "consent": _("Consent"),
    "membership": _("Membership"),
    "api_key": _("Key to the interface"),
    "webhook_endpoint": _("Seller's address for messages"),
    "agency": _("Agency"),
    "triage_rule": _("Sorting rule"),
    "incident": _("Incident"),
    "referral": _("Referral"),
    "respondent": _("Seller complained of"),
    "seller_alert": _("Alert about a seller"),
    "collection_file": _("Bank's statement"),
    "collection_row": _("Row of a bank's statement"),
    "seller_hold": _("Hold on a seller's money"),
    "prize_scheme": _("Prize scheme"),
    "prize_flag": _("Flag for self-dealing"),
    "prize_objection": _("Objection to a result of prizes"),
    "prize_award": _("Prize won"),
    "payment": _("Payment"),
    "refund": _("Refund"),
    "remittance": _("Money passed on"),
    "commission_line": _("Commission line"),
    "order_line": _("Order line"),
    "commission_statement": _("Commission statement"),
    "funding": _("Funding"),
    "seller_settlement": _("Settlement with a seller"),
    "payout": _("Payout"),
}

FACTS: dict[str, Any] = {
    "active": _("In force"),
    "address": _("Address"),
    "bank": _("Bank"),
    "category": _("Category"),
    "agreed": _("Agreed"),
    "centre": _("Centre"),
    "centre_group": _("Group of centres"),
    "centres": _("Centres"),
    "changed": _("Changed"),
    "days": _("Days, same district and elsewhere"),
    "escrow": _("Paid from"),
    "districts": _("Districts"),
    "excludes": _("Leaves out"),
    "ends_in": _("Ends in"),
    "event_types": _("Messages"),
    "format": _("Format"),
    "hub": _("Goods leave from"),
    "kind": _("Kind"),
    "label": _("Label"),
    "name": _("Name"),
    "names": _("Names now"),
    "names_before": _("Names before"),
    "new": _("New customer"),
    "number": _("Number"),
    "organisation_id": _("Organisation"),
    "person_id": _("Person"),
    "offer": _("Offer"),
    "prefix": _("Begins with"),
    "prizes": _("Prizes"),
    "provider": _("Wallet"),
    "rate_bp": _("Rate"),
    "reason": _("Reason"),
    "role": _("Role"),
    "scheme": _("Prize scheme"),
    "seller": _("Seller"),
    "slug": _("Short name"),
    "term": _("Words"),
    "unit": _("Unit"),
    "url": _("Address"),
    "valid_from": _("From"),
    "valid_to": _("Until"),
    "valid_until": _("Until"),
    "value": _("Value"),
}
"""What the data of an entry is called; a name not here is shown as it is."""

FIELDS: dict[str, Any] = {
    "name_bn": _("Name in Bengali"),
    "name_en": _("Name in English"),
    "address": _("Address"),
    "mobile": _("Mobile number"),
    "email": _("E-mail address"),
}

UNITS: dict[str, Any] = {
    "hours": _("hours"),
    "calendar_days": _("calendar days"),
    "working_days": _("working days"),
    "office_hours": _("office hours"),
    "basis_points": _("per cent"),
    "poisha": _("taka"),
    "count": _("times"),
    "yes_no": _("yes or no"),
}


def _known(table: dict[str, Any], key: str) -> str:
    """What is not in the table yet is shown by its key, read as words."""
    return str(table[key]) if key in table else key.replace("_", " ").replace(".", " ")


def purpose(key: str) -> str:
    return _known(PURPOSES, key)


def journal_kind(key: str) -> str:
    return _known(JOURNALS, key)


def deed(key: str) -> str:
    return _known(DEEDS, key)


def fact(key: str) -> str:
    return _known(FACTS, key)


def field(key: str) -> str:
    return _known(FIELDS, key)


def entity(key: str) -> str:
    return _known(ENTITIES, key)


def role(key: str) -> str:
    return str(dict(ROLES).get(key, key))


def unit(key: str) -> str:
    return _known(UNITS, key)
