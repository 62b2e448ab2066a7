"""Makers of curd in Bogura, for whoever needs goods that spoil and carry a registered name."""

from datetime import datetime, timedelta
from typing import Any

CURD = {
    "sabita": ("সবিতা ঘোষ", "Sabita Ghosh", "01711000041", "6666123401"),
    "hashem": ("হাশেম আলী", "Hashem Ali", "01711000042", "6666123402"),
}


def curd_makers(centre: int, now: datetime) -> dict[str, dict[str, Any]]:
    """Both approved, looked after by that centre; neither sells anything yet."""
    from ekshop.kernel.actors import Actor
    from ekshop.parties.services import NewPerson
    from ekshop.producers.services import NewProducer, producer_approve, producer_bring

    table = Actor.system("table")
    people = {}
    for key, (name_bn, name_en, mobile, card) in CURD.items():
        given = NewProducer(
            person=NewPerson(name=name_en, name_bn=name_bn, mobile=mobile),
            craft="food",
            craft_bn="সরার দই",
            craft_en="Curd",
            identity_number=card,
            wallet_provider="bkash",
            wallet_number=mobile,
            capacity_a_month=200,
            agreements={"consent": "read_aloud", "contract": "signed"},
        )
        brought = producer_bring(
            actor=table,
            given=given,
            sourcing_centre_id=centre,
            wallet_proved_at=now - timedelta(hours=1),
            now=now,
        )
        producer_approve(actor=table, seller_id=brought.seller_id, now=now)
        people[key] = {"mobile": mobile, "organisation": brought.seller_id}
    return people
