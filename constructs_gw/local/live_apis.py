"""REST APIs while they are served: what the control plane changes, and what each stage was deployed with."""

import secrets
import string
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from constructs_gw.customization_set import CustomizationSet
from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.local.declarations import RestApi, Stage
from constructs_gw.local.token_buckets import TokenBuckets
from constructs_gw.response_types import ResponseType

ACCOUNT_ID = "000000000000"
"""Of the account that everything belongs to."""

MAX_DEPLOYMENTS = 100
"""How many deployments of an API are kept that no stage serves; of more, the oldest are forgotten."""

_ID_CHARACTERS = string.ascii_lowercase + string.digits


def _deployment_id() -> str:
    """An id as API Gateway makes them."""
    return "".join(secrets.choice(_ID_CHARACTERS) for _ in range(6))


@dataclass(frozen=True, slots=True)
class Deployment:
    """The answers of an API as they were when it was deployed."""

    customizations: CustomizationSet
    description: str = ""
    deployment_id: str = field(default_factory=_deployment_id)
    created: float = field(default_factory=time.time)


@dataclass(slots=True)
class LiveStage:
    """A stage and the deployment that it serves."""

    stage: Stage
    deployment: Deployment
    buckets: TokenBuckets
    description: str = ""
    created: float = field(default_factory=time.time)
    updated: float = field(default_factory=time.time)


@dataclass(slots=True)
class LiveApi:
    """A REST API that is served."""

    declared: RestApi
    responses: dict[ResponseType, GatewayResponse] = field(default_factory=dict)
    """The customizations that the next deployment takes."""
    stages: dict[str, LiveStage] = field(default_factory=dict)
    deployments: dict[str, Deployment] = field(default_factory=dict)
    """By id, oldest first."""
    created: float = field(default_factory=time.time)

    def customizations(self) -> CustomizationSet:
        """What the next deployment takes."""
        return CustomizationSet(response.customization(kind) for kind, response in self.responses.items())

    def record(self, description: str = "") -> Deployment:
        """A deployment of the API as it is now, which no stage serves yet."""
        deployment = Deployment(self.customizations(), description)
        self._forget(len(self.deployments) + 1 - MAX_DEPLOYMENTS)
        self.deployments[deployment.deployment_id] = deployment
        return deployment

    def serve(self, stage: Stage, deployment: Deployment) -> LiveStage:
        """Let a stage serve a deployment; one that is new begins with full token buckets."""
        live = self.stages.setdefault(stage.name, LiveStage(stage, deployment, TokenBuckets()))
        live.stage, live.deployment, live.updated = stage, deployment, time.time()
        return live

    def _forget(self, count: int) -> None:
        served = {stage.deployment.deployment_id for stage in self.stages.values()}
        unserved = [each for each in self.deployments if each not in served]
        for deployment_id in unserved[: max(0, count)]:
            del self.deployments[deployment_id]


class LiveApis:
    """Every REST API that is served, by id."""

    def __init__(self, declared: Iterable[RestApi]) -> None:
        self._by_id: dict[str, LiveApi] = {}
        for api in declared:
            responses = {kind: GatewayResponse.of(entry) for kind, entry in api.customizations.items()}
            live = self._by_id[api.rest_api_id] = LiveApi(api, responses)
            deployment = live.record()
            for stage in api.stages:
                live.serve(stage, deployment)

    def __iter__(self) -> Iterator[LiveApi]:
        return iter(self._by_id.values())

    def get(self, rest_api_id: str) -> LiveApi | None:
        """The API of an id, if there is one."""
        return self._by_id.get(rest_api_id)
