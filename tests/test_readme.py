"""What the README says in tables and examples is what the library gives."""

import json
import re
from pathlib import Path

import pytest

from constructs_gw import CustomizationSet, compose, presets
from constructs_gw.render import render

README = (Path(__file__).parents[1] / "README.md").read_text()


def test_the_preset_table_is_complete() -> None:
    assert sorted(re.findall(r"^\| `(\w+)` \|", README, re.MULTILINE)) == sorted(presets.__all__)


def columns() -> tuple[list[str], list[str]]:
    """The answers before and after, line by line."""
    block = re.search(r"```http\n(.*?)```", README, re.DOTALL)
    assert block
    lines = block[1].splitlines()
    return [line[:51].strip() for line in lines], [line[51:].strip() for line in lines]


@pytest.mark.parametrize(
    ("column", "customizations"),
    [
        (0, CustomizationSet()),
        (
            1,
            compose(
                [
                    presets.cors(allow_origin="https://shop.example.com", allow_credentials=True),
                    presets.problem_details(),
                    presets.hints(),
                ]
            ),
        ),
    ],
    ids=["before", "after"],
)
def test_the_answer_before_and_after_is_what_is_rendered(column: int, customizations: CustomizationSet) -> None:
    lines = columns()[column]
    answer = render(customizations, "UNAUTHORIZED")
    headers = dict(line.split(": ", 1) for line in lines if re.match(r"[\w-]+: ", line))
    body = "".join(line for line in lines if line.startswith(("{", '"')))
    assert lines[0] == f"HTTP/1.1 {answer.status} Unauthorized"
    assert headers.items() <= answer.headers.items()
    assert set(answer.headers) - set(headers) == {"x-amzn-RequestId", "x-amz-apigw-id"}
    assert json.loads(body) == answer.json()


@pytest.mark.parametrize("call", re.findall(r"^\| `\w+` \| `(.*?)` \|", README, re.MULTILINE))
def test_a_call_of_the_preset_table_works(call: str) -> None:
    assert compose([eval(call, vars(presets))])
