"""The first operator of an installation that has nobody yet."""

import pytest
from django.core.management import CommandError, call_command

from ekshop.parties.models import Membership, Person

GIVEN = {"name": "Omar Faruk", "email": "omar@ekshop.example", "mobile": "01700000104"}

pytestmark = pytest.mark.django_db


def test_the_first_operator_gets_a_password_that_works(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("operator_create", **GIVEN)
    said = capsys.readouterr().out
    person = Person.objects.get(email=GIVEN["email"])
    password = said.split(" with ")[1].split()[0]
    assert person.check_password(password)
    assert Membership.objects.get(person=person).role == "operator"


def test_asked_again_the_password_stays(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("operator_create", **GIVEN)
    before = Person.objects.get().password
    call_command("operator_create", **GIVEN)
    assert Person.objects.get().password == before
    assert "keeps the password" in capsys.readouterr().out


def test_a_wrong_number_is_refused_in_words() -> None:
    with pytest.raises(CommandError, match="mobile"):
        call_command("operator_create", **{**GIVEN, "mobile": "12"})
    assert not Membership.objects.exists()
