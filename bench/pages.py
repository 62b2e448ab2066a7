"""Lists of very many rows: how long the server takes for a page, and with how many statements.

    python -m bench.pages --size small      100,000 orders
    python -m bench.pages --size full     1,000,000 orders

All rows belong to one centre and one seller, so that every list has them all: two years of
orders, the newest two thousand still open in every state. Each list is as a person opens it, then followed by its own "next" links, through the whole of Django but the
network. The statements are counted once among few rows and once among all: the same
number, or a list does more work as it grows.
"""

import argparse
import re
import time
from datetime import timedelta
from html import unescape
from typing import Any

from bench.figures import figure, percentile
from bench.shop import fill, prepare

SIZES = {"small": 100_000, "full": 1_000_000}
FEW = 2_000
DAYS = 730
OPENED = 20
OVERVIEWS = {"operator_today"}
"""Not lists but sums of a month; measured without a promise."""
NEXT = re.compile(r'href="([^"]*cursor=[^"]*)"')


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", default="small", help="small, full, or a number of orders")
    size = parser.parse_args().size
    rows = SIZES.get(size) or int(size)
    prepare("pages")
    setting = furnish(rows)
    add(setting, sample=True)
    before = {name: follow(setting[who], address)[1] for name, who, address in lists(setting)}
    began = time.perf_counter()
    add(setting, sample=False)
    figure("pages_rows_written", time.perf_counter() - began, "s")
    for name, who, address in lists(setting):
        seconds, statements = follow(setting[who], address)
        limit = "" if name in OVERVIEWS else "<=100"
        figure(f"page_{name}_p95", percentile(seconds, 0.95) * 1000, "ms", limit=limit)
        figure(
            f"page_{name}_statements",
            statements,
            "statements",
            ratio=statements / before[name],
            limit="ratio<=1",
        )


