"""`constructs-gw convert`: what it prints and writes, and an exit code of 0 only where nothing is lost or wrong."""

import io
import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constructs_gw.cli import PIPE_CLOSED, main
from constructs_gw.convert import WRITERS
from constructs_gw.documents import read_document
from constructs_gw.openapi import EXTENSION
from constructs_gw.sources import FORMATS
from tests.test_bad_input import EDITS, REALISTIC, edited

HEADER = "gatewayresponse.header."
ENTRIES = {"THROTTLED": {"statusCode": "429", "responseParameters": {f"{HEADER}Retry-After": "'30'"}}}
DOCUMENT = {"openapi": "3.0.1", "info": {"title": "orders", "version": "1.0"}, "paths": {}, EXTENSION: ENTRIES}
NOTHING = "nothing is written"
WRITTEN = """\
openapi: 3.0.1
info:
  title: orders
  version: '1.0'
paths: {}
x-amazon-apigateway-gateway-responses:
  THROTTLED:
    statusCode: '429'
    responseParameters:
      gatewayresponse.header.Retry-After: "'30'"
"""


def slow(api: Any, value: Any = "'30'", **more: Any) -> dict[str, Any]:
    properties = {"RestApiId": api, "ResponseType": "THROTTLED", "ResponseParameters": {f"{HEADER}Retry-After": value}}
    return {"Type": "AWS::ApiGateway::GatewayResponse", **more, "Properties": properties}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


Printed = tuple[int, str, str]


def convert(capsys: pytest.CaptureFixture[str], data: Any, *arguments: str) -> Printed:
    """The exit code and what is printed for a source."""
    Path("source.json").write_text(data if isinstance(data, str) else json.dumps(data))
    code = main(["convert", "source.json", "--to", "openapi", *arguments])
    printed = capsys.readouterr()
    return code, printed.out, printed.err


Capture = pytest.CaptureFixture[str]


# 0: exact


def test_what_is_converted_exactly_is_exit_code_0(capsys: Capture) -> None:
    code, out, err = convert(capsys, {**DOCUMENT, EXTENSION: {"THROTTLED": ENTRIES["THROTTLED"]}})
    assert (out, err, code) == (WRITTEN, "", 0)


def test_it_is_written_to_a_file_in_json_where_that_is_its_name(capsys: Capture) -> None:
    assert convert(capsys, DOCUMENT, "-o", "a.json") == (0, "", "")
    assert json.loads(Path("a.json").read_text()) == DOCUMENT
    assert convert(capsys, DOCUMENT, "-o", "a.yaml") == (0, "", "")
    assert Path("a.yaml").read_text() == WRITTEN
    assert [path.name for path in Path().iterdir() if path.name.startswith(".")] == []


def test_a_file_that_is_there_is_replaced_and_keeps_its_permissions(capsys: Capture) -> None:
    Path("a.yaml").write_text("mine")
    Path("a.yaml").chmod(0o600)
    assert convert(capsys, DOCUMENT, "-o", "a.yaml")[0] == 0
    assert stat.S_IMODE(Path("a.yaml").stat().st_mode) == 0o600


def test_the_source_itself_is_not_replaced_by_its_responses_alone(capsys: Capture) -> None:
    Path("link.json").symlink_to("source.json")
    for to, fix in (("openapi", ", or add --into source.json"), ("terraform", "")):
        for output in ("./source.json", "link.json"):
            code, _, err = convert(capsys, DOCUMENT, "-o", output, "--to", to)
            what = "is the source, of which only its gateway responses would be left; name another file"
            assert (code, err) == (2, f"constructs-gw: {Path(output)} {what}{fix}\n")
    assert json.loads(Path("source.json").read_text()) == DOCUMENT


