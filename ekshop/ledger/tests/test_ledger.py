"""The books: balanced, append-only, once, and their balances recomputable."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.utils import IntegrityError
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase as HypothesisTestCase

from ekshop.ledger import selectors
from ekshop.ledger.models import Account, Entry, Journal
from ekshop.ledger.services import JournalDiffers, journal_post

NOW = datetime(2026, 11, 1, tzinfo=UTC)
PURPOSES = ["cash_collected", "bank", "seller_payable", "commission_earned"]


def post(key: str, *sides: tuple[str, int]) -> Journal:
    return journal_post(
        key=key,
        kind="test",
        entity="test",
        entity_id=1,
        postings=[(None, purpose, poisha) for purpose, poisha in sides],
        now=NOW,
    )


@pytest.mark.django_db
def test_a_journal_moves_money_between_accounts() -> None:
    post("a", ("bank", 500), ("cash_collected", -500))
    assert selectors.balance(None, "bank") == 500
    assert selectors.balance(None, "cash_collected") == -500
    assert selectors.mismatches() == []


@pytest.mark.django_db
def test_the_same_key_is_posted_once() -> None:
    first = post("a", ("bank", 500), ("cash_collected", -500))
    assert post("a", ("bank", 500), ("cash_collected", -500)).pk == first.pk
    assert selectors.balance(None, "bank") == 500


@pytest.mark.django_db
def test_the_same_key_with_other_amounts_is_refused() -> None:
    post("a", ("bank", 500), ("cash_collected", -500))
    with pytest.raises(JournalDiffers):
        post("a", ("bank", 501), ("cash_collected", -501))


@pytest.mark.django_db
def test_an_unbalanced_journal_is_refused() -> None:
    with pytest.raises(ValueError, match="balance"):
        post("a", ("bank", 500), ("cash_collected", -499))
    assert not Journal.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_database_itself_refuses_an_unbalanced_journal() -> None:
    with pytest.raises(IntegrityError, match="balance"), transaction.atomic():
        journal = Journal.objects.create(
            key="x", kind="test", entity="test", entity_id=1, posted_at=NOW
        )
        account = Account.objects.create(purpose="bank")
        Entry.objects.create(journal=journal, account=account, amount_poisha=1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
@pytest.mark.parametrize("table", ["ledger_journal", "ledger_entry"])
def test_books_are_append_only_even_for_bare_sql(statement: str, table: str) -> None:
    post("a", ("bank", 500), ("cash_collected", -500))
    with pytest.raises(DatabaseError, match="Cannot"), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


@pytest.mark.django_db
def test_a_balance_that_was_tampered_with_is_found() -> None:
    post("a", ("bank", 500), ("cash_collected", -500))
    Account.objects.filter(purpose="bank").update(balance_poisha=499)
    assert [(row.kept_poisha, row.entries_poisha) for row in selectors.mismatches()] == [(499, 500)]


class AnySequence(HypothesisTestCase):
    @given(
        st.lists(
            st.tuples(st.sampled_from(PURPOSES), st.sampled_from(PURPOSES), st.integers(1, 10**12)),
            max_size=12,
        )
    )
    def test_any_sequence_of_journals_keeps_every_balance(
        self, moves: list[tuple[str, str, int]]
    ) -> None:
        moved = [(to, source, poisha) for to, source, poisha in moves if to != source]
        for number, (to, source, poisha) in enumerate(moved):
            post(f"k{number}", (to, poisha), (source, -poisha))
        assert selectors.mismatches() == []
        assert selectors.unbalanced_journals() == []
        assert sum(selectors.balance(None, purpose) for purpose in PURPOSES) == 0
