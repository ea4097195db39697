"""What goes wrong between here and AWS, each in one line that says what to do and holds no credentials."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from botocore import exceptions
from botocore.exceptions import ClientError
from botocore.parsers import ResponseParserError

from constructs_gw.aws.rest_api import code_of
from constructs_gw.errors import GatewayResponseError, Problem

_CREDENTIALS = "run aws configure or aws sso login, or name a profile with --profile"
_EXPIRED = "the session has ended: run aws sso login, or renew what the profile names"
_NETWORK = "check --region, --endpoint-url and the network, then run it again"
_SIGNATURE = "check the secret key and the clock of this machine"

_EXCEPTIONS: tuple[tuple[tuple[type[Exception], ...], str], ...] = (
    (
        (
            exceptions.NoCredentialsError,
            exceptions.PartialCredentialsError,
            exceptions.TokenRetrievalError,
            exceptions.SSOError,
            exceptions.CredentialRetrievalError,
        ),
        _CREDENTIALS,
    ),
    ((exceptions.ProfileNotFound,), "aws configure list-profiles shows those that there are"),
    ((exceptions.NoRegionError, exceptions.InvalidRegionError), "name one with --region, such as eu-central-1"),
    ((ResponseParserError,), "check --endpoint-url: what answers is not API Gateway"),
    ((exceptions.HTTPClientError, exceptions.ConnectionError), _NETWORK),
    ((exceptions.BotoCoreError,), "aws configure list shows which settings are used"),
)
"""What to do about what botocore raises itself; its messages name no secret."""

_CODES = {
    "ConflictException": "another change is being made; run it again",
    "ExpiredToken": _EXPIRED,
    "ExpiredTokenException": _EXPIRED,
    "IncompleteSignature": _SIGNATURE,
    "IncompleteSignatureException": _SIGNATURE,
    "InvalidClientTokenId": _CREDENTIALS,
    "InvalidSignatureException": _SIGNATURE,
    "SignatureDoesNotMatch": _SIGNATURE,
    "TooManyRequestsException": "run it again later: the account's limit of requests is used up",
    "UnrecognizedClientException": _CREDENTIALS,
}
"""What to do about what AWS answers, by the code of the error."""


ERRORS = (ClientError, exceptions.BotoCoreError, ResponseParserError)
"""All that a client raises about what is beyond it."""


@contextmanager
def one_line_each(rest_api_id: str = "", region: str = "") -> Iterator[None]:
    """Raise what AWS refuses, or never gets to see, as a GatewayResponseError."""
    try:
        yield
    except ERRORS as error:
        raise GatewayResponseError(problem_of(error, rest_api_id, region)) from None


def problem_of(error: Exception, rest_api_id: str, region: str) -> Problem:
    """What went wrong and what to do about it."""
    if isinstance(error, ClientError):
        return _refused(error, rest_api_id, region)
    fix = next((fix for kinds, fix in _EXCEPTIONS if isinstance(error, kinds)), "")
    return Problem(_one_line(str(error)), fix)


def _refused(error: ClientError, rest_api_id: str, region: str) -> Problem:
    """By the code; NotFoundException says which identifier is wrong (recorded for an API, observed for a stage)."""
    code, message = code_of(error), str(error.response.get("Error", {}).get("Message", ""))
    if code.startswith("AccessDenied"):
        return _denied(message)
    if code == "NotFoundException" and "API identifier" in message:
        return Problem(f"no REST API {rest_api_id} in {region}", "check --rest-api-id, --region and --profile")
    if code == "NotFoundException" and "stage identifier" in message:
        return Problem(f"{rest_api_id} in {region} has no such stage", "check --stage")
    # What is said of a signature quotes the signed request, the session's token with it.
    said = "" if _CODES.get(code) == _SIGNATURE else f": {message}"
    of = f" of {rest_api_id}" if rest_api_id else ""
    return Problem(_one_line(f"{error.operation_name}{of} in {region}: {code}{said}"), _CODES.get(code, ""))


def _denied(message: str) -> Problem:
    """AWS names the action and the resource, and who was denied and why (observed)."""
    found = re.search(r"perform: (\S+) on resource: (\S+)", message)
    if not found:
        return Problem(
            _one_line(message or "access denied"), "docs/how-to/live-rest-apis.md has the policies for each verb"
        )
    is_explicit = "explicit deny" in message
    verb = "remove what denies" if is_explicit else "allow"
    return Problem(_one_line(message), f"{verb} {found[1]} on {found[2]}")


def _one_line(text: str) -> str:
    """Text on one line, without the password that a URL may hold."""
    return re.sub(r"//[^/@\s]*@", "//", " ".join(text.split())).rstrip(".")
