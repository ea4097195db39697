"""What a format can say of customizations; the rest has its parameters' defaults or is left out, and is a loss."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from constructs_gw.convert.declared import DeclaredApi, Loss
from constructs_gw.customization import STATUS_CODE, Customization, checked_customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.mapping import MappingValue
from constructs_gw.template import text_of
from constructs_gw.tokens import TOKEN, has_token

STATUS_PART, HEADERS, TEMPLATES = "status_code", "headers", "templates"


class Part(NamedTuple):
    """One text of a customization."""

    kind: str
    """STATUS_PART, HEADERS or TEMPLATES."""
    name: str
    """Of the header, or the media type."""
    text: str

    def __str__(self) -> str:
        return f"{self.kind}.{self.name}" if self.name else self.kind


WhyNot: TypeAlias = Callable[[DeclaredApi, Part], str | None]
"""Why a format cannot say a part, in a few words; None where it can."""


def customized(apis: Sequence[DeclaredApi]) -> list[DeclaredApi]:
    """The APIs that have something to write; raises GatewayResponseError where none has."""
    found = [api for api in apis if api.customizations]
    if not found:
        fix = "give a source that customizes some"
        raise GatewayResponseError(Problem("there are no gateway responses to convert", fix))
    return found


def sayable(api: DeclaredApi, why_not: WhyNot) -> tuple[CustomizationSet, list[Loss]]:
    """The customizations of an API as a format can say them, and what that loses."""
    losses: list[Loss] = []
    entries = [_entry(api, entry, why_not, losses) for entry in api.customizations.values()]
    return CustomizationSet(entries), losses


def _entry(api: DeclaredApi, entry: Customization, why_not: WhyNot, losses: list[Loss]) -> Customization:
    said: dict[tuple[str, str], str] = {}
    for part in parts_of(entry):
        text, loss = _said(api, part, why_not)
        if loss:
            losses.append(Loss(loss.message, loss.fix, f"{api.name} {entry.response_type} {part}"))
        if text is not None:
            said[part.kind, part.name] = text
    headers = {
        name: value if said[HEADERS, name] == str(value) else MappingValue.parse(said[HEADERS, name])
        for name, value in entry.headers.items()
        if (HEADERS, name) in said
    }
    templates = {name: said[TEMPLATES, name] for name in entry.templates if (TEMPLATES, name) in said}
    return checked_customization(entry.response_type, said.get((STATUS_PART, "")), headers, templates)


def parts_of(entry: Customization) -> Iterator[Part]:
    """The texts of a customization, as API Gateway spells them."""
    if entry.status_code:
        yield Part(STATUS_PART, "", entry.status_code)
    yield from (Part(HEADERS, name, str(value)) for name, value in entry.headers.items())
    yield from (Part(TEMPLATES, name, body) for name, body in entry.templates.items())


def _said(api: DeclaredApi, part: Part, why_not: WhyNot) -> tuple[str | None, Loss | None]:
    """What is written of a part, and what that loses."""
    if has_token(part.name):
        return None, Loss("left out, since its name is known only at deployment", "write the name itself")
    if (reason := why_not(api, part)) is None:
        return part.text, None
    text = _with_defaults(part.text, api.parameters)
    if text != part.text and why_not(api, part._replace(text=text)) is None and _is_valid(part.kind, text):
        return text, Loss(f"written with the defaults of its parameters, since {reason}", "check the value")
    return None, Loss(f"left out, since {reason}", "write the value itself")


def _is_valid(kind: str, text: str) -> bool:
    if kind == STATUS_PART:
        return STATUS_CODE.fullmatch(text) is not None
    try:
        return kind != HEADERS or MappingValue.parse(text) is not None
    except GatewayResponseError:
        return False


def _with_defaults(text: str, parameters: Mapping[str, Mapping[str, Any]]) -> str:
    """A text in which parameters that have a default have that."""
    return TOKEN.sub(lambda token: token[0] if (found := default_of(parameters, token[1])) is None else found, text)


def default_of(parameters: Mapping[str, Mapping[str, Any]], name: str) -> str | None:
    """The text that a parameter has unless told otherwise; None for a secret, a list or what is looked up."""
    parameter = parameters.get(name, {})
    is_plain = parameter.get("Type") in ("String", "Number") and "NoEcho" not in parameter
    return text_of(parameter.get("Default")) if is_plain else None