def test_of_the_source_that_responses_are_put_into_what_it_was_is_kept(capsys: Capture) -> None:
    paths = {"/orders": {"get": {"x-amazon-apigateway-integration": {"type": "mock"}}}}
    api = {"Type": "AWS::ApiGateway::RestApi"}
    Path("a.json").write_text(json.dumps({**DOCUMENT, "paths": paths, EXTENSION: {}}))
    before = Path("a.json").read_text()
    code, _, err = convert(
        capsys, {"Resources": {"Api": api, "Slow": slow({"Ref": "Api"})}}, *["--into", "a.json", "-o", "a.json"]
    )
    assert code == 0, err
    assert Path(err.split(" kept in ")[1].strip()).read_text() == before
    assert json.loads(Path("a.json").read_text())["paths"] == paths


def test_standard_input_is_a_source(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    for from_ in ([], ["--from", "openapi"]):
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(json.dumps(DOCUMENT).encode())))
        assert main(["convert", "-", "--to", "openapi", *from_]) == 0
        assert capsys.readouterr().out == WRITTEN


def test_one_of_several_apis_is_chosen(capsys: Capture) -> None:
    api = {"Type": "AWS::ApiGateway::RestApi"}
    data = {"Resources": {"A": api, "B": api, "Slow": slow({"Ref": "B"}), "Bad": slow({"Ref": "A"}, "unquoted")}}
    code, out, err = convert(capsys, data)
    assert (code, out) == (2, "")
    assert err == ("constructs-gw: an OpenAPI document has one REST API, and here are 2: A and B; add --api A\n")
    code, out, err = convert(capsys, data, "--api", "B")
    assert "unquoted" not in err
    assert "title: B" in out
    code, _, err = convert(capsys, data, "--api", "C")
    assert (code, err) == (2, "constructs-gw: no REST API 'C' in source.json; it has A, B\n")


def test_what_was_acknowledged_is_to_be_acknowledged_again(capsys: Capture) -> None:
    reason = {"constructs-gw": {"acknowledge": {"lost-default-headers": "no scripts"}}}
    origin = {f"{HEADER}Access-Control-Allow-Origin": "'*'"}
    data = {"Resources": {"Slow": slow("a1", Metadata=reason)}}
    for n in "45":
        data["Resources"][f"D{n}"] = slow("a1")
        data["Resources"][f"D{n}"]["Properties"] |= {"ResponseType": f"DEFAULT_{n}XX", "ResponseParameters": origin}
    code, _, err = convert(capsys, data, "--to", "terraform")
    said = (
        "acknowledged in the source, but not in what is written: lost-default-headers; acknowledge again what applies"
    )
    assert (code, err) == (0, f"note: {said}\n")


def test_policies_of_resources_stay_theirs(capsys: Capture) -> None:
    policies = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Delete"}
    code, out, _ = convert(capsys, {"Resources": {"Slow": slow("a1", **policies)}}, "--to", "cloudformation")
    assert code == 0
    assert "    DeletionPolicy: Retain\n    UpdateReplacePolicy: Delete\n" in out
    _, out, _ = convert(
        capsys, {"Resources": {"Slow": slow("a1", DeletionPolicy={"Ref": "P"})}}, "--to", "cloudformation"
    )
    assert "Policy" not in out


# 1: something is lost, or wrong


def test_a_loss_is_exit_code_1(capsys: Capture) -> None:
    given = {"Parameters": {"P": {"Type": "String", "Default": "30"}, "S": {"Type": "String"}}, "Resources": {
        "Slow": slow("a1", {"Fn::Sub": "'${P}'"}), "Down": slow("a1", {"Fn::Sub": "'${S}'"})}}  # fmt: skip
    given["Resources"]["Down"]["Properties"]["ResponseType"] = "QUOTA_EXCEEDED"
    code, out, err = convert(capsys, given)
    assert code == 1
    assert f"{HEADER}Retry-After: \"'30'\"" in out
    assert [line for line in err.splitlines() if line.startswith("loss: ")] == [
        "loss: a1 QUOTA_EXCEEDED header Retry-After: left out: it needs S, and OpenAPI has no parameters; "
        "write the value itself",
        "loss: a1 THROTTLED header Retry-After: written with the defaults of its parameters: it needs P, "
        "and OpenAPI has no parameters; check the value",
    ]


