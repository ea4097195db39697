"""A Python module that gives REST APIs of an AWS CDK app the responses of a source, in the words of this library.

What it says is compared with the source before it is written: every type answers the same.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from textwrap import wrap

from constructs_gw import presets
from constructs_gw.convert.customization_parts import token_names
from constructs_gw.convert.declared import Conversion, DeclaredApi
from constructs_gw.convert.names import identifier, words
from constructs_gw.convert.preset_choice import choose
from constructs_gw.convert.python_adoption import NAMES, kept_logical_ids, to_do
from constructs_gw.convert.python_parameters import codes, declaration, why_not
from constructs_gw.convert.python_text import (
    WIDTH,
    Group,
    Item,
    Node,
    dict_of,
    lines,
    string,
)
from constructs_gw.convert.python_values import Code, cost
from constructs_gw.convert.sayable import sayable
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import listed
from constructs_gw.plain_text import without_tokens

_CORE = ("Contribution", "Customization", "MappingValue", "Preset", "ResponseTemplate", "ResponseType")
_IMPORTED = (*presets.__all__, *_CORE, "REASON", "STATUS", "Construct", "GatewayResponses", "apigateway", "cdk")
_TAKEN = (*_IMPORTED, "scope", "rest_api", "self", "str")
_INDENT = " " * 4


@dataclass(frozen=True, slots=True)
class _Function:
    """What is written for one API."""

    api: DeclaredApi
    customizations: CustomizationSet
    name: str
    construct_id: str


def write(apis: Sequence[DeclaredApi], *, is_json: bool) -> Conversion:
    """A module with a function for each API."""
    found = [sayable(api, why_not) for api in apis]
    functions = [*_functions(apis, [customizations for customizations, _ in found])]
    code = Code()
    shared = _shared(functions)
    body = [line for name, api in shared.items() for line in _shared_parameter(name, api, shared, code)]
    body += [line for function in functions for line in _function(function, [*shared], code)]
    text = "\n".join([*_docstring(functions), *_imports(code), *body]) + "\n"
    losses = tuple(loss for _, lost in found for loss in lost)
    return Conversion(text, losses, tuple(_notes(apis)))


def _notes(apis: Iterable[DeclaredApi]) -> Iterator[str]:
    """What to do, once for all APIs that it is the same for."""
    names: dict[str, list[str]] = {}
    for api in apis:
        names.setdefault(to_do(api), []).append(api.name)
    return (f"{listed(found)}: {what}" for what, found in names.items())


def _functions(apis: Sequence[DeclaredApi], sets: Sequence[CustomizationSet]) -> Iterator[_Function]:
    """The functions, each with a name of its own."""
    taken = [*_TAKEN]
    for api, customizations in zip(apis, sets, strict=True):
        own = f"{api.name} " if len(apis) > 1 else ""
        name = identifier(f"add {own}gateway responses", taken)
        taken.append(name)
        camel = "".join(word[:1].upper() + word[1:] for word in words(own))
        number = re.search("_[0-9]+$", name)
        yield _Function(api, customizations, name, f"{camel}Errors{number[0][1:] if number and own else ''}")


def _shared(functions: Sequence[_Function]) -> dict[str, DeclaredApi]:
    """The parameters that several functions need, each with an API that has it: a stack declares it once."""
    first: dict[str, DeclaredApi] = {}
    shared: dict[str, DeclaredApi] = {}
    for function in functions:
        for name in token_names(function.customizations.values()):
            if name in function.api.parameters:
                known = first.setdefault(name, function.api)
                if known is not function.api and known.parameters[name] == function.api.parameters[name]:
                    shared[name] = known
    return shared


def _shared_name(name: str, shared: Iterable[str]) -> str:
    """The function that gives a parameter that several functions need."""
    return {each: identifier(f"{each} parameter", _TAKEN) for each in shared}[name]


def _shared_parameter(name: str, api: DeclaredApi, shared: Iterable[str], code: Code) -> Iterator[str]:
    code.use("import aws_cdk as cdk", "")
    scope = Item("scope: " + code.use("Construct", "constructs"))
    yield from ("", "")
    yield from lines(Group(f"def {_shared_name(name, shared)}(", (scope,), ") -> cdk.CfnParameter:"))
    yield f'{_INDENT}"""The parameter {_shown(name)} of the stack, which several APIs refer to."""'
    yield f"{_INDENT}stack = cdk.Stack.of(scope)"
    yield f"{_INDENT}found = stack.node.try_find_child({string(name)})"
    yield f"{_INDENT}if isinstance(found, cdk.CfnParameter):"
    yield f"{_INDENT * 2}return found"
    yield from lines(declaration(name, api.parameters[name], "stack"), _INDENT, "return ")


def _function(function: _Function, shared: Sequence[str], code: Code) -> Iterator[str]:
    variables, code.names = codes(token_names(function.customizations.values()), _TAKEN)
    if code.names:
        code.use("import aws_cdk as cdk", "")
    yield from ("", "")
    yield from _head(function, code)
    if kept_logical_ids(function.api) and any(name in function.api.parameters for name in variables):
        yield f"{_INDENT}# with CfnInclude the stack has its parameters: use include.get_parameter(...) instead"
    for name, variable in variables.items():
        made: Node = declaration(name, function.api.parameters.get(name, {}))
        if name in shared:
            made = f"{_shared_name(name, shared)}(scope)"
        yield from lines(made, _INDENT, f"{variable} = ")
    yield from lines(_construct(function, code), _INDENT, "return ")


def _head(function: _Function, code: Code) -> Iterator[str]:
    """The function's signature and docstring."""
    code.use("aws_apigateway as apigateway", "aws_cdk")
    kinds = "apigateway.IRestApi"
    if kept_logical_ids(function.api):
        kinds += " | apigateway.CfnRestApi"  # CfnInclude gives one
    items = (Item("scope: " + code.use("Construct", "constructs")), Item(f"rest_api: {kinds}"))
    result = code.use("GatewayResponses", "constructs_gw.cdk")
    yield from lines(Group(f"def {function.name}(", items, f") -> {result}:"))
    yield f'{_INDENT}"""Give a REST API the error answers of {_shown(function.api.name)}.'
    yield ""
    yield from (f"{_INDENT}{line}" for line in wrap(to_do(function.api), WIDTH - 8, break_on_hyphens=False))
    yield f'{_INDENT}"""'


