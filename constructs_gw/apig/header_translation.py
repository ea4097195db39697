"""Response headers of API Gateway as headers of APIG."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from constructs_gw.apig.body_translation import deployment_value, literal_variable, shortened, translate_variable
from constructs_gw.apig.context_variables import find_variable
from constructs_gw.apig.diagnostics import Loss
from constructs_gw.apig.error_response import REQUEST_ID_HEADER, headers_problems
from constructs_gw.mapping import MappingSource, MappingValue
from constructs_gw.response_template import JSON_MEDIA_TYPE
from constructs_gw.template_variables import Variable
from constructs_gw.tokens import has_token

OWN_NAMES: Mapping[str, str | None] = {
    "x-amz-apigw-id": None,
    "x-amzn-errortype": None,
    "x-amzn-requestid": REQUEST_ID_HEADER,
}
"""The headers of API Gateway itself, and which of APIG says the same."""

_REQUEST_IDS = ("extendedRequestId", "requestId")
_LOOKALIKE = re.compile(r"\$\{?context\.([\w.-]*\w)")


@dataclass(frozen=True, slots=True)
class HeaderTranslation:
    """Headers for APIG in order; those that it cannot have are left out."""

    headers: tuple[tuple[str, str], ...]
    losses: tuple[Loss, ...] = ()


def translate_headers(headers: Mapping[str, MappingValue], media_type: str) -> HeaderTranslation:
    """The headers of a customization as APIG spells them, and the Content-Type that its body asks for."""
    losses: list[Loss] = []
    values = {name: _value(name, value, losses) for name, value in headers.items()}
    written = [(name, value) for name, value in values.items() if value is not None]
    names = {name.casefold() for name, _ in written}
    if media_type.partition(";")[0].strip().casefold() != JSON_MEDIA_TYPE and "content-type" not in names:
        written.append(("Content-Type", media_type))
    losses += [Loss.of("apig-header-limit", each.message, each.fix) for each in headers_problems(written)]
    losses += [_second_request_id(name) for name, _ in written if name.casefold() == REQUEST_ID_HEADER.casefold()]
    losses += [_content_type(value) for name, value in written if name.casefold() == "content-type"]
    return HeaderTranslation(tuple(written), tuple(losses))


def _value(name: str, value: MappingValue, losses: list[Loss]) -> str | None:
    if has_token(value.text):
        losses.append(deployment_value(f"header {name}"))
        return None
    if value.is_static:
        return _static(name, value.text, losses)
    if value.source is MappingSource.CONTEXT_VARIABLE:
        return _variable(name, value.text, losses)
    losses.append(_request_value(name, value))
    return None


def _static(name: str, text: str, losses: list[Loss]) -> str | None:
    if any(find_variable(each) for each in _LOOKALIKE.findall(text)):
        losses.append(literal_variable(text))
        return None
    if name.casefold() != "access-control-expose-headers":
        return text
    exposed = ", ".join(_exposed(text.split(",")))
    if exposed != ", ".join(each.strip() for each in text.split(",")):
        losses.append(_exposed_names(text, exposed))
    return exposed or None


def _exposed(names: Iterable[str]) -> Iterator[str]:
    """The same names with APIG's in place of API Gateway's own, each once."""
    known = (OWN_NAMES.get(name.strip().casefold(), name.strip()) for name in names)
    yield from {name.casefold(): name for name in known if name}.values()


def _variable(name: str, variable: str, losses: list[Loss]) -> str | None:
    if name.casefold() == REQUEST_ID_HEADER.casefold() and variable in _REQUEST_IDS:
        losses.append(_own_request_id(name))
        return None
    found, lost = translate_variable(Variable(f"context.{variable}", f"$context.{variable}"))
    losses += lost
    if found and variable == "error.messageString":
        losses.append(_without_quotes(name))
    return found.spelling if found else None


def _content_type(value: str) -> Loss:
    message = f"Content-Type: {value} goes as a header of its own; whether APIG answers with it is not documented"
    return Loss.of("apig-problem-json", message, "look at one answer, or use application/json")


def _request_value(name: str, value: MappingValue) -> Loss:
    message = f"header {name} has the value of {value}, which APIG cannot answer with: it is left out"
    is_origin = name.casefold() == "access-control-allow-origin"
    fix = 'name the one origin that may read answers, or "*"' if is_origin else "give it plain text"
    return Loss.of("apig-request-value", message, fix)


def _without_quotes(name: str) -> Loss:
    message = f"header {name} has the message without the quotes that API Gateway puts around it"
    return Loss.of("apig-other-vocabulary", message, "use error.message on both clouds")


def _own_request_id(name: str) -> Loss:
    message = f"header {name} is left out: APIG adds it with its own request ID"
    return Loss.of("apig-own-headers", message, "nothing: clients get it")


def _second_request_id(name: str) -> Loss:
    message = f"APIG adds {name} with its own request ID; which of the two a client gets is not documented"
    return Loss.of("apig-own-headers", message, "give the header another name, or leave it out")


def _exposed_names(text: str, exposed: str) -> Loss:
    change = f"{shortened(text)!r} becomes {shortened(exposed)!r}"
    message = f"Access-Control-Expose-Headers names headers of API Gateway: {change}"
    return Loss.of("apig-own-headers", message, f"read {REQUEST_ID_HEADER} in scripts")
