"""What a client receives, by AWS's published examples and by the facts' tables."""

import json
from collections.abc import Mapping
from dataclasses import FrozenInstanceError

import pytest

from constructs_gw.composition import compose
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError
from constructs_gw.mapping import MappingValue
from constructs_gw.presets import hints
from constructs_gw.render import MAX_BODY, RenderedResponse, Request, render
from constructs_gw.response_template import ResponseTemplate
from constructs_gw.response_types import ResponseType

NOTHING = CustomizationSet()

# PutGatewayResponse, API reference, sample request: as it stands, "Access-Control-Allow-Origin: a.b.c" included.
SAMPLE_PARAMETERS = {
    "gatewayresponse.header.x-request-path": "method.request.path.petId",
    "gatewayresponse.header.Access-Control-Allow-Origin": "'a.b.c'",
    "gatewayresponse.header.x-request-query": "method.request.querystring.q",
    "gatewayresponse.header.x-request-header": "method.request.header.Accept",
}
SAMPLE_TEMPLATES = {
    "application/json": "{\n"
    ' "message": $context.error.messageString,\n'
    ' "type": "$context.error.responseType",\n'
    ' "stage": "$context.stage",\n'
    ' "resourcePath": "$context.resourcePath",\n'
    ' "stageVariables.a": "$stageVariables.a",\n'
    ' "statusCode": "\'404\'"\n'
    "}"
}
SAMPLE = CustomizationSet(
    [
        Customization(
            "MISSING_AUTHENTICATION_TOKEN",
            status_code="404",
            headers={
                key.removeprefix("gatewayresponse.header."): MappingValue.parse(expression)
                for key, expression in SAMPLE_PARAMETERS.items()
            },
            templates=SAMPLE_TEMPLATES,
        )
    ]
)
SAMPLE_REQUEST = Request(
    headers={"Accept": "application/json"},
    query_string={"q": "cats"},
    path_parameters={"petId": "6"},
    stage_variables={"a": "value-of-a"},
    context={
        "stage": "beta",
        "resourcePath": "/pets/{petId}",
        "requestId": "4c1a1c4e-3f0d-4f0a-9d8e-2b6f5c7d8e9f",
        "extendedRequestId": "FkpZPEAWIAMF8Hw=",
    },
)


def sample() -> RenderedResponse:
    return render(SAMPLE, "MISSING_AUTHENTICATION_TOKEN", SAMPLE_REQUEST)


def notes(found: RenderedResponse) -> list[str]:
    return [str(note) for note in found.undetermined]


def of(kind: str, *, headers: Mapping[str, object] | None = None, body: str | None = None) -> CustomizationSet:
    """One type with headers, and a body that nothing checks."""
    templates = ResponseTemplate("application/json", body) if body is not None else None
    return CustomizationSet([Customization(kind, headers=headers, templates=templates)])


def test_the_sample_of_put_gateway_response_has_its_status() -> None:
    assert (sample().response_type, sample().status) == ("MISSING_AUTHENTICATION_TOKEN", 404)


def test_the_sample_of_put_gateway_response_has_its_headers() -> None:
    assert sample().headers == {
        "Content-Type": "application/json",
        "x-amzn-RequestId": "4c1a1c4e-3f0d-4f0a-9d8e-2b6f5c7d8e9f",
        "x-amz-apigw-id": "FkpZPEAWIAMF8Hw=",
        "x-amzn-ErrorType": "MissingAuthenticationTokenException",
        "x-request-path": "6",
        "Access-Control-Allow-Origin": "a.b.c",
        "x-request-query": "cats",
        "x-request-header": "application/json",
    }


@pytest.mark.parametrize("name", ["content-type", "Content-Type", "CONTENT-TYPE"])
def test_a_header_of_an_answer_is_found_whatever_its_case(name: str) -> None:
    assert (sample().headers[name], sample().headers.get(name), name in sample().headers) == (
        "application/json",
        "application/json",
        True,
    )


def test_a_header_that_an_answer_has_not_is_a_key_error() -> None:
    with pytest.raises(KeyError, match="X-None"):
        sample().headers["X-None"]


def test_the_headers_of_an_answer_print_like_a_dict() -> None:
    assert repr(sample().headers) == repr(dict(sample().headers))


