"""Combinations of presets, and what each promises."""

from collections.abc import Iterator, Mapping
from itertools import product

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
from constructs_gw.response_template import Json, ResponseTemplate
from constructs_gw.response_types import CUSTOMIZABLE_TYPES, ResponseType
from proof.hostile_values.values import NAMES


def holds(name: str) -> bool:
    """Whether a body may hold a variable."""
    try:
        ResponseTemplate.json({"a": f"${name}"})
    except GatewayResponseError:
        return False
    return True


TAKEN = [name for name in NAMES if holds(name)]
SHAPE: dict[str, Json] = {
    "code": "$context.error.responseType",
    "nested": [{"text": "$context.error.messageString"}, "${status}", "${reason}"],
    "variables": {name: f"${name}" for name in TAKEN},
    "texts": [f'say "${{{name}}}"\n' for name in TAKEN if name != "context.error.messageString"],
    "$context.stage": 1,
}
"""Of error_body: each variable that a body may hold, alone, in a text and as a name."""

HINT = 'say "hello" \\ \n\u2028\U0001f600 </script>'
PRESETS: Mapping[str, tuple[Preset, ...]] = {
    "cors": (
        cors("https://a.example", allow_credentials=True),
        cors(echo_origin=True),
        cors(MappingValue.stage_variable("origin"), expose_headers=["X-A"]),
    ),
    "hints": (hints(), hints(dict.fromkeys(CUSTOMIZABLE_TYPES, HINT))),
    "problem_details": (
        problem_details(),
        problem_details(type_base="https://e.example/?a=b&", status=True),
        problem_details(media_type="application/problem+json"),
    ),
    "error_body": (error_body(SHAPE), error_body({"message": "x $context.extendedRequestId y"})),
    "validation_errors": (validation_errors(),),
    "request_id": (request_id(), request_id(header="X-Id", member=None)),
    "security_headers": (security_headers(),),
    "retry_after": (retry_after(30),),
    "challenge": (challenge("Basic", realm='the "orders" \\ API'),),
    "not_found": (not_found(message=HINT),),
    "status": (status({"INVALID_API_KEY": 401, "DEFAULT_5XX": 503}),),
    "redirect": (
        redirect("UNAUTHORIZED", location='https://login.example/?a="<script>'),
        redirect("DEFAULT_4XX", location="/login", status_code=307),
    ),
}
"""Each preset with its options, of which the first is the usual one."""

Chosen = Mapping[str, int]
"""The number of the option by the name of the preset."""


def combinations() -> Iterator[Chosen]:
    """Every subset of the presets with their usual options, and each other option in every subset that has it."""
    for present in product((False, True), repeat=len(PRESETS)):
        usual = {name: 0 for name, is_there in zip(PRESETS, present, strict=True) if is_there}
        yield usual
        yield from ({**usual, name: other} for name in usual for other in range(1, len(PRESETS[name])))


def clash(chosen: Chosen) -> bool:
    """Whether presets contradict each other: two shapes of the body, two statuses of one type."""
    redirects_all = chosen.get("redirect") == 1
    return {"problem_details", "error_body"} <= {*chosen} or (
        redirects_all and bool({"not_found", "status"} & {*chosen})
    )


def members(chosen: Chosen, kind: ResponseType) -> set[str]:
    """The members that the presets promise for a type."""
    if not kind.is_customizable:
        return {"message"}
    shapes = {
        "problem_details": [{"title", "detail"}, {"type", "title", "status", "detail"}, {"title", "detail"}],
        "error_body": [{"code", "nested", "variables", "texts", "(stage)"}, {"message"}],
    }
    shape = next((shapes[name][chosen[name]] for name in shapes if name in chosen), {"message"})
    added = {
        "hint": "hints" in chosen,
        "requestId": chosen.get("request_id") == 0,
        "validationErrors": "validation_errors" in chosen and kind is ResponseType.BAD_REQUEST_PARAMETERS,
    }
    return shape | {name for name, is_there in added.items() if is_there}


def message(chosen: Chosen, kind: ResponseType, text: str) -> str:
    """What the body says where it says API Gateway's message."""
    if "not_found" in chosen and kind is ResponseType.MISSING_AUTHENTICATION_TOKEN:
        return HINT
    if "problem_details" in chosen and kind is ResponseType.AUTHORIZER_FAILURE:
        return "The authorizer failed to authenticate the caller."
    return text


def describe(chosen: Chosen) -> str:
    """A combination in words."""
    return ", ".join(f"{name}[{option}]" if option else name for name, option in chosen.items()) or "no presets"
