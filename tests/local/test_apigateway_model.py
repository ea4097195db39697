"""The control plane against a simple model of it, against botocore's model of its answers, and with many clients."""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

import botocore.session
import httpx
import pytest
from botocore.model import ServiceModel
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.local.apigateway import OPERATIONS
from constructs_gw.local.server import gateway
from constructs_gw.render import Request, render
from constructs_gw.response_types import ResponseType

from .aws_client import API, DEFAULT_TEMPLATES, STAGE, an_api, aws_client, served_to_sdk
from .test_apigateway_responses import STATUS

Entry: TypeAlias = dict[str, Any]
"""What was put: `statusCode` (or None), `responseParameters` and `responseTemplates`."""

KINDS = st.sampled_from(["DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED", "INTEGRATION_TIMEOUT"])
NAMES = st.sampled_from(["X-A", "X-B", "Retry-After"])
TEXT = st.text(st.characters(min_codepoint=32, max_codepoint=126, exclude_characters="'"), max_size=8)
VALUES = TEXT.map("'{}'".format) | st.sampled_from(["context.stage", "method.request.header.X-Q", "stageVariables.no"])
MEDIA_TYPES = st.sampled_from(["application/json", "text/html", "application/xml"])
BODIES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8) | st.sampled_from(
    ['{"m":$context.error.messageString}', "$context.stage"]
)
PUTS = st.fixed_dictionaries(
    {},
    optional={
        "statusCode": st.integers(200, 599).map(str),
        "responseParameters": st.dictionaries(NAMES.map("gatewayresponse.header.{}".format), VALUES, max_size=2),
        "responseTemplates": st.dictionaries(MEDIA_TYPES, BODIES, max_size=2),
    },
)
PATHS = NAMES.map("/responseParameters/gatewayresponse.header.{}".format)
TEMPLATE_PATHS = MEDIA_TYPES.map(lambda name: f"/responseTemplates/{name.replace('/', '~1')}")
OPS = st.sampled_from(["add", "replace", "remove"])
PATCHES = st.lists(
    st.tuples(st.just("replace"), st.just("/statusCode"), st.integers(200, 599).map(str))
    | st.tuples(OPS, PATHS, VALUES)
    | st.tuples(OPS, TEMPLATE_PATHS, BODIES),
    min_size=1,
    max_size=3,
)
STEPS = st.one_of(
    st.tuples(st.just("PUT"), KINDS, PUTS),
    st.tuples(st.just("PATCH"), KINDS, PATCHES),
    st.tuples(st.just("DELETE"), KINDS, st.none()),
    st.tuples(st.just("deploy"), st.just(""), st.none()),
)


def patch_body(operations: list[tuple[str, str, str]]) -> dict[str, Any]:
    return {"patchOperations": [{"op": op, "path": path, "value": value} for op, path, value in operations]}


def expected_change(entries: dict[str, Entry], step: tuple[str, str, Any]) -> int:
    """Do a step in the model; gives the HTTP status that it is to have."""
    method, kind, arguments = step
    if method == "PUT":
        entries[kind] = {"statusCode": None, "responseParameters": {}, "responseTemplates": {}, **arguments}
        return 201
    if method == "DELETE":
        return 202 if entries.pop(kind, None) else 404
    before = entries.get(kind, {"statusCode": None, "responseParameters": {}, "responseTemplates": {}})
    entry = {
        "statusCode": before["statusCode"],
        "responseParameters": dict(before["responseParameters"]),
        "responseTemplates": dict(before["responseTemplates"] or DEFAULT_TEMPLATES),
    }
    for op, path, value in arguments:
        member, _, name = path[1:].partition("/")
        name = name.replace("~1", "/")
        if member == "statusCode":
            entry["statusCode"] = value
        elif op != "add" and name not in entry[member]:
            return 404
        elif op == "remove":
            del entry[member][name]
        else:
            entry[member][name] = value
    entries[kind] = entry
    return 200


def expected_view(entries: Mapping[str, Entry], kind: str) -> Entry:
    default = {"4": "DEFAULT_4XX", "5": "DEFAULT_5XX"}.get((STATUS[kind] or "-")[0], "")
    entry = entries.get(kind) or entries.get(default) or {}
    status = entry.get("statusCode") or STATUS[kind]
    return {
        "defaultResponse": kind not in entries,
        "responseParameters": entry.get("responseParameters") or {},
        "responseTemplates": entry.get("responseTemplates") or DEFAULT_TEMPLATES,
        "responseType": kind,
        **({} if status is None else {"statusCode": status}),
    }


