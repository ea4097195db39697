"""The errors of API Gateway's control plane, with its own words where they are recorded.

The recordings are those of LocalStack's tests against AWS (tests/aws/services/apigateway/*.snapshot.json). A text
that nobody recorded is ours and marked "undetermined".
"""

from collections.abc import Iterable, Sequence

from constructs_gw.local.live_apis import ACCOUNT_ID

_STATUS = {
    "BadRequestException": 400,
    "SerializationException": 400,
    "ValidationException": 400,
    "NotFoundException": 404,
    "MethodNotAllowedException": 405,
    "RequestEntityTooLargeException": 413,
    "UnsupportedMediaTypeException": 415,
    "NotImplementedException": 501,
}
"""By error type. Recorded for 400 and 404; 405, 413, 415 and 501 are ours (undetermined)."""


class ApiGatewayError(Exception):
    """An operation that API Gateway refuses, or that is not emulated."""

    def __init__(self, error_type: str, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.error_type = error_type
        self.message = message
        self.fix = fix
        """For the developer who reads the server's output: what to write instead; AWS has no such thing."""

    @property
    def status(self) -> int:
        """The HTTP status."""
        return _STATUS[self.error_type]


def bad_request(message: str, fix: str = "") -> ApiGatewayError:
    """The error about a value that the operation itself refuses."""
    return ApiGatewayError("BadRequestException", message, fix)


def not_found(message: str) -> ApiGatewayError:
    """The error about a thing that is not there."""
    return ApiGatewayError("NotFoundException", message)


def no_api(rest_api_id: str) -> ApiGatewayError:
    """The error about an unknown API (recorded, test_gateway_response_validation)."""
    return not_found(f"Invalid API identifier specified {ACCOUNT_ID}:{rest_api_id}")


def serialization(message: str) -> ApiGatewayError:
    """The error about a request that does not have the form of the operation's input."""
    return ApiGatewayError("SerializationException", message)


def not_emulated(what: str, instead: str) -> ApiGatewayError:
    """The error about a part of the control plane that is not here."""
    return ApiGatewayError("NotImplementedException", f"{what} is not emulated here; {instead}")


def raise_constraints(violations: Sequence[str]) -> None:
    """Raise the error about values that the service's model refuses, if there are any.

    Recorded for one (test_gateway_response_validation) and several (test_update_rest_api_concatenation_of_errors).
    """
    if violations:
        count = "1 validation error" if len(violations) == 1 else f"{len(violations)} validation errors"
        raise ApiGatewayError("ValidationException", f"{count} detected: {'; '.join(violations)}")


def violation(value: str, at: str, constraint: str) -> str:
    """One value that the service's model refuses, as `raise_constraints` takes it."""
    return f"Value '{value}' at '{at}' failed to satisfy constraint: Member must satisfy {constraint}"


def enum_violations(value: str, at: str, members: Iterable[str]) -> list[str]:
    """What is wrong with a value that has to be one of several."""
    known = tuple(members)
    return [] if value in known else [violation(value, at, f"enum value set: [{', '.join(known)}]")]


def mapping_error(parts: Iterable[str], fix: str = "") -> ApiGatewayError:
    """The error about response parameters (observed in full, aws-cli#2879; several at once are inferred)."""
    errors = ", ".join(f"Invalid mapping expression specified: {part}" for part in parts)
    return bad_request(f"Invalid mapping expression specified: {_validation_result(errors)}", fix)


def content_type_error(content_types: Iterable[str]) -> ApiGatewayError:
    """The error about media types of templates.

    Recorded for PutIntegrationResponse (test_integration_response_invalid_responsetemplates), inferred here.
    """
    errors = ", ".join(f"Invalid content type specified: {each}" for each in content_types)
    return bad_request(_validation_result(errors), 'write a media type such as "application/json"')


def _validation_result(errors: str) -> str:
    return f"Validation Result: warnings : [], errors : [{errors}]"
