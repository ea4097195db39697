"""Who may call APIG's control plane: three callers that stand for all that a cloud can say of one.

A token names the caller (`X-Auth-Token: local`), or an access key that signs the request (with the secret key `local`).
These are constants of the local gateway that open nothing anywhere else; real ones are refused, never logged or shown.
"""

import hmac
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from constructs_gw.local.apig_errors import ApigError, Errors
from constructs_gw.local.apig_signatures import MAX_SKEW, Authorization, SignedRequest, shown, signature, signed_at

PROJECT_ID = "local"
SECRET_KEY = "local"
CALLERS: Mapping[str, Errors | None] = MappingProxyType(
    {"local": None, "forbidden": Errors.FORBIDDEN, "broken": Errors.SYSTEM_ERROR}
)
"""The tokens and access keys there are, and the error that every call of this caller gets."""


def authenticate(request: SignedRequest, now: datetime) -> None:
    """Let a request pass, or raise the ApigError that its caller gets.

    With a token and a signature both have to be right: which of them a cloud looks at is undetermined. So is what it
    makes of a temporary key's X-Security-Token that is not the key's: here every one is taken.
    """
    token, authorization = request.headers.get("x-auth-token"), request.headers.get("authorization")
    if not token and not authorization:
        raise ApigError(Errors.TOKEN_MISSING)
    if token and token not in CALLERS:
        raise ApigError(Errors.INCORRECT_TOKEN)
    callers = [token, _signer(request, authorization, now) if authorization else None]
    for error in (CALLERS[caller] for caller in callers if caller):
        if error:
            raise ApigError(error)


def _signer(request: SignedRequest, text: str, now: datetime) -> str:
    """The access key that signed a request."""
    authorization = Authorization.parse(text)
    if authorization is None:
        raise ApigError(Errors.MALFORMED_SIGNATURE, "Authorization")
    at = signed_at(request)
    if at is None or "x-sdk-date" not in authorization.signed_headers:  # documented: X-Sdk-Date has to be signed
        raise ApigError(Errors.MALFORMED_SIGNATURE, "X-Sdk-Date")
    if authorization.access_key not in CALLERS:
        raise ApigError(Errors.UNKNOWN_ACCESS_KEY, "******")
    if abs(now - at) > MAX_SKEW:
        raise ApigError(Errors.SIGNATURE_EXPIRED)
    expected = signature(request, authorization.signed_headers, SECRET_KEY)
    if not hmac.compare_digest(expected, authorization.signature):
        raise ApigError(Errors.WRONG_SIGNATURE, shown(request, authorization.signed_headers))
    return authorization.access_key
