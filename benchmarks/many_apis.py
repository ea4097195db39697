"""The time an API takes in apps of more and more APIs, less that of the same app without gateway responses.

Synthesis varies by more than what is measured, so its rows subtract the fastest rounds; the others are medians.
"""

from collections.abc import Iterator
from functools import partial
from statistics import median

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway

from benchmarks.table import Row
from benchmarks.timing import APIS_A_STACK, build, leave_alone, take_turns
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import cors, problem_details

SIZES = (1, 10, 50, 100, 200)
BASE = 10
TARGET = 1.2
ROUNDS = 5


def rows() -> Iterator[Row]:
    """Each size beside an app of ten APIs."""
    contestants = {
        (apis, customize): partial(build, customize, apis=apis)
        for apis in SIZES
        for customize in (_customize, leave_alone)
    }
    times = take_turns(contestants, rounds=ROUNDS, warm_up=1)
    constructs, synths = {}, {}
    for apis in SIZES:
        constructs[apis] = median(constructing for constructing, _ in times[apis, _customize]) / apis
        ours, bare = (min(synth for _, synth in times[apis, customize]) for customize in (_customize, leave_alone))
        synths[apis] = (ours - bare) / apis
    for step, series in (("construct", constructs), ("synth (fastest)", synths)):
        for apis in SIZES:
            target = TARGET if apis == max(SIZES) else None
            name = f"{step}, an API of {apis} (peer: of {BASE}), {APIS_A_STACK} a stack"
            yield Row(name, series[apis], series[BASE], target)


def _customize(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    presets = [cors(allow_origin="https://shop.example.com"), problem_details()]
    GatewayResponses(stack, f"{api.node.id}Errors", rest_api=api, presets=presets)
