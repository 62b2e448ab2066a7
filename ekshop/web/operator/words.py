"""Words for what the packages below name by a key: accounts, journals, deeds on record, units."""

from typing import Any

from django.utils.translation import gettext_lazy as _l

PLATFORM = _l("The platform")

PURPOSES: dict[str, Any] = {
    "cash_collected": _l("Money collected, not yet passed on"),
    "bank": _l("At the bank"),
    "seller_payable": _l("Owed to the seller"),
    "commission_earned": _l("Commission earned, can still fall"),
    "commission_payable": _l("Commission to be paid out"),
}

JOURNALS: dict[str, Any] = {
    "payment": _l("Customer paid"),
    "refund": _l("Money given back"),
    "remittance": _l("Centre passed money on"),
    "commission": _l("Commission earned"),
    "commission_reversal": _l("Commission taken back"),
    "commission_lock": _l("Commission locked"),
}

DEEDS: dict[str, Any] = {
    "rule_put": _l("New version of a rule"),
    "holiday_put": _l("Holiday entered or corrected"),
    "holiday_remove": _l("Holiday removed"),
    "commission_rate_set": _l("Commission rate set"),
    "commission_rate_end": _l("Commission rate ended"),
    "forbidden_put": _l("Forbidden words entered"),
    "forbidden_end": _l("Forbidden words taken out of force"),
    "forbidden_renew": _l("Forbidden words put in force again"),
    "job_retry": _l("Failed job tried again"),
    "centre_enrol": _l("Centre enrolled"),
    "partner_enrol": _l("Partner enrolled"),
    "producer_enrol": _l("Producer enrolled"),
    "organisation_suspend": _l("Organisation suspended"),
    "organisation_reinstate": _l("Organisation reinstated"),
    "organisation_close": _l("Organisation closed"),
    "licence_add": _l("Licence recorded"),
    "licence_end": _l("Licence ended"),
    "membership_add": _l("Someone acts for an organisation"),
    "membership_end": _l("Someone no longer acts for an organisation"),
    "seller_update": _l("Seller's delivery changed"),
    "deadline_extend": _l("Deadline extended"),
    "category_map": _l("Seller's words mapped to a category"),
    "consent_record": _l("Consent recorded"),
    "consent_withdraw": _l("Consent withdrawn"),
    "customer_record": _l("Customer recorded"),
    "person_update": _l("Person's details changed"),
    "wallet_set": _l("Wallet number set"),
}

ENTITIES: dict[str, Any] = {
    "rule": _l("Rule"),
    "holiday": _l("Holiday"),
    "commission_rate": _l("Commission rate"),
    "forbidden_term": _l("Forbidden words"),
    "job": _l("Job"),
    "organisation": _l("Organisation"),
    "person": _l("Person"),
    "order": _l("Order"),
    "seller_order": _l("Seller's part of an order"),
    "return": _l("Return"),
    "shipment": _l("Parcel"),
    "feed": _l("Feed"),
    "deadline": _l("Deadline"),
    "customer": _l("Customer"),
    "consent": _l("Consent"),
    "membership": _l("Membership"),
    "api_key": _l("Key to the interface"),
    "webhook_endpoint": _l("Seller's address for messages"),
}

UNITS: dict[str, Any] = {
    "hours": _l("hours"),
    "calendar_days": _l("calendar days"),
    "working_days": _l("working days"),
    "office_hours": _l("office hours"),
    "basis_points": _l("per cent"),
    "poisha": _l("taka"),
    "count": _l("times"),
    "yes_no": _l("yes or no"),
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


def entity(key: str) -> str:
    return _known(ENTITIES, key)


def unit(key: str) -> str:
    return _known(UNITS, key)
