"""What a seller sees of orders from abroad: its own lines and money, and nobody else's."""

from ekshop.catalogue.tests import make as catalogue
from ekshop.channels.adapters import ForeignLine
from ekshop.channels.services import listing_begin
from ekshop.channels.tests import abroad, make
from ekshop.channels.tests.conftest import (  # noqa: F401
    bazaar,
    hand,
    kantha,
    people,
    step,
)
from ekshop.kernel import clock
from ekshop.orders.services import seller_order_answer
from ekshop.orders.tests import make as orders


def read(client, persona, address: str) -> str:
    client.force_login(persona.person)
    client.cookies["language"] = "en"
    return client.get(address).content.decode()


def test_each_seller_sees_its_own_lines_and_what_it_gets_and_nobody_who_buys(
    people, kantha, bazaar, step, client  # noqa: F811
):  # fmt: skip
    orders.rate(150, role="sourcing")
    channel = make.channel()
    shirt = make.export_goods(
        catalogue.offer(people.partner, price_poisha=90_000, title="Linen shirt")
    )
    hers = step.begin(kantha, channel)
    theirs = listing_begin(
        actor=people.mina.actor, goods_id=shirt.pk, channel_id=channel.pk, now=clock.now()
    )
    step(channel)
    lines = (ForeignLine("1", hers.sku, 2, 6_000), ForeignLine("2", theirs.sku, 1, 2_500))
    abroad.take(channel, abroad.told(hers.sku, "A-1", 2), abroad.told(hers.sku, "A-2", lines=lines))
    order = abroad.order_of()
    page = read(client, people.jamila, "/producer/export/orders/")
    assert order.code in page and "once the hub accepts it" in page
    assert "৳90" in page
    [share] = abroad.shares(order)
    assert share.code in page
    abroad.brought(people, order)
    page = read(client, people.jamila, "/producer/export/orders/")
    assert f"৳{(600_000 - 9_000) // 100:,}" in page
    for hidden in ("Emma", "Austin", "135.00", "60.00", "Linen shirt"):
        assert hidden not in page
    other = abroad.order_of("A-2").code
    assert other in page and "Nothing is asked of you" not in page
    [asked] = [
        each for each in abroad.shares(abroad.order_of("A-2")) if each.seller_id == share.seller_id
    ]
    seller_order_answer(
        actor=people.jamila.actor,
        seller_order_id=asked.pk,
        answers=[(line.pk, "declined", "out_of_stock") for line in asked.lines.all()],
        now=clock.now(),
    )
    assert "Nothing is asked of you" in read(client, people.jamila, "/producer/export/orders/")
    page = read(client, people.mina, "/partner/export/orders/")
    assert other in page and order.code not in page
    assert "Linen shirt" in page and "Tangail saree" not in page
