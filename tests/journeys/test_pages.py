"""Every main page of every persona: open to everyone, light, and nothing broken in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.live import World
from tests.live.counter import Entrepreneur
from tests.live.signing_in import signed_in

DESK = {"width": 1280, "height": 900}
FIRST_KB, LATER_KB = 100, 20


@dataclass(frozen=True)
class Known:
    """Orders in the states the pages are about: one just arrived, one paid with a piece sent back."""

    order: str
    arrived: str
    paid: str
    receipt: str


@pytest.fixture(scope="module")
def known(world: World) -> Known:
    world.control("shop/3/settings", answer_after_s=0, ship_after_s=0, courier="manual")
    asha = Entrepreneur(world, "asha").attend("01811000005", "করিম মিয়া")
    asha.place(uuid4(), [("ST-06", 1)])
    first, second = (asha.place(uuid4(), [("ST-04", 2), ("ST-06", 1)]) for _ in range(2))
    (arrived,), (paid,) = asha.packed(first), asha.packed(second)
    for share in (arrived, paid):
        asha.receive(share)
    counts = {line: (n - 1, 1) if n > 1 else (n, 0) for line, n in asha.lines(paid).items()}
    asha.inspect(paid, uuid4(), counts)
    receipt = asha.pay(paid, uuid4())
    world.settle()
    return Known(second, arrived, paid, receipt)


def pages(world: World, known: Known, who: str) -> Iterator[str]:
    """The addresses a persona lives in."""
    people, offers = world.facts["people"], world.facts["offers"]
    if who == "":
        slug = world.sql(
            "SELECT slug FROM parties_organisation WHERE id = %s", people["mina"]["organisation"]
        )[0][0]
        yield from ["/", "/search/?q=jamdani", f"/p/{offers['ST-01']['product']}/"]
        yield from ["/districts/", "/districts/kurigram/", f"/sellers/{slug}/", "/track/"]
        yield from ["/account/sign-in/", "/account/sign-in/password/"]
        yield from ["/complain/", "/complain/mobile/"]
    elif who == "asha":
        basket = world.sql("SELECT min(id) FROM orders_basket")[0][0]
        yield from ["/centre/", "/centre/new/?mobile=01811000005", "/centre/orders/"]
        yield from [f"/centre/baskets/{basket}/?q=jamdani", f"/centre/baskets/{basket}/count/"]
        yield from [f"/centre/orders/{known.order}/", "/centre/parcels/"]
        yield from [f"/centre/parcels/{known.arrived}/inspect/", f"/centre/parcels/{known.paid}/"]
        yield from [
            f"/centre/parcels/{known.paid}/hand-over/",
            f"/centre/receipts/{known.receipt}/",
        ]
        yield from [
            "/centre/returns/",
            "/centre/money/",
            "/centre/money/lines/",
            "/centre/money/cash/",
            "/centre/money/refunds/",
        ]
        yield from ["/centre/statements/", "/account/profile/", "/centre/complaints/"]
        yield from ["/centre/new/known/", "/centre/queue/", "/centre/no-line/"]
    elif who == "mina":
        feed = world.sql("SELECT min(id) FROM federation_feed")[0][0]
        run = world.sql("SELECT min(id) FROM federation_feedrun")[0][0]
        yield from [
            "/partner/",
            "/partner/orders/",
            f"/partner/orders/{known.paid}/",
            "/partner/offers/",
            "/partner/complaints/",
        ]
        yield from ["/partner/feeds/", f"/partner/feeds/{feed}/", f"/partner/feeds/runs/{run}/"]
        yield from [
            "/partner/feeds/new/",
            "/partner/feeds/new/google/",
            "/partner/categories/",
            "/partner/webhooks/",
            "/partner/keys/",
        ]
        yield from [
            "/partner/returns/",
            "/partner/back/",
            "/partner/statements/",
            "/partner/record/",
        ]
    elif who == "jamila":
        yield from ["/partner/", "/partner/orders/", "/partner/record/"]
    elif who == "omar":
        centre = people["asha"]["organisation"]
        yield from ["/operator/", "/operator/orders/", f"/operator/orders/{known.order}/"]
        for page in (
            "jobs",
            "map",
            "rules",
            "holidays",
            "forbidden",
            "audit",
            "deadlines",
            "messages",
        ):
            yield f"/operator/{page}/"
        yield from [f"/operator/search/{page}/" for page in ("synonyms", "misses", "weights")]
        yield from [
            "/operator/feeds/",
            "/operator/ledger/",
            "/operator/rates/",
            "/operator/statements/",
        ]
        yield from ["/operator/centres/", "/operator/centres/new/", "/operator/partners/"]
        yield from [f"/operator/organisations/{centre}/", "/operator/tables/"]


@pytest.mark.parametrize("language", ["bn", "en"])
@pytest.mark.parametrize("who", ["", "asha", "mina", "jamila", "omar"])
def test_axe_finds_nothing_nothing_is_wider_than_the_phone_and_no_script_stumbles(
    world, window, known, who, language
):
    page = window(who, language=language)
    page.on(
        "console", lambda said: said.type == "error" and wrong.append(f"{page.url}: {said.text}")
    )
    page.on("pageerror", lambda error: wrong.append(f"{page.url}: {error}"))
    wrong: list[str] = []
    for address in pages(world, known, who):
        answer = page.goto(address)
        if answer is None or answer.status != 200:
            wrong.append(f"{address}: {answer and answer.status}")
            continue
        if page.get_attribute("html", "lang") != language:
            wrong.append(f"{address}: not in the language chosen")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{address}: wider than the phone")
        if language == "en":
            continue  # the same page in other words
        found = Axe().run(page).response["violations"]
        wrong += [
            f"{address}: {each['id']} {[node['html'][:150] for node in each['nodes'][:3]]}"
            for each in found
        ]
    assert not wrong, "\n".join(wrong)


def test_the_first_page_is_light_and_later_ones_lighter(world, browser, known):
    """What goes over the line, compressed, without fonts; pictures of goods come lazily."""
    context = browser.new_context(base_url=world.url, viewport={"width": 360, "height": 740})
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    fonts: set[str] = set()
    weights: dict[str, float] = {}
    session.on(
        "Network.responseReceived",
        lambda told: told["type"] == "Font" and fonts.add(told["requestId"]),
    )
    session.on(
        "Network.loadingFinished",
        lambda told: weights.__setitem__(told["requestId"], told["encodedDataLength"]),
    )

    def weight(address: str) -> float:
        weights.clear()
        page.goto(address, wait_until="networkidle")
        return sum(size for request, size in weights.items() if request not in fonts) / 1000

    first = weight("/")
    later = {address: weight(address) for address in pages(world, known, "")}
    context.close()
    for who in ("asha", "mina", "omar"):
        client = signed_in(world, who)
        for address in pages(world, known, who):
            later[address] = client.get(address).num_bytes_downloaded / 1000
    assert first <= FIRST_KB, f"{first:.0f} kB"
    assert not {address: kb for address, kb in later.items() if kb > LATER_KB}
