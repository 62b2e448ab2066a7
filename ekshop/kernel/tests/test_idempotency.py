import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from ekshop.kernel.idempotency import OtherContent, fingerprint_of, once, once_keys_prune

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def place(content: str, made: list[str], key: str = "n1") -> str:
    with once(scope="order:3", key=key, fingerprint=content, now=NOW) as done:
        if not done.is_repeat:
            made.append(content)
            done.answer = f"order {len(made)}"
    return done.answer


@pytest.mark.django_db
def test_the_same_key_and_content_is_done_once_and_answered_alike():
    made = []
    assert place("tea", made) == place("tea", made) == "order 1"
    assert made == ["tea"]
    assert place("tea", made, key="n2" * 200) == "order 2"


@pytest.mark.django_db
def test_the_same_key_with_other_content_is_refused():
    place("tea", [])
    with pytest.raises(OtherContent):
        place("milk", [])


@pytest.mark.django_db
def test_what_failed_can_be_sent_again():
    with pytest.raises(ZeroDivisionError), once(scope="s", key="k", fingerprint="f", now=NOW):
        raise ZeroDivisionError
    with once(scope="s", key="k", fingerprint="f", now=NOW) as done:
        assert not done.is_repeat


@pytest.mark.django_db
def test_old_keys_are_forgotten():
    place("tea", [])
    assert once_keys_prune(NOW + timedelta(days=29)) == 0
    assert once_keys_prune(NOW + timedelta(days=31)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_the_same_moment_make_one():
    made: list[str] = []
    answers: list[str] = []
    both = threading.Barrier(2)

    def ask():
        both.wait()
        answers.append(place("tea", made))
        connection.close()

    threads = [threading.Thread(target=ask) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == ["tea"]
    assert answers == ["order 1", "order 1"]


def test_a_fingerprint_does_not_mind_the_order_of_keys():
    assert fingerprint_of({"a": 1, "b": [2]}) == fingerprint_of({"b": [2], "a": 1})
    assert fingerprint_of({"a": 1}) != fingerprint_of({"a": 2})
