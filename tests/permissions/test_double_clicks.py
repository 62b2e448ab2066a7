"""A form pressed twice at once, of names, channels and goods for export, is one deed."""

import threading

import pytest
from django.db import connection
from django.test import Client

from ekshop.catalogue.tests import make as catalogue
from ekshop.channels.models import (
    Channel,
    ChannelListing,
    DutyRate,
    ExchangeRate,
    ExportGoods,
    ExportPaper,
    FreightBand,
)
from ekshop.channels.tests import make
from ekshop.kernel import clock
from ekshop.kernel.states import history_of
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT
from ekshop.producers.models import GiName, GiUse

pytestmark = pytest.mark.django_db(transaction=True)


def both(*asked: tuple[orders.Persona, str, dict[str, object]]) -> list[int]:
    """What each was answered; all posted at one moment."""
    start, answers = threading.Barrier(len(asked)), []

    def post(client: Client, address: str, fields: dict[str, object]) -> None:
        start.wait()
        try:
            answers.append(client.post(address, fields).status_code)
        finally:
            connection.close()

    threads = []
    for persona, address, fields in asked:
        client = Client(raise_request_exception=False)
        client.force_login(persona.person)
        threads.append(threading.Thread(target=post, args=[client, address, fields]))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def test_what_is_pressed_twice_at_once_is_done_once_and_breaks_nothing(transactional_db):
    with clock.at(PLACED_AT):
        people = orders.people()
        omar, mina = people.omar, people.mina
        make.bazaar()
        make.exchange_rate()
        channel = make.channel()
        day = clock.dhaka_date(PLACED_AT).isoformat()

        # The operator's tables.
        rate = {"currency": "KRW", "taka_for_one": "0.09", "on": day, "source": "Bangladesh Bank"}
        assert both(*[(omar, "/operator/channels/rates/", rate)] * 2) == [302, 422]
        assert ExchangeRate.objects.filter(currency="KRW").count() == 1
        freight = {"up_to_g": "750", "poisha": "500", "source": "Post", "valid_from": day}
        assert both(*[(omar, f"/operator/channels/{channel.pk}/freight/", freight)] * 2)[-1] < 500
        assert FreightBand.objects.filter(up_to_g=750).count() == 1
        new = {
            "key": "bazaar-two", "adapter": "bazaar", "name_bn": "বাজার", "name_en": "Bazaar",
            "country": "US", "currency": "USD", "language": "en", "price_step": "1",
            "volume_divisor": "5000", "picture_side": "1000",
        }  # fmt: skip
        assert both(*[(omar, "/operator/channels/new/", new)] * 2) == [302, 422]
        assert Channel.objects.filter(key="bazaar-two").count() == 1
        duty = {"country": "US", "hs_prefix": "62", "bp": "5", "source": "HTS", "valid_from": day}
        for _once_more in range(2):
            assert both((omar, "/operator/channels/duties/", duty)) == [302]
        assert DutyRate.objects.filter(country="US", hs_prefix="62").count() == 1

        # A seller's goods.
        offer = catalogue.offer(people.partner, price_poisha=300_000, on_hand=9)
        assert both(*[(mina, "/partner/export/begin/", {"offer": offer.pk})] * 2) == [302, 302]
        goods = ExportGoods.objects.get(offer=offer)
        here = f"/partner/export/{goods.pk}/"
        paper = {"kind": "gi", "number": "7", "by": "DPDT"}
        assert both(*[(mina, f"{here}papers/", paper)] * 2)[-1] < 500
        assert ExportPaper.objects.filter(goods=goods).count() == 1
        assert both(*[(mina, f"{here}list/{channel.pk}/", {})] * 2)[-1] < 500
        assert ChannelListing.objects.filter(goods=goods).count() == 1

        # A claim approved by one and refused by another.
        name = GiName.objects.create(
            slug="a-name", name_bn="নাম", name_en="Name", kind="craft", register="registered"
        )
        use = GiUse.objects.create(
            gi_name=name,
            seller=people.producer,
            statement="Made here.",
            claimed_by=people.jamila.person,
            claimed_at=PLACED_AT,
        )
        claim = f"/operator/gi/{use.pk}"
        answers = both(
            (omar, f"{claim}/approve/", {"reason": "Seen"}),
            (omar, f"{claim}/refuse/", {"reason": "Not seen"}),
        )
        assert answers[0] == 302 and answers[1] < 500
        use.refresh_from_db()
        assert use.state in ("approved", "refused")
        assert history_of(use).count() == 1