def customizations(entries: Mapping[str, Entry]) -> CustomizationSet:
    return CustomizationSet(
        Customization.parse(
            kind,
            status_code=entry["statusCode"],
            response_parameters=entry["responseParameters"],
            response_templates=entry["responseTemplates"],
        )
        for kind, entry in entries.items()
    )


WITHOUT_BODY = (204, 205, 304)
"""HTTP has no body for these (RFC 9110, 15): what API Gateway makes of one that is set is not known."""


async def check_answers(client: httpx.AsyncClient, deployed: CustomizationSet) -> None:
    """Clients of the stage get what `render` says of what was deployed."""
    for kind in ("THROTTLED", "QUOTA_EXCEEDED", "INTEGRATION_TIMEOUT", "INTEGRATION_FAILURE"):
        sent = {"x-gateway-response": kind, "X-Q": "q"}
        response = await client.get(f"/_aws/execute-api/{API}/{STAGE}/x", headers=sent)
        rendered = render(deployed, ResponseType(kind), Request(headers=sent, context={"stage": STAGE}))
        body = "" if rendered.status in WITHOUT_BODY else rendered.body
        assert (response.status_code, response.text) == (rendered.status, body)
        for name in ("X-A", "X-B", "Retry-After", "Content-Type", "x-amzn-ErrorType"):
            text = rendered.headers.get(name)
            assert response.headers.get(name) == (None if text is None else text.strip())


def in_one_process(run: Callable[[httpx.AsyncClient], Coroutine[Any, Any, None]]) -> None:
    async def main() -> None:
        transport = httpx.ASGITransport(gateway([an_api()]))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            client.headers["Accept"] = "application/json"
            await run(client)

    asyncio.run(main())


@settings(max_examples=60, deadline=None)
@given(st.lists(STEPS, max_size=8))
def test_any_changes_leave_what_the_model_says(steps: list[tuple[str, str, Any]]) -> None:
    async def run(client: httpx.AsyncClient) -> None:
        entries: dict[str, Entry] = {}
        deployed = CustomizationSet()
        for step in steps:
            method, kind, arguments = step
            if method == "deploy":
                response = await client.post(f"/restapis/{API}/deployments", json={"stageName": STAGE})
                deployed = customizations(entries)
            else:
                body = patch_body(arguments) if method == "PATCH" else arguments
                path = f"/restapis/{API}/gatewayresponses/{kind}"
                response = await client.request(method, path, json=body)
            assert response.status_code == (201 if method == "deploy" else expected_change(entries, step))
        found = (await client.get(f"/restapis/{API}/gatewayresponses")).json()["item"]
        assert {item["responseType"]: item for item in found} == {kind: expected_view(entries, kind) for kind in STATUS}
        await check_answers(client, deployed)

    in_one_process(run)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=8))
def test_whatever_is_taken_can_be_served(value: str, body: str, media_type: str) -> None:
    """Or is refused at once: nothing that was put breaks an answer later."""
    parts = {
        "responseParameters": {"gatewayresponse.header.X": f"'{value}'", "gatewayresponse.path.Y": "'z'"},
        "responseTemplates": {"application/json": body, f"text/{media_type}": body},
    }

    async def run(client: httpx.AsyncClient) -> None:
        response = await client.put(f"/restapis/{API}/gatewayresponses/THROTTLED", json=parts)
        assert response.status_code in (201, 400)
        await client.post(f"/restapis/{API}/deployments", json={"stageName": STAGE})
        path = f"/_aws/execute-api/{API}/{STAGE}/x"
        answer = await client.get(path, headers={"x-gateway-response": "THROTTLED"})
        assert answer.status_code == 429
        assert (response.status_code == 201) == ("X" in answer.headers)

    in_one_process(run)


def test_white_space_around_a_header_does_not_break_the_answer() -> None:
    with served_to_sdk() as (client, url):
        parameters = {"gatewayresponse.header.X": "' x '"}
        client.put_gateway_response(restApiId=API, responseType="THROTTLED", responseParameters=parameters)
        client.create_deployment(restApiId=API, stageName=STAGE)
        path = f"{url}/_aws/execute-api/{API}/{STAGE}/"
        assert httpx.get(path, headers={"x-gateway-response": "THROTTLED"}).headers["X"] == "x"


