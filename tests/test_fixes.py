"""`validate --fix` and `--diff`: what is put right, what stays as its author wrote it, and how files are written."""

import json
import re
import stat
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from constructs_gw.assembly import read_templates
from constructs_gw.cli import main
from constructs_gw.errors import GatewayResponseError
from constructs_gw.fixes import fixed
from constructs_gw.validate import validate_files

RESPONSE = """\
Resources:
  Slow:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: o81lxisefl
      ResponseType: THROTTLED
      ResponseParameters:
        gatewayresponse.header.Retry-After: {value}
"""


def fix(folder: Path, text: str, name: str = "t.yaml") -> str:
    path = folder / name
    path.write_bytes(text.encode())
    return fixed(path.read_bytes(), path).after.decode()


def value_of(folder: Path, value: str) -> str:
    """What `--fix` makes of the value of a header."""
    text = RESPONSE.format(value=value)
    before, after = text.partition("Retry-After: ")[0], fix(folder, text)
    assert after.startswith(before)
    return after.removeprefix(before).removeprefix("Retry-After: ").removesuffix("\n")


# Values


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("30", "\"'30'\""),
        ("'30'", "\"'30'\""),
        ('"30" # seconds', "\"'30'\" # seconds"),
        ("no store", "\"'no store'\""),
        ("!Sub in ${Seconds}", "!Sub \"'in ${Seconds}'\""),
        ("!Sub 'in ${Seconds}' # !", "!Sub \"'in ${Seconds}'\" # !"),
        ("!Sub ['${S} s', !Ref Names]", "!Sub [\"'${S} s'\", !Ref Names]"),
        ("{Fn::Sub: 'in ${Seconds}'}", "{Fn::Sub: \"'in ${Seconds}'\"}"),
        ("'Bearer realm=\"x\"'", '"\'Bearer realm=\\"x\\"\'"'),
        ("|\n          30", "|-\n          '30'"),
        (">-\n          one\n          two", "|-\n          'one two'"),
    ],
)
def test_a_value_keeps_its_style(tmp_path: Path, value: str, expected: str) -> None:
    assert value_of(tmp_path, value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "!Ref Seconds",
        "!Join ['', [a, b]]",
        "!If [IsProd, '30', '60']",
        "default-src 'none'",
        "\"'30'\"",
        "method.request.header.Origin",
    ],
)
def test_a_value_that_is_not_certain_stays(tmp_path: Path, value: str) -> None:
    assert value_of(tmp_path, value) == value


# What else stands in a document


TEMPLATE = """\
---
# The errors of the shop

Resources:

    Class:   # of all client errors
        Type:   AWS::ApiGateway::GatewayResponse
        Properties:
            RestApiId: o81lxisefl
            ResponseType: 4xx
            ResponseParameters: {   gatewayresponse.header.Access-Control-Allow-Origin:   '*'   }   # all


    # and one of them
    Slow:
        Type: AWS::ApiGateway::GatewayResponse
        Properties:
            RestApiId: "o81lxisefl"
            ResponseType: 'throttled'
            # once a minute
            ResponseParameters:
                Retry-After: !Sub    30
                gatewayresponse.header.X-Team: "'orders'"

            # what follows

    Topic: {Type: "AWS::SNS::Topic",   Properties: {DisplayName: !Sub '${AWS::StackName}-topic',
                                                    Tags: [ {Key: a,   Value: 'b'} ]}}
"""


def test_no_other_line_changes(tmp_path: Path) -> None:
    changed = {
        "ResponseType: 4xx": "ResponseType: DEFAULT_4XX",
        "ResponseParameters: {   gatewayresponse.header.Access-Control-Allow-Origin:   '*'   }   # all": (
            "ResponseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: \"'*'\"}         # all"
        ),
        "ResponseType: 'throttled'": "ResponseType: 'THROTTLED'",
        "Retry-After: !Sub    30": "gatewayresponse.header.Retry-After: !Sub \"'30'\"",
    }
    expected = [
        line.replace(text := line.strip(), changed.get(text, text)) if line.strip() else line
        for line in TEMPLATE.splitlines()
    ]
    last = expected.index("                gatewayresponse.header.X-Team: \"'orders'\"")
    expected.insert(last, "                gatewayresponse.header.Access-Control-Allow-Origin: \"'*'\"")
    assert fix(tmp_path, TEMPLATE).splitlines() == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\r\n", "\r\n"),
        ("\n", "\n"),
    ],
)
def test_line_ends_stay(tmp_path: Path, before: str, after: str) -> None:
    text = RESPONSE.format(value="30").replace("\n", before)
    assert fix(tmp_path, text) == RESPONSE.format(value="\"'30'\"").replace("\n", after)


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    assert fix(tmp_path, "\ufeff" + RESPONSE.format(value="30")) == "\ufeff" + RESPONSE.format(value="\"'30'\"")


