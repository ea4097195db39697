"""What clients of a stage get."""

import logging
import re
import socket
from typing import Any

import pytest

from constructs_gw.local.server import _listening
from constructs_gw.response_types import ResponseType

from .declaring import at, client, method, of_api, type_of
from .sample import client_of, template


def test_an_unknown_route_is_answered_as_api_gateway_does() -> None:
    with client_of(template({})) as called:
        answer = called.get("/nope")
    assert answer.status_code == 403
    assert answer.json() == {"message": "Missing Authentication Token"}
    assert answer.headers["x-amzn-ErrorType"] == "MissingAuthenticationTokenException"


def test_headers_are_spelled_as_api_gateway_spells_them() -> None:
    with client_of(template({})) as called:
        names = [name.decode() for name, _ in called.get("/nope").headers.raw]
    assert {"x-amzn-RequestId", "x-amz-apigw-id", "x-amzn-ErrorType", "Content-Type"} <= set(names)


def test_an_unknown_route_with_a_token_complains_of_the_signature() -> None:
    answer = client({}).get("/nope", headers={"Authorization": "Bearer secret"})
    assert type_of(answer) == "IncompleteSignatureException"
    assert answer.json()["message"].startswith("Invalid key=value pair (missing equal-sign) in Authorization header")
    assert "secret" not in answer.text


@pytest.mark.parametrize("path", ["", "/"])
def test_the_root_is_there_with_and_without_a_slash(path: str) -> None:
    called = client(method())
    url = str(called.base_url).rstrip("/") + path
    assert called.get(url).json() == {"ok": True}


@pytest.mark.parametrize("path", ["nowhere/prod/", "Api/nowhere/", "Api", "Api%2Fprod/", ""])
def test_an_unknown_stage_is_forbidden_whatever_is_customized(path: str) -> None:
    response = of_api("R", "GatewayResponse", ResponseType="DEFAULT_4XX", StatusCode="418")
    answer = client(response).get(f"http://local/_aws/execute-api/{path}")
    assert (answer.status_code, answer.json()) == (403, {"message": "Forbidden"})
    assert type_of(answer) == "ForbiddenException"


EVERY_TYPE = [kind for kind in ResponseType if not kind.is_default]


@pytest.mark.parametrize("kind", EVERY_TYPE)
def test_every_type_is_given_on_demand(kind: ResponseType) -> None:
    response = of_api("R", "GatewayResponse", ResponseType=kind, ResponseTemplates={"application/json": "mine"})
    answer = client(response | method()).post("/", headers={"x-gateway-response": kind.lower()})
    assert answer.status_code == kind.default_status
    assert (answer.text == "mine") is (kind is not ResponseType.REQUEST_TOO_LARGE)  # documented: not customizable


@pytest.mark.parametrize("name", ["DEFAULT_4XX", "NOPE", "", "\xe9"])
def test_a_type_that_no_client_meets_is_said(name: str) -> None:
    answer = client(method()).get("/", headers={b"x-gateway-response": name.encode("latin-1")})
    assert answer.status_code == 400
    assert all(kind in answer.text for kind in EVERY_TYPE)
    assert "DEFAULT_5XX" not in answer.text


def test_a_misspelt_type_is_answered_with_the_nearest() -> None:
    assert client(method()).get("/", headers={"x-gateway-response": "throtled"}).text == (
        "x-gateway-response: 'throtled' is no response type that a client gets; write THROTTLED\n"
    )


PROXY = {"Type": "HTTP_PROXY"}


@pytest.mark.parametrize("target", ["/", "/nope"])
def test_every_answer_has_the_headers_that_api_gateway_adds(target: str) -> None:
    for called in (client(method()), client(method(Integration=PROXY))):
        answer = called.get(target)
        assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", answer.headers["x-amzn-RequestId"])
        assert answer.headers["x-amz-apigw-id"]


def test_without_a_backend_it_is_said_that_the_request_would_get_through() -> None:
    answer = client(method(Integration=PROXY)).get("/")
    assert answer.status_code == 501
    assert answer.text == "GET / passes every check and would reach its integration; give --backend URL to forward it\n"


@pytest.mark.parametrize(("size", "status"), [(10_240, 200), (10_241, 431)])
def test_request_line_and_headers_are_limited(size: int, status: int) -> None:
    called = client(method())
    sent = called.build_request("GET", "/", headers={"X": ""})
    own = len("GET") + len(sent.url.raw_path) + sum(len(value) for _, value in sent.headers.raw)
    sent.headers["X"] = "a" * (size - own)
    assert called.send(sent).status_code == status


MEGABYTE = b" " * 1_048_576


@pytest.mark.parametrize(("megabytes", "status"), [(10, 501), (11, 413)])
@pytest.mark.parametrize("is_chunked", [True, False])
def test_a_payload_is_limited(megabytes: int, status: int, is_chunked: bool) -> None:
    body = (MEGABYTE for _ in range(megabytes)) if is_chunked else MEGABYTE * megabytes
    with client_of(template(method("POST", Integration=PROXY))) as called:
        assert called.post("/", content=body).status_code == status


