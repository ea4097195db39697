"""What MiniStack 1.5.33 answers for each provoked response type, written down from its answers.

Left out are the headers of PER_REQUEST, which differ from request to request or follow from the body.
"""

from .server import Answer

SIGNATURE_MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key"
    " and signing method. Consult the service documentation for details."
)

EXPLICIT_DENY = "User is not authorized to access this resource with an explicit deny in an identity-based policy"
MESSAGES = {
    "ACCESS_DENIED": EXPLICIT_DENY,
    "BAD_REQUEST_PARAMETERS": "Missing required request parameters: [page, X-Client]",
}
"""The messages that depend on the request that was sent."""
PER_REQUEST = {"content-length", "date", "x-amz-request-id", "x-amzn-requestid"}


def lasting(answer: Answer) -> Answer:
    """The answer without the headers that differ from request to request."""
    headers = {name: value for name, value in answer.headers.items() if name not in PER_REQUEST}
    return Answer(answer.status, headers, answer.body)


def _answer(status: int, error_type: str | None, body: str, **headers: str) -> Answer:
    written = {"content-type": "application/json", **{name.replace("_", "-"): value for name, value in headers.items()}}
    return Answer(status, written | ({"x-amzn-errortype": error_type} if error_type else {}), body)


BUILT_IN: dict[str, Answer] = {
    "ACCESS_DENIED": _answer(
        403,
        "AccessDeniedException",
        f'{{"Message":"{EXPLICIT_DENY}"}}',
    ),
    "API_CONFIGURATION_ERROR": _answer(500, "InternalServerErrorException", '{"message": "Internal server error"}'),
    "AUTHORIZER_CONFIGURATION_ERROR": _answer(
        500, "AuthorizerConfigurationException", '{"message": "Internal server error"}'
    ),
    "AUTHORIZER_FAILURE": _answer(500, "AuthorizerConfigurationException", '{"message":null}'),
    "BAD_REQUEST_BODY": _answer(400, "BadRequestException", '{"message": "Invalid request body"}'),
    "BAD_REQUEST_PARAMETERS": _answer(
        400, "BadRequestException", '{"message": "Missing required request parameters: [page, X-Client]"}'
    ),
    "DEFAULT_4XX": _answer(
        403, "UnrecognizedClientException", '{"message":"The security token included in the request is invalid."}'
    ),
    "DEFAULT_5XX": _answer(500, "InternalServerErrorException", '{"message": "Internal server error"}'),
    "EXPIRED_TOKEN": _answer(
        403, "ExpiredTokenException", '{"message":"The security token included in the request is expired"}'
    ),
    "INVALID_API_KEY": _answer(403, None, '{"message":"Forbidden"}'),
    "INVALID_SIGNATURE": _answer(403, "InvalidSignatureException", f'{{"message":"{SIGNATURE_MISMATCH}"}}'),
    "MISSING_AUTHENTICATION_TOKEN": _answer(
        403, "MissingAuthenticationTokenException", '{"message":"Missing Authentication Token"}'
    ),
    "QUOTA_EXCEEDED": _answer(429, None, '{"message":"Limit Exceeded"}'),
    "THROTTLED": _answer(429, "TooManyRequestsException", '{"message":"Too Many Requests"}'),
    "UNAUTHORIZED": _answer(401, "UnauthorizedException", '{"message":"Unauthorized"}'),
    "UNSUPPORTED_MEDIA_TYPE": _answer(415, None, '{"message":"Unsupported Media Type"}'),
}

# DEFAULT_4XX and DEFAULT_5XX customised with a header X-Class and this template.
ECHO = '{"type":"$context.error.responseType","message":$context.error.messageString}'

INHERITED: dict[str, Answer] = {
    "ACCESS_DENIED": _answer(
        403,
        "AccessDeniedException",
        f'{{"type":"ACCESS_DENIED","message":"{EXPLICIT_DENY}"}}',
        x_class="4XX",
    ),
    "API_CONFIGURATION_ERROR": _answer(
        500,
        "InternalServerErrorException",
        '{"type":"API_CONFIGURATION_ERROR","message": "Internal server error"}',
        x_class="5XX",
    ),
    "AUTHORIZER_CONFIGURATION_ERROR": _answer(
        500,
        "AuthorizerConfigurationException",
        '{"type":"API_CONFIGURATION_ERROR","message": "Internal server error"}',
        x_class="5XX",
    ),
    "AUTHORIZER_FAILURE": _answer(
        500, "AuthorizerConfigurationException", '{"type":"AUTHORIZER_FAILURE","message":null}', x_class="5XX"
    ),
    "BAD_REQUEST_BODY": _answer(
        400, "BadRequestException", '{"type":"BAD_REQUEST_BODY","message": "Invalid request body"}', x_class="4XX"
    ),
    "BAD_REQUEST_PARAMETERS": _answer(
        400,
        "BadRequestException",
        '{"type":"BAD_REQUEST_PARAMETERS","message": "Missing required request parameters: [page, X-Client]"}',
        x_class="4XX",
    ),
    "DEFAULT_4XX": _answer(
        403,
        "UnrecognizedClientException",
        '{"type":"DEFAULT_4XX","message":"The security token included in the request is invalid."}',
        x_class="4XX",
    ),
    "DEFAULT_5XX": _answer(
        500,
        "InternalServerErrorException",
        '{"type":"DEFAULT_5XX","message": "Internal server error"}',
        x_class="5XX",
    ),
    "EXPIRED_TOKEN": _answer(
        403,
        "ExpiredTokenException",
        '{"type":"EXPIRED_TOKEN","message":"The security token included in the request is expired"}',
        x_class="4XX",
    ),
    "INVALID_API_KEY": _answer(403, None, '{"type":"INVALID_API_KEY","message":"Forbidden"}', x_class="4XX"),
    "INVALID_SIGNATURE": _answer(
        403,
        "InvalidSignatureException",
        f'{{"type":"INVALID_SIGNATURE","message":"{SIGNATURE_MISMATCH}"}}',
        x_class="4XX",
    ),
    "MISSING_AUTHENTICATION_TOKEN": _answer(
        403,
        "MissingAuthenticationTokenException",
        '{"type":"MISSING_AUTHENTICATION_TOKEN","message":"Missing Authentication Token"}',
        x_class="4XX",
    ),
    "QUOTA_EXCEEDED": _answer(429, None, '{"type":"QUOTA_EXCEEDED","message":"Limit Exceeded"}', x_class="4XX"),
    "THROTTLED": _answer(
        429, "TooManyRequestsException", '{"type":"THROTTLED","message":"Too Many Requests"}', x_class="4XX"
    ),
    "UNAUTHORIZED": _answer(
        401, "UnauthorizedException", '{"type":"UNAUTHORIZED","message":"Unauthorized"}', x_class="4XX"
    ),
    "UNSUPPORTED_MEDIA_TYPE": _answer(
        415, None, '{"type":"UNSUPPORTED_MEDIA_TYPE","message":"Unsupported Media Type"}', x_class="4XX"
    ),
}
