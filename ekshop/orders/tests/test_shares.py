"""What is told of a price's shares is what an order then freezes."""

from ekshop.kernel.money import Money
from ekshop.orders.models import CentreGroup
from ekshop.orders.selectors import price_shares
from ekshop.parties.tests.make import PLACED_AT

from . import make


def test_what_is_left_for_the_maker_is_told_for_every_centre_that_may_sell_it(
    db, django_assert_max_num_queries
):
    people = make.people()
    goods = make.offer(people.producer, price_poisha=240_000)
    make.rate(500)
    make.rate(150, role="sourcing")
    asked = {
        "seller_id": people.producer.pk,
        "price_poisha": goods.price_poisha,
        "category_id": goods.product.category_id,
        "parent_category_id": goods.product.category.parent_id,
        "offer_id": goods.pk,
        "at": PLACED_AT,
    }
    shares = price_shares(**asked)
    assert shares.others == () and shares.maker == (224_400, 224_400)

    dear = CentreGroup.objects.create(name_bn="চর", name_en="Chars", made_at=PLACED_AT)
    dear.members.create(district=people.asha.organisation.centre.district)
    make.rate(600, centre_group=dear)
    same = CentreGroup.objects.create(name_bn="ছয়", name_en="Six", made_at=PLACED_AT)
    same.members.create(centre=people.other_centre)
    make.rate(500, centre_group=same)
    with django_assert_max_num_queries(4):
        shares = price_shares(**asked)
    assert shares.maker == (222_000, 224_400) and shares.selling == (12_000, 14_400)
    (other,) = shares.others
    assert (other.rate_bp, other.groups) == (600, ("চর",))

    line = make.order(people, [(goods, 1)]).seller_orders.get().lines.get()
    frozen = [Money(240_000).share(bp).poisha for bp in (line.commission_bp, line.sourcing_bp)]
    assert frozen == [other.selling, shares.sourcing] and 240_000 - sum(frozen) == other.maker
    dear.members.all().delete()
    line = make.order(people, [(goods, 1)]).seller_orders.get().lines.get()
    frozen = [Money(240_000).share(bp).poisha for bp in (line.commission_bp, line.sourcing_bp)]
    assert frozen == [shares.usual.selling, shares.sourcing]
    assert 240_000 - sum(frozen) == shares.usual.maker
