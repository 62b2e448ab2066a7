"""Every page of a complaint, for everyone who has one of it: axe finds nothing, and it fits a phone.

The pages are drawn by the test's own process and handed to the browser, so that each state of a
complaint may be made in a moment. A page nobody walks is found by walking the addresses.
"""

import mimetypes
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from axe_playwright_python.base import AXE_FILE_PATH
from django.contrib.staticfiles import finders
from django.test import Client

from ekshop.complaints import rules
from ekshop.complaints import services as act
from ekshop.complaints.models import AnswerLink, Case, SellerAlert, TriageRule
from ekshop.complaints.tests import make
from ekshop.complaints.tests.test_noticing import secrets_sent
from ekshop.complaints.tests.test_watch import WORDS, collapse
from ekshop.kernel import clock
from ekshop.kernel.clock import dhaka_date
from ekshop.kernel.jobs import run_jobs
from ekshop.parties.tests.make import PLACED_AT
from ekshop.web.consumer import acting
from ekshop.web.consumer.filing.steps import STEPS
from ekshop.web.consumer.tests.browsing import Writer, prove
from scripts import chromium
from tests.addresses import addresses
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.django_db, pytest.mark.journey, pytest.mark.timeout(300)]
NOW = PLACED_AT + timedelta(days=14)
AXE = "/axe.js"
VIOLATIONS = "axe.run({resultTypes: ['violations']}).then(found => found.violations)"
OF_COMPLAINTS = ("/desk/", "/complain/", "/c/", "/centre/complaints/", "/partner/complaints")
OF_COMPLAINTS += ("/answer/", "/check/", "/figures/")


