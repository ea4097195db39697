"""The catalog of APIG's error types, held to the clouds' SDKs and to the examples of their API reference."""

import re

import pytest
from otcextensions.sdk.apig.v2.error_response import ErrorResponse

from constructs_gw.apig.error_types import CATALOG, ErrorType, Provider
from constructs_gw.evidence import Evidence

from .huaweicloud_sdk import v2

# Open Telekom Cloud's API reference as it was before response headers, Modifying the Response of an Error Type.
FIRST_REVISION = {
    "AUTH_FAILURE",
    "AUTH_HEADER_MISSING",
    "AUTHORIZER_FAILURE",
    "AUTHORIZER_CONF_FAILURE",
    "AUTHORIZER_IDENTITIES_FAILURE",
    "BACKEND_UNAVAILABLE",
    "BACKEND_TIMEOUT",
    "THROTTLED",
    "UNAUTHORIZED",
    "ACCESS_DENIED",
    "NOT_FOUND",
    "REQUEST_PARAMETERS_FAILURE",
    "DEFAULT_4XX",
    "DEFAULT_5XX",
}

# Open Telekom Cloud's API reference (2024-11), the 201 example of Creating a Group Response.
DEFAULT_STATUSES = {
    "ACCESS_DENIED": 403,
    "AUTHORIZER_CONF_FAILURE": 500,
    "AUTHORIZER_FAILURE": 500,
    "AUTHORIZER_IDENTITIES_FAILURE": 401,
    "AUTH_FAILURE": 401,
    "AUTH_HEADER_MISSING": 401,
    "BACKEND_TIMEOUT": 504,
    "BACKEND_UNAVAILABLE": 502,
    "DEFAULT_4XX": None,
    "DEFAULT_5XX": None,
    "NOT_FOUND": 404,
    "REQUEST_PARAMETERS_FAILURE": 400,
    "THROTTLED": 429,
    "UNAUTHORIZED": 401,
    "THIRD_AUTH_FAILURE": 401,
    "THIRD_AUTH_IDENTITIES_FAILURE": 401,
    "THIRD_AUTH_CONF_FAILURE": 500,
}


def test_every_type_is_in_the_catalog() -> None:
    assert list(CATALOG) == list(ErrorType)


def test_huawei_cloud_offers_what_its_sdk_lists() -> None:
    listed = re.findall(r"- ([A-Z0-9_]+)\W", v2.ResponsesCreate.responses.__doc__)
    assert {kind for kind in ErrorType if kind.is_offered_by(Provider.HUAWEICLOUD)} == set(listed)
    assert len(listed) == 23


def test_open_telekom_cloud_offers_what_its_sdk_knows() -> None:
    members = (getattr(member, "name", "") for member in vars(ErrorResponse).values())
    known = {name for name in members if name.isupper()}
    assert {kind for kind in ErrorType if kind.is_offered_by(Provider.OPENTELEKOMCLOUD)} == known
    assert len(known) == 19


def test_the_first_revision_is_what_its_page_lists() -> None:
    assert {kind for kind in ErrorType if kind.is_in_first_revision} == FIRST_REVISION


@pytest.mark.parametrize("kind", ErrorType)
def test_default_statuses_are_those_of_the_documented_example(kind: ErrorType) -> None:
    fact = kind.facts.default_status
    assert fact.value == DEFAULT_STATUSES.get(kind)
    assert fact.evidence is (Evidence.DOCUMENTED if kind in DEFAULT_STATUSES else Evidence.UNDETERMINED)


@pytest.mark.parametrize("kind", ErrorType)
def test_every_fact_but_an_undetermined_one_has_a_source(kind: ErrorType) -> None:
    facts = kind.facts
    known = (facts.default_status, facts.emitted_when, facts.is_in_first_revision, facts.providers)
    assert all(fact.source for fact in known if fact.evidence is not Evidence.UNDETERMINED)


def test_two_types_stand_for_what_has_none_of_its_own() -> None:
    assert [kind for kind in ErrorType if kind.is_default] == ["DEFAULT_4XX", "DEFAULT_5XX"]
