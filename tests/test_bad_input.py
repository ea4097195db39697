"""Whatever `validate` is given, it says one clear line or finds what is wrong: no traceback, no explosion."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from constructs_gw.cli import main
from constructs_gw.documents import read_document

HEADER = "gatewayresponse.header."


def template(parameters: Any, **more: Any) -> str:
    """A template with one gateway response that has these response parameters."""
    properties = {"RestApiId": "o81lxisefl", "ResponseType": "THROTTLED", "ResponseParameters": parameters}
    return json.dumps({**more, "Resources": {"Slow": {"Type": "AWS::ApiGateway::GatewayResponse", **{
        "Properties": properties}}}})  # fmt: skip


YAML = """
Resources:
  Slow:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: o81lxisefl
      ResponseType: THROTTLED
      ResponseParameters:
"""


def run(path: Path, text: str | bytes) -> int:
    """The exit code of `validate` with one quick rule: the time is that of reading."""
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return main(["validate", str(path), "--select", "unquoted-static-value", "--select", "failed-rule"])


# What is no template


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "is empty; give a CloudFormation or SAM template, "),
        (b"\x7fELF\x02\x01\x01\x00\x00", "is not YAML: "),
        (b"PK\x03\x04\x14\x00\x00\x00\xff", "is a zip file, as terraform plan -out writes it; "),
        (b'{"Resources": {"Slow": ', "is not JSON: "),
        (b"Resources:\n  Slow: {Type: [", "is not YAML: line 3, column "),
        (b"[" * 100_000, "is nested too deeply"),
        (b'{"a":' * 100_000, "is nested too deeply"),
        (b"a: " + b"[" * 100_000, "is nested too deeply"),
        (b"\n".join(b" " * depth + b"a:" for depth in range(1000)), "is nested too deeply"),
        (b"a: &a [" + b"x," * 1000 + b"]\nb: &b [" + b"*a," * 1000 + b"]\nc: [" + b"*b," * 1000 + b"]", " values "),
        (b"a: &a [*a]", "is inside of what it stands for"),
        (b"{" + b" " * 20_000_000, "has more than 20000000 bytes"),
        (b'{"Resources": []}', "not a template: no Resources"),
        (b"12", "is not a template"),
    ],
    ids=["empty", "binary", "zip", "cut JSON", "cut YAML", "deep list", "deep object", "deep YAML flow", "deep YAML",
         "aliases of aliases", "an alias of itself", "large", "a list of resources", "a number"],
)  # fmt: skip
def test_what_is_no_template_is_one_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: bytes, message: str
) -> None:
    assert run(tmp_path / "t", text) == 2
    printed = capsys.readouterr()
    assert (printed.out, printed.err.count("\n")) == ("", 1)
    assert printed.err.startswith(f"constructs-gw: {tmp_path / 't'}")
    assert message in printed.err


def test_a_missing_file_is_one_line_and_exit_code_2(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["validate", str(tmp_path / "t.yaml")]) == 2
    assert capsys.readouterr().err == (
        f"constructs-gw: {tmp_path / 't.yaml'}: No such file or directory; name a template or a cloud assembly\n"
    )


def test_a_folder_without_an_assembly_is_one_line_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["validate", str(tmp_path)]) == 2
    assert capsys.readouterr().err == (
        f"constructs-gw: {tmp_path} is not a cloud assembly: no manifest.json; "
        "run cdk synth first, or name template files\n"
    )


def test_a_nested_stack_that_contains_itself_is_read_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "A.json"}}
    nested = {"Type": "AWS::CloudFormation::Stack", "Metadata": {"aws:asset:path": "A.json"}}
    slow = json.loads(template({f"{HEADER}X": "1"}))["Resources"]["Slow"]
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": {"A": stack}}))
    (tmp_path / "A.json").write_text(json.dumps({"Resources": {"Nested": nested, "Slow": slow}}))
    assert main(["validate", str(tmp_path), "--select", "unquoted-static-value"]) == 1
    assert capsys.readouterr().out.endswith("\n1 finding: 1 error\n")


def test_stacks_that_pass_an_api_around_in_a_circle_have_an_end(tmp_path: Path) -> None:
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "A.json"}}
    outer, inner = json.loads(template({})), json.loads(template({}))
    parent = {"Fn::GetAtt": ["Nested", "Outputs.Id"]}
    outer["Resources"]["Nested"] = {
        "Type": "AWS::CloudFormation::Stack",
        "Metadata": {"aws:asset:path": "B.json"},
        "Properties": {"Parameters": {"Id": parent}},
    }
    outer["Resources"]["Slow"]["Properties"]["RestApiId"] = parent
    inner |= {"Parameters": {"Id": {"Type": "String"}}, "Outputs": {"Id": {"Value": {"Ref": "Id"}}}}
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": {"A": stack}}))
    (tmp_path / "A.json").write_text(json.dumps(outer))
    (tmp_path / "B.json").write_text(json.dumps(inner))
    assert main(["validate", str(tmp_path), "--select", "unquoted-static-value"]) == 0


# Wrong types everywhere

REALISTIC = {
    file.stem: read_document(file.read_bytes(), file.name).data
    for file in sorted(Path(__file__).parent.glob("realistic/*"))
}
"""A document in each format."""


def paths(value: Any, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    for member, inner in (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    ):
        yield (*path, member)
        yield from paths(inner, (*path, member))


FUNCTIONS = ["Ref", "Condition", *(f"Fn::{name}" for name in (
    "And", "Equals", "FindInMap", "GetAtt", "GetStackOutput", "If", "ImportValue", "Join", "Not", "Or", "Select",
    "Split", "Sub", "Transform"))]  # fmt: skip
TEXTS = st.text(max_size=8) | st.sampled_from(
    ["Api", "IsProd", "Origin", "AWS::NoValue", "${Origin}", "${self:x}", "'x'", "OPTIONS", "{", "Errors", "var.x"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS | st.sampled_from(FUNCTIONS), inner, max_size=2),
    max_leaves=6,
)


Edit: TypeAlias = tuple[tuple[str | int, ...], Any]
EDITS = {name: st.tuples(st.sampled_from(list(paths(data))), VALUES) for name, data in REALISTIC.items()}


def edited(name: str, edits: list[Edit]) -> Any:
    """A realistic document with other values at some of its places."""
    data = json.loads(json.dumps(REALISTIC[name]))
    for path, value in edits:
        parent: Any = data
        with suppress(KeyError, IndexError, TypeError):  # an edit before this one can have taken the place away
            for member in path[:-1]:
                parent = parent[member]
            parent[path[-1]] = value
    return data


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("write", ["json", "yaml"])
@pytest.mark.parametrize("name", REALISTIC)
@given(data=st.data())
def test_any_value_at_any_place_of_a_document_is_checked_by_every_rule(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, write: str, data: st.DataObject
) -> None:
    path = tmp_path / "t"
    prefix = "# YAML\n" if write == "yaml" else ""  # JSON is YAML, unless it begins as JSON does
    path.write_text(prefix + json.dumps(edited(name, data.draw(st.lists(EDITS[name], min_size=1, max_size=3)))))
    code = main(["validate", str(path), "--format", "json"])
    printed = capsys.readouterr()
    assert code in (0, 1, 2)
    assert [line for line in printed.err.splitlines() if not line.startswith(("note: ", "constructs-gw: "))] == []
    found = json.loads(printed.out or "[]")
    assert [finding["message"] for finding in found if finding["rule"] == "failed-rule"] == []


@pytest.mark.parametrize("name", REALISTIC)
@pytest.mark.parametrize(
    "value", [None, True, 7, 1.5, "text", [], [7], {}, {"x": 7}, {"Ref": "x"}, {"Fn::If": 7}], ids=repr
)
def test_a_wrong_type_in_any_field_is_checked_by_every_rule(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str, value: Any
) -> None:
    alike = {tuple(0 if isinstance(step, int) else step for step in path): path for path in paths(REALISTIC[name])}
    for path in alike.values():  # one of the items of each list
        (tmp_path / "t.json").write_text(json.dumps(edited(name, [(path, value)])))
        assert main(["validate", str(tmp_path / "t.json"), "--format", "json"]) in (0, 1, 2)
        assert '"failed-rule"' not in capsys.readouterr().out, path


# What explodes

BIG = "a" * 1_000_000


def conditions(**logic: Any) -> str:
    return template({f"{HEADER}X": {"Fn::If": ["C0", "'a'", "'b'"]}}, Conditions=logic)


@pytest.mark.parametrize(
    "text",
    [
        conditions(C0={"Fn::Not": [{"Condition": "C0"}]}),
        conditions(C0={"Fn::Not": [{"Condition": "C1"}]}, C1={"Fn::Not": [{"Condition": "C0"}]}),
        conditions(**{f"C{i}": {"Fn::Or": [{"Condition": f"C{j}"} for j in range(30)]} for i in range(30)}),
        conditions(**{f"C{i}": {"Fn::And": [{"Condition": f"C{i + 1}"}] * 2} for i in range(60)}),
        conditions(**{f"C{i}": {"Fn::Not": [{"Condition": f"C{i + 1}"}]} for i in range(5000)}),
        conditions(**{f"C{i}": {"Fn::Equals": [{"Ref": "AWS::Region"}, f"r{i}"]} for i in range(20_000)}),
        template({f"{HEADER}X": {"Ref": "P"}}, Parameters={"P": {"Type": "String", "Default": {"Ref": "P"}}}),
    ],
    ids=["itself", "each other", "all others", "twice the next", "a long chain", "many texts", "a parameter's default"],
)
def test_logic_that_goes_round_or_far_has_an_end(tmp_path: Path, text: str) -> None:
    assert run(tmp_path / "t.json", text) == 0


def test_many_parameters_with_many_allowed_values_are_no_explosion(tmp_path: Path) -> None:
    parameters = {f"P{i}": {"Type": "String", "AllowedValues": [f"v{j}" for j in range(60)]} for i in range(200)}
    value = {"Fn::Sub": "".join(f"${{P{i}}}" for i in range(200))}
    assert run(tmp_path / "t.json", template({f"{HEADER}X": value}, Parameters=parameters)) == 1


MANY = range(20_000)
SAME = "".join(f"{' ' * 8}{HEADER}X{i}: *x\n" for i in MANY)
LONG = {"P": {"Type": "String", "Default": BIG}}
SPLIT = {"Fn::Split": ["a" * 10, {"Ref": "P"}]}


@pytest.mark.parametrize(
    "text",
    [
        f"Metadata: {{X: &x {{'Fn::Join': ['', [{BIG}, b]]}}}}" + YAML + SAME,
        f"Metadata: {{X: &x {BIG}}}" + YAML + SAME,
        template({f"{HEADER}X{i}": {"Fn::Sub": "${P}x"} for i in MANY}, Parameters=LONG),
        template({f"{HEADER}X{i}": {"Fn::Select": [0, SPLIT]} for i in MANY}, Parameters=LONG),
    ],
    ids=["joins", "texts", "substitutions", "splits"],
)  # fmt: skip
def test_a_long_text_that_is_repeated_many_times_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str
) -> None:
    assert run(tmp_path / "t", text) == 2
    assert capsys.readouterr().err == (
        f"constructs-gw: {tmp_path / 't'} makes more than 200000000 characters of text "
        "once its functions are followed; repeat no long text\n"
    )


BOUNDED = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1_500_000_000, 1_500_000_000))
from constructs_gw.cli import main
code = main(["validate", sys.argv[1], "--select", "unquoted-static-value"])
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, file=sys.stderr)
sys.exit(code)
"""


