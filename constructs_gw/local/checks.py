"""The checks that API Gateway makes of a request before its integration, in the order in which it makes them.

The order is that of MiniStack's `_execute_in_scope` (observed there; AWS documents none).
"""

from collections.abc import Callable
from typing import TypeAlias

from starlette.concurrency import run_in_threadpool

from constructs_gw.local.authorization import authorize, incomplete_signature
from constructs_gw.local.calls import Call, Failure
from constructs_gw.local.limits import check_api_key, check_quota, check_throttle
from constructs_gw.local.log import warn
from constructs_gw.local.request_bodies import BodyProblem, EndlessModelError, ModelError, body_problem
from constructs_gw.response_types import ResponseType

Check: TypeAlias = Callable[[Call], Failure | None]


def _route(call: Call) -> Failure | None:
    if call.method is not None:
        return None
    kind = ResponseType.MISSING_AUTHENTICATION_TOKEN
    why = "no resource of the API has this path and method"
    context, error_type = incomplete_signature(call)
    guessed = "the response type and the message for an Authorization header that is no signature"
    return Failure(kind, why, context, error_type, guessed if context else "")


def _validate_parameters(call: Call) -> Failure | None:
    """Parameters that are missing or blank, in the order of their declaration.

    Developer guide, api-gateway-method-request-validation (documented; the order is inferred).
    """
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
    """A body that does not fit the model of its media type, or of `$default`; without such a model, none is checked.

    Developer guide, api-gateway-method-request-validation (documented).
    """
    if call.method is None or not call.method.validates_body:
        return None
    media_type, models = call.media_type, call.method.models
    schema = models.get(media_type, models.get("$default", True))
    if not isinstance(schema, dict):
        return None
    try:
        problem = body_problem(call.body, schema, call.api.declared.models)
    except EndlessModelError:
        why = "the model refers to itself without end"
        return Failure(ResponseType.API_CONFIGURATION_ERROR, why, undetermined="the response type of it")
    except ModelError as error:
        resource = call.resource.path if call.resource else ""
        warn(f"no body is validated: the model of {call.http_method} {resource} {error}")
        return None
    return _bad_body(problem) if problem else None


def _bad_body(problem: BodyProblem) -> Failure:
    context = {"error.validationErrorString": problem.validation_error_string}
    return Failure(ResponseType.BAD_REQUEST_BODY, problem.why, context, undetermined=problem.undetermined)


def _check_media_type(call: Call) -> Failure | None:
    """A media type without a request template.

    Developer guide, integration-passthrough-behaviors (documented); MiniStack lets NEVER pass without any template.
    """
    integration = call.method.integration if call.method else None
    if integration is None or integration.type in ("AWS_PROXY", "HTTP_PROXY"):
        return None
    known = {name.partition(";")[0].strip().lower() for name in integration.templates}
    strict = {"NEVER": True, "WHEN_NO_TEMPLATES": bool(known)}
    if call.media_type in known or not strict.get(integration.passthrough_behavior):
        return None
    return Failure(ResponseType.UNSUPPORTED_MEDIA_TYPE, f"no request template for {call.media_type}")


BEFORE_BODY: tuple[Check, ...] = (_route, authorize, check_api_key, check_throttle, check_quota, _validate_parameters)
AFTER_BODY: tuple[Check, ...] = (_check_media_type,)


async def first_failure(call: Call) -> Failure | None:
    """Why API Gateway answers a call by itself; None where its integration is to answer."""
    return _first(BEFORE_BODY, call) or await _body_failure(call) or _first(AFTER_BODY, call)


def _first(checks: tuple[Check, ...], call: Call) -> Failure | None:
    found = (check(call) for check in checks)
    return next((failure for failure in found if failure), None)


async def _body_failure(call: Call) -> Failure | None:
    """What is wrong with the body; found beside the event loop, which a large body would hold up."""
    if call.method is None or not call.method.validates_body:
        return None
    return await run_in_threadpool(_validate_body, call)
