"""History says who did something in the language of whoever reads it."""

import pytest
from django.utils.translation import override

from ekshop.kernel.actors import Actor
from ekshop.kernel.audit import audit_of, audit_write
from ekshop.parties.selectors import doers_named, people_named
from ekshop.parties.tests import make
from ekshop.parties.tests.make import PLACED_AT


@pytest.fixture
def people(db):
    return make.personas()


def noted(*actors):
    for actor in actors:
        audit_write(actor=actor, action="a", entity="e", entity_id=1, now=PLACED_AT)
    return audit_of("e", 1)


def names(rows):
    return [row.doer for row in reversed(doers_named(rows))]


def test_a_name_is_shown_in_the_readers_language_with_one_statement(
    people, django_assert_num_queries
):
    rows = list(noted(people.asha.actor, people.mina.actor, people.asha.actor))
    asha, mina = people.asha.person, people.mina.person
    with override("bn"), django_assert_num_queries(1):
        assert names(rows) == [asha.name_bn, mina.name_bn, asha.name_bn]
    with override("en"):
        assert names(rows) == [asha.name, mina.name, asha.name]


def test_what_no_person_did_is_told_in_words_and_who_is_gone_by_the_name_of_the_time(people):
    gone = Actor(kind="person", person_id=999_999, role="operator", label="Old Hand")
    rows = noted(
        Actor.system("deadlines"),
        Actor.system("courier"),
        Actor.partner_api(people.partner.pk, "Shop floor"),
        Actor.public(),
        gone,
    )
    with override("en"):
        assert names(rows) == [
            "The platform by itself",
            "Courier",
            "The seller's own system (Shop floor)",
            "From the website, without signing in",
            "Old Hand",
        ]
    with override("bn"):
        assert names(rows)[0] == "প্ল্যাটফর্ম নিজে থেকে"


def test_people_are_found_by_either_name(people):
    mina = people.mina.person
    assert people_named(mina.name_bn) == people_named(mina.name.lower()) == [mina.pk]
