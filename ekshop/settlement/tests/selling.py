"""A seller with something delivered, and its settlements drawn up."""

from datetime import timedelta

from ekshop.kernel.actors import Actor
from ekshop.parties.services import bank_account_confirm, bank_account_propose
from ekshop.parties.tests.make import PLACED_AT, Personas
from ekshop.settlement.models import SellerSettlement
from ekshop.settlement.services import settlements_draw

from . import make
from .test_the_money_of_an_order import placed

SYSTEM = Actor.system("test")
DAY = timedelta(days=1)
DELIVERED = PLACED_AT + 3 * DAY


def account(people: Personas) -> None:
    asked = bank_account_propose(
        actor=people.mina.actor,
        bank="Sonali Bank",
        branch="Motijheel",
        routing_number="200270522",
        holder=people.partner.name_en,
        number="0123456789012",
        now=PLACED_AT,
    )
    bank_account_confirm(actor=people.omar.actor, bank_account_id=asked.pk, now=PLACED_AT)


def delivered(people: Personas, **fields):
    seller_order = make.arrived(people, placed(people, **fields))
    make.inspected(people, seller_order, now=DELIVERED)
    make.paid(people, seller_order, now=DELIVERED)
    make.handed_over(people, seller_order, now=DELIVERED)
    return seller_order


def draw(day: int = 4) -> list[SellerSettlement]:
    ids = settlements_draw(actor=SYSTEM, now=PLACED_AT + day * DAY)
    return list(SellerSettlement.objects.filter(pk__in=ids).order_by("id"))
