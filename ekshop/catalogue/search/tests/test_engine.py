"""The index alone, without a database: what it finds, and what a crash or a bad disk leaves of it."""

import os
import random
import shutil
import signal
import time
from collections import Counter

import pytest

from ekshop.catalogue.search import analysis, engine
from ekshop.catalogue.search.engine import (
    Among,
    Ask,
    AtMost,
    Between,
    Clause,
    Flags,
    files,
    writer,
)

WORDS = ("jamdani", "katan", "saree", "শাড়ি", "নকশি", "blue", "lal", "500g")
NOWHERE = engine.Checkpoint(0, 0, 0)
FACTS = {"category": "category", "seller": "seller", "days": "days", "mask": "flags"}


def entry(number: int, names: str = "jamdani", **facts) -> engine.Entry:
    return engine.Entry(
        **{
            "id": number,
            "names": (names,),
            "about": (),
            "category": 1,
            "top": 1,
            "sellers": (1,),
            "districts": (),
            "price_poisha": 100,
            "days": 2,
            "in_stock": True,
            **facts,
        }
    )


def any_entry(chance: random.Random, number: int) -> engine.Entry:
    return entry(
        number,
        " ".join(chance.sample(WORDS, chance.randint(1, 4))),
        category=chance.randint(1, 5),
        sellers=tuple(chance.sample(range(1, 12), chance.choice((1, 1, 2, 3, 7)))),
        districts=tuple(chance.sample(range(1, 5), chance.randint(0, 2))),
        price_poisha=chance.randint(1, 50) * 100,
        days=chance.randint(1, 9),
        in_stock=chance.random() < 0.7,
        gi=chance.random() < 0.2,
        record=chance.random(),
        popularity=chance.random(),
    )


def built(path, entries, at: engine.Checkpoint = NOWHERE) -> engine.View:
    made = engine.Writer(path)
    for one in entries:
        made.put(one)
    made.commit(at)
    return engine.Index(path).view()


def words(*typed: str) -> Ask:
    return Ask.all_of(tuple(Clause({analysis.index_terms(word)[0]: 1.0}) for word in typed))


def test_each_of_many_sellers_counts(tmp_path):
    sold_by = {1: (1,), 2: (1, 2), 3: (2, 3, 4, 5, 6, 7), 4: (9,)}
    view = built(
        tmp_path,
        [entry(n, "jamdani" if n < 4 else "katan", sellers=own) for n, own in sold_by.items()],
    )
    counted = view.match(words("jamdani")).counts({"seller": "seller"})
    assert counted == {"seller": {1: 2, 2: 2, 3: 1, 4: 1, 5: 1, 6: 1, 7: 1}}
    by_last = view.match(Ask.everything(), {"seller": [Among("seller", (7,))]})
    assert by_last.page(order="price", first=0, size=9) == [3]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_after_many_changes_it_answers_as_one_that_was_built_at_once(tmp_path, monkeypatch, seed):
    monkeypatch.setattr(writer, "SMALL", 0)
    chance = random.Random(seed)
    held: dict[int, engine.Entry] = {}
    changing = engine.Writer(tmp_path / "changing")
    (tmp_path / "changing").mkdir()
    for turn in range(25):
        for _change in range(chance.choice((1, 5, 60) if turn < 23 else (3,))):
            number = chance.randint(1, 400)
            if chance.random() < 0.25:
                changing.remove(number)
                held.pop(number, None)
            else:
                held[number] = any_entry(chance, number)
                changing.put(held[number])
        changing.commit(engine.Checkpoint(turn, 0, 0))
        if chance.random() < 0.3:
            changing = engine.Writer(tmp_path / "changing")
    (tmp_path / "once").mkdir()
    view = engine.Index(tmp_path / "changing").view()
    once = built(tmp_path / "once", held.values())
    assert len(view.pieces) > 1
    assert view.products == len(held) == once.products
    asked = [
        Ask.everything(),
        words("jamdani"),
        words("saree", "শাড়ি"),
        words("blue", "lal", "500g"),
        Ask((Clause({"katan": 1.0}), Clause({"blue": 0.5}), Clause({"নকশি": 1.0})), 2),
        Ask.all_of((Clause({"katan": 1.0, "jamdani": 0.5, "lal": 0.3}), Clause({"saree": 1.0}))),
        Ask.all_of((Clause({}, ((1.0, ({"katan": 1.0}, {"blue": 1.0})),)),)),
        Ask.all_of((Clause({"lal": 1.0}, ((0.5, ({"katan": 1.0}, {"নকশি": 1.0})),)),)),
    ]
    narrowings = [
        {},
        {"category": [Among("category", (2, 3))]},
        {"seller": [Among("seller", (11,))], "price": [Between(1_000, 3_000)]},
        {"flags": [Flags(0b11)], "days": [AtMost("days", 5)]},
    ]
    for ask in asked:
        for narrowing in narrowings:
            found, expected = view.match(ask, narrowing), once.match(ask, narrowing)
            assert found.total == expected.total
            assert found.counts(FACTS) == expected.counts(FACTS)
            for order in ("price", "delivery", "popularity", "quality"):
                for first in (0, 7):
                    page = found.page(order=order, first=first, size=10)
                    assert page == expected.page(order=order, first=first, size=10)
            everything = found.page(order="price", first=0, size=500)
            assert set(everything) == met_by(held.values(), ask, narrowing)
            assert sorted(found.page(order="relevance", first=0, size=500)) == sorted(everything)
    for start in ("", "ja", "s", "শ", "zz"):
        assert {word for word, _ in once.beginning(start, limit=50)} <= {
            word for word, _ in view.beginning(start, limit=50)
        }
    assert {word for word, _ in once.sounding("jmdn")} == {"jamdani"}
    assert {word for word, _ in view.sounding("sr")} == {
        "saree",
        *analysis.index_terms("শাড়ি"),
    }


