"""Every API of an account at once: what goes wrong with one of them, and what is held in memory."""

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, NoCredentialsError

from constructs_gw.aws import clients
from constructs_gw.aws.accounts import MAX_FAILURES, WORKERS, pull_all
from constructs_gw.cli import main
from constructs_gw.errors import GatewayResponseError

from .commands import isolate


class Account:
    """A client of an account with so many APIs, which refuses to read some of them."""

    def __init__(self, count: int, refused: dict[int, Exception] | None = None) -> None:
        self.count = count
        self.refused = refused or {}
        self.pages = self.read = self.listed = 0

    def get_paginator(self, _: str) -> "Account":
        return self

    def paginate(self, PaginationConfig: dict[str, int]) -> Iterator[dict[str, Any]]:
        size = PaginationConfig["PageSize"]
        for first in range(0, self.count, size):
            self.pages += 1
            yield {"items": [{"id": str(number)} for number in range(first, min(first + size, self.count))]}

    def get_gateway_responses(self, restApiId: str) -> dict[str, Any]:
        self.read += 1
        if error := self.refused.get(int(restApiId)):
            raise error
        return {"items": []}


class Unlisted(Account):
    def paginate(self, PaginationConfig: dict[str, int]) -> Iterator[dict[str, Any]]:
        if self.count:
            raise NoCredentialsError
        yield {}


def refusal(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "GetGatewayResponses")


def pulled(*accounts: Account) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The APIs that were written, and those that failed."""
    written: list[tuple[str, str]] = []
    by_region = {f"region-{number}": account for number, account in enumerate(accounts)}
    failures = pull_all(by_region, lambda region, rest_api_id, _: written.append((region, rest_api_id)))
    return written, [(each.region, each.rest_api_id) for each in failures]


def test_every_api_is_read_once() -> None:
    account = Account(1200)
    written, failures = pulled(account)
    assert sorted(written) == sorted(("region-0", str(number)) for number in range(1200))
    assert (account.pages, failures) == (3, [])


def test_an_api_that_cannot_be_read_is_told_and_the_others_are_written() -> None:
    written, failures = pulled(Account(10, {3: refusal("AccessDeniedException")}))
    assert (len(written), failures) == (9, [("region-0", "3")])


def test_an_api_that_is_deleted_meanwhile_is_passed_over() -> None:
    written, failures = pulled(Account(10, {3: refusal("NotFoundException")}))
    assert (len(written), failures) == (9, [])


def test_a_region_where_nothing_can_be_read_is_left_and_the_others_are_not() -> None:
    refused = Account(500, dict.fromkeys(range(500), refusal("AccessDeniedException")))
    written, failures = pulled(refused, Account(50), Unlisted(1))
    assert len(written) == 50
    assert refused.read < MAX_FAILURES + WORKERS
    assert {region for region, _ in failures} == {"region-0", "region-2"}
    assert ("region-2", "") in failures


def test_a_file_that_cannot_be_written_ends_it() -> None:
    account, written = Account(500), list[str]()

    def write(_: str, rest_api_id: str, __: object) -> None:
        written.append(rest_api_id)
        time.sleep(0.01)
        if rest_api_id == "7":
            raise GatewayResponseError

    with pytest.raises(GatewayResponseError):
        pull_all({"region": account}, write)
    assert len(written) < 100


def test_no_more_apis_are_held_than_there_are_workers() -> None:
    held, most, lock = [0], [0], threading.Lock()

    class Counting(Account):
        def get_gateway_responses(self, restApiId: str) -> dict[str, Any]:
            with lock:
                held[0] += 1
                most[0] = max(most[0], held[0])
            return {"items": []}

    def write(*_: object) -> None:
        with lock:
            held[0] -= 1

    pull_all({"region": Counting(500)}, write)
    assert 1 <= most[0] <= WORKERS


def test_the_command_tells_what_it_wrote_and_what_it_could_not(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    isolate(monkeypatch, tmp_path)

    def client(region: str, **_: Any) -> Any:
        account: Any = Unlisted(1) if region == "us-east-1" else Account(3, {2: refusal("AccessDeniedException")})
        account.meta = type("Meta", (), {"region_name": region})
        return account

    monkeypatch.setattr(clients, "apigateway", client)
    assert main(["aws", "pull", "--all", "--region", "eu-west-1", "--region", "us-east-1", "-o", "pulled"]) == 2
    captured = capsys.readouterr()
    assert captured.out == "2 REST APIs, 0 with customized gateway responses, in eu-west-1, us-east-1; in pulled\n"
    assert captured.err == (
        "constructs-gw: 2 problems:\n"
        "  - eu-west-1 2: no; docs/how-to/live-rest-apis.md has the policies for each verb\n"
        "  - us-east-1: Unable to locate credentials; "
        "run aws configure or aws sso login, or name a profile with --profile\n"
    )


def test_an_id_that_is_no_name_of_a_file_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    from constructs_gw.aws import folders

    folder = folders.Folder(tmp_path, "json", False)
    for name in ("../x", "a/b", "", "..", ".hidden", "x" * 200):
        with pytest.raises(GatewayResponseError, match=r"is no file's name; check --endpoint-url"):
            folder.write("eu-west-1", name, [])
