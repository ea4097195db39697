"""What a format can say of customizations; the rest has its parameters' defaults or is left out, and is a loss."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeAlias

from constructs_gw.convert.customization_parts import STATUS, Part, Value, of_parts, parts_of
from constructs_gw.convert.declared import DeclaredApi, Loss, known_default
from constructs_gw.customization import STATUS_CODE, Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, listed
from constructs_gw.mapping import MappingValue
from constructs_gw.tokens import TOKEN, has_token

WhyNot: TypeAlias = Callable[[DeclaredApi, Part, str], str | None]
"""Why a format cannot say the text of a part, in a few words; None where it can."""


_DEFINITION = (
    "the responses of {} are in an OpenAPI definition, whose next import would remove those that are resources: "
    "use them only once the definition is without any, and imported no more"
)
"""Observed: aws-cdk#28652, serverless-application-model#390; see docs/how-to/adoption.md."""


def definition_notes(apis: Iterable[DeclaredApi]) -> tuple[str, ...]:
    """What to know where responses of a definition become resources."""
    names = [api.name for api in apis if api.is_in_definition]
    return (_DEFINITION.format(listed(names)),) if names else ()


def sayable(api: DeclaredApi, why_not: WhyNot) -> tuple[CustomizationSet, list[Loss]]:
    """The customizations of an API as a format can say them, and what that loses."""
    losses: list[Loss] = []
    entries = [_entry(api, entry, why_not, losses) for entry in api.customizations.values()]
    return CustomizationSet(entries), losses


def _entry(api: DeclaredApi, entry: Customization, why_not: WhyNot, losses: list[Loss]) -> Customization:
    parts: dict[Part, Value] = {}
    for part, value in parts_of(entry).items():
        said, lost = _said(api, part, value, why_not)
        if lost:
            losses.append(Loss(*lost, f"{api.name} {entry.response_type} {part}"))
        if said is not None:
            parts[part] = said
    return of_parts(entry.response_type, parts)


def _said(api: DeclaredApi, part: Part, value: Value, why_not: WhyNot) -> tuple[Value | None, tuple[str, str] | None]:
    """What is written of a part, and what that loses."""
    if has_token(part.name):
        return None, ("left out: its name is known only at deployment", "write the name itself")
    if (reason := why_not(api, part, str(value))) is None:
        return value, None
    filled = _filled(part, value, api.parameters)
    if filled is not None and why_not(api, part, str(filled)) is None:
        return filled, (f"written with the defaults of its parameters: {reason}", "check the value")
    return None, (f"left out: {reason}", "write the value itself")


def _filled(part: Part, value: Value, parameters: Mapping[str, Mapping[str, Any]]) -> Value | None:
    """A part in which parameters have their defaults; None where that is no value of it."""
    text = TOKEN.sub(lambda token: _default(parameters, token), str(value))
    if text == str(value) or (part == STATUS and not STATUS_CODE.fullmatch(text)):
        return None
    try:
        return MappingValue.parse(text) if isinstance(value, MappingValue) else text
    except GatewayResponseError:
        return None


def _default(parameters: Mapping[str, Mapping[str, Any]], token: Any) -> str:
    default = known_default(parameters.get(token[1], {}))
    return str(token[0]) if default is None or has_token(default) else default
