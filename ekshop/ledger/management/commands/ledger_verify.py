"""`manage.py ledger_verify`: recompute every balance; fails when one differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ekshop.kernel import clock
from ekshop.ledger.services import books_verify


class Command(BaseCommand):
    help = "Recompute every account's balance from its entries and compare."

    def handle(self, *args: Any, **options: Any) -> None:
        done = books_verify(asked_by="manage.py ledger_verify", now=clock.now())
        for account_id, kept, entries in done.wrong["accounts"]:
            self.stderr.write(f"account {account_id}: kept {kept}, entries {entries}")
        for key in done.wrong["journals"]:
            self.stderr.write(f"journal {key} does not balance")
        if not done.agrees:
            raise CommandError("The books do not agree.")
        self.stdout.write("The books agree.")