def bounded(path: Path, text: str) -> tuple[int, str]:
    """The exit code and last line of a process that can have 1.5 GB at most, within a minute."""
    path.write_text(text)
    done = subprocess.run([sys.executable, "-c", BOUNDED, str(path)], capture_output=True, text=True, timeout=60)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout.splitlines()[-1]


@pytest.mark.parametrize("part", ["a", "{{resolve:ssm:a}}"])
def test_a_long_text_joined_many_times_takes_bounded_memory(tmp_path: Path, part: str) -> None:
    join = f"        {HEADER}X: !Join ['', [{', '.join(['*x'] * 100_000)}]]\n"
    text = f"Metadata: {{X: &x '{part * (1_000_000 // len(part))}'}}" + YAML + join
    assert bounded(tmp_path / "t.yaml", text) == (0, "no findings")


def test_19_mb_of_json_are_checked_in_bounded_memory(tmp_path: Path) -> None:
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "x" * 5000}}
    data = json.loads(template({f"{HEADER}X": "1"}))
    data["Resources"] |= {f"Bucket{i}": bucket for i in range(3750)}
    text = json.dumps(data)
    assert 18_900_000 < len(text) < 20_000_000
    assert bounded(tmp_path / "t.json", text) == (1, "1 finding: 1 error")


def test_a_message_is_cut_where_nobody_would_read_on(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert run(tmp_path / "t.json", template({f"{HEADER}X": BIG})) == 1
    assert len(capsys.readouterr().out) < 5000
