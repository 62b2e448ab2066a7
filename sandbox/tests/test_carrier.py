"""The carrier abroad: books parcels once, and tells of each what was told to it."""

import pytest

from sandbox.tests.conftest import Outside, until

EMMA = {"name": "Emma Stone", "lines": ["12 Elm Street"], "city": "Austin", "country": "US"}


@pytest.fixture(autouse=True)
def by_hand(outside: Outside):
    outside.control("carrier/settings", auto=False, step_s=0.05, route="delivered")


def key(outside: Outside) -> dict[str, str]:
    return {"Api-Key": outside.keys("carrier")["api_key"]}


def parcel(reference: str, **changes):
    contents = [{"hs_code": "630419", "title": "Quilt", "quantity": 1, "origin": "BD"}]
    told = {"reference": reference, "to": EMMA, "grams": 900, "contents": contents}
    return {**told, **changes}


def book(outside: Outside, code: str, *parcels):
    told = {"reference": code, "country": "US", "parcels": list(parcels)}
    return outside.post("/carrier/v1/consignments", json=told, headers=key(outside))


def events(outside: Outside, code: str) -> list[dict[str, str]]:
    answer = outside.get(f"/carrier/v1/consignments/C-{code}/events", headers=key(outside))
    return list(answer.json()["events"])


def test_a_parcel_is_numbered_once_however_often_it_is_booked(outside: Outside):
    first = book(outside, "E-1", parcel("X-1"), parcel("X-2")).json()
    again = book(outside, "E-1", parcel("X-1"), parcel("X-2")).json()
    assert first == again and first["reference"] == "C-E-1"
    assert len({each["number"] for each in first["parcels"]}) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"to": {**EMMA, "city": ""}}, "to.city"),
        ({"grams": 0}, "grams"),
        ({"contents": []}, "hs_code"),
        ({"contents": [{"hs_code": "6304"}]}, "hs_code"),
    ],
)
def test_what_customs_would_refuse_is_not_booked(outside: Outside, changes, said):
    answer = book(outside, "E-2", parcel("X-3"), parcel("X-4", **changes))
    assert answer.status_code == 422
    assert said in answer.json()["error"] and answer.json()["parcel"] == "X-4"
    assert events(outside, "E-2") == []


def test_strangers_are_told_nothing(outside: Outside):
    assert outside.get("/carrier/v1/consignments/C-E-1/events").status_code == 401
    assert outside.post("/carrier/v1/consignments", json={}).status_code == 401
    assert book(outside, "", {"reference": "X"}).status_code == 422


@pytest.mark.parametrize("route", ["delivered", "returned", "lost"])
def test_a_parcel_goes_its_way_by_itself(outside: Outside, route):
    outside.control("carrier/settings", auto=True, route=route)
    number = book(outside, f"E-{route}", parcel("X-5")).json()["parcels"][0]["number"]
    seen = until(lambda: (told := events(outside, f"E-{route}"))[-1:] and told[-1]["status"] == route and told)  # fmt: skip
    assert {each["number"] for each in seen} == {number}
    assert seen[0]["status"] == "picked_up" and len({each["id"] for each in seen}) == len(seen)


def test_it_may_be_moved_to_any_step_by_hand(outside: Outside):
    book(outside, "E-3", parcel("X-6"))
    assert outside.control("carrier/advance", number="X-6")["status"] == "picked_up"
    outside.control("carrier/advance", number="X-6", status="delivered")
    outside.control("carrier/advance", number="X-6", status="in_transit")
    assert [each["status"] for each in events(outside, "E-3")] == ["picked_up", "delivered", "in_transit"]  # fmt: skip
    assert outside.post("/_control/carrier/advance", json={"number": "none"}).status_code == 400
    assert outside.post("/_control/carrier/settings", json={"route": "up"}).status_code == 400
