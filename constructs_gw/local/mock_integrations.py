"""MOCK integrations: answers that a template declares."""

import re
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from constructs_gw.local.calls import FORCED_TYPE_HEADER, Call, Failure
from constructs_gw.local.declarations import Integration, IntegrationResponse
from constructs_gw.local.http_responses import http_response
from constructs_gw.local.log import warn
from constructs_gw.local.patterns import UnsupportedPatternError, compiled
from constructs_gw.local.velocity import evaluate
from constructs_gw.local.velocity_values import Overrides, RefusedTemplateError, TemplateInput
from constructs_gw.response_types import ResponseType

_STATUS_CODE = re.compile(r"""(?:^|[{,\s])["']?statusCode["']?\s*:\s*["']?(-?\d{1,9})["']?\s*(?=[,}\s]|$)""")
"""API Gateway reads more than JSON: aws-cdk writes `{ statusCode: 200 }` (observed: LocalStack PR #11967)."""

_HEADER = "method.response.header."
_NOT_A_STATUS = "statusCode should be an integer which defined in request template"
"""What API Gateway's execution log says (public issue threads)."""


async def mock_answer(call: Call, integration: Integration) -> Response | Failure:
    """What a client gets from a MOCK integration; templates are evaluated beside the event loop."""
    try:
        return await run_in_threadpool(_answer, call, integration)
    except RefusedTemplateError as error:
        why = f"a mapping template is not evaluated here: {error}"
        return _configuration_error(why, "what API Gateway makes of the template")


def _configuration_error(why: str, undetermined: str = "") -> Failure:
    return Failure(ResponseType.API_CONFIGURATION_ERROR, why, undetermined=undetermined)


def _answer(call: Call, integration: Integration) -> Response | Failure:
    given = _input(call)
    template = integration.templates.get(call.media_type)
    rendered = evaluate(template, given)[0] if template is not None else given.body
    status = _STATUS_CODE.search(rendered)
    if status is None:
        return _configuration_error(_NOT_A_STATUS)
    chosen = _chosen(integration.responses, status[1])
    if chosen is None:
        return _configuration_error(f"no integration response is for {status[1]}, and none is the default")
    return _response(call, chosen, given)


def _input(call: Call) -> TemplateInput:
    headers = {name.lower(): value for name, value in call.headers.items()}
    parameters = {"path": call.path_parameters, "querystring": call.query_string, "header": headers}
    return TemplateInput(parameters, call.context, call.stage.stage.variables, call.body.decode("utf-8", "replace"))


def _chosen(responses: tuple[IntegrationResponse, ...], status: str) -> IntegrationResponse | None:
    """The response whose pattern fits, its own status code first (MiniStack PR #1756, measured); else the default."""
    fitting = [one for one in responses if one.selection_pattern and _fits(one.selection_pattern, status)]
    exact = (one for one in fitting if one.status_code == status)
    default = (one for one in responses if not one.selection_pattern)
    return next(exact, None) or next(iter(fitting), None) or next(default, None)


def _fits(pattern: str, status: str) -> bool:
    try:
        return bool(compiled(pattern).fullmatch(status))
    except UnsupportedPatternError as error:
        raise RefusedTemplateError(f"the selection pattern {pattern}: {error}") from None


def _response(call: Call, chosen: IntegrationResponse, given: TemplateInput) -> Response | Failure:
    media_type = "application/json" if "application/json" in chosen.templates else next(iter(chosen.templates), None)
    body, overrides = evaluate(chosen.templates[media_type], given) if media_type else ("", Overrides())
    status = overrides.status or chosen.status_code
    if not re.fullmatch(r"[1-5]\d\d", status):
        return _configuration_error(f"{status} is no status code")
    headers = _merged({"Content-Type": media_type or "application/json", **_mapped(call, chosen)}, overrides.headers)
    return http_response(int(status), _for_pages(call, headers), body)


def _mapped(call: Call, chosen: IntegrationResponse) -> dict[str, str]:
    """The headers of its response parameters; a MOCK integration has no `integration.response.*` to map."""
    headers = {}
    for name, expression in chosen.parameters.items():
        text = _value(call, expression)
        if text is not None and name.startswith(_HEADER):
            headers[name.removeprefix(_HEADER)] = text
    return headers


def _value(call: Call, expression: str) -> str | None:
    if expression.startswith("'") and expression.endswith("'") and len(expression) > 1:
        return expression[1:-1]
    if expression.startswith(("context.", "stageVariables.")):
        return call.parameter(expression)
    if not expression.startswith("integration.response."):
        warn(f"{expression} is no value of a response parameter: the header is left out")
    return None


def _merged(headers: Mapping[str, str], more: Mapping[str, str]) -> dict[str, str]:
    folded = {name.casefold() for name in more}
    return {**{name: value for name, value in headers.items() if name.casefold() not in folded}, **more}


def _for_pages(call: Call, headers: dict[str, str]) -> dict[str, str]:
    """Lets a web page send `x-gateway-response` if its preflight asks for that, and some header is allowed at all."""
    asked = (call.header("Access-Control-Request-Headers") or "").lower().split(",")
    name = next((name for name in headers if name.lower() == "access-control-allow-headers"), None)
    if call.http_method != "OPTIONS" or name is None or FORCED_TYPE_HEADER not in map(str.strip, asked):
        return headers
    return {**headers, name: f"{headers[name]},{FORCED_TYPE_HEADER}"}
