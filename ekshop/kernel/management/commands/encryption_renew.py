"""Writes every encrypted column under the present keys: after a new key was put first."""

from typing import Any

from django.core.management.base import BaseCommand

from ekshop.kernel.encrypted import encryption_renew


class Command(BaseCommand):
    help = __doc__

    def handle(self, *_args: Any, **_options: Any) -> None:
        for column, rows in encryption_renew().items():
            self.stdout.write(f"{column}: {rows}")