def test_the_sample_of_put_gateway_response_has_its_body() -> None:
    assert sample().body == (
        "{\n"
        ' "message": "Missing Authentication Token",\n'
        ' "type": "MISSING_AUTHENTICATION_TOKEN",\n'
        ' "stage": "beta",\n'
        ' "resourcePath": "/pets/{petId}",\n'
        ' "stageVariables.a": "value-of-a",\n'
        ' "statusCode": "\'404\'"\n'
        "}"
    )


def test_the_sample_of_put_gateway_response_rests_on_documentation_for_its_stage_variable() -> None:
    assert notes(sample()) == ["body: $stageVariables.a is filled in by the documentation's word only"]


def test_the_hint_of_the_developer_guide_is_the_default_hint() -> None:
    # "Gateway responses for REST APIs in API Gateway" (seed 004).
    expected = json.loads(
        '{"message":"Missing Authentication Token", "hint":"The HTTP method or resources may not be supported."}'
    )
    assert render(compose([hints()]), "MISSING_AUTHENTICATION_TOKEN").json() == expected


# The facts' table of response types: status, x-amzn-ErrorType and body before any customization.
BUILT_IN = {
    "ACCESS_DENIED": (403, "AccessDeniedException", '{"Message":"User is not authorized to access this resource"}'),
    "API_CONFIGURATION_ERROR": (500, "InternalServerErrorException", '{"message": "Internal server error"}'),
    "AUTHORIZER_CONFIGURATION_ERROR": (500, "AuthorizerConfigurationException", '{"message": "Internal server error"}'),
    "AUTHORIZER_FAILURE": (500, "AuthorizerConfigurationException", '{"message":null}'),
    "BAD_REQUEST_BODY": (400, "BadRequestException", '{"message": "Invalid request body"}'),
    "BAD_REQUEST_PARAMETERS": (
        400,
        "BadRequestException",
        '{"message": "Missing required request parameters: [name]"}',
    ),
    "EXPIRED_TOKEN": (403, "ExpiredTokenException", '{"message":"(no published capture of this message)"}'),
    "INTEGRATION_FAILURE": (504, "InternalServerErrorException", '{"message":"Internal server error"}'),
    "INTEGRATION_TIMEOUT": (504, "InternalServerErrorException", '{"message":"Endpoint request timed out"}'),
    "INVALID_API_KEY": (403, "ForbiddenException", '{"message":"Forbidden"}'),
    "INVALID_SIGNATURE": (
        403,
        "InvalidSignatureException",
        '{"message":"The request signature we calculated does not match the signature you provided. Check your AWS '
        'Secret Access Key and signing method. Consult the service documentation for details."}',
    ),
    "MISSING_AUTHENTICATION_TOKEN": (
        403,
        "MissingAuthenticationTokenException",
        '{"message":"Missing Authentication Token"}',
    ),
    "QUOTA_EXCEEDED": (429, "LimitExceededException", '{"message":"Limit Exceeded"}'),
    "REQUEST_TOO_LARGE": (413, "RequestTooLargeException", '{"message":"(no published capture of this message)"}'),
    "RESOURCE_NOT_FOUND": (404, "ResourceNotFoundException", '{"message":"(no published capture of this message)"}'),
    "THROTTLED": (429, "TooManyRequestsException", '{"message":"Too Many Requests"}'),
    "UNAUTHORIZED": (401, "UnauthorizedException", '{"message":"Unauthorized"}'),
    "UNSUPPORTED_MEDIA_TYPE": (415, "BadRequestException", '{"message":"Unsupported Media Type"}'),
    "WAF_FILTERED": (403, "ForbiddenException", '{"message":"Forbidden"}'),
}

NO_MESSAGE = "body: no capture of API Gateway's message for this type is published"
FROM_SOURCE = "headers.x-amzn-ErrorType: inferred from LocalStack's source"
BUILT_IN_UNDETERMINED = {
    "EXPIRED_TOKEN": [NO_MESSAGE, FROM_SOURCE],
    "INTEGRATION_FAILURE": ["status: documented as 504; 500 was recorded for a Lambda integration", FROM_SOURCE],
    "INTEGRATION_TIMEOUT": [FROM_SOURCE],
    "REQUEST_TOO_LARGE": [NO_MESSAGE, FROM_SOURCE],
    "RESOURCE_NOT_FOUND": [NO_MESSAGE, FROM_SOURCE],
}


