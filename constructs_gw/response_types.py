"""The 21 gateway response types and what is known about each: status, fallback, message, cause, and the evidence."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from constructs_gw.errors import GatewayResponseError, Problem, nearest
from constructs_gw.evidence import Evidence, Fact

GUIDE = "API Gateway Developer Guide, supported-gateway-response-types"
RECORDED = "LocalStack's recorded answers of AWS, test_gateway_response_crud"
MEASURED = "MiniStack PR #1756, measured on an AWS account"
THREADS = "public issue threads and captures"
KNOWN_ISSUES = "API Gateway Developer Guide, api-gateway-known-issues (2023)"


class ResponseType(StrEnum):
    """A gateway response type, spelled as API Gateway spells it."""

    ACCESS_DENIED = "ACCESS_DENIED"
    API_CONFIGURATION_ERROR = "API_CONFIGURATION_ERROR"
    AUTHORIZER_CONFIGURATION_ERROR = "AUTHORIZER_CONFIGURATION_ERROR"
    AUTHORIZER_FAILURE = "AUTHORIZER_FAILURE"
    BAD_REQUEST_BODY = "BAD_REQUEST_BODY"
    BAD_REQUEST_PARAMETERS = "BAD_REQUEST_PARAMETERS"
    DEFAULT_4XX = "DEFAULT_4XX"
    DEFAULT_5XX = "DEFAULT_5XX"
    EXPIRED_TOKEN = "EXPIRED_TOKEN"
    INTEGRATION_FAILURE = "INTEGRATION_FAILURE"
    INTEGRATION_TIMEOUT = "INTEGRATION_TIMEOUT"
    INVALID_API_KEY = "INVALID_API_KEY"
    INVALID_SIGNATURE = "INVALID_SIGNATURE"
    MISSING_AUTHENTICATION_TOKEN = "MISSING_AUTHENTICATION_TOKEN"
    QUOTA_EXCEEDED = "QUOTA_EXCEEDED"
    REQUEST_TOO_LARGE = "REQUEST_TOO_LARGE"
    RESOURCE_NOT_FOUND = "RESOURCE_NOT_FOUND"
    THROTTLED = "THROTTLED"
    UNAUTHORIZED = "UNAUTHORIZED"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"
    WAF_FILTERED = "WAF_FILTERED"

    __hash__ = str.__hash__  # an enum's own is written in Python, and these are keys everywhere

    @classmethod
    def of(cls, value: object) -> "ResponseType":
        """The response type a value names: one of ours, its name as text, or aws-cdk's own `ResponseType`.

        Raises GatewayResponseError for any other value, with the nearest name.
        """
        name = getattr(value, "response_type", value)
        if isinstance(name, str) and name in cls.__members__:
            return cls(name)
        same_status = [f'"{kind}"' for kind in cls if not kind.is_default and str(kind.default_status) == str(name)]
        if same_status:
            fix = f"write {'one of ' if same_status[1:] else ''}{', '.join(same_status)}"
            raise GatewayResponseError(Problem(f"{name!r} is a status code, not a response type", fix))
        guess = nearest(name, cls.__members__) if isinstance(name, str) else None
        fix = f'write "{guess}"' if guess else f"use one of {', '.join(cls.__members__)}"
        raise GatewayResponseError(Problem(f"unknown response type {name!r}", fix))

    @property
    def is_default(self) -> bool:
        """Whether this is DEFAULT_4XX or DEFAULT_5XX, which other types fall back to."""
        return self.name.startswith("DEFAULT_")

    @property
    def facts(self) -> "ResponseTypeFacts":
        """What is known about this type."""
        return CATALOG[self]

    @property
    def default_status(self) -> int | None:
        """The status code when nothing customizes it; None for DEFAULT_4XX and DEFAULT_5XX."""
        return CATALOG[self].default_status.value

    @property
    def fallback(self) -> "ResponseType | None":
        """The type whose customization this one inherits; None for DEFAULT_4XX and DEFAULT_5XX."""
        return CATALOG[self].fallback.value

    @property
    def can_quote_the_client(self) -> bool:
        """Whether its message may hold text of the request, as far as is known, rather than API Gateway's words alone.

        Examples:
            >>> [str(kind) for kind in ResponseType if kind.default_status == 400 and kind.can_quote_the_client]
            []
        """
        return self in _QUOTING

    @property
    def is_customizable(self) -> bool:
        """Whether a customization of this type reaches a client: false for REQUEST_TOO_LARGE alone."""
        return CATALOG[self].is_customizable.value


@dataclass(frozen=True, slots=True)
class ResponseTypeFacts:
    """One row of the catalog: each fact about a response type with its evidence mark."""

    default_status: Fact[int | None]
    """HTTP status code before any customization."""
    fallback: Fact[ResponseType | None]
    """The type whose customization applies while this one has none."""
    message: Fact[str | None]
    """`$context.error.message` as most often seen; None where API Gateway sends none or none is known."""
    error_type: Fact[str | None]
    """The `x-amzn-ErrorType` header."""
    emitted_when: Fact[str]
    """What makes API Gateway answer with this type."""
    is_customizable: Fact[bool]
    """Whether customizing has any effect."""
    spaced_message: Fact[bool]
    """Whether `$context.error.messageString` begins with a space, before its quotes."""

    @property
    def has_null_message(self) -> bool:
        """Whether `$context.error.messageString` is known to be `null`."""
        return self.message.value is None and self.message.evidence is not Evidence.UNDETERMINED


_NOT_RECORDED: Fact[str | None] = Fact(None, Evidence.UNDETERMINED)
_CUSTOMIZABLE = Fact(True, Evidence.DOCUMENTED, GUIDE)
_NO_SPACE = Fact(False, Evidence.OBSERVED, MEASURED)


def _observed(value: str | None, source: str = MEASURED) -> Fact[str | None]:
    return Fact(value, Evidence.OBSERVED, source)


def _recorded(value: str | None) -> Fact[str | None]:
    return Fact(value, Evidence.RECORDED, "LocalStack's recorded answers of AWS")


def _facts(
    status: int,
    emitted_when: str,
    message: Fact[str | None],
    error_type: Fact[str | None],
    *,
    customizable: Fact[bool] = _CUSTOMIZABLE,
    spaced: Fact[bool] = _NO_SPACE,
    fallback_evidence: Evidence = Evidence.DOCUMENTED,
) -> ResponseTypeFacts:
    fallback = ResponseType.DEFAULT_4XX if status < 500 else ResponseType.DEFAULT_5XX
    return ResponseTypeFacts(
        Fact(status, Evidence.RECORDED, RECORDED),
        Fact(fallback, fallback_evidence, GUIDE if fallback_evidence is Evidence.DOCUMENTED else RECORDED),
        message,
        error_type,
        Fact(emitted_when, Evidence.DOCUMENTED, GUIDE),
        customizable,
        spaced,
    )


def _default(status_class: str, spaced: Fact[bool]) -> ResponseTypeFacts:
    none: Fact[str | None] = Fact(None, Evidence.UNDETERMINED)
    return ResponseTypeFacts(
        Fact(None, Evidence.RECORDED, RECORDED),
        Fact(None, Evidence.DOCUMENTED, GUIDE),
        none,
        none,
        Fact(f"any {status_class} type that is not customized itself", Evidence.DOCUMENTED, GUIDE),
        Fact(True, Evidence.DOCUMENTED, GUIDE),
        spaced,
    )


_SPACED_RECORDED = Fact(True, Evidence.RECORDED, "LocalStack's recorded Content-Length of 36 bytes")
_SPACED_OBSERVED = Fact(True, Evidence.OBSERVED, MEASURED)

CATALOG: MappingProxyType[ResponseType, ResponseTypeFacts] = MappingProxyType(
    {
        ResponseType.ACCESS_DENIED: _facts(
            403,
            "authorization fails, such as a denial by a Lambda or Amazon Cognito authorizer",
            _observed("User is not authorized to access this resource"),
            _observed("AccessDeniedException"),
        ),
        ResponseType.API_CONFIGURATION_ERROR: _facts(
            500,
            "the API configuration is invalid: a bad endpoint address, failed base64 decoding, no matching response",
            _observed("Internal server error"),
            _recorded("InternalServerErrorException"),
            spaced=_SPACED_RECORDED,
        ),
        ResponseType.AUTHORIZER_CONFIGURATION_ERROR: _facts(
            500,
            "API Gateway cannot connect to, or invoke, the authorizer",
            _observed("Internal server error"),
            _observed("AuthorizerConfigurationException"),
            spaced=_SPACED_OBSERVED,
        ),
        ResponseType.AUTHORIZER_FAILURE: _facts(
            500,
            "the authorizer failed to authenticate the caller",
            _observed(None, "MiniStack PR #1756, measured on an AWS account; aws-lambda-go#81"),
            _observed("AuthorizerConfigurationException"),
        ),
        ResponseType.BAD_REQUEST_BODY: _facts(
            400,
            "the request body fails an enabled request validator",
            _recorded("Invalid request body"),
            _recorded("BadRequestException"),
            spaced=_SPACED_OBSERVED,
        ),
        ResponseType.BAD_REQUEST_PARAMETERS: _facts(
            400,
            "a request parameter fails an enabled request validator",
            _recorded("Missing required request parameters: [name]"),
            _recorded("BadRequestException"),
            spaced=_SPACED_OBSERVED,
        ),
        ResponseType.DEFAULT_4XX: _default("4XX", _NO_SPACE),
        ResponseType.DEFAULT_5XX: _default("5XX", _SPACED_OBSERVED),
        ResponseType.EXPIRED_TOKEN: _facts(
            403,
            "the AWS authentication token has expired (SigV4 session tokens, not JWTs)",
            _NOT_RECORDED,
            Fact("ExpiredTokenException", Evidence.INFERRED, "LocalStack's source"),
        ),
        ResponseType.INTEGRATION_FAILURE: _facts(
            504,
            "the integration failed",
            _recorded("Internal server error"),
            Fact("InternalServerErrorException", Evidence.INFERRED, "LocalStack's source"),
        ),
        ResponseType.INTEGRATION_TIMEOUT: _facts(
            504,
            "the integration timed out",
            _observed("Endpoint request timed out", THREADS),
            Fact("InternalServerErrorException", Evidence.INFERRED, "LocalStack's source"),
        ),
        ResponseType.INVALID_API_KEY: _facts(
            403,
            "a method that requires an API key got none, or an unknown one",
            _observed("Forbidden"),
            _observed("ForbiddenException"),
        ),
        ResponseType.INVALID_SIGNATURE: _facts(
            403,
            "the AWS signature does not match",
            _observed(
                "The request signature we calculated does not match the signature you provided. "
                "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
                THREADS,
            ),
            _observed("InvalidSignatureException"),
        ),
        ResponseType.MISSING_AUTHENTICATION_TOKEN: _facts(
            403,
            "an IAM method got no authentication token, or no resource or method matches the request",
            _recorded("Missing Authentication Token"),
            _recorded("MissingAuthenticationTokenException"),
        ),
        ResponseType.QUOTA_EXCEEDED: _facts(
            429,
            "the usage plan's quota is used up",
            _observed("Limit Exceeded"),
            _observed("LimitExceededException"),
        ),
        ResponseType.REQUEST_TOO_LARGE: _facts(
            413,
            "the request payload is larger than 10 MB",
            _NOT_RECORDED,
            Fact("RequestTooLargeException", Evidence.INFERRED, "LocalStack's source"),
            customizable=Fact(False, Evidence.DOCUMENTED, KNOWN_ISSUES),
        ),
        ResponseType.RESOURCE_NOT_FOUND: _facts(
            404,
            "the resource is not found after authentication and authorization have passed",
            _NOT_RECORDED,
            Fact("ResourceNotFoundException", Evidence.INFERRED, "LocalStack's source"),
        ),
        ResponseType.THROTTLED: _facts(
            429,
            "a usage plan, method, stage or account rate limit is exceeded",
            _observed("Too Many Requests"),
            _observed("TooManyRequestsException"),
        ),
        ResponseType.UNAUTHORIZED: _facts(
            401,
            "a Lambda or Amazon Cognito authorizer failed to authenticate the caller",
            _observed("Unauthorized", THREADS),
            _observed("UnauthorizedException", THREADS),
            fallback_evidence=Evidence.RECORDED,
        ),
        ResponseType.UNSUPPORTED_MEDIA_TYPE: _facts(
            415,
            "the payload's media type is not supported and the passthrough behaviour is strict",
            _observed("Unsupported Media Type"),
            _observed("BadRequestException"),
        ),
        ResponseType.WAF_FILTERED: _facts(
            403,
            "AWS WAF blocked the request",
            _observed("Forbidden", THREADS),
            _observed("ForbiddenException", THREADS),
        ),
    }
)

_QUOTING = frozenset(  # paths in ARNs, signed requests, `Authorization` headers; and what nobody has seen
    (
        ResponseType.ACCESS_DENIED,
        ResponseType.DEFAULT_4XX,
        ResponseType.EXPIRED_TOKEN,
        ResponseType.INVALID_SIGNATURE,
        ResponseType.MISSING_AUTHENTICATION_TOKEN,
        ResponseType.REQUEST_TOO_LARGE,
        ResponseType.RESOURCE_NOT_FOUND,
    )
)

CUSTOMIZABLE_TYPES = tuple(response_type for response_type in ResponseType if response_type.is_customizable)
"""Every type whose customization reaches a client, in AWS's order: all but REQUEST_TOO_LARGE."""

CLIENT_TYPES = tuple(response_type for response_type in ResponseType if not response_type.is_default)
"""Every type a client can meet: all but DEFAULT_4XX and DEFAULT_5XX, which only stand in for others."""
