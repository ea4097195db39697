"""Gateway responses in an OpenAPI document: its `x-amazon-apigateway-gateway-responses`, both ways."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem, attempt, raise_all
from constructs_gw.intrinsics import is_function
from constructs_gw.mapping import MappingValue

EXTENSION = "x-amazon-apigateway-gateway-responses"
"""The member of a document's root that API Gateway reads; REST APIs only (developer guide, OpenAPI extensions)."""

ANY_METHOD = "x-amazon-apigateway-any-method"
INTEGRATION = "x-amazon-apigateway-integration"
VALIDATOR = "x-amazon-apigateway-request-validator"
VALIDATORS = "x-amazon-apigateway-request-validators"
"""The other members that matter to errors (developer guide, OpenAPI extensions)."""

MEMBERS = ("statusCode", "responseParameters", "responseTemplates")
"""The members of an entry (developer guide, x-amazon-apigateway-gateway-responses.gatewayResponse)."""

PROPERTIES = ("StatusCode", "ResponseParameters", "ResponseTemplates")
"""The same in CloudFormation and SAM."""


def _plain(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def read_responses(document: Mapping[str, Any], *, text: Callable[[Any], str] = _plain) -> CustomizationSet:
    """The customizations that a document declares.

    `text` turns a value into text where the document may hold more, such as CloudFormation's intrinsic functions.
    Raises GatewayResponseError for what API Gateway would reject.
    """
    problems: list[Problem] = []
    entries = [attempt(problems, read) for read in read_each(document, text=text).values()]
    raise_all(problems)
    return CustomizationSet(entry for entry in entries if entry is not None)


def read_each(document: Mapping[str, Any], *, text: Callable[[Any], str]) -> dict[str, Callable[[], Customization]]:
    """What reads each entry of a document, by its name, and raises GatewayResponseError for that entry alone.

    Raises GatewayResponseError itself where the entries as a whole are none.
    """
    raw = document.get(EXTENSION) or {}
    if not isinstance(raw, Mapping):
        raise GatewayResponseError(Problem(f"{EXTENSION} is no object", "write {TYPE: {statusCode: ...}}"))
    _refuse_function(raw, EXTENSION)
    return {str(name): partial(_read, str(name), entry, text) for name, entry in raw.items()}


def _read(name: str, entry: Any, text: Callable[[Any], str]) -> Customization:
    at = f"{EXTENSION}.{name}"
    if not isinstance(entry, Mapping):
        raise GatewayResponseError(Problem(f"{entry!r} is no object", "write {statusCode: ...}", at))
    _refuse_function(entry, at)
    status = entry.get("statusCode")
    try:
        return Customization.parse(
            name,
            status_code=None if status is None else text(status),
            response_parameters=_texts(entry.get("responseParameters"), text),
            response_templates=_texts(entry.get("responseTemplates"), text),
        )
    except GatewayResponseError as error:
        raise error.at(at) from None


def _texts(values: Any, text: Callable[[Any], str]) -> dict[str, str]:
    if values is not None and not isinstance(values, Mapping):
        raise GatewayResponseError(Problem(f"{values!r} is no object", "write {name: value}"))
    _refuse_function(values or {})
    return {str(key): text(value) for key, value in (values or {}).items()}


def _refuse_function(members: Mapping[str, Any], at: str = "") -> None:
    """Nothing can be added next to a function: it has to be the only member."""
    function = next(filter(is_function, members), None)
    if function:
        message = f"made by {function} at deployment, so nothing can be added to it here"
        raise GatewayResponseError(Problem(message, "write its members out; a single value may be a function", at))


class ContradictionError(GatewayResponseError):
    """Raised for customizations that a document has already, with other values."""


def merge_responses(
    document: Mapping[str, Any], customizations: CustomizationSet, *, text: Callable[[Any], str] = _plain
) -> dict[str, Any]:
    """The document with the customizations in it as well; everything that is there stays as it is written.

    Raises ContradictionError naming each part that the document says differently, and GatewayResponseError for what
    API Gateway would reject in the document.
    """
    existing = read_responses(document, text=text)
    problems = [
        Problem(f"{kind} has {part} already, with another value", "keep one of the two", EXTENSION)
        for kind, entry in existing.items()
        if kind in customizations
        for part in _contradictions(entry, customizations[kind])
    ]
    if problems:
        raise ContradictionError(*problems)
    raw = document.get(EXTENSION) or {}
    added = {kind.value: _add(raw.get(kind.value) or {}, entry) for kind, entry in customizations.items()}
    return {**document, EXTENSION: {**raw, **added}}


def _contradictions(there: Customization, wanted: Customization) -> list[str]:
    found = ["a status code"] if there.status_code and wanted.status_code not in (None, there.status_code) else []
    values = {name.casefold(): value for name, value in wanted.headers.items()}
    found += [
        f"header {name}"
        for name, value in there.headers.items()
        if values.get(name.casefold(), value) != value and not _is_wider_vary(name, value, values[name.casefold()])
    ]
    return found + (["a body"] if there.templates and wanted.templates not in ({}, there.templates) else [])


def _is_wider_vary(name: str, there: MappingValue, wanted: MappingValue) -> bool:
    """Whether another preset's part only adds names to the document's `Vary`, which lists several."""
    names, wider = ([n.strip().casefold() for n in value.text.split(",")] for value in (there, wanted))
    return name.casefold() == "vary" and there.is_static and wanted.is_static and {*names} <= {*wider}


def _add(raw: Mapping[str, Any], entry: Customization) -> dict[str, Any]:
    """An entry of the document with what it lacks of a customization."""
    there = raw.get("responseParameters") or {}
    names = {key.casefold(): key for key in there}
    parameters = {
        names.get(key.casefold(), key): value
        for key, value in entry.response_parameters.items()
        if key.casefold() not in names or key.casefold() == "gatewayresponse.header.vary"
    }
    made = {
        "statusCode": entry.status_code if raw.get("statusCode") is None else raw["statusCode"],
        "responseParameters": {**there, **parameters},
        "responseTemplates": raw.get("responseTemplates") or dict(entry.templates),
    }
    return {**raw, **{name: value for name, value in made.items() if value}}
