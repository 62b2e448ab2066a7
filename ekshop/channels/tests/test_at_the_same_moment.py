"""Two do the same at the same moment: the second hears what it would have heard a minute later."""

import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection, transaction

from ekshop.channels.models import Channel, Consignment, SettlementFile
from ekshop.channels.services import exporting
from ekshop.channels.tests import make
from ekshop.kernel import clock
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.errors import InvalidInput
from ekshop.kernel.statements import fetch
from ekshop.ledger.services import journal_post
from ekshop.orders.services import centre_group_set
from ekshop.orders.tests import make as orders
from ekshop.parties.selectors import districts
from ekshop.payments.services import (
    FileKnown,
    ReferenceUsed,
    collection_file_bring,
    remittance_record,
)
from ekshop.settlement.models import FloatMove, SellerEscrow
from ekshop.settlement.services import (
    escrow_set,
    payouts,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(transactional_db, hand) -> orders.Personas:
    return orders.people()


def started(call: Callable[[], Any]) -> tuple[threading.Thread, list[Any]]:
    said: list[Any] = []

    def run() -> None:
        try:
            said.append(call())
        except Exception as error:
            said.append(error)
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread, said


def somebody_waits(thread: threading.Thread) -> None:
    """Until somebody waits for what this transaction holds, or `thread` has ended."""
    for _look in range(1_000):
        if not thread.is_alive() or fetch("SELECT 1 FROM pg_locks WHERE NOT granted LIMIT 1", []):
            return
        thread.join(0.01)


def second(first: Callable[[], Any], other: Callable[[], Any]) -> Any:
    """What `other` answers, who looked before `first` had committed."""
    with transaction.atomic():
        first()
        thread, said = started(other)
        somebody_waits(thread)
    thread.join()
    return said[0]


def test_what_is_recorded_twice_at_the_same_moment_is_refused_in_words(people, hand) -> None:
    now, omar = clock.now(), people.omar.actor

    def slip() -> FloatMove:
        return payouts.top_up_record(
            actor=omar, provider="bkash", amount_poisha=1_000, reference="SLIP-9", now=now
        )

    told = second(slip, slip)
    assert isinstance(told, InvalidInput) and "reference" in told.field_errors

    def group() -> Any:
        return centre_group_set(
            actor=omar,
            group_id=None,
            name_bn="হাওর",
            name_en=uuid4().hex,
            district_ids=[districts()[0].pk],
            centre_codes=[],
            now=now,
        )

    told = second(group, group)
    assert isinstance(told, InvalidInput) and list(told.field_errors) == ["name_bn"]

    def statement() -> Any:
        table = b"reference,amount\nBK1,10.00\n"
        return collection_file_bring(
            actor=omar, medium="bank", filename="b.csv", content=table, now=now
        )

    assert isinstance(second(statement, statement), FileKnown)
    for centre in (people.centre, people.other_centre):
        journal_post(
            key=f"cash:{centre.pk}",
            kind="payment",
            entity="other",
            entity_id=centre.pk,
            postings=[(centre.pk, "cash_collected", 500), (None, "bank", -500)],
            now=now,
        )

    def passed_on(who: Any) -> Callable[[], Any]:
        return lambda: remittance_record(
            actor=who.actor,
            amount_poisha=500,
            medium="bank",
            reference="TX77",
            nonce=uuid4(),
            now=now,
        )

    assert isinstance(second(passed_on(people.asha), passed_on(people.bina)), ReferenceUsed)


def test_the_later_word_on_a_sellers_escrow_ends_the_earlier_of_the_same_moment(people) -> None:
    def said(escrow: str) -> Callable[[], SellerEscrow]:
        return lambda: escrow_set(
            actor=people.omar.actor,
            seller_id=people.partner.pk,
            escrow=escrow,
            note="known for years",
            now=clock.now(),
        )

    assert second(said("window"), said("proof")).escrow == "proof"
    assert [row.escrow for row in SellerEscrow.objects.filter(valid_to=None)] == ["proof"]


def test_a_consignment_is_not_reopened_beside_one_opened_at_the_same_moment(people) -> None:
    now = clock.now()
    kept = {"country": "US", "carrier": "manual", "opened_at": now}
    closed = Consignment.objects.create(code="E1", state="closed", closed_at=now, **kept)
    told = second(
        lambda: Consignment.objects.create(code="E2", **kept),
        lambda: exporting.consignment_reopen(
            actor=people.omar.actor, consignment_id=closed.pk, now=now
        ),
    )
    assert isinstance(told, exporting.NotNow)


def test_a_channels_statement_that_is_being_read_is_known_already(people, channel) -> None:
    make.exchange_rate(on=dhaka_date(clock.now()) - timedelta(days=400))
    day = f"{dhaka_date(clock.now()):%Y-%m-%d}"
    table = f"reference,order,kind,amount,currency,date\nr1,,fee,-1.50,USD,{day}\n".encode()

    def bring() -> SettlementFile:
        return exporting.settlement_file_bring(
            actor=people.omar.actor,
            channel_id=channel.pk,
            filename="s.csv",
            content=table,
            now=clock.now(),
        )

    with transaction.atomic():
        Channel.objects.select_for_update().get(pk=channel.pk)
        reading, read = started(bring)
        somebody_waits(reading)
        thread, said = started(bring)
        thread.join()
    reading.join()
    assert isinstance(said[0], exporting.FileKnown)
    assert read[0].new_count == SettlementFile.objects.get().new_count == 1
