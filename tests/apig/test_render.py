"""What a client of APIG receives, and what of it is undetermined."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_gw.answers import ApiAnswers, as_http, as_json, as_one_json, as_text
from constructs_gw.apig.error_codes import ERROR_CODES
from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import DEFAULT_BODY, ErrorType, Provider
from constructs_gw.apig.render import UNKNOWN_CODE, RenderedError, render
from constructs_gw.errors import GatewayResponseError
from constructs_gw.render import MAX_BODY, UNKNOWN_MESSAGE, Request

REQUEST_ID = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
MESSAGE = ErrorResponse('{"message":"$context.error.message"}', 400)


def answered(
    body: str = "{}", status: int | None = 400, *headers: tuple[str, str], context: dict[str, str] | None = None
) -> RenderedError:
    """What an error type that is customized so answers."""
    response = ErrorResponse(body, status, headers)
    return render({ErrorType.NOT_FOUND: response}, "NOT_FOUND", "huaweicloud", Request(context=context or {}))


def notes(answer: RenderedError, part: str) -> list[str]:
    return [note.reason for note in answer.undetermined if note.part == part]


def test_a_type_that_nobody_modified_answers_what_the_faq_of_huawei_cloud_shows() -> None:
    """`apig-faq-180307001`, whose message is that of an older table."""
    answer = render({}, "NOT_FOUND", "huaweicloud")
    assert (answer.status, answer.source) == (404, None)
    assert answer.json() == {
        "error_code": "APIG.0101",
        "error_msg": "The API does not exist or has not been published in the environment.",
        "request_id": REQUEST_ID,
    }


@pytest.mark.parametrize("provider", Provider)
def test_every_type_that_a_cloud_offers_answers_json(provider: Provider) -> None:
    for kind in (each for each in ErrorType if each.is_offered_by(provider)):
        answer = render({}, kind, provider)
        assert set(answer.json()) == {"error_code", "error_msg", "request_id"}
        assert answer.headers == {"Content-Type": "application/json", "X-Request-Id": REQUEST_ID}
        assert answer.status == kind.default_status


def test_a_type_that_a_cloud_does_not_offer_is_refused() -> None:
    with pytest.raises(GatewayResponseError, match="opentelekomcloud has no error type 'JWT_AUTH_FAILURE'"):
        render({}, ErrorType.JWT_AUTH_FAILURE, "opentelekomcloud")


def test_a_response_type_of_aws_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(GatewayResponseError, match="write THROTTLED"):
        render({}, "THROTTLE", "huaweicloud")


@pytest.mark.parametrize("kind", [each for each in ErrorType if each not in ERROR_CODES])
def test_what_is_not_published_has_a_stand_in(kind: ErrorType) -> None:
    answer = render({kind: ErrorResponse(DEFAULT_BODY.value, 400)}, kind, "huaweicloud")
    assert answer.json() | {"request_id": ""} == {
        "error_code": UNKNOWN_CODE,
        "error_msg": UNKNOWN_MESSAGE,
        "request_id": "",
    }
    assert "no code and no message of this type is published" in notes(answer, "body")


def test_codes_are_undetermined_where_they_are_used_only() -> None:
    assert notes(answered('{"message":"ours"}'), "body") == []


def test_several_codes_are_named() -> None:
    answer = render({}, "AUTH_FAILURE", "huaweicloud")
    assert "that its error is APIG.0301 or APIG.0303 is inferred, the first is shown" in notes(answer, "body")


def test_a_status_that_two_pages_tell_differently_is_undetermined() -> None:
    """AUTHORIZER_FAILURE is 500 on the page of the error types, its code 401 in the table of error codes."""
    assert notes(render({}, "AUTHORIZER_FAILURE", "huaweicloud"), "status") == [
        "documented as 500; the table of error codes has 401 for APIG.0305"
    ]
    own = {ErrorType.AUTHORIZER_FAILURE: ErrorResponse("{}", 403)}
    assert notes(render(own, "AUTHORIZER_FAILURE", "huaweicloud"), "status") == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("DEFAULT_4XX", "each error has its own"),
        ("NOT_FOUND", "what APIG answers when it is left out is not documented"),
    ],
)
def test_a_status_that_is_left_out_is_undetermined(kind: str, said: str) -> None:
    answer = render({ErrorType(kind): ErrorResponse("{}")}, kind, "huaweicloud")
    assert (answer.status, notes(answer, "status")) == (None, [said])


def test_what_the_leftover_types_are_for_is_undetermined() -> None:
    bucket = {ErrorType.DEFAULT_4XX: ErrorResponse("{}", 400)}
    assert "which errors are answered with this type is not listed" in notes(
        render(bucket, "DEFAULT_4XX", "huaweicloud"), "body"
    )
    other = render(bucket, "NOT_FOUND", "huaweicloud")
    assert other.source is None
    assert "that DEFAULT_4XX and DEFAULT_5XX leave other types alone is inferred" in notes(other, "body")


def test_headers_are_those_of_the_gateway_and_of_the_response() -> None:
    answer = answered("{}", 400, ("Retry-After", "30"), ("X-Where", "$context.sourceIp in $context.stage"))
    assert answer.headers == {
        "Content-Type": "application/json",
        "X-Request-Id": REQUEST_ID,
        "Retry-After": "30",
        "X-Where": "203.0.113.7 in RELEASE",
    }


def test_another_content_type_is_shown_and_undetermined() -> None:
    answer = answered("{}", 400, ("content-type", "application/problem+json"))
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert notes(answer, "headers.content-type") == ["that it takes the place of APIG's own is not documented"]
    assert notes(answer, "headers.Content-Type") == []


def test_a_header_of_the_gateway_stays_its_own() -> None:
    answer = answered("{}", 400, ("x-request-id", "mine"))
    assert answer.headers["X-Request-Id"] == REQUEST_ID
    assert notes(answer, "headers.x-request-id")


def test_a_header_that_is_given_twice_is_undetermined() -> None:
    assert notes(answered("{}", 400, ("X-A", "1"), ("x-a", "2")), "headers")


def test_the_request_says_what_variables_hold() -> None:
    body = '{"path":"$context.reqPath","id":"$context.requestId"}'
    answer = answered(body, context={"reqPath": "/a", "requestId": "r1"})
    assert answer.json() == {"path": "/a", "id": "r1"}
    assert answer.headers["X-Request-Id"] == "r1"


def test_nothing_is_escaped_and_that_is_undetermined() -> None:
    answer = answered(MESSAGE.body, context={"error.message": 'no "id"'})
    assert answer.body == '{"message":"no "id""}'
    assert "whether the quotes in $context.error.message are escaped is not documented" in notes(answer, "body")


def test_a_variable_that_has_no_value_is_empty_and_undetermined() -> None:
    answer = answered('{"tenant":"$context.authorizer.frontend.tenant"}')
    assert answer.json() == {"tenant": ""}
    [note] = notes(answer, "body")
    assert "no value here" in note


def test_a_variable_that_apig_does_not_document_stays_and_is_undetermined() -> None:
    answer = answered('{"id":"$context.extendedRequestId","at":"$context.stage"}')
    assert answer.json() == {"id": "$context.extendedRequestId", "at": "RELEASE"}
    assert notes(answer, "body") == ["what $context.extendedRequestId renders as is not documented"]


def test_the_error_type_is_inferred() -> None:
    answer = answered('{"type":"$context.error.type"}')
    assert answer.json() == {"type": "NOT_FOUND"}
    assert notes(answer, "body") == ["that $context.error.type holds the name of the error type is inferred"]


def test_a_body_is_cut_off_before_it_fills_the_memory() -> None:
    answer = answered('{"a":"' + "$context.reqPath" * 2000 + '"}', context={"reqPath": "/" * 100_000})
    assert len(answer.body) == MAX_BODY
    assert any("more than" in note for note in notes(answer, "body"))


@given(body=st.text(st.sampled_from('$context.errmsgID{}"_*')) | st.text())
def test_any_body_is_rendered(body: str) -> None:
    assert isinstance(answered(body or "x").body, str)


def test_an_answer_prints_as_text() -> None:
    responses = {ErrorType.NOT_FOUND: MESSAGE, ErrorType.DEFAULT_4XX: ErrorResponse('{"a":1}')}
    answers = [render(responses, kind, "huaweicloud") for kind in ("NOT_FOUND", "DEFAULT_4XX", "THROTTLED")]
    text = as_text([ApiAnswers("Orders", "Api", answers, "huaweicloud")])
    assert text.startswith("Orders: what a client of Api on huaweicloud receives\n")
    assert "  NOT_FOUND  400 Bad Request  (its own customization)\n" in text
    assert "  DEFAULT_4XX  <undetermined>  (its own customization)\n" in text
    assert "  THROTTLED  429 Too Many Requests  (built in)\n" in text
    assert text.endswith("  3 error types: 2 customized, 1 built in (THROTTLED)")


def test_what_is_undetermined_of_all_answers_is_said_once() -> None:
    responses = {ErrorType.NOT_FOUND: MESSAGE, ErrorType.THROTTLED: MESSAGE}
    answers = [render(responses, kind, "huaweicloud") for kind in ("NOT_FOUND", "THROTTLED")]
    text = as_text([ApiAnswers("Orders", "Api", answers, "huaweicloud")])
    both, *own = ([str(note) for note in answer.undetermined] for answer in answers)
    shared = [note for note in both if note in own[0]]
    assert shared
    for note in shared:
        assert text.count(note) == text.count(f"  undetermined of all customized: {note}\n") == 1
    for note in {*both, *own[0]} - {*shared}:
        assert f"    undetermined: {note}" in text
    one = as_text([ApiAnswers("Orders", "Api", answers[:1], "huaweicloud")])
    assert [line[18:] for line in one.splitlines() if "undetermined" in line] == both


def test_an_answer_prints_as_json() -> None:
    answer = render({}, "THROTTLED", "huaweicloud")
    one = json.loads(as_one_json(ApiAnswers("Orders", "Api", [answer], "huaweicloud")))
    assert one["undetermined"]
    assert {**one, "body": json.loads(one["body"]), "undetermined": []} == {
        "template": "Orders",
        "rest_api": "Api",
        "provider": "huaweicloud",
        "error_type": "THROTTLED",
        "source": None,
        "status": 429,
        "headers": {"Content-Type": "application/json", "X-Request-Id": REQUEST_ID},
        "body": {
            "error_code": "APIG.0308",
            "error_msg": "The throttling threshold has been reached.",
            "request_id": REQUEST_ID,
        },
        "undetermined": [],
        "notes": [],
    }
    assert json.loads(as_json([ApiAnswers("Orders", "Api", [answer], "huaweicloud")])) == [one]


def test_an_answer_prints_as_http() -> None:
    text = as_http([ApiAnswers("Orders", "Api", [answered("{}", 404)], "huaweicloud")])
    assert text == f"HTTP/1.1 404 Not Found\nContent-Type: application/json\nX-Request-Id: {REQUEST_ID}\n\n{{}}"
