"""What SAM makes of the properties of an API: its gateway responses and its answers to preflight requests.

All of it as aws-sam-translator 1.115.0 does it, in model/api/api_generator and swagger (observed; a test compares).
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from constructs_gw.openapi import MEMBERS, PROPERTIES
from constructs_gw.parts import TRANSFORM
from constructs_gw.places import Path
from constructs_gw.source import SourceMap
from constructs_gw.sources.sam.globals import is_members
from constructs_gw.template import as_mapping, text_of

NO_VALUE = {"Ref": "AWS::NoValue"}

_TARGETS = {"Headers": "header", "Paths": "path", "QueryStrings": "querystring"}
_MEMBERS = dict(zip(PROPERTIES, MEMBERS, strict=True))
_CORS = ("AllowOrigin", "AllowHeaders", "AllowMethods", "MaxAge", "AllowCredentials")


def is_inline(definition: Any) -> bool:
    """Whether SAM adds to a definition; CloudFormation includes what `Fn::Transform` names before SAM sees it.

    That the macro that is nested deepest is the first: CloudFormation User Guide, template-macros (documented).
    """
    return isinstance(definition, dict) and (TRANSFORM in definition or isinstance(definition.get("paths"), dict))


def responses(given: Mapping[str, Any], made: Path, source: Path, written: SourceMap) -> dict[str, Any]:
    """What the gateway responses of an API are in its definition."""
    found: dict[str, Any] = {}
    for name, entry in given.items():
        if name == TRANSFORM:
            found[name] = entry
        elif is_members(entry) or TRANSFORM in as_mapping(entry):
            found[name] = _response(entry, (*made, name), (*source, name), written)
    return found


def _response(given: Mapping[str, Any], made: Path, source: Path, written: SourceMap) -> dict[str, Any]:
    written.put(made, source)
    for name, member in _MEMBERS.items():
        written.put((*made, member), (*source, name))
    status, parameters = given.get("StatusCode"), as_mapping(given.get("ResponseParameters"))
    at, place = (*made, "responseParameters"), (*source, "ResponseParameters")
    found = {
        TRANSFORM: _others(given, _MEMBERS),
        "statusCode": text_of(status) if text_of(status) is not None else status,  # SAM makes text of a number
        "responseParameters": _parameters(parameters, at, place, written),
        "responseTemplates": given.get("ResponseTemplates"),
    }
    return {name: value for name, value in found.items() if value not in (None, "", {}, [])}


def _parameters(given: Mapping[str, Any], made: Path, source: Path, written: SourceMap) -> dict[str, Any]:
    """The parameters under their prefixed keys."""
    written.put(made, (*source, "Headers"), prefix="gatewayresponse.header.")
    others = _others(given, _TARGETS) or any(not isinstance(values, dict) for values in given.values())
    found: dict[str, Any] = {TRANSFORM: others} if others else {}
    for member, target in _TARGETS.items():
        for name, value in as_mapping(given.get(member)).items():
            key = name if name == TRANSFORM else f"gatewayresponse.{target}.{name}"
            found[key] = value
            if member != "Headers":
                written.put((*made, key), (*source, member, name))
    return found


def _others(members: Mapping[str, Any], known: Iterable[str]) -> dict[str, Any]:
    """What a mapping has besides: members to include, or what SAM refuses, so that nothing is said to be missing."""
    return {name: value for name, value in members.items() if name not in known}


def with_preflight(paths: Mapping[str, Any], cors: Any) -> dict[str, Any]:
    """The paths with an answer to preflight where they have none."""
    answer = _preflight(cors)
    return {path: _answered(item, answer) for path, item in paths.items()}


def _answered(item: Any, answer: Mapping[str, Any]) -> Any:
    """A path, in each way that a condition leads, with an answer to preflight."""
    match item:
        case {"Fn::If": [condition, *ways]}:
            return {"Fn::If": [condition, *(way if way == NO_VALUE else _answered(way, answer) for way in ways)]}
        case dict() if "options" not in item:
            return {**item, "options": answer}
    return item


def _preflight(cors: Any) -> dict[str, Any]:
    given = cors if is_members(cors) else {"AllowOrigin": cors}
    headers = {
        "Allow-Origin": given.get("AllowOrigin", "'*'"),
        "Allow-Headers": given.get("AllowHeaders"),
        "Allow-Methods": given.get("AllowMethods"),
        "Max-Age": given.get("MaxAge"),
        "Allow-Credentials": "'true'" if given.get("AllowCredentials") is True else None,
    }
    parameters = {
        f"method.response.header.Access-Control-{name}": value for name, value in headers.items() if value is not None
    }
    answer = {"statusCode": "200", "responseParameters": parameters}
    return {"x-amazon-apigateway-integration": {"type": "mock", "responses": {"default": answer}}}


def refused(properties: Mapping[str, Any], definition: Any) -> Iterator[tuple[Path, str]]:
    """What SAM refuses and no rule tells of, by its path in the properties of an API, each with what to write instead.

    SAM refuses more than that: this is what would pass for sound here, as it is left out.
    """
    for name in ("GatewayResponses", "Cors"):
        if properties.get(name) and not is_inline(definition):
            yield (name,), "give the API a DefinitionBody that has paths"
    if properties.get("DefinitionBody") and properties.get("DefinitionUri"):
        yield ("DefinitionUri",), "give either DefinitionBody or DefinitionUri"
    yield from _refused_cors(properties.get("Cors"))
    given = properties.get("GatewayResponses")
    if given and not isinstance(given, dict):
        yield ("GatewayResponses",), "write {TYPE: {StatusCode: ...}}"
    for kind, entry in as_mapping(given).items():
        at = ("GatewayResponses", str(kind))
        if kind == TRANSFORM or TRANSFORM in as_mapping(entry):
            continue
        if not is_members(entry):
            yield at, f"write its members: {', '.join(_MEMBERS)}"
            continue
        yield from _unknown(entry, _MEMBERS, at)
        parameters = entry.get("ResponseParameters")
        yield from _unknown(parameters, _TARGETS, (*at, "ResponseParameters"))
        if parameters and not isinstance(parameters, dict):
            yield (*at, "ResponseParameters"), "write {Headers: {NAME: ...}}"
        for name, values in as_mapping(parameters).items():
            if name in _TARGETS and not isinstance(values, dict):
                yield (*at, "ResponseParameters", name), "write names and their values, or leave it out"
        if isinstance(entry.get("StatusCode"), dict):
            yield (*at, "StatusCode"), 'write the status itself, such as "404"'


def _refused_cors(cors: Any) -> Iterator[tuple[Path, str]]:
    if is_members(cors):
        yield from _unknown(cors, _CORS, ("Cors",))
    elif cors and not isinstance(cors, str | dict):
        yield ("Cors",), "write {AllowOrigin: ...}"


def _unknown(members: Any, known: Iterable[str], at: Path) -> Iterator[tuple[Path, str]]:
    for name in as_mapping(members):
        if name not in known and name != TRANSFORM:
            yield (*at, name), f"write one of {', '.join(known)}"
