"""Names of places, channels and goods for export, asked by the wrong people and with what nobody types."""

import re
from collections.abc import Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client

from ekshop.catalogue.tests import make as catalogue
from ekshop.channels.adapters import Unread
from ekshop.channels.models import CountryRule, ExportGoods, ExportPaper, ExportPicture, UnreadRow
from ekshop.channels.services import exporting, listing_begin, unread_note
from ekshop.channels.tests import abroad, make
from ekshop.kernel import clock
from ekshop.orders.tests import make as orders
from ekshop.parties.tests.make import PLACED_AT
from ekshop.producers.models import GiName, GiUse
from tests.addresses import addresses

AREAS = (
    "/operator/gi/",
    "/operator/districts/",
    "/operator/channels/",
    "/operator/exports/",
    "/partner/export/",
    "/producer/export/",
    "/partner/gi/",
    "/centre/producers/<int:seller_id>/gi/",
)
FIELDS = [
    "reason",
    "until",
    "certificate_number",
    "certificate_on",
    "note",
    "key",
    "adapter",
    "name_bn",
    "name_en",
    "country",
    "currency",
    "language",
    "stock_kept_back",
    "price_step",
    "price_ending",
    "volume_divisor",
    "picture_side",
    "fee_bp",
    "margin_bp",
    "insurance_bp",
    "picture_square",
    "setting.url",
    "setting.host_key",
    "hs_prefix",
    "bp",
    "source",
    "valid_from",
    "up_to_g",
    "poisha",
    "verdict",
    "paper",
    "reason_bn",
    "reason_en",
    "citation",
    "on",
    "taka_for_one",
    "code",
    "fine",
    "kind",
    "number",
    "by",
    "q",
    "offer",
    "hs_code",
    "origin",
    "materials",
    "net_g",
    "gross_g",
    "length_mm",
    "width_mm",
    "height_mm",
    "title_en",
    "text_en",
    "points_en",
    "do",
    "channel",
    "share",
    "statement",
    "gi_name",
    "lines",
    "city",
    "region",
    "postcode",
    "phone",
    "concern",
    "again",
    "weighed_g",
    "carrier",
    "nonce",
    "answer.fabric",
    "action",
]
ODD = ("-1", "9" * 400, "", "=cmd|'/C calc'!A0\u202e<script>\U0001f984" + "x" * 2_000)
"""What fields are given in turn; the number beyond all is beyond every column, too."""
FILES = (b"%PDF-1.4 <script>", b"\x89PNG\r\n\x1a\n" + b"x" * 900)
WRONG = ("asha", "mina", "jamila", "stranger")


@pytest.fixture
def people(db) -> Iterator[orders.Personas]:
    with clock.at(PLACED_AT):
        yield orders.people()


@pytest.fixture
def known(people) -> dict[str, dict[str, object]]:
    """By the first word of an address, what its parameters are: things of Mina's shop, of Jamila's."""
    make.bazaar()
    make.exchange_rate()
    channel = make.channel()
    name = GiName.objects.first() or GiName.objects.create(
        slug="kantha", name_bn="কাঁথা", name_en="Kantha", kind="craft", register="registered"
    )
    told: dict[str, dict[str, object]] = {}
    for audience, seller, persona in (
        ("partner", people.partner, people.mina),
        ("producer", people.producer, people.jamila),
    ):
        goods = make.export_goods(catalogue.offer(seller, price_poisha=300_000, on_hand=9))
        listing = listing_begin(
            actor=persona.actor, goods_id=goods.pk, channel_id=channel.pk, now=clock.now()
        )
        picture = ExportPicture.objects.create(
            goods=goods, position=0, digest=f"{goods.pk:064d}", file="x", width=900, height=900,
            added_at=clock.now(),
        )  # fmt: skip
        paper = ExportPaper.objects.create(
            goods=goods, kind="gi", number="1", by="DPDT", added_at=clock.now()
        )
        told[audience] = {
            "goods_id": goods.pk,
            "listing_id": listing.pk,
            "picture_id": picture.pk,
            "paper_id": paper.pk,
        }
    abroad.take(channel, abroad.told("NEVER"))
    unread_note(channel.pk, "file", [Unread(0, "odd", "odd", "raw")])
    rule = CountryRule.objects.create(
        country="US", hs_prefix="01", verdict="forbidden", reason_bn="না", reason_en="No",
        citation="x", valid_from=clock.dhaka_date(clock.now()),
    )  # fmt: skip
    use = GiUse.objects.create(
        gi_name=name,
        seller=people.producer,
        statement="Made here.",
        claimed_by=people.jamila.person,
        claimed_at=clock.now(),
    )
    line = abroad.row("refund", -5, clock.now(), order="WHO")
    exporting.settlement_lines_take(channel_id=channel.pk, lines=[line], now=clock.now())
    row = channel.settlement_rows.get()
    booking = exporting.settlement_row_book_ask(
        actor=people.omar.actor,
        row_id=row.pk,
        account="export_loss",
        note="What they say",
        now=clock.now(),
    )
    told["centre"] = {"seller_id": people.producer.pk, "use_id": use.pk}
    told["partner"]["use_id"] = use.pk
    told["operator"] = {
        **told["partner"],
        "gi_name_id": name.pk,
        "use_id": use.pk,
        "unread_id": UnreadRow.objects.get().pk,
        "rule_id": rule.pk,
        "row_id": row.pk,
        "booking_id": booking.pk,
        "code": abroad.order_of().code,
        "share_id": 1,
    }
    for each in told.values():
        each["channel_id"] = channel.pk
    return told


