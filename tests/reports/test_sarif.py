"""SARIF: valid by its schema, paths that lead somewhere, fingerprints that stay."""

import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_gw.assembly import template_file
from constructs_gw.reports import Run, report
from constructs_gw.rules import all_rules
from constructs_gw.validate import validate_files
from tests.reports.conftest import Said
from tests.reports.templates import HERE, LOOP, ODD, ORDERS, RULES, SCHEMA, UNREAD, response, results, written


@pytest.mark.parametrize("template", ["tests/realistic/cloudformation.yaml", "tests/reports/orders.yaml"])
def test_sarif_with_every_rule_is_valid_by_its_schema(said: Said, template: str) -> None:
    log = json.loads(said("sarif", HERE.parents[1] / template, select=()))
    assert list(SCHEMA.iter_errors(log)) == []
    assert [rule["id"] for rule in log["runs"][0]["tool"]["driver"]["rules"]] == [*all_rules()]


def test_the_schema_refuses_what_is_no_sarif(said: Said) -> None:
    log = json.loads(said("sarif", ORDERS))
    log["runs"][0]["results"][0]["level"] = "info"
    assert not SCHEMA.is_valid(log)


def test_a_rules_descriptions_are_as_long_as_github_shows_them(said: Said) -> None:
    [run] = json.loads(said("sarif", ORDERS, select=()))["runs"]
    texts = [
        rule[f"{kind}Description"]["text"] for rule in run["tool"]["driver"]["rules"] for kind in ("short", "full")
    ]
    assert all(10 < len(text) <= 1024 for text in texts)


def test_a_result_names_its_rule_by_position(said: Said) -> None:
    [run] = json.loads(said("sarif", ORDERS))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [r["ruleId"] for r in run["results"]]


def artifact(text: str) -> dict[str, str]:
    [result] = results(text)
    found: dict[str, str] = result["locations"][0]["physicalLocation"]["artifactLocation"]
    return found


def test_a_path_is_relative_to_the_working_directory(
    said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "infra" / "t.json", Slow=response())
    monkeypatch.chdir(tmp_path)
    assert artifact(said("sarif", path)) == {"uri": "infra/t.json", "uriBaseId": "%SRCROOT%"}


def test_a_path_is_relative_to_the_repository_on_github_actions(
    said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tmp_path / "infra" / "t.json", Slow=response())
    monkeypatch.chdir(tmp_path / "infra")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path))
    assert artifact(said("sarif", "t.json"))["uri"] == "infra/t.json"


def test_a_path_elsewhere_is_a_whole_uri(said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path / "t.json", Slow=response())
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    assert artifact(said("sarif", path)) == {"uri": path.as_uri()}


def test_a_path_through_a_link_is_the_one_that_it_leads_to(
    said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = written(tmp_path / "t.json", Slow=response())
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link.json").symlink_to(path)
    assert artifact(said("sarif", "link.json"))["uri"] == "t.json"


def test_an_odd_file_name_is_percent_encoded(said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tmp_path / ODD, Slow=response())
    monkeypatch.chdir(tmp_path)
    uri = artifact(said("sarif", ODD))["uri"]
    assert re.fullmatch(r"(?:[\w.~/-]|%[0-9A-F]{2})+", uri, re.ASCII)
    assert unquote(uri) == ODD


def test_standard_input_has_no_file(said: Said, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = written(tmp_path / "t.json", Slow=response()).read_bytes()
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text)))
    [result] = results(said("sarif", "-"))
    [location] = result["locations"]
    assert [*location] == ["logicalLocations"]


def test_what_is_acknowledged_is_suppressed_with_its_reason(said: Said, tmp_path: Path) -> None:
    metadata = {"constructs-gw": {"acknowledge": {RULES[0]: "the proxy adds the quotes"}}}
    path = written(tmp_path / "t.json", A=response(Metadata=metadata), B=response())
    assert [result["suppressions"] for result in results(said("sarif", path))] == [
        [{"kind": "inSource", "status": "accepted", "justification": "the proxy adds the quotes"}],
        [],
    ]


def test_what_is_not_read_is_a_notification(said: Said, tmp_path: Path) -> None:
    [run] = json.loads(said("sarif", written(tmp_path / "t.json", **LOOP)))["runs"]
    [invocation] = run["invocations"]
    [note] = invocation["toolExecutionNotifications"]
    assert note["message"]["text"].startswith(UNREAD)
    assert note["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith("t.json")


# Fingerprints


def fingerprints(text: str) -> list[tuple[str, str]]:
    return [(result["ruleId"], result["partialFingerprints"]["placeHash/v1"]) for result in results(text)]


NAMES = st.lists(st.sampled_from("ABCDEFG"), min_size=1, max_size=4, unique=True)


def reported(data: Any) -> set[tuple[str, str]]:
    files = [template_file(data, "t.json")]
    run = Run(validate_files(files), files)
    found = fingerprints(report(run, "sarif"))
    assert len(set(found)) == len(found)
    return set(found)


def alike(names: Sequence[str], value: str = "30") -> dict[str, Any]:
    """Gateway responses of APIs of their own: what is found in one has nothing to do with another."""
    resources = {name: response(value) for name in names}
    for name, resource in resources.items():
        resource["Properties"] = {**resource["Properties"], "RestApiId": name.lower()}
    return {"Resources": resources}


@given(NAMES, NAMES)
def test_fingerprints_stay_when_other_findings_appear(names: list[str], more: list[str]) -> None:
    assert reported(alike(names)) <= reported(alike([*more, *names]))


@given(st.permutations("ABC"))
def test_fingerprints_stay_when_resources_move(names: list[str]) -> None:
    assert reported(alike(names)) == reported(alike("ABC"))


@given(st.integers(1, 99))
def test_fingerprints_stay_when_a_value_changes(seconds: int) -> None:
    assert reported(alike("A", str(seconds))) == reported(alike("A"))


def test_fingerprints_stay_when_lines_move(said: Said, tmp_path: Path) -> None:
    before = fingerprints(said("sarif", ORDERS))
    (tmp_path / "moved.yaml").write_text("# new\n\n" + (ORDERS).read_text().replace("30", "30  # s\n"))
    assert fingerprints(said("sarif", tmp_path / "moved.yaml")) == before


def test_fingerprints_are_the_same_in_another_folder_and_under_another_root(
    said: Said, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for folder in (tmp_path / "a", tmp_path / "b" / "c"):
        written(folder / "t.json", Slow=response())
        monkeypatch.chdir(folder)
        found += [fingerprints(said("sarif", path)) for path in ("t.json", folder / "t.json")]
    assert all(one == found[0] for one in found)


def test_findings_of_one_rule_at_one_place_are_told_apart() -> None:
    files = [template_file({"Resources": {"Slow": response()}}, "t.json")]
    found = validate_files(files, select=RULES)
    run = Run(found * 2, files, [all_rules()[rule] for rule in RULES])
    assert len({*fingerprints(report(run, "sarif"))}) == 2
