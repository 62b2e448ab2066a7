"""The tables of producers."""

from .agreements import Agreement
from .drafts import ProducerDraft
from .profiles import IdentityLook, ProducerPhoto, ProducerProfile, ProducerRest

__all__ = [
    "Agreement",
    "IdentityLook",
    "ProducerDraft",
    "ProducerPhoto",
    "ProducerProfile",
    "ProducerRest",
]
