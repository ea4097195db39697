"""Every block of Python in the README and in docs runs, and prints what the text below it says it prints."""

import contextlib
import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from constructs_gw import CustomizationSet, compose, presets
from constructs_gw.render import render

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text()
BLOCK = re.compile(r"```python\n(.*?)```\n(?:\n```text\n(.*?)```)?", re.DOTALL)
BLOCKS = [
    pytest.param(page.name, *block, id=f"{page.stem}-{number}")
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    for number, block in enumerate(BLOCK.findall(page.read_text()), 1)
]


@pytest.mark.parametrize(("page", "code", "output"), BLOCKS)
def test_a_block_prints_what_the_page_says(page: str, code: str, output: str, snapshot: SnapshotAssertion) -> None:
    printed = io.StringIO()
    names: dict[str, Any] = {"__name__": "__main__"}
    with contextlib.redirect_stdout(printed):
        exec(compile(code, page, "exec"), names)
    assert printed.getvalue() == output
    for name, test in names.items():
        if name.startswith("test_") and callable(test):  # a team's test; `snapshot` is the one fixture it may take
            test(*[snapshot] * test.__code__.co_argcount)


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
