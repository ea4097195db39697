"""A header's name has a prefix of API Gateway in it.

## Why is this bad?

It deploys, for the name is a legal one: clients get a header that is called `gatewayresponse.header.Retry-After`, and
no `Retry-After`. It happens where a tool adds the prefix (CDK's `response_headers`, SAM's `Headers`) and the author
does too.

## What to do instead

Write the prefix once in CloudFormation and OpenAPI, and the bare name in CDK and SAM.

## Source

A key is the prefix and then the name: API Gateway Developer Guide,
api-gateway-swagger-extensions-gateway-responses.responseParameters (documented); CDK adds it: aws-cdk-lib 2.275
(observed), where public code has the doubled name.
"""

from collections.abc import Iterator

from constructs_gw.customization import PARAMETER_KEY
from constructs_gw.edits import Rename
from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ParameterView

SEVERITY = Severity.ERROR


def double_parameter_prefix(parameter: ParameterView) -> Iterator[Problem]:
    """A header whose name begins with a prefix."""
    name = parameter.name
    while found := PARAMETER_KEY.fullmatch(name):
        name = found[1]
    if parameter.target == "header" and name != parameter.name:
        message = f"it sets a header named {parameter.name!r}, not {name}"
        fix = f"leave {parameter.name.removesuffix(name)!r} out of the name"
        yield Problem(message, fix, edits=(Rename(parameter.terms.header_key(name)),))
