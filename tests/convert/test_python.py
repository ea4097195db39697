"""Python is written as a user of this library would, and answers as its source does: it is run to see that."""

import ast
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from constructs_gw import presets as library
from constructs_gw.assembly import read_templates
from constructs_gw.composition import compose
from constructs_gw.convert import DeclaredApi, convert, read_declared
from constructs_gw.convert.preset_choice import MOST_TEXT
from constructs_gw.convert.python import write
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.preset import Preset
from constructs_gw.presets import cors, error_body, retry_after
from constructs_gw.response_template import ResponseTemplate
from constructs_gw.response_types import ResponseType

from .generated import declared, imported, recorded, same, synthesized
from .generated_sets import HOSTILE, PARAMETERS, apis, presets, sets

QUICK = (Phase.explicit, Phase.generate)  # an example here is a dozen modules: making it smaller takes minutes
MODULES = Path(__file__).parent / "python_modules"
SOURCES = sorted(path for path in MODULES.iterdir() if path.suffix in (".json", ".yaml", ".yml"))
SHOP = "https://shop.example.com"


def api(customizations: CustomizationSet, name: str = "Api", **more: Any) -> DeclaredApi:
    return DeclaredApi(name, customizations, **more)


def written(*apis: DeclaredApi) -> str:
    return write(apis, is_json=False).text


def read(source: Path) -> list[DeclaredApi]:
    return read_declared(read_templates(source))


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.stem)
def test_a_realistic_source_becomes_this_module(source: Path, update: bool) -> None:
    found = convert(read(source), "python")
    expected = source.with_suffix(".py")
    if update:
        expected.write_text(found.text)
    assert found.text == expected.read_text()
    assert found.losses == ()


def test_the_modules_of_realistic_sources_answer_as_these_do(tmp_path: Path) -> None:
    templates = synthesized([source.with_suffix(".py").read_text() for source in SOURCES], tmp_path)
    for source, template in zip(SOURCES, templates, strict=True):
        before, after = read(source), declared(template)
        assert [each.losses for each in after] == [()] * len(before)
        assert all(same(b.customizations, a.customizations) for b, a in zip(before, after, strict=True)), source.name
        assert {name: kept(p) for a in after for name, p in a.parameters.items()} == {
            name: kept(p) for b in before for name, p in b.parameters.items()
        }


def kept(parameter: Mapping[str, Any]) -> dict[str, str]:
    return {name: json.dumps(value) for name, value in parameter.items()}


def test_old_resources_keep_their_logical_ids(tmp_path: Path) -> None:
    source = MODULES / "cloudformation.yaml"
    [template] = synthesized([source.with_suffix(".py").read_text()], tmp_path)
    found = {
        item["Properties"]["ResponseType"]: logical_id
        for logical_id, item in template["Resources"].items()
        if item["Type"] == "AWS::ApiGateway::GatewayResponse"
    }
    assert found == read(source)[0].logical_ids


@settings(max_examples=2, phases=QUICK)
@given(st.lists(apis(), min_size=6, max_size=6))
def test_an_app_of_what_is_written_answers_as_the_sources_do(
    tmp_path_factory: pytest.TempPathFactory, sources: list[DeclaredApi]
) -> None:
    found = [write([source], is_json=False) for source in sources]
    assert not [loss for each in found for loss in each.losses]
    templates = synthesized([each.text for each in found], tmp_path_factory.mktemp("app"))
    for source, template in zip(sources, templates, strict=True):
        [after] = declared(template)
        assert after.losses == ()
        assert same(source.customizations, after.customizations)


@settings(max_examples=25, phases=QUICK)
@given(sets())
def test_any_set_is_said_exactly(tmp_path_factory: pytest.TempPathFactory, source: CustomizationSet) -> None:
    [found] = recorded(written(api(source)), tmp_path_factory.mktemp("module"))
    assert same(found.customizations, source)


@settings(max_examples=6, phases=QUICK)
@given(presets())
def test_what_presets_made_comes_back_as_no_more_presets(
    tmp_path_factory: pytest.TempPathFactory, made_of: list[Preset]
) -> None:
    source = compose(made_of)
    [found] = recorded(written(api(source)), tmp_path_factory.mktemp("module"))
    assert same(found.customizations, source)
    assert "customizations" not in found.options
    assert len(found.options["presets"]) <= len(made_of)


@settings(max_examples=2, phases=QUICK)
@given(st.lists(apis(), min_size=8, max_size=8))
def test_formatters_and_linters_find_nothing_to_do(
    tmp_path_factory: pytest.TempPathFactory, sources: list[DeclaredApi]
) -> None:
    folder = tmp_path_factory.mktemp("modules")
    for index in range(0, len(sources), 2):
        (folder / f"module_{index}.py").write_text(written(*sources[index : index + 2]))
    for arguments in (["format", "--check", "--diff", "--line-length=88"], ["format", "--check", "--line-length=120"],
                      ["check", "--extend-select=I", "--output-format=concise"]):  # fmt: skip
        command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "--no-cache", str(folder)]
        found = subprocess.run(command, capture_output=True, text=True, cwd=folder)
        assert found.returncode == 0, found.stdout


