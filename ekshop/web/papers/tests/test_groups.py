"""Members of a group over HTTP: its centre and the operator say who they are, members see their part."""

from datetime import timedelta

import pytest
from django.utils.translation import override

from ekshop.kernel.actors import Actor
from ekshop.kernel.clock import at, dhaka_date
from ekshop.orders.services import seller_order_answer
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT
from ekshop.producers.models import GroupMember
from ekshop.producers.rules import ALLOTTED_BY
from ekshop.producers.tests import make

TODAY = dhaka_date(PLACED_AT)


@pytest.mark.django_db
def test_the_centre_and_the_operator_say_who_belongs_and_members_see_their_part(client):
    people = orders.people()
    orders.rate(500)
    group, member = make.approved(people), make.approved(people, name="Asma Khatun")
    stranger = make.brought(people, name="Salma Begum")
    page = f"/centre/producers/{group.seller_id}/group/"
    given = {"member": member.seller_id, "capacity": "৪০", "from_day": "", "last_day": ""}
    with at(PLACED_AT), override("bn"):
        client.force_login(people.asha.person)
        assert client.post(page, {**given, "capacity": "0"}).status_code == 422
        assert client.post(page, {**given, "last_day": "2020-01-01"}).status_code == 422
        assert client.post(page, given).url == page
        assert str(ALLOTTED_BY[0]) in client.get(page).content.decode()
        row = GroupMember.objects.get()
        assert (row.capacity, row.joined_on, row.left_on) == (40, TODAY, None)

        client.force_login(people.omar.person)
        there = f"/operator/producers/{group.seller_id}/group/"
        last = TODAY + timedelta(days=9)
        changed = {**given, "capacity": "30", "last_day": last.isoformat()}
        assert client.post(there, changed).url == there
        row.refresh_from_db()
        assert (row.capacity, row.left_on) == (30, last + timedelta(days=1))
        assert last.isoformat() in client.get(f"{there}?member={member.seller_id}").content.decode()

        saree = orders.offer(group.seller, price_poisha=100_000, on_hand=9)
        share = orders.share(orders.order(people, [(saree, 3)]), group.seller)
        seller_order_answer(
            actor=Actor.system("test"),
            seller_order_id=share.pk,
            answers=[(line.pk, "confirmed", "") for line in share.lines.all()],
            now=PLACED_AT,
        )
        client.force_login(member.person)
        assert share.code in client.get("/producer/orders/").content.decode()
        assert client.get("/producer/money/").status_code == 200
        assert client.post("/producer/me/group/", given).status_code == 403
        client.force_login(stranger.person)
        assert share.code not in client.get("/producer/orders/").content.decode()

        client.force_login(people.asha.person)
        assert client.post(page, {"leaves": member.seller_id}).url == page
        row.refresh_from_db()
        assert row.left_on == TODAY
        client.force_login(people.bina.person)
        assert client.post(page, given).status_code == 404