@pytest.mark.parametrize("default", ["it's", "\u00fc", "${Token[AWS::Region]}"])
def test_a_default_that_is_no_value_there_is_left_out(capsys: Capture, default: str) -> None:
    given = {"Parameters": {"P": {"Type": "String", "Default": default}}, "Resources": {
        "Slow": slow("a1", {"Fn::Sub": "'${P}'"})}}  # fmt: skip
    code, out, err = convert(capsys, given)
    assert code == 1
    assert "Retry-After" not in out
    assert "loss: a1 THROTTLED header Retry-After: left out" in err


def test_a_finding_is_exit_code_1_unless_it_is_acknowledged(capsys: Capture) -> None:
    api = {"Type": "AWS::ApiGateway::RestApi"}
    wrong = {"Resources": {"Api": api, "Slow": slow({"Ref": "Api"}, "'it''s'")}}
    code, _, err = convert(capsys, wrong)
    assert code == 1
    assert "inner-single-quote" in err
    odd = {"Resources": {"Api": api, "Slow": slow({"Ref": "Api"}, "'30'")}}
    odd["Resources"]["Slow"]["Properties"]["StatusCode"] = "200"
    code, _, err = convert(capsys, odd)
    assert code == 1
    assert "success-status" in err
    odd["Resources"]["Slow"]["Metadata"] = {"constructs-gw": {"acknowledge": {"success-status": "a client of ours"}}}
    assert "[success-status]" not in convert(capsys, odd)[2]


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ({**DOCUMENT, "paths": {"/a": {"$ref": "a.yaml"}}}, 0),
        ({**DOCUMENT, EXTENSION: {**ENTRIES, "DEFAULT_5XX": {"$ref": "e.yaml"}}}, 1),
        ({"Transform": "Mine", "Resources": {"Slow": slow("a1")}}, 1),
        ({"Resources": {"Slow": slow("a1"), "N": {"Type": "AWS::CloudFormation::Stack", "Properties": {
            "TemplateURL": "n.yaml"}}}}, 1),
        ({"service": "a", "provider": {"name": "aws"}, "functions": {"f": {"events": ["${file(e.js):e}"]}},
          "resources": {"Resources": {"Slow": slow("a1")}}}, 0),
        ({"service": "a", "provider": {"name": "aws"}, "plugins": ["serverless-apigateway-plugin"],
          "resources": {"Resources": {"Slow": slow("a1")}}}, 1),
        ({"service": "a", "provider": {"name": "aws"},
          "resources": [{"Resources": {"Slow": slow("a1")}}, "${file(more.yml)}"]}, 1),
    ],
    ids=["preflight elsewhere", "a response elsewhere", "a macro", "a nested stack", "events", "a plugin", "a file"],
)  # fmt: skip
def test_what_is_not_read_is_exit_code_1_where_it_may_be_a_response(capsys: Capture, source: Any, code: int) -> None:
    found, _, err = convert(capsys, source)
    assert "note: source.json: " in err
    assert (found, err.count("\n")) == (code, len([each for each in err.splitlines() if each]))


# --from


@pytest.mark.parametrize("name", REALISTIC)
def test_a_format_that_is_given_is_the_one_that_is_found(capsys: Capture, name: str) -> None:
    text = json.dumps(REALISTIC[name])
    found = convert(capsys, text)
    assert convert(capsys, text, "--from", name) == found


@pytest.mark.parametrize("name", REALISTIC)
@pytest.mark.parametrize("other", FORMATS)
def test_another_format_is_an_error_or_a_note(capsys: Capture, name: str, other: str) -> None:
    code, out, err = convert(capsys, json.dumps(REALISTIC[name]), "--from", other)
    if (name, other) == ("sam", "cloudformation"):
        assert code == 1 or "REST API" in err
        assert "it is read as cloudformation and looks like sam" in err
    elif name != other:
        assert (code, out) == (2, "")
        assert err == (
            f"constructs-gw: source.json is no {other} document: it looks like {name}; "
            f"write --from {name}, or leave it out\n"
        )


