"""What these tests share: the personas, and two agencies with an officer each."""

import pytest

from ekshop.complaints.tests import make
from ekshop.parties.tests.make import Personas, person, persona


@pytest.fixture
def people(db: None) -> Personas:
    return make.people()


@pytest.fixture
def dncrp(people):
    return make.agency(people)


@pytest.fixture
def btrc(people):
    return make.other_agency()


@pytest.fixture
def tuli(btrc):
    """An officer of the other agency."""
    return persona(person("Tuli Sen"), "officer", btrc.organisation)
