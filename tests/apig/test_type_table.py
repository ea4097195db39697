"""Which error types answer with a customization, and with which status: one row for each response type."""

import pytest

from constructs_gw import Customization, ResponseTemplate, ResponseType
from constructs_gw.apig import ErrorType, Provider, compile_responses

NOT_IN_OPENTELEKOMCLOUD = {
    "JWT_AUTH_FAILURE",
    "OIDC_AUTH_CODE_FLOW_FAIL",
    "OIDC_AUTH_GET_DISCOVERY_ERROR",
    "OIDC_AUTH_TOKEN_VERIFY_FAIL",
}

TABLE: dict[str, dict[str, int | None]] = {
    "ACCESS_DENIED": {"AUTHORIZER_FAILURE": 403, "ACCESS_DENIED": 403},
    "API_CONFIGURATION_ERROR": {},
    "AUTHORIZER_CONFIGURATION_ERROR": {
        "AUTHORIZER_CONF_FAILURE": 500,
        "THIRD_AUTH_CONF_FAILURE": 500,
        "OIDC_AUTH_GET_DISCOVERY_ERROR": 500,
    },
    "AUTHORIZER_FAILURE": {"AUTHORIZER_CONF_FAILURE": 500},
    "BAD_REQUEST_BODY": {},
    "BAD_REQUEST_PARAMETERS": {"REQUEST_PARAMETERS_FAILURE": 400},
    "DEFAULT_4XX": {
        "AUTH_FAILURE": 401,
        "AUTH_HEADER_MISSING": 401,
        "AUTHORIZER_FAILURE": 401,
        "AUTHORIZER_IDENTITIES_FAILURE": 401,
        "THROTTLED": 429,
        "UNAUTHORIZED": 401,
        "ACCESS_DENIED": 403,
        "NOT_FOUND": 404,
        "REQUEST_PARAMETERS_FAILURE": 400,
        "DEFAULT_4XX": None,
        "THIRD_AUTH_FAILURE": 401,
        "THIRD_AUTH_IDENTITIES_FAILURE": 401,
        "ORCHESTRATION_PARAMETER_NOT_FOUND": None,
        "ORCHESTRATION_FAILURE": None,
        "OIDC_AUTH_TOKEN_VERIFY_FAIL": 401,
        "OIDC_AUTH_CODE_FLOW_FAIL": None,
        "JWT_AUTH_FAILURE": 401,
    },
    "DEFAULT_5XX": {
        "AUTHORIZER_CONF_FAILURE": 500,
        "BACKEND_UNAVAILABLE": 502,
        "BACKEND_TIMEOUT": 504,
        "DEFAULT_5XX": None,
        "THIRD_AUTH_CONF_FAILURE": 500,
        "OIDC_AUTH_GET_DISCOVERY_ERROR": 500,
    },
    "EXPIRED_TOKEN": {"AUTH_FAILURE": 401},
    "INTEGRATION_FAILURE": {"BACKEND_UNAVAILABLE": 502},
    "INTEGRATION_TIMEOUT": {"BACKEND_TIMEOUT": 504},
    "INVALID_API_KEY": {"AUTH_FAILURE": 401, "AUTH_HEADER_MISSING": 401, "UNAUTHORIZED": 401},
    "INVALID_SIGNATURE": {"AUTH_FAILURE": 401},
    "MISSING_AUTHENTICATION_TOKEN": {"AUTH_HEADER_MISSING": 401, "NOT_FOUND": 404},
    "QUOTA_EXCEEDED": {},
    "REQUEST_TOO_LARGE": {},
    "RESOURCE_NOT_FOUND": {"NOT_FOUND": 404},
    "THROTTLED": {"THROTTLED": 429},
    "UNAUTHORIZED": {
        "AUTHORIZER_FAILURE": 401,
        "AUTHORIZER_IDENTITIES_FAILURE": 401,
        "THIRD_AUTH_FAILURE": 401,
        "THIRD_AUTH_IDENTITIES_FAILURE": 401,
        "OIDC_AUTH_TOKEN_VERIFY_FAIL": 401,
        "JWT_AUTH_FAILURE": 401,
    },
    "UNSUPPORTED_MEDIA_TYPE": {},
    "WAF_FILTERED": {"ACCESS_DENIED": 403},
}


