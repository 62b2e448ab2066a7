"""Writes: enrolment, approval, agreements, photos, rest days."""

from .agreeing import agreement_record, agreement_withdraw
from .drafting import (
    draft_answer,
    draft_begin,
    draft_drop,
    draft_identity,
    draft_mend,
    draft_problems,
    draft_send,
    draft_steps,
)
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
from .photos import photo_add, photo_remove
from .resting import rest_add, rest_remove
from .wallets import wallet_code_send, wallet_code_try

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
    "draft_answer",
    "draft_begin",
    "draft_drop",
    "draft_identity",
    "draft_mend",
    "draft_problems",
    "draft_send",
    "draft_steps",
    "photo_add",
    "photo_remove",
    "wallet_code_send",
    "wallet_code_try",
]
