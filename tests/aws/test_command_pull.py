"""`constructs-gw aws pull` and `validate --rest-api-id`: what is live, in files that every other command reads."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from constructs_gw.aws import clients, folders, listings
from constructs_gw.cli import main
from constructs_gw.convert import Conversion, Loss
from constructs_gw.sources import FORMATS

from .commands import ID, REGION, Live, isolate, live

LISTING = """\
{
  "restApiId": "a1b2c3d4e5",
  "region": "eu-central-1",
  "items": [
    {
      "responseType": "THROTTLED",
      "responseParameters": {
        "gatewayresponse.header.Retry-After": "'30'"
      },
      "responseTemplates": {
        "application/json": "{\\"message\\":$context.error.messageString}"
      },
      "defaultResponse": false,
      "statusCode": "429"
    }
  ]
}
"""
DOCUMENT = """\
openapi: 3.0.1
info:
  title: a1b2c3d4e5
  version: '1.0'
paths: {}
x-amazon-apigateway-gateway-responses:
  THROTTLED:
    statusCode: '429'
    responseParameters:
      gatewayresponse.header.Retry-After: "'30'"
    responseTemplates:
      application/json: '{"message":$context.error.messageString}'
"""
PULL = ("aws", "pull", "--rest-api-id", ID)


@pytest.fixture
def orders(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Live]:
    isolate(monkeypatch, tmp_path)
    with live(capsys) as found:
        found.put("THROTTLED", responseParameters={"gatewayresponse.header.Retry-After": "'30'"})
        yield found


def members(text: str) -> object:
    """JSON without the order of members, which is the server's."""
    return json.loads(text)


def test_what_is_customized_is_pulled_as_the_listing_that_it_is(orders: Live) -> None:
    assert members(orders.run(*PULL)) == members(LISTING)


def test_what_is_customized_is_pulled_as_a_document(orders: Live) -> None:
    assert orders.run(*PULL, "--as", "openapi") == DOCUMENT


def test_all_types_are_pulled_as_a_document_if_asked_for(orders: Live) -> None:
    assert orders.run(*PULL, "--as", "openapi", "--defaults").count("statusCode: ") == 19  # not of DEFAULT_*


