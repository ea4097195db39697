"""Each preset by what a client gets from it, and by what it refuses."""

# ruff: noqa: E501  (a row of a table is a literal message)

import pkgutil
import struct
from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest

from constructs_gw import presets
from constructs_gw.composition import compose
from constructs_gw.errors import GatewayResponseError
from constructs_gw.mapping import MappingValue
from constructs_gw.preset import Preset
from constructs_gw.presets import (
    challenge,
    cors,
    error_body,
    hints,
    not_found,
    problem_details,
    redirect,
    request_id,
    retry_after,
    security_headers,
    status,
    validation_errors,
)
from constructs_gw.presets.hints import HINTS
from constructs_gw.render import Request, render
from constructs_gw.response_types import CUSTOMIZABLE_TYPES

GATEWAYS_OWN = ("Content-Type", "x-amzn-RequestId", "x-amz-apigw-id", "x-amzn-ErrorType")
ID = "FkpZPEAWIAMF8Hw="


class Parameter:
    """Stands for a CfnParameter of aws-cdk."""

    value_as_string = "${Token[TOKEN.1]}"

    def __repr__(self) -> str:
        return "Parameter()"


class Moment:
    """Stands for a Duration of aws-cdk that is no whole number of seconds."""

    def to_seconds(self, *, integral: bool) -> float:
        return 1 if integral else 1.5

    def __repr__(self) -> str:
        return "Moment()"


NUMBER_TOKEN = struct.unpack(">d", b"\xfb\xff\x00\x00\x00\x00\x00\x07")[0]


def seen(preset: Preset, kind: str, request: Request | None = None) -> tuple[int, dict[str, str], str]:
    """The status, the headers besides API Gateway's own, and the body that a client gets with a preset alone."""
    found = render(compose([preset]).minimal(), kind, request)
    return found.status, {n: v for n, v in found.headers.items() if n not in GATEWAYS_OWN}, found.body


def resources(preset: Preset) -> int:
    return len(compose([preset]).minimal())


def test_every_module_of_the_folder_is_exported_by_its_name() -> None:
    assert presets.__all__ == sorted(module.name for module in pkgutil.iter_modules(presets.__path__))


@pytest.mark.parametrize("name", presets.__all__)
def test_an_exported_name_is_the_presets_function(name: str) -> None:
    assert getattr(presets, name).__module__ == f"constructs_gw.presets.{name}"


# One example of each preset, and what a client then gets.
EXAMPLES: dict[str, tuple[Preset, str, tuple[int, dict[str, str], str]]] = {
    "challenge": (
        challenge("Bearer", realm="orders"),
        "UNAUTHORIZED",
        (401, {"WWW-Authenticate": 'Bearer realm="orders"'}, '{"message":"Unauthorized"}'),
    ),
    "cors": (
        cors(allow_origin="https://shop.example.com", allow_credentials=True),
        "THROTTLED",
        (
            429,
            {
                "Access-Control-Allow-Credentials": "true",
                "Access-Control-Allow-Origin": "https://shop.example.com",
                "Access-Control-Expose-Headers": "x-amzn-ErrorType, x-amzn-RequestId",
            },
            '{"message":"Too Many Requests"}',
        ),
    ),
    "error_body": (
        error_body({"error": {"code": "$context.error.responseType", "message": "$context.error.messageString"}}),
        "THROTTLED",
        (429, {}, '{"error": {"code": "THROTTLED", "message": "Too Many Requests"}}'),
    ),
    "hints": (
        hints(),
        "MISSING_AUTHENTICATION_TOKEN",
        (403, {}, '{"message": "Missing Authentication Token", "hint": "The HTTP method or resources may not be supported."}'),
    ),
    "not_found": (not_found(), "MISSING_AUTHENTICATION_TOKEN", (404, {}, '{"message": "Not Found"}')),
    "problem_details": (
        problem_details(),
        "THROTTLED",
        (429, {}, '{"title": "THROTTLED", "detail": "Too Many Requests"}'),
    ),
    "redirect": (
        redirect("UNAUTHORIZED", location="https://login.example.com/"),
        "UNAUTHORIZED",
        (302, {"Location": "https://login.example.com/"}, '{"message":"Unauthorized"}'),
    ),
    "request_id": (
        request_id(),
        "THROTTLED",
        (429, {"X-Request-Id": ID}, f'{{"message": "Too Many Requests", "requestId": "{ID}"}}'),
    ),
    "retry_after": (retry_after(seconds=30), "THROTTLED", (429, {"Retry-After": "30"}, '{"message":"Too Many Requests"}')),
    "security_headers": (
        security_headers(),
        "THROTTLED",
        (
            429,
            {
                "Cache-Control": "no-store",
                "Referrer-Policy": "no-referrer",
                "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
                "X-Content-Type-Options": "nosniff",
                "X-Frame-Options": "DENY",
            },
            '{"message":"Too Many Requests"}',
        ),
    ),
    "status": (status({"INVALID_API_KEY": 401}), "INVALID_API_KEY", (401, {}, '{"message":"Forbidden"}')),
    "validation_errors": (
        validation_errors(),
        "BAD_REQUEST_PARAMETERS",
        (
            400,
            {},
            '{"message":  "Missing required request parameters: [name]", "validationErrors":  "Missing required request parameters: [name]"}',
        ),
    ),
}  # fmt: skip


