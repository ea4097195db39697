"""The mixin over an app of 50 APIs, beside a construct for each of them."""

from collections.abc import Iterator
from functools import partial
from statistics import median
from tempfile import TemporaryDirectory

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway

from benchmarks.table import Row
from benchmarks.timing import APIS_A_STACK, add_api, milliseconds, take_turns
from constructs_gw import Preset
from constructs_gw.cdk import GatewayResponses, RestApiGatewayResponses
from constructs_gw.presets import cors, hints, problem_details

APIS = 50
TARGET = 1.1
ROUNDS = 7


def rows() -> Iterator[Row]:
    """With two resources an API, and with one for each response type."""
    for name, presets in (("cors", _cors()), ("cors, problem_details, hints", [*_cors(), problem_details(), hints()])):
        contestants = {
            "mixin": partial(_mixin, presets),
            "mixin, with a selector": partial(_mixin, presets, _rest_apis()),
            "constructs": partial(_constructs, presets),
        }
        times = take_turns(contestants, rounds=ROUNDS, warm_up=2)
        for way in ("mixin", "mixin, with a selector"):
            label = f"{way}, over {APIS} APIs (peer: constructs), {name}"
            yield Row(label, median(times[way]), median(times["constructs"]), TARGET)


def _cors() -> list[Preset]:
    return [cors(allow_origin="https://shop.example.com")]


def _rest_apis() -> cdk.IConstructSelector:
    return cdk.ConstructSelector.resources_of_type("AWS::ApiGateway::RestApi")


def _mixin(presets: list[Preset], selector: cdk.IConstructSelector | None = None) -> float:
    with TemporaryDirectory() as folder:
        app, _ = _app(folder)
        return milliseconds(lambda: cdk.Mixins.of(app, selector).apply(RestApiGatewayResponses(presets=presets)))


def _constructs(presets: list[Preset]) -> float:
    with TemporaryDirectory() as folder:
        _, apis = _app(folder)

        def work() -> None:
            for api in apis:
                GatewayResponses(api, "GatewayResponses", rest_api=api, presets=presets)

        return milliseconds(work)


def _app(folder: str) -> tuple[cdk.App, list[apigateway.RestApi]]:
    app = cdk.App(outdir=folder, analytics_reporting=False)
    stacks = [cdk.Stack(app, f"Stack{number}") for number in range(-(-APIS // APIS_A_STACK))]
    return app, [add_api(stacks[number // APIS_A_STACK], f"Api{number}", methods=1) for number in range(APIS)]
