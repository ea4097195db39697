"""The assertion for a team's own templates."""

import json
import re
import subprocess
import sys
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from constructs_gw.errors import GatewayResponseError
from constructs_gw.testing import assert_valid


def data(value: str) -> dict[str, Any]:
    properties = {
        "RestApiId": "o81lxisefl",
        "ResponseType": "THROTTLED",
        "ResponseParameters": {"gatewayresponse.header.Retry-After": value},
    }
    return {"Resources": {"Slow": {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": properties}}}


SOUND = {"Resources": {"Bucket": {"Type": "AWS::S3::Bucket"}}}
BAD = data("30")
GIVE = (
    "give a CloudFormation or SAM template, an OpenAPI document, a serverless.yml, "
    "or the JSON of terraform show -json or of aws pull"
)


class Template:
    """What `aws_cdk.assertions.Template` is to a reader of its data."""

    def to_json(self) -> dict[str, Any]:
        return BAD


def assembly(folder: Path, template: dict[str, Any], metadata: Any) -> Path:
    stack = {
        "type": "aws:cloudformation:stack",
        "properties": {"templateFile": "A.json"},
        "additionalMetadataFile": "A.metadata.json",
    }
    for name, content in {"manifest": {"artifacts": {"A": stack}}, "A": template, "A.metadata": metadata}.items():
        (folder / f"{name}.json").write_text(json.dumps(content))
    return folder


def test_a_sound_template_passes() -> None:
    assert_valid(SOUND)


def test_a_finding_fails_the_test_with_the_report() -> None:
    with pytest.raises(AssertionError) as caught:
        assert_valid(BAD)
    lines = str(caught.value).splitlines()
    assert lines[0] == "o81lxisefl in template"
    assert "  template: error: '30' is static text without single quotes around it [unquoted-static-value]" in lines
    assert re.fullmatch(r"\d+ findings?: .*", lines[-1])


def test_a_cdk_template_is_read_by_its_data() -> None:
    with pytest.raises(AssertionError, match="unquoted-static-value"):
        assert_valid(Template())


@pytest.mark.parametrize("kind", [str, Path])
def test_a_file_is_read(tmp_path: Path, kind: type[str] | type[Path]) -> None:
    path = tmp_path / "t.json"
    path.write_text(json.dumps(BAD))
    with pytest.raises(AssertionError, match=re.escape(f"o81lxisefl in {path}")):
        assert_valid(kind(path))


def test_data_may_have_mappings_of_any_kind() -> None:
    with pytest.raises(AssertionError, match="unquoted-static-value"):
        assert_valid(MappingProxyType({"Resources": MappingProxyType(BAD["Resources"])}))


def test_an_assembly_is_read_with_what_is_acknowledged_in_it(tmp_path: Path) -> None:
    logical_id = {"type": "aws:cdk:logicalId", "data": "Slow"}
    given = {"type": "aws:cdk:acknowledged-rules", "data": {"constructs-gw::unquoted-static-value": "a reason"}}
    folder = assembly(tmp_path, BAD, {"/A/Slow": [logical_id]})
    with pytest.raises(AssertionError, match="unquoted-static-value"):
        assert_valid(folder)
    assert_valid(assembly(tmp_path, BAD, {"/A/Slow": [logical_id, given]}))


def test_an_ignored_rule_finds_nothing() -> None:
    assert_valid(BAD, ignore=["unquoted-static-value"])


def test_it_fails_on_as_much_as_it_is_asked_to() -> None:
    slow = {**BAD["Resources"]["Slow"], "Metadata": {"constructs-gw": {"acknowledge": {"no-rule": "a reason"}}}}
    template = {"Resources": {"Slow": slow}}  # unused-acknowledgement is a warning
    assert_valid(template, ignore=["unquoted-static-value"])
    with pytest.raises(AssertionError, match="unused-acknowledgement"):
        assert_valid(template, ignore=["unquoted-static-value"], fail_on="warning")
    assert_valid(template, fail_on="never")


def test_what_is_not_read_is_a_warning() -> None:
    loop = ["N", {"Ref": "Names"}, {"R${N}": {"Type": "AWS::ApiGateway::GatewayResponse"}}]
    with pytest.warns(UserWarning, match=r"^template: what Fn::ForEach::R makes is known at deployment only; give the"):
        assert_valid({"Transform": "AWS::LanguageExtensions", "Resources": {"Fn::ForEach::R": loop}})


@pytest.mark.parametrize(
    ("template", "options", "message"),
    [
        ({}, {}, f"template: not a template: no Resources; {GIVE}"),
        ({"Resources": {1}}, {}, "template is not JSON: {1} is no JSON value; give parsed JSON"),
        (7, {}, f"template is not a template; {GIVE}"),
        ("missing.yaml", {}, "missing.yaml: No such file or directory; name a template or a cloud assembly"),
        (SOUND, {"fail_on": "errors"}, "fail_on='errors' is no severity; write one of error, warning, info, never"),
        (SOUND, {"ignore": ["unquoted-value"]}, "no rule is named 'unquoted-value'; write unquoted-static-value"),
        (SOUND, {"ignore": "failed-rule"}, "'failed-rule' is no list of rules; write ['failed-rule']"),
    ],
)
def test_misuse_is_said_as_such(template: Any, options: dict[str, Any], message: str) -> None:
    with pytest.raises(GatewayResponseError) as caught:
        assert_valid(template, **options)
    assert str(caught.value) == message


def test_pytest_shows_the_report_and_none_of_this_library(tmp_path: Path) -> None:
    test = tmp_path / "test_template.py"
    test.write_text(f"from constructs_gw.testing import assert_valid\ndef test_it():\n    assert_valid({BAD!r})\n")
    done = subprocess.run([sys.executable, "-m", "pytest", "-q", str(test)], capture_output=True, text=True)
    assert "[unquoted-static-value]" in done.stdout
    assert "raise AssertionError" not in done.stdout
