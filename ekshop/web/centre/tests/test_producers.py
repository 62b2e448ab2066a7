"""A producer is enrolled on the centre's pages, and looked after there."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ekshop.kernel.clock import at
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.tests import scanner
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT, personas
from ekshop.producers.models import ProducerDraft, ProducerProfile
from ekshop.producers.services import producer_send_back
from ekshop.producers.tests import make

NOW = PLACED_AT


@pytest.fixture
def people(db):
    return personas()


@pytest.fixture
def asha(people, client):
    client.force_login(people.asha.person)
    with at(NOW):
        yield client


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("photo.jpg", make.photo_bytes(), "image/jpeg")


def text_of(answer) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def test_one_thing_at_a_time_until_she_is_sent_for_approval(people, asha):
    begun = asha.post("/centre/producers/new/")
    here = begun.url
    assert "/new/" in here and asha.get(here).status_code == 200
    told = {
        "name": {
            "person_name": "Rokeya Begum",
            "person_name_bn": "রোকেয়া বেগম",
            "mobile": "০১৯১১২২৩৩৪৪",
        },
        "identity": {"identity_kind": "nid", "identity_number": "১২৩৪৫৬৭৮৯০"},
        "craft": {"craft": "needlework", "craft_bn": "নকশিকাঁথা সেলাই"},
        "work": {
            "capacity_a_month": "৪",
            "unit": "piece",
            "lead_days": "২০",
            "rest_from": "2030-01-10",
            "rest_to": "2030-01-12",
            "rest_reason": "ঈদ",
        },
        "wallet": {"wallet_provider": "bkash", "wallet_number": "01911223344"},
    }
    wrong = asha.post(f"{here}name/", {"person_name": "", "mobile": "12"})
    assert list(wrong.context["form"].errors) == ["person_name_bn", "person_name", "mobile"]
    for step, given in told.items():
        assert asha.get(f"{here}{step}/").status_code == 200
        answer = asha.post(f"{here}{step}/", given)
        assert answer.status_code == 302, text_of(answer)
    assert answer.url == f"{here}code/"
    assert asha.post(f"{here}code/", {"code": "12"}).status_code == 422
    code = re.search(r"\d{6}", Message.objects.get(template="wallet_code").body)[0]
    assert asha.post(f"{here}code/", {"code": code}).url == f"{here}portrait/"
    assert asha.post(f"{here}portrait/", {"action": "next"}).status_code == 422
    assert asha.post(f"{here}portrait/", {"photo": photo(), "action": "next"}).status_code == 302
    added = asha.post(f"{here}workshop/", {"photo": photo(), "action": "add"})
    assert added.url == f"{here}workshop/"
    assert "<img" in text_of(asha.get(added.url))
    assert asha.post(f"{here}workshop/", {"action": "next"}).url == f"{here}consent/"
    page = text_of(asha.get(f"{here}consent/"))
    assert "data-aloud" in page and "আপনার সম্মতি" in page
    asha.cookies["language"] = "en"
    page = text_of(asha.get(f"{here}consent/"))
    assert 'lang="bn" data-aloud' in page and "আপনার সম্মতি" in page and "What nobody sees" in page
    asha.cookies["language"] = "bn"
    assert asha.post(f"{here}consent/", {"medium": "online"}).status_code == 422
    asha.post(f"{here}consent/", {"medium": "read_aloud"})
    last = asha.post(f"{here}contract/", {"medium": "thumb"})
    assert last.url == f"{here}check/"
    page = text_of(asha.get(last.url))
    assert "•৮৯০" in page and "০১৯১১২২৩৩৪৪" in page and "…৩৩৪৪" in page
    assert "১০ জানুয়ারি ২০৩০ – ১২ জানুয়ারি ২০৩০: ঈদ" in page
    assert "1234567890" not in page and "১২৩৪৫৬৭৮৯০" not in page
    sent = asha.post(last.url)
    profile = ProducerProfile.objects.get()
    assert profile.rests.get().to_day == date(2030, 1, 12)
    assert sent.url == f"/centre/producers/{profile.seller_id}/"
    shown = text_of(asha.get(sent.url))
    for secret in ("1234567890", "১২৩৪৫৬৭৮৯০", "01911223344", "০১৯১১২২৩৩৪৪", "০১৯১১-২২৩৩৪৪"):
        assert secret not in shown
    assert asha.get(here).url == sent.url


def test_what_was_typed_survives_and_is_gone_on_with(people, asha, client):
    here = asha.post("/centre/producers/new/").url
    wrong = asha.post(f"{here}name/", {"person_name": "Rokeya", "mobile": "12"})
    assert wrong.status_code == 422 and "Rokeya" in text_of(wrong)
    told = {"person_name": "Rokeya", "mobile": "01911223344"}
    assert asha.post(f"{here}name/", told).status_code == 422
    asha.post(f"{here}name/", {**told, "person_name_bn": "রোকেয়া"})
    assert "রোকেয়া" in text_of(asha.get("/centre/producers/"))
    client.force_login(people.bina.person)
    assert client.get(here).status_code == 404
    client.force_login(people.asha.person)
    asha.post(f"{here}drop/")
    assert not ProducerDraft.objects.exists()


def test_a_shared_telephone_is_asked_about(people, asha):
    make.brought(people, mobile="01911223344")
    here = asha.post("/centre/producers/new/").url
    given = {
        "person_name": "Rokeya",
        "person_name_bn": "রোকেয়া",
        "mobile": "01911223344",
    }
    asked = asha.post(f"{here}name/", given)
    assert asked.status_code == 422 and 'name="shared_is_right"' in text_of(asked)
    assert asha.post(f"{here}name/", {**given, "shared_is_right": "1"}).status_code == 302


def test_who_is_sent_back_is_mended_from_her_page(people, asha):
    profile = make.brought(people)
    producer_send_back(
        actor=people.omar.actor,
        seller_id=profile.seller_id,
        reason="The photo of the loom is missing.",
        now=NOW,
    )
    page = f"/centre/producers/{profile.seller_id}/"
    assert "The photo of the loom is missing." in text_of(asha.get(page))
    answer = asha.post(f"{page}mend/")
    assert answer.status_code == 302 and "রোকেয়া" in text_of(asha.get(answer.url))


def test_her_work_rest_and_wallet_are_kept_up(people, asha):
    profile = make.approved(people)
    page = f"/centre/producers/{profile.seller_id}/"
    figures = {"capacity_a_month": "৯", "unit": "pair", "lead_days": "2", "hands": "3"}
    assert asha.post(f"{page}work/", figures).url == page
    rest = {"from_day": "2026-11-10", "to_day": "2026-11-30", "reason": "wedding"}
    assert asha.post(f"{page}rests/", rest).status_code == 302
    assert asha.post(f"{page}rests/", rest).status_code == 422
    assert "wedding" in text_of(asha.get(page))
    for name in ("work", "rests", "photos", "wallet", "agree", "withdraw"):
        assert asha.get(f"{page}{name}/").status_code == 200
    asha.post(f"{page}withdraw/", {"reason": "She moves to town."})
    stopped = ProducerProfile.objects.get(pk=profile.pk)
    assert (stopped.state, stopped.seller.state) == ("withdrawn", "suspended")


def test_an_agreement_comes_as_paper_to_her_side_only(people, asha, client):
    profile = make.approved(people)
    agreement = profile.agreements.get(kind="contract")
    paper = f"/producers/{profile.seller_id}/agreements/{agreement.pk}.pdf"
    assert asha.get(paper).content.startswith(b"%PDF")
    assert asha.get("/agreements/contract-1.pdf").content.startswith(b"%PDF")
    client.force_login(people.bina.person)
    assert client.get(paper).status_code == 404


def test_a_signed_agreement_is_kept_as_photo_or_pdf_and_seen_by_her_side_once_it_is_clean(
    people, asha, client, settings, tmp_path
):
    settings.MEDIA_ROOT = tmp_path
    profile = make.approved(people)
    page = f"/centre/producers/{profile.seller_id}/"
    photo = SimpleUploadedFile("page.jpg", make.photo_bytes(), "image/jpeg")
    with scanner.scanning() as settings.CLAMD_SOCKET:
        brought = {"kind": "contract", "medium": "signed", "papers": [photo, scanner.pdf()]}
        assert asha.post(f"{page}agree/", brought).url == page
        agreement = profile.agreements.get(kind="contract", withdrawn_at=None)
        pdf = agreement.papers.exclude(document=None).get()
        papers = f"/producers/{profile.seller_id}/agreements/papers"
        there = f"{papers}/{pdf.pk}/full/"
        assert asha.get(there).status_code == 404
        assert pdf.document.filename in text_of(asha.get(page))
        run_jobs()
    assert asha.get(there)["Content-Disposition"].startswith("attachment")
    shown = agreement.papers.get(document=None)
    assert asha.get(f"{papers}/{shown.pk}/small/")["Content-Type"] == "image/webp"
    locked = {"kind": "contract", "medium": "signed", "papers": [scanner.pdf(password="x")]}
    assert asha.post(f"{page}agree/", locked).status_code == 422
    again = {"kind": "contract", "medium": "signed", "papers": [scanner.pdf()]}
    assert asha.post(f"{page}agree/", again).status_code == 302
    assert agreement.papers.count() == 2
    client.force_login(people.bina.person)
    assert client.get(there).status_code == 404
