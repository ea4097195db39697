"""Requests signed by AK/SK, held to huaweicloudsdkcore's signer."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlsplit

import httpx
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from constructs_gw.local.apig_signatures import DATE_FORMAT, Authorization, SignedRequest, canonical_request, signature

from ..huaweicloud_sdk import BasicCredentials, SdkRequest, Signer
from .apig_sample import HUAWEICLOUD, apig, default_response, error

# Made with huaweicloudsdkcore 3.1.219 for the access key FAKEAK and the secret key FAKESK.
GOLDEN = "0ebb5a8a656f5d0ba560e3fab98f4b6b8dd1c2bdcdb252d97adc4c815e346e5c"
GOLDEN_HEADERS = ("content-type", "host", "x-project-id", "x-sdk-date")
GOLDEN_REQUEST = SignedRequest(
    "PUT",
    "/v2/p1/apigw/instances/i1/api-groups/g 1/gateway-responses/r1/ACCESS_DENIED",
    "",
    {
        "content-type": "application/json",
        "host": "apig.eu-de.otc.t-systems.com",
        "x-project-id": "p1",
        "x-sdk-date": "20260101T000000Z",
    },
    b'{"status": 403, "body": "x"}',
)


def test_the_golden_vector() -> None:
    assert signature(GOLDEN_REQUEST, GOLDEN_HEADERS, "FAKESK") == GOLDEN


def signed_by_sdk(request: SdkRequest, access_key: str = "local", secret_key: str = "local") -> Any:
    """A request with the signature that the SDK gives it."""
    return Signer(BasicCredentials(access_key, secret_key, "local")).sign(request)


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
SEGMENT = TEXT.filter(lambda text: "/" not in text)
QUERY = st.lists(st.tuples(TEXT, TEXT), max_size=4)


@given(
    path=st.lists(SEGMENT, max_size=3), query=QUERY, value=st.text("abc ~%äß", max_size=8), body=st.binary(max_size=20)
)
@example(path=["a b", "%", "~"], query=[("b", ""), ("a", "2"), ("a", "1/0")], value=" ä ", body=b"")
def test_signatures_are_those_of_the_sdk(path: list[str], query: list[Any], value: str, body: bytes) -> None:
    headers = {"Content-Type": "application/json", "X-Sdk-Date": "20260101T000000Z", "X-Value": value}
    quoted = "/" + "/".join(map(quote, path))
    signed = signed_by_sdk(SdkRequest("PUT", "http", "h.example", quoted, "", list(query), headers, body))
    authorization = Authorization.parse(signed.header_params["Authorization"])
    assert authorization is not None
    sent = {name.lower(): text.encode("latin-1").decode() for name, text in signed.header_params.items()}
    request = SignedRequest("PUT", "/" + "/".join(path), urlsplit(signed.uri).query, sent, body)
    assert signature(request, authorization.signed_headers, "local") == authorization.signature


def test_the_path_ends_in_a_slash_once() -> None:
    for path in ("/a", "/a/"):
        request = SignedRequest("GET", path, "", {}, b"")
        assert canonical_request(request, ()).split("\n")[1] == "/a/"


def test_the_query_is_sorted_however_it_is_sent() -> None:
    request = SignedRequest("GET", "/", "b=1&a=2&a=10&c", {}, b"")
    assert canonical_request(request, ()).split("\n")[2] == "a=10&a=2&b=1&c="


@pytest.fixture(scope="module")
def client() -> Iterator[httpx.Client]:
    with apig() as client:
        del client.headers["X-Auth-Token"]
        yield client


def signed_headers(client: httpx.Client, access_key: str = "local", secret_key: str = "local", **headers: str) -> Any:
    """The headers of a signed request for the list of responses."""
    given = {
        "Host": client.base_url.netloc.decode(),
        **{name.replace("_", "-"): text for name, text in headers.items()},
    }
    request = SdkRequest("GET", "http", "", HUAWEICLOUD, "", [], given, b"")
    return signed_by_sdk(request, access_key, secret_key).header_params


def test_a_signed_request_is_answered(client: httpx.Client) -> None:
    assert client.get(HUAWEICLOUD, headers=signed_headers(client)).status_code == 200


def test_a_request_without_a_body_is_signed_as_such_whatever_its_media_type(client: httpx.Client) -> None:
    headers = signed_headers(client, Content_Type="text/plain")
    assert headers["X-Sdk-Content-Sha256"] == "UNSIGNED-PAYLOAD"
    assert client.get(HUAWEICLOUD, headers=headers).status_code == 200


@pytest.mark.parametrize(
    ("access_key", "secret_key", "expected", "words"),
    [
        ("local", "wrong", (401, "APIGW.0301"), "verify aksk signature fail,canonicalRequest:GET|/v2/local/"),
        ("none", "local", (401, "APIGW.0301"), "Get secretKey failed,ak:******,err:ak not exist"),
        ("forbidden", "local", (403, "APIG.1005"), "No permissions"),
        ("broken", "local", (500, "APIG.9999"), "System error"),
        ("broken", "wrong", (401, "APIGW.0301"), "verify aksk signature fail"),
    ],
)
def test_what_an_access_key_may_do(
    client: httpx.Client, access_key: str, secret_key: str, expected: tuple[int, str], words: str
) -> None:
    answer = client.get(HUAWEICLOUD, headers=signed_headers(client, access_key, secret_key))
    assert error(answer) == expected
    assert words in answer.json()["error_msg"]


@pytest.mark.parametrize(("minutes", "status"), [(-14, 200), (14, 200), (-16, 401), (16, 401)])
def test_the_clock_may_be_15_minutes_off(client: httpx.Client, minutes: int, status: int) -> None:
    at = f"{datetime.now(UTC) + timedelta(minutes=minutes):{DATE_FORMAT}}"
    answer = client.get(HUAWEICLOUD, headers=signed_headers(client, X_Sdk_Date=at))
    assert answer.status_code == status
    if status == 401:
        assert error(answer) == (401, "APIGW.0301")
        assert "signature expired" in answer.json()["error_msg"]


def test_a_temporary_key_brings_its_token_which_no_answer_repeats(client: httpx.Client) -> None:
    headers = signed_headers(client, X_Security_Token="sesame-open")
    assert client.get(HUAWEICLOUD, headers=headers).status_code == 200
    refused = client.get(HUAWEICLOUD, headers={**headers, "Host": "other"})
    assert error(refused) == (401, "APIGW.0301")
    assert "x-security-token:******" in refused.text
    assert "sesame" not in refused.text


@pytest.mark.parametrize(
    "change",
    [
        {"Host": "other.test"},
        {"X-Project-Id": "other"},
        {"X-Sdk-Date": f"{datetime.now(UTC) - timedelta(minutes=1):{DATE_FORMAT}}"},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_was_signed_cannot_be_changed(client: httpx.Client, change: dict[str, str]) -> None:
    headers = signed_headers(client, X_Project_Id="local")
    assert client.get(HUAWEICLOUD, headers=headers).status_code == 200
    assert error(client.get(HUAWEICLOUD, headers={**headers, **change})) == (401, "APIGW.0301")


def test_the_body_is_signed(client: httpx.Client) -> None:
    with httpx.Client(base_url=client.base_url, headers={"X-Auth-Token": "local"}) as with_token:
        path = default_response(with_token)
    for unsigned in (False, True):
        content_type = "text/plain" if unsigned else "application/json"
        headers = {"Host": client.base_url.netloc.decode(), "Content-Type": content_type}
        request = SdkRequest("PUT", "http", "", f"{path}/THROTTLED", "", [], headers, '{"body":"a"}')
        signed = signed_by_sdk(request).header_params
        assert ("X-Sdk-Content-Sha256" in signed) is unsigned
        assert client.put(f"{path}/THROTTLED", content=b'{"body":"a"}', headers=signed).status_code == 200
        changed = client.put(f"{path}/THROTTLED", content=b'{"body":"b"}', headers=signed)
        assert changed.status_code == (200 if unsigned else 401)


@pytest.mark.parametrize(
    "text",
    [
        "local",
        "Bearer local",
        "SDK-HMAC-SHA256",
        "SDK-HMAC-SHA256 Access=local",
        "SDK-HMAC-SHA256 Access=local, SignedHeaders=x-sdk-date, Signature=",
        "SDK-HMAC-SHA256 Access=local, SignedHeaders=, Signature=" + "0" * 64,
        "V11-HMAC-SHA256 Credential=local/20260101/eu/apig, SignedHeaders=x-sdk-date, Signature=" + "0" * 64,
        "SDK-HMAC-SHA256 Access=local, SignedHeaders=host, Signature=" + "0" * 64,
        f"SDK-HMAC-SHA256 Access=local, SignedHeaders=x-sdk-date, Signature={'0' * 64}, more",
        "SDK-HMAC-SHA256 " + "Access=" * 2000,  # h11 refuses longer heads that come in parts
    ],
    ids=lambda text: text[:70],
)
def test_an_authorization_that_cannot_be_read(client: httpx.Client, text: str) -> None:
    headers = {"Authorization": text, "X-Sdk-Date": f"{datetime.now(UTC):{DATE_FORMAT}}"}
    answer = client.get(HUAWEICLOUD, headers=headers)
    assert error(answer) == (401, "APIGW.0301")
    assert "signature information error" in answer.json()["error_msg"]


def test_a_long_authorization_is_read_in_one_go() -> None:
    assert Authorization.parse("SDK-HMAC-SHA256 " + "Access=" * 100_000) is None


@pytest.mark.parametrize("date", ["", "now", "2026-01-01T00:00:00Z", "20261301T000000Z"])
def test_a_date_that_cannot_be_read(client: httpx.Client, date: str) -> None:
    authorization = f"SDK-HMAC-SHA256 Access=local, SignedHeaders=x-sdk-date, Signature={'0' * 64}"
    answer = client.get(HUAWEICLOUD, headers={"Authorization": authorization, "X-Sdk-Date": date})
    assert error(answer) == (401, "APIGW.0301")
    assert answer.json()["error_msg"].endswith("X-Sdk-Date")


def test_a_token_and_a_signature_have_both_to_be_right(client: httpx.Client) -> None:
    right, wrong = signed_headers(client), signed_headers(client, secret_key="wrong")
    assert client.get(HUAWEICLOUD, headers={**right, "X-Auth-Token": "local"}).status_code == 200
    assert error(client.get(HUAWEICLOUD, headers={**right, "X-Auth-Token": "other"})) == (401, "APIG.1002")
    assert error(client.get(HUAWEICLOUD, headers={**wrong, "X-Auth-Token": "local"})) == (401, "APIGW.0301")


def test_neither_token_nor_signature(client: httpx.Client) -> None:
    assert error(client.get(HUAWEICLOUD)) == (401, "APIG.1000")
