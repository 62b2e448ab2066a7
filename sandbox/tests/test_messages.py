import smtplib
from email.message import EmailMessage

import pytest

from sandbox.core.inbox import codes_in
from sandbox.services.sms.parts import parts_of
from sandbox.tests.conftest import Outside, Platform, until

REPORT = "/api/gateway/sms-report"


@pytest.fixture(autouse=True)
def as_it_was(outside: Outside):
    yield
    outside.control(
        "sms/settings", balance=100000, report="DELIVERED", failing_numbers=[], report_after_s=0
    )


def send(
    outside: Outside, csms_id: str, text: str = "hello", msisdn: str = "8801712344321", **other: str
):
    keys = outside.keys("sms")
    told = {
        "api_token": keys["api_token"],
        "sid": keys["sid"],
        "msisdn": msisdn,
        "sms": text,
        "csms_id": csms_id,
    }
    return outside.post("/sms/api/v3/send-sms", json={**told, **other}).json()


def inbox(outside: Outside, to: str = "") -> list[dict]:
    return outside.get("/inbox", params={"format": "json", "to": to}).json()["messages"]


def test_a_message_is_accepted_kept_and_reported(outside: Outside, platform: Platform):
    answer = send(outside, "one", "আপনার কোড ৪৮২৯১৩", msisdn="01712340001")
    assert (answer["status"], answer["status_code"]) == ("SUCCESS", 200)
    [info] = answer["smsinfo"]
    assert (info["sms_type"], info["msisdn"], info["csms_id"]) == ("BN", "8801712340001", "one")
    [message] = inbox(outside, "০১৭১২-৩৪০০০১")
    assert message["codes"] == ["482913"]
    assert (message["encoding"], message["parts"]) == ("UCS-2", 1)
    [report] = platform.told(REPORT)
    assert report["body"]["status"] == "DELIVERED"
    assert report["body"]["reference_id"] == info["reference_id"]
    assert report["headers"]["Authorization"] == f"Bearer {outside.keys('sms')['report_token']}"


def test_the_same_csms_id_is_answered_alike_and_sent_once(outside: Outside):
    first = send(outside, "twice", msisdn="01712340002")
    second = send(outside, "twice", msisdn="01712340002")
    assert first == second
    assert len(inbox(outside, "01712340002")) == 1


def test_failures_speak_in_status_codes(outside: Outside):
    assert send(outside, "bad-token", api_token="x")["status_code"] == 4001
    assert send(outside, "bad-sid", sid="x")["status_code"] == 4004
    assert send(outside, "bad-number", msisdn="0123")["status_code"] == 4019
    assert send(outside, "x" * 21)["status_code"] == 4022
    assert send(outside, "empty", "")["status_code"] == 4003
    outside.control("sms/settings", balance=1)
    assert send(outside, "long", "ক" * 80)["status_code"] == 4025


def test_the_balance_falls_by_parts_and_can_be_asked(outside: Outside):
    outside.control("sms/settings", balance=10)
    send(outside, "parts", "ক" * 140)
    keys = outside.keys("sms")
    asked = {"api_token": keys["api_token"], "sid": keys["sid"]}
    assert outside.post("/sms/api/v3/balance", json=asked).json()["balance"] == 7


def test_a_message_that_does_not_arrive_is_reported_failed(outside: Outside, platform: Platform):
    outside.control("sms/settings", failing_numbers=["0003"])
    send(outside, "lost", msisdn="01712340003")
    # A report of the message before may come as late as it likes.
    [report] = until(
        lambda: [each for each in platform.so_far(REPORT) if each["body"]["csms_id"] == "lost"]
    )
    assert report["body"]["status"] == "FAILED"
    keys = outside.keys("sms")
    asked = {"api_token": keys["api_token"], "sid": keys["sid"], "csms_id": "lost"}
    assert (
        outside.get("/sms/api/v3/status", params=asked).json()["smsinfo"][0]["status"] == "FAILED"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a" * 160, ("GSM-7", 160, 1)),
        ("a" * 161, ("GSM-7", 161, 2)),
        ("€" * 80, ("GSM-7", 160, 1)),
        ("ক" * 70, ("UCS-2", 70, 1)),
        ("ক" * 71, ("UCS-2", 71, 2)),
        ("ক" * 135, ("UCS-2", 135, 3)),
        ("😀" * 35, ("UCS-2", 70, 1)),
    ],
)
def test_parts_are_counted_as_networks_count_them(text: str, expected: tuple):
    assert parts_of(text) == expected


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("আপনার কোড ৪৮২৯১৩। কাউকে বলবেন না।", ["482913"]),
        ("Your ek-Shop code: 482 913. Call 01712344321.", ["482913"]),
        ("Order K7-4MX2-9 of Tk 12500 is confirmed. Code 7731", ["7731"]),
        ("আপনার অর্ডার ৳১২৫০ টাকার।", []),
        ("Delivered on 2026-11-22 with 48291", []),
    ],
)
def test_codes_are_found_and_other_numbers_left(text: str, codes: list[str]):
    assert codes_in(text) == codes


