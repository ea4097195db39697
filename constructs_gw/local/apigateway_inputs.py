"""What a request to the control plane carries, checked for its form as the service's own deserializer does."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from constructs_gw.local.apigateway_errors import ApiGatewayError, bad_request, no_api, serialization
from constructs_gw.local.live_apis import LiveApi, LiveApis

MAX_BODY = 1024 * 1024
"""In bytes: what this server takes. AWS's own limit is undetermined."""

_JSON_MEDIA_TYPE = re.compile(r"application/(?:json|x-amz-json-1\.[01]|[a-z0-9.+-]+\+json)", re.IGNORECASE)
_JAVA_CLASSES: Mapping[Any, str] = {
    bool: "java.lang.Boolean",
    int: "com.amazon.coral.value.json.numbers.TruncatingBigNumber",
    float: "com.amazon.coral.value.json.numbers.TruncatingBigNumber",
}
"""Recorded: test_put_integration_request_parameter_bool_type, test_integration_response_invalid_responsetemplates."""


@dataclass(frozen=True, slots=True)
class Input:
    """The input of an operation."""

    apis: LiveApis
    path: Mapping[str, str]
    """Path parameters by name, such as `restapi_id`."""
    query: Mapping[str, str] = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    accept: str = ""
    """The media type that the answer is wanted in."""

    @property
    def api(self) -> LiveApi:
        """The API that the path names."""
        found = self.apis.get(self.path["restapi_id"])
        if found is None:
            raise no_api(self.path["restapi_id"])
        return found


def read_body(content: bytes, content_type: str) -> Mapping[str, Any]:
    """The members of a request's body; none for an empty body.

    AWS's words about malformed JSON and other media types are undetermined.
    """
    if not content.strip():
        return {}
    media_type = content_type.partition(";")[0].strip()
    if media_type and not _JSON_MEDIA_TYPE.fullmatch(media_type):
        message = f"content type {media_type!r} is not taken"
        raise ApiGatewayError("UnsupportedMediaTypeException", message, "send Content-Type: application/json")
    try:
        body = json.loads(content.decode())
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise serialization(f"the body is not JSON: {reason}") from None
    return _structure(body) or {}


def text(body: Mapping[str, Any], name: str) -> str | None:
    """A member that is text; None if it is absent or null."""
    return _text(body.get(name))


def texts(body: Mapping[str, Any], name: str) -> dict[str, str]:
    """A member that maps text to text; empty if it is absent or null.

    A null value has the error that is recorded for UpdateGatewayResponse (inferred here).
    """
    found = {_text(key) or "": _text(value) for key, value in (_structure(body.get(name)) or {}).items()}
    if None in found.values():
        raise bad_request(f"Invalid null or empty value in {name}")
    return {key: value for key, value in found.items() if value is not None}


def structures(body: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """A member that is a list of structures; empty if it is absent or null."""
    found = body.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise serialization(_MISPLACED.get(type(found), "Expected list or null"))
    return [_structure(each) or {} for each in found]


_MISPLACED: Mapping[Any, str] = {
    list: "Start of list found where not expected",
    dict: "Start of structure or map found where not expected.",
}
"""What the deserializer of AWS's services says, as dynalite observed it on Amazon DynamoDB; inferred here."""


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if not isinstance(value, str):
        java = _JAVA_CLASSES.get(type(value), "")
        raise serialization(_MISPLACED.get(type(value), f"class {java} can not be converted to an String"))
    if not value.isascii() and any("\ud800" <= character <= "\udfff" for character in value):
        raise serialization("half of a surrogate pair is no text")  # undetermined: no answer could be encoded with it
    return value


def _structure(value: Any) -> Mapping[str, Any] | None:
    if value is None or isinstance(value, dict):
        return value
    raise serialization(_MISPLACED.get(type(value), "Expected map or null"))
