"""`Access-Control-Allow-Origin` lists several origins.

## Why is this bad?

Browsers compare the whole text with the page's origin. A list equals none, so no page at all may read the answer.

## What to do instead

Write one origin. An error answer cannot choose among several: give each stage its own with `stageVariables.NAME`, or
write `'*'` where no credentials are sent.

## Source

CORS check (Fetch, standard); serverless#2476, SAM#3769, aws-cdk#25923 (observed).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.origins import origins_in
from constructs_gw.severity import Severity
from constructs_gw.views import ParameterView

SEVERITY = Severity.ERROR
IN_CDK = 'write cors(allow_origin=MappingValue.stage_variable("NAME"))'


def cors_multiple_origins(parameter: ParameterView) -> Iterator[Problem]:
    """A list of origins."""
    if parameter.header != "access-control-allow-origin" or parameter.static is None:
        return
    origins = origins_in(parameter.static)
    if len(origins) > 1:
        message = f"{parameter.static!r} is {len(origins)} origins, and browsers take one: none of them may read this"
        fix = "write one; for one per stage, stageVariables.NAME; for all without credentials, \"'*'\""
        yield Problem(message, fix)
