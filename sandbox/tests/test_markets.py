"""The marketplaces that speak in files, as any client sees them."""

import asyncio
import csv
import io
import json
from typing import Any

import asyncssh
import pytest

from sandbox.services.markets import forms
from sandbox.services.markets.profiles import PROFILES, Profile
from sandbox.tests.conftest import Outside, until

GOOD = {
    "action": "UPSERT", "sku": "EK-1", "title": "Nakshi kantha", "text": "Stitched by hand", "url": "https://ekshop.example/1",
    "picture": "https://ekshop.example/1.jpg", "price": "120", "quantity": "4", "availability": "in_stock", "category": "quilts",
    "material": "cotton", "weight": "900", "hs": "630419", "origin": "BD", "value": "120", "net": "850", "mrp": "150",
    "maker": "Jamila", "brand": "ek-Shop", "size": "200x150x3",
}  # fmt: skip


def listing(profile: Profile, **told: str) -> forms.Row:
    row = {**GOOD, **told}
    for name in ("price", "value") if profile.listings.coin else ():
        row[name] = told.get(name) or f"{row[name]} {profile.currency}"
    return {theirs: row[ours] for ours, theirs in profile.listings.columns.items()}


def signed(outside: Outside, profile: Profile) -> dict[str, Any]:
    keys = outside.keys(f"market/{profile.key}")
    return {
        "key": {"headers": {"X-Api-Key": keys["api_key"]}},
        "bearer": {"headers": {"Authorization": f"Bearer {keys['api_key']}"}},
        "basic": {"auth": (keys["user"], keys["password"])},
    }[profile.door]


def brought(outside: Outside, profile: Profile, rows: list[forms.Row], name: str = "l1") -> Any:
    """The answer file's rows to a feed brought over HTTP, by our words."""
    kind = profile.listings.kind
    data = google(rows) if kind == "xml" else forms.write(kind, rows, rows[0])
    at = f"/markets/{profile.key}/files"
    put = outside.put(f"{at}/in/listings/{name}.{kind}", content=data, **signed(outside, profile))
    assert put.status_code == 202, put.text
    flat = profile.answers
    path = f"{at}/out/answers/{name}.{flat.kind}"
    answer = until(lambda: got if (got := outside.get(path, **signed(outside, profile))).status_code == 200 else None)  # fmt: skip
    return read(flat.kind, answer.content, flat.columns)


def read(kind: str, data: bytes, columns: dict[str, str]) -> list[dict[str, str]]:
    rows = json.loads(data)["rows"] if kind == "json" else forms.read(kind, data)
    return [{ours: row.get(theirs, "") for ours, theirs in columns.items()} for row in rows]


def google(rows: list[forms.Row]) -> bytes:
    items = "".join(
        "<item>" + "".join(f"<{key}>{value}</{key}>" for key, value in row.items()) + "</item>"
        for row in rows
    )
    return (
        '<rss version="2.0" xmlns:g="http://base.google.com/ns/1.0" xmlns:c="urn:customs">'
        f"<channel>{items}</channel></rss>"
    ).encode()


@pytest.fixture(params=PROFILES, ids=lambda each: each.key)
def profile(request: pytest.FixtureRequest, outside: Outside) -> Profile:
    outside.control(f"market/{request.param.key}/restore")
    outside.control(f"market/{request.param.key}/settings", answer_after_s=0)
    return request.param


def test_a_feed_is_answered_row_by_row_with_what_is_wrong(outside, profile):
    forbidden = next(iter(profile.forbidden))
    answers = brought(
        outside,
        profile,
        [
            listing(profile),
            listing(profile, sku="EK-2", hs=""),
            listing(profile, sku="EK-3", hs=forbidden.ljust(6, "0")),
            listing(profile, sku="EK-4", price="0"),
        ],
    )
    words = profile.answers.words
    found = {each["sku"]: (each["result"], each["code"]) for each in answers}
    assert found["EK-1"] == (words["accepted"], "")
    assert found["EK-2"] == (words["refused"], "MISSING_ATTRIBUTE")
    assert found["EK-3"] == (words["refused"], "FORBIDDEN_CATEGORY")
    assert found["EK-4"] == (words["refused"], "BAD_PRICE")
    listed = outside.control(f"market/{profile.key}/listings")["listings"]
    assert [(each["sku"], each["state"]) for each in listed] == [("EK-1", "live")]


def test_what_is_not_in_a_whole_file_has_ended_and_what_is_not_in_a_change_has_not(
    outside, profile
):
    brought(outside, profile, [listing(profile), listing(profile, sku="EK-2")])
    brought(outside, profile, [listing(profile, sku="EK-2")], "l2")
    listed = outside.control(f"market/{profile.key}/listings")["listings"]
    kept = "ended" if profile.listings.whole else "live"
    assert [(each["sku"], each["state"]) for each in listed] == [("EK-1", kept), ("EK-2", "live")]


