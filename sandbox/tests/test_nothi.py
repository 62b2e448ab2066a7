import base64

import pytest

from sandbox.tests.conftest import Outside

DAK = {
    "dak_subject": "পণ্য না পাওয়ার অভিযোগ",
    "dak_description": "টাকা দিয়েও পণ্য পাওয়া যায়নি।",
    "dak_priority_level": "0",
    "dak_security_level": "0",
    "name_bng": "করিম মিয়া",
    "name_eng": "Karim Mia",
    "mobile_no": "01811000001",
    "feedback_type": "2",
    "receiving_office_id": "61",
    "receiving_office_unit_id": "7",
    "receiving_officer_designation_id": "3301",
    "application_origin": "ccms",
}


def send(outside: Outside, reference: str, **more):
    known = outside.keys("nothi")
    return outside.post(
        "/nothi/api/dak",
        json={**DAK, "meta_data": reference, **more},
        headers={"Authorization": f"Bearer {known['api_key']}"},
    )


def feedback(outside: Outside, dak_id: str):
    known = outside.keys("nothi")
    return outside.get(
        f"/nothi/api/dak/{dak_id}/feedback",
        headers={"Authorization": f"Bearer {known['api_key']}"},
    )


def test_a_dak_gets_a_receipt_in_bengali_digits_and_is_known_again(outside: Outside):
    first, second = send(outside, "Q-1").json(), send(outside, "Q-1").json()
    assert first == second and first["status"] == "success"
    assert set(first["data"]["dak_id"]) <= set("০১২৩৪৫৬৭৮৯")
    assert send(outside, "Q-2").json()["data"]["dak_id"] != first["data"]["dak_id"]


def test_a_forgetful_one_takes_a_repeat_for_a_new_dak(outside: Outside):
    outside.control("nothi/settings", forgetful=True)
    try:
        first, second = send(outside, "Q-3").json(), send(outside, "Q-3").json()
    finally:
        outside.control("nothi/settings", forgetful=False)
    assert first["data"]["dak_id"] != second["data"]["dak_id"]


def test_a_dak_moves_is_noted_and_answered_by_letter(outside: Outside):
    dak = send(
        outside,
        "Q-4",
        attachments=[{"file_name": "a.pdf", "content": base64.b64encode(b"%PDF").decode()}],
    ).json()["data"]["dak_id"]
    assert feedback(outside, dak).json()["data"]["action"] == 1
    outside.control("nothi/move", reference="Q-4")
    outside.control("nothi/move", reference="Q-4")
    told = feedback(outside, dak).json()["data"]
    assert [each["sequence"] for each in told["movements"]] == ["১", "২"]
    outside.control("nothi/note", reference="Q-4")
    assert feedback(outside, dak).json()["data"]["action"] == 3
    outside.control("nothi/letter", reference="Q-4", body="শুনানি হইবে।")
    told = feedback(outside, dak).json()["data"]
    assert told["action"] == 4 and told["letter"]["body"] == "শুনানি হইবে।"


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"mobile_no": ""}, "mobile_no"),
        ({"feedback_type": "9"}, "feedback_type"),
        ({"attachments": [{"file_name": "a", "content": "!"}]}, "attachments"),
    ],
)
def test_what_is_wrong_is_said_by_field(outside: Outside, told, field):
    answer = send(outside, "Q-5", **told)
    assert answer.status_code == 422 and field in answer.json()["errors"]


def test_a_stranger_is_refused(outside: Outside):
    assert outside.post("/nothi/api/dak", json=DAK).status_code == 401
    assert outside.get("/nothi/api/dak/৭০০০১/feedback").status_code == 401
