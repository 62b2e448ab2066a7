"""The personas a fortnight after the first order, and two agencies."""

import pytest

from ekshop.complaints.tests import make
from ekshop.kernel import clock
from ekshop.parties.tests.make import person, persona

from .make import LATER


@pytest.fixture
def people():
    with clock.at(LATER):
        yield make.people()


@pytest.fixture
def dncrp(people):
    return make.agency(people)


@pytest.fixture
def tuli(people):
    """An officer of another agency."""
    return persona(person("Tuli Sen"), "officer", make.other_agency().organisation)
