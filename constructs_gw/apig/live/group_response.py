"""A gateway response of an API group as a gateway whose error types can be listed, read, written and reset."""

from collections import Counter
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.live.client import NOT_UNDERSTOOD, GroupClient, check_name, is_id
from constructs_gw.apig.live.errors import ApigRequestError
from constructs_gw.gateway_response import json_in_one_spelling

DEFAULT = "default"
"""Names the group's own response, which every group has (documented); it is never renamed or deleted here."""


class GroupResponseGateway:
    """The error types of one gateway response; a named response that is missing is created by the first write.

    The control plane answers with what was put at once (inferred: the answer to a PUT has it, documented), so what is
    written is read back without a pause; that clients see it after 5 to 10 seconds only (documented) is said to users.
    """

    def __init__(
        self,
        client: GroupClient,
        response_id: str | None,
        *,
        name: str = DEFAULT,
        declared: Mapping[str, ErrorResponse | None] = MappingProxyType({}),
    ) -> None:
        """Without an id the response is yet to be created under its name.

        `declared` is what is to be there. A declared response that is the very one that APIG has by itself counts as a
        customization that is there: APIG may answer `"default": true` to a PUT of it (documented, by an example).
        """
        self._client, self._id, self.name, self._declared = client, response_id, name, declared

    @classmethod
    def of(
        cls,
        client: GroupClient,
        name: str = DEFAULT,
        declared: Mapping[str, ErrorResponse | None] = MappingProxyType({}),
    ) -> "GroupResponseGateway":
        """The response of a name, which need not be there."""
        return cls(client, find_response(client, name), name=name, declared=declared)

    def expecting(self, declared: Mapping[str, ErrorResponse | None]) -> "GroupResponseGateway":
        """The same response, with what is to be there."""
        return GroupResponseGateway(self._client, self._id, name=self.name, declared=declared)

    @property
    def response_id(self) -> str | None:
        """None for a response that is yet to be created."""
        return self._id

    @property
    def offered(self) -> tuple[str, ...]:
        """The error types that this gateway has: those of the response, or of the group's own one."""
        return tuple(self.items())

    def items(self) -> Mapping[str, dict[str, Any]]:
        """What is answered for each error type, as APIG's API spells it; `default` says that it is APIG's own."""
        found = self._id or find_response(self._client, DEFAULT)
        if found is None:
            raise ApigRequestError(404, "", "the group has no default response", operation="ListGatewayResponsesV2")
        items = _items(self._client.show_response(found).get("responses"))
        return items if self._id else {kind: {**item, "default": True} for kind, item in items.items()}

    def list(self) -> Mapping[str, ErrorResponse]:
        """The error types that are modified."""
        items = self.items() if self._id else {}
        found = {kind: self._customized(kind, item) for kind, item in items.items()}
        return {kind: response for kind, response in found.items() if response is not None}

    def get(self, error_type: str) -> ErrorResponse | None:
        """The response of a type; None for APIG's own."""
        if self._id is None:
            return None
        items = _items(self._client.show_type(self._id, error_type))
        if error_type not in items:
            raise _not_understood("ShowDetailsOfGatewayResponseTypeV2")
        return self._customized(error_type, items[error_type])

    def put(self, error_type: str, response: ErrorResponse) -> None:
        """Modify a type, in place of all that it has."""
        if self._id is None:
            self._id = _created(self._client, self.name)
        self._client.update_type(self._id, error_type, response.data)

    def delete(self, error_type: str) -> None:
        """Give a type APIG's own response."""
        if self._id is not None:
            self._client.delete_type(self._id, error_type)

    def parts(self, error_type: str, response: ErrorResponse) -> Mapping[str, str]:
        """A response part by part: the body in one spelling, header names in lower case."""
        status = {} if response.status is None else {"status": str(response.status)}
        return {**status, "body": json_in_one_spelling(response.body), **_header_parts(response.headers)}

    def is_fallback(self, error_type: str) -> bool:
        """No type stands in for another: DEFAULT_4XX is for errors without a type (inferred, from the documents)."""
        return False

    def _customized(self, error_type: str, item: Mapping[str, Any]) -> ErrorResponse | None:
        response = ErrorResponse.read(item)
        if item.get("default") is not True:
            return response
        declared = self._declared.get(error_type)
        if declared is None or self.parts(error_type, declared) != self.parts(error_type, response):
            return None
        return response


def find_response(client: GroupClient, name: str) -> str | None:
    """The id of a group's response; `default` is the group's own, by its flag. None where there is none."""
    check_name(name)
    for response in client.list_responses():
        if response.get("default") is True if name == DEFAULT else response["name"] == name:
            return _id(response, "ListGatewayResponsesV2")
    return None


def _created(client: GroupClient, name: str) -> str:
    """The id of a new response; one whose creation was not answered may be there all the same."""
    try:
        return _id(client.create_response(name), "CreateGatewayResponseV2")
    except ApigRequestError as error:
        found = find_response(client, name) if error.is_unanswered else None
        if found is None:
            raise
        return found


def _id(response: Mapping[str, Any], operation: str) -> str:
    found = response.get("id")
    if not isinstance(found, str) or not is_id(found):
        raise _not_understood(operation)
    return found


def _items(found: Any) -> dict[str, dict[str, Any]]:
    """Responses by error type; types that this library does not know stay as they are."""
    if not isinstance(found, dict) or not all(is_id(kind) and is_item(item) for kind, item in found.items()):
        raise _not_understood("ShowDetailsOfGatewayResponseV2")
    return found


def is_item(found: Any) -> bool:
    """Whether it is the response of an error type as APIG's API spells it."""
    return (
        isinstance(found, dict)
        and isinstance(found.get("body"), str | None)
        and _is_status(found.get("status"))
        and isinstance(found.get("default"), bool | None)
        and isinstance(found.get("headers"), list | None)
        and all(map(_is_header, found.get("headers") or ()))
    )


def _is_status(found: Any) -> bool:
    return found is None or (isinstance(found, int) and not isinstance(found, bool))


def _is_header(found: Any) -> bool:
    return isinstance(found, dict) and isinstance(found.get("key"), str) and isinstance(found.get("value"), str)


def _header_parts(headers: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Each header by its name in lower case, which HTTP ignores; one that is there again, by its number too."""
    seen: Counter[str] = Counter()
    found: dict[str, str] = {}
    for key, value in headers:
        name = key.lower()
        seen[name] += 1
        found[f"headers.{name}" if seen[name] == 1 else f"headers.{name} {seen[name]}"] = value
    return found


def _not_understood(operation: str) -> ApigRequestError:
    return ApigRequestError(200, "", NOT_UNDERSTOOD, operation=operation)
