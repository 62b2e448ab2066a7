"""What several modules of these tests begin with."""

import pytest

from ekshop.catalogue.tests import make
from ekshop.kernel.rulebook import rules_load

from .make_matching import shop


@pytest.fixture
def shops():
    """Two sellers, and enough other goods that words have their rarity."""
    rules_load()
    one, other, third = shop(), shop(), shop()
    for brand in ("Pran", "Fresh", "Teer", "Radhuni", "Bata", "Aarong"):
        for thing in ("rice", "sugar", "soap", "lamp", "chair", "kettle"):
            made = make.product(f"{brand} {thing}", brand=brand)
            make.offer(third, of=made)
    return one, other
