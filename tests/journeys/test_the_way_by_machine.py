"""The same ways without a browser: by the interfaces of sellers and agencies, by SMS, and by the forms
of those who have no interface."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx

from ekshop.kernel.clock import dhaka_date
from sandbox.core.credentials import credential
from tests.live import World
from tests.live.filing import Filer
from tests.live.processes import until
from tests.live.signing_in import post, signed_in

from .test_the_way_of_a_complaint import bought, time_goes_on


class Machine:
    """A system with a key; each write has a new idempotency key and is expected to be done."""

    def __init__(self, world: World, interface: str, key: str) -> None:
        self.client = httpx.Client(
            base_url=f"{world.url}/api/{interface}/v1",
            headers={"Authorization": f"Bearer {key}", "Accept-Language": "en"},
            timeout=20,
        )

    def get(self, path: str) -> Any:
        return self._done(self.client.get(path))

    def post(self, path: str, **body: Any) -> Any:
        key = {"Idempotency-Key": uuid4().hex}
        return self._done(self.client.post(path, json=body, headers=key))

    @staticmethod
    def _done(answer: httpx.Response) -> Any:
        assert answer.is_success, f"{answer.url}: {answer.status_code} {answer.text}"
        return answer.json()


def stands(world: World, code: str, words: str) -> None:
    """Whoever holds the code reads so much, and nothing of anybody."""
    page = world.get(f"/c/{code}").text
    assert words in page and "করিম" not in page and "০১৮১১" not in page


def is_in(world: World, code: str, state: str) -> bool:
    return bool(
        world.sql("SELECT 1 FROM complaints_case WHERE (code, state) = (%s, %s)", code, state)
    )


def test_a_refund_is_offered_countered_taken_and_confirmed(world):
    mobile = "01811000024"
    bought(world, mobile)
    karim = Filer(world, mobile)
    code = karim.complain_of_what_was_bought("damaged", "1000")
    world.settle()
    stands(world, code, "বিক্রেতা")
    mina = Machine(world, "partners", credential("shop/3", "api_key"))
    waiting = mina.get("/complaints/?state=with_seller")["items"]
    (told,) = [each for each in waiting if each["code"] == code]
    assert told["your_turn"] and told["wanted_amount"] == "1000.00"
    day = (dhaka_date(world.now()) + timedelta(days=2)).isoformat()
    terms = {"remedy": "refund", "medium": "same", "due_on": day}
    offered = mina.post(f"/complaints/{code}/offer", amount="200.00", **terms)
    assert offered["state"] == "offered"
    karim.act(code, "counter", kind="refund", amount="500", medium="same", due_on=day)
    (counter,) = [each for each in mina.get(f"/complaints/{code}")["offers"] if not each["answer"]]
    assert (counter["side"], counter["amount"]) == ("complainant", "500.00")
    agreed = mina.post(f"/complaints/{code}/agree", offer_id=counter["offer_id"])
    assert agreed["state"] == "remedied"
    world.settle()
    ((refund,),) = world.sql("SELECT code FROM payments_refund WHERE case_code = %s", code)
    taken = "SELECT l.base_poisha, l.amount_poisha FROM settlement_commissionline l"
    of_it = "JOIN payments_refund f ON f.id = l.refund_id WHERE f.code = %s"
    assert world.sql(f"{taken} {of_it}", refund) == [(-50_000, -2_500)]
    post(signed_in(world, "asha"), f"/centre/money/refunds/{refund}/", {})
    world.settle()
    # A yes within two minutes of one's own act would be taken for that act sent twice.
    world.clock_move(minutes=5)
    world.control("sms/write", msisdn=mobile, sms=f"YES {code}")
    until(lambda: is_in(world, code, "resolved"), "the SMS to be heard")
    stands(world, code, "প্রতিকার হয়েছে")
    assert mina.get(f"/complaints/{code}")["outcome"] == "remedied"


def test_a_silent_seller_is_fined_and_a_quarter_goes_to_who_complained(world):
    mobile = "01811000025"
    code = Filer(world, mobile).complain_of("Rong Mela 2", phone="01911223355", paid="1200")
    world.settle()
    time_goes_on(world, hours=73)
    stands(world, code, "সমন্বয়ক")
    ((agency,),) = world.sql("SELECT organisation_id FROM complaints_agency WHERE code = 'dncrp'")
    nila = signed_in(world, "nila")
    post(nila, f"/desk/cases/{code}/act/refer/", {"agency": agency, "text": "With the file."})
    world.settle()
    dncrp = Machine(world, "agencies", world.facts["people"]["rafi"]["api_key"])
    waiting = dncrp.get("/referrals/?state=sent")["items"]
    (told,) = [each for each in waiting if each["case_code"] == code]
    assert told["own_number"]
    path = f"/referrals/{told['code']}"
    assert dncrp.get(path)["case"]["paid_poisha"] == 120_000
    dncrp.post(f"{path}/accept", number="D-9")
    at = (world.now() + timedelta(days=12)).isoformat()
    (hearing,) = dncrp.post(f"{path}/hearings", at=at, place="Room 405", on_day_off=True)[
        "hearings"
    ]
    time_goes_on(world, days=13)
    said = {"minutes": "He showed it.", "complainant_came": True, "seller_came": False}
    dncrp.post(f"{path}/hearings/{hearing['id']}/minutes", **said)
    fine = {"kind": "fine", "fine_poisha": 200_000, "section": "45", "text": "It kept the money."}
    (decision,) = dncrp.post(f"{path}/decision", **fine)["decisions"]
    stands(world, code, "সিদ্ধান্ত")
    path = f"{path}/decisions/{decision['id']}"
    came = {"recovered_poisha": 200_000, "reference": "T-2", "complainant_is_staff": False}
    (recovery,) = dncrp.post(f"{path}/recoveries", **came)["decisions"][0]["recoveries"]
    assert recovery["share_poisha"] == 50_000
    dncrp.post(f"{path}/recoveries/{recovery['id']}/share", reference="BEFTN 2")
    dncrp.post(f"{path}/compliance", text="Challan T-2 seen.")
    world.settle()
    assert any("500" in m["text"] or "৫০০" in m["text"] for m in world.messages(mobile))
    time_goes_on(world, days=61)
    stands(world, code, "বন্ধ")
    assert is_in(world, code, "closed")
