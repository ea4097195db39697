"""What goes wrong between here and APIG: one error for both SDKs, and what to do about it in one line."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from constructs_gw.errors import GatewayResponseError, Problem

MAX_TEXT = 500
"""In characters: what answers in place of APIG may be a whole page."""

_MIN_SECRET = 8
"""What is shorter is no key of a cloud, and may be part of any word."""

_SIGNED = re.compile(r",? *canonicalRequest.*", re.DOTALL | re.IGNORECASE)
"""What is said of a wrong signature quotes the signed request, the token of a temporary key with it (documented)."""
_ACCESS_KEY = re.compile(r"\bak:[^,\s]+", re.IGNORECASE)
_PASSWORD = re.compile(r"//[^/@\s]*@")


class ApigRequestError(Exception):
    """A request that APIG refused, or did not answer; it holds no credentials."""

    def __init__(
        self,
        status: int | None,
        error_code: str = "",
        error_msg: str = "",
        request_id: str = "",
        *,
        operation: str = "",
        is_unanswered: bool = False,
        secrets: Iterable[str | None] = (),
    ) -> None:
        self.status = status
        """Of HTTP; None where nothing of APIG's answered."""
        self.error_code, self.error_msg, self.request_id = (
            _public(text, secrets) for text in (error_code, error_msg, request_id)
        )
        self.operation = operation
        """What was asked for, as the clouds call it: `UpdateGatewayResponseTypeV2`."""
        self.is_unanswered = is_unanswered
        """Whether the request was sent and not answered, so that nobody knows whether it was done."""
        super().__init__(self._text())

    @property
    def may_pass(self) -> bool:
        """Whether the same request may succeed later."""
        return self.is_unanswered or (self.status is not None and (self.status == 429 or self.status >= 500))

    def _text(self) -> str:
        code = " ".join(filter(None, ("" if self.status is None else str(self.status), self.error_code)))
        said = ": ".join(filter(None, (self.operation, code, self.error_msg)))
        return f"{said} (request id {self.request_id})" if self.request_id else said


def _public(text: object, secrets: Iterable[str | None]) -> str:
    """Text on one line, without what nobody is to see."""
    shown = _ACCESS_KEY.sub("ak:******", _SIGNED.sub("", str(text or "")))
    shown = _PASSWORD.sub("//", " ".join(shown.split()))
    for secret in secrets:
        if secret and len(secret) >= _MIN_SECRET:
            shown = shown.replace(secret, "******")
    return shown if len(shown) <= MAX_TEXT else f"{shown[:MAX_TEXT]}..."


_ACTIONS = {
    "CreateGatewayResponseV2": "create",
    "DeleteGatewayResponseTypeV2": "delete",
    "ListGatewayResponsesV2": "list",
    "ShowDetailsOfGatewayResponseTypeV2": "get",
    "ShowDetailsOfGatewayResponseV2": "get",
    "UpdateGatewayResponseTypeV2": "update",
}
"""What IAM calls an operation behind `apig:gatewayResponses:` (documented: Open Telekom Cloud APIG API Reference,
Permissions and Supported Actions). Which one resets an error type is not listed: delete is inferred from the method."""

_TOKEN = "get a new token, which lasts 24 hours, or check the cloud that --cloud names"
_NETWORK = "check --region, --endpoint-url and the network, then run it again"
_FULL = "name a response that is there with --response, or have the quota of responses of a group raised"
_LATER = "run it again later; if it stays so, the cloud's support asks for the request id"

_FIXES: Mapping[tuple[int, str], str] = MappingProxyType(
    {
        (400, "APIG.2000"): "check the bodies, the headers and the statuses",
        (400, "APIG.2001"): "give each error type a body",
        (400, "APIG.2011"): "check the bodies, the headers, the statuses and --response",
        (400, "APIG.2012"): "check --instance-id, --group-id and the error type",
        (400, "APIG.3216"): "run it again: the response was made meanwhile",
        (401, "APIG.1000"): "set OS_TOKEN, or name a cloud with --cloud",
        (401, "APIG.1002"): _TOKEN,
        (401, "APIGW.0301"): "check HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK and the clock of this machine",
        (403, "APIC.7130"): "check --project-id",
        (403, "APIG.3136"): _FULL,
        (404, "APIG.3001"): "check --group-id",
        (404, "APIG.3030"): "check --instance-id, --project-id and --region",
        (404, "APIGW.0101"): "check --endpoint-url and --region: there is no such operation",
    }
)
"""By status and code: the documents give APIG.1005 two statuses, and other services have the same codes."""

_BY_STATUS: Mapping[int | None, str] = MappingProxyType(
    {
        None: _NETWORK,
        401: "check the credentials and the clock of this machine",
        403: "check the caller's policies and --project-id",
        404: "check --instance-id, --group-id and --response",
        429: "run it again later: the limit of requests is used up",
    }
)


def problem_of(error: Exception) -> Problem:
    """What went wrong and what to do about it, in one line without credentials."""
    if isinstance(error, GatewayResponseError) and error.problems:
        return error.problems[0]
    if not isinstance(error, ApigRequestError):
        return Problem(_public(error, ()).rstrip("."), "")
    return Problem(str(error).rstrip("."), _fix(error))


def _fix(error: ApigRequestError) -> str:
    if error.error_code == "APIG.1005":
        return f"allow {_allowed(error.operation)}, apig:instances:get and apig:groups:get to the caller"
    if error.status is not None and error.status >= 500:
        return _LATER
    if error.status is not None and 200 <= error.status < 400:
        return "check --endpoint-url: what answers is not APIG"
    found = _FIXES.get((error.status or 0, error.error_code))
    return found if found is not None else _BY_STATUS.get(error.status, "")


def _allowed(operation: str) -> str:
    action = _ACTIONS.get(operation)
    return f"apig:gatewayResponses:{action or '*'}"


@contextmanager
def one_line_each() -> Iterator[None]:
    """Raise what APIG refuses, or never gets to see, as a GatewayResponseError."""
    try:
        yield
    except ApigRequestError as error:
        raise GatewayResponseError(problem_of(error)) from None