def lists(setting: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Name, whose it is, and where."""
    statement = f"{setting['month']}/{setting['seller']}/{setting['centre']}/"
    return [
        ("centre_orders", "asha", "/centre/orders/"),
        ("centre_orders_shelf", "asha", "/centre/orders/?shelf=arriving"),
        ("centre_orders_by_name", "asha", "/centre/orders/?q=Karim"),
        ("centre_parcels", "asha", "/centre/parcels/?shelf=inspecting"),
        ("centre_money_lines", "asha", f"/centre/money/lines/?month={setting['month']}"),
        ("centre_statement", "asha", f"/centre/statements/{statement}"),
        ("partner_orders", "mina", "/partner/orders/"),
        ("partner_offers", "mina", "/partner/offers/"),
        ("partner_statement", "mina", f"/partner/statements/{statement}"),
        ("operator_today", "omar", "/operator/"),
        ("operator_orders", "omar", "/operator/orders/"),
        ("operator_messages", "omar", "/operator/messages/"),
        ("operator_audit", "omar", "/operator/audit/"),
        ("operator_deadlines", "omar", "/operator/deadlines/"),
    ]


def follow(client: Any, address: str) -> tuple[list[float], int]:
    """Opens a list and what its last link to elsewhere in it leads to, again and again."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    path = address.split("?")[0]
    client.get(address)
    seconds, most = [], 0
    at = address
    for _turn in range(OPENED):
        with CaptureQueriesContext(connection) as captured:
            began = time.perf_counter()
            answer = client.get(at)
            seconds.append(time.perf_counter() - began)
        assert answer.status_code == 200, f"{at}: {answer.status_code}"
        most = max(most, len(captured))
        found = NEXT.findall(answer.content.decode())
        at = path + unescape(found[-1]) if found else address
    return seconds, most


def furnish(rows: int) -> dict[str, Any]:
    """The benchmark's shop, one centre with its customers, and three people signed in."""
    from django.db import connection
    from django.test import Client

    from ekshop.catalogue.models import Offer
    from ekshop.kernel import clock, rulebook
    from ekshop.parties.models import Membership, Organisation, Person
    from ekshop.parties.tests import make

    with connection.cursor() as cursor:
        cursor.execute(
            "TRUNCATE parties_person, parties_organisation, parties_place, kernel_deadline,"
            " notices_message, procrastinate_jobs CASCADE"
        )
    fill(FEW)
    rulebook.rules_load()
    seller = Organisation.objects.filter(kind="partner").order_by("pk").first()
    assert seller is not None
    Offer.objects.update(seller=seller)
    centre = make.centre(make.places().bhulta, "Bhulta", "ভুলতা").organisation
    office = make.organisation("operator", "Operations", "পরিচালনা")
    make.customer(centre)
    setting: dict[str, Any] = {"centre": centre.pk, "seller": seller.pk}
    for name, role, of in (
        ("asha", "entrepreneur", centre),
        ("mina", "partner_staff", seller),
        ("omar", "operator", office),
    ):
        make.persona(make.person(name.title()), role, of)
        setting[name] = Client(HTTP_HOST="127.0.0.1")
        setting[name].force_login(Person.objects.get(name=name.title()))
    setting["month"] = clock.month_of(clock.now() - timedelta(days=40))
    setting["ids"] = {
        "centre": centre.pk,
        "seller": seller.pk,
        "person": Membership.objects.get(organisation=centre).person_id,
        "apart": DAYS * 24 * 3600 / rows,
        "rows": rows,
        "step": rows // FEW,
    }
    return setting


def add(setting: dict[str, Any], *, sample: bool) -> None:
    """A thin sample of all orders, or all the others: each with one part, one line, its
    commission, a parcel, a message, a deadline and an entry in the record."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for statement in _ROWS:
            cursor.execute(statement, {**setting["ids"], "sample": sample})
        cursor.execute("SET session_replication_role = origin")
        cursor.execute("ANALYZE")


_N = (
    "(SELECT n FROM generate_series(1, %(rows)s) AS n"
    " WHERE (n %% %(step)s = 0) = %(sample)s) AS numbers"
)
_WHEN = "now() - n * %(apart)s * interval '1 second'"
_MONTH = f"to_char(({_WHEN}) AT TIME ZONE 'Asia/Dhaka', 'YYYY-MM')"
_CODE = "upper(to_hex(n + 1000000))"
_ROWS = [
    f"""INSERT INTO orders_order (id, code, centre_id, customer_id, placed_by_id, channel, nonce,
        fingerprint, goods_poisha, delivery_poisha, placed_at)
    SELECT n, 'K' || {_CODE}, %(centre)s, (SELECT min(id) FROM parties_customer), %(person)s,
        'walk_in', gen_random_uuid(), '', 150000, 11000, {_WHEN}
    FROM {_N}""",
    f"""INSERT INTO orders_sellerorder (id, code, order_id, seller_id, centre_id, state,
        same_district, goods_poisha, delivery_poisha, placed_at, confirm_by, promised_on, deliver_by)
    SELECT n, 'S' || {_CODE}, n, %(seller)s, %(centre)s,
        CASE WHEN n <= 2000 OR n %% %(step)s = 0 AND n / %(step)s <= 64
            THEN (ARRAY['placed', 'confirmed', 'shipped', 'arrived', 'inspected', 'paid',
                'declined', 'cancelled'])[(n + n / %(step)s) %% 8 + 1]
            ELSE 'handed_over' END,
        false, 150000, 11000, {_WHEN}, now() + interval '1 day', now() + interval '9 days',
        now() + interval '9 days'
    FROM {_N}""",
    f"""INSERT INTO orders_orderline (id, seller_order_id, offer_id, product_id, seller_ref, title,
        quantity, unit_price_poisha, commission_bp, state, decline_reason, accepted_quantity,
        rejected_quantity, short_quantity, returned_quantity, position)
    SELECT n, n, o.id, o.product_id, o.seller_ref, o.title, 1, 150000, 500, 'confirmed', '',
        1, 0, 0, 0, 1
    FROM {_N}
    JOIN (SELECT *, row_number() OVER (ORDER BY id) AS nth FROM catalogue_offer) AS o
        ON o.nth = n %% 1000 + 1""",
    f"""INSERT INTO fulfilment_shipment (id, code, seller_order_id, direction, courier,
        tracking_number, courier_ref, state, created_at, handed_over_at, arrived_at)
    SELECT n, 'D' || {_CODE}, n, 'outbound', 'manual', '', '', 'arrived', {_WHEN}, {_WHEN}, {_WHEN}
    FROM {_N}""",
    f"""INSERT INTO settlement_commissionline (id, order_line_id, kind, seller_id, centre_id,
        person_id, base_poisha, rate_bp, amount_poisha, state, month, earned_at)
    SELECT n, n, 'commission', %(seller)s, %(centre)s, %(person)s, 150000, 500, 7500, 'earned',
        {_MONTH}, {_WHEN}
    FROM {_N}""",
    f"""INSERT INTO notices_message (id, key, channel, "to", template, language, subject, body,
        shown, encoding, parts, reference, state, urgent, attempts, failure, provider,
        provider_message_id, created_at, due_at)
    SELECT n, 'b' || n, 'sms', '+8801700000000', 'order_placed', 'bn', '', '', 'Order', 'UCS-2', 1,
        'K' || {_CODE}, 'delivered', false, 1, '', 'sandbox', '', {_WHEN}, {_WHEN}
    FROM {_N}""",
    f"""INSERT INTO kernel_auditentry (actor_kind, actor_person_id, actor_organisation_id,
        actor_role, actor_label, action, entity, entity_id, data, at)
    SELECT 'person', %(person)s, %(centre)s, 'entrepreneur', 'Asha', 'order_place', 'order', n,
        '{{}}', {_WHEN}
    FROM {_N}""",
    f"""INSERT INTO kernel_deadline (entity, entity_id, kind, owner_organisation_id, started_at,
        due_at, state, settled_reason, created_at)
    SELECT 'seller_order', n, 'seller_confirm', %(seller)s, {_WHEN}, now() + n * interval '1 second',
        'waiting', '', {_WHEN}
    FROM {_N}""",
]


if __name__ == "__main__":
    main()
