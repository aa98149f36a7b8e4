"""The API answers as its OpenAPI schema says, whatever comes."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from pipeline.config import load_profile
from pipeline.serving.app import Limits, create_app
from tests.serving.test_app import EchoPipeline

APP = create_app(
    EchoPipeline(load_profile()),
    limits=Limits(per_minute=1_000_000, max_bytes=100_000_000),
    hosts=frozenset({"testserver", "localhost"}),
)
schema = schemathesis.openapi.from_asgi("/openapi.json", APP)


@pytest.mark.slow
@schema.parametrize()
@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
def test_answers_are_those_of_the_schema(case: Any) -> None:
    # A text of blanks has the form that the schema asks for, and is refused all the same.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])
