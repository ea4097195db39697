"""The error types of APIG's gateway responses and what is known about each: default status, cause, where it is offered.

Three names are response types of AWS too and mean something else here: ACCESS_DENIED, AUTHORIZER_FAILURE, UNAUTHORIZED.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar

from constructs_gw.errors import GatewayResponseError, Problem, nearest
from constructs_gw.evidence import Evidence, Fact

CREATE_PAGE = "Open Telekom Cloud APIG API Reference (2024-11), Creating a Group Response"
MODIFY_PAGE = "Open Telekom Cloud APIG API Reference, Modifying the Response of an Error Type"
SDK_MODEL = "huaweicloudsdkapig 3.1.219, ResponsesCreate"


E = TypeVar("E", bound=StrEnum)


class Provider(StrEnum):
    """A cloud that runs APIG."""

    HUAWEICLOUD = "huaweicloud"
    OPENTELEKOMCLOUD = "opentelekomcloud"

    @classmethod
    def of(cls, value: object) -> "Provider":
        """The provider of a name; raises GatewayResponseError for any other, with the nearest."""
        return _named(cls, "provider", value)

    @property
    def error_types(self) -> "tuple[ErrorType, ...]":
        """What its documentation or SDK lists today, in the catalog's order; what one gateway has, its answers say."""
        return tuple(each for each in ErrorType if each.is_offered_by(self))


class ErrorType(StrEnum):
    """An error type, spelled as APIG spells it."""

    AUTH_FAILURE = "AUTH_FAILURE"
    AUTH_HEADER_MISSING = "AUTH_HEADER_MISSING"
    AUTHORIZER_FAILURE = "AUTHORIZER_FAILURE"
    AUTHORIZER_CONF_FAILURE = "AUTHORIZER_CONF_FAILURE"
    AUTHORIZER_IDENTITIES_FAILURE = "AUTHORIZER_IDENTITIES_FAILURE"
    BACKEND_UNAVAILABLE = "BACKEND_UNAVAILABLE"
    BACKEND_TIMEOUT = "BACKEND_TIMEOUT"
    THROTTLED = "THROTTLED"
    UNAUTHORIZED = "UNAUTHORIZED"
    ACCESS_DENIED = "ACCESS_DENIED"
    NOT_FOUND = "NOT_FOUND"
    REQUEST_PARAMETERS_FAILURE = "REQUEST_PARAMETERS_FAILURE"
    DEFAULT_4XX = "DEFAULT_4XX"
    DEFAULT_5XX = "DEFAULT_5XX"
    THIRD_AUTH_FAILURE = "THIRD_AUTH_FAILURE"
    THIRD_AUTH_IDENTITIES_FAILURE = "THIRD_AUTH_IDENTITIES_FAILURE"
    THIRD_AUTH_CONF_FAILURE = "THIRD_AUTH_CONF_FAILURE"
    ORCHESTRATION_PARAMETER_NOT_FOUND = "ORCHESTRATION_PARAMETER_NOT_FOUND"
    ORCHESTRATION_FAILURE = "ORCHESTRATION_FAILURE"
    OIDC_AUTH_TOKEN_VERIFY_FAIL = "OIDC_AUTH_TOKEN_VERIFY_FAIL"
    OIDC_AUTH_GET_DISCOVERY_ERROR = "OIDC_AUTH_GET_DISCOVERY_ERROR"
    OIDC_AUTH_CODE_FLOW_FAIL = "OIDC_AUTH_CODE_FLOW_FAIL"
    JWT_AUTH_FAILURE = "JWT_AUTH_FAILURE"

    __hash__ = str.__hash__  # an enum's own is written in Python, and these are keys everywhere

    @classmethod
    def of(cls, value: object) -> "ErrorType":
        """The error type of a name; raises GatewayResponseError for any other, with the nearest."""
        return _named(cls, "error type", value)

    @classmethod
    def known(cls, names: Iterable[str]) -> "list[ErrorType]":
        """Those of these names that are in the catalog: a gateway may have others."""
        return [cls(name) for name in names if name in cls.__members__]

    @property
    def is_default(self) -> bool:
        """Whether this is DEFAULT_4XX or DEFAULT_5XX: what has no type of its own, not a parent of the others."""
        return self.name.startswith("DEFAULT_")

    @property
    def facts(self) -> "ErrorTypeFacts":
        """What is known about this type."""
        return CATALOG[self]

    @property
    def default_status(self) -> int | None:
        """The status code before any customization; None where it has none or none is published."""
        return CATALOG[self].default_status.value

    @property
    def is_in_first_revision(self) -> bool:
        """Whether the API had this type before response headers (November 2024) came."""
        return CATALOG[self].is_in_first_revision.value

    def is_offered_by(self, provider: Provider) -> bool:
        """Whether a cloud lists this type today."""
        return provider in CATALOG[self].providers.value


def _named(names: type[E], what: str, value: object) -> E:
    known = [name.value for name in names]
    if isinstance(value, str) and value in known:
        return names(value)
    guess = nearest(value, known) if isinstance(value, str) else None
    fix = f'write "{guess}"' if guess else f"use one of {', '.join(known)}"
    raise GatewayResponseError(Problem(f"unknown {what} {value!r}", fix))


@dataclass(frozen=True, slots=True)
class ErrorTypeFacts:
    """One row of the catalog: each fact about an error type with its evidence mark."""

    default_status: Fact[int | None]
    """HTTP status code before any customization."""
    emitted_when: Fact[str]
    """What makes APIG answer with this type."""
    is_in_first_revision: Fact[bool]
    """Whether it is one of the 14 types that the API began with."""
    providers: Fact[frozenset[Provider]]
    """The clouds that list it today."""


