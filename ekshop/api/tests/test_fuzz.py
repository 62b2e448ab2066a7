"""The partner API thrown what its own description allows, and what it does not."""

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    response_schema_conformance,
    status_code_conformance,
)

from ekshop.api.partners.interface import PREFIX
from ekshop.api.public.interface import PREFIX as PUBLIC

EXAMPLES = 12
CHECKS = [not_a_server_error, status_code_conformance, response_schema_conformance]


@pytest.fixture
def connection_kept():
    """The server's end of a request would close the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def operations(mina, share, connection_kept):
    """Every operation, with the code of an order that is there among those it is asked with."""
    schema = schemathesis.openapi.from_wsgi(f"{PREFIX}openapi.json", get_wsgi_application())
    for path, methods in schema.raw_schema["paths"].items():
        for told in methods.values():
            for parameter in told.get("parameters", []):
                if parameter["name"] == "code" and "/seller-orders/" in path:
                    parameter["schema"]["enum"] = [share.code, "S22-2222-2", "১২"]
    return [each.ok() for each in schema.get_all_operations()]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_whatever_is_sent_is_answered_as_described(operations, mina, mode):
    assert len(operations) >= 12
    throw(operations, mode, mina.headers())


@pytest.mark.django_db
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_the_public_interface_answers_as_described(connection_kept, mode):
    schema = schemathesis.openapi.from_wsgi(f"{PUBLIC}openapi.json", get_wsgi_application())
    throw([each.ok() for each in schema.get_all_operations()], mode, {})


def throw(operations, mode, headers):
    for operation in operations:

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def thrown(case):
            case.call_and_validate(
                headers={**headers, "Accept-Encoding": "identity"}, checks=CHECKS
            )

        thrown()
