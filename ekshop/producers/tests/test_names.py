"""Names that belong to a place: who may use them, and which goods say so."""

import io
from datetime import date, timedelta

import pytest
from PIL import Image

from ekshop.catalogue.models import Product
from ekshop.catalogue.tests import make as goods
from ekshop.kernel import clock
from ekshop.kernel.actors import Actor
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound, StaleState
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.states import history_of
from ekshop.kernel.tests import scanner
from ekshop.notices.models import Message
from ekshop.parties.models import Place
from ekshop.parties.tests.make import personas
from ekshop.producers.handlers import LATELY
from ekshop.producers.models import GiName
from ekshop.producers.rules import names as rules
from ekshop.producers.selectors.names import (
    approved_users,
    gi_name_without_right,
    gi_names_unearned,
    gi_of_offers,
    gi_use_for,
    gi_uses_visible_to,
)
from ekshop.producers.services.marks import gi_marks_settle, names_unshown_settle
from ekshop.producers.services.names import (
    NameClaimedAlready,
    NameNotYours,
    OwnClaim,
    gi_name_certify,
    gi_names_load,
    gi_title_check,
    gi_use_approve,
    gi_use_claim,
    gi_use_refuse,
    gi_use_restore,
    gi_use_suspend,
    gi_use_withdraw,
)

pytestmark = pytest.mark.django_db

STATEMENT = "Woven at our own pit loom in Rupganj, thread by thread, by three of us."
ROW = {
    "slug": "jamdani-saree",
    "name_bn": "জামদানি শাড়ি",
    "name_en": "Jamdani saree",
    "kind": "textile",
    "words": "jamdani|saree",
    "words_bn": "জামদানি|শাড়ি",
    "place_words": "",
    "register": "registered",
    "certificate_number": "",
    "certificate_on": "",
    "sources": "",
}

SOURCE = {
    "title": "জামদানির সনদ",
    "publisher": "Paper",
    "url": "https://example.org/jamdani",
    "looked_on": "2026-11-23",
}


def photo() -> io.BytesIO:
    made = io.BytesIO()
    Image.new("RGB", (320, 240), "white").save(made, "JPEG")
    made.seek(0)
    return made


@pytest.fixture
def people():
    return personas()


