"""What `$context.error.code` and `$context.error.message` hold, as far as it is published.

The clouds list codes and messages, not the error type that each belongs to: that is inferred from the descriptions of
both. They say that messages change without notice, and published answers of APIG have details after the listed words.
Source: Open Telekom Cloud APIG User Guide, Error Codes; that of Huawei Cloud has the same table.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from constructs_gw.apig.error_types import ErrorType


@dataclass(frozen=True, slots=True)
class ErrorCode:
    """One row of the table of error codes."""

    code: str
    message: str
    status: int
    """The HTTP status that the table gives it, which is not always that of the error type."""


_TABLE: tuple[tuple[ErrorType, tuple[ErrorCode, ...]], ...] = (
    (
        ErrorType.AUTH_FAILURE,
        (
            ErrorCode("APIG.0301", "Incorrect IAM authentication information.", 401),
            ErrorCode("APIG.0303", "Incorrect app authentication information.", 401),
        ),
    ),
    (ErrorType.AUTHORIZER_FAILURE, (ErrorCode("APIG.0305", "Incorrect authentication information.", 401),)),
    (
        ErrorType.BACKEND_UNAVAILABLE,
        (
            ErrorCode("APIG.0201", "Backend unavailable.", 502),
            ErrorCode("APIG.0202", "Backend unavailable", 502),
            ErrorCode("APIG.0610", "No backend available.", 502),
        ),
    ),
    (
        ErrorType.BACKEND_TIMEOUT,
        (ErrorCode("APIG.0201", "Backend timeout.", 504), ErrorCode("APIG.0203", "Backend timeout", 504)),
    ),
    (ErrorType.THROTTLED, (ErrorCode("APIG.0308", "The throttling threshold has been reached.", 429),)),
    (ErrorType.UNAUTHORIZED, (ErrorCode("APIG.0304", "The app is not authorized to access the API.", 403),)),
    (
        ErrorType.ACCESS_DENIED,
        (
            ErrorCode("APIG.0402", "The IP address is not authorized to access the API.", 403),
            ErrorCode("APIG.0302", "The IAM user is not authorized to access the API.", 403),
            ErrorCode("APIG.0405", "The app is not accessed from a trusted IP address.", 403),
        ),
    ),
    (
        ErrorType.NOT_FOUND,
        (
            ErrorCode("APIG.0101", "The API does not exist or has not been published in the environment.", 404),
            ErrorCode("APIG.0101", "The API does not exist.", 404),
        ),
    ),
    (ErrorType.REQUEST_PARAMETERS_FAILURE, (ErrorCode("APIG.0201", "API request error.", 400),)),
    (
        ErrorType.THIRD_AUTH_FAILURE,
        (ErrorCode("APIG.0312", "Incorrect third-party authentication information,auth fail", 401),),
    ),
    (
        ErrorType.THIRD_AUTH_IDENTITIES_FAILURE,
        (ErrorCode("APIG.0313", "Incorrect third-party authentication information,identities error", 401),),
    ),
    (
        ErrorType.THIRD_AUTH_CONF_FAILURE,
        (
            ErrorCode("APIG.0615", "Incorrect third-party authentication VPC information", 500),
            ErrorCode("APIG.0616", "Incorrect third-party authentication request information", 500),
            ErrorCode("APIG.0617", "Incorrect third-party authentication response information", 500),
        ),
    ),
    (ErrorType.ORCHESTRATION_FAILURE, (ErrorCode("APIG.0106", "Orchestration error.", 400),)),
)

ERROR_CODES: Mapping[ErrorType, tuple[ErrorCode, ...]] = MappingProxyType(dict(_TABLE))
"""What the types are told apart by, the likeliest first; a type that is not here has no code that is published."""