def test_a_text_without_a_line_end_gets_none(tmp_path: Path) -> None:
    assert fix(tmp_path, RESPONSE.format(value="'30'").rstrip()) == RESPONSE.format(value="\"'30'\"").rstrip()


def test_aliases_stay_and_what_they_repeat_too(tmp_path: Path) -> None:
    text = RESPONSE.format(value="&seconds '30'\n        gatewayresponse.header.X-Again: *seconds")
    assert fix(tmp_path, text) == text


def test_what_an_alias_brings_is_put_right_where_it_stands(tmp_path: Path) -> None:
    again = "  Quota:\n    Type: AWS::ApiGateway::GatewayResponse\n    Properties:\n      ResponseParameters: *all\n"
    text = RESPONSE.replace("ResponseParameters:", "ResponseParameters: &all") + again
    assert fix(tmp_path, text.format(value="30")) == text.format(value="\"'30'\"")


# JSON


DATA: dict[str, Any] = {
    "Description": "Fehler für alle",
    "Resources": {
        "Slow": {
            "Type": "AWS::ApiGateway::GatewayResponse",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "ResponseType": "throttled",
                "ResponseParameters": {"gatewayresponse.header.Retry-After": "30"},
                "StatusCode": 429,
            },
        },
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"Tags": []}},
    },
}
RIGHT = json.loads(json.dumps(DATA).replace('"30"', "\"'30'\"").replace('"throttled"', '"THROTTLED"'))
RIGHT["Resources"]["Slow"]["Properties"]["StatusCode"] = "429"


@pytest.mark.parametrize("indent", [None, 1, 2, 4, "\t"])
@pytest.mark.parametrize("is_ascii", [True, False])
@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
def test_json_keeps_its_style(tmp_path: Path, indent: Any, is_ascii: bool, separators: tuple[str, str]) -> None:
    style = {"indent": indent, "ensure_ascii": is_ascii, "separators": (separators[0].strip(), separators[1])}
    style["separators"] = style["separators"] if indent else separators
    assert fix(tmp_path, json.dumps(DATA, **style), "t.json") == json.dumps(RIGHT, **style)


def test_json_that_nobody_formats_so_keeps_the_lines_that_are_right(tmp_path: Path) -> None:
    text = '{"Resources": {\n   "A": {"Type": "AWS::ApiGateway::GatewayResponse",\n'
    text += '\t"Properties" : {"RestApiId":"x" ,\n\n "ResponseType": "throttled"}},\n "B": { "Type": "C" }}}\n'
    assert json.loads(fix(tmp_path, text, "t.json")) == json.loads(text.replace("throttled", "THROTTLED"))


# Which findings


CORS = """\
Resources:
  Class:
    Type: AWS::ApiGateway::GatewayResponse
    Condition: IsProd
    Properties:
      RestApiId: o81lxisefl
      ResponseType: DEFAULT_4XX
      ResponseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}
  Slow:
    Type: AWS::ApiGateway::GatewayResponse
    Condition: IsProd
    Properties: {RestApiId: o81lxisefl, ResponseType: THROTTLED}
Conditions: {IsProd: !Equals [!Ref AWS::Region, eu-west-1]}
"""


def test_headers_are_copied_from_the_default(tmp_path: Path) -> None:
    text = CORS.replace("    Condition: IsProd\n", "")
    parameters = "ResponseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: \"'*'\"}"
    assert fix(tmp_path, text) == text.replace("THROTTLED}", f"THROTTLED, {parameters}}}")


def test_headers_of_a_default_that_is_there_whenever_the_type_is_are_copied(tmp_path: Path) -> None:
    assert fix(tmp_path, CORS).count("Allow-Origin") == 2


