"""Measuring side by side: the contestants take turns in one process, so that a busy machine slows them alike."""

import gc
from collections.abc import Callable, Mapping
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TypeVar

import aws_cdk as cdk
from aws_cdk import aws_apigateway as apigateway

T = TypeVar("T")
K = TypeVar("K")

Customize = Callable[[cdk.Stack, apigateway.RestApi], object]
"""What gives an API its gateway responses."""

APIS_A_STACK = 20
"""So many fit under CloudFormation's limit of 500 resources."""


def take_turns(contestants: Mapping[K, Callable[[], T]], *, rounds: int, warm_up: int = 5) -> dict[K, list[T]]:
    """What each contestant returned in each round after the warm-up; every round begins with another one."""
    results: dict[K, list[T]] = {name: [] for name in contestants}
    names = list(contestants)
    for turn in range(rounds + warm_up):
        start = turn % len(names)
        for name in names[start:] + names[:start]:
            gc.collect()
            gc.disable()
            result = contestants[name]()
            gc.enable()
            if turn >= warm_up:
                results[name].append(result)
    return results


def build(customize: Customize, *, apis: int = 1, methods: int = 1) -> tuple[float, float]:
    """The milliseconds that `customize` takes for all APIs of a new app, and that the app then takes to synthesize."""
    with TemporaryDirectory() as folder:
        app = cdk.App(outdir=folder, analytics_reporting=False)
        constructing = 0.0
        for number in range(apis):
            if number % APIS_A_STACK == 0:
                stack = cdk.Stack(app, f"Stack{number}")
            api = add_api(stack, f"Api{number}", methods)
            constructing += milliseconds(lambda stack=stack, api=api: customize(stack, api))  # type: ignore[misc]
        return constructing, milliseconds(app.synth)


def leave_alone(_stack: cdk.Stack, _api: apigateway.RestApi) -> None:
    """The app without any gateway response: what is subtracted."""


def milliseconds(work: Callable[[], object]) -> float:
    """How long some work takes."""
    start = perf_counter()
    work()
    return (perf_counter() - start) * 1000


def add_api(stack: cdk.Stack, construct_id: str, methods: int) -> apigateway.RestApi:
    """An API with so many methods."""
    api = apigateway.RestApi(stack, construct_id, cloud_watch_role=False)
    api.root.add_method("GET")
    for number in range(1, methods):
        api.root.add_resource(f"item{number}").add_method("GET")
    return api