def test_every_preset_has_an_example() -> None:
    assert sorted(EXAMPLES) == presets.__all__


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_client_gets_from(name: str) -> None:
    preset, kind, expected = EXAMPLES[name]
    assert seen(preset, kind) == expected


# Each option, by what changes for a client.
OPTIONS: list[tuple[str, Preset, str, tuple[int, dict[str, str], str]]] = [
    ("cors: any origin, nothing exposed", cors("*", expose_headers=None), "THROTTLED", (429, {"Access-Control-Allow-Origin": "*"}, '{"message":"Too Many Requests"}')),
    ("cors: exposed headers of ones own", cors(allow_origin="*", expose_headers=["X-A", "X-B"]), "THROTTLED", (429, {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "x-amzn-ErrorType, x-amzn-RequestId, X-A, X-B"}, '{"message":"Too Many Requests"}')),
    ("challenge: a bare scheme", challenge(), "UNAUTHORIZED", (401, {"WWW-Authenticate": "Bearer"}, '{"message":"Unauthorized"}')),
    ("challenge: quotes are escaped", challenge("Basic", realm='the "orders" \\ API', charset_="UTF-8"), "UNAUTHORIZED", (401, {"WWW-Authenticate": 'Basic realm="the \\"orders\\" \\\\ API", charset="UTF-8"'}, '{"message":"Unauthorized"}')),
    ("challenge: other types have none", challenge(), "ACCESS_DENIED", (403, {}, '{"Message":"User is not authorized to access this resource"}')),
    ("error_body: AUTHORIZER_FAILURE has no message", error_body({"m": "$context.error.messageString"}), "AUTHORIZER_FAILURE", (500, {}, '{"m": null}')),
    ("hints: overridden", hints({"THROTTLED": "Slow down."}), "THROTTLED", (429, {}, '{"message": "Too Many Requests", "hint": "Slow down."}')),
    ("hints: dropped", hints({"THROTTLED": None}), "THROTTLED", (429, {}, '{"message":"Too Many Requests"}')),
    ("hints: member", hints(member="help"), "UNAUTHORIZED", (401, {}, '{"message": "Unauthorized", "help": "Send valid credentials; they may be missing or expired."}')),
    ("not_found: message", not_found(message="No such route"), "MISSING_AUTHENTICATION_TOKEN", (404, {}, '{"message": "No such route"}')),
    ("not_found: other types are not concerned", not_found(), "RESOURCE_NOT_FOUND", (404, {}, '{"message":"(no published capture of this message)"}')),
    ("problem_details: AUTHORIZER_FAILURE has a detail of its own", problem_details(), "AUTHORIZER_FAILURE", (500, {}, '{"title": "AUTHORIZER_FAILURE", "detail": "The authorizer failed to authenticate the caller."}')),
    ("problem_details: type_base", problem_details(type_base="https://e.example/"), "THROTTLED", (429, {}, '{"type": "https://e.example/THROTTLED", "title": "THROTTLED", "detail": "Too Many Requests"}')),
    ("problem_details: status", problem_details(status=True), "THROTTLED", (429, {}, '{"title": "Too Many Requests", "status": 429, "detail": "Too Many Requests"}')),
    ("redirect: permanent, to a path", redirect("ACCESS_DENIED", location="/login?from=api", status_code=308), "ACCESS_DENIED", (308, {"Location": "/login?from=api"}, '{"message":"User is not authorized to access this resource"}')),
    ("redirect: DEFAULT_5XX is its whole class", redirect("DEFAULT_5XX", location="/sorry"), "INTEGRATION_TIMEOUT", (302, {"Location": "/sorry"}, '{"message":"Endpoint request timed out"}')),
    ("redirect: and no other", redirect("DEFAULT_5XX", location="/sorry"), "THROTTLED", (429, {}, '{"message":"Too Many Requests"}')),
    ("request_id: header alone", request_id(header="X-Id", member=None), "THROTTLED", (429, {"X-Id": ID}, '{"message":"Too Many Requests"}')),
    ("request_id: member alone", request_id(header=None, member="id"), "THROTTLED", (429, {}, f'{{"message": "Too Many Requests", "id": "{ID}"}}')),
    ("retry_after: quota", retry_after(seconds="60"), "QUOTA_EXCEEDED", (429, {"Retry-After": "60"}, '{"message":"Limit Exceeded"}')),
    ("retry_after: a duration of aws-cdk", retry_after(cdk.Duration.minutes(1)), "THROTTLED", (429, {"Retry-After": "60"}, '{"message":"Too Many Requests"}')),
    ("retry_after: other types have none", retry_after(seconds=1), "INVALID_API_KEY", (403, {}, '{"message":"Forbidden"}')),
    ("retry_after: number token", retry_after(seconds=NUMBER_TOKEN), "THROTTLED", (429, {"Retry-After": "${Token[Number.fbff000000000007]}"}, '{"message":"Too Many Requests"}')),
    ("security_headers: added, replaced, dropped", security_headers({"cache-control": "max-age=1", "X-A": "1", "REFERRER-POLICY": None, "strict-transport-security": None, "X-Content-Type-Options": None}), "THROTTLED", (429, {"X-A": "1", "X-Frame-Options": "DENY", "cache-control": "max-age=1"}, '{"message":"Too Many Requests"}')),
    ("security_headers: every type, 5XX too", security_headers({"X-Frame-Options": None, "Cache-Control": None, "Referrer-Policy": None, "Strict-Transport-Security": None}), "INTEGRATION_TIMEOUT", (504, {"X-Content-Type-Options": "nosniff"}, '{"message":"Endpoint request timed out"}')),
    ("status: a class", status({"DEFAULT_5XX": 503}), "INTEGRATION_TIMEOUT", (503, {}, '{"message":"Endpoint request timed out"}')),
    ("status: a type wins over its class", status({"DEFAULT_5XX": 503, "INTEGRATION_TIMEOUT": "504"}), "INTEGRATION_TIMEOUT", (504, {}, '{"message":"Endpoint request timed out"}')),
    ("validation_errors: member", validation_errors(member="why"), "BAD_REQUEST_PARAMETERS", (400, {}, '{"message":  "Missing required request parameters: [name]", "why":  "Missing required request parameters: [name]"}')),
    ("validation_errors: bodies only on request", validation_errors(), "BAD_REQUEST_BODY", (400, {}, '{"message": "Invalid request body"}')),
]  # fmt: skip


