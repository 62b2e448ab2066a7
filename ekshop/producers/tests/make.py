"""Makers for tests that need a producer with her papers.

producer = approved(people)                 Jamila, approved, her wallet proved
producer = brought(people, name="…")        a new one, waiting, nothing missing but photos

"""

import io
from datetime import datetime
from itertools import count
from typing import Any

from PIL import Image

from ekshop.kernel.actors import Actor
from ekshop.parties.services import NewPerson
from ekshop.parties.tests.make import PLACED_AT, Personas, mobile
from ekshop.producers.models import ProducerProfile
from ekshop.producers.services import NewProducer, producer_approve, producer_bring

TABLE = Actor.system("table")
_cards = count(1)


def card() -> str:
    """A ten-digit identity number nobody else in this run has."""
    return f"{1000000000 + 7 * next(_cards)}"


def new(name: str = "Rokeya Begum", **told: Any) -> NewProducer:
    """Everything told and agreed to, with numbers of her own."""
    number = told.pop("mobile", "") or mobile()
    given: dict[str, Any] = {
        "person": NewPerson(name=name, name_bn="রোকেয়া বেগম", mobile=number),
        "craft": "needlework",
        "craft_bn": "নকশিকাঁথা সেলাই",
        "craft_en": "Nakshi kantha",
        "identity_number": card(),
        "wallet_provider": "bkash",
        "wallet_number": f"0{number[4:]}" if number.startswith("+880") else number,
        "capacity_a_month": 4,
        "lead_days": 10,
        "agreements": {"consent": "read_aloud", "contract": "signed"},
    }
    return NewProducer(**{**given, **told})


def brought(
    people: Personas, *, now: datetime = PLACED_AT, proved: bool = True, **told: Any
) -> ProducerProfile:
    """One Asha's centre brought; by default only photos are missing."""
    return producer_bring(
        actor=TABLE,
        given=new(**told),
        sourcing_centre_id=people.centre.pk,
        wallet_proved_at=now if proved else None,
        now=now,
    )


def approved(people: Personas, *, now: datetime = PLACED_AT, **told: Any) -> ProducerProfile:
    """One who may sell. Approved by the platform itself, which asks for no photos."""
    profile = brought(people, now=now, **told)
    return producer_approve(actor=TABLE, seller_id=profile.seller_id, now=now)


def photo_bytes(colour: str = "#a33b2a", side: int = 640) -> bytes:
    """A JPEG with something to see in it."""
    picture = Image.new("RGB", (side, side * 3 // 4), colour)
    for n in range(0, side, 16):
        picture.paste("#f3e9dc", (n, n % (side // 2), n + 8, n % (side // 2) + 40))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
