"""A template's text is a text of every format, and nothing else."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from constructs_gw.assembly import template_file
from constructs_gw.reports import Run, report
from constructs_gw.validate import validate_files
from tests.reports.templates import RULES, SCHEMA, commands, response, results, suites

HOSTILE = st.lists(
    st.sampled_from([
        "\n", "\r", "\r\n", "::", "::error file=x::", "::stop-commands::x", "##[error]", "%0A", "%", ",", "=", "]]>",
        "<", "</failure>", "<!--", "&", "&#0;", '"', "'", "\x00", "\x0b", "\x1b[31m", "\x85", "\u2028", "\u202e",
        "\ufffe", "\U0001f600", "\u00e9", "{0}", "}", "[a](http://b.example)", "![a](c)", "\\",
        "$context.path", "${Token[A.1]}",
    ]),
    min_size=1, max_size=5,
).map("".join)  # fmt: skip


@st.composite
def hostile_runs(draw: st.DrawFn) -> Run:
    """A run over a template whose names, values and reasons are hostile."""
    rule = draw(HOSTILE) if draw(st.booleans()) else RULES[0]
    resource = response(draw(HOSTILE), Metadata={"constructs-gw": {"acknowledge": {rule: draw(HOSTILE)}}})
    parameters = {
        **resource["Properties"]["ResponseParameters"],
        f"gatewayresponse.header.{draw(HOSTILE)}": draw(HOSTILE),
    }
    properties = {
        "RestApiId": draw(HOSTILE),
        "ResponseType": draw(st.sampled_from(["THROTTLED", "x"]) | HOSTILE),
        "StatusCode": draw(HOSTILE),
        "ResponseParameters": parameters,
        "ResponseTemplates": {draw(HOSTILE): draw(HOSTILE), "application/json": draw(HOSTILE)},
    }
    data = {"Resources": {draw(HOSTILE): {**resource, "Properties": properties}, "B": response(draw(HOSTILE))}}
    files = [template_file(data, "t.json")]
    return Run(validate_files(files), files)


@given(hostile_runs())
def test_hostile_text_stays_a_text_of_sarif(run: Run) -> None:
    text = report(run, "sarif")
    assert list(SCHEMA.iter_errors(json.loads(text))) == []
    messages = [result["message"]["text"] for result in results(text)]
    assert len(messages) == len(run.findings)
    assert all(message.isprintable() and not re.search(r"\]\(", message) for message in messages)


@given(hostile_runs())
def test_hostile_text_stays_a_text_of_junit(run: Run) -> None:
    text = report(run, "junit")
    assert text.isascii()
    [suite] = suites(text)
    assert [case.attrib["name"] for case in suite] == [rule.name for rule in run.rules]
    told = "".join(suite.itertext())
    assert all(character.isprintable() or character == "\n" for character in told)
    assert len(re.findall(r"^    fix: ", told, re.MULTILINE)) == len(run.findings)


@given(hostile_runs())
def test_hostile_text_stays_a_text_of_its_annotation(run: Run) -> None:
    *lines, count = report(run, "github").split("\n")
    found = commands("\n".join(lines))
    assert len(found) == len(lines) == len(run.shown)
    assert {name for name, _, _ in found} <= {"error", "warning", "notice"}
    assert [given["title"] for _, given, _ in found] == [finding.rule for finding in run.shown]
    assert all({*given} <= {"file", "line", "title"} for _, given, _ in found)
    assert all("\nfix: " in text and text.count("\n") <= 2 for _, _, text in found)
    assert count.isprintable()
