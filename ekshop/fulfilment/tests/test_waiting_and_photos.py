"""What waits at the centre, photos of unfinished forms, and parcels that go back."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from ekshop.fulfilment import selectors
from ekshop.fulfilment import services as fulfilling
from ekshop.fulfilment.models import Photo, Shipment
from ekshop.fulfilment.services import FoundLine
from ekshop.kernel import clock, deadlines
from ekshop.kernel.actors import Actor
from ekshop.kernel.bangla import bengali_digits
from ekshop.kernel.errors import InvalidInput, NotAllowed, NotFound
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.pictures import NotAPicture
from ekshop.notices.models import Message
from ekshop.parties.tests.make import PLACED_AT, Personas
from ekshop.settlement.selectors import expected_lines, expected_poisha, month_lines, month_sum
from ekshop.settlement.tests import make

pytestmark = pytest.mark.django_db

LATER = PLACED_AT + timedelta(days=3)


@pytest.fixture
def people() -> Personas:
    everyone = make.orders.people()
    make.orders.rate(500)
    return everyone


@pytest.fixture
def waiting(people: Personas):
    offer = make.orders.offer(people.partner, price_poisha=150_050, on_hand=50)
    return make.arrived(people, make.orders.order(people, [(offer, 3)]))


def photo() -> io.BytesIO:
    file = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(file, "JPEG")
    file.seek(0)
    return file


def test_a_parcel_nobody_collects_is_asked_about_before_and_after_its_time(people, waiting) -> None:
    (pickup,) = deadlines.deadlines_of(("seller_order", waiting.pk)).filter(kind="pickup")
    for at in (pickup.warn_at, pickup.due_at):
        with clock.at(at + timedelta(minutes=1)):
            deadlines.deadlines_run(clock.now())
            run_jobs(queues=["default"])
    assert Message.objects.filter(template="parcel_waiting").count() == 2
    (listed,) = selectors.parcels_listed(people.asha.actor, "waiting")
    assert listed.came_at == waiting_since(waiting)
    assert not selectors.parcels_listed(people.bina.actor, "waiting").exists()


def waiting_since(seller_order):
    return Shipment.objects.get(seller_order=seller_order, direction="outbound").arrived_at


def test_nobody_is_reminded_of_what_they_have_taken(people, waiting) -> None:
    make.inspected(people, waiting, now=LATER)
    make.paid(people, waiting, now=LATER)
    make.handed_over(people, waiting, now=LATER)
    (pickup,) = deadlines.deadlines_of(("seller_order", waiting.pk)).filter(kind="pickup")
    assert pickup.met_at == LATER
    assert not fulfilling.pickup_remind(
        actor=Actor.system("test"), seller_order_id=waiting.pk, until=LATER, last=False, now=LATER
    )


def test_a_good_photo_survives_a_form_that_must_be_mended(people, waiting) -> None:
    parcel = Shipment.objects.get()
    scope = f"parcel:{parcel.pk}"
    token = fulfilling.photo_keep(actor=people.asha.actor, upload=photo(), scope=scope, now=LATER)
    line = waiting.lines.get()
    arguments = {
        "actor": people.asha.actor,
        "shipment_id": parcel.pk,
        "nonce": uuid4(),
        "now": LATER,
    }
    with pytest.raises(InvalidInput):
        fulfilling.inspection_record(
            **arguments, found=[FoundLine(line.pk, 3, 1, "damaged", kept=[token])]
        )
    fulfilling.inspection_record(
        **arguments, found=[FoundLine(line.pk, 2, 1, "damaged", kept=[token])]
    )
    kept = selectors.photo_kept(token, scope)
    assert kept.inspection_line.order_line_id == line.pk
    for actor in (people.asha.actor, people.mina.actor, people.omar.actor):
        assert selectors.photos_visible_to(actor).get() == kept
    for actor in (people.bina.actor, people.tania.actor, Actor.public()):
        assert not selectors.photos_visible_to(actor).exists()


def test_a_photo_of_one_form_is_good_for_no_other(people, waiting) -> None:
    token = fulfilling.photo_keep(
        actor=people.asha.actor, upload=photo(), scope="parcel:0", now=LATER
    )
    with pytest.raises(NotFound):
        selectors.photo_kept(token, f"parcel:{Shipment.objects.get().pk}")
    with pytest.raises(NotAPicture):
        fulfilling.photo_keep(
            actor=people.asha.actor, upload=io.BytesIO(b"%PDF-1.7"), scope="parcel:0", now=LATER
        )


def test_photos_of_forms_nobody_finished_are_cleared_away(
    people, django_capture_on_commit_callbacks
) -> None:
    fulfilling.photo_keep(actor=people.asha.actor, upload=photo(), scope="parcel:1", now=LATER)
    name = Photo.objects.get().file
    assert fulfilling.photos_prune(now=LATER + timedelta(hours=47)) == 0
    with django_capture_on_commit_callbacks(execute=True):
        assert fulfilling.photos_prune(now=LATER + timedelta(hours=49)) == 1
    assert not default_storage.exists(name)


def test_rejected_pieces_lie_at_the_centre_until_a_courier_takes_them(people, waiting) -> None:
    make.inspected(people, waiting, rejected=1, now=LATER)
    (back,) = selectors.parcels_going_back(people.asha.actor)
    arguments = {"shipment_id": back.pk, "courier": "manual", "now": LATER}
    with pytest.raises(NotAllowed):
        fulfilling.parcel_send_back(actor=people.mina.actor, tracking_number="", **arguments)
    with pytest.raises(NotFound):
        fulfilling.parcel_send_back(actor=people.bina.actor, tracking_number="", **arguments)
    for _again in range(2):
        fulfilling.parcel_send_back(actor=people.asha.actor, tracking_number="SA-9", **arguments)
    back.refresh_from_db()
    assert (back.state, back.tracking_number) == ("handed_over", "SA-9")
    assert not selectors.parcels_going_back(people.asha.actor).exists()


def test_a_code_typed_in_bengali_digits_and_with_gaps_is_the_same_code(people, waiting) -> None:
    make.inspected(people, waiting, now=LATER)
    make.paid(people, waiting, now=LATER)
    assert selectors.tries_left(waiting.pk) == 5
    code = bengali_digits(make.hand_over_code())
    fulfilling.hand_over_record(
        actor=people.asha.actor,
        seller_order_id=waiting.pk,
        code=f" {code[:3]} {code[3:]} ",
        now=LATER,
    )


def test_what_is_expected_becomes_what_is_earned(people, waiting) -> None:
    asha = people.asha.actor
    assert expected_poisha(asha) == 22_508  # 5% of 4501.50, half up
    assert [line.base_poisha for line in expected_lines(people.mina.actor)] == [450_150]
    assert expected_poisha(people.bina.actor) == 0
    make.inspected(people, waiting, rejected=1, now=LATER)
    assert expected_poisha(asha) == 15_005
    make.paid(people, waiting, now=LATER)
    assert expected_poisha(asha) == 0
    assert month_sum(asha, "2026-11").earned_poisha == 15_005
    assert month_sum(asha, "2026-10").net_poisha == 0
    for figure, number in (("all", 1), ("earned", 1), ("locked", 0), ("other", 0)):
        assert month_lines(asha, month="2026-11", figure=figure).count() == number
