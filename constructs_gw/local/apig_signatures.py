"""Signatures of requests by AK/SK (`SDK-HMAC-SHA256`), as the clouds' signing SDKs make them."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qsl, quote

ALGORITHM = "SDK-HMAC-SHA256"
DATE_FORMAT = "%Y%m%dT%H%M%SZ"
MAX_SKEW = timedelta(minutes=15)
"""Documented: VPC Endpoint API Reference, Authentication ("if the time difference exceeds 15 minutes")."""
UNSIGNED = "UNSIGNED-PAYLOAD"
"""What X-Sdk-Content-Sha256 says of a body that is not signed (signing guide, "Must the Request Body Be Signed?")."""

_AUTHORIZATION = re.compile(
    rf"{ALGORITHM} +Access=([^,\s]+), *SignedHeaders=([a-z0-9;\-]+), *Signature=([0-9a-f]{{64}})", re.ASCII
)
_SECRET_HEADERS = frozenset({"authorization", "x-auth-token", "x-security-token"})


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """What of a request goes into its signature."""

    method: str
    path: str
    """Decoded."""
    query: str
    """As in the URL."""
    headers: Mapping[str, str]
    """By name in lower case; without spaces around the values, as a server gets them."""
    body: bytes


@dataclass(frozen=True, slots=True)
class Authorization:
    """What an Authorization header says."""

    access_key: str
    signed_headers: tuple[str, ...]
    signature: str

    @classmethod
    def parse(cls, text: str) -> "Authorization | None":
        """The parts of a header's value; None if it is not of this scheme or lacks a part."""
        found = _AUTHORIZATION.fullmatch(text.strip())
        return cls(found[1], tuple(found[2].split(";")), found[3]) if found else None


def signed_at(request: SignedRequest) -> datetime | None:
    """When a request says that it was signed; None if it does not."""
    try:
        return datetime.strptime(request.headers.get("x-sdk-date", ""), DATE_FORMAT).replace(tzinfo=UTC)
    except ValueError:
        return None


def signature(request: SignedRequest, signed_headers: tuple[str, ...], secret_key: str) -> str:
    """The signature that a request with these signed headers is to have."""
    digest = hashlib.sha256(canonical_request(request, signed_headers).encode(errors="replace")).hexdigest()
    text = f"{ALGORITHM}\n{request.headers.get('x-sdk-date', '')}\n{digest}"
    return hmac.new(secret_key.encode(), text.encode(errors="replace"), hashlib.sha256).hexdigest()


def canonical_request(request: SignedRequest, signed_headers: tuple[str, ...]) -> str:
    """The text that is hashed and signed."""
    path = "/".join(map(_encoded, request.path.split("/")))
    return "\n".join(
        (
            request.method.upper(),
            path if path.endswith("/") else f"{path}/",
            _canonical_query(request.query),
            *(f"{name}:{request.headers.get(name, '')}" for name in signed_headers),
            "",
            ";".join(signed_headers),
            _payload_hash(request),
        )
    )


def shown(request: SignedRequest, signed_headers: tuple[str, ...]) -> str:
    """The canonical request as the gateway tells it to a client whose signature differs, without what is secret.

    Lines end with `|` there; documented with the masks (signing guide, "Common Errors Related to IAM Authentication").
    """
    masked = {name: "******" if name in _SECRET_HEADERS else value for name, value in request.headers.items()}
    public = SignedRequest(request.method, request.path, request.query, masked, request.body)
    return canonical_request(public, signed_headers).replace("\n", "|")


def _canonical_query(query: str) -> str:
    pairs = sorted(parse_qsl(query, keep_blank_values=True, errors="replace"))
    return "&".join(f"{_encoded(name)}={_encoded(value)}" for name, value in pairs)


def _encoded(text: str) -> str:
    return quote(text, safe="~", errors="replace")


def _payload_hash(request: SignedRequest) -> str:
    if request.body and request.headers.get("x-sdk-content-sha256") == UNSIGNED:
        return UNSIGNED
    return hashlib.sha256(request.body).hexdigest()