def test_a_loss_is_said_and_is_exit_code_1(orders: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    lossy = Conversion("x", (Loss("a body is left out", "write it", "a1b2c3d4e5 THROTTLED"),))
    monkeypatch.setattr(listings, "written", lambda *_, **__: lossy)
    monkeypatch.setattr(folders, "written", lambda *_, **__: lossy)
    loss = "a1b2c3d4e5 THROTTLED: a body is left out; write it\n"
    assert orders.both(*PULL, "--as", "openapi", code=1) == ("x", f"loss: {loss}")
    everything = ("aws", "pull", "--all", "--as", "openapi", "-o", "pulled")
    assert orders.error(*everything, code=1) == f"loss: eu-central-1: {loss}"


def test_all_types_are_pulled_if_asked_for(orders: Live) -> None:
    assert len(json.loads(orders.run(*PULL, "--defaults"))["items"]) == 21


@pytest.mark.parametrize("form", ["json", "cloudformation", "openapi"])
def test_what_is_pulled_to_a_file_is_a_source(orders: Live, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert orders.run(*PULL, "--as", form, "-o", "x.json") == "1 gateway responses of a1b2c3d4e5 in x.json\n"
    assert orders.run("aws", "diff", "x.json", "--rest-api-id", ID) == "no differences\n"
    assert orders.run("aws", "push", "x.json", "--rest-api-id", ID, "--yes").startswith("a1b2c3d4e5 in eu-central-1:")
    assert main(["validate", "x.json"]) == 0
    assert main(["render", "x.json", "--type", "THROTTLED"]) == 0
    assert "Retry-After: 30" in capsys.readouterr().out


def test_an_api_without_customizations_is_a_source_too(orders: Live, capsys: pytest.CaptureFixture[str]) -> None:
    orders.client.delete_gateway_response(restApiId=ID, responseType="THROTTLED")
    orders.run(*PULL, "-o", "x.json")
    assert orders.run("aws", "diff", "x.json", "--rest-api-id", ID) == "no differences\n"
    assert main(["render", "x.json", "--type", "THROTTLED"]) == 0
    assert "built in" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("form", "message"),
    [
        ("json", "would hold JSON; name a file that ends in .json"),
        ("terraform", "would hold JSON; name a file that ends in .tf.json"),
        ("python", "would hold Python; name a file that ends in .py"),
    ],
)
def test_yaml_is_refused_in_words(orders: Live, form: str, message: str) -> None:
    error = orders.error(*PULL, "--as", form, "-o", "responses.yaml")
    assert error == f"constructs-gw: responses.yaml {message}\n"
    assert not Path("responses.yaml").exists()


def test_one_api_is_in_one_region(orders: Live) -> None:
    error = orders.error(*PULL, "--region", "eu-west-1", "--region", "eu-west-2")
    assert error == "constructs-gw: an API is in one region; give one --region, or --all\n"


@pytest.mark.parametrize("wanted", [[], ["--rest-api-id", ID, "--all"]])
def test_one_api_or_all_of_them(orders: Live, wanted: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["aws", "pull", *wanted])
    assert stopped.value.code == 2


def test_every_api_of_every_region_is_in_a_file_of_its_own(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    isolate(monkeypatch, tmp_path)
    ids = [f"api{number}" for number in range(30)]
    with live(capsys, *ids) as many:
        many.client.put_gateway_response(restApiId="api7", responseType="THROTTLED", statusCode="503")
        regions = ("--region", "eu-west-1", "--region", "us-east-1", "--region", "eu-west-1")
        assert many.both("aws", "pull", "--all", *regions, "-o", "pulled", code=0) == (
            "60 REST APIs, 2 with customized gateway responses, in eu-west-1, us-east-1; in pulled\n",
            "",
        )
    for region in ("eu-west-1", "us-east-1"):
        files = sorted(Path("pulled", region).iterdir())
        assert sorted(file.stem for file in files) == sorted(ids)
        pulled = {file.stem: json.loads(file.read_text()) for file in files}
        assert {each["region"] for each in pulled.values()} == {region}
        assert [name for name, each in pulled.items() if each["items"]] == ["api7"]


def test_every_api_is_in_a_file_that_is_called_as_its_format_is(orders: Live) -> None:
    orders.run("aws", "pull", "--all", "--as", "openapi", "-o", "pulled")
    assert Path("pulled", REGION, f"{ID}.yaml").read_text() == DOCUMENT


SOURCES = {
    "cloudformation": {"Resources": {"Slow": {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": {
        "RestApiId": ID, "ResponseType": "THROTTLED",
        "ResponseParameters": {"gatewayresponse.header.Retry-After": "'30'"}}}}},
    "sam": {"Transform": "AWS::Serverless-2016-10-31", "Resources": {"Api": {
        "Type": "AWS::Serverless::Api", "Properties": {"StageName": "prod", "GatewayResponses": {
            "THROTTLED": {"ResponseParameters": {"Headers": {"Retry-After": "'30'"}}}}}}}},
    "openapi": {"openapi": "3.0.1", "info": {"title": "orders"}, "paths": {},
        "x-amazon-apigateway-gateway-responses": {"THROTTLED": {
            "responseParameters": {"gatewayresponse.header.Retry-After": "'30'"}}}},
    "serverless": {"service": "orders", "provider": {"name": "aws"}, "resources": {"Resources": {"Slow": {
        "Type": "AWS::ApiGateway::GatewayResponse", "Properties": {
            "RestApiId": {"Ref": "ApiGatewayRestApi"}, "ResponseType": "THROTTLED",
            "ResponseParameters": {"gatewayresponse.header.Retry-After": "'30'"}}}}}},
    "terraform": {"format_version": "1.2", "terraform_version": "1.9.8", "values": {"root_module": {"resources": [{
        "address": "aws_api_gateway_gateway_response.slow", "mode": "managed",
        "type": "aws_api_gateway_gateway_response", "name": "slow", "schema_version": 0,
        "provider_name": "registry.terraform.io/hashicorp/aws", "values": {
            "rest_api_id": ID, "response_type": "THROTTLED", "status_code": None, "response_templates": None,
            "response_parameters": {"gatewayresponse.header.Retry-After": "'30'"}}}]}}},
    "listing": json.loads(LISTING),
}  # fmt: skip


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_live_is_compared_with_every_format(orders: Live, form: str) -> None:
    Path("x.json").write_text(json.dumps(SOURCES[form]))
    assert main(["convert", "x.json", "--from", form, "--to", "openapi", "-o", "y.json"]) in (0, 1)
    assert orders.run("aws", "diff", "x.json", "--rest-api-id", ID) == "no differences\n"
    orders.put("THROTTLED", responseParameters={"gatewayresponse.header.Retry-After": "'60'"})
    difference = orders.run("aws", "diff", "x.json", "--rest-api-id", ID, code=1)
    assert "declared: '30'\n    live:     '60'" in difference
    assert orders.run("aws", "diff", "y.json", "--rest-api-id", ID, code=1) == difference


def test_a_bar_shows_on_a_terminal_how_far_it_is(
    orders: Live, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True, raising=False)
    assert " APIs/s]" in orders.error("aws", "pull", "--all", "-o", "pulled", code=0)


def test_every_api_needs_a_folder(orders: Live) -> None:
    error = orders.error("aws", "pull", "--all")
    assert error == "constructs-gw: --all writes a file for each API; name a folder with -o\n"


def test_a_folder_that_cannot_be_is_one_line(orders: Live) -> None:
    Path("pulled").write_text("")
    error = orders.error("aws", "pull", "--all", "-o", "pulled")
    assert error == "constructs-gw: pulled/eu-central-1: Not a directory; name a folder with -o\n"


FINDINGS = """\
a1b2c3d4e5 in eu-central-1/a1b2c3d4e5
  eu-central-1/a1b2c3d4e5: error: $context.error.messageString brings its own quotes and stands between \
quotes [quoted-message-string]
    at THROTTLED responseTemplates.application/json
    fix: write $context.error.messageString without quotes around it

1 finding: 1 error
"""


def test_what_is_configured_is_validated(orders: Live) -> None:
    orders.put("THROTTLED", responseTemplates={"application/json": '{"message": "$context.error.messageString"}'})
    assert orders.run("validate", "--rest-api-id", ID, code=1) == FINDINGS


def test_what_is_configured_without_fault_has_no_findings(orders: Live) -> None:
    orders.client.delete_gateway_response(restApiId=ID, responseType="THROTTLED")
    assert orders.run("validate", "--rest-api-id", ID) == "no findings\n"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (["template.json"], "PATH is for files; leave it out, or --rest-api-id"),
        (["--fix"], "--fix is for files; leave it out, or --rest-api-id"),
        (["--diff"], "--diff is for files; leave it out, or --rest-api-id"),
    ],
)
def test_files_and_a_live_api_are_not_validated_at_once(orders: Live, given: list[str], error: str) -> None:
    assert orders.error("validate", "--rest-api-id", ID, *given) == f"constructs-gw: {error}\n"


def test_what_leads_to_a_live_api_needs_one(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["validate", "template.json", "--region", "eu-west-1"]) == 2
    error = "constructs-gw: --region is for a live API; add --rest-api-id ID, or leave it out\n"
    assert capsys.readouterr().err == error


def test_requests_are_in_even_steps() -> None:
    now, waited = [100.0], list[float]()

    def sleep(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    pace = clients.Pace(10, clock=lambda: now[0], sleep=sleep)
    for _ in range(3):
        pace.wait()
    now[0] += 5  # what was not used is not saved up
    for _ in range(2):
        pace.wait()
    assert waited == pytest.approx([0.1, 0.1, 0.1])


def test_every_request_of_a_client_waits_for_its_turn(orders: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    turns: list[object] = []
    monkeypatch.setattr(clients.Pace, "wait", lambda self, **_: turns.append(self))
    orders.run(*PULL)
    assert len(turns) == 1
