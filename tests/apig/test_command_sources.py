"""What `constructs-gw apig diff` and `push` take as SOURCE, and what they say of what is lost."""

import json
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.apig.live import GroupResponseGateway
from constructs_gw.cli import main

from .commands import ONE_CLOUD, Live, write_template

NOWHERE = "http://127.0.0.1:9"
HINT = {"ResponseTemplates": {"application/json": '{"hint": "check the key"}'}}
OTHER = {"ResponseTemplates": {"application/json": '{"hint": "log in again"}'}}


def write_assembly() -> str:
    Path("cdk.out").mkdir()
    Path(write_template()).rename("cdk.out/Orders.template.json")
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "Orders.template.json"}}
    Path("cdk.out/manifest.json").write_text(json.dumps({"version": "55.0.0", "artifacts": {"Orders": stack}}))
    return "cdk.out"


def write_openapi() -> str:
    entry = {"statusCode": 503, "responseTemplates": {"application/json": '{"slow": "$context.requestId"}'}}
    document = {
        "openapi": "3.0.1",
        "info": {"title": "orders", "version": "1"},
        "paths": {},
        "x-amazon-apigateway-gateway-responses": {"THROTTLED": entry},
    }
    Path("openapi.json").write_text(json.dumps(document))
    return "openapi.json"


@pytest.mark.parametrize("write", [write_template, write_assembly, write_openapi])
def test_whatever_validate_reads_is_a_source(orders: Live, write: Any) -> None:
    source = write()
    orders.run("push", source, "--yes")
    assert orders.customized() == {"THROTTLED": {"status": 503, "body": '{"slow": "$context.requestId"}'}}
    assert orders.run("diff", source) == "no differences\n"


@ONE_CLOUD
def test_the_assembly_is_the_source_where_none_is_named(orders: Live) -> None:
    write_assembly()
    assert "+ THROTTLED  add\n" in orders.run("push", "--dry-run")


def test_what_was_pulled_is_a_source(orders: Live) -> None:
    orders.put("THROTTLED", body="not JSON", status=430, headers=[{"key": "X-A", "value": "$context.requestId"}])
    before = orders.run("pull")
    Path("pulled.json").write_text(before)
    assert orders.run("diff", "pulled.json") == "no differences\n"
    orders.put("THROTTLED", status=431)
    orders.put("NOT_FOUND", status=410)
    orders.run("push", "pulled.json", "--yes", "--prune")
    assert orders.run("pull") == before


@ONE_CLOUD
def test_what_was_pulled_goes_to_another_response(orders: Live) -> None:
    orders.put("THROTTLED", status=430)
    orders.run("pull", "-o", "pulled.json")
    orders.run("push", "pulled.json", "--yes", "--response", "orders")
    assert orders.customized("orders") == orders.customized()


@ONE_CLOUD
@pytest.mark.parametrize("given", [["--api", "Api"], ["--prefer", "AUTH_FAILURE=INVALID_API_KEY"]])
def test_what_is_for_a_template_alone_is_refused_beside_what_was_pulled(orders: Live, given: list[str]) -> None:
    orders.run("pull", "-o", "pulled.json")
    error = orders.error("push", "pulled.json", *given)
    assert error == (
        f"constructs-gw: {given[0]} is not for pulled.json, which has error responses already; leave it out\n"
    )


def test_a_type_that_this_gateway_does_not_have_is_refused_in_what_was_pulled(orders: Live) -> None:
    listing = json.loads(orders.run("pull"))
    listing["responses"]["MADE_UP"] = {"body": "{}", "default": False}
    Path("pulled.json").write_text(json.dumps(listing))
    assert "this gateway has no error type MADE_UP; " in orders.error("push", "pulled.json", "--yes")


@ONE_CLOUD
def test_a_file_that_was_not_pulled_whole_is_refused(orders: Live) -> None:
    listing = json.loads(orders.run("pull"))
    listing["responses"]["THROTTLED"]["status"] = "429"
    Path("pulled.json").write_text(json.dumps(listing))
    assert "'THROTTLED' is not understood" in orders.error("diff", "pulled.json")


