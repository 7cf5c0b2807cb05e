"""Random requests after the OpenAPI document: no server error, and every answer is as the document says."""

from __future__ import annotations

import os

import pytest
import schemathesis
from api.test_api import address, truth  # noqa: F401
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from analytics.api.openapi import document

EXAMPLES = 500 if os.environ.get("JUSHI_TORTURE") else 25
schema = schemathesis.openapi.from_dict(__import__("orjson").loads(document()))


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_random_requests_are_answered_as_the_document_says(case, address: str) -> None:  # noqa: F811
    case.call_and_validate(
        base_url=address, checks=(not_a_server_error, response_schema_conformance, status_code_conformance)
    )