class Cases:
    """Karim's complaints, one in each state, made by the services at once."""

    def __init__(self, people: Any) -> None:
        self.people, self.karim = people, make.karim(people)
        self.mina, self.nila, self.rafi = people.mina.actor, people.nila.actor, people.rafi.actor
        self.agency = make.agency(people)
        terms = {"kind": "refund", "amount_poisha": 100_000, "medium": "bkash"}
        self.terms = {**terms, "due_on": dhaka_date(NOW) + timedelta(days=5), "now": NOW}
        self.by_state = {state: self._in(state) for state in self._ways()}
        self.paused = make.case(people, now=NOW)
        court = {"court": "ঢাকা জজ আদালত", "number": "১২/২৬", "since": dhaka_date(NOW)}
        act.case_pause(actor=self.nila, case_id=self.paused.pk, now=NOW, **court)
        main, self.joined = make.mediated(people), make.case(people, now=NOW)
        many = {"into_id": main.pk, "case_ids": [self.joined.pk], "text": "একই ঘটনা।"}
        act.cases_join(actor=self.nila, now=NOW, **many)
        self.by_link = make.case(
            people, now=NOW, seller_name="Rong Mela", handles=[("phone", "01711223344")]
        )
        run_jobs(queues=["default"])
        self.secret = secrets_sent(self.by_link)[-1]
        self.incident = act.incident_open(
            actor=self.nila, case_ids=[main.pk], title="একসঙ্গে অনেক অভিযোগ", now=NOW
        )
        said = {"to_sides": ["complainant"], "text": "আমরা দেখছি।"}
        act.bulk_act(
            actor=self.nila, incident_id=self.incident.pk, kind="message", told=said, now=NOW
        )
        seller = collapse(people)
        act.sellers_watch(now=PLACED_AT)
        self.alert = SellerAlert.objects.get(respondent=seller, signal="surge")
        self.warned = SellerAlert.objects.exclude(pk=self.alert.pk).filter(respondent=seller)[0]
        ask = {"actor": self.nila, "alert_id": self.warned.pk, "now": NOW}
        act.alert_notice(text="কী ঘটেছে জানান।", **ask)
        act.alert_reply(text="পণ্য পথে আছে, পাঠানো হবে।", **ask)
        act.alert_warn(**WORDS, **ask)
        act.alert_recommend_hold(text="টাকা আটকে রাখা দরকার।", **ask)
        own = SellerAlert.objects.create(
            respondent=self.by_state["with_seller"].respondent,
            signal="silence",
            measured={"value": 6000, "of": 10, "compared": 6, "limit": 5000},
            raised_at=NOW,
            measured_at=NOW,
        )
        act.alert_notice(actor=self.nila, alert_id=own.pk, text="কেন উত্তর দেন না?", now=NOW)
        run_jobs(queues=["default"])

    def _ways(self) -> dict[str, list[Any]]:
        """By state, the acts that lead there from a complaint that is with its seller."""
        offer = partial(act.remedy_offer, actor=self.mina, **self.terms)
        accept = partial(act.offer_accept, actor=self.karim, now=NOW)
        done = partial(act.remedy_report, actor=self.mina, note="TRX 7", now=NOW)
        return {
            "with_seller": [],
            "info_asked": [partial(act.information_ask, actor=self.mina, text="রং?", now=NOW)],
            "offered": [offer],
            "countered": [offer, partial(act.offer_counter, actor=self.karim, **self.terms)],
            "agreed": [offer, accept],
            "remedied": [offer, accept, done],
            "resolved": [
                *(offer, accept, done),
                partial(act.remedy_confirm, actor=self.karim, rating=4, now=NOW),
            ],
            "closed": [partial(act.case_withdraw, actor=self.karim, text="মিটেছে", now=NOW)],
            "mediation": [self._silent],
            "referred": [self._silent, self._refer, self._hear],
            "decided": [self._silent, self._refer, self._fine],
        }

    def _in(self, state: str) -> Case:
        case = make.case(self.people, now=NOW)
        for step in self._ways()[state]:
            step(case_id=case.pk)
        case.refresh_from_db()
        assert case.state == state
        return case

    def _silent(self, case_id: int) -> None:
        make.silent(Case.objects.get(pk=case_id), at=NOW)

    def _refer(self, case_id: int) -> None:
        make.refer(self.people, Case.objects.get(pk=case_id), self.agency, now=NOW)
        referral = Case.objects.get(pk=case_id).referrals.get()
        act.referral_accept(actor=self.rafi, referral_id=referral.pk, now=NOW)
        self.by = {"actor": self.rafi, "referral_id": referral.pk, "now": NOW}

    def _hear(self, case_id: int) -> None:
        act.hearing_call(at=NOW + timedelta(days=10), link="https://meet.example/1", **self.by)

    def _fine(self, case_id: int) -> None:
        fine = act.decision_record(kind="fine", text="জরিমানা।", fine_poisha=90_000, **self.by)
        act.fine_recover(
            actor=self.rafi,
            decision_id=fine.pk,
            recovered_poisha=40_000,
            reference="চালান-১",
            complainant_is_staff=False,
            now=NOW,
        )


@pytest.fixture
def people() -> Iterator[Any]:
    with clock.at(NOW):
        yield make.people()