def test_every_type_that_a_client_can_meet_is_in_the_table() -> None:
    assert sorted(BUILT_IN) == sorted(kind for kind in ResponseType if not kind.is_default)


@pytest.mark.parametrize(("kind", "expected"), BUILT_IN.items())
def test_the_built_in_answer_is(kind: str, expected: tuple[int, str, str]) -> None:
    found = render(NOTHING, kind)
    assert (found.status, found.headers["x-amzn-ErrorType"], found.body) == expected


@pytest.mark.parametrize("kind", BUILT_IN)
def test_what_nobody_has_measured_of_the_built_in_answer_is(kind: str) -> None:
    assert notes(render(NOTHING, kind)) == BUILT_IN_UNDETERMINED.get(kind, [])


def test_the_built_in_api_configuration_error_has_the_recorded_length() -> None:
    assert len(render(NOTHING, "API_CONFIGURATION_ERROR").body) == 36


@pytest.mark.parametrize("customized", ["ACCESS_DENIED", "DEFAULT_4XX"])
def test_access_denied_loses_its_capital_once_it_or_its_class_is_customized(customized: str) -> None:
    assert (
        render(of(customized), "ACCESS_DENIED").body == '{"message":"User is not authorized to access this resource"}'
    )


def test_access_denied_keeps_its_capital_when_only_5xx_is_customized() -> None:
    assert render(of("DEFAULT_5XX"), "ACCESS_DENIED").json() == {
        "Message": "User is not authorized to access this resource"
    }


def test_authorizer_failure_has_a_null_message_string_and_an_empty_message() -> None:
    declared = of("AUTHORIZER_FAILURE", body="$context.error.messageString|$context.error.message|")
    assert render(declared, "AUTHORIZER_FAILURE").body == "null||"


def test_the_leading_space_stands_before_the_quotes() -> None:
    declared = of("DEFAULT_5XX", body="[$context.error.messageString]$context.error.message")
    assert render(declared, "API_CONFIGURATION_ERROR").body == '[ "Internal server error"]Internal server error'


def test_an_authorizer_configuration_error_calls_itself_an_api_configuration_error() -> None:
    declared = of("AUTHORIZER_CONFIGURATION_ERROR", body='"$context.error.responseType"')
    assert render(declared, "AUTHORIZER_CONFIGURATION_ERROR").body == '"API_CONFIGURATION_ERROR"'


def test_an_authorizer_configuration_error_uses_its_own_customization_all_the_same() -> None:
    declared = of("AUTHORIZER_CONFIGURATION_ERROR")
    assert render(declared, "AUTHORIZER_CONFIGURATION_ERROR").source == "AUTHORIZER_CONFIGURATION_ERROR"


def test_a_message_of_the_request_is_quoted_for_message_string() -> None:
    request = Request(context={"error.message": 'no "x"\n'})
    assert render(NOTHING, "UNAUTHORIZED", request).json() == {"message": 'no "x"\n'}


SOURCES = {
    "request_header": Request(headers={"N": ""}),
    "query_string": Request(query_string={"N": ""}),
    "path_parameter": Request(path_parameters={"N": ""}),
    "stage_variable": Request(stage_variables={"N": ""}),
}


@pytest.mark.parametrize("source", SOURCES)
def test_a_header_is_left_out_when_its_source_is_missing(source: str) -> None:
    declared = of("THROTTLED", headers={"X": getattr(MappingValue, source)("N")})
    assert "X" not in render(declared, "THROTTLED").headers


@pytest.mark.parametrize("source", SOURCES)
def test_a_header_is_there_but_empty_when_its_source_is_empty(source: str) -> None:
    declared = of("THROTTLED", headers={"X": getattr(MappingValue, source)("N")})
    assert render(declared, "THROTTLED", SOURCES[source]).headers["X"] == ""


def test_a_request_parameter_of_a_body_may_have_dots_in_its_name() -> None:
    declared = of("THROTTLED", body="$method.request.header.x.b.c")
    assert render(declared, "THROTTLED", Request(headers={"x.b.c": "found"})).body == "found"


