"""Drafts are forgotten with their files, and what was complained of before is recognised."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage

from ekshop.complaints.models import Draft, Evidence
from ekshop.complaints.selectors import cases_likely, drafts_visible_to, sellers_found
from ekshop.complaints.services import draft_answer, draft_begin, drafts_prune, evidence_add
from ekshop.complaints.tests import files, make
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import NotAllowed, NotFound
from ekshop.parties.models import Licence
from ekshop.parties.tests.make import PLACED_AT

pytestmark = pytest.mark.django_db


def test_a_draft_nobody_touched_for_ninety_days_goes_with_its_files(
    people, django_capture_on_commit_callbacks
):
    karim = make.karim(people)
    old = draft_begin(actor=karim, language="bn", now=PLACED_AT)
    draft_answer(actor=karim, token=str(old.token), answers={"name": "করিম"}, now=PLACED_AT)
    told = {"actor": karim, "draft": str(old.token), "now": PLACED_AT}
    row = evidence_add(file=io.BytesIO(files.photo()), name="a.jpg", **told)
    new = draft_begin(actor=karim, language="bn", now=PLACED_AT + timedelta(days=60))
    with django_capture_on_commit_callbacks(execute=True):
        assert drafts_prune(now=PLACED_AT + timedelta(days=91)) == 1
        assert default_storage.exists(row.file)
    assert list(Draft.objects.all()) == [new]
    assert not Evidence.objects.exists() and not default_storage.exists(row.file)


def test_an_empty_draft_is_begun_once_and_by_nobody_without_a_number(people):
    karim = make.karim(people)
    first = draft_begin(actor=karim, language="bn", now=PLACED_AT)
    assert draft_begin(actor=karim, language="bn", now=PLACED_AT) == first
    with pytest.raises(NotFound):
        draft_begin(actor=Actor.public(), language="bn", now=PLACED_AT)
    with pytest.raises(NotAllowed):
        draft_begin(actor=people.mina.actor, language="bn", now=PLACED_AT)
    for actor in (people.asha.actor, people.nila.actor, Actor.mobile_holder("+8801799999999")):
        assert not drafts_visible_to(actor).exists()


def test_order_transaction_and_number_decide_and_words_suggest(people):
    case = make.case(
        people,
        seller_name="Rong Mela",
        handles=[("wallet", "01711223344")],
        transaction_id="9bf7",
    )
    known = make.karim(people), people.karim.mobile
    (by_transaction,) = cases_likely(*known, transaction_id=" 9BF7 ")
    (by_number,) = cases_likely(*known, handles=[("phone", "+880 1711-223344")])
    (by_words,) = cases_likely(*known, story=make.STORY + " টাকা ফেরত চাই।")
    assert [
        (each.case, each.why, each.decides) for each in (by_transaction, by_number, by_words)
    ] == [
        (case, "transaction", True),
        (case, "seller", True),
        (case, "words", False),
    ]
    assert cases_likely(*known, story="The charger caught fire in the night.") == []
    other = "+8801799999999"
    assert (
        cases_likely(Actor.mobile_holder(other), other, transaction_id="9BF7", story=make.STORY)
        == []
    )


def test_a_registered_seller_is_found_by_its_identity_number(people):
    Licence.objects.create(
        organisation=people.partner, kind="dbid", number="DBID123456", valid_from=PLACED_AT
    )
    for typed in ("DBID-123456", "dbid 123456"):
        (found,) = sellers_found(typed)
        assert (found.value, found.registered) == (f"seller:{people.partner.pk}", True)
    assert sellers_found("x") == []
