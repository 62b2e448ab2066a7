"""`manage.py feed_ingest`: a table from the command line."""

import csv
import os
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ekshop.catalogue.models import Offer
from ekshop.federation.models import CategoryMapping, FeedRun
from ekshop.parties.tests.make import personas

from . import make_feeds as make

MAP = "id=id,title=title,category=category,brand=brand,mpn=mpn,price=price"


@pytest.fixture
def people(db):
    make.tree()
    return personas()


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "goods.csv"
    path.write_text(
        "id,title,category,brand,mpn,price\n1,Ink printer,printers,epson,x1,58.45\n2,Old,,,,\n"
    )
    return path


def ingest(people, path, capsys, **options):
    given = {"format": "table", "map": MAP, "currency": "USD", "rate": "120", **options}
    call_command("feed_ingest", seller=people.partner.slug, file=str(path), **given)
    return capsys.readouterr().out


def test_counts_and_the_place_of_the_refused_rows_are_printed(people, table, capsys, tmp_path):
    rejects = tmp_path / "refused.csv"
    said = ingest(people, table, capsys, rejects=rejects)
    assert "Done." in said and "added      1" in said and str(rejects) in said
    assert Offer.objects.get().price_poisha == 701_400
    rows = list(csv.reader(rejects.open(encoding="utf-8-sig")))
    assert rows[0] == ["Row", "Number", "Field", "Value", "Kind", "Reason"]
    assert rows[1] == ["2", "2", "Price", "", "Not taken", "It is empty, and it is needed."]


def test_the_same_file_again_changes_nothing(people, table, capsys):
    ingest(people, table, capsys)
    assert "unchanged  1" in ingest(people, table, capsys)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"map": "id=id,title=titel,price=price"}, "Nothing was changed"),
        ({"map": "id=id,colour=x"}, "write FIELD=COLUMN"),
        ({"map": "id=id"}, "Say which column is: Name, Price"),
        ({"rate": ""}, "how many taka one USD is"),
        ({"currency": "XYZ"}, "We do not know this currency"),
    ],
)
def test_what_is_wrong_with_the_command_is_said_in_words(people, table, capsys, options, said):
    with pytest.raises(CommandError, match=said):
        ingest(people, table, capsys, **options)


def test_a_column_that_is_not_there_is_said_with_those_that_are(people, table, capsys):
    with pytest.raises(CommandError):
        ingest(people, table, capsys, map="id=id,title=titel,price=price")
    assert "no column “titel”. It has: id, title, category" in capsys.readouterr().out


def test_a_seller_or_file_that_is_not_there_is_said(people, table, capsys):
    with pytest.raises(CommandError, match="No open seller is called nobody"):
        call_command("feed_ingest", seller="nobody", file=str(table))
    with pytest.raises(CommandError, match="There is no file"):
        call_command("feed_ingest", seller=people.partner.slug, file="/nowhere.csv")


REAL = os.environ.get("EKSHOP_REAL_FEEDS", "")


@pytest.mark.skipif(not REAL, reason="EKSHOP_REAL_FEEDS does not say where the real tables are")
@pytest.mark.parametrize(("name", "least"), [("store_a", 2_400), ("store_b", 18_000)])
def test_real_tables_go_in_by_command(people, capsys, name, least):
    ingest(people, Path(REAL) / f"{name}.csv", capsys)
    run = FeedRun.objects.get()
    assert run.state == "done" and run.added >= least
    assert run.added + run.rejected == run.rows
    assert CategoryMapping.objects.count() > 50
