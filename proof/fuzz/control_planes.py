"""Requests to the control planes of the local gateway, one after the other, and to the stage that they change."""

import json
from typing import Any

from starlette.applications import Starlette

from constructs_gw.local.server import gateway
from proof.fuzz.asgi import METHODS, Answer, ask, sent_headers, target
from proof.fuzz.choices import Choices
from tests.local.aws_client import an_api

SEEDS = None
LONGEST = 500
APIS = b"/restapis/Api"
AWS = [APIS + part for part in (b"", b"/gatewayresponses", b"/gatewayresponses/THROTTLED", b"/deployments",
                                b"/stages", b"/stages/prod", b"/stages/prod/exports/oas30")]  # fmt: skip
APIG = [b"/v2/local/apigw/instances/%s/api-groups/Api/gateway-responses" % cloud
        for cloud in (b"huaweicloud", b"opentelekomcloud")]  # fmt: skip
SEGMENTS = b"""restapis Api gatewayresponses THROTTLED stages prod deployments exports oas30 swagger %00 %2F %ff . ..
    AUTH_FAILURE NOT_FOUND DEFAULT_5XX v2 gateway-responses""".split()
HEADERS = {
    b"content-type": [b"application/json", b"text/plain", b"application/x-amz-json-1.1", b"\xff"],
    b"accept": [b"application/hal+json", b"application/yaml", b"application/json", b"*/*", b"\xff"],
    b"x-auth-token": [b"local", b"forbidden", b"no"],
    b"authorization": [b"SDK-HMAC-SHA256 Access=local, SignedHeaders=host, Signature=00", b"AWS4-HMAC-SHA256 a"],
    b"x-sdk-date": [b"20260101T000000Z", b"x"],
    b"origin": [b"https://a.example"],
    b"host": [b"127.0.0.1", b"evil.example", b"apigateway.us-east-1.amazonaws.com", b"[", b""],
    b"content-length": [b"5", b"99999999999"],
}
MEMBERS = ["statusCode", "responseParameters", "responseTemplates", "patchOperations", "stageName", "description",
           "variables", "name", "responses", "body", "status", "headers", "op", "path", "value", "key",
           "deploymentId", "cacheClusterEnabled", "default"]  # fmt: skip
PATHS = ["/statusCode", "/responseParameters/gatewayresponse.header.X", "/responseTemplates/application~1json", "/~2",
         "/deploymentId", "/variables/a", "/description"]  # fmt: skip
VALUES = [*PATHS, "add", "replace", "remove", "404", "'*'", "gatewayresponse.header.X", "application/json", "prod", "x",
          "context.requestId", '{"message":$context.error.messageString}', "AUTH_FAILURE", "THROTTLED"]  # fmt: skip


def attempt(content: bytes) -> None:
    """Some requests to one server."""
    choose = Choices(content)
    application, ids = gateway([an_api()]), [b"x"]
    for _ in range(choose.number(1, 8)):
        if choose.number(0, 5) == 0:
            answer = ask(application, "GET", b"/_aws/execute-api/Api/prod/", [(b"x-gateway-response", b"THROTTLED")])
            assert answer.header(b"x-amzn-errortype")
        else:
            ids += ids_in(asked(application, choose, ids).json())


def asked(application: Starlette, choose: Choices, ids: list[bytes]) -> Answer:
    """A request to one of the control planes; no 500, and JSON wherever JSON is said to be."""
    is_aws = choose.is_so()
    prefix = choose.one(AWS if is_aws else APIG)
    path = target(choose, prefix, [*SEGMENTS, *ids]) if choose.is_so() else prefix
    path = path if is_aws or choose.is_so() else path + b"/" + choose.one(ids)
    headers = [*sent_headers(choose, HEADERS), *([] if is_aws else [(b"x-auth-token", b"local")])]
    answer = ask(application, choose.one(METHODS), path, headers, body(choose))
    assert answer.status != 500, answer
    if answer.header(b"content-type") == b"application/json" and answer.body:
        json.loads(answer.body)
    return answer


def body(choose: Choices) -> bytes:
    """JSON of members that matter, or any bytes."""
    return json.dumps(data(choose)).encode() if choose.number(0, 5) else choose.content(30)


def data(choose: Choices, depth: int = 3) -> Any:
    """JSON data of members that matter."""
    kind = choose.number(0, 5 if depth else 2)
    if kind < 2:
        return choose.one(VALUES)
    if kind == 2:
        return choose.json(1)
    if kind == 3:
        return [data(choose, depth - 1) for _ in range(choose.number(0, 2))]
    names = [choose.one(MEMBERS) if choose.number(0, 3) else choose.one(VALUES) for _ in range(choose.number(0, 3))]
    return {name: data(choose, depth - 1) for name in names}


def ids_in(found: Any) -> list[bytes]:
    """The ids that an answer gives, for requests that come later."""
    if isinstance(found, list):
        return [each for inner in found for each in ids_in(inner)]
    if not isinstance(found, dict):
        return []
    own = [found["id"].encode()] if isinstance(found.get("id"), str) and found["id"].isascii() else []
    return [*own, *(each for inner in found.values() for each in ids_in(inner))][:5]
