"""APIG's control plane, running, and clients for it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from .sample import API, served, template

TOKEN = {"X-Auth-Token": "local"}
HUAWEICLOUD = "/v2/local/apigw/instances/huaweicloud/api-groups/Api/gateway-responses"
OPENTELEKOMCLOUD = "/v2/local/apigw/instances/opentelekomcloud/api-groups/Api/gateway-responses"
DEFAULT_BODY = (
    '{"error_code":"$context.error.code","error_msg":"$context.error.message","request_id":"$context.requestId"}'
)


@contextmanager
def apig(**options: Any) -> Iterator[httpx.Client]:
    """A client with a token that may do everything, of a server of its own."""
    with served(template({})) as url, httpx.Client(base_url=url, headers=TOKEN, **options) as client:
        yield client


def default_response(client: httpx.Client, responses: str = HUAWEICLOUD) -> str:
    """The path of the group's own response."""
    found = client.get(responses).json()["responses"]
    return f"{responses}/{next(response['id'] for response in found if response['default'])}"


def error(answer: httpx.Response) -> tuple[int, str]:
    """The status and code of an answer that has the shape of the clouds' errors."""
    assert set(answer.json()) == {"error_code", "error_msg"}, answer.text
    assert answer.headers["X-Request-Id"]
    return answer.status_code, answer.json()["error_code"]


__all__ = ["API", "DEFAULT_BODY", "HUAWEICLOUD", "OPENTELEKOMCLOUD", "TOKEN", "apig", "default_response", "error"]
