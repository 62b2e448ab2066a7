"""Writes: enrolment, approval, agreements, photos, rest days."""

from .agreeing import agreement_record, agreement_withdraw
from .enrolling import NewProducer, producer_bring, producer_bring_again, producer_update
from .errors import (
    IdentityTaken,
    NotProved,
    NumbersShared,
    ProducerIncomplete,
    TooManyPhotos,
    WalletCodeSpent,
    WalletCodeWrong,
)
from .judging import identity_look, producer_approve, producer_send_back
from .resting import rest_add, rest_remove

__all__ = [
    "IdentityTaken",
    "NewProducer",
    "NotProved",
    "NumbersShared",
    "ProducerIncomplete",
    "TooManyPhotos",
    "WalletCodeSpent",
    "WalletCodeWrong",
    "agreement_record",
    "agreement_withdraw",
    "identity_look",
    "producer_approve",
    "producer_bring",
    "producer_bring_again",
    "producer_send_back",
    "producer_update",
    "rest_add",
    "rest_remove",
]
