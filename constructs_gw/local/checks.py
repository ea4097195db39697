"""The checks that API Gateway makes of a request before its integration, in the order in which it makes them.

The order is that of MiniStack's `_execute_in_scope` (observed there; AWS documents none).
"""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

from jsonschema import Draft4Validator

from constructs_gw.local.calls import Call, Failure
from constructs_gw.local.declarations import Throttle, UsagePlan
from constructs_gw.response_types import ResponseType

Check: TypeAlias = Callable[[Call], Failure | None]

EXPLICIT_DENY = "User is not authorized to access this resource with an explicit deny in an identity-based policy"
"""Observed: MiniStack PR #1756, measured on an AWS account."""


def _route(call: Call) -> Failure | None:
    if call.method is not None:
        return None
    kind = ResponseType.MISSING_AUTHENTICATION_TOKEN
    why = "no resource of the API has this path and method"
    authorization = call.header("Authorization")
    return Failure(kind, why, _incomplete_signature(authorization) if authorization else {})


def _incomplete_signature(authorization: str) -> dict[str, str]:
    """The message about an `Authorization` header that is no AWS signature (observed in public issue threads)."""
    digest = base64.b64encode(hashlib.sha256(authorization.encode()).digest()).decode()
    what = "Invalid key=value pair (missing equal-sign) in Authorization header"
    return {"error.message": f"{what} (hashed with SHA-256 and encoded with Base64): '{digest}'."}


def _authorize(call: Call) -> Failure | None:
    method = call.method
    if method is None or method.authorization_type == "NONE":
        return None
    if method.authorization_type == "AWS_IAM":
        if call.header("Authorization") is None:
            return Failure(ResponseType.MISSING_AUTHENTICATION_TOKEN, "an AWS_IAM method needs a signed request")
        return _stubbed(call.header("Authorization") or "")
    if method.authorizer is None:
        return None
    missing = [source for source in method.authorizer.identity_sources if not call.parameter(source)]
    if missing:
        return Failure(ResponseType.UNAUTHORIZED, f"identity source {missing[0]} is missing")
    token = next((call.parameter(source) or "" for source in method.authorizer.identity_sources), "")
    expression = method.authorizer.validation_expression
    if expression and not re.match(expression, token):
        return Failure(ResponseType.UNAUTHORIZED, "the token does not match the authorizer's validation expression")
    return _stubbed(token)


def _stubbed(token: str) -> Failure | None:
    """The outcome that a stub token stands for, with or without a scheme such as `Bearer` before it."""
    word = token.rpartition(" ")[2]
    if word not in STUB_TOKENS:
        return None
    kind, why, context = STUB_TOKENS[word]
    return Failure(kind, why, context)


STUB_TOKENS = {
    "deny": (ResponseType.ACCESS_DENIED, "the token stands for a policy that denies", {"error.message": EXPLICIT_DENY}),
    "unauthorized": (ResponseType.UNAUTHORIZED, "the token stands for an authorizer that says Unauthorized", {}),
    "broken": (ResponseType.AUTHORIZER_FAILURE, "the token stands for an authorizer that fails", {}),
}
"""What an authorizer would say of a token: no code of a template is run."""


def _check_api_key(call: Call) -> Failure | None:
    if call.method is None or not call.method.is_api_key_required or _plan(call):
        return None
    given = call.header("x-api-key")
    why = "x-api-key is no key of a usage plan of the stage" if given else "there is no x-api-key header"
    return Failure(ResponseType.INVALID_API_KEY, why)


def _plan(call: Call) -> UsagePlan | None:
    """The usage plan of the request's API key."""
    given = call.header("x-api-key")
    plans = call.stage.stage.plans
    return next((plan for plan in plans if given and given in plan.keys.values()), None)


def _throttle(call: Call) -> Failure | None:
    if call.stage.buckets.take(_buckets(call)):
        return None
    return Failure(ResponseType.THROTTLED, "the usage plan or the stage allows no more requests for now")


def _buckets(call: Call) -> Iterator[tuple[tuple[str, ...], Throttle]]:
    path = f"{call.resource.path if call.resource else ''}/{call.http_method}"
    plan = _plan(call)
    if plan and plan.throttle:
        yield ("plan", plan.name), plan.throttle
    if plan and path in plan.method_throttles:
        yield ("plan", plan.name, path), plan.method_throttles[path]
    throttles = call.stage.stage.method_throttles
    found = throttles.get(path) or throttles.get("/*/*")
    if found:
        yield ("stage", path), found


def _quota(call: Call) -> Failure | None:
    plan = _plan(call)
    if plan is None or plan.quota is None or call.stage.buckets.count(("quota", plan.name), plan.quota):
        return None
    return Failure(ResponseType.QUOTA_EXCEEDED, f"the usage plan {plan.name} allows {plan.quota.limit} a period")


def _validate_parameters(call: Call) -> Failure | None:
    if call.method is None or not call.method.validates_parameters:
        return None
    missing = [name for name in call.method.required_parameters if not call.parameter(name)]
    if not missing:
        return None
    names = ", ".join(name.split(".", 3)[-1] for name in missing)
    message = f"Missing required request parameters: [{names}]"
    context = {"error.message": message, "error.validationErrorString": message}
    return Failure(ResponseType.BAD_REQUEST_PARAMETERS, f"{', '.join(missing)} missing", context)


def _validate_body(call: Call) -> Failure | None:
    if call.method is None or not call.method.validates_body:
        return None
    schema = call.method.models.get(_media_type(call))
    if schema is None:
        return None
    try:
        body = json.loads(call.body)
    except ValueError:
        return Failure(ResponseType.BAD_REQUEST_BODY, "the body is not JSON")
    errors = _schema_errors(schema, body)
    if not errors:
        return None
    context = {"error.validationErrorString": f"[{', '.join(errors)}]"}
    return Failure(ResponseType.BAD_REQUEST_BODY, errors[0], context)


def _schema_errors(schema: Any, body: Any) -> list[str]:
    return [error.message for error in Draft4Validator(schema).iter_errors(body)]


def _media_type(call: Call) -> str:
    return (call.header("Content-Type") or "application/json").partition(";")[0].strip().lower()


def _check_media_type(call: Call) -> Failure | None:
    integration = call.method.integration if call.method else None
    if (
        integration is None
        or integration.type in ("AWS_PROXY", "HTTP_PROXY")
        or _media_type(call) in integration.templates
    ):
        return None
    strict = {"NEVER": True, "WHEN_NO_TEMPLATES": bool(integration.templates)}
    if not strict.get(integration.passthrough_behavior):
        return None
    return Failure(ResponseType.UNSUPPORTED_MEDIA_TYPE, f"no request template for {_media_type(call)}")


CHECKS: tuple[Check, ...] = (
    _route,
    _authorize,
    _check_api_key,
    _throttle,
    _quota,
    _validate_parameters,
    _validate_body,
    _check_media_type,
)


def first_failure(call: Call) -> Failure | None:
    """Why API Gateway answers a call by itself; None where its integration is to answer."""
    found = (check(call) for check in CHECKS)
    return next((failure for failure in found if failure), None)
