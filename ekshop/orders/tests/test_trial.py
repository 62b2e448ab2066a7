"""Orders that only try a seller's system: placed by the platform alone, counted nowhere."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotAllowed
from ekshop.orders import rules
from ekshop.orders.selectors import (
    bought_by,
    orders_visible_to,
    seller_orders_visible_to,
    selling_figures,
)
from ekshop.orders.services import OrderedLine, order_place
from ekshop.parties.selectors import centres_visible_to
from ekshop.parties.services import organisation_try, trial_desk
from ekshop.parties.tests.make import PLACED_AT

from . import make


@pytest.fixture
def people(db):
    return make.people()


def tried(people, by, offer):
    desk = trial_desk(person_id=people.mina.person.pk, now=PLACED_AT)
    return order_place(
        actor=by,
        nonce=uuid4(),
        centre_id=desk.centre_id,
        customer_id=desk.customer_id,
        channel=rules.TRIAL,
        lines=[OrderedLine(offer.pk, 1, offer.price_poisha)],
        now=PLACED_AT,
    )


def test_a_seller_on_trial_gets_trial_orders_that_only_it_sees(people):
    omar, shop = people.omar.actor, people.partner
    organisation_try(actor=omar, organisation_id=shop.pk, reason="New system", now=PLACED_AT)
    kit = replace(Actor.system("conformance"), person_id=people.mina.person.pk)
    order = tried(people, kit, make.offer(shop))
    assert [row.order_id for row in seller_orders_visible_to(people.mina.actor)] == [order.pk]
    for watcher in (people.omar, people.aziz, people.salma, people.asha):
        assert not orders_visible_to(watcher.actor).exists()
        assert not seller_orders_visible_to(watcher.actor).exists()
    day = timedelta(days=1)
    assert bought_by(people.mina.person.mobile) == []
    assert selling_figures(since=PLACED_AT - day, until=PLACED_AT + day) == {}
    assert not centres_visible_to(omar).filter(pk=order.centre_id).exists()


def test_nobody_but_the_platform_places_one(people):
    for who in (people.asha, people.salma, people.omar):
        with pytest.raises(NotAllowed):
            tried(people, who.actor, make.offer(people.partner))
