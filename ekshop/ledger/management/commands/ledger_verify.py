"""`manage.py ledger_verify`: recompute every balance; fails when one differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ekshop.ledger.selectors import mismatches, unbalanced_journals


class Command(BaseCommand):
    help = "Recompute every account's balance from its entries and compare."

    def handle(self, *args: Any, **options: Any) -> None:
        wrong = mismatches()
        crooked = unbalanced_journals()
        for row in wrong:
            self.stderr.write(
                f"account {row.account_id}: kept {row.kept_poisha}, entries {row.entries_poisha}"
            )
        for key in crooked:
            self.stderr.write(f"journal {key} does not balance")
        if wrong or crooked:
            raise CommandError("The books do not agree.")
        self.stdout.write("The books agree.")
