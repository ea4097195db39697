"""The words that the users of a format know, where those of CloudFormation would mislead them."""

from typing import NamedTuple


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

    def header(self, name: str) -> str:
        """What to write as the key of a response header."""
        return self.header_key(name) if self.has_prefixed_headers else f"{name} under Headers"

    def header_key(self, name: str) -> str:
        """The key of a response header."""
        return f"gatewayresponse.header.{name}" if self.has_prefixed_headers else name


CLOUDFORMATION = Terms()
