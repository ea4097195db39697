"""What API Gateway makes of a request's authorization; no code of a template is run."""

import base64
import hashlib
from collections.abc import Iterator

from constructs_gw.local.calls import Call, Failure
from constructs_gw.local.declarations import AUTHORIZATION, Authorizer, Method
from constructs_gw.local.patterns import UnsupportedPatternError, compiled
from constructs_gw.response_types import ResponseType

EXPLICIT_DENY = "User is not authorized to access this resource with an explicit deny in an identity-based policy"
"""Observed: MiniStack PR #1756, measured on an AWS account."""

STUB_TOKENS = {
    "deny": (ResponseType.ACCESS_DENIED, "the token stands for a policy that denies"),
    "unauthorized": (ResponseType.UNAUTHORIZED, "the token stands for an authorizer that says Unauthorized"),
    "broken": (ResponseType.AUTHORIZER_FAILURE, "the token stands for an authorizer that fails"),
}
"""What an authorizer would say of a token; every other token is let in. A scheme such as `Bearer` may stand before it,
and it may stand in any of the authorizer's identity sources."""

MAX_METHOD_ARN = 1_600
"""In bytes (developer guide, limits): a longer one with authorization is answered with 414."""

_NO_AUTHORIZER = Authorizer("TOKEN", ())


def authorize(call: Call) -> Failure | None:
    """Why a request is not let in."""
    method = call.method
    if method is None or method.authorization_type == "NONE":
        return None
    if method.authorization_type == "AWS_IAM":
        return _signed(call)
    return _missing(call, method) or _mismatched(call, method) or _stubbed(call, method)


def has_too_long_arn(call: Call) -> bool:
    """Whether the method that is to be authorized has a longer ARN than API Gateway takes."""
    if call.method is None or call.method.authorization_type == "NONE":
        return False
    context = call.context
    name = f"{context['apiId']}/{context['stage']}/{call.http_method}{call.target.partition('?')[0]}"
    return len(f"arn:aws:execute-api:us-east-1:{context['accountId']}:{name}".encode()) > MAX_METHOD_ARN


def incomplete_signature(call: Call) -> tuple[dict[str, str], str | None]:
    """The message and error type for an `Authorization` header that is no AWS signature; nothing if it is one.

    Observed in public issue threads, with unknown routes; which of several messages is given is not known.
    """
    header = call.header("Authorization")
    if not header or header.startswith("AWS4-"):
        return {}, None
    digest = base64.b64encode(hashlib.sha256(header.encode()).digest()).decode()
    what = "Invalid key=value pair (missing equal-sign) in Authorization header"
    message = f"{what} (hashed with SHA-256 and encoded with Base64): '{digest}'."
    return {"error.message": message}, "IncompleteSignatureException"


def _signed(call: Call) -> Failure | None:
    """AWS_IAM: that there is a signature is checked, the signature is not."""
    header = call.header("Authorization")
    if not header and "X-Amz-Signature" not in call.query_string:
        return Failure(ResponseType.MISSING_AUTHENTICATION_TOKEN, "an AWS_IAM method needs a signed request")
    found = _stub(header or "")
    if found:
        return found
    context, error_type = incomplete_signature(call)
    if not context:
        return None
    why = "the Authorization header is no AWS signature"
    kind = ResponseType.MISSING_AUTHENTICATION_TOKEN
    return Failure(kind, why, context, error_type, undetermined="the response type and the message of it")


def _sources(method: Method) -> tuple[str, ...]:
    """The identity sources; the Authorization header where none is declared."""
    authorizer = method.authorizer or _NO_AUTHORIZER
    return authorizer.identity_sources or (AUTHORIZATION,)


def _missing(call: Call, method: Method) -> Failure | None:
    """An identity source without a value: the authorizer is not asked (API reference, CreateAuthorizer, documented).

    That a `REQUEST` authorizer without caching is asked all the same is observed (MiniStack).
    """
    authorizer = method.authorizer
    if authorizer is None:
        return None
    is_request = authorizer.type == "REQUEST"
    if is_request and (not authorizer.result_ttl or not authorizer.identity_sources):
        return None
    missing = next((source for source in _sources(method) if not call.parameter(source)), None)
    return Failure(ResponseType.UNAUTHORIZED, f"the identity source {missing} is missing") if missing else None


def _tokens(call: Call, method: Method) -> Iterator[str]:
    return filter(None, map(call.parameter, _sources(method)))


def _mismatched(call: Call, method: Method) -> Failure | None:
    """A token that its validation expression does not match, as a whole (observed: MiniStack)."""
    expression = method.authorizer.validation_expression if method.authorizer else ""
    token = next(_tokens(call, method), "")
    if not expression or (method.authorizer and method.authorizer.type == "REQUEST"):
        return None
    try:
        if compiled(expression).fullmatch(token):
            return None
    except UnsupportedPatternError as error:
        why = f"the validation expression {expression} cannot be applied here: {error}"
        return Failure(ResponseType.AUTHORIZER_CONFIGURATION_ERROR, why, undetermined="what API Gateway makes of it")
    return Failure(ResponseType.UNAUTHORIZED, f"the token does not match the validation expression {expression}")


def _stubbed(call: Call, method: Method) -> Failure | None:
    found = next(filter(None, map(_stub, _tokens(call, method))), None)
    if found is None or found.response_type is not ResponseType.ACCESS_DENIED:
        return found
    if method.authorization_type == "COGNITO_USER_POOLS":
        return Failure(found.response_type, found.why, undetermined="the message of a denial by Amazon Cognito")
    return found


def _stub(token: str) -> Failure | None:
    """The outcome that a stub token stands for, with or without a scheme before it."""
    word = token.strip().rpartition(" ")[2].lower()
    if word not in STUB_TOKENS:
        return None
    kind, why = STUB_TOKENS[word]
    context = {"error.message": EXPLICIT_DENY} if kind is ResponseType.ACCESS_DENIED else {}
    return Failure(kind, why, context)
