"""The gateway responses of APIG's API groups while they are served."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.local.apig_errors import ApigError, Errors
from constructs_gw.local.apig_requests import ResponseRequest

DEFAULT_NAME = "default"
MAX_ADDED = 4
"""How many responses can be added to a group (user guide: "a maximum of four gateway responses for each group").

That the group's own one is not counted is inferred from the Chinese text, "at most 4 can be newly added".
"""


def new_id() -> str:
    """An id as APIG makes them."""
    return uuid.uuid4().hex


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(slots=True)
class GatewayResponse:
    """A gateway response of a group: what is modified in it; every other error type has its default."""

    name: str
    errors: Mapping[ErrorType, ErrorResponse] = field(default_factory=dict)
    is_default: bool = False
    """Whether it is the group's own, which every group has."""
    response_id: str = field(default_factory=new_id)
    created: datetime = field(default_factory=_now)
    updated: datetime = field(default_factory=_now)

    def error(self, error_type: ErrorType) -> ErrorResponse:
        """What it answers for an error type."""
        return self.errors.get(error_type) or ErrorResponse.default(error_type)

    def modify(self, error_type: ErrorType, error: ErrorResponse | None) -> None:
        """Give an error type a response of its own; None gives it its default back."""
        others = {kind: found for kind, found in self.errors.items() if kind != error_type}
        self._replace(others if error is None else {**others, error_type: error})

    def become(self, request: ResponseRequest) -> None:
        """Take a new name and new responses: what the request does not modify has its default again.

        Observed: terraform-provider-huaweicloud ("all the response rules that have been set to be reset").
        """
        self.name = request.name
        self._replace(request.errors)

    def _replace(self, errors: Mapping[ErrorType, ErrorResponse]) -> None:
        self.errors, self.updated = errors, _now()


class Group:
    """The gateway responses of an API group; its own one is there from the beginning."""

    def __init__(self) -> None:
        own = GatewayResponse(DEFAULT_NAME, is_default=True)
        self._responses = {own.response_id: own}

    @property
    def responses(self) -> list[GatewayResponse]:
        """The newest first, as in the example of Querying Group Responses."""
        return list(reversed(self._responses.values()))

    def get(self, response_id: str) -> GatewayResponse | None:
        """The response of an id, if there is one."""
        return self._responses.get(response_id)

    def add(self, request: ResponseRequest) -> GatewayResponse:
        """Add a response; raises ApigError for a name that is taken, and for one too many."""
        self._check_name(request.name)
        if len(self._responses) > MAX_ADDED:
            raise ApigError(Errors.TOO_MANY_RESPONSES)
        response = GatewayResponse(request.name, request.errors)
        self._responses[response.response_id] = response
        return response

    def update(self, response: GatewayResponse, request: ResponseRequest) -> None:
        """Let a response become another; raises ApigError for a name that it cannot have."""
        if response.is_default and request.name != response.name:
            raise ApigError(Errors.DEFAULT_RENAMED)
        self._check_name(request.name, response)
        response.become(request)

    def delete(self, response: GatewayResponse) -> None:
        """Remove a response; raises ApigError for the group's own."""
        if response.is_default:
            raise ApigError(Errors.DEFAULT_DELETED)
        del self._responses[response.response_id]

    def _check_name(self, name: str, owner: GatewayResponse | None = None) -> None:
        if any(response.name == name for response in self._responses.values() if response is not owner):
            raise ApigError(Errors.NAME_EXISTS)


class Instance:
    """A gateway of one cloud and the API groups in it that somebody asked for."""

    def __init__(self, provider: Provider) -> None:
        self.offered = provider.error_types
        """The error types that it has."""
        self._groups: dict[str, Group] = {}

    def group(self, group_id: str) -> Group:
        """The responses of an API group."""
        return self._groups.setdefault(group_id, Group())
