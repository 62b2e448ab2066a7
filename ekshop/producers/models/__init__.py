"""The tables of producers."""

from .agreements import Agreement, AgreementPaper
from .brand import DistrictBrand, SeasonItem
from .drafts import ProducerDraft
from .groups import GroupMember
from .listings import Listing, ListingPhoto
from .names import GiEvidence, GiName, GiUse
from .profiles import IdentityLook, ProducerPhoto, ProducerProfile, ProducerRest

__all__ = [
    "Agreement",
    "AgreementPaper",
    "DistrictBrand",
    "GiEvidence",
    "GiName",
    "GiUse",
    "GroupMember",
    "IdentityLook",
    "Listing",
    "ListingPhoto",
    "ProducerDraft",
    "ProducerPhoto",
    "ProducerProfile",
    "ProducerRest",
    "SeasonItem",
]
