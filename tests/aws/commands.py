"""The command line beside a local gateway, with an AWS configuration of its own."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import botocore.loaders
import pytest

from constructs_gw.aws import clients
from constructs_gw.cli import main
from tests.local.aws_client import an_api, served_to_sdk

ID = "a1b2c3d4e5"
REGION = "eu-central-1"
SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCY"
TEMPLATE: dict[str, Any] = {
    "Resources": {
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "orders"}},
        "Slow": {
            "Type": "AWS::ApiGateway::GatewayResponse",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "ResponseType": "THROTTLED",
                "StatusCode": "503",
                "ResponseParameters": {"gatewayresponse.header.Retry-After": "'30'"},
                "ResponseTemplates": {"application/json": '{"slow": $context.error.messageString}'},
            },
        },
    }
}


_LOADER = cache(botocore.loaders.create_loader)


def isolate(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Credentials and a region in the environment, nothing of this machine's, no waiting; `folder` is where it runs."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    given = {
        "AWS_CONFIG_FILE": str(folder / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(folder / "credentials"),
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": SECRET,
        "AWS_DEFAULT_REGION": REGION,
        "NO_PROXY": "127.0.0.1",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(clients, "RATE", 10_000)
    monkeypatch.setattr("botocore.session.create_loader", _LOADER)  # reading its models takes most of a command's time
    monkeypatch.chdir(folder)


@dataclass(frozen=True, slots=True)
class Live:
    """A live API, as its SDK and as the command line see it."""

    client: Any
    url: str
    capsys: pytest.CaptureFixture[str]

    def put(self, kind: str, **given: Any) -> None:
        """Customize a type, as somebody else would."""
        self.client.put_gateway_response(restApiId=ID, responseType=kind, **given)

    def customized(self) -> dict[str, Any]:
        """The status code of each customized type."""
        items = self.client.get_gateway_responses(restApiId=ID)["items"]
        return {item["responseType"]: item.get("statusCode") for item in items if not item["defaultResponse"]}

    def run(self, *arguments: str, code: int = 0) -> str:
        """What a command prints on standard output."""
        return self.both(*arguments, code=code)[0]

    def error(self, *arguments: str, code: int = 2) -> str:
        """What a command prints on standard error."""
        return self.both(*arguments, code=code)[1]

    def both(self, *arguments: str, code: int) -> tuple[str, str]:
        """Both, with the server's address and what changes from run to run as words."""
        found = main([*arguments, "--endpoint-url", self.url])
        captured = self.capsys.readouterr()
        assert found == code, captured
        assert SECRET not in captured.out + captured.err
        return captured.out.replace(self.url, "URL"), captured.err.replace(self.url, "URL")


@contextmanager
def live(capsys: pytest.CaptureFixture[str], *ids: str) -> Iterator[Live]:
    """A local gateway with the API `ID`, or with others."""
    with served_to_sdk(*(an_api(each) for each in ids or (ID,))) as (client, url):
        yield Live(client, url, capsys)


def write_template(**properties: Any) -> str:
    """`TEMPLATE` in a file, with other properties of its gateway response."""
    template = json.loads(json.dumps(TEMPLATE))
    template["Resources"]["Slow"]["Properties"].update(properties)
    Path("template.json").write_text(json.dumps(template))
    return "template.json"
