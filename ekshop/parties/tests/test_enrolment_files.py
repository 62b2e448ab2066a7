"""Enrolling by table: every good row is kept, every other one told."""

import pytest

from ekshop.kernel.errors import InvalidInput, NotAllowed
from ekshop.kernel.jobs import run_jobs
from ekshop.kernel.tables import table_write
from ekshop.parties.models import EnrolmentFile, Organisation, PlaceAlias
from ekshop.parties.rules import fold
from ekshop.parties.selectors import organisations_found
from ekshop.parties.services import (
    enrolment_file_bring,
    enrolment_file_enrol,
    enrolment_file_looked,
    enrolment_template,
)

from .make import PLACED_AT, personas

CENTRES = ["name_bn", "name_en", "district", "upazila", "union", "person_name", "person_mobile"]


@pytest.fixture
def people(db):
    made = personas()
    where = made.places
    for place in (where.dhaka, where.narayanganj, where.rupganj, where.bhulta):
        for name in (place.name_bn, place.name_en):
            PlaceAlias.objects.create(place=place, name=name, folded=fold(name))
    return made


def centre_row(number, **more):
    row = {
        "name_bn": f"সেন্টার {number}",
        "name_en": f"Centre {number}",
        "district": "নারায়নগঞ্জ",
        "upazila": "রূপগঞ্জ",
        "union": "Bhulta",
        "person_name": f"Person {number}",
        "person_mobile": f"০১৭১২{number:06d}",
        **more,
    }
    return [row[key] for key in CENTRES]


def bring(people, rows, kind="centre", header=CENTRES):
    return enrolment_file_bring(
        actor=people.omar.actor,
        kind=kind,
        filename="list.csv",
        content=table_write(header, rows),
        now=PLACED_AT,
    )


def enrol(people, file):
    return enrolment_file_enrol(actor=people.omar.actor, file=file, now=PLACED_AT)


def looked(people, file):
    return enrolment_file_looked(actor=people.omar.actor, file=file, now=PLACED_AT)


def test_nobody_is_enrolled_before_the_table_was_looked_at(people):
    before = Organisation.objects.count()
    file = bring(people, [centre_row(1), centre_row(2)])
    assert set(looked(people, file).good) == {2, 3}
    assert Organisation.objects.count() == before


def test_good_rows_are_enrolled_and_others_told_by_line_field_value_and_reason(people):
    file = bring(
        people,
        [centre_row(1), centre_row(2, person_mobile="12345"), centre_row(3, union="Nowhere")],
    )
    enrol(people, file)
    assert file.state == "finished"
    assert file.enrolled == [2]
    rejects = looked(people, file).rejects
    assert [(each.line, each.value) for each in rejects] == [(3, "12345"), (4, "Nowhere")]
    assert all(str(each.reason) for each in rejects)
    assert Organisation.objects.get(name_en="Centre 1").memberships.get().role == "entrepreneur"


def test_the_same_table_again_enrols_nobody_twice(people):
    enrol(people, bring(people, [centre_row(1)]))
    again = bring(people, [centre_row(1)])
    assert not looked(people, again).good
    enrol(people, again)
    assert Organisation.objects.filter(name_en="Centre 1").count() == 1


def test_a_row_written_twice_in_one_table_is_enrolled_once(people):
    file = bring(people, [centre_row(1), centre_row(1)])
    assert set(looked(people, file).good) == {2}


def test_a_large_table_is_enrolled_by_a_worker_in_batches(people):
    file = bring(people, [centre_row(number) for number in range(60)])
    enrol(people, file)
    assert file.enrolled == []
    run_jobs(queues=["default"])
    file = EnrolmentFile.objects.get(pk=file.pk)
    assert (file.state, len(file.enrolled)) == ("finished", 60)


def test_the_first_line_may_be_in_either_language_and_any_order(people):
    labels, example = enrolment_template("centre")
    file = bring(people, [example[::-1]], header=[str(each) for each in labels][::-1])
    assert file.rows[0][1]["union"] == "ভুলতা"
    assert file.rows[0][1]["person_mobile"] == "০১৭১২-৩৪৫৬৭৮"


def test_a_table_without_a_needed_column_is_refused_by_name(people):
    with pytest.raises(InvalidInput) as refused:
        bring(people, [["ক", "K"]], header=["name_bn", "name_en"])
    assert "file" in refused.value.field_errors


def test_partners_come_in_with_licences_fees_and_people(people):
    header = [
        "name_bn", "name_en", "hub_district", "trade_licence", "trade_licence_until",
        "drug_licence", "days_same_district", "days_elsewhere", "fee_same_district",
        "person_name", "person_email",
    ]  # fmt: skip
    good = [
        "ওষুধঘর", "Oshudhghor", "ঢাকা", "T-1", "৩০/০৬/২০২৭", "D-1", "২", "৫", "৳৬০",
        "Mou", "mou@x.example",
    ]  # fmt: skip
    bad = [
        "দোকান", "Dokan", "Atlantis", "", "soon", "", "9", "2", "-5", "Mou", "nothing",
    ]  # fmt: skip
    file = bring(people, [good, bad], kind="partner", header=header)
    assert len(looked(people, file).rejects) >= 6
    enrol(people, file)
    seller = Organisation.objects.get(name_en="Oshudhghor").seller
    assert (seller.days_same_district, seller.delivery_fee_same_district_poisha) == (2, 6000)
    assert {each.kind for each in seller.organisation.licences.all()} == {"trade", "dgda"}


def test_only_the_operator_brings_tables(people):
    with pytest.raises(NotAllowed):
        enrolment_file_bring(
            actor=people.asha.actor, kind="centre", filename="x", content=b"x", now=PLACED_AT
        )


def test_a_centre_is_found_by_name_district_and_mobile(people):
    def found(text):
        return list(organisations_found(people.omar.actor, kind="centre", text=text))

    assert found("ভুলতা") == [people.centre]
    assert found("bhulta") == [people.centre]
    assert found("Narayanganj") == [people.centre]
    assert found(people.asha.person.mobile) == [people.centre]
    assert found(people.centre.centre.code) == [people.centre]
    assert found("nothing of the kind") == []
    assert list(organisations_found(people.asha.actor, kind="partner")) == []
