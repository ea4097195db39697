"""The six operations of APIG that gateway responses need, whichever SDK sends them."""

import json
import re
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, TypeVar
from urllib.parse import SplitResult, urlsplit

from constructs_gw.apig.error_types import Provider
from constructs_gw.apig.live.errors import ApigRequestError
from constructs_gw.errors import GatewayResponseError, Problem, raise_all

T = TypeVar("T")

NOT_UNDERSTOOD = "the answer is not one of APIG's"

TIMEOUT = (10.0, 30.0)
"""In seconds: how long to wait for a connection, and for an answer."""

PAUSES = (0.5, 1.0)
"""In seconds, before what may pass is tried again: a second and a third time."""

PAGE, MAX_PAGES = 500, 20
"""Responses in one answer: the most there can be (documented: Querying Group Responses). A group has few of them."""

_ID = re.compile(r"[A-Za-z0-9_.-]*[A-Za-z0-9_-][A-Za-z0-9_.-]*")
"""What is sent in a path. `.` and `..` are none: they would name another path. SDKs send an empty one literally."""
_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""Documented on the pages of the operations."""


class GroupClient(Protocol):
    """The gateway responses of one API group, as JSON; raises ApigRequestError."""

    @property
    def provider(self) -> Provider:
        """The cloud."""
        ...

    @property
    def instance_id(self) -> str:
        """The gateway."""
        ...

    @property
    def group_id(self) -> str:
        """The API group."""
        ...

    def list_responses(self) -> list[dict[str, Any]]:
        """The `id`, `name` and `default` of each response of the group."""
        ...

    def show_response(self, response_id: str) -> dict[str, Any]:
        """A response; its `responses` are by error type."""
        ...

    def create_response(self, name: str) -> dict[str, Any]:
        """Add a response that customizes nothing."""
        ...

    def show_type(self, response_id: str, error_type: str) -> dict[str, Any]:
        """What is answered for an error type, by the type."""
        ...

    def update_type(self, response_id: str, error_type: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """Modify what is answered for an error type."""
        ...

    def delete_type(self, response_id: str, error_type: str) -> None:
        """Give an error type APIG's own response again."""
        ...


@dataclass(frozen=True, slots=True)
class Operation:
    """One of the operations."""

    name: str
    """As Huawei Cloud's API Explorer and both clouds' references have it (OpenAPI id)."""
    method: str
    can_repeat: bool = True
    """Whether it is the same when it is done twice."""


LIST = Operation("ListGatewayResponsesV2", "GET")
SHOW = Operation("ShowDetailsOfGatewayResponseV2", "GET")
CREATE = Operation("CreateGatewayResponseV2", "POST", can_repeat=False)
SHOW_TYPE = Operation("ShowDetailsOfGatewayResponseTypeV2", "GET")
UPDATE_TYPE = Operation("UpdateGatewayResponseTypeV2", "PUT")
DELETE_TYPE = Operation("DeleteGatewayResponseTypeV2", "DELETE")


