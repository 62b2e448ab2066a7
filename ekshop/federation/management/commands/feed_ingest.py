"""Brings a file of a seller's goods into the shop, from the command line."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import get_language, override

from ekshop.federation.connectors import file_shapes
from ekshop.federation.models import Feed, FeedRun
from ekshop.federation.rules import incoming as rules
from ekshop.federation.selectors import problem_sentence, reject_rows
from ekshop.federation.services import feed_ingest_file, feed_register, feed_update
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import DomainError, InvalidInput
from ekshop.kernel.tables import table_write
from ekshop.parties.selectors import sellers

ACTOR = Actor.system("command")


class Command(BaseCommand):
    help = (
        "Reads a file (Google Merchant XML, TSV, CSV, JSON lines, a shop system's export, or any "
        "table with --map) into a seller's offers, prints what came of it, and writes the rows that could not be taken."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seller", required=True, help="the seller's short name (slug)")
        parser.add_argument("--file", required=True, type=Path)
        parser.add_argument("--format", default="auto", choices=["auto", *file_shapes()])
        parser.add_argument(
            "--map",
            default="",
            metavar="FIELD=COLUMN,...",
            help="for --format table; our fields: " + ", ".join(rules.FIELD_NAMES),
        )
        parser.add_argument("--currency", default="BDT", help="what prices are in, if not taka")
        parser.add_argument("--rate", default="", help="taka for one of that currency")
        parser.add_argument("--stock", default="", help="pieces, where the file states none")
        parser.add_argument("--feed", default="", help="the feed's name; default: the file's")
        parser.add_argument("--language", default="en", choices=["bn", "en"])
        parser.add_argument("--rejects", type=Path, help="where to write refused rows (CSV)")
        parser.add_argument(
            "--trust",
            action=argparse.BooleanOptionalAction,
            default=False,
            help="withdraw what the file no longer has, however much that is",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["language"]):
            try:
                self._work(options)
            except DomainError as error:
                raise CommandError(str(error)) from error

    def _work(self, options: dict[str, Any]) -> None:
        path = Path(options["file"])
        if not path.is_file():
            raise CommandError(f"There is no file {path}.")
        seller = sellers().filter(organisation__slug=options["seller"]).first()
        if seller is None:
            known = ", ".join(sellers().values_list("organisation__slug", flat=True)[:20])
            raise CommandError(f"No open seller is called {options['seller']}. There are: {known}")
        feed = self._feed(seller.pk, path, options)
        run = feed_ingest_file(
            actor=ACTOR,
            feed=feed,
            path=path,
            now=clock.now(),
            trust=options["trust"],
            watch=self._progress,
        )
        self._report(run, options)

    def _feed(self, seller_id: int, path: Path, options: dict[str, Any]) -> Feed:
        given = {
            "name": options["feed"] or path.name,
            "address": "",
            "format": options["format"],
            "mapping": {
                "columns": _pairs(options["map"]),
                "currency": options["currency"],
                "rate": options["rate"],
                "stock": options["stock"],
            },
            "every_minutes": 60,
        }
        now = clock.now()
        feed = Feed.objects.filter(seller_id=seller_id, name=given["name"]).first()
        if feed is None:
            return feed_register(actor=ACTOR, seller_id=seller_id, now=now, **given)
        given["address"] = feed.address
        return feed_update(actor=ACTOR, feed=feed, now=now, **given)

    def _progress(self, run: FeedRun) -> None:
        if sys.stderr.isatty():
            state = rules.RUN.state_label(run.state)
            self.stderr.write(f"\r{state}: {run.rows} / {run.merged}    ", ending="")

    def _report(self, run: FeedRun, options: dict[str, Any]) -> None:
        out = self.stdout.write
        out(f"{rules.RUN.state_label(run.state)}. {problem_sentence(run)}".strip())
        for name in ("rows", "added", "changed", "unchanged", "withdrawn", "rejected", "warned"):
            out(f"  {name:10} {getattr(run, name)}")
        if run.rejected or run.warned:
            target = options["rejects"] or (
                Path(settings.VAR_DIR) / "rejects" / f"feed-run-{run.pk}.csv"
            )
            target.parent.mkdir(parents=True, exist_ok=True)
            rows = reject_rows(run, get_language() or "en")
            target.write_bytes(table_write(next(rows), rows))
            out(f"What could not be taken, row by row: {target}")
        if run.state == "failed":
            raise CommandError("Nothing was changed.")


def _pairs(text: str) -> dict[str, str]:
    """ "id=SKU,title=Name" as a mapping. Raises InvalidInput for a field that is not ours."""
    pairs: dict[str, str] = {}
    for part in filter(None, text.split(",")):
        field, mark, column = part.partition("=")
        if not mark or field.strip() not in rules.FIELD_NAMES:
            raise InvalidInput(
                {"map": f"“{part}”: write FIELD=COLUMN; fields: {', '.join(rules.FIELD_NAMES)}"}
            )
        pairs[field.strip()] = column.strip()
    return pairs