def shown(value: str, **more: Any) -> dict[str, Any]:
    """An unknown route that shows a value in a header and in its body."""
    return of_api(
        "R",
        "GatewayResponse",
        ResponseType="MISSING_AUTHENTICATION_TOKEN",
        ResponseParameters={"gatewayresponse.header.X-Shown": value},
        **more,
    )


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("context.path", "/prod/a%2Fb/é?".replace("é?", "%C3%A9")),
        ("context.stage", "prod"),
        ("context.apiId", "Api"),
        ("context.httpMethod", "GET"),
        ("context.domainName", "local"),
        ("method.request.querystring.q", "1 2"),
    ],
)
def test_context_variables_are_those_of_the_request(value: str, text: str) -> None:
    assert client(shown(value)).get("/a%2Fb/%C3%A9?q=1%202").headers["X-Shown"] == text


def test_a_request_cannot_break_out_of_a_header() -> None:
    with client_of(template(shown("method.request.querystring.q"))) as called:
        answer = called.get("/nope?q=a%0d%0aSet-Cookie:%20b=c%00%f0%9f%98%80")
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["X-Shown"] == "aSet-Cookie: b=c?"


@pytest.mark.parametrize(("status", "sent"), [("204", 204), ("304", 304), ("100", 502), ("599", 599)])
def test_a_status_without_a_body_is_sent_without(status: str, sent: int) -> None:
    response = of_api("R", "GatewayResponse", ResponseType="MISSING_AUTHENTICATION_TOKEN", StatusCode=status)
    with client_of(template(response)) as called:
        answer = called.get("/nope")
        again = called.get("/nope")
    assert (answer.status_code, again.status_code) == (sent, sent)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, "constructs_gw.local")
    return caplog


def test_each_answer_is_one_line(log: pytest.LogCaptureFixture) -> None:
    called = client(method() | at("a", Integration=PROXY), Name="x")
    for target in ("/nope", "/", "/a", "http://local/_aws/execute-api/Api/none/"):
        called.get(target)
    assert [record.getMessage() for record in log.records] == [
        "GET /nope 403 MISSING_AUTHENTICATION_TOKEN (built in): no resource of the API has this path and method",
        "GET / 200: MOCK integration",
        "GET /a 501: HTTP_PROXY integration",
        "GET /none/ 403 (no gateway response): no stage 'none' of an API 'Api'; served are Api/prod",
    ]


def test_what_only_the_deployment_knows_stands_as_its_name(log: pytest.LogCaptureFixture) -> None:
    given = {
        "ResponseParameters": {"gatewayresponse.header.X-Shop": {"Fn::Sub": "'https://${Shop}'"}},
        "ResponseTemplates": {"application/json": {"Fn::Sub": '{"shop": "${Shop}"}'}},
    }
    response = of_api("R", "GatewayResponse", ResponseType="MISSING_AUTHENTICATION_TOKEN", **given)
    with client_of({**template(response), "Parameters": {"Shop": {"Type": "String"}}}) as called:
        answer = called.get("/nope")
    assert (answer.headers["X-Shop"], answer.json()) == ("https://<Shop>", {"shop": "<Shop>"})
    assert "undetermined: headers.X-Shop: a part is known only at deployment" in log.records[-1].getMessage()


@pytest.mark.parametrize("path", ["/", "/orders", "/_aws/", "/favicon.ico"])
def test_elsewhere_the_answer_says_where_the_stages_are(path: str, log: pytest.LogCaptureFixture) -> None:
    answer = client(method()).get(f"http://local{path}")
    assert (answer.status_code, answer.text) == (
        404,
        "no stage and no control plane is here; there is\n/_aws/execute-api/Api/prod/\n",
    )
    assert [record.getMessage() for record in log.records] == [f"GET {path} 404: no stage and no control plane is here"]


def test_the_log_has_no_secrets_and_no_control_characters(log: pytest.LogCaptureFixture) -> None:
    authorizer = of_api("Authorizer", "Authorizer", Type="TOKEN", IdentityValidationExpression="a\n\x1b[31mforged")
    resources = method(AuthorizationType="AWS_IAM") | at("keyed", ApiKeyRequired=True) | authorizer
    resources |= at("token", AuthorizationType="CUSTOM", AuthorizerId={"Ref": "Authorizer"})
    secret = {"Authorization": "Bearer c2VjcmV0", "x-api-key": "c2VjcmV0"}
    for target in ("/", "/keyed", "/token", "/%1b[31m%0aforged"):
        client(resources).get(target, headers=secret)
    lines = [record.getMessage() for record in log.records]
    assert len(lines) == 4
    assert not [line for line in lines if "c2VjcmV0" in line or not line.isprintable()]


def test_what_is_not_known_is_said(log: pytest.LogCaptureFixture) -> None:
    client(shown("context.error.message")).get("/nope", headers={"Authorization": "abc"})
    assert "undetermined: the response type and the message" in log.text
    assert "undetermined: headers.X-Shown: whether $context.error values are quoted" in log.text


def test_an_answer_does_not_wait_for_its_body() -> None:
    with _listening("127.0.0.1", 0) as listener:
        assert listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