def test_an_order_comes_in_its_own_form_with_its_own_clock_and_money(outside, profile):
    brought(outside, profile, [listing(profile)])
    made = outside.control(f"market/{profile.key}/order", sku="EK-1", quantity=2)
    at = f"/markets/{profile.key}/files/out/orders/{made['files'][0]}"
    data = outside.get(at, **signed(outside, profile)).content
    assert made["ref"].encode() in data or profile.orders.kind == "xlsx"
    if profile.orders.kind == "csv":
        rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))
        assert rows[0][profile.orders.line["quantity"]] == "2"
        year = rows[0][profile.orders.order["at"]]
        assert str(2026 + profile.era) in year


def test_settling_pays_for_what_was_shipped_less_the_fee(outside, profile):
    brought(outside, profile, [listing(profile)])
    made = outside.control(f"market/{profile.key}/order", sku="EK-1")
    columns = profile.notes.columns
    row = {columns["ref"]: made["ref"], columns["what"]: "ship", columns["number"]: "EMS1"}
    kind = profile.notes.kind
    note = json.dumps([row]).encode() if kind == "json" else forms.write(kind, [row], row)
    outside.put(f"/markets/{profile.key}/files/in/notes/n1.{kind}", content=note, **signed(outside, profile))  # fmt: skip
    assert outside.control(f"market/{profile.key}/orders")["orders"][0]["state"] == "shipped"
    settled = outside.control(f"market/{profile.key}/settle")
    assert settled["orders"] == 1
    assert float(settled["transfer"]) == 120 * (100 - profile.fee_percent) / 100


def test_an_order_of_before_is_known_without_a_file_and_can_be_shipped_and_settled(outside):
    profile = PROFILES[0]
    market = f"market/{profile.key}"
    outside.control(f"{market}/restore")
    for _twice in range(2):
        told = {
            "told": True,
            "ref": "OLD-1",
            "lines": [{"sku": "EK-9", "quantity": 2, "unit": "40"}],
        }
        assert outside.control(f"{market}/order", **told)["files"] == []
    columns = profile.notes.columns
    row = {columns["ref"]: "OLD-1", columns["what"]: "ship", columns["number"]: "EMS9"}
    kind = profile.notes.kind
    note = json.dumps([row]).encode() if kind == "json" else forms.write(kind, [row], row)
    outside.put(f"/markets/{profile.key}/files/in/notes/n9.{kind}", content=note, **signed(outside, profile))  # fmt: skip
    assert [each["state"] for each in outside.control(f"{market}/orders")["orders"]] == ["shipped"]
    transfer = outside.control(f"{market}/settle", refs=["OLD-1"])["transfer"]
    assert float(transfer) == 80 * (100 - profile.fee_percent) / 100


def test_it_misbehaves_with_half_files_files_twice_and_duplicate_orders(outside):
    profile = PROFILES[0]
    outside.control("market/qoove/restore")
    brought(outside, profile, [listing(profile)])
    outside.control("market/qoove/settings", half_files=1, duplicate_orders=True)
    made = outside.control("market/qoove/order", sku="EK-1")
    half, whole = (outside.get(f"/markets/qoove/files/out/orders/{name}", **signed(outside, profile)).content for name in made["files"])  # fmt: skip
    assert whole.startswith(half) and len(half) < len(whole)
    outside.control("market/qoove/mend")
    mended = outside.get(f"/markets/qoove/files/out/orders/{made['files'][0]}", **signed(outside, profile)).content  # fmt: skip
    assert mended == whole
    outside.control("market/qoove/repeat")
    index = outside.get("/markets/qoove/files/out/orders/", **signed(outside, profile)).json()
    assert len(index["files"]) == 3
    outside.control("market/qoove/restore")


def test_nobody_comes_in_without_its_key_and_too_many_files_must_wait(outside):
    assert outside.get("/markets/qoove/files/out/orders/").status_code == 401
    outside.control("market/qoove/settings", uploads_a_minute=1)
    profile = PROFILES[0]
    brought(outside, profile, [listing(profile)], "first")
    put = outside.put("/markets/qoove/files/in/listings/x.xml", content=b"", **signed(outside, profile))  # fmt: skip
    outside.control("market/qoove/restore")
    assert put.status_code == 429 and int(put.headers["retry-after"]) > 0


def test_the_same_folder_is_there_over_sftp_for_its_user_alone(outside):
    outside.control("market/fmt/restore")
    profile = next(each for each in PROFILES if each.key == "fmt")
    row = listing(profile)
    keys = outside.keys("market/fmt")

    async def go() -> list[str]:
        async with (
            asyncssh.connect(
                "127.0.0.1", outside.sftp_port, username=keys["user"], password=keys["password"],
                known_hosts=None, config=None,
            ) as connection,
            connection.start_sftp_client() as sftp,
        ):  # fmt: skip
            async with sftp.open("in/listings/s1.csv.part", "wb") as file:
                await file.write(forms.write("csv", [row], row))
            await sftp.posix_rename("in/listings/s1.csv.part", "in/listings/s1.csv")
            with pytest.raises(asyncssh.SFTPPermissionDenied):
                async with sftp.open("out/answers/x.csv", "wb"):
                    pass
            names: list[str] = []
            for _ in range(100):
                names = [str(name) for name in await sftp.listdir("out/answers")]
                if names:
                    break
                await asyncio.sleep(0.05)
            return names

    assert asyncio.run(go()) == ["s1.csv"]
