"""Two gateway responses of one API are for the same response type.

## Why is this bad?

An API has one customization of each type. CloudFormation creates both without an error, the last one wins, and which
that is differs from deployment to deployment. Deleting either resets the type for both.

## What to do instead

Keep one gateway response of each type in one place, and give it what both of them set.

## Source

A gateway response is identified by its API and type (API Gateway API reference, documented); two owners of one type:
wellcomecollection/platform#6707 (observed).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from constructs_gw.errors import Problem, listed
from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity
from constructs_gw.views import ApiView, ResponseView

SEVERITY = Severity.ERROR


def duplicate_response_type(api: ApiView) -> Iterator[Problem]:
    """Each of several responses of a type."""
    by_type: dict[ResponseType, list[ResponseView]] = defaultdict(list)
    for response in api.responses:
        if response.kind:
            by_type[response.kind].append(response)
    for kind, twins in by_type.items():
        for response in twins if len(twins) > 1 else ():
            others = listed(_others(response, twins), total=len(twins) - 1)
            yield Problem(f"{kind} is customized by {others} as well", "keep one of them", response.type.place)


def _others(response: ResponseView, twins: Sequence[ResponseView]) -> Iterator[str]:
    return (_name(twin, response) for twin in twins if twin is not response)


def _name(twin: ResponseView, response: ResponseView) -> str:
    """What the author of a response calls another one."""
    name = twin.name if twin.is_resource else "the API's definition"
    return name if twin.place.document == response.place.document else f"{name} in {twin.place.document}"
