"""The command line beside the local gateway's APIG control plane, with credentials of its own for each cloud."""

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.cli import main

from .live_groups import SDKS, Server

CREDENTIALS = {
    "huaweicloud": {
        "HUAWEICLOUD_SDK_AK": "local",
        "HUAWEICLOUD_SDK_SK": "local",
        "HUAWEICLOUD_SDK_PROJECT_ID": "local",
        "HUAWEICLOUD_SDK_SECURITY_TOKEN": "hQpjbi1ub3J0aC0xTemporaryKeyToken",
    },
    "opentelekomcloud": {"OS_TOKEN": "local", "OS_PROJECT_ID": "local"},
}
ONE_CLOUD = pytest.mark.parametrize("orders", SDKS[:1], indirect=True)
"""For what is the same whichever cloud is asked."""
SECRETS = ("hQpjbi1ub3J0aC0xTemporaryKeyToken", "wJalrXUtnFEMIK7MDENGbPxRfiCY")
"""What no output and no file may hold."""

_RESPONSE = {"StatusCode": "503", "ResponseTemplates": {"application/json": '{"slow": "$context.requestId"}'}}


def write_template(**responses: dict[str, Any]) -> str:
    """A template with an API and its gateway responses, by response type; one unless others are given."""
    resources = {
        name: {
            "Type": "AWS::ApiGateway::GatewayResponse",
            "Properties": {"RestApiId": {"Ref": "Api"}, "ResponseType": name, **properties},
        }
        for name, properties in (responses or {"THROTTLED": _RESPONSE}).items()
    }
    api = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "orders"}}
    Path("template.json").write_text(json.dumps({"Resources": {"Api": api, **resources}}))
    return "template.json"


def isolated(provider: str, home: Path) -> dict[str, str]:
    """An environment with a cloud's credentials, and nothing of this machine's."""
    others = {name: value for name, value in os.environ.items() if not name.startswith(("HUAWEICLOUD_SDK_", "OS_"))}
    return {**others, "HOME": str(home), "NO_PROXY": "127.0.0.1", **CREDENTIALS[provider]}


def isolate(monkeypatch: pytest.MonkeyPatch, provider: str, folder: Path) -> None:
    """The same for this process; `folder` is where it runs."""
    for name in os.environ.keys() - isolated(provider, folder).keys():
        monkeypatch.delenv(name)
    for name, value in isolated(provider, folder).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(folder)


@dataclass(frozen=True, slots=True)
class Live:
    """An API group, as its API and as the command line see it."""

    provider: str
    group: str
    server: Server
    capsys: pytest.CaptureFixture[str]

    @property
    def url(self) -> str:
        """Of the server."""
        return self.server.url

    @property
    def path(self) -> str:
        """Of its gateway responses."""
        return f"/v2/local/apigw/instances/{self.provider}/api-groups/{self.group}/gateway-responses"

    def call(self, method: str, path: str = "", **given: Any) -> Any:
        """An answer of the API, as somebody else would get it."""
        answer = self.server.direct.request(method, f"{self.path}{path}", **given)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def response_id(self, name: str = "default") -> str:
        """The id of a gateway response."""
        return next(str(each["id"]) for each in self.call("GET")["responses"] if each["name"] == name)

    def put(self, error_type: str, *, response: str = "default", **given: Any) -> None:
        """Customize an error type, as somebody else would."""
        self.call("PUT", f"/{self.response_id(response)}/{error_type}", json={"body": "{}", **given})

    def customized(self, response: str = "default") -> dict[str, Any]:
        """What was modified, by error type."""
        found = self.call("GET", f"/{self.response_id(response)}")["responses"]
        return {kind: each for kind, each in found.items() if not each.pop("default")}

    @property
    def names(self) -> set[str]:
        """Of the group's gateway responses."""
        return {each["name"] for each in self.call("GET")["responses"]}

    @property
    def where(self) -> tuple[str, ...]:
        """The arguments that name the group."""
        ids = ("--instance-id", self.provider, "--group-id", self.group)
        return ("--provider", self.provider, *ids, "--endpoint-url", self.url)

    def run(self, verb: str, *arguments: str, code: int = 0) -> str:
        """What a verb prints on standard output."""
        return self.both(verb, *arguments, code=code)[0]

    def error(self, verb: str, *arguments: str, code: int = 2) -> str:
        """What a verb prints on standard error."""
        return self.both(verb, *arguments, code=code)[1]

    def both(self, verb: str, *arguments: str, code: int) -> tuple[str, str]:
        """Both, with the server's address and the group as words; later arguments win over those of the group."""
        found = main(["apig", verb, *self.where, *arguments])
        captured = self.capsys.readouterr()
        assert found == code, captured
        assert not any(secret in captured.out + captured.err for secret in SECRETS)
        return tuple(each.replace(self.url, "URL").replace(self.group, "GROUP") for each in captured)  # type: ignore[return-value]