def asked(known: dict[str, dict[str, object]]) -> Iterator[str]:
    """Every address of the areas that takes a form, whole, with each action it knows."""
    words = ("approve", "refuse", "suspend", "withdraw", "pause", "odd")
    for address, _callback in addresses():
        if not address.startswith(AREAS) or address.endswith((".csv", "<slug:form>")):
            continue
        things = known[address.split("/")[1]]
        for word in words if "<slug:action>" in address else words[:1]:
            yield re.sub(
                r"<\w+:(\w+)>",
                lambda found, word=word, things=things: str(things.get(found[1], word)),
                address,
            )


def of(address: str) -> str:
    """Whose form it is."""
    first = address.split("/")[1]
    return {"partner": "mina", "producer": "jamila", "operator": "omar", "centre": "asha"}[first]


def signed_in(people: orders.Personas) -> dict[str, Client]:
    clients = {name: Client(raise_request_exception=False) for name in people.all()}
    for name, client in clients.items():
        client.force_login(people.all()[name].person)
    return clients


def posted(client: Client, address: str, fields: dict[str, object]) -> int:
    """The answer's status; whatever it wrote is taken back."""
    with transaction.atomic():
        status = client.post(address, fields).status_code
        transaction.set_rollback(True)
    return status


def odd_fields(turn: int) -> dict[str, object]:
    """Beside each other always different oddities, and in the next turn others."""
    fields: dict[str, object] = {
        name: ODD[(place + turn) % len(ODD)] for place, name in enumerate(FIELDS)
    }
    for name in ("file", "picture", "evidence"):
        fields[name] = SimpleUploadedFile("../../x.svg", FILES[turn], content_type="image/svg+xml")
    return fields


def test_no_form_breaks_on_what_nobody_types(people, known):
    broken, clients = [], signed_in(people)
    for address in asked(known):
        for turn in range(2):
            status = posted(clients[of(address)], address, odd_fields(turn))
            if status == 405:
                break
            if status >= 500:
                broken.append((address, turn))
    assert broken == []


def test_nobody_else_may_post_to_any_of_them(people, known):
    """But a seller's own goods and claims are hers through whichever pages she comes to them, and
    those of her producers are a centre's."""
    open_to_others = []
    clients, unknown = signed_in(people), Client()
    for address in asked(known):
        if posted(unknown, address, {}) not in (302, 403, 404, 405):
            open_to_others.append((address, "unknown"))
        for name in WRONG:
            own = "/channels/goods/" in address and name in ("mina", "jamila")
            claim = "/gi/" in address and not address.startswith("/operator/")
            own |= claim and name in ("asha", "jamila")
            if name == of(address) or own:
                continue
            status = posted(clients[name], address, {"reason": "because", "note": "because it is"})
            if status == 405:
                break
            if status not in (403, 404):
                open_to_others.append((address, name, status))
    assert open_to_others == []


def test_a_sellers_form_says_of_anothers_goods_only_that_there_are_none(people, known):
    taken = []
    for mine, theirs, persona in (
        ("partner", "producer", people.mina),
        ("producer", "partner", people.jamila),
    ):
        mixed = {**known, mine: known[theirs]}
        client = Client(raise_request_exception=False)
        client.force_login(persona.person)
        before = list(ExportGoods.objects.order_by("pk").values())
        for address in asked(mixed):
            if address.startswith(f"/{mine}/export/") and re.search(r"/\d+/", address):
                for method in (client.get, client.post):
                    status = method(address, {"title_en": "Mine now"}).status_code
                    if status not in (302, 404, 405):
                        taken.append((address, status))
        assert list(ExportGoods.objects.order_by("pk").values()) == before
        assert ExportPaper.objects.count() == ExportPicture.objects.count() == 2
    assert taken == []
    use_id = known["operator"]["use_id"]
    client = signed_in(people)["mina"]
    withdrawn = client.post(f"/partner/gi/{use_id}/withdraw/", {"reason": "Mine"})
    assert (withdrawn.status_code, GiUse.objects.get(pk=use_id).state) == (404, "claimed")
