"""Error responses as Terraform JSON: what a reviewer sees is in the `.tf.json` files of this folder."""

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.apig.terraform import LABEL, RFS_LIMIT, TerraformJson, escaped, terraform_json
from constructs_gw.errors import GatewayResponseError
from constructs_gw.severity import Severity

from .responses import RESPONSES

HERE = Path(__file__).parent
ODD = st.text(st.sampled_from('${%}~$%{{"\\n \u2028é<\x00')) | st.text(st.characters(exclude_categories=["Cs"]))


def written(responses: dict[ErrorType, ErrorResponse], provider: str = "huaweicloud", **options: Any) -> Any:
    text = terraform_json(responses, provider, **{"name": "errors", **options}).text
    assert text is not None
    return json.loads(text)


def rules(document: Any) -> list[dict[str, Any]]:
    [kind] = document["resource"]
    found: list[dict[str, Any]] = document["resource"][kind][LABEL]["rule"]
    return found


def said(file: TerraformJson) -> list[tuple[str, Severity, tuple[ErrorType, ...]]]:
    return [(each.rule, each.severity, each.error_types) for each in file.diagnostics]


def given_back(text: str) -> str:
    """What Terraform makes of a string: $${ and %%{ stand for ${ and %{, which else begin a template (its docs)."""

    def literal(match: re.Match[str]) -> str:
        assert match[0] in ("$${", "%%{"), f"a template begins at {text[match.start() :]!r}"
        return match[0][1:]

    return re.sub(r"\$\$\{|%%\{|[$%]\{", literal, text)


@pytest.mark.parametrize("provider", Provider)
def test_a_file_is_what_a_reviewer_can_read(provider: Provider) -> None:
    text = terraform_json(RESPONSES, provider, name="orders-errors", allow_loss=True).text
    assert text == (HERE / f"{provider}.tf.json").read_text(encoding="utf-8")


def test_the_order_of_the_responses_does_not_tell() -> None:
    backwards = dict(reversed(RESPONSES.items()))
    assert terraform_json(RESPONSES, "huaweicloud", name="a") == terraform_json(backwards, "huaweicloud", name="a")


def test_every_rule_has_every_key() -> None:
    assert {frozenset(rule) for rule in rules(written(RESPONSES))} == {
        frozenset({"error_type", "status_code", "body", "headers"})
    }
    without = {frozenset(rule) for rule in rules(written(RESPONSES, "opentelekomcloud", allow_loss=True))}
    assert without == {frozenset({"error_type", "status_code", "body"})}


def test_nothing_that_does_not_print_is_in_a_file() -> None:
    body = '{"a": "\u202e\u2028\U000e0041é"}'
    text = terraform_json({ErrorType.NOT_FOUND: ErrorResponse(body)}, "huaweicloud", name="a").text
    assert text is not None
    assert text.replace("\n", "").isprintable()
    assert "\\u202e\\u2028\\udb40\\udc41é" in text
    assert rules(json.loads(text))[0]["body"] == body


def test_what_is_left_out_is_null_or_empty() -> None:
    [rule] = rules(written({ErrorType.NOT_FOUND: ErrorResponse("{}")}))
    assert (rule["status_code"], rule["headers"]) == (None, [])


@given(text=ODD)
def test_terraform_gives_every_text_back(text: str) -> None:
    assert given_back(escaped(text)) == text


@given(body=ODD.filter(bool), value=st.text(st.sampled_from("${%}~a"), min_size=1, max_size=20))
def test_no_text_of_a_response_becomes_a_template(body: str, value: str) -> None:
    [rule] = rules(written({ErrorType.NOT_FOUND: ErrorResponse(body, 404, (("X-A", value),))}))
    assert given_back(rule["body"]) == body
    assert [given_back(header["value"]) for header in rule["headers"]] == [value]


@pytest.mark.skipif(shutil.which("terraform") is None, reason="needs Terraform")
def test_terraform_itself_gives_every_text_back(tmp_path: Path) -> None:
    """With its own `terraform_data` in the place of the provider's resource, so what the provider takes is not seen."""
    every = {
        **RESPONSES,
        ErrorType.NOT_FOUND: ErrorResponse("$${a} $$${b} %%{c} ${~d} $ % {e}\t\\n \u2028\U0001f600", 404),
    }
    document = written(every)
    [(kind, resource)] = document["resource"].items()
    outputs = {"input": {"value": f"${{terraform_data.{LABEL}.output}}"}}
    builtin = {
        "variable": document["variable"],
        "resource": {"terraform_data": {LABEL: {"input": resource[LABEL]}}},
        "output": outputs | json.loads(json.dumps(document["output"]).replace(kind, "terraform_data")),
    }
    found = applied(builtin, tmp_path, instance_id="i1", group_id="g1")
    assert found["response_id"]
    assert found["input"]["instance_id"] == "i1"
    assert found["input"]["group_id"] == "g1"
    bodies = {rule["error_type"]: rule["body"] for rule in found["input"]["rule"]}
    assert bodies == {kind: response.body for kind, response in every.items()}


