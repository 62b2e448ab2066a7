"""Every state of a complaint can be seen in the demonstration."""

from collections import Counter

import pytest

from demo.load import stages
from ekshop.complaints import rules
from ekshop.complaints.models import Case
from ekshop.complaints.selectors import cases_visible_to
from ekshop.complaints.services import cases_problems
from ekshop.complaints.tests import make
from ekshop.parties.tests.make import PLACED_AT

pytestmark = pytest.mark.django_db


def test_complaints_are_brought_to_each_state_there_is_once():
    people = make.people()
    make.agency(people)
    cast = stages.Cast(people.mina.actor, people.nila.actor, people.rafi.actor, "hatkhola")
    there = stages.load(cast, PLACED_AT, at_least=1)
    assert there == Counter(dict.fromkeys(rules.CASE.states, 1))
    assert stages.load(cast, PLACED_AT, at_least=1) == there
    assert cases_visible_to(people.nila.actor).count() == there.total()
    assert cases_problems(list(Case.objects.all()))[0] == {}