def met_by(entries, ask: Ask, narrowing) -> set[int]:
    """The same by looking at every one of them."""

    def fits(one: engine.Entry, terms: Counter) -> bool:
        met = 0
        for clause in ask.clauses:
            met += any(form in terms for form in clause.forms) or any(
                all(any(form in terms for form in word) for word in phrase)
                for _weight, phrase in clause.phrases
            )
        if met < ask.needed:
            return False
        facts = one.facts()
        for conditions in narrowing.values():
            for condition in conditions:
                values = (
                    (one.price_poisha,) if isinstance(condition, Between) else facts[condition.fact]
                )
                if not any(allowed(condition, value) for value in values):
                    return False
        return True

    def allowed(condition, value: int) -> bool:
        match condition:
            case Among():
                return value in condition.values
            case AtMost():
                return value <= condition.most
            case Flags():
                return value & condition.bits == condition.bits
            case Between():
                return condition.lowest <= value <= condition.highest

    return {one.id for one in entries if fits(one, one.terms()[0])}


def test_the_best_fit_comes_first_and_equals_by_age(tmp_path):
    view = built(
        tmp_path,
        [
            entry(1, "katan saree"),
            entry(2, "saree", about=("katan",)),
            entry(3, "katan saree", in_stock=False),
            entry(4, "katan saree"),
        ],
    )
    page = view.match(words("katan")).page(order="relevance", first=0, size=4)
    assert page == [1, 4, 2, 3]
    assert view.match(words("katan")).page(order="relevance", first=1, size=2) == [4, 2]


def test_an_index_of_nothing_answers(tmp_path):
    view = built(tmp_path, [])
    assert view.match(Ask.everything()).total == 0
    assert view.match(words("katan")).page(order="relevance", first=0, size=4) == []
    emptied = engine.Writer(tmp_path)
    emptied.put(entry(1))
    emptied.commit(NOWHERE)
    emptied.remove(1)
    emptied.commit(NOWHERE)
    view = engine.Index(tmp_path).view()
    assert (view.products, view.known("jamdani"), view.sounding("jmdn")) == (0, 0, [])