def test_what_terraform_was_seen_to_change_is_said() -> None:
    changed = {ErrorType.NOT_FOUND: ErrorResponse("e\u0301"), ErrorType.THROTTLED: ErrorResponse("\ufeff{}")}
    kept = {ErrorType.AUTH_FAILURE: ErrorResponse("\u00e9 \ufeff")}
    file = terraform_json({**changed, **kept}, "huaweicloud", name="a")
    assert said(file) == [("apig-terraform-text", Severity.WARNING, (ErrorType.THROTTLED, ErrorType.NOT_FOUND))]


@pytest.mark.skipif(shutil.which("terraform") is None, reason="needs Terraform")
def test_terraform_itself_changes_what_is_said_to_change(tmp_path: Path) -> None:
    texts = ["e\u0301", "\ufeff{}", "\u00e9 \ufeff"]
    assert applied({"output": {"all": {"value": texts}}}, tmp_path)["all"] == ["\u00e9", "{}", "\u00e9 \ufeff"]


def applied(document: Any, folder: Path, **variables: str) -> dict[str, Any]:
    (folder / "main.tf.json").write_text(json.dumps(document), encoding="utf-8")
    inputs = [f"-var={name}={value}" for name, value in variables.items()]
    if "resource" in document:
        terraform(folder, ["init", "-no-color", "-input=false"])
    terraform(folder, ["apply", "-auto-approve", "-no-color", "-input=false", *inputs])
    outputs = json.loads(terraform(folder, ["output", "-json"]))
    return {name: output["value"] for name, output in outputs.items()}


def terraform(folder: Path, arguments: Iterable[str]) -> str:
    environment = {**os.environ, "TF_CLI_CONFIG_FILE": os.devnull, "CHECKPOINT_DISABLE": "1"}
    run = subprocess.run(
        ["terraform", *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=60
    )
    assert run.returncode == 0, run.stderr
    return run.stdout


def test_headers_that_the_provider_has_no_words_for_are_an_error() -> None:
    file = terraform_json(RESPONSES, "opentelekomcloud", name="a")
    lost = ("apig-lost-headers", Severity.ERROR, (ErrorType.THROTTLED, ErrorType.DEFAULT_4XX))
    assert file.text is None
    assert lost in said(file)


def test_headers_may_be_lost_on_purpose() -> None:
    file = terraform_json(RESPONSES, "opentelekomcloud", name="a", allow_loss=True)
    assert file.text is not None
    assert said(file)[0][:2] == ("apig-lost-headers", Severity.WARNING)


def test_nothing_is_lost_where_there_are_no_headers() -> None:
    assert said(terraform_json({ErrorType.NOT_FOUND: ErrorResponse("{}")}, "opentelekomcloud", name="a")) == []


def test_texts_that_are_escaped_are_said_to_be() -> None:
    found = said(terraform_json(RESPONSES, "huaweicloud", name="a"))
    assert found == [("apig-terraform-escape", Severity.INFO, (ErrorType.AUTH_FAILURE,))]


@pytest.mark.parametrize("name", ["", "default", "a b", "a" * 65, "é", "a\n", "${a}"])
def test_a_name_that_terraform_cannot_own_is_refused(name: str) -> None:
    with pytest.raises(GatewayResponseError):
        terraform_json(RESPONSES, "huaweicloud", name=name)


@pytest.mark.parametrize("name", ["a", "1", "_", "-", "Default", "a" * 64])
def test_a_name_that_apig_takes_is_written(name: str) -> None:
    assert written({}, name=name)["resource"]["huaweicloud_apig_response"][LABEL]["name"] == name


def test_half_of_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(GatewayResponseError, match="NOT_FOUND has half of a surrogate pair"):
        terraform_json({ErrorType.NOT_FOUND: ErrorResponse("\ud800")}, "huaweicloud", name="a")


def test_a_file_that_resource_formation_service_refuses_is_said_to_be_one() -> None:
    big = {ErrorType.NOT_FOUND: ErrorResponse("x" * RFS_LIMIT)}
    assert said(terraform_json(big, "huaweicloud", name="a")) == [("apig-terraform-size", Severity.WARNING, ())]


def test_the_provider_can_come_from_elsewhere() -> None:
    source = "huawei.com/provider/huaweicloud"  # as the user guide of Resource Formation Service has it
    found = written({}, source=source)["terraform"]["required_providers"]
    assert found == {"huaweicloud": {"source": source, "version": ">= 1.72.0"}}