def test_headers_of_a_default_that_another_deployment_has_not_are_not_certain(tmp_path: Path) -> None:
    text = CORS.replace(
        "Slow:\n    Type: AWS::ApiGateway::GatewayResponse\n    Condition: IsProd",
        "Slow:\n    Type: AWS::ApiGateway::GatewayResponse",
    )
    assert fix(tmp_path, text) == text


def test_a_name_that_is_taken_is_not_given_again(tmp_path: Path) -> None:
    text = RESPONSE.format(value="\"'30'\"\n        Retry-After: '60'")
    assert (
        fix(tmp_path, text) == text.replace("Retry-After: '60'", "Retry-After: \"'60'\"") or fix(tmp_path, text) == text
    )


def test_what_is_acknowledged_stays(tmp_path: Path) -> None:
    reason = "    Metadata: {constructs-gw: {acknowledge: {unquoted-static-value: the deployment adds quotes}}}\n"
    text = RESPONSE.format(value="'30'").replace("    Properties:", f"{reason}    Properties:")
    assert fix(tmp_path, text) == text


def test_only_selected_rules_are_followed(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="30").replace("THROTTLED", "throttled"))
    after = fixed(path.read_bytes(), path, select=["unknown-response-type"]).after.decode()
    assert after == RESPONSE.format(value="30")
    assert fixed(path.read_bytes(), path, ignore=["unquoted-static-value"]).after.decode() == after


# Files


def run(*arguments: str | Path) -> int:
    return main(["validate", *map(str, arguments)])


def test_a_fixed_file_is_written_and_what_it_was_is_kept(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="30"))
    path.chmod(0o640)
    assert run(path, "--fix") == 0
    printed = capsys.readouterr()
    assert path.read_text() == RESPONSE.format(value="\"'30'\"")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert printed.out == "no findings\n"
    said, kept = printed.err.rstrip().split(" what it was is kept in ")
    assert said == f"{path}: 1 change;"
    assert Path(kept).read_text() == RESPONSE.format(value="30")
    assert [entry.name for entry in tmp_path.iterdir()] == ["t.yaml"]


def test_what_is_left_decides_the_exit_code(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="30\n        gatewayresponse.header.X: ''"))
    assert run(path, "--fix") == 1
    assert capsys.readouterr().out.count("[unquoted-static-value]") == 1


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "t.yaml").write_text(RESPONSE.format(value="30"))
    link = tmp_path / "link.yaml"
    link.symlink_to("t.yaml")
    run(link, "--fix")
    assert (link.is_symlink(), link.read_text()) == (True, RESPONSE.format(value="\"'30'\""))


def test_a_file_that_is_right_is_not_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="\"'30'\""))
    before = path.stat()
    assert run(path, "--fix") == 0
    assert (path.stat().st_mtime_ns, path.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert capsys.readouterr().err == ""


def test_diff_shows_and_changes_nothing(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="30"))
    assert run(path, "--diff") == 1
    assert capsys.readouterr().out == (
        f"--- {path}\n+++ {path}\n@@ -5,4 +5,4 @@\n       RestApiId: o81lxisefl\n       ResponseType: THROTTLED\n"
        "       ResponseParameters:\n-        gatewayresponse.header.Retry-After: 30\n"
        "+        gatewayresponse.header.Retry-After: \"'30'\"\n"
    )
    assert path.read_text() == RESPONSE.format(value="30")


def test_nothing_is_written_if_one_file_cannot_be_fixed(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good, bad = tmp_path / "good.yaml", tmp_path / "bad.yaml"
    good.write_text(RESPONSE.format(value="30"))
    bad.write_text("Resources: {")
    assert run(good, bad, "--fix") == 2
    assert good.read_text() == RESPONSE.format(value="30")


@pytest.mark.parametrize("paths", [[], ["-"], ["."]], ids=["cdk.out", "standard input", "a folder"])
def test_only_files_are_fixed(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cdk.out").mkdir()
    assert run(*paths, "--fix") == 2
    what = {"-": "standard input"}.get(*paths, *paths) if paths else "cdk.out"
    assert capsys.readouterr().err == (
        f"constructs-gw: nothing is fixed in {what}; name the files that somebody wrote\n"
    )


def test_a_file_that_cannot_be_written_stays(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="30"))
    monkeypatch.setattr("os.replace", full)
    assert run(path, "--fix") == 2
    assert capsys.readouterr().err == f"constructs-gw: {path}: No space left on device; make it writable\n"
    assert path.read_text() == RESPONSE.format(value="30")
    assert [entry.name for entry in tmp_path.iterdir()] == ["t.yaml"]


@pytest.mark.parametrize("package", ["merge3", "ruamel.yaml"])
def test_a_missing_extra_is_one_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="30"))
    monkeypatch.setitem(sys.modules, package, None)
    assert run(path, "--fix") == 2
    assert capsys.readouterr().err.endswith("is not installed; run pip install 'constructs-gw[convert]'\n")