@pytest.mark.parametrize(("preset", "kind", "expected"), [row[1:] for row in OPTIONS], ids=[row[0] for row in OPTIONS])
def test_an_option_changes(preset: Preset, kind: str, expected: tuple[int, dict[str, str], str]) -> None:
    assert seen(preset, kind) == expected


@pytest.mark.parametrize(
    ("origin", "request_", "expected"),
    [
        ("http://localhost:${Token[Port.1]}", Request(), "http://localhost:${Token[Port.1]}"),
        (MappingValue.stage_variable("origin"), Request(stage_variables={"origin": "https://a.example"}), "https://a.example"),
        (MappingValue.static("https://a.example"), Request(), "https://a.example"),
        ("http://localhost:3000", Request(), "http://localhost:3000"),
        ("http://[::1]:3000", Request(), "http://[::1]:3000"),
        ("capacitor://localhost", Request(), "capacitor://localhost"),
        ("${Token[TOKEN.1]}", Request(), "${Token[TOKEN.1]}"),
        ("https://${Token[TOKEN.1]}", Request(), "https://${Token[TOKEN.1]}"),
    ],
    ids=str,
)  # fmt: skip
def test_cors_allows_the_origin(origin: str | MappingValue, request_: Request, expected: str) -> None:
    assert seen(cors(allow_origin=origin), "THROTTLED", request_)[1]["Access-Control-Allow-Origin"] == expected


