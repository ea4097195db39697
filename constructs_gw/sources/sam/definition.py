"""What SAM makes of the properties of an API: its gateway responses and its answers to preflight requests.

All of it as aws-sam-translator 1.115.0 does it, in model/api/api_generator and swagger (observed; a test compares).
"""

from collections.abc import Iterable, Mapping
from typing import Any

from constructs_gw.openapi import ANY_METHOD, INTEGRATION, MEMBERS, PROPERTIES
from constructs_gw.parts import TRANSFORM
from constructs_gw.places import Path
from constructs_gw.source import SourceMap
from constructs_gw.sources.sam.globals import is_members
from constructs_gw.template import as_mapping, text_of

NO_VALUE = {"Ref": "AWS::NoValue"}

_ALL_METHODS = frozenset(("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"))

TARGETS = {"Headers": "header", "Paths": "path", "QueryStrings": "querystring"}
"""The members of ResponseParameters, with what they are in the keys of a definition."""

_MEMBERS = dict(zip(PROPERTIES, MEMBERS, strict=True))


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
    others = _others(given, TARGETS) or any(not isinstance(values, dict) for values in given.values())
    found: dict[str, Any] = {TRANSFORM: others} if others else {}
    for member, target in TARGETS.items():
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
    return {path: _answered(item, cors) for path, item in paths.items()}


def _answered(item: Any, cors: Any) -> Any:
    """A path, in each way that a condition leads, with an answer to preflight."""
    match item:
        case {"Fn::If": [condition, *ways]}:
            return {"Fn::If": [condition, *(way if way == NO_VALUE else _answered(way, cors) for way in ways)]}
        case dict() if "options" not in item:
            return {**item, "options": _preflight(cors, item)}
    return item


def _methods(item: Mapping[str, Any]) -> str:
    """The methods of a path, as the answer to preflight lists them where nobody else does."""
    names = _ALL_METHODS if ANY_METHOD in item else {*map(str.upper, map(str, item)), "OPTIONS"}
    return f"'{','.join(sorted(names))}'"


def _preflight(cors: Any, item: Mapping[str, Any]) -> dict[str, Any]:
    given = cors if is_members(cors) else {"AllowOrigin": cors}
    headers = {
        "Allow-Origin": given.get("AllowOrigin", "'*'"),
        "Allow-Headers": given.get("AllowHeaders") or None,
        "Allow-Methods": given.get("AllowMethods") or _methods(item),
        "Max-Age": given.get("MaxAge"),
        "Allow-Credentials": "'true'" if given.get("AllowCredentials") is True else None,
    }
    parameters = {
        f"method.response.header.Access-Control-{name}": value for name, value in headers.items() if value is not None
    }
    templates = {"responseTemplates": {"application/json": "{}\n"}}
    responses = {"default": {"statusCode": "200", "responseParameters": parameters, **templates}}
    requests = {"application/json": '{\n  "statusCode" : 200\n}\n'}
    return {INTEGRATION: {"type": "mock", "requestTemplates": requests, "responses": responses}}
