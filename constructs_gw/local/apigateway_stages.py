"""Operations on REST APIs, their deployments and stages, as far as gateway responses need them.

An API that has no methods can be deployed here, unlike on AWS: a template's methods may be where nobody can read them.
"""

import math
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from constructs_gw.local.apigateway_errors import bad_request, not_emulated, not_found, raise_constraints
from constructs_gw.local.apigateway_inputs import Input, text, texts
from constructs_gw.local.apigateway_patch import PatchOperation, operation_violations, read_operations
from constructs_gw.local.declarations import Stage, Throttle
from constructs_gw.local.live_apis import Deployment, LiveApi, LiveStage

MAX_STAGES = 100
"""How many stages an API can have here; AWS's quota is 10, and can be raised."""

_STAGE_NAME = re.compile(r"[A-Za-z0-9_-]{1,128}")
_VARIABLE_NAME = re.compile(r"[A-Za-z0-9_]{1,64}")
_VARIABLE_VALUE = re.compile(r"[A-Za-z0-9\-._~:/?#&=,]{1,512}")
"""API reference, CreateDeployment; the length: developer guide, limits."""

_NOT_EMULATED = ("cacheClusterEnabled", "cacheClusterSize", "canarySettings", "tracingEnabled")


def get_rest_apis(given: Input) -> dict[str, Any]:
    """GetRestApis."""
    return _page([_rest_api(api) for api in given.apis], given.query)


def get_rest_api(given: Input) -> dict[str, Any]:
    """GetRestApi: what the server knows of an API, which is not all that AWS does."""
    return _rest_api(given.api)


def create_deployment(given: Input) -> dict[str, Any]:
    """CreateDeployment: what was changed since the last one is there for clients of the stage."""
    name = text(given.body, "stageName")
    description, stage_description = (text(given.body, key) or "" for key in ("description", "stageDescription"))
    variables = texts(given.body, "variables")
    for member in _NOT_EMULATED:
        if given.body.get(member):
            raise not_emulated(member, "leave it out")
    api = given.api
    if name:
        _check_stage(api, name, variables)
    deployment = api.record(description)
    if name:
        _serve(api, name, deployment, variables)
        api.stages[name].description = stage_description or api.stages[name].description
    return _deployment(deployment)


def get_deployments(given: Input) -> dict[str, Any]:
    """GetDeployments."""
    return _page([_deployment(each) for each in given.api.deployments.values()], given.query)


def get_deployment(given: Input) -> dict[str, Any]:
    """GetDeployment."""
    found = given.api.deployments.get(given.path["deployment_id"])
    if found is None:
        raise not_found("Invalid Deployment identifier specified")  # moto's words; AWS's are undetermined
    return _deployment(found)


def get_stages(given: Input) -> dict[str, Any]:
    """GetStages: all, or those of a deployment."""
    wanted = given.query.get("deploymentId")
    stages = given.api.stages.values()
    return {"item": [_stage(each) for each in stages if wanted in (None, each.deployment.deployment_id)]}


def get_stage(given: Input) -> dict[str, Any]:
    """GetStage."""
    return _stage(live_stage(given))


def update_stage(given: Input) -> dict[str, Any]:
    """UpdateStage, for the deployment, the description and the variables of a stage."""
    operations = read_operations(given.body)
    raise_constraints(operation_violations(operations, "updateStageInput"))
    live = live_stage(given)
    changed = replace(live)
    for operation in operations:
        _change(given.api, changed, operation)
    live.stage, live.deployment, live.description = changed.stage, changed.deployment, changed.description
    live.updated = time.time()
    return _stage(live)


def _change(api: LiveApi, live: LiveStage, operation: PatchOperation) -> None:
    path, value = operation.path or "null", operation.value or ""
    if path == "/deploymentId" and operation.op == "replace":
        if value not in api.deployments:
            raise bad_request("Invalid Deployment identifier specified")  # undetermined
        live.deployment = api.deployments[value]
    elif path == "/description" and operation.op == "replace":
        live.description = value
    elif path.startswith("/variables/") and operation.op in ("add", "remove", "replace"):
        live.stage = replace(live.stage, variables=_variables(live, path.removeprefix("/variables/"), operation))
    else:
        instead = "UpdateStage replaces /deploymentId, /description and /variables/NAME here"
        raise not_emulated(f"{operation.op} {path} of a stage", instead)


