"""Sellers paid from day to day: accounts two persons agreed on, settlements, a file to the bank."""

import csv
import io
import random
from datetime import datetime

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import DHAKA
from ekshop.kernel.tables import table_write
from ekshop.ledger.selectors import balance
from ekshop.parties.selectors import sellers as all_sellers
from ekshop.parties.services import bank_account_confirm, bank_account_propose
from ekshop.settlement.models import PayoutBatch
from ekshop.settlement.services import settlements_draw
from ekshop.settlement.services.payouts import (
    NothingToSend,
    batch_draft,
    batch_drop,
    batch_file,
    batch_release,
    result_read,
    upload_confirm,
    upload_mark,
)

from .people import persona
from .world import SEED, World

CLOCK = Actor.system("clock")
BANKS = [
    ("Sonali Bank", "Motijheel", "200270522"),
    ("Dutch-Bangla Bank", "Gulshan", "090261725"),
    ("Islami Bank", "Dhanmondi", "125261183"),
    ("BRAC Bank", "Uttara", "060264639"),
]
FRIDAY, SATURDAY = 4, 5


def accounts(world: World, at: datetime) -> None:
    """Companies write their accounts down, and Shirin confirms them; producers have a wallet."""
    shirin = persona("shirin")
    for seller in all_sellers().filter(kind="partner").order_by("pk"):
        actor = world.sellers.get(seller.pk)
        if actor is None:
            continue
        draw = random.Random(f"{SEED}:account:{seller.organisation.name_en}")
        bank, branch, routing = draw.choice(BANKS)
        asked = bank_account_propose(
            actor=actor,
            bank=bank,
            branch=branch,
            routing_number=routing,
            holder=seller.organisation.name_en,
            number=f"{draw.randrange(10**12, 10**13)}",
            now=at,
        )
        bank_account_confirm(actor=shirin, bank_account_id=asked.pk, now=at)


def pay(_world: World, at: datetime) -> None:
    """On days the banks are open: what is due is drawn up, and a file goes to the bank and back."""
    if at.astimezone(DHAKA).weekday() in (FRIDAY, SATURDAY):
        return
    settlements_draw(actor=CLOCK, now=at)
    omar, shirin = persona("omar"), persona("shirin")
    try:
        batch = batch_draft(actor=omar, provider="bank", now=at)
    except NothingToSend:
        return
    if batch.total_poisha > balance(None, "bank"):
        # What centres sent is not there yet: tried again on the next day.
        batch_drop(actor=omar, batch_id=batch.pk, now=at)
        return
    batch = batch_release(actor=shirin, batch_id=batch.pk, now=at)
    file_paid(omar, shirin, batch, "Account Name", at)


def file_paid(omar: Actor, shirin: Actor, batch: PayoutBatch, holder: str, at: datetime) -> None:
    """A batch's file goes to the bank and comes back with every row paid. `holder`: the heading of
    the receiver's name."""
    _name, content = batch_file(actor=omar, batch_id=batch.pk, form="csv", now=at)
    upload_mark(actor=omar, batch_id=batch.pk, now=at)
    upload_confirm(actor=shirin, batch_id=batch.pk, now=at)
    result_read(
        actor=omar,
        batch_id=batch.pk,
        filename=f"{batch.provider}-{batch.pk}.csv",
        content=_answer(content, batch.pk, holder, at),
        now=at,
    )


def _answer(content: bytes, batch_id: int, name: str, at: datetime) -> bytes:
    """The bank's file back: every row paid, under a number of the bank's."""
    header, *rows = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    holder = header.index(name)
    moment = at.astimezone(DHAKA).strftime("%Y-%m-%d %H:%M:%S")
    return table_write(
        [*header, "Status", "Reason", "Transaction ID", "Fee", "Processed At", "Holder"],
        [
            [*row, "SUCCESS", "", f"FT{batch_id:05d}{number:03d}", "0.00", moment, row[holder]]
            for number, row in enumerate(rows)
        ],
    )
