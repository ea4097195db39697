"""A gateway response belongs to an API that has none.

## Why is this bad?

Only REST APIs have gateway responses. The deployment fails, for the ID of an HTTP or WebSocket API is not that of a
REST API.

## What to do instead

Name a REST API. The errors of an HTTP API have a fixed body; its `CorsConfiguration` gives them CORS headers.

## Source

HTTP APIs have no gateway responses (API Gateway Developer Guide, documented; aws-cdk#10624), and
AWS::ApiGateway::GatewayResponse is for REST APIs (CloudFormation, documented). That HTTP APIs put CORS headers on their
errors is not measured here.
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ApiView

SEVERITY = Severity.ERROR

_OTHER_APIS = {
    "AWS::ApiGatewayV2::Api": "an HTTP or WebSocket API",
    "AWS::Serverless::HttpApi": "an HTTP API",
}


def not_a_rest_api(api: ApiView) -> Iterator[Problem]:
    """Every gateway response of another kind of API."""
    kind = _OTHER_APIS.get(api.resource_type or "")
    for response in api.responses if kind else ():
        yield Problem(f"{api.name} is {kind}, which has no gateway responses", "name a REST API", response.place)
