"""What the pages that are written from the code share."""

import ast
import inspect
from collections.abc import Iterable, Mapping
from itertools import pairwise
from pathlib import Path
from types import ModuleType

REFERENCE = Path(__file__).parents[1] / "docs" / "reference"
WRITTEN = "This page is written from the code by `pytest --update`."


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table in Markdown; cells are Markdown too."""
    head = [*head]
    return "".join(f"| {' | '.join(row)} |\n" for row in (head, ["---"] * len(head), *rows))


def code(text: object) -> str:
    """Text as code in a cell; only HTML can have a pipe there wherever the page is read."""
    plain = str(text)
    return f"<code>{plain.replace('|', '&#124;')}</code>" if "|" in plain else f"`{plain}`"


def documented(owner: ModuleType | type) -> Mapping[str, str]:
    """The text below each constant of a module, or member of a class, by name."""
    body = ast.parse(inspect.getsource(owner)).body
    if isinstance(owner, type):
        [body] = [node.body for node in body if isinstance(node, ast.ClassDef)]
    return {
        node.targets[0].id: inspect.cleandoc(text.value.value)
        for node, text in pairwise(body)
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant) and isinstance(text.value.value, str)
    }