@ONE_CLOUD
@pytest.mark.parametrize("verb", ["diff", "push"])
def test_responses_that_collide_are_refused_with_what_to_type(orders: Live, verb: str) -> None:
    write_template(INVALID_API_KEY=HINT, EXPIRED_TOKEN=OTHER)
    error = orders.error(verb, "template.json")
    assert "[apig-conflicting-responses]" in error
    assert "--prefer AUTH_FAILURE=EXPIRED_TOKEN" in error
    assert orders.customized() == {}


def test_a_preference_decides(orders: Live) -> None:
    write_template(INVALID_API_KEY=HINT, EXPIRED_TOKEN=OTHER)
    orders.run("push", "template.json", "--yes", "--prefer", "AUTH_FAILURE=EXPIRED_TOKEN")
    assert orders.customized()["AUTH_FAILURE"]["body"] == '{"hint": "log in again"}'
    orders.run("push", "template.json", "--yes", "--prefer", "closest")
    assert "key" in orders.customized()["AUTH_FAILURE"]["body"]


@ONE_CLOUD
@pytest.mark.parametrize(
    ("text", "error"),
    [
        (
            "AUTH_FAILURE",
            "--prefer 'AUTH_FAILURE' is no pair; write --prefer ERROR_TYPE=RESPONSE_TYPE, or --prefer closest",
        ),
        ("AUTH_FAILUR=INVALID_API_KEY", "AUTH_FAILURE"),
        ("AUTH_FAILURE=INVALID_API_KEYS", "INVALID_API_KEY"),
    ],
)
def test_a_preference_that_is_none_is_refused_before_any_call(
    orders: Live, capsys: pytest.CaptureFixture[str], text: str, error: str
) -> None:
    write_template()
    assert main(["apig", "push", "template.json", *orders.where, "--endpoint-url", NOWHERE, "--prefer", text]) == 2
    assert error in capsys.readouterr().err


@ONE_CLOUD
def test_errors_stop_a_push_before_any_call(orders: Live, capsys: pytest.CaptureFixture[str]) -> None:
    write_template(THROTTLED={"StatusCode": "4299"})
    assert main(["apig", "push", "template.json", *orders.where, "--yes", "--endpoint-url", NOWHERE]) == 2
    assert capsys.readouterr().err == (
        "constructs-gw: THROTTLED: '4299' is not a status code [invalid-status-code]; "
        'write one from 100 to 599, such as "404"\n'
    )


def test_warnings_and_losses_are_shown_and_do_not_stop_it(orders: Live) -> None:
    header = {"gatewayresponse.header.X-Caller": "method.request.header.X-Caller"}
    write_template(REQUEST_TOO_LARGE={}, THROTTLED={"StatusCode": "503", "ResponseParameters": header})
    out, error = orders.both("push", "template.json", "--yes", code=0)
    assert "template.json:1: warning: " in error
    assert "  template.json: warning: " in error
    assert "[apig-request-value]\n    at THROTTLED\n    fix: " in error
    assert "+ THROTTLED  add\n" in out


def test_only_types_that_this_gateway_has_are_written(orders: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    offered = ("AUTHORIZER_FAILURE", "THROTTLED", "MADE_UP")
    monkeypatch.setattr(GroupResponseGateway, "offered", property(lambda _: offered))
    write_template(UNAUTHORIZED={"StatusCode": "401"})
    assert "[apig-type-not-offered]" in orders.error("push", "template.json", "--yes", code=0)
    assert [*orders.customized()] == ["AUTHORIZER_FAILURE"]


@ONE_CLOUD
def test_a_source_of_two_apis_asks_which_one(orders: Live) -> None:
    template = json.loads(Path(write_template()).read_text())
    template["Resources"]["Users"] = {"Type": "AWS::ApiGateway::RestApi"}
    Path("template.json").write_text(json.dumps(template))
    assert orders.error("diff", "template.json") == "constructs-gw: template.json has 2 REST APIs; add --api Api\n"
    assert orders.run("diff", "template.json", "--api", "Users") == "no differences\n"


@ONE_CLOUD
def test_a_default_that_a_deployment_may_replace_is_said(orders: Live) -> None:
    template = json.loads(Path(write_template(THROTTLED={"StatusCode": {"Ref": "Status"}})).read_text())
    template["Parameters"] = {"Status": {"Type": "String", "Default": "503"}}
    Path("template.json").write_text(json.dumps(template))
    assert "note: template.json: parameter Status has its default: 503\n" in orders.error(
        "push", "template.json", "--yes", code=0
    )