def walked(people: Any, cases: Cases) -> Iterator[tuple[Client, str]]:
    """Each address of complaints, by whoever has it, with something to show."""
    karim = Client()
    prove(karim, people.karim.mobile)
    nobody, asha, nila, rafi, aziz, mina = (
        Client(),
        *map(_signed_in, (people.asha, people.nila, people.rafi, people.aziz, people.mina)),
    )
    all_cases = [*cases.by_state.values(), cases.paused, cases.joined, cases.by_link]
    one = cases.by_state["offered"].code
    for address in ("", "mobile/"):
        yield nobody, f"/complain/{address}"
    proving = Client()
    proving.post("/complain/mobile/", {"mobile": people.karim.mobile})
    yield proving, "/complain/mobile/code/"
    yield karim, "/complain/mobile/forget/"
    yield nobody, f"/c/{one}"
    seller = cases.by_link.respondent_id
    for address in ("", "?q=Rong", f"{cases.alert.respondent_id}/", f"{seller}/"):
        yield nobody, f"/check/{address}"
    for address in ("", "complaints.csv", "complaints.jsonl", "dictionary.json"):
        yield nobody, f"/figures/{address}"
    for client, root, shown in (
        (karim, "/complain/", "/complain/cases/"),
        (asha, "/centre/complaints/", "/centre/complaints/"),
    ):
        yield from _written(client, root)
        yield client, f"{root}mine/" if client is karim else root
        mine = all_cases
        if client is asha:
            mine = [make.case_on_behalf(people, now=NOW)]
            act.remedy_offer(actor=cases.mina, case_id=mine[0].pk, **cases.terms)
        for case in mine:
            yield client, f"{shown}{case.code}/"
        for name in ("add/", "publish/", "receipt/", "receipt.pdf"):
            yield client, f"{shown}{mine[0].code}/{name}"
        possible = {
            name: case.code
            for case in mine
            for name, step in acting.STEPS.items()
            if rules.CASE.step(case.state, step) and case.paused_at is None
        }
        for name, code in possible.items():
            yield client, f"{shown}{code}/{name}/"
    for address in ("", "?shelf=all", ".csv", "asked/", "asked/1/", f"{one}/offer/"):
        slash = "" if address.startswith(".") else "/"
        yield mina, f"/partner/complaints{slash}{address}"
    for state in ("with_seller", "info_asked", "countered", "agreed", "referred", "closed"):
        yield mina, f"/partner/complaints/{cases.by_state[state].code}/"
    yield nobody, f"/answer/{cases.secret}/"
    yield nobody, f"/answer/{cases.secret}/offer/"
    over = AnswerLink.objects.filter(case=cases.by_link).first()
    assert over is not None
    yield from _desk(cases, nila, rafi, aziz, all_cases)


def _signed_in(persona: Any) -> Client:
    client = Client()
    client.force_login(persona.person)
    return client


def _written(client: Client, root: str) -> Iterator[tuple[Client, str]]:
    """A complaint's own pages, empty and full."""
    writer = Writer(client, root)
    if "centre" in root:
        yield client, writer.address("whose/")
        writer.tell("whose", mobile="01712-999888", consent_medium="spoken")
    else:
        yield client, writer.address("")
        for step in STEPS:
            yield client, writer.address(f"{step.name}/")
        yield client, writer.address("describe/")
        yield client, writer.address("seller/?q=Rong")
    writer.tell_rest()
    for page in ("", "evidence/", "check/", "send/", "join/", "drop/"):
        yield client, writer.address(page)
    yield client, f"{root}new/"


def _desk(
    cases: Cases, nila: Client, rafi: Client, aziz: Client, all_cases: list[Case]
) -> Iterator[tuple[Client, str]]:
    rule = TriageRule.objects.get()
    referral = cases.by_state["referred"].referrals.get()
    for address in ("", "?shelf=all", "queue.csv", "hearings/", "incidents/", "agencies/"):
        yield nila, f"/desk/{address}"
    for client, address in ((rafi, ""), (rafi, "hearings/"), (aziz, ""), (aziz, "watch/")):
        yield client, f"/desk/{address}"
    for case in all_cases:
        if case.state in ("with_seller", "mediation", "referred", "decided", "resolved"):
            yield nila, f"/desk/cases/{case.code}/"
    for state in ("referred", "decided"):
        yield rafi, f"/desk/cases/{cases.by_state[state].code}/"
    one = f"/desk/cases/{cases.by_state['decided'].code}/"
    for address in ("as/complainant/", "as/seller/", "act/message/"):
        yield nila, one + address
    notices = f"/desk/cases/{cases.by_link.code}/notices/"
    for address in ("", "link/", "1/"):
        yield nila, notices + address
    for address in ("", "letter.pdf", "by-hand/", "again/"):
        yield nila, f"/desk/referrals/{referral.code}/{address}"
    member = cases.incident.members.get().case_id
    yield nila, f"/desk/incidents/new/?case={member}"
    for address in ("", "progress/", "gather/", "close/", f"leave/{member}/", "act/message/"):
        yield nila, f"/desk/incidents/{cases.incident.code}/{address}"
    for address in ("new/", "dncrp/", "dncrp/change/", "dncrp/rest/"):
        yield nila, f"/desk/agencies/{address}"
    yield nila, f"/desk/watch/{cases.alert.pk}/"
    for address in ("", "hold.pdf", "join/", "split/", "act/notice/"):
        yield nila, f"/desk/watch/{cases.warned.pk}/{address}"
    for address in ("watch/", "watch.csv", "triage/", "triage/new/"):
        yield nila, f"/desk/{address}"
    for address in ("change/", "end/"):
        yield nila, f"/desk/triage/{rule.pk}/{address}"