def _variables(live: LiveStage, name: str, operation: PatchOperation) -> dict[str, str]:
    others = {key: value for key, value in live.stage.variables.items() if key != name}
    if operation.op == "remove":
        return others
    _check_variables({name: operation.value or ""})
    return {**others, name: operation.value or ""}


def live_stage(given: Input) -> LiveStage:
    """The stage that the path names."""
    found = given.api.stages.get(given.path["stage_name"])
    if found is None:
        raise not_found("Invalid stage identifier specified")  # observed in issue threads about base path mappings
    return found


def _check_stage(api: LiveApi, name: str, variables: Mapping[str, str]) -> None:
    if not _STAGE_NAME.fullmatch(name):
        raise bad_request("Stage name only allows a-zA-Z0-9_-")  # undetermined; "a-zA-Z0-9_" in Zappa#357 of 2016
    if name not in api.stages and len(api.stages) >= MAX_STAGES:
        raise bad_request(f"an API has at most {MAX_STAGES} stages here")
    _check_variables(variables)


def _check_variables(variables: Mapping[str, str]) -> None:
    """Raise for a stage variable that is not as documented; AWS's words are undetermined."""
    for name, value in variables.items():
        if not _VARIABLE_NAME.fullmatch(name):
            raise bad_request(f"Invalid stage variable name: {name}", "use up to 64 of A-Z, a-z, 0-9 and _")
        if not _VARIABLE_VALUE.fullmatch(value):
            raise bad_request(f"Invalid stage variable value: {value}", "use up to 512 of A-Za-z0-9-._~:/?#&=,")


def _serve(api: LiveApi, name: str, deployment: Deployment, variables: Mapping[str, str]) -> None:
    """Let a stage serve a deployment; variables replace those it had, if any are given (undetermined)."""
    stage = api.stages[name].stage if name in api.stages else Stage(name)
    api.serve(replace(stage, variables=variables) if variables else stage, deployment)


def _page(items: Sequence[Mapping[str, Any]], query: Mapping[str, str]) -> dict[str, Any]:
    """The part of a list that `limit` and `position` ask for; 25 unless said (documented)."""
    limit, start = (_number(query, name, default) for name, default in (("limit", 25), ("position", 0)))
    if not 1 <= limit <= 500:
        raise bad_request(f"Invalid limit specified: {limit}", "write one from 1 to 500")  # undetermined text
    rest = {"position": str(start + limit)} if start + limit < len(items) else {}
    return {"item": list(items[start : start + limit]), **rest}


def _number(query: Mapping[str, str], name: str, default: int) -> int:
    given = query.get(name, str(default))
    if not re.fullmatch("[0-9]{1,9}", given):
        raise bad_request(f"Invalid {name} specified: {given}")  # undetermined text
    return int(given)


def _rest_api(api: LiveApi) -> dict[str, Any]:
    return {
        "id": api.declared.rest_api_id,
        "name": api.declared.name,
        "createdDate": int(api.created),
        "apiKeySource": "AUTHORIZER" if api.declared.takes_key_from_authorizer else "HEADER",
    }


def _deployment(deployment: Deployment) -> dict[str, Any]:
    """As recorded (test_create_update_stages): no description without one."""
    return {
        "id": deployment.deployment_id,
        "createdDate": int(deployment.created),
        **({"description": deployment.description} if deployment.description else {}),
    }


def _stage(live: LiveStage) -> dict[str, Any]:
    """As recorded (test_create_update_stages): no description and no variables without them."""
    return {
        "stageName": live.stage.name,
        "deploymentId": live.deployment.deployment_id,
        "createdDate": int(live.created),
        "lastUpdatedDate": int(live.updated),
        "cacheClusterEnabled": False,
        "cacheClusterStatus": "NOT_AVAILABLE",
        "methodSettings": {_setting(path): _limits(found) for path, found in live.stage.method_throttles.items()},
        "tracingEnabled": False,
        **({"description": live.description} if live.description else {}),
        **({"variables": dict(live.stage.variables)} if live.stage.variables else {}),
    }


def _setting(path: str) -> str:
    """The key of a method's settings, such as `~1orders/GET` (documented); `*/*` for every method."""
    resource, _, method = path.rpartition("/")
    return f"*/{method}" if resource == "/*" else f"{resource.replace('/', '~1')}/{method}"


def _limits(throttle: Throttle) -> dict[str, Any]:
    burst, rate = throttle.burst, throttle.rate
    found = {"throttlingBurstLimit": int(burst) if math.isfinite(burst) else None, "throttlingRateLimit": rate}
    return {name: value for name, value in found.items() if value is not None and math.isfinite(value)}
