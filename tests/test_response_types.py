"""The catalog of response types, held to botocore's service model and to the tables of AWS's developer guide."""

from dataclasses import dataclass
from http import HTTPStatus

import botocore.loaders
import pytest

from constructs_gw.customization import Customization
from constructs_gw.errors import GatewayResponseError
from constructs_gw.evidence import Evidence
from constructs_gw.response_types import CATALOG, CLIENT_TYPES, CUSTOMIZABLE_TYPES, ResponseType

# Developer guide, supported-gateway-response-types; equal in LocalStack's recorded answers of AWS.
STATUS_AND_FALLBACK = {
    "ACCESS_DENIED": (403, "DEFAULT_4XX"),
    "API_CONFIGURATION_ERROR": (500, "DEFAULT_5XX"),
    "AUTHORIZER_CONFIGURATION_ERROR": (500, "DEFAULT_5XX"),
    "AUTHORIZER_FAILURE": (500, "DEFAULT_5XX"),
    "BAD_REQUEST_BODY": (400, "DEFAULT_4XX"),
    "BAD_REQUEST_PARAMETERS": (400, "DEFAULT_4XX"),
    "DEFAULT_4XX": (None, None),
    "DEFAULT_5XX": (None, None),
    "EXPIRED_TOKEN": (403, "DEFAULT_4XX"),
    "INTEGRATION_FAILURE": (504, "DEFAULT_5XX"),
    "INTEGRATION_TIMEOUT": (504, "DEFAULT_5XX"),
    "INVALID_API_KEY": (403, "DEFAULT_4XX"),
    "INVALID_SIGNATURE": (403, "DEFAULT_4XX"),
    "MISSING_AUTHENTICATION_TOKEN": (403, "DEFAULT_4XX"),
    "QUOTA_EXCEEDED": (429, "DEFAULT_4XX"),
    "REQUEST_TOO_LARGE": (413, "DEFAULT_4XX"),
    "RESOURCE_NOT_FOUND": (404, "DEFAULT_4XX"),
    "THROTTLED": (429, "DEFAULT_4XX"),
    "UNAUTHORIZED": (401, "DEFAULT_4XX"),
    "UNSUPPORTED_MEDIA_TYPE": (415, "DEFAULT_4XX"),
    "WAF_FILTERED": (403, "DEFAULT_4XX"),
}

# The facts' table of response types: message and x-amzn-ErrorType, None where no capture is published.
MESSAGE_AND_ERROR_TYPE = {
    "ACCESS_DENIED": ("User is not authorized to access this resource", "AccessDeniedException"),
    "API_CONFIGURATION_ERROR": ("Internal server error", "InternalServerErrorException"),
    "AUTHORIZER_CONFIGURATION_ERROR": ("Internal server error", "AuthorizerConfigurationException"),
    "AUTHORIZER_FAILURE": (None, "AuthorizerConfigurationException"),
    "BAD_REQUEST_BODY": ("Invalid request body", "BadRequestException"),
    "EXPIRED_TOKEN": (None, "ExpiredTokenException"),
    "INTEGRATION_TIMEOUT": ("Endpoint request timed out", "InternalServerErrorException"),
    "INVALID_API_KEY": ("Forbidden", "ForbiddenException"),
    "MISSING_AUTHENTICATION_TOKEN": ("Missing Authentication Token", "MissingAuthenticationTokenException"),
    "QUOTA_EXCEEDED": ("Limit Exceeded", "LimitExceededException"),
    "REQUEST_TOO_LARGE": (None, "RequestTooLargeException"),
    "RESOURCE_NOT_FOUND": (None, "ResourceNotFoundException"),
    "THROTTLED": ("Too Many Requests", "TooManyRequestsException"),
    "UNAUTHORIZED": ("Unauthorized", "UnauthorizedException"),
    "UNSUPPORTED_MEDIA_TYPE": ("Unsupported Media Type", "BadRequestException"),
    "WAF_FILTERED": ("Forbidden", "ForbiddenException"),
}


@dataclass
class CdkResponseType:
    """Stands for aws-cdk's own ResponseType, which carries its name in `response_type`."""

    response_type: str


def test_names_are_those_of_botocores_service_model() -> None:
    model = botocore.loaders.Loader().load_service_model("apigateway", "service-2")
    assert sorted(ResponseType) == sorted(model["shapes"]["GatewayResponseType"]["enum"])


def test_every_type_is_in_the_catalog() -> None:
    assert sorted(CATALOG) == sorted(STATUS_AND_FALLBACK)