def test_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_bytes(json.dumps(DATA).encode("utf-16"))
    with pytest.raises(GatewayResponseError, match="would change more than what is wrong; change it by hand"):
        fixed(path.read_bytes(), path)


# Whatever is wrong, in whatever format


VALUES = st.sampled_from(
    ["30", "'30'", '"no-store"', "$context.stage", "context.stage", 30, True, {"Fn::Sub": "a${B}"}]
)
HEADERS = st.dictionaries(
    st.sampled_from(["Retry-After", "gatewayresponse.header.X-A", "method.response.header.X-B",
                     "gatewayresponse.header.gatewayresponse.header.X-C",
                     "gatewayresponse.header.Access-Control-Allow-Origin"]),
    VALUES | st.sampled_from(["'https://shop.example/'", "'*'"]),
)  # fmt: skip
BODIES = st.sampled_from(
    ['{"m": "$context.error.messageString"}', '{"t": $context.stage, "m": $context.error.messageString}', "plain", 7]
)
RESPONSES = st.fixed_dictionaries(
    {"RestApiId": st.just("o81lxisefl"), "ResponseType": st.sampled_from(["default_4xx", "5XX", "throttled", "X"])},
    optional={
        "StatusCode": st.sampled_from([429, "429", "'404'", "401 Unauthorized", "teapot"]),
        "ResponseParameters": HEADERS,
        "ResponseTemplates": st.dictionaries(st.sampled_from(["application/json", "text/plain"]), BODIES),
    },
)  # fmt: skip
TEMPLATES = st.dictionaries(
    st.sampled_from(["A", "B", "C"]),
    RESPONSES.map(lambda properties: {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": properties}),
    min_size=1,
).map(lambda resources: {"Resources": {**resources, "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"Tags": [1]}}}})


def as_yaml(data: Any, is_flow: bool | None, indent: int, style: str | None) -> str:
    return yaml.safe_dump(
        data, default_flow_style=is_flow, indent=indent, default_style=style, sort_keys=False, explicit_start=True
    )


def with_comments(text: str) -> str:
    """A block style text with a comment behind each line that can have one."""
    return "".join(
        f"{line}  # {i}\n" if line.endswith(":") else f"{line}\n" for i, line in enumerate(text.splitlines())
    )


TEXTS = st.one_of(
    st.builds(json.dumps, TEMPLATES, indent=st.sampled_from([None, 2, "\t"])),
    st.builds(as_yaml, TEMPLATES, st.sampled_from([None, True]), st.sampled_from([2, 4]), st.sampled_from([None, '"'])),
    st.builds(as_yaml, TEMPLATES, st.just(False), st.sampled_from([2, 3, 4]), st.just(None)).map(with_comments),
)


@given(TEXTS)
def test_what_was_fixed_is_clean_and_fixing_twice_changes_nothing(text: str) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder, "t")
        path.write_text(text)
        once = fixed(path.read_bytes(), path)
        path.write_bytes(once.after)
        assert fixed(path.read_bytes(), path).after == once.after
        [file] = read_templates(path)
        left = [finding for finding in validate_files([file]) if finding.edits]
        assert left == []
        assert {*re.findall("# [0-9]+", text)} <= {*re.findall("# [0-9]+", once.after.decode())}
        assert file.template.resources["Topic"] == {"Type": "AWS::SNS::Topic", "Properties": {"Tags": [1]}}


def test_text_in_another_encoding_with_nothing_to_fix_is_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_bytes(json.dumps({"Resources": {}}).encode("utf-16"))
    assert run(path, "--diff") == 0