def test_cors_echoes_the_origin_and_says_that_answers_vary() -> None:
    _, found, _ = seen(
        cors(echo_origin=True, expose_headers=None), "THROTTLED", Request(headers={"Origin": "https://a.example"})
    )
    assert found == {"Access-Control-Allow-Origin": "https://a.example", "Vary": "Origin"}


def test_cors_echoes_nothing_to_a_request_without_an_origin() -> None:
    assert seen(cors(echo_origin=True, expose_headers=None), "THROTTLED")[1] == {"Vary": "Origin"}


def test_validation_errors_of_bodies_carry_the_mark_of_what_nobody_measured() -> None:
    request = Request(context={"error.validationErrorString": "[object has missing properties]"})
    found = render(compose([validation_errors(accept_undetermined=True)]), "BAD_REQUEST_BODY", request)
    assert (found.body, [str(note) for note in found.undetermined]) == (
        '{"message":  "Invalid request body", "validationErrors": "[object has missing properties]"}',
        ["body: whether the quotes in $context.error.validationErrorString are escaped is not known"],
    )


def test_problem_details_under_their_own_media_type_are_marked_undetermined() -> None:
    found = render(compose([problem_details(media_type="application/problem+json")]), "THROTTLED")
    assert [str(note) for note in found.undetermined] == [
        "headers.Content-Type: no capture shows an answer served as application/problem+json"
    ]


def test_there_is_a_hint_for_every_type_that_a_client_can_meet() -> None:
    assert set(HINTS) == set(CUSTOMIZABLE_TYPES)


@pytest.mark.parametrize(
    ("preset", "count"),
    [(cors(allow_origin="*"), 2), (security_headers(), 2), (problem_details(), 3), (retry_after(1), 2), (hints(), 20), (not_found(), 1)],
    ids=lambda value: getattr(value, "name", ""),
)  # fmt: skip
def test_a_preset_costs_no_more_resources_than_it_needs(preset: Preset, count: int) -> None:
    assert resources(preset) == count


