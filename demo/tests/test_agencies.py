"""The agencies of the demonstration can be referred to, and every kind of complaint has one."""

import pytest

from demo.load import agencies
from ekshop.complaints import rules
from ekshop.complaints.models import Agency, TriageRule
from ekshop.kernel import clock

pytestmark = pytest.mark.django_db


def test_the_nine_agencies_and_the_rules_of_triage_are_loaded():
    agencies.load(clock.now())
    loaded = list(Agency.objects.all())
    heard = {category for agency in loaded for category in agency.categories}
    assert len(loaded) == 9 and all(agency.designation_bn for agency in loaded)
    assert heard == set(rules.BY_CODE)
    sorted_by_rule = {each for rule in TriageRule.objects.all() for each in rule.categories}
    assert sorted_by_rule == set(rules.BY_CODE) - {"other"}, "what fits nowhere, somebody reads"
