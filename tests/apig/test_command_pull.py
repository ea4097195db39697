"""`constructs-gw apig pull`, and how either cloud is reached: ids, credentials, what is missing."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from constructs_gw.apig import live
from constructs_gw.apig.error_types import ErrorType
from constructs_gw.cli import PIPE_CLOSED, main

from .commands import ONE_CLOUD, SECRETS, Live, isolated, write_template


def test_every_type_is_written_with_what_is_apigs_own_marked(orders: Live) -> None:
    orders.put("THROTTLED", status=430)
    found = json.loads(orders.run("pull"))
    responses = found.pop("responses")
    assert found == {
        "provider": orders.provider,
        "instance_id": orders.provider,
        "group_id": "GROUP",
        "response": "default",
    }
    assert responses.keys() == {kind for kind in ErrorType if kind.is_offered_by(orders.provider)}  # type: ignore[arg-type]
    assert responses["THROTTLED"] == {"status": 430, "body": "{}", "default": False}
    assert [kind for kind, each in responses.items() if not each["default"]] == ["THROTTLED"]


@ONE_CLOUD
def test_a_file_is_replaced_whole_and_keeps_its_permissions(orders: Live) -> None:
    path = Path("pulled.json")
    path.write_text("old")
    path.chmod(0o640)
    assert orders.run("pull", "-o", "pulled.json") == "default of group GROUP in pulled.json\n"
    assert json.loads(path.read_text())["group_id"] == orders.group
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert os.listdir() == ["pulled.json"]


@ONE_CLOUD
def test_a_file_that_cannot_be_written_is_an_error(orders: Live) -> None:
    assert orders.error("pull", "-o", "no/pulled.json").startswith("constructs-gw: no/pulled.json: No such file")
    assert "pulled.yaml would hold JSON" in orders.error("pull", "-o", "pulled.yaml")


def test_a_named_response_is_pulled(orders: Live) -> None:
    write_template()
    orders.run("push", "template.json", "--response", "orders", "--yes")
    assert json.loads(orders.run("pull", "--response", "orders"))["response"] == "orders"
    assert orders.error("pull", "--response", "users") == (
        "constructs-gw: the group has no gateway response users; "
        "the group has orders and default: name one with --response\n"
    )


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["--group-id", "none"], "404 APIG.3001: "),
        (["--instance-id", "none"], "404 APIG.3030: "),
        (["--project-id", "none"], "403 APIC.7130: "),
        (["--group-id", ""], "group_id '' is no id; give --group-id "),
        (["--instance-id", "../x"], "instance_id '../x' is no id; give --instance-id "),
        (["--response", ""], "response '' is not a name that APIG takes; give --response "),
        (["--endpoint-url", "http://user:wJalrXUtnFEMIK7MDENGbPxRfiCY@127.0.0.1:9"], "has a user or a password in it"),
        (["--endpoint-url", "127.0.0.1"], "--endpoint-url is no URL; write it with its scheme"),
        (["--endpoint-url", "http://127.0.0.1:9"], "; check --region, --endpoint-url and the network"),
    ],
)
def test_what_is_not_there_is_told_in_one_line(orders: Live, arguments: list[str], error: str) -> None:
    found = orders.error("pull", *arguments)
    assert found.startswith("constructs-gw: ")
    assert error in found
    assert found.count("\n") == 1


@pytest.mark.parametrize(
    ("orders", "given", "error"),
    [
        ("huaweicloud", {"HUAWEICLOUD_SDK_SK": "wJalrXUtnFEMIK7MDENGbPxRfiCY"}, "401 APIGW.0301: "),
        ("huaweicloud", {"HUAWEICLOUD_SDK_AK": "wJalrXUtnFEMIK7MDENGbPxRfiCY"}, "401 APIGW.0301: "),
        ("huaweicloud", {"HUAWEICLOUD_SDK_AK": "forbidden"}, "; allow apig:gatewayResponses:list, "),
        ("huaweicloud", {"HUAWEICLOUD_SDK_AK": ""}, "no credentials of Huawei Cloud are found; set HUAWEICLOUD_SDK_AK"),
        ("opentelekomcloud", {"OS_TOKEN": "wJalrXUtnFEMIK7MDENGbPxRfiCY"}, "401 APIG.1002: "),
        ("opentelekomcloud", {"OS_TOKEN": "forbidden"}, "; allow apig:gatewayResponses:list, "),
        ("opentelekomcloud", {"OS_TOKEN": ""}, "; name a cloud of clouds.yaml with --cloud, or set OS_TOKEN"),
        ("opentelekomcloud", {"OS_PROJECT_ID": ""}, "no project is named; add --project-id"),
    ],
    indirect=["orders"],
)
def test_wrong_credentials_are_told_in_one_line_without_them(
    orders: Live, monkeypatch: pytest.MonkeyPatch, given: dict[str, str], error: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value) if value else monkeypatch.delenv(name)
    found = orders.error("pull")
    assert found.startswith("constructs-gw: ")
    assert error in found
    assert found.count("\n") == 1


def test_a_cloud_of_clouds_yaml_is_for_one_provider(orders: Live) -> None:
    error = orders.error("pull", "--cloud", "none")
    if orders.provider == "huaweicloud":
        assert error.startswith("constructs-gw: --cloud is not for Huawei Cloud; ")
    else:
        assert "none" in error
        assert error.count("\n") == 1


@pytest.mark.parametrize("orders", ["opentelekomcloud"], indirect=True)
def test_a_cloud_of_clouds_yaml_is_taken(orders: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OS_TOKEN", "OS_PROJECT_ID"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", "clouds.yaml")
    Path("clouds.yaml").write_text(
        f"clouds:\n  shop:\n    auth_type: admin_token\n    auth: {{endpoint: '{orders.url}/v2/local', token: local}}\n"
    )
    assert json.loads(orders.run("pull", "--cloud", "shop", "--project-id", "local"))["group_id"] == "GROUP"


@pytest.mark.parametrize(("provider", "extra"), [("huaweicloud", "huawei"), ("opentelekomcloud", "otc")])
def test_a_missing_extra_is_named_with_the_command(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], provider: str, extra: str
) -> None:
    for name in ("huaweicloudsdkapig", "openstack"):
        monkeypatch.setitem(sys.modules, name, None)
    for name in ("huaweicloud", "opentelekomcloud"):
        monkeypatch.delitem(sys.modules, f"constructs_gw.apig.live.{name}", raising=False)
        monkeypatch.delattr(live, name, raising=False)
    arguments = ["apig", "pull", "--provider", provider, "--instance-id", "i", "--group-id", "g"]
    assert main(arguments) == 2
    assert capsys.readouterr().err.endswith(f" is not installed; run pip install 'constructs-gw[{extra}]'\n")


@ONE_CLOUD
def test_a_closed_pipe_is_no_traceback(orders: Live, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "constructs_gw", "apig", "pull", *orders.where]
    environment = isolated(orders.provider, tmp_path)
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, env=environment, text=True)
    os.close(writer)
    assert (done.returncode, done.stderr) == (PIPE_CLOSED, "")
    assert not list(tmp_path.iterdir())  # the SDK would write an id of this machine to its home


def test_no_sdk_is_imported_before_a_verb_needs_it() -> None:
    code = (
        "import sys\n"
        "from constructs_gw.commands import _apig_emit, _apig_live, _apig_render, apig\n"
        "print({'huaweicloudsdkcore', 'huaweicloudsdkapig', 'openstack', 'requests'} & sys.modules.keys())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_no_file_holds_a_secret(orders: Live) -> None:
    write_template()
    orders.run("push", "template.json", "--yes")
    orders.run("pull", "-o", "pulled.json")
    written = "".join(path.read_text() for path in Path().rglob("*") if path.is_file())
    assert '"THROTTLED"' in written
    assert not any(secret in written for secret in SECRETS)
