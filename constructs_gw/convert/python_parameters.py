"""What only the deployment knows, in an AWS CDK app: parameters, pseudo parameters and exports of other stacks."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from constructs_gw.convert.declared import PSEUDO_PARAMETERS, DeclaredApi, Loss, token_names
from constructs_gw.convert.python_text import Group, Item, Node, call, identifier, list_of, string
from constructs_gw.customization import HEADER_PREFIX, Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError
from constructs_gw.template import text_of
from constructs_gw.tokens import TOKEN, has_token

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


def said(api: DeclaredApi) -> tuple[CustomizationSet, list[Loss]]:
    """The customizations without what CDK cannot refer to: parameters' defaults in its place, or nothing."""
    losses: list[Loss] = []
    entries = [_said(api, entry, losses) for entry in api.customizations.values()]
    return CustomizationSet(entries), losses


def _said(api: DeclaredApi, entry: Customization, losses: list[Loss]) -> Customization:
    kept: dict[str, Any] = {"status_code": None, "response_parameters": {}, "response_templates": {}}
    for part, group, name, text in _parts(entry):
        at = f"{api.name} {entry.response_type} {part}"
        found = _resolved(api, text, at, losses)
        if found is None or (has_token(name) and _is_left_out(name, at, losses)):
            continue
        if _LIST_TOKEN in found:
            losses.append(
                Loss("left out, since CDK takes a text in it for a list of its own", f"avoid {_LIST_TOKEN}", at)
            )
            continue
        trial: Any = {name: found} if name else found
        try:
            Customization.parse(entry.response_type, **{group: trial})
        except GatewayResponseError as error:
            losses.append(Loss(f"left out, since API Gateway would reject it: {error.problems[0].message}", "", at))
            continue
        kept[group] = {**kept[group], **trial} if isinstance(trial, dict) else trial
    return Customization.parse(entry.response_type, **kept)


def _parts(entry: Customization) -> Iterator[tuple[str, str, str, str]]:
    """What to call each part, which argument it belongs to, its name there, and its text."""
    if entry.status_code:
        yield "status code", "status_code", "", entry.status_code
    for name, value in entry.headers.items():
        yield f"header {name}", "response_parameters", HEADER_PREFIX + name, str(value)
    for media_type, body in entry.templates.items():
        yield f"body {media_type}", "response_templates", media_type, body


def _resolved(api: DeclaredApi, text: str, at: str, losses: list[Loss]) -> str | None:
    """A text with the defaults of parameters that CDK cannot refer to; None where one has none."""
    for name in dict.fromkeys(TOKEN.findall(text)):
        if _is_sayable(name, api.parameters):
            continue
        default = text_of(api.parameters.get(name, {}).get("Default"))
        if default is None or has_token(default):
            _is_left_out(name, at, losses)
            return None
        text = text.replace(f"${{Token[{name}]}}", default)
        losses.append(Loss(f"{name} stands as its default", "see that it is the value that you deploy with", at))
    return text


def _is_left_out(name: str, at: str, losses: list[Loss]) -> bool:
    losses.append(Loss(f"left out, since only the deployment knows {name}", "write the value itself", at))
    return True


def _is_sayable(name: str, parameters: Mapping[str, Mapping[str, Any]]) -> bool:
    if name in parameters:
        kind = parameters[name].get("Type")
        return isinstance(kind, str) and not _LIST.fullmatch(kind) and _NAME.fullmatch(name) is not None
    return name in PSEUDO_PARAMETERS or _EXPORT.fullmatch(name) is not None


def names_in(customizations: CustomizationSet) -> list[str]:
    """The names of what only the deployment knows, each once."""
    return [*dict.fromkeys(name for entry in customizations.values() for name in token_names(entry))]


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
    if _text(parameter.get("NoEcho")) in ("true", "True"):
        yield "no_echo", "True"


def _text(value: Any) -> str | None:
    text = text_of(value)
    return None if text is None or has_token(text) or _LIST_TOKEN in text else text