@pytest.mark.parametrize(("name", "expected"), STATUS_AND_FALLBACK.items())
def test_default_status_and_fallback_follow_the_developer_guide(
    name: str, expected: tuple[int | None, str | None]
) -> None:
    kind = ResponseType(name)
    assert (kind.default_status, kind.fallback) == expected


@pytest.mark.parametrize(("name", "expected"), MESSAGE_AND_ERROR_TYPE.items())
def test_message_and_error_type_follow_the_captures(name: str, expected: tuple[str | None, str]) -> None:
    facts = ResponseType(name).facts
    assert (facts.message.value, facts.error_type.value) == expected


def test_the_message_is_known_to_be_null_for_authorizer_failure_alone() -> None:
    assert [kind for kind in ResponseType if kind.facts.has_null_message] == ["AUTHORIZER_FAILURE"]


def test_messages_that_nobody_has_published_are_undetermined() -> None:
    unknown = [kind for kind in CLIENT_TYPES if kind.facts.message.evidence is Evidence.UNDETERMINED]
    assert unknown == ["EXPIRED_TOKEN", "REQUEST_TOO_LARGE", "RESOURCE_NOT_FOUND"]


def test_message_strings_with_a_leading_space_are_those_that_ministack_measured() -> None:
    assert [kind for kind in ResponseType if kind.facts.spaced_message.value] == [
        "API_CONFIGURATION_ERROR",
        "AUTHORIZER_CONFIGURATION_ERROR",
        "BAD_REQUEST_BODY",
        "BAD_REQUEST_PARAMETERS",
        "DEFAULT_5XX",
    ]


@pytest.mark.parametrize("part", ["default_status", "fallback", "emitted_when", "is_customizable", "spaced_message"])
@pytest.mark.parametrize("kind", ResponseType)
def test_every_fact_names_its_source(kind: ResponseType, part: str) -> None:
    assert getattr(kind.facts, part).source


def test_every_type_but_request_too_large_is_customizable() -> None:
    assert set(ResponseType) - set(CUSTOMIZABLE_TYPES) == {"REQUEST_TOO_LARGE"}


def test_clients_meet_every_type_but_the_two_defaults() -> None:
    assert set(ResponseType) - set(CLIENT_TYPES) == {"DEFAULT_4XX", "DEFAULT_5XX"}


@pytest.mark.parametrize(
    "value",
    ["THROTTLED", ResponseType.THROTTLED, CdkResponseType("THROTTLED"), Customization("THROTTLED")],
    ids=["text", "ours", "aws-cdk", "customization"],
)
def test_a_type_is_read_from(value: object) -> None:
    assert ResponseType.of(value) is ResponseType.THROTTLED


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("THROTLED", "unknown response type 'THROTLED'; write \"THROTTLED\""),
        ("throttled", "unknown response type 'throttled'; write \"THROTTLED\""),
        ("DEFAULT_4_XX", "unknown response type 'DEFAULT_4_XX'; write \"DEFAULT_4XX\""),
        ("UNAUTHORISED", "unknown response type 'UNAUTHORISED'; write \"UNAUTHORIZED\""),
        (CdkResponseType("DEFAULT_4XXX"), "unknown response type 'DEFAULT_4XXX'; write \"DEFAULT_4XX\""),
    ],
)
def test_a_misspelt_type_is_refused_with_the_nearest_name(value: object, message: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseType.of(value)
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("value", "fix"),
    [
        (401, 'write "UNAUTHORIZED"'),
        ("401", 'write "UNAUTHORIZED"'),
        (429, 'write one of "QUOTA_EXCEEDED", "THROTTLED"'),
        (HTTPStatus.NOT_FOUND, 'write "RESOURCE_NOT_FOUND"'),
    ],
)
def test_a_status_code_is_refused_with_the_types_that_have_it(value: object, fix: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseType.of(value)
    assert str(raised.value) == f"{value!r} is a status code, not a response type; {fix}"


def test_an_enum_members_full_name_is_refused_with_the_name_alone() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseType.of("ResponseType.UNAUTHORIZED")
    assert raised.value.problems[0].fix == 'write "UNAUTHORIZED"'


@pytest.mark.parametrize("value", [418, True, None, ["THROTTLED"], "no such thing"])
def test_a_value_that_is_near_to_no_type_is_refused_with_all_names(value: object) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        ResponseType.of(value)
    assert str(raised.value) == f"unknown response type {value!r}; use one of {', '.join(STATUS_AND_FALLBACK)}"
