"""A weavers' cooperative: whose pieces, whose money, and never more than hands can make."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection, transaction

from ekshop.fulfilment import services as fulfilling
from ekshop.kernel.errors import InvalidInput, NotFound
from ekshop.ledger.selectors import balance, mismatches, unbalanced_journals
from ekshop.orders.models import GroupShare
from ekshop.orders.selectors import shares_of_group
from ekshop.orders.services import HandsTooFew
from ekshop.parties.tests.make import PLACED_AT, Personas, customer, seller
from ekshop.producers.rules import Hand, allotted
from ekshop.producers.services import group_member_end, group_member_put
from ekshop.settlement.services import group_money_follow

from . import make

LATER = PLACED_AT + timedelta(days=3)


def test_pieces_go_to_whoever_used_the_least_and_ties_to_whoever_joined_first():
    hands = [Hand(1, 10, 5), Hand(2, 4, 0), Hand(3, 4, 0)]
    assert allotted(3, hands) == {2: 2, 3: 1}
    assert allotted(6, hands) == {2: 3, 3: 2, 1: 1}
    assert sum(allotted(99, hands).values()) == 5 + 4 + 4
    assert allotted(1, []) == {}


def grouped(capacities=(5, 5, 2)) -> tuple[Personas, list]:
    people = make.orders.people()
    make.orders.rate(500)
    make.orders.rate(150, role="sourcing")
    hub = people.places.narayanganj
    members = [
        seller("producer", f"Weaver {n}", f"তাঁতি {n}", hub, people.centre).organisation
        for n in range(len(capacities))
    ]
    for member, capacity in zip(members, capacities, strict=True):
        group_member_put(
            actor=people.asha.actor,
            group_id=people.producer.pk,
            member_id=member.pk,
            capacity=capacity,
            now=PLACED_AT,
        )
    return people, members


def ordered(people, quantity):
    buyer = customer(people.other_centre, "Rahima")
    make.orders.agree(people.bina, buyer)
    saree = make.orders.offer(people.producer, price_poisha=100_000, on_hand=50)
    return make.orders.order(people, [(saree, quantity)], by=people.bina, customer=buyer)


def paid_to(members) -> list[int]:
    """By customers: the price of two pieces broken on the way is a courier's to pay."""
    broken = (100_000, 100_000, 0)
    owed = [-balance(member.pk, "seller_payable") for member in members]
    return [each - claimed for each, claimed in zip(owed, broken, strict=True)]


@pytest.mark.django_db
def test_each_is_paid_for_her_accepted_pieces_less_their_commission():
    people, members = grouped()
    there = replace(people, asha=people.bina, mina=people.jamila)
    order = ordered(people, 6)
    share = make.arrived(there, order)
    assert [each.quantity for each in shares_of_group(share.pk)] == [3, 2, 1]
    make.inspected(there, share, rejected=2, now=LATER)
    make.paid(there, share, now=LATER)
    # Four accepted, 2 · 1 · 1 of them: 6.5 per cent of each goes to the two centres.
    owed = paid_to(members)
    assert sum(owed) == 400_000 - 26_000
    assert [each.accepted for each in shares_of_group(share.pk)] == [2, 1, 1]
    assert owed == [187_000, 93_500, 93_500]
    before = owed
    assert group_money_follow(seller_order_id=share.pk, now=LATER) == 0
    make.handed_over(there, share, now=LATER)
    wanted = fulfilling.return_ask(
        actor=people.bina.actor,
        order_line_id=share.lines.get().pk,
        quantity=2,
        reason="bad_quality",
        note="",
        now=LATER,
    )
    by = {"return_id": wanted.pk, "now": LATER}
    fulfilling.return_decide(actor=people.jamila.actor, approve=True, note="", **by)
    fulfilling.return_send(actor=people.bina.actor, courier="manual", tracking_number="", **by)
    fulfilling.return_receive(actor=people.jamila.actor, **by)
    make.work(LATER)
    make.work(LATER)
    assert [2 * each for each in paid_to(members)] == before
    assert mismatches() == [] and unbalanced_journals() == []


@pytest.mark.django_db
def test_no_more_is_promised_than_hands_can_make():
    people, members = grouped((2, 1, 1))
    first = make.orders.share(ordered(people, 3), people.producer)
    make.orders.confirm(people.jamila, first)
    second = make.orders.share(ordered(people, 2), people.producer)
    with pytest.raises(HandsTooFew), transaction.atomic():
        make.orders.confirm(people.jamila, second)
    second.refresh_from_db()
    assert second.state == "placed"
    later = PLACED_AT + timedelta(days=31)
    make.orders.confirm(people.jamila, second, now=later)
    assert GroupShare.objects.filter(line__seller_order=second).count() == 2


@pytest.mark.django_db
def test_who_belongs_is_said_by_their_own_centre():
    people, members = grouped()
    put = {"group_id": people.producer.pk, "capacity": 3, "now": PLACED_AT}
    with pytest.raises(NotFound):
        group_member_put(actor=people.bina.actor, member_id=members[0].pk, **put)
    with pytest.raises(InvalidInput):
        group_member_put(
            actor=people.asha.actor,
            group_id=members[0].pk,
            member_id=people.producer.pk,
            capacity=3,
            now=PLACED_AT,
        )
    assert group_member_put(actor=people.asha.actor, member_id=members[0].pk, **put).capacity == 3
    group_member_end(
        actor=people.asha.actor,
        group_id=people.producer.pk,
        member_id=members[0].pk,
        now=PLACED_AT,
    )
    share = make.orders.share(ordered(people, 2), people.producer)
    make.orders.confirm(people.jamila, share)
    assert {each.member for each in shares_of_group(share.pk)} == set(members[1:])


@pytest.mark.django_db(transaction=True)
def test_two_orders_confirmed_at_once_do_not_count_on_the_same_hands():
    people, _members = grouped((2, 1, 1))
    shares = [make.orders.share(ordered(people, 3), people.producer) for _ in range(2)]
    outcomes = []
    start = threading.Barrier(2)

    def confirm(share):
        start.wait()
        try:
            outcomes.append(make.orders.confirm(people.jamila, share).state)
        except HandsTooFew:
            outcomes.append("too few")
        finally:
            connection.close()

    threads = [threading.Thread(target=confirm, args=[share]) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["confirmed", "too few"]
    assert sum(GroupShare.objects.values_list("quantity", flat=True)) == 3