OF_THIS_LIBRARY = {*library.__all__, "Contribution", "Customization", "GatewayResponses", "MappingValue", "Preset",
                   "ResponseTemplate", "ResponseType", "REASON", "STATUS"}  # fmt: skip
OF_THE_APP = {"Construct", "apigateway", "cdk", "scope", "rest_api", "stack", "found", "isinstance"}


@settings(max_examples=6, phases=QUICK)
@given(st.lists(apis(), min_size=1, max_size=3))
def test_no_text_of_a_source_becomes_code(sources: list[DeclaredApi]) -> None:
    tree = ast.parse(written(*sources))
    own = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    own |= {node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)}
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    assert used <= OF_THIS_LIBRARY | OF_THE_APP | own
    assert all(name.isidentifier() and name.isascii() for name in own)
    assert {type(node) for node in tree.body} <= {ast.Expr, ast.Import, ast.ImportFrom, ast.FunctionDef}


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_that_would_like_to_be_code_stay_texts(text: str, tmp_path: Path) -> None:
    body = CustomizationSet([Customization("THROTTLED", templates=ResponseTemplate("text/plain", text))])
    [found] = recorded(written(api(body, text)), tmp_path)
    assert found.customizations[ResponseType.THROTTLED].templates == {"text/plain": text}


def test_a_body_nested_deeper_than_python_takes_is_written_as_text(tmp_path: Path) -> None:
    body = "[" * 200 + "]" * 200
    source = CustomizationSet([Customization("THROTTLED", templates=ResponseTemplate("application/json", body))])
    [found] = recorded(written(api(source)), tmp_path)
    assert found.customizations[ResponseType.THROTTLED].templates == {"application/json": body}


def test_apis_of_one_name_get_functions_and_constructs_of_their_own(tmp_path: Path) -> None:
    one = compose([cors("*")])
    names = ["class", "Class", "9", "€", "", "Orders API", "orders-api"]
    text = written(*(api(one, name) for name in names))
    [template] = synthesized([text], tmp_path)
    assert [name for name in vars(imported(text, tmp_path, "names")) if name.startswith("add")] == [
        "add_class_gateway_responses",
        "add_class_gateway_responses_2",
        "add_9_gateway_responses",
        "add_gateway_responses",
        "add_gateway_responses_2",
        "add_orders_api_gateway_responses",
        "add_orders_api_gateway_responses_2",
    ]
    assert len(declared(template)) == len(names)


def test_a_parameter_of_several_apis_is_declared_once(tmp_path: Path) -> None:
    source = compose([cors("${Token[Origin]}")])
    [template] = synthesized([written(*(api(source, name, parameters=PARAMETERS) for name in "AB"))], tmp_path)
    assert [each.parameters for each in declared(template)] == [{"Origin": PARAMETERS["Origin"]}] * 2


def test_a_list_is_left_out_and_a_loss() -> None:
    parameters = {"Names": {"Type": "CommaDelimitedList", "Default": "a,b"}}
    source = CustomizationSet([Customization("THROTTLED", headers={"X-A": "${Token[Names]}"})])
    found = write([api(source, parameters=parameters)], is_json=False)
    assert "X-A" not in found.text
    assert [str(loss) for loss in found.losses] == [
        "Api THROTTLED header X-A: left out: only the deployment knows Names; write the value itself"
    ]


def test_a_default_stays_text_where_its_parameter_cannot_be_declared() -> None:
    source = CustomizationSet([Customization("THROTTLED", headers={"X-A": "a${Token[A-B]}", "X-C": "c${Token[C-D]}"})])
    parameters = {"A-B": {"Default": "${Token[AWS::Region]}"}, "C-D": {"Default": "d"}}
    found = write([api(source, parameters=parameters)], is_json=False)
    assert 'headers={"X-C": "cd"}' in found.text
    assert [loss.message for loss in found.losses] == [
        "left out: only the deployment knows A-B",
        "written with the defaults of its parameters: only the deployment knows C-D",
    ]


@pytest.mark.parametrize("name", ["Secret.Of.Nobody", "Fn::GetAtt.A.B", "Number.fbff000000000000", "TOKEN.12"])
def test_what_cannot_be_said_is_left_out_and_a_loss(name: str) -> None:
    token = f"${{Token[{name}]}}"
    entry = Customization(
        "THROTTLED",
        status_code=token,
        headers={"X-A": f"a{token}", "X-B": "b"},
        templates=ResponseTemplate("application/json", f'{{"a": "{token}"}}'),
    )
    found = write([api(CustomizationSet([entry]))], is_json=False)
    assert "Token[" not in found.text
    assert 'Customization("THROTTLED", headers={"X-B": "b"})' in found.text
    assert [loss.at for loss in found.losses] == [
        "Api THROTTLED status code",
        "Api THROTTLED header X-A",
        "Api THROTTLED body application/json",
    ]


def test_a_text_that_cdk_takes_for_a_list_is_left_out_and_a_loss() -> None:
    body = ResponseTemplate("text/plain", "#{Token[TOKEN.1]}")
    found = write([api(CustomizationSet([Customization("THROTTLED", templates=body)]))], is_json=False)
    assert "Token[" not in found.text
    assert [loss.at for loss in found.losses] == ["Api THROTTLED body text/plain"]


