"""Error responses with all that is awkward to write down in another language."""

from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import ErrorType

CORS = (
    ("Access-Control-Allow-Origin", "https://shop.example.com"),
    ("Access-Control-Expose-Headers", "X-Request-Id"),
)
RESPONSES = {
    ErrorType.THROTTLED: ErrorResponse(
        '{"message": "$context.error.message"}', 429, (*CORS, ("Retry-After", "30"), ("X-Path", "$context.reqPath"))
    ),
    ErrorType.AUTH_FAILURE: ErrorResponse('{"hint": "use ${token}, 100 %{sure}, \\"quoted\\""}', 401),
    ErrorType.DEFAULT_4XX: ErrorResponse('{"message": "Grüße"}', None, CORS),
}
"""Not in the order of the catalog."""
