"""`docs/reference/api` has a page for each public module; `pytest --update` rewrites them.

`make site` fills them with what the modules say of themselves.
"""

from importlib import import_module
from importlib.util import find_spec

import pytest

from tests.generated_pages import REFERENCE, WRITTEN, table
from tests.test_rule_pages import check

API = REFERENCE / "api"
PUBLIC: dict[str, tuple[str, ...]] = {
    "constructs_gw": (),
    "constructs_gw.presets": (),
    "constructs_gw.cdk": (),
    "constructs_gw.testing": ("assert_valid",),
    "constructs_gw.render": ("render", "Request", "RenderedResponse", "Headers", "Undetermined"),
    "constructs_gw.local": (),
    "constructs_gw.convert": (),
    "constructs_gw.validate": ("validate_files", "failing", "Finding"),
    "constructs_gw.assembly": ("read_templates", "template_file", "TemplateFile"),
    "constructs_gw.aws": (),
    "constructs_gw.apig": (),
    "constructs_gw.apig.render": ("render", "RenderedError"),
    "constructs_gw.apig.live": (),
    "constructs_gw.sync": ("Outcome", "Plan", "Change", "Difference"),
}
"""Each module, with its public names where it has no `__all__`."""
INTRODUCTION = f"""\
# Python API

The names that are meant to be used, and to stay. {WRITTEN}

"""


def page(module: str, names: tuple[str, ...]) -> str:
    """What `make site` is to show of a module; a name that a submodule has as well would be taken for that."""
    hidden = [name for name in getattr(import_module(module), "__all__", ()) if find_spec(f"{module}.{name}")]
    shown = [] if hidden else names
    lines = [f"# {module}", f"::: {module}" + options(members=f"[{', '.join(shown)}]" if shown or hidden else "")]
    lines += [
        f"::: {module}.{name}.{name}" + options(show_root_heading="true", show_root_toc_entry="true") for name in hidden
    ]
    return "\n\n".join(lines) + "\n"


def options(**given: str) -> str:
    lines = [f"      {name}: {value}" for name, value in given.items() if value]
    return "\n".join(["", "    options:", *lines]) if lines else ""


def index() -> str:
    rows = ((f"[{name}]({name}.md)", str(import_module(name).__doc__).partition("\n\n")[0]) for name in PUBLIC)
    return INTRODUCTION + table(("Module", "What it is"), ((name, " ".join(said.split())) for name, said in rows))


@pytest.mark.parametrize("module", PUBLIC)
def test_a_public_module_has_its_page(module: str, update: bool) -> None:
    check(API / f"{module}.md", page(module, PUBLIC[module]), update)


def test_the_index_names_every_module(update: bool) -> None:
    check(API / "README.md", index(), update)


def test_no_page_is_left_of_a_module_that_is_not_public() -> None:
    assert {path.name for path in API.glob("*.md")} == {*(f"{name}.md" for name in PUBLIC), "README.md"}


@pytest.mark.parametrize("module", PUBLIC)
def test_a_public_name_is_there(module: str) -> None:
    owner = import_module(module)
    names = PUBLIC[module] or owner.__all__
    assert names
    assert [name for name in names if not hasattr(owner, name)] == []


@pytest.mark.parametrize("module", PUBLIC)
def test_public_names_are_said_in_one_place(module: str) -> None:
    assert bool(PUBLIC[module]) is not hasattr(import_module(module), "__all__")
