"""A request to a stage while it is checked, and the failure that a check finds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from constructs_gw.errors import GatewayResponseError
from constructs_gw.local.declarations import Method, Resource
from constructs_gw.local.live_apis import LiveApi, LiveStage
from constructs_gw.mapping import MappingSource, MappingValue
from constructs_gw.render import Request
from constructs_gw.response_types import ResponseType

FORCED_TYPE_HEADER = "x-gateway-response"
"""The request header that asks for the answer of a response type, whatever the request is."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why API Gateway answers by itself."""

    response_type: ResponseType
    why: str
    """For the developer: what in the request, or missing from it, led to it."""
    context: Mapping[str, str] = field(default_factory=dict)
    """`$context` variables that it brings, such as `error.message`."""
    error_type: str | None = None
    """The `x-amzn-ErrorType` where it is not that of the response type."""
    undetermined: str = ""
    """What of it nobody has measured."""


@dataclass(frozen=True, slots=True)
class Call:
    """A request to a stage and what it was routed to."""

    api: LiveApi
    stage: LiveStage
    http_method: str
    path: str
    """Without the stage."""
    headers: Mapping[str, str]
    query_string: Mapping[str, str]
    context: Mapping[str, str]
    body: bytes = b""
    resource: Resource | None = None
    method: Method | None = None
    target: str = "/"
    """The path, without the stage, and the query string as they were sent."""
    raw_headers: Sequence[tuple[bytes, bytes]] = ()
    """The headers as they were sent, repeated ones too."""
    path_parameters: Mapping[str, str] = field(default_factory=dict)

    @property
    def request(self) -> Request:
        """The request as an answer can depend on it."""
        return Request(
            headers=self.headers,
            query_string=self.query_string,
            path_parameters=self.path_parameters,
            stage_variables=self.stage.stage.variables,
            context=self.context,
        )

    @property
    def media_type(self) -> str:
        """Of the body, without parameters."""
        return (self.header("Content-Type") or "application/json").partition(";")[0].strip().lower()

    def header(self, name: str) -> str | None:
        """A request header, by its name in any case."""
        return self.request.value(MappingSource.REQUEST_HEADER, name)

    def parameter(self, expression: str) -> str | None:
        """What a mapping expression such as `method.request.querystring.page` gives; None also for what is none."""
        try:
            value = MappingValue.parse(expression)
        except GatewayResponseError:
            return None
        if value.source is MappingSource.CONTEXT_VARIABLE:
            return self.context.get(value.text)  # a request has no samples
        return self.request.value(value.source, value.text)
