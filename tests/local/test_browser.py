"""What scripts of a page can read of error answers: a real browser decides."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from constructs_gw import CustomizationSet, compose
from constructs_gw.customization import HEADER_PREFIX
from constructs_gw.local.server import base_url
from constructs_gw.presets import cors

from .browser import chromium, site
from .cors_cases import CASES
from .sample import API, STAGE, served, template

FETCH = """async ([url, options]) => {
    try {
        const answer = await fetch(url, options);
        const seen = Object.fromEntries(["x-amzn-ErrorType", "x-amz-apigw-id"].map(n => [n, answer.headers.get(n)]));
        return {status: answer.status, body: await answer.json(), ...seen};
    } catch (error) {
        return error.name;
    }
}"""
READ_BOTH = """([url, names]) => Promise.all(["omit", "include"].map(credentials => fetch(url, {credentials}).then(
    answer => names.filter(name => answer.headers.has(name)),
    () => null,
)))"""
READ = {
    "status": 401,
    "body": {"message": "Unauthorized"},
    "x-amzn-ErrorType": "UnauthorizedException",
    "x-amz-apigw-id": None,
}
"""The answer with the one header of the two that the preset exposes."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    with site() as origin:
        yield origin


@pytest.fixture(scope="module")
def page(browser: Browser, shop: str) -> Iterator[Page]:
    """A page of the shop; each test has a server of its own, which no answer is remembered of."""
    with browser.new_context() as context:
        opened = context.new_page()
        opened.goto(shop)
        yield opened


def fetched(page: Page, declared: dict[str, Any], **options: Any) -> Any:
    """What a script of the page gets for a request to the root of the API."""
    with served(declared) as url:
        return page.evaluate(FETCH, [base_url(url, API, STAGE), {"credentials": "include", **options}])


def guarded(customizations: CustomizationSet, *, preflight: dict[str, str] | None = None) -> dict[str, Any]:
    """A template whose root needs a token, and answers preflight with some headers."""
    common = {"RestApiId": {"Ref": API}, "ResourceId": {"Fn::GetAtt": [API, "RootResourceId"]}}
    authorizer = {**common, "Name": "guard", "Type": "TOKEN", "IdentitySource": "method.request.header.Authorization"}
    get = {**common, "HttpMethod": "GET", "AuthorizationType": "CUSTOM", "AuthorizerId": {"Ref": "Guard"},
           "Integration": {"Type": "MOCK"}}  # fmt: skip
    parameters = {f"method.response.header.{name}": f"'{value}'" for name, value in (preflight or {}).items()}
    mock = {
        "Type": "MOCK",
        "RequestTemplates": {"application/json": '{"statusCode": 204}'},
        "IntegrationResponses": [{"StatusCode": "204", "ResponseParameters": parameters}],
    }
    options = {**common, "HttpMethod": "OPTIONS", "AuthorizationType": "NONE", "Integration": mock,
               "MethodResponses": [{"StatusCode": "204"}]}  # fmt: skip
    return template(
        {
            "Guard": {"Type": "AWS::ApiGateway::Authorizer", "Properties": authorizer},
            "Get": {"Type": "AWS::ApiGateway::Method", "Properties": get},
            "Options": {"Type": "AWS::ApiGateway::Method", "Properties": options},
            **responses(customizations),
        }
    )


def responses(customizations: CustomizationSet) -> dict[str, Any]:
    return {
        f"Response{number}": {
            "Type": "AWS::ApiGateway::GatewayResponse",
            "Properties": {
                "RestApiId": {"Ref": API},
                "ResponseType": entry.response_type.value,
                "ResponseParameters": {f"{HEADER_PREFIX}{name}": str(value) for name, value in entry.headers.items()},
                "ResponseTemplates": dict(entry.templates),
            },
        }
        for number, entry in enumerate(customizations.values())
    }


def cors_for(origin: str, **options: Any) -> CustomizationSet:
    return compose([cors(allow_origin=origin, **options)]).minimal()


def test_a_script_of_another_origin_cannot_read_a_401_without_the_preset(page: Page) -> None:
    assert fetched(page, guarded(CustomizationSet())) == "TypeError"


def test_a_script_of_another_origin_reads_a_401_with_the_preset(page: Page, shop: str) -> None:
    assert fetched(page, guarded(cors_for(shop, allow_credentials=True))) == READ


def test_a_script_of_a_third_origin_cannot_read_it(page: Page, shop: str) -> None:
    localhost = shop.replace("127.0.0.1", "localhost")  # another origin, though it is the same server
    assert fetched(page, guarded(cors_for(localhost, allow_credentials=True))) == "TypeError"


def test_without_allow_credentials_only_a_request_without_credentials_is_readable(page: Page, shop: str) -> None:
    declared = guarded(cors_for(shop))
    assert fetched(page, declared) == "TypeError"
    assert fetched(page, declared, credentials="omit") == READ


def test_a_wildcard_is_no_match_for_a_request_with_credentials(page: Page) -> None:
    declared = guarded(cors_for("*"))
    assert fetched(page, declared) == "TypeError"
    assert fetched(page, declared, credentials="omit") == READ


@pytest.mark.parametrize(
    ("allowed", "expected"),
    [pytest.param("Authorization", READ, id="allowed"), pytest.param("X-Other", "TypeError", id="not-allowed")],
)
def test_a_request_with_a_token_is_readable_if_preflight_allows_it(
    page: Page, shop: str, allowed: str, expected: object
) -> None:
    preflight = {
        "Access-Control-Allow-Origin": shop,
        "Access-Control-Allow-Credentials": "true",
        "Access-Control-Allow-Headers": allowed,
    }
    declared = guarded(cors_for(shop, allow_credentials=True), preflight=preflight)
    assert fetched(page, declared, headers={"Authorization": "unauthorized"}) == expected


def test_the_browser_reads_what_the_standard_says(page: Page) -> None:
    """The preview is tested with the same table."""
    with site(headers=[case.headers for case in CASES]) as other:
        for number, case in enumerate(CASES):
            names = ["Content-Type", *case.headers]
            seen = page.evaluate(READ_BOTH, [f"{other}/{number}", names])
            found = [None if names is None else set(names) for names in seen]
            assert found == [case.read, case.read_with_credentials], case.id
