"""The permission table, run allowed and refused for each persona: on services and on pages."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotAllowed
from ekshop.parties.rules import COMPLAINANT, LINK_HOLDER, PARTNER_API, PERMISSIONS, PUBLIC, ROLES
from ekshop.parties.services import require
from ekshop.parties.tests.make import Personas, personas
from ekshop.web.access import PROVED_RULE
from tests.addresses import addresses, rules_of

KNOWN_ROLES = {role for role, _name in ROLES} | {
    PUBLIC,
    PARTNER_API,
    COMPLAINANT,
    LINK_HOLDER,
}


@pytest.fixture(scope="module")
def everyone(django_db_setup, django_db_blocker) -> Iterator[tuple[Personas, dict[str, str]]]:
    """The people and the key of each one's session. Hundreds of tests look at them and none
    changes them, so they are made once; what a test itself writes is undone after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        people, keys = personas(), {}
        for name, persona in people.all().items():
            client = Client()
            client.force_login(persona.person)
            keys[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
        yield people, keys
        transaction.set_rollback(True)


@pytest.fixture
def people(everyone, db) -> Personas:
    return everyone[0]


@pytest.fixture
def signed_in(everyone, db) -> dict[str, Client]:
    """A new browser of each, by name."""
    _people, keys = everyone
    clients = {name: Client() for name in keys}
    for name, client in clients.items():
        client.cookies[settings.SESSION_COOKIE_NAME] = keys[name]
    return clients


def test_the_table_names_only_roles_that_exist():
    named = set().union(*PERMISSIONS.values())
    assert named <= KNOWN_ROLES


def test_every_role_may_do_something_and_nobody_may_do_everything():
    for role in KNOWN_ROLES - {PUBLIC}:
        granted = [action for action, roles in PERMISSIONS.items() if role in roles]
        assert granted, role
        assert len(granted) < len(PERMISSIONS), role


def test_an_action_outside_the_table_is_a_mistake_in_the_code():
    with pytest.raises(KeyError):
        require(Actor.public(), "anything")


@pytest.mark.parametrize("action", PERMISSIONS)
def test_an_action_is_allowed_to_the_roles_named_and_refused_to_all_others(people, action):
    actors = [each.actor for each in people.all().values()]
    actors += [Actor.public(), Actor.partner_api(people.partner.pk)]
    actors += [Actor.mobile_holder(people.karim.mobile), Actor.link_holder(1)]
    for actor in actors:
        if PUBLIC in PERMISSIONS[action] or actor.role in PERMISSIONS[action]:
            require(actor, action)
        else:
            with pytest.raises(NotAllowed):
                require(actor, action)


def test_the_platform_itself_may_do_everything():
    for action in PERMISSIONS:
        require(Actor.system("worker"), action)


def test_auditors_only_read():
    granted = {action for action, roles in PERMISSIONS.items() if "auditor" in roles}
    written = {
        action
        for action in granted
        if not action.split(".")[-1].startswith(("read", "export", "manage_own"))
    }
    assert not written


def plain_pages():
    """Addresses without parameters that have a rule of their own."""
    for address, callback in addresses():
        rule = rules_of(callback)[0]
        if "<" not in address and "(" not in address and not address.startswith("/api/"):
            yield address, rule


@pytest.mark.parametrize(("address", "rule"), list(plain_pages()))
def test_a_page_opens_for_the_roles_its_rule_names_and_for_nobody_else(
    people, signed_in, address, rule
):
    if rule not in PERMISSIONS:
        pytest.skip("public, or for anyone signed in")
    for name, persona in people.all().items():
        answer = signed_in[name].get(address)
        if PUBLIC in PERMISSIONS[rule] or persona.actor.role in PERMISSIONS[rule]:
            assert answer.status_code != 403, f"{name} is refused {address}"
        else:
            assert answer.status_code == 403, f"{name} may open {address}"


@pytest.mark.parametrize(("address", "rule"), list(plain_pages()))
def test_a_page_that_is_not_public_sends_the_unknown_to_sign_in(db, client, address, rule):
    if rule == "public" or PUBLIC in PERMISSIONS.get(rule, ()):
        pytest.skip("public")
    answer = client.get(address)
    assert answer.status_code == 302
    asked = "/complain/mobile/" if rule == PROVED_RULE else "/account/sign-in/"
    assert answer.url.startswith(asked)