class SdkClient(ABC):
    """A GroupClient over an SDK, which sends a request and gives the answer as it came."""

    PROVIDER: ClassVar[Provider]

    def __init__(self, instance_id: str, group_id: str, *, sleep: Callable[[float], None] = time.sleep) -> None:
        check_ids(instance_id=instance_id, group_id=group_id)
        self._instance_id, self._group_id, self._sleep = instance_id, group_id, sleep

    @property
    def provider(self) -> Provider:
        """The cloud."""
        return self.PROVIDER

    @property
    def instance_id(self) -> str:
        """The gateway."""
        return self._instance_id

    @property
    def group_id(self) -> str:
        """The API group."""
        return self._group_id

    def list_responses(self) -> list[dict[str, Any]]:
        """The `id`, `name` and `default` of each response of the group, page by page."""
        found: list[dict[str, Any]] = []
        for _ in range(MAX_PAGES):
            answer = self._call(LIST, query={"offset": len(found), "limit": PAGE})
            page, total = answer.get("responses"), answer.get("total")
            if not isinstance(page, list) or not all(map(_is_summary, page)):
                raise _not_understood(LIST)
            found += page
            if not page or not isinstance(total, int) or len(found) >= total:
                return found
        return found

    def show_response(self, response_id: str) -> dict[str, Any]:
        """A response; its `responses` are by error type."""
        return self._call(SHOW, response_id=response_id)

    def create_response(self, name: str) -> dict[str, Any]:
        """Add a response that customizes nothing."""
        check_name(name)
        return self._call(CREATE, body={"name": name})

    def show_type(self, response_id: str, error_type: str) -> dict[str, Any]:
        """What is answered for an error type, by the type."""
        return self._call(SHOW_TYPE, response_id=response_id, response_type=error_type)

    def update_type(self, response_id: str, error_type: str, data: Mapping[str, Any]) -> dict[str, Any]:
        """Modify what is answered for an error type."""
        return self._call(UPDATE_TYPE, response_id=response_id, response_type=error_type, body=data)

    def delete_type(self, response_id: str, error_type: str) -> None:
        """Give an error type APIG's own response again."""
        self._call(DELETE_TYPE, response_id=response_id, response_type=error_type, has_answer=False)

    @abstractmethod
    def _send(
        self, operation: Operation, path: Mapping[str, str], query: Mapping[str, int], body: Mapping[str, Any] | None
    ) -> tuple[int, bytes]:
        """Send one request; the status and the content of an answer that is no error of APIG's."""

    def _call(
        self,
        operation: Operation,
        *,
        query: Mapping[str, int] | None = None,
        body: Mapping[str, Any] | None = None,
        has_answer: bool = True,
        **path: str,
    ) -> dict[str, Any]:
        check_ids(**path)

        def send() -> dict[str, Any]:
            status, content = self._send(operation, path, query or {}, body)
            if not 200 <= status < 300:
                raise _not_understood(operation, status)
            return _object(operation, status, content) if has_answer else {}

        return _repeated(send, self._sleep) if operation.can_repeat else send()


def _repeated(send: Callable[[], T], sleep: Callable[[float], None]) -> T:
    """Send again what may pass; it is the same when it is done twice."""
    for pause in PAUSES:
        try:
            return send()
        except ApigRequestError as error:
            if not error.may_pass:
                raise
        sleep(pause)
    return send()


def _object(operation: Operation, status: int, content: bytes) -> dict[str, Any]:
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise _not_understood(operation, status)
    return found


def _not_understood(operation: Operation, status: int = 200) -> ApigRequestError:
    return ApigRequestError(status, "", NOT_UNDERSTOOD, operation=operation.name)


def _is_summary(found: Any) -> bool:
    return isinstance(found, dict) and isinstance(found.get("id"), str) and isinstance(found.get("name"), str)


def is_id(text: object) -> bool:
    """Whether it can be the id of something, or an error type."""
    return isinstance(text, str) and len(text) <= 128 and _ID.fullmatch(text) is not None


def check_ids(**ids: object) -> None:
    """Raise GatewayResponseError for what is no id, by the name of the option."""
    raise_all(
        Problem(f"{name} {value!r} is no id", f"give {_option(name)} letters, digits, _, . and -")
        for name, value in ids.items()
        if not is_id(value)
    )


def _option(name: str) -> str:
    return {"response_id": "--response", "response_type": "--type"}.get(name, f"--{name.replace('_', '-')}")


def check_name(name: str) -> None:
    """Raise GatewayResponseError for what cannot be the name of a response."""
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        fix = "give --response 1 to 64 letters, digits, _ and -"
        raise GatewayResponseError(Problem(f"response {name!r} is not a name that APIG takes", fix))


def check_endpoint(endpoint_url: str | None) -> None:
    """Raise GatewayResponseError for an endpoint that is no URL, or has more than a host; what it has may be secret."""
    if endpoint_url is None:
        return
    found = _split(endpoint_url)
    if found is None:
        raise GatewayResponseError(
            Problem("--endpoint-url is no URL", "write it with its scheme, as http://127.0.0.1:4010")
        )
    if "@" in found.netloc:
        raise GatewayResponseError(Problem("--endpoint-url has a user or a password in it", "leave it out"))
    if found.path.strip("/") or "?" in endpoint_url or "#" in endpoint_url:
        what = "--endpoint-url has more than a host"  # which Huawei Cloud's SDK would drop
        raise GatewayResponseError(Problem(what, "leave out what comes after it: the path of the API is added"))


def _split(url: str) -> SplitResult | None:
    """The parts of a URL of HTTP; None for what is none."""
    if re.search(r"[\s\\]|[^ -~]", url):
        return None
    try:
        found = urlsplit(url)
        is_url = found.scheme in ("http", "https") and bool(found.hostname) and found.port != 0
    except ValueError:  # a port that is none, or half of an IPv6 address
        return None
    return found if is_url else None
