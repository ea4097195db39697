"""An error answer sets `Authorization`, which is a header of requests.

## Why is this bad?

It deploys, and clients ignore it: no browser asks for a password, and no client learns how to authenticate.
Terraform's documentation of `aws_api_gateway_gateway_response` has it in its example, and it has been copied from
there.

## What to do instead

Set `WWW-Authenticate`, as in `gatewayresponse.header.WWW-Authenticate: "'Bearer'"`. It reaches the client from a
gateway response (from an integration it does not).

## Source

Authorization is a request header, a 401 has to have WWW-Authenticate: RFC 9110, 11.6 (standard); that API Gateway
accepts it: Terraform's acceptance test (recorded against AWS); WWW-Authenticate arrives: SAM#623 (observed).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem
from constructs_gw.severity import Severity
from constructs_gw.views import ParameterView

SEVERITY = Severity.WARNING


def authorization_response_header(parameter: ParameterView) -> Iterator[Problem]:
    """A challenge under the name of its answer."""
    if parameter.header == "authorization":
        message = f"{parameter.name} is a header of requests: clients ignore it in an answer"
        yield Problem(message, "write WWW-Authenticate to say how to authenticate, or remove it")
