"""API keys, throttling and quotas: who may call a stage, and how often.

Each stage counts by itself here; API Gateway adds up what an API key does in all stages of a usage plan (developer
guide, api-gateway-api-usage-plans, documented).
"""

from collections.abc import Iterator, Mapping

from constructs_gw.local.calls import Call, Failure
from constructs_gw.local.declarations import Throttle, UsagePlan
from constructs_gw.response_types import ResponseType


def check_api_key(call: Call) -> Failure | None:
    """A method that needs a key, and a request without one of the stage's usage plans.

    Where the API takes keys from its authorizer, `x-api-key` stands for the `usageIdentifierKey` that this would give.
    """
    if call.method is None or not call.method.is_api_key_required or _plan(call):
        return None
    given = call.header("x-api-key")
    why = "x-api-key is no key of a usage plan of the stage" if given else "there is no x-api-key header"
    if call.api.declared.takes_key_from_authorizer:
        why += ", which stands here for the key that the authorizer would give"
    return Failure(ResponseType.INVALID_API_KEY, why)


def check_throttle(call: Call) -> Failure | None:
    """A usage plan, or a setting of the stage, that allows no more requests for now."""
    if call.stage.buckets.take(_buckets(call)):
        return None
    return Failure(ResponseType.THROTTLED, "the usage plan or the stage allows no more requests for now")


def check_quota(call: Call) -> Failure | None:
    """A usage plan that allows no more requests in this period.

    That only a method that needs a key counts against it is inferred.
    """
    plan = _plan(call)
    if plan is None or plan.quota is None or not (call.method and call.method.is_api_key_required):
        return None
    if call.stage.buckets.count(("quota", plan.name, _key(call)), plan.quota):
        return None
    period = plan.quota.period.lower()
    return Failure(ResponseType.QUOTA_EXCEEDED, f"the usage plan {plan.name} allows {plan.quota.limit} a {period}")


def _key(call: Call) -> str:
    return call.header("x-api-key") or ""


def _plan(call: Call) -> UsagePlan | None:
    """The usage plan of the request's API key: one for a stage (developer guide, api-gateway-api-usage-plans)."""
    given = _key(call)
    return next((plan for plan in call.stage.stage.plans if given and given in plan.keys.values()), None)


def _buckets(call: Call) -> Iterator[tuple[tuple[str, ...], Throttle]]:
    """Each key has buckets of its own (developer guide, api-gateway-request-throttling, documented)."""
    plan, path = _plan(call), call.resource.path if call.resource else ""
    if plan and plan.throttle:
        yield ("plan", plan.name, _key(call)), plan.throttle
    of_method = find_throttle(plan.method_throttles, path, call.http_method) if plan else None
    if plan and of_method:
        yield ("plan", plan.name, _key(call), path, call.http_method), of_method
    of_stage = find_throttle(call.stage.stage.method_throttles, path, call.http_method)
    if of_stage:
        yield ("stage", path, call.http_method), of_stage


def find_throttle(settings: Mapping[str, Throttle], path: str, http_method: str) -> Throttle | None:
    """The setting of a method: its own, else its resource's, else that of every method.

    A setting is written `PATH/METHOD`, with `*` for any, and `~1` for a slash within the path as method settings have
    it. That a method's own goes before `*/*` is documented (the same page); of the others it is inferred.
    """
    by_name = {_spelled(*name.rpartition("/")[::2]): throttle for name, throttle in settings.items()}
    names = ((path, http_method), (path, "*"), ("/*", http_method), ("/*", "*"))
    return next((by_name[found] for name in names if (found := _spelled(*name)) in by_name), None)


def _spelled(path: str, http_method: str) -> tuple[str, str]:
    return f"/{path.replace('~1', '/').strip('/')}", http_method.upper()