def test_a_header_is_found_whatever_its_case() -> None:
    declared = of("THROTTLED", headers={"X": MappingValue.request_header("Origin")})
    assert render(declared, "THROTTLED", Request(headers={"origin": "a"})).headers["X"] == "a"


@pytest.mark.parametrize("accept", ["application/xml", "text/html", "*/*"])
def test_json_wins_whatever_the_request_accepts(accept: str) -> None:
    entry = Customization("THROTTLED", templates={"application/xml": "<sorry/>", "application/json": "{}"})
    found = render(CustomizationSet([entry]), "THROTTLED", Request(headers={"Accept": accept}))
    assert (found.body, found.headers["Content-Type"], notes(found)) == ("{}", "application/json", [])


def test_a_body_of_another_media_type_alone_is_marked_undetermined() -> None:
    entry = Customization("THROTTLED", templates={"text/html": "<p>Sorry</p>"})
    found = render(CustomizationSet([entry]), "THROTTLED")
    assert (found.body, notes(found)) == (
        "<p>Sorry</p>",
        ["headers.Content-Type: no capture shows an answer served as text/html"],
    )


def test_which_of_several_bodies_without_json_is_served_is_undetermined() -> None:
    entry = Customization("THROTTLED", templates={"text/html": "<p>Sorry</p>", "text/plain": "Sorry"})
    assert notes(render(CustomizationSet([entry]), "THROTTLED")) == [
        "headers.Content-Type: no capture shows an answer served as text/html",
        "body: which of text/html, text/plain is served is not known",
    ]


BODY_NOTES = [
    ("$context.requestId", ["body: whether the quotes in $context.requestId are escaped is not known"]),
    ("$context.status", ["body: what $context.status renders as is not known"]),
    ("$context.nonsense", ["body: what $context.nonsense renders as is not known"]),
    ("$context.authorizer.x", ["body: $context.authorizer.x has no value here; what it renders as is not known"]),
    ("${context.stage}", ["body: whether the braces of ${context.stage} are understood is not known"]),
    ("$stageVariables.x", ["body: $stageVariables.x has no value here"]),
    ("method.request.path.id", ["body: whether method.request.path.id is filled in is not known"]),
    ("$method.request.header.A", ["body: whether $method.request.header.A is filled in is not known"]),
    ("${Token[TOKEN.1]}", ["body: a part is known only at deployment"]),
]


@pytest.mark.parametrize(("body", "expected"), BODY_NOTES, ids=[row[0] for row in BODY_NOTES])
def test_what_a_body_says_may_be_undetermined(body: str, expected: list[str]) -> None:
    assert notes(render(of("THROTTLED", body=body), "THROTTLED")) == expected


HEADER_NOTES: list[tuple[str, object, list[str]]] = [
    ("X", "static", []),
    ("X", MappingValue.context_variable("requestId"), []),
    ("X", MappingValue.request_header("Origin"), []),
    (
        "X",
        MappingValue.request_header("origin"),
        ["headers.X: whether origin finds the header sent as Origin is not known"],
    ),
    (
        "X",
        MappingValue.context_variable("error.message"),
        ["headers.X: whether $context.error values are quoted in headers is not known"],
    ),
    (
        "X",
        MappingValue.multi_value_query_string("q"),
        ["headers.X: whether gateway responses take multi-value sources is not known"],
    ),
    ("X", "${Token[TOKEN.1]}", ["headers.X: a part is known only at deployment"]),
    (
        "Content-Type",
        "text/html",
        ["headers.Content-Type: what setting this header in a gateway response does is not known"],
    ),
    (
        "x-amzn-requestid",
        "1",
        ["headers.x-amzn-requestid: what setting this header in a gateway response does is not known"],
    ),
]


@pytest.mark.parametrize(("name", "value", "expected"), HEADER_NOTES)
def test_what_a_header_says_may_be_undetermined(name: str, value: object, expected: list[str]) -> None:
    request = Request(headers={"Origin": "https://a.example"})
    assert notes(render(of("THROTTLED", headers={name: value}), "THROTTLED", request)) == expected


