"""Which error types of APIG mean what a response type of API Gateway means; never by equal names.

Inferred from what the two clouds say of when each is answered (`facts.emitted_when` of both).
"""

from collections.abc import Mapping
from types import MappingProxyType

from constructs_gw.apig.error_types import ErrorType
from constructs_gw.response_types import ResponseType

COUNTERPARTS: Mapping[ResponseType, tuple[ErrorType, ...]] = MappingProxyType(
    {
        ResponseType.ACCESS_DENIED: (ErrorType.AUTHORIZER_FAILURE, ErrorType.ACCESS_DENIED),
        ResponseType.API_CONFIGURATION_ERROR: (),
        ResponseType.AUTHORIZER_CONFIGURATION_ERROR: (
            ErrorType.AUTHORIZER_CONF_FAILURE,
            ErrorType.THIRD_AUTH_CONF_FAILURE,
            ErrorType.OIDC_AUTH_GET_DISCOVERY_ERROR,
        ),
        ResponseType.AUTHORIZER_FAILURE: (ErrorType.AUTHORIZER_CONF_FAILURE,),
        ResponseType.BAD_REQUEST_BODY: (),
        ResponseType.BAD_REQUEST_PARAMETERS: (ErrorType.REQUEST_PARAMETERS_FAILURE,),
        ResponseType.DEFAULT_4XX: (ErrorType.DEFAULT_4XX,),
        ResponseType.DEFAULT_5XX: (ErrorType.DEFAULT_5XX,),
        ResponseType.EXPIRED_TOKEN: (ErrorType.AUTH_FAILURE,),
        ResponseType.INTEGRATION_FAILURE: (ErrorType.BACKEND_UNAVAILABLE,),
        ResponseType.INTEGRATION_TIMEOUT: (ErrorType.BACKEND_TIMEOUT,),
        ResponseType.INVALID_API_KEY: (
            ErrorType.AUTH_FAILURE,
            ErrorType.AUTH_HEADER_MISSING,
            ErrorType.UNAUTHORIZED,
        ),
        ResponseType.INVALID_SIGNATURE: (ErrorType.AUTH_FAILURE,),
        ResponseType.MISSING_AUTHENTICATION_TOKEN: (ErrorType.NOT_FOUND, ErrorType.AUTH_HEADER_MISSING),
        ResponseType.QUOTA_EXCEEDED: (),
        ResponseType.REQUEST_TOO_LARGE: (),
        ResponseType.RESOURCE_NOT_FOUND: (ErrorType.NOT_FOUND,),
        ResponseType.THROTTLED: (ErrorType.THROTTLED,),
        ResponseType.UNAUTHORIZED: (
            ErrorType.AUTHORIZER_FAILURE,
            ErrorType.AUTHORIZER_IDENTITIES_FAILURE,
            ErrorType.THIRD_AUTH_FAILURE,
            ErrorType.THIRD_AUTH_IDENTITIES_FAILURE,
            ErrorType.JWT_AUTH_FAILURE,
            ErrorType.OIDC_AUTH_TOKEN_VERIFY_FAIL,
        ),
        ResponseType.UNSUPPORTED_MEDIA_TYPE: (),
        ResponseType.WAF_FILTERED: (ErrorType.ACCESS_DENIED,),
    }
)
"""What has none is answered as DEFAULT_4XX or DEFAULT_5XX of APIG, a used-up quota perhaps as THROTTLED."""

CLOSEST: Mapping[ErrorType, tuple[ResponseType, ...]] = MappingProxyType(
    {
        ErrorType.ACCESS_DENIED: (ResponseType.ACCESS_DENIED, ResponseType.WAF_FILTERED),
        ErrorType.AUTHORIZER_CONF_FAILURE: (
            ResponseType.AUTHORIZER_CONFIGURATION_ERROR,
            ResponseType.AUTHORIZER_FAILURE,
        ),
        ErrorType.AUTHORIZER_FAILURE: (ResponseType.UNAUTHORIZED, ResponseType.ACCESS_DENIED),
        ErrorType.AUTH_FAILURE: (
            ResponseType.INVALID_API_KEY,
            ResponseType.INVALID_SIGNATURE,
            ResponseType.EXPIRED_TOKEN,
        ),
        ErrorType.AUTH_HEADER_MISSING: (ResponseType.INVALID_API_KEY, ResponseType.MISSING_AUTHENTICATION_TOKEN),
        ErrorType.NOT_FOUND: (ResponseType.RESOURCE_NOT_FOUND, ResponseType.MISSING_AUTHENTICATION_TOKEN),
    }
)
"""The response types that one error type stands for: first the one whose errors are most like its own.

Inferred as COUNTERPARTS is. API Gateway says MISSING_AUTHENTICATION_TOKEN of unknown routes, too, and INVALID_API_KEY
of a key that is missing.
"""

SERVER_ERRORS = frozenset(
    (
        ErrorType.AUTHORIZER_CONF_FAILURE,
        ErrorType.BACKEND_TIMEOUT,
        ErrorType.BACKEND_UNAVAILABLE,
        ErrorType.DEFAULT_5XX,
        ErrorType.OIDC_AUTH_GET_DISCOVERY_ERROR,
        ErrorType.THIRD_AUTH_CONF_FAILURE,
    )
)
"""What DEFAULT_5XX of API Gateway stands for; DEFAULT_4XX stands for all others.

AUTHORIZER_FAILURE is not here: its default status is 500, and it means that a caller was refused (documented).
"""


def sources_of(error_type: ErrorType) -> tuple[ResponseType, ...]:
    """The response types that mean what an error type means.

    >>> [str(kind) for kind in sources_of(ErrorType.NOT_FOUND)]
    ['MISSING_AUTHENTICATION_TOKEN', 'RESOURCE_NOT_FOUND']
    """
    return tuple(kind for kind, error_types in COUNTERPARTS.items() if error_type in error_types)


def default_of(error_type: ErrorType) -> ResponseType:
    """DEFAULT_4XX or DEFAULT_5XX of API Gateway: what stands for an error type that no customization is for."""
    return ResponseType.DEFAULT_5XX if error_type in SERVER_ERRORS else ResponseType.DEFAULT_4XX
