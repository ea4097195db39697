"""Terraform JSON with a resource for each customization, and a fingerprint over all of them for the redeployment.

What is measured was measured with Terraform 1.11. Arguments of the resource: hashicorp/terraform-provider-aws,
website/docs/r/api_gateway_gateway_response.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from unicodedata import is_normalized

from constructs_gw.convert.customization_parts import Part, parts_of, token_names
from constructs_gw.convert.declared import Conversion, DeclaredApi, Loss
from constructs_gw.convert.names import Names, snake_case
from constructs_gw.convert.sayable import definition_notes, sayable
from constructs_gw.convert.yaml_text import json_document
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.plain_text import without_tokens
from constructs_gw.template import is_secret, text_of
from constructs_gw.tokens import TOKEN

FINGERPRINT = "gateway_responses_redeployment"

COMMENT = (
    "A stage has these responses once the API is deployed again. In its aws_api_gateway_deployment write:",
    f"  triggers = {{ redeployment = local.{FINGERPRINT} }}",
    "  lifecycle { create_before_destroy = true }",
    f"In another module it is the output {FINGERPRINT}. What is in triggers already stays, beside it.",
)
"""hashicorp/terraform-provider-aws, website/docs/r/api_gateway_deployment: triggers make another one (documented)."""

_RESPONSE = "aws_api_gateway_gateway_response"
_RESERVED = ("source", "version", "providers", "count", "for_each", "lifecycle", "depends_on", "locals")
"""Names that no variable can have (Terraform language, input variables)."""

_CONSTRAINTS = ("AllowedPattern", "AllowedValues", "MaxLength", "MaxValue", "MinLength", "MinValue")
_TYPES = ("String", "Number")
_SPELLED = {"\r": r"\r", "\ufeff": r"\ufeff"}
_MISREAD = re.compile("[$]*(?:\r(?!\n)|\ufeff)")
_MISREAD_BEFORE_VALUE = re.compile(f"{_MISREAD.pattern}|[$]+\\Z")
_NUMBER = re.compile("-?(?:0|[1-9][0-9]{0,14})")
"""A number that Terraform writes as it was written."""


def write(apis: Sequence[DeclaredApi], *, is_json: bool) -> Conversion:
    """A module whose variables are the APIs and the parameters."""
    del is_json  # it is JSON always
    module = _Module(apis)
    return Conversion(json_document(module.document()), tuple(module.losses), definition_notes(apis))


class _Module:
    """A module while it is written."""

    def __init__(self, apis: Sequence[DeclaredApi]) -> None:
        self.losses: list[Loss] = []
        self._variables: dict[str, dict[str, Any]] = {}
        self._resources: dict[str, dict[str, Any]] = {}
        self._names = Names(_RESERVED)
        self._addresses = Names()
        self._is_one = len(apis) == 1
        said = [(api, self._sayable(api)) for api in apis]
        for api, customizations in said:
            self._add(api, customizations)

    def document(self) -> dict[str, Any]:
        """The module as data."""
        addresses = ", ".join(f"{_RESPONSE}.{name}" for name in self._resources)
        is_secret = any(variable.get("sensitive") for variable in self._variables.values())
        output = {"value": f"${{local.{FINGERPRINT}}}", "description": "Changes whenever a gateway response does"}
        return {
            "//": [*COMMENT],
            "variable": self._variables,
            "resource": {_RESPONSE: self._resources},
            "locals": {FINGERPRINT: f"${{sha1(jsonencode([{addresses}]))}}"},
            "output": {FINGERPRINT: {**output, "sensitive": True} if is_secret else output},
        }

    def _sayable(self, api: DeclaredApi) -> CustomizationSet:
        customizations, losses = sayable(api, _why_not)
        self.losses += losses
        return customizations

    def _add(self, api: DeclaredApi, customizations: CustomizationSet) -> None:
        prefix = "" if self._is_one else f"{snake_case(api.name)}_"
        rest_api_id = self._variable(f"{prefix}rest_api_id", _rest_api_id(api))
        variables = {name: self._parameter(api, prefix, name) for name in token_names(customizations.values())}
        for kind, entry in customizations.items():
            name = self._addresses.take(f"{prefix}{snake_case(kind)}")
            self._resources[name] = _resource(entry, rest_api_id, variables)
            self.losses += _composed(api, entry)

    def _parameter(self, api: DeclaredApi, prefix: str, name: str) -> str:
        """The variable that a parameter is."""
        parameter, made = api.parameters[name], snake_case(name)
        variable = _declaration(parameter)
        if self._variables.get(made) == variable:
            return made
        lost = [constraint for constraint in _CONSTRAINTS if constraint in parameter]
        found = self._variable(made if made not in self._names else f"{prefix}{made}", variable)
        if lost:
            fix = f"add a validation block to the variable {found}"
            self.losses.append(Loss(f"{', '.join(lost)} of the parameter {name} is not written", fix, api.name))
        return found

    def _variable(self, name: str, declaration: dict[str, Any]) -> str:
        made = self._names.take(name)
        self._variables[made] = declaration
        return made


def _why_not(api: DeclaredApi, part: Part, text: str) -> str | None:
    for name in TOKEN.findall(text):
        if name not in api.parameters:
            return f"{name} is known to CloudFormation alone"
        kind = api.parameters[name].get("Type")
        if kind not in _TYPES:
            return f"the parameter {name} is of the type {kind}"
    return None


def _rest_api_id(api: DeclaredApi) -> dict[str, Any]:
    default = {"default": api.name} if api.format == "listing" and re.fullmatch("[a-z0-9]{10}", api.name) else {}
    return {"type": "string", **default, "description": f"Id of the REST API {without_tokens(api.name)}"}


def _declaration(parameter: Mapping[str, Any]) -> dict[str, Any]:
    """A variable; what it says of itself is no template (measured)."""
    default, description = text_of(parameter.get("Default")), text_of(parameter.get("Description"))
    is_number = parameter.get("Type") == "Number" and (default is None or _NUMBER.fullmatch(default))
    found: dict[str, Any] = {"type": "number" if is_number else "string"}
    if default is not None:
        found["default"] = int(default) if is_number else default
    if description is not None:
        found["description"] = description
    return {**found, "sensitive": True} if is_secret(parameter) else found


def _resource(entry: Customization, rest_api_id: str, variables: Mapping[str, str]) -> dict[str, Any]:
    found = {
        "rest_api_id": f"${{var.{rest_api_id}}}",
        "response_type": str(entry.response_type),
        "status_code": _template(entry.status_code or "", variables),
        "response_parameters": _templates(entry.response_parameters, variables),
        "response_templates": _templates(entry.templates, variables),
    }
    return {name: value for name, value in found.items() if value}


def _templates(texts: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, str]:
    """Names are templates too (measured)."""
    return {_template(name, {}): _template(text, variables) for name, text in texts.items()}


def _template(text: str, variables: Mapping[str, str]) -> str:
    """A text as a template of Terraform, in which its `${Token[NAME]}` are variables."""
    pieces = TOKEN.split(text)
    return "".join(
        f"${{var.{variables[piece]}}}" if number % 2 else _literal(piece, is_before_value=number + 1 < len(pieces))
        for number, piece in enumerate(pieces)
    )


def _literal(text: str, *, is_before_value: bool) -> str:
    r"""Text in a template: `$${` is `${` there, and `%%{` is `%{` (Terraform language, Strings and Templates).

    Dollar signs right before a value would escape that, a carriage return alone would make text of all values behind
    it, and a byte order mark would get lost: these are values themselves (measured).
    """
    escaped = text.replace("${", "$${").replace("%{", "%%{")
    return (_MISREAD_BEFORE_VALUE if is_before_value else _MISREAD).sub(_quoted, escaped)


def _quoted(found: re.Match[str]) -> str:
    """Text as a value in a template."""
    return f'${{"{"".join(_SPELLED.get(character, character) for character in found[0])}"}}'


def _composed(api: DeclaredApi, entry: Customization) -> Iterator[Loss]:
    """Texts whose characters Terraform composes (NFC; measured)."""
    for part, value in parts_of(entry).items():
        if not is_normalized("NFC", str(value)):
            message = "Terraform composes its characters (Unicode NFC), so other bytes are sent"
            yield Loss(message, "compose them in the source", f"{api.name} {entry.response_type} {part}")
