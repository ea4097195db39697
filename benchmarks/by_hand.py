"""Presets beside `add_gateway_response`, called once for each response type with the same headers and body."""

from collections.abc import Callable, Iterable, Iterator
from statistics import median
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway

from benchmarks.table import Row
from benchmarks.timing import Customize, build, leave_alone, take_turns
from constructs_gw import Preset, ResponseType, compose
from constructs_gw.cdk import GatewayResponses

ROUNDS = 25


def beside_hand_written(
    name: str, presets: Callable[[], list[Preset]], *, methods: int, target: float, types: Iterable[ResponseType]
) -> Iterator[Row]:
    """The rows that compare presets on an API of so many methods with calls written by hand for the given types.

    The second row subtracts the synthesis of the bare app, which varies by more than what is measured: it takes the
    fastest rounds, the first row medians.
    """
    contestants = {
        "ours": lambda: build(_ours(presets), methods=methods),
        "peer": lambda: build(by_hand(presets(), types), methods=methods),
        "bare": lambda: build(leave_alone, methods=methods),
    }
    times = take_turns(contestants, rounds=ROUNDS)
    construct = {key: median(constructing for constructing, _ in times[key]) for key in times}
    fastest = {key: min(map(sum, times[key])) for key in times}
    net = {key: fastest[key] - fastest["bare"] for key in times}
    name = f"{name}, API of {methods} method{'s' * (methods > 1)}"
    yield Row(f"{name}: construct", construct["ours"], construct["peer"], target)
    yield Row(f"{name}: construct + synth (fastest)", net["ours"], net["peer"], target)


def _ours(presets: Callable[[], list[Preset]]) -> Customize:
    return lambda stack, api: GatewayResponses(stack, "Errors", rest_api=api, presets=presets())


def by_hand(presets: list[Preset], types: Iterable[ResponseType]) -> Customize:
    """The calls of `add_gateway_response` that give the types what the presets would."""
    contents = {_constant(kind): _content(presets, kind) for kind in types}

    def customize(_stack: cdk.Stack, api: apigateway.RestApi) -> None:
        for constant, content in contents.items():
            api.add_gateway_response(constant, type=getattr(apigateway.ResponseType, constant), **content)

    return customize


def _constant(kind: ResponseType) -> str:
    return kind.value.replace("_4XX", "_4_XX").replace("_5XX", "_5_XX")


def _content(presets: list[Preset], kind: ResponseType) -> dict[str, Any]:
    customizations = compose(presets)
    entry = customizations.get(kind) or customizations[ResponseType.DEFAULT_4XX]  # presets leave REQUEST_TOO_LARGE out
    headers = {name: str(value) for name, value in entry.headers.items()}
    return {"response_headers": headers, "templates": dict(entry.templates) or None}
