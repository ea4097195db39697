"""Several presets and customizations fold into one set, whatever the order of the presets."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_gw.composition import compose
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError
from constructs_gw.mapping import MappingValue
from constructs_gw.preset import MESSAGE, REASON, STATUS, Contribution, Preset
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
from constructs_gw.response_template import ResponseTemplate
from constructs_gw.response_types import CUSTOMIZABLE_TYPES, ResponseType

RICH = [
    challenge("Bearer", realm="orders"),
    cors(echo_origin=True, expose_headers=["X-Trace"]),
    hints({"WAF_FILTERED": None}),
    not_found(),
    problem_details(type_base="https://errors.example.com/", status=True),
    request_id(),
    retry_after(seconds=30),
    security_headers({"Vary": "Accept"}),
    status({"DEFAULT_5XX": 503, "INVALID_API_KEY": 401}),
    validation_errors(accept_undetermined=True),
]
OWN = [
    Customization("DEFAULT_4XX", headers={"X-Class": "4"}),
    Customization("THROTTLED", status_code=503, headers={"retry-after": "60"}),
]


def written(declared: CustomizationSet) -> str:
    """Everything a set says, in the order in which it says it."""
    return json.dumps(
        [
            [kind, entry.status_code, [(n, str(v)) for n, v in entry.headers.items()], list(entry.templates.items())]
            for kind, entry in declared.items()
        ],
        indent=1,
    )


def headers(declared: CustomizationSet, kind: str) -> dict[str, str]:
    return {name: str(value) for name, value in declared[ResponseType(kind)].headers.items()}


def body(declared: CustomizationSet, kind: str) -> str:
    return declared[ResponseType(kind)].templates["application/json"]


@settings(max_examples=60)
@given(st.permutations(RICH))
def test_the_order_of_presets_does_not_matter(presets: list[Preset]) -> None:
    assert written(compose(presets, OWN)) == written(compose(RICH, OWN))


def test_no_presets_and_no_customizations_customize_nothing() -> None:
    assert list(compose()) == []


def test_a_preset_for_every_type_customizes_all_that_can_be() -> None:
    assert tuple(compose([cors(allow_origin="*")])) == CUSTOMIZABLE_TYPES


def test_customizations_alone_come_out_as_they_are() -> None:
    own = [Customization("THROTTLED", status_code=503), Customization("UNAUTHORIZED", headers={"X": "1"})]
    assert list(compose([], own).values()) == own


def test_the_same_preset_twice_is_one() -> None:
    assert compose([cors(allow_origin="*")] * 2) == compose([cors(allow_origin="*")])


TAIL = "keep one of them, or say it in customizations=, which win over presets"


@pytest.mark.parametrize(
    ("presets", "message"),
    [
        (
            [problem_details(), error_body({"code": 1})],
            f"presets error_body and problem_details both set the body's shape of ACCESS_DENIED, differently; {TAIL}",
        ),
        (
            [status({"MISSING_AUTHENTICATION_TOKEN": 405}), not_found()],
            f"presets not_found and status both set the status code of MISSING_AUTHENTICATION_TOKEN, "
            f"differently: 404 and 405; {TAIL}",
        ),
        (
            [request_id(), security_headers({"x-request-id": "1"})],
            f"presets request_id and security_headers both set header X-Request-Id of ACCESS_DENIED, "
            f"differently: context.extendedRequestId and '1'; {TAIL}",
        ),
        (
            [hints(member="info"), request_id(header=None, member="info")],
            f"presets hints and request_id both set member info of ACCESS_DENIED, "
            f"differently: The caller is known but may not call ... and $context.extendedRequestId; {TAIL}",
        ),
        (
            [not_found(), not_found(message="Nothing here")],
            f"presets not_found and not_found both set the message of MISSING_AUTHENTICATION_TOKEN, "
            f"differently: Not Found and Nothing here; {TAIL}",
        ),
        (
            [hints(member="detail"), problem_details()],
            "preset hints adds member 'detail', which the body's shape has already; rename one of them",
        ),
        (
            [hints(member="message")],
            "preset hints adds member 'message', which the body's shape has already; rename one of them",
        ),
    ],
    ids=["shape", "status", "header", "member", "message", "member of a shape", "member of the default shape"],
)
@pytest.mark.parametrize("turn", [1, -1], ids=["", "reversed"])
def test_two_presets_that_set_one_thing_differently_are_named(presets: list[Preset], message: str, turn: int) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        compose(presets[::turn])
    assert str(raised.value) == message


@pytest.mark.parametrize(
    ("presets", "customizations", "message"),
    [
        (hints, [], "presets is hints, which is a function; write presets=[hints(...)]"),
        ([hints], [], "presets has hints, which is a function; call it: hints(...)"),
        ([[hints()]], [], "presets has a list; write *your_list"),
        ([{}], [], "presets has {}, which is no Preset; give what a preset function returns"),
        ([], {"THROTTLED": {}}, "customizations is a dict; write customizations=[...]"),
        ([], [{"THROTTLED": {}}], "customizations has {'THROTTLED': {}}; give Customization(...) values"),
        ([], [hints()], "customizations has the preset hints; give it in presets=[...]"),
        ([], [[Customization("THROTTLED")]], "customizations has a list; write *your_list"),
    ],
)
def test_what_is_no_list_of_the_right_values_is_refused(presets: Any, customizations: Any, message: str) -> None:
    with pytest.raises(GatewayResponseError) as raised:
        compose(presets, customizations)
    assert str(raised.value) == message


def test_what_is_wrong_with_presets_and_customizations_is_reported_at_once() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        compose([hints], [{}])  # type: ignore[list-item]
    assert len(raised.value.problems) == 2


def test_conflicts_of_several_kinds_are_reported_together() -> None:
    presets = [problem_details(), error_body({"a": 1}), retry_after(seconds=1), retry_after(seconds=2)]
    with pytest.raises(GatewayResponseError) as raised:
        compose(presets)
    assert [problem.message.partition(":")[0] for problem in raised.value.problems] == [
        "presets error_body and problem_details both set the body's shape of ACCESS_DENIED, differently",
        "presets retry_after and retry_after both set header Retry-After of QUOTA_EXCEEDED, differently",
    ]


def test_a_member_that_could_break_the_json_is_reported_with_its_type() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        compose([hints({"THROTTLED": "wait, $context.path"})])
    assert str(raised.value) == (
        "THROTTLED hint: $context.path can hold quotes, and API Gateway does not escape them; "
        "use a variable that is JSON-safe, or leave it out"
    )


def test_a_customizations_header_wins_over_a_presets() -> None:
    own = Customization("THROTTLED", headers={"access-control-allow-origin": "https://a.example"})
    assert headers(compose([cors(allow_origin="*", expose_headers=None)], [own]), "THROTTLED") == {
        "access-control-allow-origin": "'https://a.example'"
    }


def test_a_customizations_status_wins_over_a_presets() -> None:
    own = Customization("THROTTLED", status_code=429)
    assert compose([status({"THROTTLED": 503})], [own])[ResponseType.THROTTLED].status_code == "429"


def test_a_customizations_body_wins_over_a_presets() -> None:
    own = Customization("THROTTLED", templates=ResponseTemplate.json({"slow": "down"}))
    assert body(compose([problem_details(), hints()], [own]), "THROTTLED") == '{"slow": "down"}'


def test_what_a_customization_leaves_out_comes_from_presets() -> None:
    own = Customization("THROTTLED", status_code=503)
    assert headers(compose([retry_after(seconds=30)], [own]), "THROTTLED") == {"Retry-After": "'30'"}


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("THROTTLED", {"Retry-After": "'30'", "X-Class": "'4'"}), ("DEFAULT_4XX", {"X-Class": "'4'"})],
)
def test_a_customization_of_default_4xx_holds_for_its_class(kind: str, expected: dict[str, str]) -> None:
    assert headers(compose([retry_after(seconds=30)], OWN[:1]), kind) == expected


def test_a_customization_of_default_4xx_does_not_hold_for_5xx() -> None:
    declared = compose([request_id(member=None)], OWN[:1])
    assert headers(declared, "INTEGRATION_TIMEOUT") == {"X-Request-Id": "context.extendedRequestId"}


def test_what_a_type_says_itself_wins_over_its_class() -> None:
    own = [
        Customization("DEFAULT_4XX", status_code=400, headers={"X": "class"}),
        Customization("THROTTLED", status_code=503, headers={"x": "own"}),
    ]
    found = compose([], own)[ResponseType.THROTTLED]
    assert (found.status_code, {name: str(value) for name, value in found.headers.items()}) == ("503", {"x": "'own'"})


def test_members_are_added_behind_the_default_shape_in_alphabetical_order() -> None:
    presets = [request_id(header=None), hints({"THROTTLED": "Wait."})]
    assert body(compose(presets), "THROTTLED") == (
        '{"message": $context.error.messageString, "hint": "Wait.", "requestId": "$context.extendedRequestId"}'
    )


def test_members_are_added_behind_a_shape_of_ones_own() -> None:
    presets = [hints({"THROTTLED": "Wait."}), error_body({"error": {"text": MESSAGE}})]
    assert body(compose(presets), "THROTTLED") == ('{"error": {"text": $context.error.messageString}, "hint": "Wait."}')


def test_a_contributed_message_takes_the_place_of_api_gateways_in_a_nested_shape() -> None:
    presets = [not_found(message="Nope"), error_body({"errors": [{"text": MESSAGE}]})]
    assert body(compose(presets), "MISSING_AUTHENTICATION_TOKEN") == '{"errors": [{"text": "Nope"}]}'


def test_a_contributed_message_leaves_members_alone() -> None:
    friendly = Preset("friendly", {ResponseType.BAD_REQUEST_PARAMETERS: Contribution(message="Please check.")})
    assert body(compose([friendly, validation_errors()]), "BAD_REQUEST_PARAMETERS") == (
        '{"message": "Please check.", "validationErrors": $context.error.messageString}'
    )


STATUS_SHAPE = error_body({"status": STATUS, "reason": REASON, "none": None})


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("THROTTLED", '{"status": 429, "reason": "Too Many Requests", "none": null}'),
        ("DEFAULT_4XX", '{"reason": "$context.error.responseType", "none": null}'),
        ("INVALID_API_KEY", '{"status": 499, "reason": "$context.error.responseType", "none": null}'),
        ("MISSING_AUTHENTICATION_TOKEN", '{"status": 404, "reason": "Not Found", "none": null}'),
        ("UNAUTHORIZED", '{"status": 418, "reason": "I\'m a Teapot", "none": null}'),
    ],
)
def test_status_and_reason_are_those_of_the_final_answer(kind: str, expected: str) -> None:
    presets = [STATUS_SHAPE, not_found(), status({"INVALID_API_KEY": 499, "UNAUTHORIZED": 403})]
    assert body(compose(presets, [Customization("UNAUTHORIZED", status_code=418)]), kind) == expected


def test_not_found_shows_in_problem_details_with_status() -> None:
    declared = compose([problem_details(status=True), not_found()])
    assert (
        body(declared, "MISSING_AUTHENTICATION_TOKEN") == '{"title": "Not Found", "status": 404, "detail": "Not Found"}'
    )


def test_headers_that_presets_add_are_exposed_by_themselves() -> None:
    declared = compose([cors(allow_origin="*"), retry_after(seconds=1), request_id(member=None)])
    assert headers(declared, "THROTTLED")["Access-Control-Expose-Headers"] == (
        "'x-amzn-ErrorType, x-amzn-RequestId, Retry-After, X-Request-Id'"
    )


def test_headers_that_a_customization_adds_are_exposed_by_themselves() -> None:
    declared = compose([cors(allow_origin="*")], [Customization("THROTTLED", headers={"X-Own": "1"})])
    assert headers(declared, "THROTTLED")["Access-Control-Expose-Headers"] == (
        "'x-amzn-ErrorType, x-amzn-RequestId, X-Own'"
    )


def test_headers_that_only_browsers_act_on_are_not_exposed() -> None:
    declared = compose([cors(allow_origin="*", expose_headers=None), security_headers()])
    assert "Access-Control-Expose-Headers" not in headers(declared, "THROTTLED")


def test_a_header_is_exposed_once_whatever_its_case() -> None:
    declared = compose([cors(allow_origin="*", expose_headers=["retry-after"]), retry_after(seconds=1)])
    assert headers(declared, "THROTTLED")["Access-Control-Expose-Headers"] == (
        "'x-amzn-ErrorType, x-amzn-RequestId, retry-after'"
    )


def test_without_cors_nothing_is_exposed() -> None:
    assert headers(compose([retry_after(seconds=1)]), "THROTTLED") == {"Retry-After": "'1'"}


@pytest.mark.parametrize("value", [MappingValue.static("X-Mine"), MappingValue.stage_variable("exposed")], ids=str)
def test_exposed_headers_that_a_customization_says_are_left_alone(value: MappingValue) -> None:
    own = Customization("THROTTLED", headers={"Access-Control-Expose-Headers": value})
    declared = compose([cors(allow_origin="*"), retry_after(seconds=1)], [own])
    assert headers(declared, "THROTTLED")["Access-Control-Expose-Headers"] == str(value)


def test_vary_keeps_what_others_say_and_adds_origin() -> None:
    declared = compose([cors(echo_origin=True), security_headers({"vary": "Accept, ORIGIN"})])
    assert {n: v for n, v in headers(declared, "THROTTLED").items() if n.casefold() == "vary"} == {
        "Vary": "'Accept, ORIGIN'"
    }


def test_vary_is_added_only_where_the_answer_depends_on_the_request() -> None:
    assert "Vary" not in headers(compose([cors(allow_origin="*")]), "THROTTLED")


def test_a_vary_that_a_customization_maps_is_left_alone() -> None:
    own = Customization("THROTTLED", headers={"Vary": MappingValue.stage_variable("vary")})
    assert headers(compose([cors(echo_origin=True)], [own]), "THROTTLED")["Vary"] == "stageVariables.vary"


def test_headers_come_out_in_alphabetical_order() -> None:
    names = list(headers(compose(RICH, OWN), "UNAUTHORIZED"))
    assert names == sorted(names)


def test_a_presets_bad_header_is_reported_with_its_name() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        Preset("mine", {ResponseType.THROTTLED: Contribution(headers={"X": "'1'", "X Y": "2"})})
    assert str(raised.value) == (
        "2 problems:\n"
        """  - mine() header X: "'1'" is quoted already; write '1': the quotes are added for you\n"""
        "  - mine(): 'X Y' is not a header name; use only A-Z, a-z, 0-9 and . _ $ -"
    )


def test_a_preset_of_ones_own_is_a_plain_value() -> None:
    mine = Preset.of("mine", lambda kind: Contribution(status_code=499) if kind == "THROTTLED" else None)
    assert compose([mine])[ResponseType.THROTTLED] == Customization("THROTTLED", status_code=499)


def test_a_redirect_of_a_class_reaches_types_that_other_presets_customize() -> None:
    declared = compose([redirect("DEFAULT_5XX", location="/sorry"), retry_after(seconds=1), request_id(member=None)])
    found = declared[ResponseType.INTEGRATION_TIMEOUT]
    assert (found.status_code, str(found.headers["Location"])) == ("302", "'/sorry'")


def test_a_hint_that_is_dropped_stays_dropped_beside_other_presets() -> None:
    assert body(compose([hints({"THROTTLED": None}), request_id(header=None)]), "THROTTLED") == (
        '{"message": $context.error.messageString, "requestId": "$context.extendedRequestId"}'
    )