def test_axe_finds_nothing_on_any_page_of_a_complaint_and_each_fits_a_phone(
    people: Any,
) -> None:
    drawn, seen = {}, set()
    for number, (client, address) in enumerate(walked(people, Cases(people))):
        answer = client.get(address)
        path = address.split("?")[0]
        seen.add(path)
        assert answer.status_code not in (400, 403, 404, 500), (address, answer.status_code)
        if answer.status_code == 200 and b"<html" in answer.getvalue():
            drawn[f"/{number}{address}"] = answer.getvalue()
    unseen = [
        pattern
        for pattern, _view in addresses()
        if pattern.startswith(OF_COMPLAINTS)
        and not pattern.startswith("/figures/districts")
        and "/files/" not in pattern
        and not any(re.fullmatch(_as_regex(pattern), path) for path in seen)
    ]
    assert not unseen, unseen
    assert len(drawn) > 100

    # Playwright's loop and the database keep to threads of their own.
    with ThreadPoolExecutor(1) as other_thread:
        wrong = other_thread.submit(_looked_at, drawn).result()
    assert not wrong, "\n".join(wrong)


def _looked_at(drawn: dict[str, bytes]) -> list[str]:
    """What is wrong with these pages on a phone."""
    wrong = []
    with _handed_over(drawn) as site, chromium.browser() as browser:
        page = browser.new_context(viewport=PHONE, reduced_motion="reduce").new_page()
        for address in drawn:
            answer = page.goto(site + address)
            assert answer is not None and answer.ok, address
            if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
                wrong.append(f"{address}: wider than the phone")
            page.add_script_tag(url=AXE)
            for each in page.evaluate(VIOLATIONS):
                wrong.append(f"{address}: {each['id']} {each['nodes'][0]['html'][:150]}")
    return wrong


@contextmanager
def _handed_over(drawn: dict[str, bytes]) -> Iterator[str]:
    """A server of these pages, their static files and axe. What pages share the browser keeps:
    fetched, parsed and compiled anew for each, it was the half of this test's time."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            if self.path in drawn:
                self.answer(drawn[self.path], "text/html; charset=utf-8", "no-store")
            elif found := _file(self.path.split("?")[0]):
                kind = mimetypes.guess_type(found)[0] or ""
                self.answer(Path(found).read_bytes(), kind, "max-age=3600")
            else:
                self.answer(b"", "text/plain", "no-store", status=404)

        def answer(self, body: bytes, kind: str, kept: str, *, status: int = 200) -> None:
            self.send_response(status)
            for name, value in (("content-type", kind), ("cache-control", kept)):
                self.send_header(name, value)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def _file(path: str) -> str | None:
    if path == AXE:
        return str(AXE_FILE_PATH)
    return finders.find(path.removeprefix("/static/")) if path.startswith("/static/") else None


def _as_regex(pattern: str) -> str:
    return re.sub(r"<[^>]+>", "[^/]+", re.sub(r"([.+?^$()])", r"\\\1", pattern))
