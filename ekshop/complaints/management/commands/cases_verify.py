"""`manage.py cases_verify`: recompute every case; fails when one differs."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ekshop.complaints.models import Case
from ekshop.complaints.services import cases_problems, cases_verify
from ekshop.kernel import clock


class Command(BaseCommand):
    help = "Recompute every case's chain of hashes, history, owner and clock, and compare."

    def handle(self, *args: Any, **options: Any) -> None:
        done = cases_verify(asked_by="manage.py cases_verify", now=clock.now())
        for case in Case.objects.filter(code__in=list(done.wrong)).select_related("respondent"):
            for problem in cases_problems([case])[0].get(case.pk, []):
                self.stderr.write(f"case {case.code}: {problem.what}: {problem.why}")
        if not done.agrees:
            raise CommandError("The cases do not agree.")
        self.stdout.write(f"{done.cases} cases and their {done.entries} entries agree.")
