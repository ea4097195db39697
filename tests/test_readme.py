"""Every block of Python in the README runs, and prints what the README says it prints."""

import contextlib
import io
import json
import re
from pathlib import Path

import pytest

from constructs_gw import CustomizationSet, compose, presets
from constructs_gw.render import render

README = (Path(__file__).parents[1] / "README.md").read_text()
BLOCKS = re.findall(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", README, re.DOTALL)


@pytest.mark.parametrize(("code", "output"), BLOCKS, ids=lambda text: text.strip().splitlines()[0] if text else "")
def test_a_block_prints_what_the_readme_says(code: str, output: str) -> None:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, "README.md", "exec"), {"__name__": "__main__"})
    assert printed.getvalue() == output


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
