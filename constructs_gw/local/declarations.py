"""What templates declare of a REST API that decides which requests it answers with an error."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from constructs_gw.customization_set import CustomizationSet

MODELS_URL = "https://apigateway.amazonaws.com/restapis/{}/models/"
"""What the reference to a model begins with (documented by the developer guide's tutorial on a calculator API)."""


def model_url(rest_api_id: str, name: str) -> str:
    """What a `$ref` to a model of an API is; a JSON pointer into it may follow after `#`."""
    return MODELS_URL.format(rest_api_id) + quote(name, safe="", errors="replace")


DEFAULT_TIMEOUT = 29.0
"""In seconds (developer guide, api-gateway-execution-service-limits-table, documented)."""

DEFAULT_RESULT_TTL = 300.0
"""In seconds (API reference, CreateAuthorizer authorizerResultTtlInSeconds, documented)."""


AUTHORIZATION = "method.request.header.Authorization"
"""Where an authorizer finds a token unless something else is declared."""


@dataclass(frozen=True, slots=True)
class Authorizer:
    """A Lambda or Amazon Cognito authorizer; none is ever run."""

    type: str
    """`TOKEN`, `REQUEST` or `COGNITO_USER_POOLS`."""
    identity_sources: tuple[str, ...] = (AUTHORIZATION,)
    """The mapping expressions that a request has to have a value for."""
    validation_expression: str = ""
    """The regular expression that a token has to match; empty for none."""
    result_ttl: float = DEFAULT_RESULT_TTL
    """In seconds; zero for no caching."""


@dataclass(frozen=True, slots=True)
class IntegrationResponse:
    """How an integration's answer becomes the method's."""

    status_code: str
    selection_pattern: str = ""
    """The regular expression that chooses it; empty for the default."""
    parameters: Mapping[str, str] = field(default_factory=dict)
    """Mapping expressions by `method.response.header.NAME`."""
    templates: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Integration:
    """What a method does with a request that passes every check."""

    type: str
    """`AWS`, `AWS_PROXY`, `HTTP`, `HTTP_PROXY` or `MOCK`."""
    timeout: float = DEFAULT_TIMEOUT
    """In seconds."""
    passthrough_behavior: str = "WHEN_NO_MATCH"
    templates: Mapping[str, str] = field(default_factory=dict)
    """Mapping templates of requests, by media type."""
    responses: tuple[IntegrationResponse, ...] = ()


@dataclass(frozen=True, slots=True)
class Method:
    """An HTTP method of a resource and what it asks of a request."""

    authorization_type: str = "NONE"
    """`NONE`, `AWS_IAM`, `CUSTOM` or `COGNITO_USER_POOLS`."""
    authorizer: Authorizer | None = None
    is_api_key_required: bool = False
    required_parameters: tuple[str, ...] = ()
    """The mapping expressions that a request has to have a value for, if parameters are validated."""
    models: Mapping[str, Any] = field(default_factory=dict)
    """JSON Schemas by media type; True, which takes everything, for a model that is not in the template."""
    validates_body: bool = False
    validates_parameters: bool = False
    integration: Integration | None = None


@dataclass(frozen=True, slots=True)
class Resource:
    """A path of an API with its methods."""

    path: str
    """As `/orders/{id}` or `/files/{proxy+}`."""
    methods: Mapping[str, Method]
    """By HTTP method, or `ANY`."""
    resource_id: str = ""


@dataclass(frozen=True, slots=True)
class Throttle:
    """A token bucket: `rate` tokens a second, at most `burst` at once."""

    rate: float
    burst: float


@dataclass(frozen=True, slots=True)
class Quota:
    """How many requests a usage plan allows in a period."""

    limit: int
    period: str
    """`DAY`, `WEEK` or `MONTH`."""


@dataclass(frozen=True, slots=True)
class UsagePlan:
    """Who may call a stage, and how often."""

    name: str
    keys: Mapping[str, str] = field(default_factory=dict)
    """The values of its API keys, by logical id; where both are the same, the template says no value."""
    throttle: Throttle | None = None
    quota: Quota | None = None
    method_throttles: Mapping[str, Throttle] = field(default_factory=dict)
    """By `PATH/METHOD`, such as `/orders/GET` and, at the root, `//GET`."""


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage that clients call."""

    name: str
    variables: Mapping[str, str] = field(default_factory=dict)
    plans: tuple[UsagePlan, ...] = ()
    method_throttles: Mapping[str, Throttle] = field(default_factory=dict)
    """By `PATH/METHOD` as in a usage plan; `/*/*` is every method, `/orders/*` each one of `/orders`."""


@dataclass(frozen=True, slots=True)
class RestApi:
    """A REST API before it is deployed."""

    rest_api_id: str
    """What URLs can have as it is: the logical id unless another stack has an API of that name."""
    name: str
    customizations: CustomizationSet
    resources: tuple[Resource, ...] = ()
    stages: tuple[Stage, ...] = ()
    takes_key_from_authorizer: bool = False
    """Whether the API key comes from the authorizer rather than from `x-api-key`."""
    models: Mapping[str, Any] = field(default_factory=dict)
    """The JSON Schemas of its models by name; a `$ref` in one of them or in a method's is `model_url`, or its own."""
