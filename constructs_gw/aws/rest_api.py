"""A REST API of API Gateway as a gateway whose responses can be listed, read, written and reset."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from botocore import exceptions
from botocore.exceptions import ClientError
from tenacity import Retrying, retry_if_exception, stop_after_attempt, stop_after_delay, wait_random_exponential

from constructs_gw.gateway_response import GatewayResponse
from constructs_gw.response_types import ResponseType
from constructs_gw.template import as_mapping

T = TypeVar("T")

DEFAULT_TYPES = frozenset(kind for kind in ResponseType if kind.is_default)

ATTEMPTS = 8
PATIENCE = 60.0
"""In seconds: after this long nothing is tried again, however few attempts were made."""

_REFUSED = frozenset(("ConflictException", "LimitExceededException", "ThrottlingException", "TooManyRequestsException"))
"""What AWS has not done, so that it can be asked again: another change was made, or the account's limit is used up.

Both are observed with several gateway responses at once (hashicorp/terraform-provider-aws#776, #16439).
"""

_UNANSWERED = (exceptions.ConnectionClosedError, exceptions.ReadTimeoutError, exceptions.ResponseStreamingError)
"""What AWS may have done. A server that is not reached at all is no reason to wait longer than botocore does."""


class RestApiGateway:
    """The gateway responses of one REST API; `client` is `boto3.client("apigateway")`.

    A put in the API becomes visible in a stage with its next deployment only (`deploy`).
    """

    def __init__(self, client: Any, rest_api_id: str, *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._client = client
        self._sleep = sleep
        self.rest_api_id = rest_api_id

    def items(self) -> Iterator[Mapping[str, Any]]:
        """Every response type as API Gateway lists it, those without a customization too."""
        given: dict[str, str] = {}
        while True:
            found = self._try(self._client.get_gateway_responses, **given)
            yield from found.get("items", ())
            position = found.get("position")
            if not position or position == given.get("position"):  # the same again would go on for ever
                return
            given = {"position": position}

    def list(self) -> Mapping[str, GatewayResponse]:
        """The customized types."""
        return {item["responseType"]: response_of(item) for item in self.items() if not item.get("defaultResponse")}

    def get(self, response_type: str) -> GatewayResponse | None:
        """The customization of a type; None where it has none.

        AWS answers with `defaultResponse` for a type without one (recorded); moto says NotFound.
        """
        try:
            item = self._try(self._client.get_gateway_response, responseType=response_type)
        except ClientError as error:
            if code_of(error) == "NotFoundException" and response_type not in self.list():
                return None
            raise
        return None if item.get("defaultResponse") else response_of(item)

    def put(self, response_type: str, response: GatewayResponse) -> None:
        """Customize a type, in place of all that it has."""
        given = {
            "statusCode": response.status_code,
            "responseParameters": dict(response.parameters),
            "responseTemplates": dict(response.templates),
        }
        present = {name: value for name, value in given.items() if value}
        self._try(self._client.put_gateway_response, responseType=response_type, **present)

    def delete(self, response_type: str) -> None:
        """Give a type API Gateway's own answer; no error where it has that.

        AWS refuses that: `Gateway response type not defined on api` (recorded).
        """
        try:
            self._try(self._client.delete_gateway_response, responseType=response_type)
        except ClientError as error:
            if code_of(error) != "NotFoundException" or response_type in self.list():
                raise

    def parts(self, response_type: str, response: GatewayResponse) -> Mapping[str, str]:
        """A customization part by part, defaults included."""
        return response.parts(response_type)

    def is_fallback(self, response_type: str) -> bool:
        """Whether it is DEFAULT_4XX or DEFAULT_5XX, which stand in for what is not customized (documented)."""
        return response_type in DEFAULT_TYPES

    def deploy(self, stage: str) -> str:
        """Deploy the API to a stage, which then answers as it is now; the id of the deployment.

        Not tried again where an answer is missing: a second deployment would be another one.
        """
        given = {"restApiId": self.rest_api_id, "stageName": stage, "description": "constructs-gw aws push"}
        found = self._retrying(_is_refused)(self._client.create_deployment, **given)
        return str(found["id"])

    def _try(self, call: Callable[..., T], **arguments: Any) -> T:
        """Call again whenever that may help: what is called is the same when it is done twice."""
        return self._retrying(_is_transient)(call, restApiId=self.rest_api_id, **arguments)

    def _retrying(self, can_repeat: Callable[[BaseException], bool]) -> Retrying:
        """Attempts with growing pauses, beside those that botocore makes for each."""
        return Retrying(
            retry=retry_if_exception(can_repeat),
            stop=stop_after_attempt(ATTEMPTS) | stop_after_delay(PATIENCE),
            wait=wait_random_exponential(multiplier=0.5, max=15),
            sleep=self._sleep,
            reraise=True,
        )


def response_of(item: Mapping[str, Any]) -> GatewayResponse:
    """A customization as API Gateway lists or exports it."""
    status = item.get("statusCode")
    return GatewayResponse(
        None if status is None else str(status),
        as_mapping(item.get("responseParameters")),
        as_mapping(item.get("responseTemplates")),
    )


def code_of(error: ClientError) -> str:
    """The code of an error of AWS."""
    return str(error.response.get("Error", {}).get("Code", ""))


def _is_refused(error: BaseException) -> bool:
    """Whether AWS has not done it, and may do it when it is asked again."""
    return isinstance(error, ClientError) and code_of(error) in _REFUSED


def _is_transient(error: BaseException) -> bool:
    """Whether asking again may help, given that it does no harm."""
    if isinstance(error, ClientError):
        return _is_refused(error) or error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0) >= 500
    return isinstance(error, _UNANSWERED)
