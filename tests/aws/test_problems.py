"""What goes wrong on the way to AWS, on the command line: one line, exit code 2, no credentials."""

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import botocore.client
import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError, ReadTimeoutError, SSOTokenLoadError

from constructs_gw.aws.problems import problem_of
from constructs_gw.cli import main

from .commands import ID, SECRET, isolate

PULL = ("aws", "pull", "--rest-api-id", ID)
POLICY = "arn:aws:apigateway:eu-central-1::/restapis/a1b2c3d4e5/gatewayresponses"
DENIED = f"User: arn:aws:iam::123456789012:user/ci is not authorized to perform: apigateway:GET on resource: {POLICY}"
TOKEN = "IQoJb3JpZ2luX2VjEJr"


@pytest.fixture(autouse=True)
def isolated(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    isolate(monkeypatch, tmp_path)


@pytest.fixture
def error(capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """The one line that a command prints."""

    def run(*arguments: str) -> str:
        assert main([*(arguments or PULL)]) == 2
        found = capsys.readouterr()
        assert (found.out, found.err.count("\n")) == ("", 1)
        assert SECRET not in found.err
        return found.err.removeprefix("constructs-gw: ").removesuffix("\n")

    return run


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    """Let every call end in an error."""

    def fail(error: Exception) -> None:
        def call(*_: Any) -> None:
            raise error

        monkeypatch.setattr(botocore.client.BaseClient, "_make_api_call", call)

    return fail


@pytest.mark.parametrize(
    ("code", "message", "line"),
    [
        (
            "NotFoundException",
            f"Invalid API identifier specified 123456789012:{ID}",
            "no REST API a1b2c3d4e5 in eu-central-1; check --rest-api-id, --region and --profile",
        ),
        (
            "AccessDeniedException",
            f"{DENIED} because no identity-based policy allows the apigateway:GET action",
            f"{DENIED} because no identity-based policy allows the apigateway:GET action; "
            f"allow apigateway:GET on {POLICY}",
        ),
        (
            "AccessDeniedException",
            f"{DENIED} with an explicit deny in a service control policy",
            f"{DENIED} with an explicit deny in a service control policy; "
            f"remove what denies apigateway:GET on {POLICY}",
        ),
        ("AccessDeniedException", "", "access denied; docs/how-to/live-rest-apis.md has the policies for each verb"),
        (
            "ExpiredTokenException",
            "The security token included in the request is expired",
            "GetGatewayResponses of a1b2c3d4e5 in eu-central-1: ExpiredTokenException: "
            "The security token included in the request is expired; "
            "the session has ended: run aws sso login, or renew what the profile names",
        ),
        (
            "UnrecognizedClientException",
            "The security token included in the request is invalid.",
            "GetGatewayResponses of a1b2c3d4e5 in eu-central-1: UnrecognizedClientException: "
            "The security token included in the request is invalid; "
            "run aws configure or aws sso login, or name a profile with --profile",
        ),
        (
            "InvalidSignatureException",
            f"The request signature we calculated does not match.\nGET\nx-amz-security-token:{TOKEN}\n",
            "GetGatewayResponses of a1b2c3d4e5 in eu-central-1: InvalidSignatureException; "
            "check the secret key and the clock of this machine",
        ),
        (
            "BadRequestException",
            "Invalid\nthing \x1b[31m",
            "GetGatewayResponses of a1b2c3d4e5 in eu-central-1: BadRequestException: Invalid thing \\x1b[31m",
        ),
    ],
)
def test_what_aws_refuses(
    error: Callable[..., str], answers: Callable[[Exception], None], code: str, message: str, line: str
) -> None:
    answers(ClientError({"Error": {"Code": code, "Message": message}}, "GetGatewayResponses"))
    assert error() == line


def test_a_limit_that_stays_used_up(
    error: Callable[..., str], answers: Callable[[Exception], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("constructs_gw.aws.rest_api.ATTEMPTS", 1)
    throttled = {"Error": {"Code": "TooManyRequestsException", "Message": "Too Many Requests"}}
    answers(ClientError(throttled, "GetGatewayResponses"))
    assert error() == (
        "GetGatewayResponses of a1b2c3d4e5 in eu-central-1: TooManyRequestsException: Too Many Requests; "
        "run it again later: the account's limit of requests is used up"
    )


@pytest.mark.parametrize(
    ("raised", "line"),
    [
        (
            ConnectTimeoutError(endpoint_url="https://apigateway.eu-central-1.amazonaws.com/"),
            'Connect timeout on endpoint URL: "https://apigateway.eu-central-1.amazonaws.com/"; '
            "check --region, --endpoint-url and the network, then run it again",
        ),
        (
            ReadTimeoutError(endpoint_url="https://me:secret@gateway.example/"),
            'Read timeout on endpoint URL: "https://gateway.example/"; '
            "check --region, --endpoint-url and the network, then run it again",
        ),
        (
            SSOTokenLoadError(error_msg="none"),
            "Error loading SSO Token: none; run aws configure or aws sso login, or name a profile with --profile",
        ),
    ],
)
def test_what_aws_never_gets_to_see(
    error: Callable[..., str],
    answers: Callable[[Exception], None],
    monkeypatch: pytest.MonkeyPatch,
    raised: Exception,
    line: str,
) -> None:
    monkeypatch.setattr("constructs_gw.aws.rest_api.ATTEMPTS", 1)  # some of these are tried again, after pauses
    answers(raised)
    assert error() == line


def test_no_credentials(error: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    assert error() == (
        "Unable to locate credentials; run aws configure or aws sso login, or name a profile with --profile"
    )


def test_half_of_the_credentials(error: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    Path("credentials").write_text(f"[default]\naws_secret_access_key = {SECRET}\n")
    assert error().startswith("Unable to locate credentials; ")


def test_no_region(error: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    assert error() == "You must specify a region; name one with --region, such as eu-central-1"


def test_no_such_profile(error: Callable[..., str]) -> None:
    assert error(*PULL, "--profile", "nope") == (
        "The config profile (nope) could not be found; aws configure list-profiles shows those that there are"
    )


def test_a_configuration_that_cannot_be_read(error: Callable[..., str]) -> None:
    Path("config").write_text("[default\n")
    assert error().startswith("Unable to parse config file: ")


def test_a_region_that_is_none(error: Callable[..., str]) -> None:
    assert error(*PULL, "--region", "not a region").endswith("; name one with --region, such as eu-central-1")


def test_an_endpoint_that_is_no_url(error: Callable[..., str]) -> None:
    assert error(*PULL, "--endpoint-url", "localhost") == (
        "Invalid endpoint: localhost; write --endpoint-url with its scheme, as http://127.0.0.1:4566"
    )


def test_an_endpoint_that_nobody_listens_at(error: Callable[..., str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    assert error(*PULL, "--endpoint-url", "http://127.0.0.1:9") == (
        'Could not connect to the endpoint URL: "http://127.0.0.1:9/restapis/a1b2c3d4e5/gatewayresponses"; '
        "check --region, --endpoint-url and the network, then run it again"
    )


@contextmanager
def web_server() -> Iterator[str]:
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"<html>")

        def log_message(self, *_: Any) -> None: ...

    with http.server.HTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_an_endpoint_that_is_something_else(error: Callable[..., str]) -> None:
    with web_server() as url:
        assert error(*PULL, "--endpoint-url", url) == "what answers is not API Gateway; check --endpoint-url"


def test_the_region_that_is_named_is_the_real_one(
    error: Callable[..., str], answers: Callable[[Exception], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_DEFAULT_REGION")
    Path("config").write_text("[profile far]\nregion = ap-southeast-2\n")
    answers(ClientError({"Error": {"Code": "NotFoundException", "Message": "Invalid API identifier"}}, "x"))
    assert error(*PULL, "--profile", "far").startswith("no REST API a1b2c3d4e5 in ap-southeast-2;")
    assert error("validate", "--rest-api-id", ID, "--profile", "far").startswith("no REST API a1b2c3d4e5 in ap-south")


def test_a_stage_that_is_not_there_is_said() -> None:
    missing = ClientError(
        {"Error": {"Code": "NotFoundException", "Message": "Invalid stage identifier specified"}}, "x"
    )
    assert str(problem_of(missing, ID, "eu-west-1")) == "a1b2c3d4e5 in eu-west-1 has no such stage; check --stage"


@pytest.mark.parametrize("url", [f"http://me:{SECRET}@127.0.0.1:9", f"https://{SECRET}@host/path"])
def test_a_password_in_an_endpoint_is_refused_and_not_repeated(error: Callable[..., str], url: str) -> None:
    told = error(*PULL, "--endpoint-url", url)
    assert told == "--endpoint-url has a user or a password in it; leave it out"