ALTERNATIVES = (
    "browsers take one: give each stage its own with MappingValue.stage_variable(...), "
    'echo the caller\'s with echo_origin=True, or allow "*" (the last two without credentials)'
)
ALL_TYPES = (
    "ACCESS_DENIED, API_CONFIGURATION_ERROR, AUTHORIZER_CONFIGURATION_ERROR, AUTHORIZER_FAILURE, BAD_REQUEST_BODY, "
    "BAD_REQUEST_PARAMETERS, DEFAULT_4XX, DEFAULT_5XX, EXPIRED_TOKEN, INTEGRATION_FAILURE, INTEGRATION_TIMEOUT, "
    "INVALID_API_KEY, INVALID_SIGNATURE, MISSING_AUTHENTICATION_TOKEN, QUOTA_EXCEEDED, REQUEST_TOO_LARGE, "
    "RESOURCE_NOT_FOUND, THROTTLED, UNAUTHORIZED, UNSUPPORTED_MEDIA_TYPE, WAF_FILTERED"
)
NO_413 = (
    "API Gateway does not support customizing REQUEST_TOO_LARGE "
    "(API Gateway Developer Guide, api-gateway-known-issues (2023)); leave it out"
)
REFUSED: list[tuple[Callable[..., Preset], tuple[Any, ...], dict[str, Any], str]] = [
    (cors, (), {}, 'cors(): no origin is allowed; give allow_origin="https://..." or "*", or echo_origin=True'),
    (cors, (), {"allow_origin": ["https://a.com"]}, "cors(): ['https://a.com'] is a list of origins; write 'https://a.com'"),
    (cors, (), {"allow_origin": ["https://a.com", "https://b.com"]}, f"cors(): ['https://a.com', 'https://b.com'] is a list of origins; {ALTERNATIVES}"),
    (cors, (), {"allow_origin": "https://a.com,https://b.com"}, f"cors(): 'https://a.com,https://b.com' is more than one origin; {ALTERNATIVES}"),
    (cors, (), {"allow_origin": "https://a.com https://b.com"}, f"cors(): 'https://a.com https://b.com' is more than one origin; {ALTERNATIVES}"),
    (cors, (), {"allow_origin": "${Token[A.1]},${Token[A.2]}"}, f"cors(): '${{Token[A.1]}},${{Token[A.2]}}' is more than one origin; {ALTERNATIVES}"),
    (cors, (), {"allow_origin": "*", "allow_credentials": True}, 'cors(): browsers refuse "*" together with allow_credentials=True; name the one allowed origin'),
    (cors, (), {"allow_origin": MappingValue.static("*"), "allow_credentials": True}, 'cors(): browsers refuse "*" together with allow_credentials=True; name the one allowed origin'),
    (cors, (), {"echo_origin": True, "allow_credentials": True}, "cors(): echo_origin with allow_credentials=True lets every site read your users' errors; name the one origin that may send credentials"),
    (cors, (), {"echo_origin": True, "allow_origin": "*"}, "cors(): allow_origin and echo_origin=True exclude each other; give one of them"),
    (cors, (), {"allow_origin": MappingValue.request_header("Origin")}, "cors(): allow_origin='method.request.header.Origin' allows whatever origin the client names; say echo_origin=True if that is meant"),
    (cors, (), {"allow_origin": "https://a.com/shop"}, "cors(): 'https://a.com/shop' has a path; write 'https://a.com'"),
    (cors, (), {"allow_origin": "https://a.com/"}, "cors(): 'https://a.com/' ends in a slash; write 'https://a.com'"),
    (cors, (), {"allow_origin": " https://a.com"}, "cors(): ' https://a.com' has spaces around it; write 'https://a.com'"),
    (cors, (), {"allow_origin": "https://Shop.A.com"}, "cors(): 'https://Shop.A.com' has capital letters; write 'https://shop.a.com'"),
    (cors, (), {"allow_origin": "HTTPS://A.com:443/"}, "cors(): 'HTTPS://A.com:443/' ends in a slash and has capital letters and names the default port, which browsers leave out; write 'https://a.com'"),
    (cors, (), {"allow_origin": "https://a.com:443"}, "cors(): 'https://a.com:443' names the default port, which browsers leave out; write 'https://a.com'"),
    (cors, (), {"allow_origin": "http://a.com:80"}, "cors(): 'http://a.com:80' names the default port, which browsers leave out; write 'http://a.com'"),
    (cors, (), {"allow_origin": "a.com"}, "cors(): 'a.com' has no scheme; write 'https://a.com'"),
    (cors, (), {"allow_origin": "a.b.c"}, "cors(): 'a.b.c' has no scheme; write 'https://a.b.c'"),
    (cors, (), {"allow_origin": "https://*.a.com"}, f"cors(): 'https://*.a.com' has a wildcard, which CORS does not know; {ALTERNATIVES}"),
    (cors, (), {"allow_origin": "https://${Token[A.1]}/"}, "cors(): 'https://${Token[A.1]}/' ends in a slash; write 'https://${Token[A.1]}'"),
    (cors, (), {"allow_origin": "null"}, 'cors(): "null" is the origin of every sandboxed page and local file; serve the page from an origin of its own and name that'),
    (cors, (), {"allow_origin": ""}, 'cors(): the origin is empty; give text such as "https://shop.example.com"'),
    (cors, (), {"allow_origin": "  "}, 'cors(): the origin is empty; give text such as "https://shop.example.com"'),
    (cors, (), {"allow_origin": True}, 'cors(): True is not an origin; give text such as "https://shop.example.com"'),
    (cors, (), {"allow_origin": "'https://a.com'"}, """cors(): "'https://a.com'" is quoted already; write 'https://a.com': the quotes are added for you"""),
    (cors, (), {"allow_origin": "$stageVariables.origin"}, "cors(): '$stageVariables.origin' reads like an expression; write MappingValue.stage_variable('origin')"),
    (cors, (), {"allow_origin": "https://a.com", "expose_headers": "X-A, X-B"}, "cors(): expose_headers has 'X-A, X-B', which is not a header name; list header names one by one"),
    (cors, (), {"allow_origin": "https://a.com", "allow_credentials": True, "expose_headers": ["*"]}, 'cors(): expose_headers=["*"] is no wildcard together with allow_credentials=True; list the headers by name'),
    (cors, (), {"allow_origin": "https://a.com", "allow_credentials": "false"}, "cors(): allow_credentials='false' is not a bool; write False"),
    (cors, (), {"echo_origin": "yes"}, "cors(): echo_origin='yes' is not a bool; write True"),
    (cors, (), {"allow_origin": "*", "allow_credentials": None}, "cors(): allow_credentials=None is not a bool; write True or False"),
    (cors, (), {"allow_origin": Parameter()}, "cors(): allow_origin is a Parameter, not text; give its value_as_string"),
    (problem_details, (), {"status": "true"}, "problem_details(): status='true' is not a bool; write True"),
    (validation_errors, (), {"accept_undetermined": 0}, "validation_errors(): accept_undetermined=0 is not a bool; write False"),
    (challenge, ("Bearer token",), {}, "challenge(): 'Bearer token' is not a scheme or parameter name; use a token such as Bearer or realm"),
    (challenge, ("",), {}, "challenge(): '' is not a scheme or parameter name; use a token such as Bearer or realm"),
    (challenge, ("Bearer",), {"realm": "it's"}, """challenge() header WWW-Authenticate: static value 'Bearer realm="it\\'s"' has a single quote ("'"); leave the quotes out: no spelling of them inside a mapping value is documented"""),
    (error_body, ({},), {}, "error_body({}) has no members; give a dict of members"),
    (error_body, ("{}",), {}, "error_body(): '{}' is not a dict; give a dict of members"),
    (error_body, ({"m": "$context.path"},), {}, "error_body(): m: $context.path can hold quotes, and API Gateway does not escape them; use a variable that is JSON-safe, or leave it out"),
    (error_body, ({"m": "x"},), {"media_type": "text/html"}, 'error_body(): text/html is not a JSON media type; use "application/json", or one that ends in "+json"'),
    (hints, ({"NOPE": "x"},), {}, f"hints(): unknown response type 'NOPE'; use one of {ALL_TYPES}"),
    (hints, ({"UNAUTHORIZED": 5},), {}, "hints() UNAUTHORIZED: 5 is not text; write \"5\", or None for no hint"),
    (hints, ({"UNAUTHORIZED": ["x"]},), {}, "hints() UNAUTHORIZED: ['x'] is not text; write a str, or None for no hint"),
    (hints, (["x"],), {}, 'hints(): [\'x\'] is not a dict; give a dict by response type, such as {"UNAUTHORIZED": "Log in first."}'),
    (status, ([1],), {}, 'status(): [1] is not a dict; give a dict by response type, such as {"UNAUTHORIZED": 403}'),
    (security_headers, (["X"],), {}, 'security_headers(): [\'X\'] is not a dict; give a dict by header, such as {"X-A": "v"}'),
    (hints, ({"REQUEST_TOO_LARGE": "x"},), {}, f"hints(): {NO_413}"),
    (redirect, ("UNAUTHORISED",), {"location": "/"}, "redirect(): unknown response type 'UNAUTHORISED'; write \"UNAUTHORIZED\""),
    (redirect, ("REQUEST_TOO_LARGE",), {"location": "/"}, f"redirect(): {NO_413}"),
    (redirect, ("UNAUTHORIZED",), {"location": "//evil.example"}, "redirect(): location '//evil.example' is not a URL to send everyone to; give a fixed URL such as \"https://login.example.com/\", or an absolute path"),
    (redirect, ("UNAUTHORIZED",), {"location": "javascript:alert(1)"}, "redirect(): location 'javascript:alert(1)' is not a URL to send everyone to; give a fixed URL such as \"https://login.example.com/\", or an absolute path"),
    (redirect, ("UNAUTHORIZED",), {"location": MappingValue.query_string("to")}, f"redirect(): location {MappingValue.query_string('to')!r} is not a URL to send everyone to; give a fixed URL such as \"https://login.example.com/\", or an absolute path"),
    (redirect, ("UNAUTHORIZED",), {"location": "/", "status_code": 200}, "redirect(): status code 200 is no redirect; use one of (301, 302, 303, 307, 308)"),
    (redirect, ("UNAUTHORIZED",), {"location": "https://a.com/é"}, "redirect() header Location: static value 'https://a.com/é' has a character outside ASCII ('é'); write it in ASCII, percent-encoded if it is part of a URL"),
    (request_id, (), {"header": "Request Id"}, "request_id(): 'Request Id' is not a header name; use only A-Z, a-z, 0-9 and . _ $ -"),
    (retry_after, (), {"seconds": -1}, "retry_after(seconds=-1) is not a number of seconds; give a whole number such as 30"),
    (retry_after, (), {"seconds": 1.5}, "retry_after(seconds=1.5) is not a number of seconds; give a whole number such as 30"),
    (retry_after, (Moment(),), {}, "retry_after(seconds=1.5) is not a number of seconds; give a whole number such as 30"),
    (retry_after, (), {"seconds": True}, "retry_after(seconds=True) is not a number of seconds; give a whole number such as 30"),
    (retry_after, (), {"seconds": ""}, "retry_after(seconds='') is not a number of seconds; give a whole number such as 30"),
    (security_headers, ({"Content-Security-Policy": "default-src 'none'"},), {}, """security_headers() header Content-Security-Policy: static value "default-src 'none'" has a single quote ("'"); leave the quotes out: no spelling of them inside a mapping value is documented"""),
    (status, ({"THROTLED": 503},), {}, "status(): unknown response type 'THROTLED'; write \"THROTTLED\""),
    (status, ({"THROTTLED": 99},), {}, "status() THROTTLED: status code 99 is not an HTTP status; write one from 100 to 599, such as 404"),
    (status, ({"REQUEST_TOO_LARGE": 400},), {}, f"status(): {NO_413}"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("preset", "values", "options", "message"),
    REFUSED,
    ids=[f"{r[0].__name__} {r[1] or ''}{r[2] or ''}" for r in REFUSED],
)
def test_a_preset_refuses(
    preset: Callable[..., Preset], values: tuple[Any, ...], options: dict[str, Any], message: str
) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        preset(*values, **options)
    assert str(raised.value) == message


def test_all_that_is_wrong_with_a_presets_options_is_reported_at_once() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        status({"THROTLED": 503, "THROTTLED": "4xx"})
    assert [str(problem) for problem in raised.value.problems] == [
        "status(): unknown response type 'THROTLED'; write \"THROTTLED\"",
        "status() THROTTLED: status code '4xx' is not an HTTP status; write one from 100 to 599, such as 404",
    ]