def test_a_header_that_belongs_to_api_gateway_is_shown_as_it_is_without_customization() -> None:
    found = render(of("THROTTLED", headers={"content-type": "text/html"}), "THROTTLED")
    assert {n: v for n, v in found.headers.items() if n.casefold() == "content-type"} == {
        "Content-Type": "application/json"
    }


STATUS_NOTES = [
    ("THROTTLED", "503", []),
    ("THROTTLED", "${Token[TOKEN.1]}", ["status: known only at deployment"]),
    ("THROTTLED", "200", ["status: what API Gateway makes of 200 in an error answer is not known"]),
    ("THROTTLED", "100", ["status: what API Gateway makes of 100 in an error answer is not known"]),
    ("THROTTLED", "304", ["status: what API Gateway makes of 304 in an error answer is not known"]),
    ("DEFAULT_4XX", "400", ["status: sources disagree on whether a status on DEFAULT_4XX reaches other types"]),
]


@pytest.mark.parametrize(("kind", "status", "expected"), STATUS_NOTES)
def test_a_status_may_be_undetermined(kind: str, status: str, expected: list[str]) -> None:
    declared = CustomizationSet([Customization(kind, status_code=status)])
    assert notes(render(declared, "THROTTLED")) == expected


def test_a_status_that_only_the_deployment_knows_is_shown_as_the_types_own() -> None:
    declared = CustomizationSet([Customization("THROTTLED", status_code="${Token[TOKEN.1]}")])
    assert render(declared, "THROTTLED").status == 429


def test_nothing_reaches_request_too_large() -> None:
    declared = CustomizationSet([Customization("DEFAULT_4XX", headers={"X": "1"}), Customization("REQUEST_TOO_LARGE")])
    assert (render(declared, "REQUEST_TOO_LARGE").source, "X" in render(declared, "REQUEST_TOO_LARGE").headers) == (
        None,
        False,
    )


def test_a_default_is_no_answer_of_its_own() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        render(NOTHING, "DEFAULT_5XX")
    assert str(raised.value) == (
        "DEFAULT_5XX is no answer of its own; render a type that falls back to it, such as INTEGRATION_TIMEOUT"
    )


def test_a_body_that_repeats_a_long_variable_is_cut_off() -> None:
    request = Request(stage_variables={"long": "x" * 100_000})
    answer = render(of("THROTTLED", body="${stageVariables.long}" * 10_000), "THROTTLED", request)
    assert len(answer.body) == MAX_BODY
    assert "body: what API Gateway makes of more than 10485760 characters is not known" in notes(answer)


@pytest.mark.parametrize(("extra", "cut"), [(0, False), (1, True)])
def test_only_what_is_longer_than_ten_mebibytes_is_cut_off(extra: int, cut: bool) -> None:
    request = Request(stage_variables={"a": "x" * (10 * 1024 * 1024 - 1 + extra)})
    answer = render(of("THROTTLED", body="${stageVariables.a}y"), "THROTTLED", request)
    assert len(answer.body) == 10_485_760
    assert answer.body.endswith("y") is not cut
    assert any("more than" in note for note in notes(answer)) is cut


def test_a_default_4xx_is_no_answer_of_its_own() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        render(NOTHING, "DEFAULT_4XX")
    assert str(raised.value) == (
        "DEFAULT_4XX is no answer of its own; render a type that falls back to it, such as THROTTLED"
    )


def test_all_values_of_a_request_header_are_what_the_request_gives() -> None:
    declared = of("THROTTLED", headers={"X": MappingValue.multi_value_request_header("accept")})
    found = render(declared, "THROTTLED", Request(headers={"Accept": "a"}))
    assert (found.headers["X"], notes(found)) == (
        "a",
        ["headers.X: whether gateway responses take multi-value sources is not known"],
    )


def test_all_values_of_a_query_string_parameter_are_what_the_request_gives() -> None:
    declared = of("THROTTLED", headers={"X": MappingValue.multi_value_query_string("q")})
    assert render(declared, "THROTTLED", Request(query_string={"q": "a"})).headers["X"] == "a"