@pytest.mark.parametrize(
    ("format_", "section"),
    [
        ("openapi", "An OpenAPI body"),
        ("sam", "An OpenAPI body"),
        ("serverless", "Another stack or tool"),
        ("terraform", "Another stack or tool"),
        ("listing", "The console"),
    ],
)
def test_a_note_and_the_function_say_what_to_do(format_: str, section: str) -> None:
    found = write([api(compose([cors("*")]), format=format_)], is_json=False)
    [note] = found.notes
    assert section.casefold() in note.casefold()
    assert "docs/how-to/adoption.md" in note
    assert note.removeprefix("Api: ") in " ".join(found.text.split())
    if format_ != "listing":
        assert f"## {section}" in (Path(__file__).parents[2] / "docs" / "how-to" / "adoption.md").read_text()


def test_an_api_of_another_stack_is_named_by_its_expression() -> None:
    text = write([api(compose([cors("*")]), '{"Fn::ImportValue": "shop"}')], is_json=False).text
    assert "the error answers of {'Fn::ImportValue': 'shop'}." in text


def test_what_is_the_same_for_several_apis_is_noted_once() -> None:
    responses = compose([cors("*")])
    formats = {"Orders": "terraform", "Stock": "terraform", "Shop": "listing"}
    found = write([api(responses, name, format=each) for name, each in formats.items()], is_json=False)
    assert [note.partition(": ")[0] for note in found.notes] == ["Orders and Stock", "Shop"]


@pytest.mark.parametrize(
    ("ids", "is_in_definition", "section"),
    [
        ({"DEFAULT_4XX": "A", "DEFAULT_5XX": "B"}, False, "Keep the logical ids"),
        ({"DEFAULT_4XX": "A"}, True, "An OpenAPI body"),
        ({"DEFAULT_4XX": "A"}, False, "Retain first"),
        ({"DEFAULT_4XX": "A", "DEFAULT_5XX": "A"}, False, "Retain first"),
        ({"DEFAULT_4XX": "A", "DEFAULT_5XX": "B ()"}, False, "Retain first"),
    ],
)
def test_logical_ids_are_kept_where_every_type_has_one(
    ids: dict[str, str], is_in_definition: bool, section: str
) -> None:
    logical_ids = {ResponseType(kind): each for kind, each in ids.items()}
    source = api(compose([cors("*")]).minimal(), logical_ids=logical_ids, is_in_definition=is_in_definition)
    found = write([source], is_json=False)
    assert section in found.notes[0]
    assert ("logical_ids={" in found.text) is (section == "Keep the logical ids")


def test_a_type_that_lost_the_headers_of_its_default_stays_without_them(tmp_path: Path) -> None:
    entries = [Customization("DEFAULT_4XX", headers={"X-A": "a"}), Customization("THROTTLED", status_code=430)]
    [found] = recorded(written(api(CustomizationSet(entries))), tmp_path)
    assert found.customizations[ResponseType.THROTTLED].headers == {}


def test_what_presets_would_give_to_too_many_types_is_said_explicitly(tmp_path: Path) -> None:
    one = CustomizationSet([Customization("DEFAULT_4XX", headers={"Access-Control-Allow-Origin": "*"})])
    [found] = recorded(written(api(one)), tmp_path)
    assert "presets" not in found.options


def test_a_customization_says_only_what_the_presets_lack(tmp_path: Path) -> None:
    source = compose([cors(SHOP)], [Customization("THROTTLED", status_code=430, headers={"X-Plan": "free"})])
    [found] = recorded(written(api(source)), tmp_path)
    assert found.options["customizations"] == [Customization("THROTTLED", status_code=430, headers={"X-Plan": "free"})]


def test_a_type_that_cannot_be_customized_keeps_its_customization(tmp_path: Path) -> None:
    entries = [Customization("REQUEST_TOO_LARGE", status_code=400)]
    [found] = recorded(written(api(CustomizationSet(entries))), tmp_path)
    assert found.options["customizations"] == entries


def test_few_combinations_of_presets_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[None] = []

    def counted(*arguments: Any) -> CustomizationSet:
        calls.append(None)
        return compose(*arguments)

    monkeypatch.setattr("constructs_gw.convert.preset_choice.compose", counted)
    usual = [cors(SHOP), error_body({"a": "$context.error.messageString"}), retry_after(3)]
    odd = [Customization(kind, status_code=499, headers={"X": str(i)}) for i, kind in enumerate(compose(usual))]
    written(api(compose(usual, odd)))
    assert 0 < len(calls) < 200


def test_presets_are_not_looked_for_in_very_long_bodies(monkeypatch: pytest.MonkeyPatch) -> None:
    body = ResponseTemplate("text/plain", "x" * (MOST_TEXT // 2))
    entries = [Customization(kind, templates=body) for kind in ("DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED")]
    monkeypatch.setattr("constructs_gw.convert.preset_choice.guesses", lambda _: pytest.fail("looked for"))
    assert written(api(CustomizationSet(entries)))
