"""The reference for people says all that the description for machines says."""

import pytest
from django.test import Client

from ekshop.api.partners.interface import PREFIX, interface
from ekshop.api.reference import groups
from ekshop.federation.rules import EVENT_TYPES


def test_every_operation_stands_there_with_its_fields_and_examples():
    told = {each.key: each for group in groups() for each in group.operations}
    schema = interface.get_openapi_schema(path_prefix=PREFIX)
    described = {
        each["operationId"] for methods in schema["paths"].values() for each in methods.values()
    }
    assert set(told) == described
    put = told["goods_put"]
    names = {field.name for field in put.body}
    assert {"goods", "goods[].ref", "goods[].attributes"} <= names
    assert "Idempotency-Key" in put.curl and '"ref": "B000001"' in put.curl
    for each in told.values():
        compile(each.python, each.key, "exec")


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["bn", "en"])
def test_anyone_may_read_it_in_either_language(language):
    answer = Client(headers={"Accept-Language": language}).get("/developers/")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert all(kind in page for kind in EVENT_TYPES)
    assert "/api/partner/getSession" in page and "webhook-signature" in page
    assert "<script>" not in page
