"""API groups of the local APIG, and clients for them through both clouds' SDKs, to which things can happen."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from constructs_gw.apig.live import GroupClient
from constructs_gw.assembly import template_file
from constructs_gw.local.declared_apis import read_declared
from constructs_gw.local.server import gateway, serving
from tests.faults import Fault, Faults
from tests.local.apig_sample import TOKEN

from .. import huaweicloud_sdk  # before the adapter imports the SDK

__all__ = ["SDKS", "SETTINGS", "Server", "answer", "client_of", "huaweicloud_sdk", "record", "serve"]

SDKS = ("huaweicloud", "opentelekomcloud")
GROUPS = tuple(f"Group{number}" for number in range(150))
SETTINGS = ("HUAWEICLOUD_SDK_", "HUAWEICLOUD_OIDC_", "HC_CONTAINER_", "OS_")


@dataclass
class Server:
    """A server, what happens to its requests, and groups that nobody has used."""

    url: str
    faults: Faults
    direct: httpx.Client
    """Past any SDK: somebody else, who may do everything."""
    fresh: Iterator[str] = field(default_factory=lambda: iter(GROUPS))


@contextmanager
def serve() -> Iterator[Server]:
    """A server with many groups, each of them in both clouds' gateways."""
    resources = {name: {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "orders"}} for name in GROUPS}
    application = gateway(read_declared([template_file({"Resources": resources}, "template.json")]))
    faults = Faults(application)
    with serving(faults) as url, httpx.Client(base_url=url, headers=TOKEN) as direct:  # type: ignore[arg-type]  # any ASGI application
        yield Server(url, faults, direct)


def client_of(
    sdk: str,
    url: str,
    group_id: str,
    *,
    key: str = "local",
    secret: str = "local",
    project_id: str = "local",
    instance_id: str | None = None,
    pauses: list[float] | None = None,
) -> GroupClient:
    """A client with the credentials in the environment; it waits for nothing."""
    from constructs_gw.apig.live import huaweicloud, opentelekomcloud

    sleep = (pauses if pauses is not None else []).append
    with pytest.MonkeyPatch.context() as patch:
        clean(patch)
        if sdk == "huaweicloud":
            patch.setenv("HUAWEICLOUD_SDK_AK", key)
            patch.setenv("HUAWEICLOUD_SDK_SK", secret)
            patch.setenv("HUAWEICLOUD_SDK_PROJECT_ID", project_id)
            return huaweicloud.connect(instance_id or sdk, group_id, endpoint_url=url, sleep=sleep)
        patch.setenv("OS_TOKEN", key)
        patch.setenv("OS_PROJECT_ID", project_id)
        return opentelekomcloud.connect(instance_id or sdk, group_id, endpoint_url=url, sleep=sleep)


def clean(patch: pytest.MonkeyPatch) -> None:
    """Take all settings of both SDKs out of the environment."""
    for name in [name for name in os.environ if name.startswith(SETTINGS)]:
        patch.delenv(name)
    patch.setenv("HUAWEICLOUD_SDK_CREDENTIALS_FILE", os.devnull)
    patch.setenv("OS_CLIENT_CONFIG_FILE", os.devnull)


def record(bodies: list[bytes]) -> Fault:
    """Keep the body of a request that is done as ever."""

    async def keep(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        async def listened() -> Message:
            message = await receive()
            bodies.append(message.get("body", b""))
            return message

        await app(scope, listened, send)

    return keep


def answer(status: int, content: Any, **headers: str) -> Fault:
    """Answer with this, and do nothing."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()

    async def send_it(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
        named = {"content-type": "application/json", "x-request-id": "r1", **headers}
        pairs = [(name.encode(), value.encode()) for name, value in named.items()]
        await send({"type": "http.response.start", "status": status, "headers": pairs})
        await send({"type": "http.response.body", "body": body})

    return send_it