def mail(outside: Outside, to: str, text: str, subject: str = "খবর") -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "ek-shop@example.com", to, subject
    message.set_content(text)
    with smtplib.SMTP("127.0.0.1", outside.smtp_port, timeout=5) as server:
        server.send_message(message)


def test_a_mail_is_kept_with_its_bengali_whole(outside: Outside):
    mail(outside, "Mina@example.com", "আপনার কোড 551122\nhttp://127.0.0.1/verify", "স্বাগতম")
    [message] = inbox(outside, "mina@example.com")
    assert (message["subject"], message["codes"]) == ("স্বাগতম", ["551122"])
    page = outside.get("/inbox?to=mina@example.com").text
    assert 'href="http://127.0.0.1/verify"' in page
    assert "551122" in page


def test_a_mailbox_that_does_not_exist_bounces(outside: Outside):
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        mail(outside, "bounce@example.com", "hello")


def test_a_mail_server_that_is_down_turns_senders_away(outside: Outside):
    outside.control("mail", down="refuse")
    with pytest.raises(smtplib.SMTPConnectError):
        mail(outside, "a@example.com", "hello")
    outside.control("mail", down="close")
    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        mail(outside, "a@example.com", "hello")
    outside.control("mail/reset")
    mail(outside, "a@example.com", "hello")


def test_what_was_sent_is_shown_as_text_never_as_html(outside: Outside):
    send(outside, "script", "<script>alert(1)</script>", msisdn="01712340009")
    page = outside.get("/inbox?to=01712340009")
    assert "<script>" not in page.text
    assert "&lt;script&gt;" in page.text
    assert "script-src" not in page.headers["content-security-policy"]
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_the_inbox_speaks_both_languages_and_pages_back(outside: Outside):
    for n in range(55):
        send(outside, f"page-{n}", f"message {n}", msisdn="01712340055")
    newest = inbox(outside, "01712340055")
    older = outside.get(
        "/inbox", params={"format": "json", "to": "01712340055", "before": newest[-1]["id"]}
    )
    assert [message["text"] for message in newest[:2]] == ["message 54", "message 53"]
    assert len(newest) == 50
    assert len(older.json()["messages"]) == 5
    assert "পাঠানো সব বার্তা" in outside.get("/inbox").text
    assert "All messages sent" in outside.get("/inbox?lang=en").text
    outside.cookies.clear()


def test_a_restart_forgets_nothing(tmp_path, platform: Platform):
    outside = Outside(tmp_path, platform.url)
    try:
        send(outside, "kept", "stays", msisdn="01712340077")
        outside.control("sms", slow_ms=1)
        outside.kill()
        outside.start()
        assert [message["text"] for message in inbox(outside, "01712340077")] == ["stays"]
        assert outside.get("/_control/sms?format=json").json()["misbehaving"] == {"slow_ms": 1}
        assert until(lambda: platform.so_far(REPORT))
    finally:
        outside.kill()


def test_somebody_writes_to_the_platform(outside: Outside, platform: Platform):
    told = outside.control("sms/write", msisdn="01712340009", sms="YES C86-F8AH-3")
    [written] = platform.told("/api/gateway/sms-incoming")
    assert written["body"]["sms"] == "YES C86-F8AH-3"
    assert written["body"]["msisdn"] == "8801712340009"
    assert written["body"]["message_id"] == told["message_id"]
    assert written["headers"]["Authorization"] == f"Bearer {outside.keys('sms')['report_token']}"
