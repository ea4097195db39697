"""Open Telekom Cloud's IAM in front of APIG: a cloud of clouds.yaml whose password buys a token."""

import json
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from constructs_gw.apig import live
from constructs_gw.apig.live import ApigRequestError, GroupClient, connect
from constructs_gw.apig.live.errors import problem_of
from constructs_gw.errors import GatewayResponseError
from constructs_gw.local.server import serving

from .live_groups import Server, answer, clean

PASSWORD = "correct horse battery"


def iam(catalog: list[dict[str, Any]], bought: str = "local") -> Starlette:
    """As much of IAM as a password needs; its one project is the one of the local APIG."""

    async def versions(request: Request) -> Response:
        links = [{"rel": "self", "href": f"{request.base_url}v3"}]
        return JSONResponse({"version": {"id": "v3.6", "status": "stable", "links": links}})

    async def tokens(request: Request) -> Response:
        given = (await request.json())["auth"]["identity"]["password"]["user"]["password"]
        if given != PASSWORD:
            said = {"code": 401, "title": "Unauthorized", "message": f"The username or password {given} is wrong."}
            return JSONResponse({"error": said}, 401)
        project = {"id": "local", "name": "eu-de", "domain": {"id": "d", "name": "d"}}
        user = {"id": "u", "name": "u", "domain": {"id": "d", "name": "d"}}
        times = {"issued_at": "2026-01-01T00:00:00.000000Z", "expires_at": "2126-01-01T00:00:00.000000Z"}
        token = {"methods": ["password"], "project": project, "user": user, "catalog": catalog, **times}
        return JSONResponse({"token": token}, 201, {"X-Subject-Token": bought})

    return Starlette(routes=[Route("/v3", versions), Route("/v3/auth/tokens", tokens, methods=["POST"])])


def cloud(folder: Path, url: str, password: str = PASSWORD) -> None:
    auth = {"auth_url": f"{url}/v3", "username": "u", "password": password, "project_name": "eu-de",
            "user_domain_name": "d", "project_domain_name": "d"}  # fmt: skip
    settings = {"auth": auth, "region_name": "eu-de", "identity_api_version": "3"}
    (folder / "clouds.yaml").write_text(json.dumps({"clouds": {"otc": settings}}))


@pytest.fixture(autouse=True)
def settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    clean(monkeypatch)
    monkeypatch.setenv("OS_CLIENT_CONFIG_FILE", str(tmp_path / "clouds.yaml"))


def connected(**options: Any) -> GroupClient:
    return connect("opentelekomcloud", "opentelekomcloud", "Group0", cloud="otc", **options)


def test_the_catalog_says_where_apig_is(server: Server, tmp_path: Path) -> None:
    endpoint = {"id": "e", "interface": "public", "region": "eu-de", "region_id": "eu-de", "url": f"{server.url}/v2"}
    with serving(iam([{"id": "s", "type": "apigv2", "name": "apigv2", "endpoints": [endpoint]}])) as url:
        cloud(tmp_path, url)
        assert live.pull(connected()) == {}


def test_the_token_that_iam_gave_is_not_repeated(server: Server, tmp_path: Path) -> None:
    with serving(iam([], "a token of IAM's that is long")) as url:
        cloud(tmp_path, url)
        client = connected(endpoint_url=server.url)
        said = {"error_code": "APIG.1002", "error_msg": "a token of IAM's that is long is wrong"}
        server.faults.plan("GET gateway-responses", *[answer(401, said)] * 2)
        with pytest.raises(ApigRequestError, match=r"401 APIG\.1002: \*{6} is wrong"):
            client.list_responses()


def test_an_endpoint_that_is_given_is_taken(server: Server, tmp_path: Path) -> None:
    with serving(iam([])) as url:
        cloud(tmp_path, url)
        assert live.pull(connected(endpoint_url=server.url)) == {}
        without: Any = connected()
    assert without._proxy.get_endpoint() == "https://apig.eu-de.otc.t-systems.com/v2/local"


def test_a_wrong_password_is_not_repeated(tmp_path: Path) -> None:
    wrong = "wrong horse battery"
    with serving(iam([])) as url:
        cloud(tmp_path, url, wrong)
        with pytest.raises(ApigRequestError) as raised:
            connected()
    assert raised.value.status == 401
    assert wrong not in f"{raised.value!r} {vars(raised.value)} {problem_of(raised.value)}"
    said = "authentication: 401: The username or password ****** is wrong"
    assert problem_of(raised.value).message == said


def test_an_iam_that_is_not_there_is_said(tmp_path: Path) -> None:
    cloud(tmp_path, "http://127.0.0.1:9")
    with pytest.raises(ApigRequestError, match=r"^authentication: 127\.0\.0\.1:9: Connection refused$"):
        connected()


def test_settings_that_lack_something_are_said(tmp_path: Path) -> None:
    (tmp_path / "clouds.yaml").write_text(json.dumps({"clouds": {"otc": {"auth": {"username": "u"}}}}))
    with pytest.raises(GatewayResponseError, match=r"name a cloud of clouds.yaml with --cloud, or set OS_TOKEN"):
        connected()
