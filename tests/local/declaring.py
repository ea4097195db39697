"""Resources of a template for the tests of the data plane."""

import asyncio
from collections.abc import Mapping
from typing import Any

import httpx
from starlette.applications import Starlette

from constructs_gw.assembly import template_file
from constructs_gw.local.declared_apis import read_declared
from constructs_gw.local.server import base_url, gateway

from .sample import API, STAGE, template

OK: Mapping[str, Any] = {
    "Type": "MOCK",
    "RequestTemplates": {"application/json": '{"statusCode": 200}'},
    "IntegrationResponses": [{"StatusCode": "200", "ResponseTemplates": {"application/json": '{"ok": true}'}}],
}
ROOT = {"Fn::GetAtt": [API, "RootResourceId"]}


def resource(logical_id: str, path_part: str, parent: Any = None) -> dict[str, Any]:
    """A resource below the root, or below another one."""
    properties = {"RestApiId": {"Ref": API}, "ParentId": parent or ROOT, "PathPart": path_part}
    return {logical_id: {"Type": "AWS::ApiGateway::Resource", "Properties": properties}}


def method(http_method: str = "GET", resource_id: Any = None, **properties: Any) -> dict[str, Any]:
    """A method, of the root unless of another resource, which answers `{"ok": true}` unless told otherwise."""
    where = resource_id or ROOT
    named = where.get("Ref", "Root")
    given = {"RestApiId": {"Ref": API}, "ResourceId": where, "HttpMethod": http_method, "Integration": OK, **properties}
    return {f"{named}{http_method.title()}": {"Type": "AWS::ApiGateway::Method", "Properties": given}}


def at(path_part: str, http_method: str = "GET", **properties: Any) -> dict[str, Any]:
    """A resource below the root with one method."""
    logical_id = "At" + "".join(letter for letter in path_part.title() if letter.isalnum())
    return resource(logical_id, path_part) | method(http_method, {"Ref": logical_id}, **properties)


def of_api(logical_id: str, kind: str, **properties: Any) -> dict[str, Any]:
    """A resource of the API, such as its `Authorizer` or `Model`."""
    return {logical_id: {"Type": f"AWS::ApiGateway::{kind}", "Properties": {"RestApiId": {"Ref": API}, **properties}}}


def plan(**properties: Any) -> dict[str, Any]:
    """A usage plan of the stage `prod`, with the API key `the-key-of-a-client-1`."""
    stages = [{"ApiId": {"Ref": API}, "Stage": {"Ref": "Stage"}, **properties.pop("stage", {})}]
    link = {"KeyId": {"Ref": "Key"}, "KeyType": "API_KEY", "UsagePlanId": {"Ref": "Plan"}}
    return {
        "Key": {"Type": "AWS::ApiGateway::ApiKey", "Properties": {"Enabled": True, "Value": KEY}},
        "Plan": {"Type": "AWS::ApiGateway::UsagePlan", "Properties": {"ApiStages": stages, **properties}},
        "PlanKey": {"Type": "AWS::ApiGateway::UsagePlanKey", "Properties": link},
    }


KEY = "the-key-of-a-client-1"


class InProcess(httpx.BaseTransport):
    """Calls an application without a socket; what it raises is raised."""

    def __init__(self, application: Starlette) -> None:
        self._transport = httpx.ASGITransport(application)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """The application's answer."""
        return asyncio.run(self._answer(request))

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        sent = httpx.Request(request.method, request.url, headers=request.headers.raw, content=request.read())
        sent.extensions = request.extensions
        answer = await self._transport.handle_async_request(sent)
        body = b"".join([part async for part in answer.aiter_raw()])
        return httpx.Response(answer.status_code, headers=answer.headers.raw, stream=httpx.ByteStream(body))


def client(resources: Mapping[str, Any], backend: str | None = None, **api: Any) -> httpx.Client:
    """A client of the stage `prod` of an API with these resources, without a socket; the server's errors are raised."""
    declared = read_declared([template_file(template(resources, **api), "template.json")])
    application = gateway(declared, backend=backend)
    return httpx.Client(transport=InProcess(application), base_url=base_url("http://local", API, STAGE))


def type_of(answer: httpx.Response) -> str:
    """What the answer says of itself: its error type, or its status."""
    return str(answer.headers.get("x-amzn-ErrorType", answer.status_code))