def test_clients_at_once_lose_no_write() -> None:
    with served_to_sdk() as (_, url):
        clients = [aws_client(url) for _ in range(4)]

        def change(number: int) -> None:
            path = f"/responseParameters/gatewayresponse.header.X-{number}"
            operations = [{"op": "add", "path": path, "value": f"'{number}'"}]
            client = clients[number % len(clients)]
            client.update_gateway_response(restApiId=API, responseType="THROTTLED", patchOperations=operations)
            client.create_deployment(restApiId=API, stageName=STAGE)

        with ThreadPoolExecutor(len(clients)) as pool:
            list(pool.map(change, range(60)))
        found = clients[0].get_gateway_response(restApiId=API, responseType="THROTTLED")["responseParameters"]
        assert found == {f"gatewayresponse.header.X-{number}": f"'{number}'" for number in range(60)}
        answer = httpx.get(f"{url}/_aws/execute-api/{API}/{STAGE}/", headers={"x-gateway-response": "THROTTLED"})
        assert {answer.headers[f"X-{number}"] for number in range(60)} == {str(number) for number in range(60)}
        for client in clients:
            client.close()


@pytest.fixture(scope="module")
def model() -> ServiceModel:
    return botocore.session.get_session().get_service_model("apigateway")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.name)
def test_operations_are_where_the_service_has_them(model: ServiceModel, operation: Any) -> None:
    known = model.operation_model(operation.name)
    assert (operation.method, operation.path) == (known.http["method"], known.http["requestUri"])
    assert operation.status == known.http.get("responseCode", 200)


def test_every_member_of_an_answer_is_one_that_the_service_has(model: ServiceModel) -> None:
    """Botocore leaves out what it does not know, so the raw answers are compared."""
    with served_to_sdk() as (client, url):
        body = {"statusCode": "404", "responseTemplates": {"text/html": "x"}}
        headers = {"Accept": "application/json"}
        response = f"{url}/restapis/{API}/gatewayresponses/DEFAULT_4XX"
        made = client.create_deployment(restApiId=API, stageName="new", description="x", variables={"a": "b"})["id"]
        stage = {"patchOperations": [{"op": "replace", "path": "/description", "value": "x"}]}
        given: dict[str, tuple[str, Any]] = {
            "PutGatewayResponse": (response, body),
            "UpdateGatewayResponse": (response, {}),
            "GetGatewayResponse": (response, None),
            "GetGatewayResponses": (f"{url}/restapis/{API}/gatewayresponses", None),
            "CreateDeployment": (f"{url}/restapis/{API}/deployments", {"description": "x"}),
            "GetDeployments": (f"{url}/restapis/{API}/deployments?limit=1", None),
            "GetDeployment": (f"{url}/restapis/{API}/deployments/{made}", None),
            "UpdateStage": (f"{url}/restapis/{API}/stages/new", stage),
            "GetStage": (f"{url}/restapis/{API}/stages/new", None),
            "GetStages": (f"{url}/restapis/{API}/stages", None),
            "GetRestApis": (f"{url}/restapis", None),
            "GetRestApi": (f"{url}/restapis/{API}", None),
        }
        assert {*given, "DeleteGatewayResponse", "GetExport"} == {operation.name for operation in OPERATIONS}
        for name, (path, body_of_it) in given.items():
            operation = model.operation_model(name)
            found = httpx.request(operation.http["method"], path, json=body_of_it, headers=headers)
            assert found.status_code == operation.http.get("responseCode", 200), name
            check_members(operation.output_shape, found.json())


def check_members(shape: Any, data: Any) -> None:
    kinds = {"string": str, "boolean": bool, "integer": int, "double": float, "timestamp": int}
    if shape.type_name == "structure":
        members = {member.serialization.get("name", name): member for name, member in shape.members.items()}
        assert data
        for name, value in data.items():
            check_members(members[name], value)
    elif shape.type_name == "list":
        for value in data:
            check_members(shape.member, value)
    elif shape.type_name == "map":
        for value in data.values():
            check_members(shape.value, value)
    else:
        assert type(data) is kinds[shape.type_name], shape