def customization(kind: str, status: int | None = None) -> Customization:
    return Customization(kind, status_code=status, templates=ResponseTemplate.json({"who": kind}))


def answers(kind: str, provider: str, status: int | None = None) -> dict[str, int | None]:
    """The error types with the answer of a customization, in the catalog's order, and their statuses."""
    found = compile_responses([customization(kind, status)], provider).responses
    assert all(response.body == f'{{"who": "{kind}"}}' for response in found.values())
    return {error_type.value: response.status for error_type, response in found.items()}


def test_every_response_type_has_a_row() -> None:
    assert TABLE.keys() == {kind.value for kind in ResponseType}


@pytest.mark.parametrize("kind", TABLE)
def test_huaweicloud_answers_with_a_customization(kind: str) -> None:
    assert answers(kind, "huaweicloud") == TABLE[kind]


@pytest.mark.parametrize("kind", TABLE)
def test_opentelekomcloud_has_fewer_types(kind: str) -> None:
    wanted = {name: status for name, status in TABLE[kind].items() if name not in NOT_IN_OPENTELEKOMCLOUD}
    assert answers(kind, "opentelekomcloud") == wanted


@pytest.mark.parametrize("kind", [kind for kind in TABLE if not kind.startswith("DEFAULT_")])
def test_a_status_of_its_own_is_sent_to_all(kind: str) -> None:
    assert answers(kind, "huaweicloud", 418) == dict.fromkeys(TABLE[kind], 418)


def test_a_status_for_a_class_is_sent_to_each_type_that_means_one_of_it() -> None:
    found = answers_to_default(418)
    assert {name: status for name, status in found.items() if status is None} == {
        "DEFAULT_4XX": None,
        "ORCHESTRATION_PARAMETER_NOT_FOUND": None,
        "ORCHESTRATION_FAILURE": None,
        "OIDC_AUTH_CODE_FLOW_FAIL": None,
    }
    assert {status for status in found.values() if status} == {418}


def answers_to_default(status: int) -> dict[str, int | None]:
    found = compile_responses([customization("DEFAULT_4XX", status)], Provider.HUAWEICLOUD).responses
    return {error_type.value: response.status for error_type, response in found.items()}


def test_a_type_takes_what_is_meant_by_it_over_what_is_for_its_class() -> None:
    both = [customization("DEFAULT_4XX"), customization("THROTTLED")]
    found = compile_responses(both, "huaweicloud").responses
    assert found[ErrorType.THROTTLED].body == '{"who": "THROTTLED"}'
    assert found[ErrorType.NOT_FOUND].body == '{"who": "DEFAULT_4XX"}'


@pytest.mark.parametrize("name", ["ACCESS_DENIED", "AUTHORIZER_FAILURE", "UNAUTHORIZED"])
def test_an_equal_name_alone_means_nothing(name: str) -> None:
    same = {kind for kind, row in TABLE.items() if name in row and not kind.startswith("DEFAULT_")}
    assert (
        same
        == {
            "ACCESS_DENIED": {"ACCESS_DENIED", "WAF_FILTERED"},
            "AUTHORIZER_FAILURE": {"ACCESS_DENIED", "UNAUTHORIZED"},
            "UNAUTHORIZED": {"INVALID_API_KEY"},
        }[name]
    )


def test_nothing_is_sent_where_nothing_is_customized() -> None:
    found = compile_responses([], "huaweicloud")
    assert (found.responses, found.diagnostics) == ({}, ())
