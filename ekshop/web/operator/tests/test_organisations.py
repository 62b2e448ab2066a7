"""The operator's pages of centres and partners, as the operator uses them."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ekshop.kernel.audit import audit_of
from ekshop.kernel.tables import table_read
from ekshop.parties.models import Membership, Organisation, PlaceAlias
from ekshop.parties.rules import fold
from ekshop.parties.tests.make import personas


@pytest.fixture
def people(db):
    return personas()


@pytest.fixture
def omar(people, client):
    client.force_login(people.omar.person)
    client.cookies["language"] = "en"
    return client


def centre_form(people, **more):
    return {
        "union_code": people.places.bhulta.code,
        "name_bn": "নতুন সেন্টার",
        "name_en": "New Centre",
        "entrepreneurs.0.name": "Rina",
        "entrepreneurs.0.mobile": "০১৭১২-৩৪৫৬৭৮",
        **more,
    }


def new_centre(people):
    where = people.places
    return f"/operator/centres/new/?district={where.narayanganj.code}&upazila={where.rupganj.code}"


def test_a_centre_is_found_by_its_name_and_opened(people, omar):
    page = omar.get("/operator/centres/?q=ভুলতা").content.decode()
    assert "Bhulta Union Digital Centre" in page
    assert "Khanpur" not in page
    assert omar.get(f"/operator/organisations/{people.centre.pk}/").status_code == 200


def test_lists_cost_the_same_however_long(people, omar, django_assert_max_num_queries):
    for number in range(30):
        Organisation.objects.create(
            kind="partner", slug=f"p{number}", name_en=f"P{number:02d}", name_bn=f"পি{number}"
        )
    omar.get("/operator/partners/")
    with django_assert_max_num_queries(8):
        page = omar.get("/operator/partners/").content.decode()
    assert "cursor=" in page


def test_the_place_is_chosen_district_by_upazila_without_scripts(people, omar):
    where = people.places
    first = omar.get("/operator/centres/new/").content.decode()
    assert where.narayanganj.code in first and where.rupganj.code not in first
    second = omar.get(f"/operator/centres/new/?district={where.narayanganj.code}").content.decode()
    assert where.rupganj.code in second and where.bhulta.code not in second
    assert where.bhulta.code in omar.get(new_centre(people)).content.decode()


def test_an_unknown_place_in_the_address_starts_the_choice_again(people, omar):
    assert omar.get("/operator/centres/new/?district=x&upazila=y").status_code == 200


def test_a_centre_is_enrolled_by_form(people, omar):
    answer = omar.post(new_centre(people), centre_form(people))
    made = Organisation.objects.get(name_en="New Centre")
    assert answer.url == f"/operator/organisations/{made.pk}/"
    assert "The centre is enrolled" in omar.get(answer.url).content.decode()


def test_what_is_wrong_stands_beside_its_field_and_the_rest_stays(people, omar):
    answer = omar.post(new_centre(people), centre_form(people, **{"entrepreneurs.0.mobile": "12"}))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "f-entrepreneurs.0.mobile-error" in page
    assert "নতুন সেন্টার" in page


def test_a_partner_is_enrolled_by_form_with_bengali_digits(people, omar):
    answer = omar.post(
        "/operator/partners/new/",
        {
            "name_bn": "নতুন দোকান",
            "name_en": "New Shop",
            "trade_number": "T-1",
            "trade_until": "2027-06-30",
            "hub_district_code": people.places.dhaka.code,
            "days_same_district": "২",
            "days_elsewhere": "৫",
            "fee_same": "৫০",
            "fee_far": "৯০.৫০",
            "staff.0.name": "Hasan",
            "staff.0.email": "hasan@shop.example",
        },
    )
    seller = Organisation.objects.get(name_en="New Shop").seller
    assert answer.status_code == 302
    assert (seller.days_same_district, seller.delivery_fee_elsewhere_poisha) == (2, 9050)


def test_a_partner_without_anything_is_told_everything(people, omar):
    answer = omar.post("/operator/partners/new/", {"days_elsewhere": "many"})
    assert answer.status_code == 422
    answer = omar.post("/operator/partners/new/", {})
    for field in ("name_bn", "name_en", "trade_number", "hub_district_code", "staff.0.name"):
        assert f"f-{field}-error" in answer.content.decode(), field


def test_an_organisation_is_suspended_with_a_reason_and_reinstated(people, omar):
    address = f"/operator/organisations/{people.partner.pk}"
    assert omar.post(f"{address}/suspend/", {"reason": ""}).status_code == 422
    omar.post(f"{address}/suspend/", {"reason": "Unpaid refunds"})
    people.partner.refresh_from_db()
    assert people.partner.state == "suspended"
    assert "Unpaid refunds" in omar.get(f"{address}/").content.decode()
    omar.post(f"{address}/reinstate/", {"reason": "Paid"})
    people.partner.refresh_from_db()
    assert people.partner.state == "active"
    assert omar.get(f"{address}/reinstate/").status_code == 404


def test_a_partner_on_trial_is_not_opened_by_a_word(people, omar):
    address = f"/operator/organisations/{people.partner.pk}"
    omar.post(f"{address}/try/", {"reason": "A new system"})
    answer = omar.post(f"{address}/open/", {"reason": "It says it works"})
    assert answer.status_code in (409, 422)
    assert "last trial was not passed" in answer.content.decode()
    people.partner.refresh_from_db()
    assert people.partner.state == "joining"


def test_a_licence_is_added_and_ended(people, omar):
    address = f"/operator/organisations/{people.partner.pk}"
    omar.post(f"{address}/licence/", {"kind": "dgda", "number": "D-9", "valid_from": "2026-01-01"})
    licence = people.partner.licences.get(kind="dgda")
    omar.post(f"{address}/licence/{licence.pk}/end/")
    licence.refresh_from_db()
    assert licence.valid_until
    answer = omar.post(f"{address}/licence/", {"kind": "dgda", "number": "", "valid_from": "soon"})
    assert answer.status_code == 422


def test_someone_is_added_and_ended(people, omar):
    address = f"/operator/organisations/{people.partner.pk}"
    omar.post(
        f"{address}/person/", {"name": "Hasan", "mobile": "01712345678", "role": "partner_staff"}
    )
    membership = Membership.objects.get(person__mobile="+8801712345678")
    omar.post(f"{address}/person/{membership.pk}/end/")
    membership.refresh_from_db()
    assert not membership.active


def test_delivery_terms_are_changed(people, omar):
    address = f"/operator/organisations/{people.partner.pk}/terms/"
    given = {"hub_district_code": people.places.bogura.code, "days_same_district": "1"}
    assert omar.post(address, {**given, "days_elsewhere": "0"}).status_code == 422
    omar.post(address, {**given, "days_elsewhere": "৪"})
    people.partner.seller.refresh_from_db()
    assert people.partner.seller.days_elsewhere == 4


def test_name_address_and_contacts_are_changed_and_what_changed_is_on_record(people, omar):
    address = f"/operator/organisations/{people.partner.pk}/details/"
    assert people.partner.name_en in omar.get(address).content.decode()
    given = {"name_bn": "নতুন বইঘর", "name_en": "New Boi Bazar", "address": "12 Station Road"}
    wrong = {**given, "name_en": " ", "mobile": "0123", "email": "mina"}
    refused = omar.post(address, wrong)
    assert refused.status_code == 422 and refused.content.count(b"field-error") == 3
    omar.post(address, {**given, "mobile": "০১৭১২-৩৪৫৬৭৮", "email": "Mina@Books.example"})
    people.partner.refresh_from_db()
    assert (people.partner.name_en, people.partner.address) == ("New Boi Bazar", "12 Station Road")
    assert (people.partner.mobile, people.partner.email) == (
        "+8801712345678",
        "mina@books.example",
    )
    entry = audit_of("organisation", people.partner.pk).first()
    assert entry.action == "organisation_update"
    assert entry.data["changed"] == ["name_bn", "name_en", "address", "mobile", "email"]
    assert entry.data["names"] == ["নতুন বইঘর", "New Boi Bazar"]
    assert "0171" not in str(entry.data)
    omar.post(address, {**given, "mobile": "01712345678", "email": "mina@books.example"})
    assert audit_of("organisation", people.partner.pk).first() == entry


def test_only_the_operator_changes_what_an_organisation_is_called(people, client):
    for who in ("aziz", "mina", "asha"):
        client.force_login(people.all()[who].person)
        answer = client.post(
            f"/operator/organisations/{people.partner.pk}/details/", {"name_bn": "x"}
        )
        assert answer.status_code == 403


def test_the_auditor_sees_all_and_changes_nothing(people, client):
    client.force_login(people.aziz.person)
    assert client.get("/operator/centres/").status_code == 200
    page = client.get(f"/operator/organisations/{people.partner.pk}/").content.decode()
    assert "/suspend/" not in page
    address = f"/operator/organisations/{people.partner.pk}/suspend/"
    assert client.post(address, {"reason": "x"}).status_code == 403


@pytest.mark.parametrize("who", ["asha", "mina", "rafi", "stranger"])
def test_nobody_else_may_look(people, client, who):
    client.force_login(people.all()[who].person)
    for address in ("centres/", "partners/", f"organisations/{people.centre.pk}/", "tables/"):
        assert client.get(f"/operator/{address}").status_code == 403


def bring(omar, content, kind="centre"):
    file = SimpleUploadedFile("list.csv", content)
    return omar.post("/operator/tables/", {"kind": kind, "file": file})


def test_a_table_is_brought_looked_at_enrolled_and_its_rejects_taken_home(people, omar):
    for place in (people.places.narayanganj, people.places.rupganj, people.places.bhulta):
        PlaceAlias.objects.create(place=place, name=place.name_en, folded=fold(place.name_en))
    head = "name_bn,name_en,district,upazila,union,person_name,person_mobile\n"
    good = "ক,Ka,Narayanganj,Rupganj,Bhulta,Rina,০১৭১২৩৪৫৬৭৮\n"
    bad = "খ,Kha,Narayanganj,Rupganj,Bhulta,Mala,123\n"
    answer = bring(omar, (head + good + bad).encode())
    page = omar.get(answer.url).content.decode()
    assert "Enrol these 1" in page
    assert not Organisation.objects.filter(name_en="Ka").exists()
    omar.post(answer.url + "enrol/")
    assert Organisation.objects.filter(name_en="Ka").exists()
    rejects = table_read(omar.get(answer.url + "rejects.csv").content)
    assert rejects.header == ["Row", "Field", "What stood there", "Why it was not taken"]
    assert rejects.rows[0][1][:3] == ["3", "Entrepreneur's mobile", "123"]
    omar.cookies["language"] = "bn"
    in_bengali = table_read(omar.get(answer.url + "rejects.csv").content)
    assert in_bengali.rows[0][1][3] != rejects.rows[0][1][3]


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04", "name\nCaf\u00e9".encode("cp1252"), b"name_bn,name_en\n1,2\n"],
)
def test_a_file_that_is_no_such_table_is_told_beside_the_field(people, omar, content):
    answer = bring(omar, content)
    assert answer.status_code == 422
    assert "f-file-error" in answer.content.decode()


@pytest.mark.parametrize("kind", ["centre", "partner"])
def test_the_template_has_every_column_and_an_example(people, omar, kind):
    table = table_read(omar.get(f"/operator/tables/template/{kind}.csv").content)
    assert len(table.header) == len(table.rows[0][1])
    assert omar.get("/operator/tables/template/x.csv").status_code == 404


def test_what_was_done_meanwhile_leads_back_with_a_message(people, omar):
    head = "name_bn,name_en,district,upazila,person_name,person_mobile\n"
    table = bring(omar, (head + "ক,Ka,x,y,Rina,123\n").encode()).url
    assert omar.post(table + "enrol/").status_code == 302
    again = omar.post(table + "enrol/", HTTP_REFERER=f"http://testserver{table}")
    assert again.status_code == 302
    assert again.url.endswith(table)
    assert "not possible any more" in omar.get(table).content.decode()


def test_a_refusal_from_a_page_that_is_not_ours_is_a_page_and_no_redirect(people, omar):
    head = "name_bn,name_en,district,upazila,person_name,person_mobile\n"
    table = bring(omar, (head + "ক,Ka,x,y,Rina,123\n").encode()).url
    omar.post(table + "enrol/")
    answer = omar.post(table + "enrol/", HTTP_REFERER="https://evil.example/")
    assert answer.status_code == 409


def test_nobody_ends_the_role_they_act_in(people, omar):
    own = people.omar
    address = f"/operator/organisations/{own.organisation.pk}/person/{own.membership.pk}/end/"
    assert omar.post(address).status_code == 403
    own.membership.refresh_from_db()
    assert own.membership.active
