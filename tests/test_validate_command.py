"""The validate and explain commands: what they print, their exit codes, and what counts as acknowledged."""

import io
import json
import os
import pty
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.apig.kinds import all_kinds
from constructs_gw.cli import main
from constructs_gw.rules import all_rules

KEYS = ["rule", "severity", "message", "fix", "template", "resource", "location", "line"]
UNQUOTED = "unquoted-static-value"
ACKNOWLEDGEMENTS = ("unexplained-acknowledgement", "unused-acknowledgement")


def response(value: Any = "30", metadata: Any = None, **properties: Any) -> dict[str, Any]:
    parameters = {"gatewayresponse.header.Retry-After": value}
    given = {"RestApiId": "o81lxisefl", "ResponseType": "THROTTLED", "ResponseParameters": parameters, **properties}
    resource = {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": given}
    return resource if metadata is None else {**resource, "Metadata": metadata}


def written(path: Path, **resources: Any) -> Path:
    path.write_text(json.dumps({"Resources": resources}))
    return path


def acknowledge(given: Any) -> dict[str, Any]:
    return {"constructs-gw": {"acknowledge": given}}


def selected(*rules: str) -> list[str]:
    return [word for rule in rules for word in ("--select", rule)]


@pytest.fixture
def bad(tmp_path: Path) -> Path:
    """A template with an error."""
    return written(tmp_path / "bad.json", Slow=response())


@pytest.fixture
def mild(tmp_path: Path) -> Path:
    """A template with a warning of the rule unused-acknowledgement."""
    return written(tmp_path / "mild.json", Slow=response("'30'", acknowledge({UNQUOTED: "a reason"})))


@pytest.fixture
def maybe(tmp_path: Path) -> Path:
    """A template with an info: what is wrong is so with the default of a parameter."""
    resources = {"Slow": response({"Ref": "Seconds"})}
    parameters = {"Seconds": {"Type": "String", "Default": "30"}}
    (tmp_path / "maybe.json").write_text(json.dumps({"Parameters": parameters, "Resources": resources}))
    return tmp_path / "maybe.json"


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A template without a finding."""
    return written(tmp_path / "good.json", Slow=response("'30'"))


def found(capsys: pytest.CaptureFixture[str], *arguments: object) -> list[dict[str, Any]]:
    """The findings of a run as JSON."""
    assert main(["validate", *map(str, arguments), "--format", "json"]) in (0, 1)
    findings: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return findings


def refused(capsys: pytest.CaptureFixture[str], *arguments: object) -> str:
    assert main(["validate", *map(str, arguments)]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    return printed.err


# Exit codes


@pytest.mark.parametrize(
    ("template", "fail_on", "code"),
    [
        (template, bar, int(severity in reached))
        for template, severity in (("bad", "error"), ("mild", "warning"), ("maybe", "info"), ("good", None))
        for bar, reached in {
            None: ("error",),
            "error": ("error",),
            "warning": ("error", "warning"),
            "info": ("error", "warning", "info"),
            "never": (),
        }.items()
    ],
)
def test_the_exit_code_is_1_for_a_finding_at_or_above_the_bar(
    request: pytest.FixtureRequest, template: str, fail_on: str | None, code: int
) -> None:
    path = request.getfixturevalue(template)
    bar = ["--fail-on", fail_on] if fail_on else []
    assert main(["validate", str(path), *selected(UNQUOTED, *ACKNOWLEDGEMENTS), *bar]) == code


def test_one_bad_template_of_several_is_enough(bad: Path, good: Path) -> None:
    assert main(["validate", str(good), str(bad), *selected(UNQUOTED)]) == 1


def test_wrong_usage_is_exit_code_2(capsys: pytest.CaptureFixture[str], bad: Path) -> None:
    with pytest.raises(SystemExit, match=r"^2$"):
        main(["validate", str(bad), "--fail-on", "errors"])
    assert "(choose from " in capsys.readouterr().err


# What is read


def test_every_path_is_read_and_shown_as_it_was_given(
    capsys: pytest.CaptureFixture[str], bad: Path, maybe: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bad.parent)
    findings = found(capsys, maybe.name, bad, *selected(UNQUOTED))
    assert [finding["template"] for finding in findings] == [maybe.name, str(bad)]


def test_a_path_that_is_given_twice_is_read_once(capsys: pytest.CaptureFixture[str], bad: Path) -> None:
    assert len(found(capsys, bad, bad, *selected(UNQUOTED))) == 1


def test_every_path_that_cannot_be_read_is_named(capsys: pytest.CaptureFixture[str], tmp_path: Path, bad: Path) -> None:
    error = refused(capsys, tmp_path / "a.json", bad, tmp_path / "b.json")
    assert error.splitlines()[0] == "constructs-gw: 2 problems:"
    assert [line.partition(": ")[0] for line in error.splitlines()[1:]] == [
        f"  - {tmp_path}/a.json",
        f"  - {tmp_path}/b.json",
    ]


def test_standard_input_is_read_for_a_dash(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, bad: Path
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(bad.read_bytes())))
    [finding] = found(capsys, "-", *selected(UNQUOTED))
    assert (finding["template"], finding["resource"]) == ("-", "Slow")


def assembly(folder: Path, metadata: Any = None, **resources: Any) -> Path:
    """A cloud assembly with one stack, A."""
    folder.mkdir()
    stack: dict[str, Any] = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "A.template.json"}}
    if metadata is not None:
        stack["additionalMetadataFile"] = "A.metadata.json"
        (folder / "A.metadata.json").write_text(json.dumps(metadata))
    (folder / "manifest.json").write_text(json.dumps({"version": "55.0.0", "artifacts": {"A": stack}}))
    written(folder / "A.template.json", **resources)
    return folder


def test_without_a_path_it_is_the_assembly_that_cdk_wrote(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assembly(tmp_path / "cdk.out", Slow=response())
    [finding] = found(capsys, *selected(UNQUOTED))
    assert finding["template"] == "cdk.out/A.template.json"


def test_without_a_path_and_an_assembly_it_asks_for_a_synth(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert (
        refused(capsys)
        == "constructs-gw: cdk.out: No such file or directory; run cdk synth first, or name template files\n"
    )


# Rules


def test_only_the_selected_rules_run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = written(tmp_path / "t.json", A=response(), B=response())
    assert {finding["rule"] for finding in found(capsys, path)} >= {UNQUOTED, "duplicate-response-type"}
    assert {finding["rule"] for finding in found(capsys, path, *selected(UNQUOTED))} == {UNQUOTED}


def test_rules_can_stand_in_one_list(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = written(tmp_path / "t.json", A=response(), B=response())
    both = {UNQUOTED, "duplicate-response-type"}
    assert {finding["rule"] for finding in found(capsys, path, "--select", ", ".join(both))} == both
    assert found(capsys, path, *selected(*both), "--ignore", ",".join(both)) == []


def test_an_ignored_rule_does_not_run_even_if_it_is_selected(capsys: pytest.CaptureFixture[str], bad: Path) -> None:
    assert UNQUOTED not in {finding["rule"] for finding in found(capsys, bad, "--ignore", UNQUOTED)}
    assert found(capsys, bad, *selected(UNQUOTED), "--ignore", UNQUOTED) == []


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize(
    ("name", "fix"),
    [
        ("unquoted-static-valu", "write unquoted-static-value"),
        ("unquoted_static_value", "write unquoted-static-value"),
        ("constructs-gw::unquoted-static-value", "write unquoted-static-value"),
        ("E3001", "constructs-gw explain lists the rules"),
    ],
)
def test_an_unknown_rule_is_answered_with_the_nearest(
    capsys: pytest.CaptureFixture[str], bad: Path, option: str, name: str, fix: str
) -> None:
    assert refused(capsys, bad, option, name) == f"constructs-gw: no rule is named {name!r}; {fix}\n"


def test_every_unknown_rule_is_named_at_once(capsys: pytest.CaptureFixture[str], bad: Path) -> None:
    assert refused(capsys, bad, "--select", "x", "--ignore", "y").startswith("constructs-gw: 2 problems:\n")


# JSON


def test_json_is_a_list_of_findings_with_these_members(capsys: pytest.CaptureFixture[str], bad: Path) -> None:
    [finding] = found(capsys, bad, *selected(UNQUOTED))
    assert list(finding) == KEYS
    assert {key: finding[key] for key in KEYS if key != "line"} == {
        "rule": "unquoted-static-value",
        "severity": "error",
        "message": "'30' is static text without single quotes around it",
        "fix": "write \"'30'\"",
        "template": str(bad),
        "resource": "Slow",
        "location": "Properties.ResponseParameters.gatewayresponse.header.Retry-After",
    }


def test_json_without_findings_is_an_empty_list(capsys: pytest.CaptureFixture[str], good: Path) -> None:
    assert found(capsys, good, *selected(UNQUOTED)) == []


# Text


def test_text_is_grouped_by_api_and_ends_with_a_count(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    orders = {"Type": "AWS::ApiGateway::RestApi"}
    path = written(
        tmp_path / "t.json",
        A=response(RestApiId={"Ref": "Orders"}),
        B=response(),
        C=response(RestApiId={"Ref": "Orders"}),
        Orders=orders,
    )
    assert main(["validate", str(path), *selected(UNQUOTED)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not line.startswith("  ")] == [
        f"Orders in {path}",
        "",
        f"o81lxisefl in {path}",
        "",
        "3 findings: 3 errors",
    ]
    assert [line.split()[1] for line in lines if line.startswith("    at")] == ["A", "C", "B"]


def test_text_says_what_is_wrong_where_and_what_to_write(capsys: pytest.CaptureFixture[str], bad: Path) -> None:
    assert main(["validate", str(bad), *selected(UNQUOTED)]) == 1
    _, what, at, fix, *_ = capsys.readouterr().out.splitlines()
    assert what.endswith(": error: '30' is static text without single quotes around it [unquoted-static-value]")
    assert at == "    at Slow Properties.ResponseParameters.gatewayresponse.header.Retry-After"
    assert fix == "    fix: write \"'30'\""


def test_text_without_findings_says_so(capsys: pytest.CaptureFixture[str], good: Path) -> None:
    assert main(["validate", str(good), *selected(UNQUOTED)]) == 0
    assert capsys.readouterr().out == "no findings\n"


HOSTILE = "\x1b[31m\x07\r\n\u202e\x9b31m"


def test_control_characters_of_a_template_never_reach_the_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    metadata = acknowledge({HOSTILE: HOSTILE})
    hostile = response(f"x{HOSTILE}", metadata, RestApiId=f"x{HOSTILE}", ResponseType=HOSTILE)
    hostile["Properties"]["ResponseParameters"][f"gatewayresponse.header.{HOSTILE}"] = HOSTILE
    path = written(tmp_path / "t.json", **{f"A{HOSTILE}": hostile, f"B{HOSTILE}": hostile})
    assert main(["validate", str(path)]) == 1
    printed = capsys.readouterr().out
    assert all(character.isprintable() or character == "\n" for character in printed)
    starts = ("  ", "no findings", "x\\x1b")
    assert [line for line in printed.splitlines()[:-1] if line and not line.startswith(starts)] == []


def terminal(path: Path, **environment: str) -> str:
    """What a terminal is sent."""
    main_end, other_end = pty.openpty()
    command = [sys.executable, "-m", "constructs_gw", "validate", str(path), *selected(UNQUOTED)]
    known = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    with subprocess.Popen(command, stdout=other_end, env={**known, "TERM": "xterm", **environment}):
        os.close(other_end)
        sent = b""
        while True:
            try:
                part = os.read(main_end, 65536)
            except OSError:  # Linux says so where macOS sends nothing
                part = b""
            if not part:
                break
            sent += part
    os.close(main_end)
    return sent.decode()


def test_text_is_coloured_on_a_terminal(bad: Path) -> None:
    assert "\x1b[31merror\x1b[0m" in terminal(bad)


@pytest.mark.parametrize("environment", [{"NO_COLOR": "1"}, {"TERM": "dumb"}])
def test_text_is_plain_where_colours_are_not_wanted(bad: Path, environment: dict[str, str]) -> None:
    assert "\x1b" not in terminal(bad, **environment)


def piped(path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "constructs_gw", "validate", str(path), *selected(UNQUOTED)]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})


def test_text_is_plain_in_a_pipe(bad: Path) -> None:
    assert "\x1b" not in piped(bad).stdout


def test_text_that_the_output_cannot_encode_is_escaped(tmp_path: Path) -> None:
    done = piped(written(tmp_path / "t.json", Slow=response("30 €")), PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (1, "")
    assert "30 \\u20ac" in done.stdout


@pytest.mark.parametrize("count", [1, 500], ids=["little", "much"])
def test_a_pipe_that_is_closed_is_quiet_and_no_success(tmp_path: Path, count: int) -> None:
    path = written(tmp_path / "t.json", **{f"Slow{i}": response() for i in range(count)})
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "constructs_gw", "validate", str(path), *selected(UNQUOTED)]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert done.stderr == b""
    assert done.returncode in (1, 141)


# Acknowledged in Metadata


def test_an_acknowledged_finding_is_counted_and_not_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    metadata = acknowledge({UNQUOTED: "the proxy adds the quotes"})
    path = written(tmp_path / "t.json", Slow=response(metadata=metadata))
    assert main(["validate", str(path), *selected(UNQUOTED, *ACKNOWLEDGEMENTS)]) == 0
    assert capsys.readouterr().out == "no findings: 1 acknowledged\n"
    assert found(capsys, path, *selected(UNQUOTED, *ACKNOWLEDGEMENTS)) == []


def test_the_others_are_still_found(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    metadata = acknowledge({UNQUOTED: "the proxy adds the quotes"})
    path = written(tmp_path / "t.json", A=response(metadata=metadata), B=response())
    assert main(["validate", str(path), *selected(UNQUOTED)]) == 1
    assert capsys.readouterr().out.endswith("\n1 finding: 1 error, 1 acknowledged\n")


def test_on_the_rest_api_it_covers_the_whole_api(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    api = {"Type": "AWS::ApiGateway::RestApi", "Metadata": acknowledge({UNQUOTED: "the proxy adds the quotes"})}
    own, other = response(RestApiId={"Ref": "Api"}), response()
    path = written(tmp_path / "t.json", Api=api, Own=own, Other=other)
    assert [finding["resource"] for finding in found(capsys, path, *selected(UNQUOTED))] == ["Other"]


@pytest.mark.parametrize("reason", ["", "  ", None, 7, True, ["a reason"], {"reason": "a reason"}])
def test_without_a_reason_it_has_no_effect_and_is_said(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, reason: Any
) -> None:
    path = written(tmp_path / "t.json", Slow=response(metadata=acknowledge({UNQUOTED: reason})))
    rules = [finding["rule"] for finding in found(capsys, path, *selected(UNQUOTED, *ACKNOWLEDGEMENTS))]
    assert sorted(rules) == ["unexplained-acknowledgement", UNQUOTED]


@pytest.mark.parametrize("given", [UNQUOTED, [UNQUOTED]], ids=["a rule", "a list of rules"])
def test_a_rule_without_a_place_for_a_reason_is_one_without_a_reason(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, given: Any
) -> None:
    path = written(tmp_path / "t.json", Slow=response(metadata=acknowledge(given)))
    finding = next(f for f in found(capsys, path, *selected(UNQUOTED, *ACKNOWLEDGEMENTS)) if f["rule"] != UNQUOTED)
    assert finding["message"] == f"{UNQUOTED} is acknowledged without a reason"


def test_an_unknown_rule_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = written(tmp_path / "t.json", Slow=response(metadata=acknowledge({"no-such-rule": "a reason"})))
    [finding] = found(capsys, path, *selected(*ACKNOWLEDGEMENTS))
    assert (finding["rule"], finding["message"]) == (
        "unused-acknowledgement",
        "no rule is named 'no-such-rule'",
    )


def test_a_rule_that_finds_nothing_is_said(capsys: pytest.CaptureFixture[str], mild: Path) -> None:
    [finding] = found(capsys, mild, *selected(UNQUOTED, *ACKNOWLEDGEMENTS))
    assert (finding["rule"], finding["message"]) == ("unused-acknowledgement", f"{UNQUOTED} finds nothing here")


def test_a_rule_that_does_not_run_is_not_said_to_find_nothing(capsys: pytest.CaptureFixture[str], mild: Path) -> None:
    assert found(capsys, mild, "--ignore", UNQUOTED, *selected(*ACKNOWLEDGEMENTS)) == []


OTHER_METADATA = [7, "x", [], {"constructs-gw": 7}, *map(acknowledge, (7, [7, None, [UNQUOTED]], {}, None))]


@pytest.mark.parametrize("metadata", OTHER_METADATA, ids=repr)
def test_metadata_of_another_kind_acknowledges_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, metadata: Any
) -> None:
    path = written(tmp_path / "t.json", Slow=response(metadata=metadata))
    rules = [finding["rule"] for finding in found(capsys, path, *selected(UNQUOTED, *ACKNOWLEDGEMENTS))]
    assert rules == [UNQUOTED]


# Acknowledged in CDK


def in_cdk(construct: str) -> dict[str, Any]:
    """What an assembly holds of `Validations.of(construct).acknowledge(...)`, beside a resource A/Slow."""
    given = [{"type": "aws:cdk:acknowledged-rules", "data": {f"constructs-gw::{UNQUOTED}": "a reason"}}]
    slow = [{"type": "aws:cdk:logicalId", "data": "Slow"}]
    return {construct: given, "/A/Slow": slow + (given if construct == "/A/Slow" else [])}


@pytest.mark.parametrize("construct", ["/A", "/A/Slow"])
def test_what_is_acknowledged_in_cdk_is_acknowledged(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, construct: str
) -> None:
    folder = assembly(tmp_path / "cdk.out", in_cdk(construct), Slow=response())
    assert main(["validate", str(folder), *selected(UNQUOTED)]) == 0
    assert capsys.readouterr().out == "no findings: 1 acknowledged\n"


def test_the_construct_path_is_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    folder = assembly(tmp_path / "cdk.out", in_cdk("/A/Other"), Slow=response())
    assert main(["validate", str(folder), *selected(UNQUOTED)]) == 1
    assert "    at A/Slow Slow Properties." in capsys.readouterr().out


# What is not read


PROCESSED = "give the TemplateBody of aws cloudformation get-template --template-stage Processed"


def test_what_only_a_transform_makes_is_said_not_to_be_read(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    loop = ["N", {"Ref": "Names"}, {"R${N}": response()}]
    resources = {"Fn::ForEach::Responses": loop}
    path.write_text(json.dumps({"Transform": "AWS::LanguageExtensions", "Resources": resources}))
    assert main(["validate", str(path), "--format", "json"]) == 0
    printed = capsys.readouterr()
    assert printed.out == "[]\n"
    assert printed.err.splitlines() == [
        f"note: {path}: what Fn::ForEach::Responses makes is known at deployment only; {PROCESSED}",
    ]


# explain


def test_explain_lists_every_rule_in_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain"]) == 0
    lines = [line.split(maxsplit=2) for line in capsys.readouterr().out.splitlines()]
    rules = [*all_rules().values(), *all_kinds().values()]
    assert lines == [[rule.name, rule.severity.value, rule.summary] for rule in rules]


def test_explain_shows_the_page_of_a_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", UNQUOTED]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith(f"# {UNQUOTED}\n\nSeverity: error\n\n")
    assert "## What to do instead\n" in printed


def test_explain_answers_an_unknown_rule_with_the_nearest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "unquoted-value"]) == 2
    assert capsys.readouterr().err == "constructs-gw: no rule is named 'unquoted-value'; write unquoted-static-value\n"