def test_a_reader_keeps_its_state_while_the_next_is_written(tmp_path):
    index = engine.Index(tmp_path)
    built(tmp_path, [entry(number) for number in range(1, 50)])
    before = index.view()
    made = engine.Writer(tmp_path)
    for number in range(1, 40):
        made.remove(number)
    made.commit(NOWHERE)
    assert before.match(words("jamdani")).total == 49
    assert index.view().match(words("jamdani")).total == 10


def test_what_a_killed_commit_left_behind_changes_nothing_and_is_cleared_away(tmp_path):
    built(tmp_path, [entry(1)], engine.Checkpoint(1, 0, 0))
    for name in ("0123.piece", "0123.piece.new", "manifest.new"):
        (tmp_path / name).write_bytes(b"half")
    view = engine.Index(tmp_path).view()
    assert (view.checkpoint.transaction, view.products) == (1, 1)
    made = engine.Writer(tmp_path)
    made.put(entry(2))
    made.commit(engine.Checkpoint(2, 0, 0))
    assert engine.Index(tmp_path).view().products == 2
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("damage", ["cut", "longer", "changed"])
def test_a_file_cut_or_changed_at_any_byte_is_refused_and_never_read(tmp_path, damage):
    good = tmp_path / "good"
    good.mkdir()
    built(good, [entry(number, f"jamdani {number}") for number in range(1, 4)])
    chance = random.Random(7)
    for file in sorted(good.iterdir()):
        whole = file.read_bytes()
        places = {0, 1, 7, 8, 15, 16, 17, len(whole) - 1}
        places |= {chance.randrange(len(whole)) for _ in range(60)}
        for place in places:
            bad = tmp_path / "bad"
            shutil.copytree(good, bad)
            (bad / file.name).unlink()
            (bad / file.name).write_bytes(
                whole[:place]
                if damage == "cut"
                else whole + bytes(place % 9 + 1)
                if damage == "longer"
                else whole[:place] + bytes([whole[place] ^ 0x41]) + whole[place + 1 :]
            )
            with pytest.raises(engine.Broken):
                engine.Index(bad).view()
            with pytest.raises(engine.Broken):
                engine.Writer(bad)
            shutil.rmtree(bad)


def test_an_index_without_a_fact_that_is_counted_is_refused_not_half_read(tmp_path):
    built(tmp_path, [entry(1)])
    (piece,) = tmp_path.glob("*.piece")
    held = files.read(piece)
    files.write(piece, {n: a for n, a in held.arrays.items() if n != "days.codes"}, held.facts)
    with pytest.raises(engine.Broken):
        engine.Index(tmp_path).view()


def commit_turn(made: engine.Writer, turn: int) -> None:
    for number in touched(turn):
        if number % 5 == turn % 5:
            made.remove(number)
        else:
            made.put(entry(number, "jamdani", price_poisha=turn + 1))
    made.commit(engine.Checkpoint(turn, 0, 0))


def touched(turn: int) -> list[int]:
    return random.Random(turn).sample(range(300), 40)


def as_of(turn: int) -> dict[int, int]:
    held: dict[int, int] = {}
    for past in range(1, turn + 1):
        for number in touched(past):
            held.pop(number, None)
            if number % 5 != past % 5:
                held[number] = past + 1
    return held


def test_killed_at_any_moment_the_index_is_what_its_last_commit_made_it(tmp_path):
    chance = random.Random(3)
    reached = 0
    built(tmp_path, [])
    for _life in range(12):
        child = os.fork()
        if child == 0:
            try:
                made = engine.Writer(tmp_path)
                for turn in range(made.checkpoint.transaction + 1, 10_000):
                    commit_turn(made, turn)
            finally:
                os._exit(1)
        time.sleep(chance.uniform(0.01, 0.12))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        view = engine.Index(tmp_path).view()
        turn = view.checkpoint.transaction
        assert turn >= reached
        reached = turn
        expected = as_of(turn)
        found = view.match(words("jamdani")).page(order="price", first=0, size=400)
        assert found == sorted(expected, key=lambda number: (expected[number], number))
    assert reached