def _construct(function: _Function, code: Code) -> Group:
    """The call that makes the responses."""
    plan = choose(function.customizations, partial(cost, names=code.names))
    lists = (("presets=", code.presets(plan)), ("customizations=", code.customizations(plan)))
    given = [Item(Group("[", items, "]"), name) for name, made in lists if (items := tuple(made))]
    ids = kept_logical_ids(function.api)
    if ids:
        given.append(Item(dict_of((string(kind.value), string(each)) for kind, each in ids.items()), "logical_ids="))
    begin = (Item("scope"), Item(string(function.construct_id)), Item("rest_api", "rest_api="))
    return Group("GatewayResponses(", (*begin, *given), ")")


def _docstring(functions: Sequence[_Function]) -> Iterator[str]:
    sources = sorted({NAMES.get(function.api.format, "a template") for function in functions})
    yield f'"""Gateway responses, converted from {" and ".join(sources)}.'
    yield ""
    calls = "this function" if len(functions) == 1 else "each function"
    text = f"Call {calls} in the stack of its API, and read first what it says of the old responses."
    yield from wrap(text, WIDTH - 8)
    yield '"""'


def _imports(code: Code) -> Iterator[str]:
    """The imports as isort orders them."""
    yield ""
    yield from sorted(code.imports.get("", ()))
    for module, names in sorted(code.imports.items()):
        if module:
            ordered = sorted(names, key=lambda name: (not name.isupper(), not name[0].isupper(), name))
            yield from _from(module, ordered)


def _from(module: str, names: Sequence[str]) -> Iterator[str]:
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= WIDTH:
        yield line
        return
    yield f"from {module} import ("
    yield from (f"{_INDENT}{name}," for name in names)
    yield ")"


def _shown(name: str) -> str:
    """A name in a docstring, which nothing in it can end."""
    shown = without_tokens(name)[:60].replace('"', "'")
    return re.sub(r"[^ -~]|\\", "?", shown).strip() or "the API"
