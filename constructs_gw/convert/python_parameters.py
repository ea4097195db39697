"""What only the deployment knows, in an AWS CDK app: parameters, pseudo parameters and exports of other stacks."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from constructs_gw.convert.customization_parts import Part, names_in
from constructs_gw.convert.declared import PSEUDO_PARAMETERS, DeclaredApi
from constructs_gw.convert.names import identifier
from constructs_gw.convert.python_text import Group, Item, Node, call, list_of, string
from constructs_gw.errors import listed
from constructs_gw.template import is_secret, text_of
from constructs_gw.tokens import has_token

_EXPORT = re.compile(r"Fn::ImportValue\.([A-Za-z0-9:-]+)")
_NAME = re.compile("[A-Za-z0-9]{1,255}")
_LIST = re.compile(r"CommaDelimitedList|.*List<.*")
_LIST_TOKEN = "#{Token["
_TEXTS = {
    "allowed_pattern": "AllowedPattern",
    "constraint_description": "ConstraintDescription",
    "description": "Description",
}
_NUMBERS = {"max_length": "MaxLength", "max_value": "MaxValue", "min_length": "MinLength", "min_value": "MinValue"}


def why_not(api: DeclaredApi, _part: Part, text: str) -> str | None:
    """Why an AWS CDK app cannot say the text of a part."""
    if _LIST_TOKEN in text:
        return f"CDK takes {_LIST_TOKEN} for a list of its own"
    unknown = [name for name in names_in(text) if not _is_sayable(name, api.parameters)]
    return f"only the deployment knows {listed(unknown)}" if unknown else None


def _is_sayable(name: str, parameters: Mapping[str, Mapping[str, Any]]) -> bool:
    if name in parameters:
        kind = parameters[name].get("Type")
        return isinstance(kind, str) and not _LIST.fullmatch(kind) and _NAME.fullmatch(name) is not None
    return name in PSEUDO_PARAMETERS or _EXPORT.fullmatch(name) is not None


def codes(names: Iterable[str], taken: Iterable[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The variable for each name that needs one, and the code for every name."""
    variables: dict[str, str] = {}
    code: dict[str, str] = {}
    for name in names:
        if name in PSEUDO_PARAMETERS:
            words = re.findall("URL|[A-Z][a-z]+", name.removeprefix("AWS::"))
            code[name] = f"cdk.Aws.{'_'.join(words).upper()}"
            continue
        export = _EXPORT.fullmatch(name)
        variable = identifier(export[1] if export else name, [*taken, *variables.values()])
        variables[name] = variable
        code[name] = variable if export else f"{variable}.value_as_string"
    return variables, code


def declaration(name: str, parameter: Mapping[str, Any], scope: str = "scope") -> Node:
    """The code that declares a parameter as its source does, or imports an export."""
    export = _EXPORT.fullmatch(name)
    if export:
        return call("cdk.Fn.import_value", string(export[1]))
    items = [Item(scope), Item(string(name)), *(Item(value, f"{key}=") for key, value in _options(parameter))]
    return Group("cdk.CfnParameter(", tuple(items), ")")


def _options(parameter: Mapping[str, Any]) -> Iterator[tuple[str, Node]]:
    """The arguments of a CfnParameter; what is no text or number, or would pass for a token, is no declaration."""
    if kind := _text(parameter.get("Type")):
        yield "type", string(kind)
    if (default := _text(parameter.get("Default"))) is not None:
        yield "default", string(default)
    allowed = parameter.get("AllowedValues")
    if isinstance(allowed, list) and (texts := [each for each in map(_text, allowed) if each is not None]):
        yield "allowed_values", list_of(map(string, texts))
    for option, name in _TEXTS.items():
        if text := _text(parameter.get(name)):
            yield option, string(text)
    for option, name in _NUMBERS.items():
        if re.fullmatch("-?[0-9]{1,9}", number := _text(parameter.get(name)) or ""):
            yield option, str(int(number))
    if is_secret(parameter):
        yield "no_echo", "True"


def _text(value: Any) -> str | None:
    text = text_of(value)
    return None if text is None or has_token(text) or _LIST_TOKEN in text else text
