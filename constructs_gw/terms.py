"""The words that the users of a format know, where those of CloudFormation would mislead them."""

import re
from typing import NamedTuple

from constructs_gw.tokens import TOKEN

_SUBSTITUTED = re.compile(r"AWS::\w+|[A-Za-z0-9]+(?:\.[A-Za-z0-9.]+)?")
"""What `Fn::Sub` puts in for a name in `${...}`; other names are those of frameworks, or stand for other functions."""


class Terms(NamedTuple):
    """How findings and fixes speak of a format."""

    has_prefixed_headers: bool = True
    """Whether the key of a header is `gatewayresponse.header.NAME` rather than its name under `Headers`."""
    dependency: str = (
        "add DependsOn: {response} to {deployments}, and give it another logical id whenever the response changes "
        "(in CDK, api.add_gateway_response does both)"
    )
    """What makes a Deployment wait for a response, and take its changes up."""
    lost: str = "the next import of this definition removes {responses}, and CloudFormation does not notice"
    """What happens to responses beside a definition."""
    inside: str = "move into the definition what stands beside it, under x-amazon-apigateway-gateway-responses"
    """How responses become a part of the API's definition."""

    has_sub: bool = True
    """Whether `${...}` in a text means nothing unless `Fn::Sub` is told to put something in for it."""

    def value(self, text: str) -> str:
        """What to write as a value, and by which function if text alone would not do."""
        names = TOKEN.findall(text) if self.has_sub else []
        is_substituted = bool(names) and all(map(_SUBSTITUTED.fullmatch, names))
        return f'"{text}"' + (" (by Fn::Sub)" if is_substituted else "")

    def header(self, name: str) -> str:
        """What to write as the key of a response header."""
        return self.header_key(name) if self.has_prefixed_headers else f"{name} under Headers"

    def header_key(self, name: str) -> str:
        """The key of a response header."""
        return f"gatewayresponse.header.{name}" if self.has_prefixed_headers else name


CLOUDFORMATION = Terms()