def test_a_cloud_assembly_is_in_no_other_format(capsys: Capture) -> None:
    Path("cdk.out").mkdir()
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "A.json"}}
    Path("cdk.out/manifest.json").write_text(json.dumps({"artifacts": {"A": stack}}))
    Path("cdk.out/A.json").write_text(json.dumps({"Resources": {"Slow": slow("a1")}}))
    command = ["convert", "cdk.out", "--to", "openapi"]
    assert main(command) == main([*command, "--from", "cloudformation"]) == 0
    capsys.readouterr()
    assert main([*command, "--from", "sam"]) == 2
    assert capsys.readouterr().err == (
        "constructs-gw: cdk.out is a folder, and no sam document: the templates of a cloud assembly "
        "are CloudFormation; name the file, or leave --from out\n"
    )


# 2: what cannot be read or written


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("{", "is not JSON"),
        ("a: [", "is not YAML"),
        ("[" * 100_000, "nested too deeply"),
        ("{}", "not a template"),
        ('{"Resources": {}}', "no REST API in source.json"),
        ('{"Resources": []}', "not a template"),
        ('{"openapi": "3.0.1", "openapi": "3.0.1"}', "duplicate member"),
        ("a: &a [" + "x," * 1000 + "]\nb: &b [" + "*a," * 1000 + "]\nc: [" + "*b," * 1000 + "]", " values "),
    ],
    ids=["empty", "cut JSON", "cut YAML", "deep", "no format", "no API", "a list", "twice", "aliases of aliases"],
)
def test_what_cannot_be_read_is_one_line_and_exit_code_2(capsys: Capture, text: str, message: str) -> None:
    code, out, err = convert(capsys, text, "-o", "a.yaml")
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert err.startswith("constructs-gw: ")
    assert message in err
    assert not Path("a.yaml").exists()


@pytest.mark.parametrize("output", ["no/a.yaml", ".", "a\0b"])
def test_a_file_that_cannot_be_written_is_one_line_and_exit_code_2(capsys: Capture, output: str) -> None:
    code, out, err = convert(capsys, DOCUMENT, "-o", output)
    assert (code, out, err.count("\n")) == (2, "", 1)
    assert sorted(path.name for path in Path().iterdir()) == ["source.json"]


def test_a_missing_source_is_one_line_and_exit_code_2(capsys: Capture) -> None:
    assert main(["convert", "no.yaml", "--to", "openapi"]) == 2
    assert capsys.readouterr().err.startswith("constructs-gw: no.yaml: No such file or directory")


@pytest.mark.parametrize("arguments", [["x"], ["x", "--to", "pulumi"], ["x", "--to", "sam", "--from", "yaml"]])
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["convert", *arguments])
    assert stopped.value.code == 2


def test_a_closed_pipe_is_no_success() -> None:
    body = {"responseTemplates": {"application/json": json.dumps({"a": "x" * 200_000})}}
    many = dict.fromkeys(["ACCESS_DENIED", "THROTTLED", "UNAUTHORIZED", "WAF_FILTERED"], body)
    Path("source.json").write_text(json.dumps({**DOCUMENT, EXTENSION: many}))
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "constructs_gw", "convert", "source.json", "--to", "openapi"]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True, timeout=60)
    os.close(writer)
    assert (done.returncode, "Traceback" in done.stderr) == (PIPE_CLOSED, False)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
def test_an_output_that_cannot_be_written_is_exit_code_2() -> None:
    Path("source.json").write_text(json.dumps(DOCUMENT))
    command = [sys.executable, "-m", "constructs_gw", "convert", "source.json", "--to", "openapi"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, timeout=60)
    what = f"constructs-gw: the output cannot be written: [Errno 28] {os.strerror(28)}\n"
    assert (done.returncode, done.stderr) == (2, what)