@pytest.fixture
def jamdani(people, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    home = people.jamila.organisation.seller.hub_district
    gi_names_load([{**ROW, "districts": home.code}], {})
    return GiName.objects.get()


def claimed(people, name, by=None, **given):
    return gi_use_claim(
        actor=by or people.jamila.actor,
        seller_id=people.jamila.organisation.pk,
        gi_name_id=name.pk,
        **{"statement": STATEMENT, "evidence": [photo()], "now": clock.now(), **given},
    )


def approved(people, name, **given):
    use = claimed(people, name)
    return gi_use_approve(actor=people.omar.actor, use_id=use.pk, now=clock.now(), **given)


def test_a_claim_with_its_photos_waits_and_an_operator_approves_it(people, jamdani):
    use = claimed(people, jamdani, number="12/2024")
    assert use.state == "claimed" and gi_use_for(people.omar.actor, use.pk).evidence.count() == 1
    assert not approved_users([jamdani.pk], today=clock.dhaka_date(clock.now()))
    gi_use_approve(actor=people.omar.actor, use_id=use.pk, now=clock.now(), note="Seen the loom")
    (user,) = approved_users([jamdani.pk], today=clock.dhaka_date(clock.now()))[jamdani.pk]
    assert user.seller_id == people.jamila.organisation.pk and user.number == "12/2024"
    assert [change.action for change in history_of(use)] == ["begin", "approve"]


def test_a_claim_without_proof_or_words_is_told_what_is_missing(people, jamdani):
    with pytest.raises(InvalidInput) as refused:
        claimed(people, jamdani, statement="ours", evidence=[])
    assert set(refused.value.field_errors) == {"statement", "evidence"}
    with pytest.raises(InvalidInput) as refused:
        claimed(people, jamdani, evidence=[io.BytesIO(b"%PDF-1.7 not a photo")])
    assert set(refused.value.field_errors) == {"evidence"}


def test_a_producer_from_elsewhere_cannot_claim_the_name(people, jamdani):
    other = Place.objects.filter(kind="district").exclude(
        pk=people.jamila.organisation.seller.hub_district_id
    )[0]
    jamdani.districts.set([other])
    with pytest.raises(InvalidInput) as refused:
        claimed(people, jamdani)
    assert other.name in str(refused.value.field_errors["gi_name"])


def test_a_name_not_yet_in_the_register_cannot_be_claimed_until_it_is(people, jamdani):
    GiName.objects.update(register=rules.UNCONFIRMED)
    with pytest.raises(InvalidInput):
        claimed(people, jamdani)
    with pytest.raises(InvalidInput):
        gi_name_certify(
            actor=people.omar.actor,
            gi_name_id=jamdani.pk,
            certificate_number="GI-1",
            certificate_on=clock.dhaka_date(clock.now()) + timedelta(days=2),
            now=clock.now(),
        )
    gi_name_certify(
        actor=people.omar.actor,
        gi_name_id=jamdani.pk,
        certificate_number="GI-1",
        certificate_on=None,
        now=clock.now(),
    )
    assert claimed(people, jamdani).state == "claimed"


def test_what_a_page_tells_of_a_certificate_stands_until_somebody_has_read_the_register(
    people, jamdani
):
    home = jamdani.districts.get().code
    told = {**ROW, "districts": home, "certificate_on": "2016-11-17", "sources": "paper"}
    known = {"paper": SOURCE}
    gi_names_load([told], known)
    jamdani.refresh_from_db()
    assert jamdani.certificate_on == date(2016, 11, 17)
    assert [(each.url, each.language) for each in jamdani.read_at] == [(SOURCE["url"], "bn")]
    gi_name_certify(
        actor=people.omar.actor,
        gi_name_id=jamdani.pk,
        certificate_number="GI-1",
        certificate_on=date(2016, 11, 18),
        now=clock.now(),
    )
    gi_names_load([told], known)
    jamdani.refresh_from_db()
    assert (jamdani.certificate_number, jamdani.certificate_on) == ("GI-1", date(2016, 11, 18))
    assert not jamdani.read_at


def test_a_name_is_claimed_once_and_again_after_a_refusal(people, jamdani):
    use = claimed(people, jamdani)
    with pytest.raises(NameClaimedAlready):
        claimed(people, jamdani)
    with pytest.raises(InvalidInput):
        gi_use_refuse(actor=people.omar.actor, use_id=use.pk, reason=" ", now=clock.now())
    gi_use_refuse(
        actor=people.omar.actor, use_id=use.pk, reason="No loom on the photo", now=clock.now()
    )
    again = claimed(people, jamdani)
    assert again.state == "claimed"
    with pytest.raises(StaleState):
        gi_use_approve(actor=people.omar.actor, use_id=use.pk, now=clock.now())


def test_nobody_decides_their_own_claim_and_only_operators_decide(people, jamdani):
    use = claimed(people, jamdani, by=people.omar.actor)
    with pytest.raises(OwnClaim):
        gi_use_approve(actor=people.omar.actor, use_id=use.pk, now=clock.now())
    for each in (people.jamila, people.asha, people.mina):
        with pytest.raises(NotAllowed):
            gi_use_approve(actor=each.actor, use_id=use.pk, now=clock.now())


def test_a_claim_is_made_and_seen_only_by_those_it_concerns(people, jamdani):
    use = claimed(people, jamdani)
    for stranger in (people.mina.actor, people.stranger.actor, Actor.public()):
        assert not gi_uses_visible_to(stranger)
        with pytest.raises((NotFound, NotAllowed)):
            gi_use_withdraw(actor=stranger, use_id=use.pk, reason="mine now", now=clock.now())
        with pytest.raises(NotAllowed):
            claimed(people, jamdani, by=stranger)
    seller = people.jamila.organisation.seller
    seller.sourcing_centre = people.asha.organisation
    seller.save()
    assert gi_use_for(people.asha.actor, use.pk) == use


def test_the_mark_follows_the_approval_and_falls_with_it(people, jamdani):
    jamila, mina = people.jamila.organisation, people.mina.organisation
    hers = goods.offer(jamila, of=goods.product("Jamdani saree, blue")).product
    plain = goods.offer(jamila, of=goods.product("Cotton scarf")).product
    theirs = goods.offer(mina, of=goods.product("Jamdani saree", is_gi=True)).product

    def marked():
        gi_marks_settle(now=clock.now())
        return set(Product.objects.filter(is_gi=True).values_list("pk", flat=True))

    assert marked() == set()
    use = approved(people, jamdani)
    assert marked() == {hers.pk}
    hers.refresh_from_db()
    assert hers.district_id == jamila.seller.hub_district_id
    gi_use_suspend(actor=people.omar.actor, use_id=use.pk, reason="Mill cloth", now=clock.now())
    assert marked() == set()
    gi_use_restore(actor=people.omar.actor, use_id=use.pk, reason="Cleared", now=clock.now())
    assert marked() == {hers.pk}
    gi_use_withdraw(actor=people.jamila.actor, use_id=use.pk, reason="I stop", now=clock.now())
    assert marked() == set() and plain.pk and theirs.pk


def test_what_is_sold_under_a_name_without_right_is_noted_until_the_right_is_shown(people, jamdani):
    jamila, mina = people.jamila.organisation, people.mina.organisation
    hers = goods.offer(jamila, of=goods.product("Jamdani saree, blue")).product
    theirs = goods.offer(mina, of=goods.product("Jaamdani shari, mill made"))
    goods.offer(mina, of=goods.product("Cotton scarf"))
    run_jobs(queues=["default"])

    def noted():
        return set(Product.objects.filter(name_unshown=True).values_list("pk", flat=True))

    assert noted() == {hers.pk, theirs.product_id}
    use = approved(people, jamdani)
    run_jobs(queues=["default"])
    assert noted() == {theirs.product_id}
    gi_use_suspend(actor=people.omar.actor, use_id=use.pk, reason="Mill cloth", now=clock.now())
    run_jobs(queues=["default"])
    assert noted() == {hers.pk, theirs.product_id}
    type(theirs).objects.filter(pk=theirs.pk).update(title="Mill saree", updated_at=clock.now())
    names_unshown_settle(seller_ids=[mina.pk], since=clock.now() - LATELY, now=clock.now())
    assert noted() == {hers.pk}


def test_an_approval_with_a_last_day_ends_after_it(people, jamdani):
    today = clock.dhaka_date(clock.now())
    approved(people, jamdani, until=today)
    assert approved_users([jamdani.pk], today=today)
    assert not approved_users([jamdani.pk], today=today + timedelta(days=1))


def test_a_product_two_sell_keeps_the_mark_of_the_one_who_may(people, jamdani):
    shared = goods.product("Jamdani saree")
    goods.offer(people.mina.organisation, of=shared)
    offer = goods.offer(people.jamila.organisation, of=shared)
    approved(people, jamdani)
    for seller in (people.jamila, people.mina):
        gi_marks_settle(seller_ids=[seller.organisation.pk], now=clock.now())
    shared.refresh_from_db()
    assert shared.is_gi
    (found,) = gi_of_offers(shared.offers.all(), today=clock.dhaka_date(clock.now()))
    assert found.seller_id == offer.seller_id and found.name == jamdani


def test_a_title_that_uses_the_name_without_right_is_refused_with_the_reason(people, jamdani):
    given = {"seller_id": people.jamila.organisation.pk, "now": clock.now()}
    for title in ("জামদানী শাড়ী লাল", "নীল জামদানি-শাড়ি", "Jamdani sari, red"):
        with pytest.raises(NameNotYours) as refused:
            gi_title_check(titles=[title], **given)
        assert "জামদানি শাড়ি" in str(refused.value)
    gi_title_check(titles=["তাঁতের শাড়ি", "Handloom saree"], **given)
    approved(people, jamdani)
    gi_title_check(titles=["জামদানি শাড়ি"], **given)


def test_a_name_one_may_use_covers_no_other_name_that_shares_a_word_with_it(people, jamdani):
    tangail = {
        "slug": "tangail-saree",
        "name_bn": "টাঙ্গাইল শাড়ি",
        "name_en": "Tangail saree",
        "words": "tangail|saree",
        "words_bn": "টাঙ্গাইল|শাড়ি",
    }
    home = people.jamila.organisation.seller.hub_district
    gi_names_load([{**ROW, **tangail, "districts": home.code}], {})
    approved(people, jamdani)
    given = {"seller_id": people.jamila.organisation.pk, "now": clock.now()}
    gi_title_check(titles=["লাল জামদানি শাড়ি", "Red jamdani saree"], **given)
    for title in ("টাঙ্গাইলের জামদানি শাড়ি", "Tangail jamdani saree"):
        with pytest.raises(NameNotYours):
            gi_title_check(titles=[title], **given)
    both = goods.offer(people.jamila.organisation, of=goods.product("Tangail jamdani saree"))
    own = goods.offer(people.jamila.organisation, of=goods.product("Jamdany sharee"))
    gi_marks_settle(now=clock.now())
    assert set(Product.objects.filter(is_gi=True)) == {own.product}
    (told,) = gi_of_offers([both, own], today=clock.dhaka_date(clock.now()))
    assert told.name == jamdani and not gi_of_offers([both], today=clock.dhaka_date(clock.now()))


def test_whoever_has_no_right_is_told_which_name_it_is(people, jamdani):
    found = gi_name_without_right(
        seller_id=people.mina.organisation.pk,
        titles=["Jamdani Saree"],
        today=clock.dhaka_date(clock.now()),
    )
    assert found == jamdani


def test_she_and_her_centre_hear_what_was_decided_about_a_name_and_why(people, jamdani):
    use = claimed(people, jamdani)
    now, omar = clock.now(), people.omar.actor
    gi_use_approve(actor=omar, use_id=use.pk, now=now)
    gi_use_suspend(actor=omar, use_id=use.pk, reason="Machine-made cloth was sold.", now=now)
    run_jobs(queues=["default"])
    sent = Message.objects.filter(template="gi_decided", to=people.jamila.person.mobile)
    first, second = (each.body for each in sent.order_by("id"))
    name = "Jamdani" if people.jamila.person.language == "en" else "জামদানি শাড়ি"
    assert name in first and name in second and "Machine-made cloth was sold." in second


def test_a_paper_as_pdf_is_seen_by_those_it_concerns_once_it_is_clean(
    people, jamdani, client, settings
):
    with scanner.scanning() as settings.CLAMD_SOCKET:
        use = claimed(people, jamdani, evidence=[photo(), scanner.pdf()])
        [paper] = use.evidence.exclude(document=None)
        there = f"/photos/names/{paper.pk}/full/"
        client.force_login(people.omar.person)
        assert client.get(there).status_code == 404
        assert "certificate.pdf" in client.get(f"/operator/gi/{use.pk}/").content.decode()
        run_jobs()
    assert client.get(there)["Content-Disposition"].startswith("attachment")
    client.force_login(people.mina.person)
    assert client.get(there).status_code == 404
    with pytest.raises(InvalidInput):
        claimed(people, jamdani, evidence=[scanner.pdf(password="x")])


def test_a_name_in_a_title_is_told_of_those_who_have_no_right_to_it(people, jamdani):
    today = clock.dhaka_date(clock.now())
    saree = goods.product("Jamdani saree, blue")
    hers = goods.offer(people.jamila.organisation, of=saree)
    goods.offer(people.mina.organisation, of=saree)
    offers = list(saree.offers.all())
    both = {people.jamila.organisation.pk, people.mina.organisation.pk}
    assert gi_names_unearned(offers, today=today) == [(jamdani, both)]
    approved(people, jamdani)
    assert gi_names_unearned(offers, today=today) == [(jamdani, {people.mina.organisation.pk})]
    assert gi_names_unearned([hers], today=today) == []
    plain = goods.offer(people.mina.organisation, of=goods.product("Cotton saree, blue"))
    assert gi_names_unearned([plain], today=today) == []
