"""What goes wrong between here and AWS, each in one line that says what to do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from botocore import exceptions
from botocore.exceptions import ClientError

from constructs_gw.aws.rest_api import code_of
from constructs_gw.errors import GatewayResponseError, Problem

_CREDENTIALS = "run aws configure or aws sso login, or name a profile with --profile"
_NETWORK = "check --region, --endpoint-url and the network; what was asked can be asked again"

_EXCEPTIONS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    (
        (
            exceptions.NoCredentialsError,
            exceptions.PartialCredentialsError,
            exceptions.ProfileNotFound,
            exceptions.TokenRetrievalError,
            exceptions.SSOError,
            exceptions.CredentialRetrievalError,
        ),
        _CREDENTIALS,
    ),
    ((exceptions.NoRegionError, exceptions.InvalidRegionError), "name one with --region, such as eu-central-1"),
    ((exceptions.HTTPClientError, exceptions.ConnectionError), _NETWORK),
)
"""What to do about what botocore raises itself; its messages name no secret."""

_CODES = {
    "ConflictException": "another change is being made; run it again",
    "ExpiredTokenException": "the session has ended: run aws sso login, or renew what the profile names",
    "InvalidClientTokenId": _CREDENTIALS,
    "InvalidSignatureException": "check the secret key and the clock of this machine",
    "TooManyRequestsException": "run it again later: the account's limit of requests is used up",
    "UnrecognizedClientException": _CREDENTIALS,
}
"""What to do about what AWS answers, by the code of the error."""


@contextmanager
def one_line_each(rest_api_id: str, region: str) -> Iterator[None]:
    """Raise what AWS refuses, or never gets to see, as a GatewayResponseError."""
    try:
        yield
    except (ClientError, exceptions.BotoCoreError) as error:
        raise GatewayResponseError(problem_of(error, rest_api_id, region)) from None


def problem_of(error: Exception, rest_api_id: str, region: str) -> Problem:
    """What went wrong and what to do about it."""
    if isinstance(error, ClientError):
        return _refused(error, rest_api_id, region)
    fix = next((fix for kinds, fix in _EXCEPTIONS if isinstance(error, kinds)), "")
    return Problem(_one_line(str(error)), fix)


def _refused(error: ClientError, rest_api_id: str, region: str) -> Problem:
    code, message = code_of(error), str(error.response.get("Error", {}).get("Message", ""))
    if code.startswith("AccessDenied"):
        return _denied(message)
    if code == "NotFoundException" and "API identifier" in message:
        return Problem(f"no REST API {rest_api_id} in {region}", "check --rest-api-id and --region")
    what = f"{error.operation_name} of {rest_api_id} in {region}: {code}: {message}"
    return Problem(_one_line(what), _CODES.get(code, ""))


def _denied(message: str) -> Problem:
    """AWS names the action and the resource, and who was denied."""
    found = re.search(r"perform: (\S+) on resource: (\S+)", message)
    fix = (
        f"allow {found[1]} on {found[2]}" if found else "docs/live-rest-apis.md has the policies for pull and for push"
    )
    return Problem(_one_line(message or "access denied"), fix)


def _one_line(text: str) -> str:
    return " ".join(text.split()).rstrip(".")