@pytest.mark.parametrize("arguments", [["s\0.json"], ["source.json", "--into", "a\0b"], ["source.json", "-o", "a\0b"]])
def test_a_name_that_no_file_can_have_is_refused(capsys: Capture, arguments: list[str]) -> None:
    Path("source.json").write_text(json.dumps(DOCUMENT))
    assert main(["convert", *arguments, "--to", "openapi"]) == 2
    assert capsys.readouterr().err.count("embedded null") == 1


def test_a_name_in_what_is_said_does_not_pass_for_a_line_of_ours(capsys: Capture) -> None:
    code, _, err = convert(capsys, {"Resources": {"Slow\nno findings": slow("a1", "30")}})
    assert (code, NOTHING in err) == (1, True)
    assert "no findings" not in err.splitlines()


@pytest.mark.parametrize("to", WRITERS)
def test_what_only_the_deployment_knows_is_in_no_name(capsys: Capture, to: str) -> None:
    name = "${Token[TOKEN.1]}"
    api = {"Type": "AWS::ApiGateway::RestApi"}
    _, out, _ = convert(capsys, {"Resources": {name: api, "Slow": slow({"Ref": name})}}, "--to", to)
    assert out
    assert "${Token[" not in out


# Any source


ODD = st.text(max_size=12) | st.sampled_from(
    [
        "\x1b[31m",
        "\u2028",
        "\ufeff",
        "\r\n",
        "a\n",
        " a",
        "!!python/object:x",
        "${x}",
        "{{x}}",
        "on",
        "1e3",
        "~",
        "- a",
        "'",
    ]
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(title=ODD, name=ODD, body=ODD, is_json=st.booleans())
def test_any_text_stays_text(capsys: Capture, title: str, name: str, body: str, is_json: bool) -> None:
    entry = {"responseTemplates": {"application/json": body, f"text/{name}": "x"}}
    data = {**DOCUMENT, "info": {"title": title, "version": "1"}, EXTENSION: {"THROTTLED": entry}}
    path = f"a.{'json' if is_json else 'yaml'}"
    code, out, err = convert(capsys, data, "-o", path)
    assert out == ""
    assert err.replace("\n", "").isprintable()
    if code == 2 or NOTHING in err:
        return
    written = read_document(Path(path).read_bytes(), path).data
    kept = written[EXTENSION].get("THROTTLED")
    assert code == 1 or kept == {"responseTemplates": entry["responseTemplates"]}
    assert isinstance(written["info"]["title"], str)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@pytest.mark.parametrize("name", REALISTIC)
@given(data=st.data())
def test_any_value_at_any_place_is_converted_or_said(capsys: Capture, name: str, data: st.DataObject) -> None:
    changed = edited(name, data.draw(st.lists(EDITS[name], min_size=1, max_size=3)))
    code, out, err = convert(capsys, json.dumps(changed))
    assert code in (0, 1, 2)
    assert bool(out) == (code != 2 and NOTHING not in err)
    assert "${Token[" not in out
    assert code == 0 or err
    starts = ("note: ", "constructs-gw: ", "loss: ")
    assert [line for line in err.splitlines() if "Traceback" in line or line.startswith(" File")] == []
    assert code != 2 or any(line.startswith(starts) for line in err.splitlines())


def test_a_response_that_is_refused_is_said_to_be_lost_whole(capsys: Capture) -> None:
    entry = {"responseParameters": {"gatewayresponse.headers.X-A": "'1'"}, "statusCode": "429"}
    _, _, err = convert(capsys, {**DOCUMENT, EXTENSION: {**ENTRIES, "THROTTLED": entry}})
    assert "THROTTLED: the whole response is left out: 'gatewayresponse.headers.X-A' is not a response" in err