def test_a_body_may_hold_any_part_of_the_request() -> None:
    body = (
        "$method.request.header.h|$method.request.querystring.q|$method.request.path.p|$stageVariables.s|$context.path"
    )
    request = Request({"H": "1"}, {"q": "2"}, {"p": "3"}, {"s": "4"}, {"path": "5"})
    assert render(of("THROTTLED", body=body), "THROTTLED", request).body == "1|2|3|4|5"


def test_a_variable_without_a_value_is_left_out_of_a_body() -> None:
    assert render(of("THROTTLED", body="[$stageVariables.s$context.authorizer.x]"), "THROTTLED").body == "[]"


def test_a_message_that_the_request_leaves_empty_is_empty() -> None:
    declared = of("THROTTLED", body="$context.error.messageString|$context.error.message|")
    assert render(declared, "THROTTLED", Request(context={"error.message": ""})).body == '""||'


def test_a_message_is_quoted_without_escaping_other_scripts() -> None:
    assert render(NOTHING, "THROTTLED", Request(context={"error.message": "né"})).body == '{"message":"né"}'


def test_a_variable_of_the_request_wins_over_the_one_of_the_error() -> None:
    request = Request(context={"error.messageString": "'mine'"})
    assert render(NOTHING, "THROTTLED", request).body == "{\"message\":'mine'}"


def test_what_the_gateway_always_sends_stands_first() -> None:
    found = render(of("THROTTLED", headers={"X": "1"}), "THROTTLED", Request(context={"requestId": "r"}))
    assert [*found.headers][-2:] == ["x-amzn-ErrorType", "X"]
    assert (found.headers["x-amzn-RequestId"], len(found.headers)) == ("r", len([*found.headers]))


def test_the_headers_of_an_answer_print_their_names_as_they_were_spelled() -> None:
    assert "'x-amzn-ErrorType': 'TooManyRequestsException'" in repr(render(NOTHING, "THROTTLED").headers)


def test_a_body_of_another_media_type_is_served_as_that() -> None:
    entry = Customization("THROTTLED", templates={"text/html": "<p>Sorry</p>", "text/plain": "Sorry"})
    found = render(CustomizationSet([entry]), "THROTTLED")
    assert (found.headers["Content-Type"], found.body) == ("text/html", "<p>Sorry</p>")


def test_a_body_without_the_message_rests_on_no_capture_of_it() -> None:
    assert notes(render(of("EXPIRED_TOKEN", body="{}"), "EXPIRED_TOKEN")) == [FROM_SOURCE]


def test_a_status_of_integration_failure_itself_is_as_it_is_set() -> None:
    declared = CustomizationSet([Customization("INTEGRATION_FAILURE", status_code=502)])
    assert notes(render(declared, "INTEGRATION_FAILURE")) == [FROM_SOURCE]


def test_a_status_of_a_class_that_sets_none_is_the_types_own() -> None:
    assert notes(render(of("DEFAULT_4XX"), "THROTTLED")) == []


def test_a_header_that_the_request_spells_so_is_certain_whatever_others_it_sends() -> None:
    declared = of("THROTTLED", headers={"X": MappingValue.request_header("A")})
    assert notes(render(declared, "THROTTLED", Request(headers={"A": "1", "B": "2"}))) == []
    assert notes(render(declared, "THROTTLED", Request(headers={"a": "1", "B": "2"}))) == [
        "headers.X: whether A finds the header sent as a is not known"
    ]


def test_a_request_header_named_error_is_no_error_variable() -> None:
    declared = of("THROTTLED", headers={"X": MappingValue.request_header("error.x")})
    assert notes(render(declared, "THROTTLED")) == []


def test_what_is_undetermined_twice_is_said_once() -> None:
    declared = of("THROTTLED", body="$stageVariables.x$stageVariables.x")
    assert notes(render(declared, "THROTTLED")) == ["body: $stageVariables.x has no value here"]


@pytest.mark.parametrize(
    ("value", "name"),
    [(Request(), "headers"), (sample(), "status"), (sample().undetermined[0], "part")],
    ids=["Request", "RenderedResponse", "Undetermined"],
)
def test_what_goes_in_and_comes_out_cannot_be_changed(value: object, name: str) -> None:
    with pytest.raises(FrozenInstanceError):
        setattr(value, name, "other")
    assert not hasattr(value, "__dict__")
