"""Writes: who joins, who may act, what was agreed to, and where."""

from .access import require
from .bank_accounts import bank_account_confirm, bank_account_propose, bank_account_refuse
from .enrol import centre_enrol, organisation_enrol, partner_enrol, producer_enrol
from .enrolment_files import (
    enrolment_file_bring,
    enrolment_file_enrol,
    enrolment_file_looked,
    enrolment_template,
)
from .export import ExportHub, export_hub
from .geography import geography_load
from .inputs import NewLicence, NewPerson
from .organisations import (
    licence_add,
    licence_end,
    organisation_close,
    organisation_contacts_set,
    organisation_open,
    organisation_reinstate,
    organisation_suspend,
    organisation_try,
    organisation_update,
    producer_open,
    producer_rename,
    producer_stop,
    seller_update,
)
from .people import (
    WalletMoved,
    consent_record,
    consent_withdraw,
    customer_record,
    membership_add,
    membership_end,
    mobile_verified,
    person_language_set,
    person_update,
    wallet_set,
    wallet_vouch,
)
from .trial import TrialDesk, trial_desk

__all__ = [
    "WalletMoved",
    "NewLicence",
    "NewPerson",
    "TrialDesk",
    "bank_account_confirm",
    "bank_account_propose",
    "bank_account_refuse",
    "centre_enrol",
    "consent_record",
    "consent_withdraw",
    "customer_record",
    "enrolment_file_bring",
    "enrolment_file_enrol",
    "enrolment_file_looked",
    "enrolment_template",
    "geography_load",
    "licence_add",
    "licence_end",
    "membership_add",
    "membership_end",
    "mobile_verified",
    "organisation_close",
    "organisation_contacts_set",
    "organisation_open",
    "organisation_try",
    "organisation_update",
    "organisation_enrol",
    "organisation_reinstate",
    "organisation_suspend",
    "partner_enrol",
    "person_language_set",
    "person_update",
    "producer_enrol",
    "producer_open",
    "producer_rename",
    "producer_stop",
    "require",
    "seller_update",
    "ExportHub",
    "export_hub",
    "trial_desk",
    "wallet_set",
    "wallet_vouch",
]
