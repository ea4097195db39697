"""What is written in a format and read again answers as before: each format by itself, and each pair."""

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from constructs_gw.assembly import read_template, template_file
from constructs_gw.convert import WRITERS, DeclaredApi, convert, read_declared
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.response_types import ResponseType
from constructs_gw.tokens import TOKEN

from .generated import same, synthesized
from .odd_customizations import PARAMETERS, VALUES, declared, open_sets, plain_sets
from .terraform_show import shown


class Format(NamedTuple):
    """How a format is written and read."""

    writer: str
    is_json: bool = False
    source: Callable[[str], str] = str
    """The text that is read of what is written."""
    has_parameters: bool = True


def planned(text: str) -> str:
    return shown(text, {"rest_api_id": "a1b2c3d4e5", "domain": VALUES["Domain"], "key4_xx": VALUES["Key4XX"]})


FORMATS = {
    "cloudformation": Format("cloudformation"),
    "cloudformation-json": Format("cloudformation", is_json=True),
    "sam": Format("sam"),
    "sam-json": Format("sam", is_json=True),
    "openapi": Format("openapi", has_parameters=False),
    "openapi-json": Format("openapi", is_json=True, has_parameters=False),
    "terraform": Format("terraform", source=planned, has_parameters=False),
}
PAIRS = [*combinations(("cloudformation", "openapi", "sam", "terraform"), 2)]
PARAMETER_PAIRS = [("cloudformation", "sam"), ("sam", "cloudformation-json")]
WITH_PARAMETERS = [name for name, format_ in FORMATS.items() if format_.has_parameters]


def through(api: DeclaredApi, name: str) -> DeclaredApi:
    """The API as it is read from the text that is written of it; without a loss."""
    format_ = FORMATS[name]
    written = convert([api], format_.writer, is_json=format_.is_json)
    assert not written.losses
    assert "${Token[" not in written.text
    [found] = read_back(written.text, name)
    assert not found.losses
    return found


def read_back(text: str, name: str) -> list[DeclaredApi]:
    return read_declared([read_template(FORMATS[name].source(text).encode(), Path(f"document-of-{name}"))])


def assert_same_answers(before: CustomizationSet, after: CustomizationSet) -> None:
    for kind in ResponseType:
        assert before.effective(kind).same_answer(after.effective(kind)), kind


@pytest.mark.parametrize("name", FORMATS)
@settings(max_examples=20)
@given(customizations=plain_sets)
def test_what_is_written_answers_as_before(name: str, customizations: CustomizationSet) -> None:
    assert_same_answers(customizations, through(declared(customizations), name).customizations)


@pytest.mark.parametrize(("one", "other"), PAIRS, ids=lambda name: name)
@settings(max_examples=10)
@given(customizations=plain_sets)
def test_what_goes_from_a_format_to_another_and_back_answers_as_before(
    one: str, other: str, customizations: CustomizationSet
) -> None:
    there = through(through(declared(customizations), one), other)
    assert_same_answers(customizations, there.customizations)
    assert_same_answers(customizations, through(there, one).customizations)


@pytest.mark.parametrize("name", WITH_PARAMETERS)
@settings(max_examples=20)
@given(customizations=open_sets)
def test_parameters_stay_parameters_in_a_format_that_has_them(name: str, customizations: CustomizationSet) -> None:
    found = through(declared(customizations), name)
    assert_same_answers(customizations, found.customizations)
    assert found.parameters == {name: PARAMETERS[name] for name in found.parameters}


@pytest.mark.parametrize(("one", "other"), PARAMETER_PAIRS, ids=lambda name: name)
@settings(max_examples=10)
@given(customizations=open_sets)
def test_parameters_stay_parameters_on_the_way_there_and_back(
    one: str, other: str, customizations: CustomizationSet
) -> None:
    first = through(declared(customizations), one)
    back = through(through(first, other), one)
    assert_same_answers(customizations, back.customizations)
    assert back.parameters == first.parameters


@settings(max_examples=20)
@given(customizations=open_sets)
def test_parameters_are_variables_of_terraform(customizations: CustomizationSet) -> None:
    [api] = read_back(convert([declared(customizations)], "terraform").text, "terraform")
    with_values = CustomizationSet(map(with_the_values, customizations.values()))
    assert_same_answers(with_values, api.customizations)


@settings(max_examples=2, phases=(Phase.explicit, Phase.generate))  # an example is an app
@given(data=st.data())
@pytest.mark.parametrize("formats", [[*FORMATS], WITH_PARAMETERS], ids=["plain", "open"])
def test_python_of_any_format_is_run_and_answers_as_before_there_and_back(
    tmp_path_factory: pytest.TempPathFactory, formats: list[str], data: st.DataObject
) -> None:
    strategy = open_sets if formats is WITH_PARAMETERS else plain_sets
    sets = [data.draw(strategy) for _ in formats]
    modules = [convert([through(declared(one), name)], "python") for one, name in zip(sets, formats, strict=True)]
    assert not [loss for module in modules for loss in module.losses]
    templates = synthesized([module.text for module in modules], tmp_path_factory.mktemp("app"))
    for before, name, template in zip(sets, formats, templates, strict=True):
        [found] = read_declared([template_file(template, name)])
        assert not found.losses
        assert same(before, found.customizations)
        assert same(before, through(found, name).customizations)


@pytest.mark.parametrize("writer", WRITERS)
def test_the_name_of_an_api_that_only_the_deployment_knows_is_written_without_it(writer: str) -> None:
    entries = CustomizationSet([Customization("THROTTLED", status_code=430)])
    assert "Token[" not in convert([DeclaredApi("${Token[Api]}", entries)], writer).text


def with_the_values(entry: Customization) -> Customization:
    return Customization.parse(
        entry.response_type,
        status_code=entry.status_code,
        response_parameters={name: filled_in(text) for name, text in entry.response_parameters.items()},
        response_templates={media_type: filled_in(body) for media_type, body in entry.templates.items()},
    )


def filled_in(text: str) -> str:
    return TOKEN.sub(lambda token: VALUES[token[1]], text)
