"""The stages of REST APIs: resources of their own, and those that a Deployment makes."""

from collections.abc import Iterator, Mapping
from typing import Any

from constructs_gw.identities import Identity
from constructs_gw.local.declarations import Stage, Throttle
from constructs_gw.local.declared_resources import DeclaredResources, texts, url_safe
from constructs_gw.local.declared_usage_plans import UsagePlans, throttle
from constructs_gw.template import as_list, as_mapping, text_of

DEFAULT_STAGE = "prod"
"""The stage of an API whose template has none, such as an OpenAPI document."""

EVERY_METHOD = "/*/*"


def read_stages(
    api: Identity, resources: DeclaredResources, plans: UsagePlans, *, needs_key: bool
) -> tuple[Stage, ...]:
    """The stages of an API, each name once: a Stage resource goes before what a Deployment makes.

    A UsagePlan for a stage that no resource declares, such as one that is made elsewhere, makes no stage.
    """
    found = [*_made_of_stages(api, resources), *_made_of_deployments(api, resources)] or [(None, DEFAULT_STAGE, {})]
    stages: dict[str, Stage] = {}
    for identity, name, given in found:
        if url_safe(name) not in stages:
            throttles = dict(_throttles(given))
            own = plans.of_stage(api, identity, name, needs_key=needs_key)
            stages[url_safe(name)] = Stage(url_safe(name), texts(given.get("Variables")), own, throttles)
    return tuple(stages.values())


def _made_of_stages(
    api: Identity, resources: DeclaredResources
) -> Iterator[tuple[Identity | None, str, Mapping[str, Any]]]:
    for identity, stage in resources.of_api("Stage", api):
        given = {name: stage.plain(name) for name in ("MethodSettings", "Variables")}
        yield identity, stage.text("StageName"), given


def _made_of_deployments(
    api: Identity, resources: DeclaredResources
) -> Iterator[tuple[Identity | None, str, Mapping[str, Any]]]:
    for _, deployment in resources.of_api("Deployment", api):
        if name := deployment.text("StageName"):
            yield None, name, as_mapping(deployment.plain("StageDescription"))


def _throttles(stage: Mapping[str, Any]) -> Iterator[tuple[str, Throttle]]:
    """The throttles of a stage by `PATH/METHOD`; a Deployment's StageDescription has one for every method as well."""
    for setting in (stage, *map(as_mapping, as_list(stage.get("MethodSettings")))):
        found = throttle(setting.get("ThrottlingRateLimit"), setting.get("ThrottlingBurstLimit"))
        if found:
            yield (EVERY_METHOD if setting is stage else method_path(setting)), found


def method_path(setting: Mapping[str, Any]) -> str:
    """The methods that a method setting is for, as `PATH/METHOD`.

    In a ResourcePath each slash is written as `~1`, and one slash before all makes `/~1orders` of `/orders`; `/` is the
    root and `*` a wildcard (CloudFormation, AWS::ApiGateway::Stage MethodSetting, documented). Slashes that are written
    as they are mean the same here (inferred).
    """
    path = "/" + (text_of(setting.get("ResourcePath")) or "*").replace("~1", "/").strip("/")
    return f"{path}/{(text_of(setting.get('HttpMethod')) or '*').upper()}"