DEFAULT_BODY: Fact[str] = Fact(
    '{"error_code":"$context.error.code","error_msg":"$context.error.message","request_id":"$context.requestId"}',
    Evidence.DOCUMENTED,
    CREATE_PAGE,
)
"""The body before any customization, the same for every type: the page's example has 17 of them, and Huawei
Cloud's user guide says so (Customizing Error Response for APIs)."""

_BOTH = frozenset(Provider)
_NOT_PUBLISHED: Fact[int | None] = Fact(None, Evidence.UNDETERMINED)
_NONE: Fact[int | None] = Fact(None, Evidence.DOCUMENTED, CREATE_PAGE)


def _documented(status: int) -> Fact[int | None]:
    return Fact(status, Evidence.DOCUMENTED, CREATE_PAGE)


def _first(default_status: Fact[int | None], emitted_when: str) -> ErrorTypeFacts:
    """A type that the API began with."""
    return ErrorTypeFacts(
        default_status,
        Fact(emitted_when, Evidence.DOCUMENTED, MODIFY_PAGE),
        Fact(True, Evidence.DOCUMENTED, MODIFY_PAGE),
        Fact(_BOTH, Evidence.DOCUMENTED, f"{MODIFY_PAGE}; {SDK_MODEL}"),
    )


def _later(default_status: Fact[int | None], emitted_when: str) -> ErrorTypeFacts:
    """A type that came to both clouds later."""
    return ErrorTypeFacts(
        default_status,
        Fact(emitted_when, Evidence.DOCUMENTED, CREATE_PAGE),
        Fact(False, Evidence.DOCUMENTED, MODIFY_PAGE),
        Fact(_BOTH, Evidence.DOCUMENTED, f"{CREATE_PAGE}; {SDK_MODEL}"),
    )


def _huawei(emitted_when: str) -> ErrorTypeFacts:
    """A type that Huawei Cloud alone lists; no status of any is published."""
    return ErrorTypeFacts(
        _NOT_PUBLISHED,
        Fact(emitted_when, Evidence.DOCUMENTED, SDK_MODEL),
        Fact(False, Evidence.DOCUMENTED, MODIFY_PAGE),
        Fact(frozenset({Provider.HUAWEICLOUD}), Evidence.DOCUMENTED, SDK_MODEL),
    )


CATALOG: MappingProxyType[ErrorType, ErrorTypeFacts] = MappingProxyType(
    {
        ErrorType.AUTH_FAILURE: _first(_documented(401), "IAM or app authentication failed"),
        ErrorType.AUTH_HEADER_MISSING: _first(_documented(401), "the identity source is missing"),
        ErrorType.AUTHORIZER_FAILURE: _first(_documented(500), "a custom authorizer says that authentication failed"),
        ErrorType.AUTHORIZER_CONF_FAILURE: _first(
            _documented(500), "a custom authorizer cannot be reached or answers abnormally"
        ),
        ErrorType.AUTHORIZER_IDENTITIES_FAILURE: _first(
            _documented(401), "the identity source of a frontend custom authorizer is missing or invalid"
        ),
        ErrorType.BACKEND_UNAVAILABLE: _first(_documented(502), "the backend cannot be reached"),
        ErrorType.BACKEND_TIMEOUT: _first(_documented(504), "the backend timed out"),
        ErrorType.THROTTLED: _first(_documented(429), "the threshold of a request throttling policy is exceeded"),
        ErrorType.UNAUTHORIZED: _first(_documented(401), "the credential is not authorized to call this API"),
        ErrorType.ACCESS_DENIED: _first(
            _documented(403), "an access control policy denies the caller, or an attack is detected"
        ),
        ErrorType.NOT_FOUND: _first(_documented(404), "no API matches the request"),
        ErrorType.REQUEST_PARAMETERS_FAILURE: _first(
            _documented(400), "request parameters are wrong, or the HTTP method is not supported"
        ),
        ErrorType.DEFAULT_4XX: _first(_NONE, "another 4XX error happens"),
        ErrorType.DEFAULT_5XX: _first(_NONE, "another 5XX error happens"),
        ErrorType.THIRD_AUTH_FAILURE: _later(_documented(401), "third-party authentication failed"),
        ErrorType.THIRD_AUTH_IDENTITIES_FAILURE: _later(
            _documented(401), "the identity source of a third-party authorizer is missing or invalid"
        ),
        ErrorType.THIRD_AUTH_CONF_FAILURE: _later(_documented(500), "a third-party authorizer is configured wrongly"),
        ErrorType.ORCHESTRATION_PARAMETER_NOT_FOUND: _later(
            _NOT_PUBLISHED, "the request has no parameter that a parameter orchestration rule could match"
        ),
        ErrorType.ORCHESTRATION_FAILURE: _later(
            _NOT_PUBLISHED, "the parameters of the request match no parameter orchestration rule"
        ),
        ErrorType.OIDC_AUTH_TOKEN_VERIFY_FAIL: _huawei("the token fails OIDC authentication"),
        ErrorType.OIDC_AUTH_GET_DISCOVERY_ERROR: _huawei("OIDC authentication cannot read the configured discovery"),
        ErrorType.OIDC_AUTH_CODE_FLOW_FAIL: _huawei("the authorization code flow of OIDC authentication fails"),
        ErrorType.JWT_AUTH_FAILURE: _huawei("the token fails JWT authentication"),
    }
)
