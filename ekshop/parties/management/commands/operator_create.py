"""`manage.py operator_create`: the first operator of an installation, who enrols everyone else."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import DomainError
from ekshop.parties.models import Organisation
from ekshop.parties.services import NewPerson, membership_add, organisation_enrol

ACTOR = Actor.system("command")


class Command(BaseCommand):
    help = "Enrol an operator and print the first password, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True)
        parser.add_argument("--email", required=True)
        parser.add_argument("--mobile", required=True)

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        now = clock.now()
        try:
            operator = Organisation.objects.filter(kind="operator").first() or organisation_enrol(
                actor=ACTOR, kind="operator", name_bn="এক-শপ", name_en="ek-Shop", now=now
            )
            membership = membership_add(
                actor=ACTOR,
                organisation_id=operator.pk,
                person=NewPerson(
                    name=options["name"], email=options["email"], mobile=options["mobile"]
                ),
                role="operator",
                now=now,
            )
        except DomainError as refused:
            raise CommandError(str(refused)) from refused
        person = membership.person
        if person.has_usable_password():
            self.stdout.write(f"{person.email} is an operator now and keeps the password there is.")
            return
        password = secrets.token_urlsafe(12)
        person.set_password(password)
        person.save(update_fields=["password"])
        self.stdout.write(
            f"{person.email} signs in at /account/sign-in/password/ with {password}\n"
            "and then sets up the second step. Change the password at the first visit."
        )
