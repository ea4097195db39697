"""The sample app's stack, deployed as CDK writes it: its error answers are those that `render` predicts."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest

from app import OrdersStack
from constructs_gw.rest_api_view import rest_apis

from .differences import RENDERED_TYPES, comparable, rendered
from .expected import MESSAGES
from .provoke import OTHER_WAYS, PROVOKE, Provoke, ProvokingApi, deploy
from .server import Answer, MiniStack, Stack

TOKEN = {"Authorization": "Bearer demo"}
NO_SUCH_KEY = {"x-api-key": "nobody-has-this-key-1"}


@dataclass(frozen=True, slots=True)
class Orders:
    """The deployed sample."""

    ministack: MiniStack
    stack: Stack
    template: Mapping[str, Any]

    def ids(self, resource_type: str) -> dict[str, str]:
        """The physical ids of the resources of a type."""
        resources = self.template["Resources"]
        return {name: self.stack.resources[name] for name in resources if resources[name]["Type"] == resource_type}

    def key(self) -> dict[str, str]:
        """The headers of a partner: a good token and the key of the usage plan."""
        [key_id] = self.ids("AWS::ApiGateway::ApiKey").values()
        found = self.ministack.client("apigateway").get_api_key(apiKey=key_id, includeValue=True)
        return {**TOKEN, "x-api-key": found["value"]}

    def request(self, method: str, path: str, headers: Mapping[str, str], body: str | None = None) -> Answer:
        """Call the API's stage."""
        [rest_api_id] = self.ids("AWS::ApiGateway::RestApi").values()
        return self.ministack.request(rest_api_id, "prod", method, path, headers, body)


def assert_predicted(
    template: Mapping[str, Any], answer: Answer, response_type: str, message: str | None = None
) -> None:
    """The answer is that of the type as `render` predicts it, its body as data and as text."""
    [view] = rest_apis(template)
    request = view.request(context={} if message is None else {"error.message": message})
    predicted = rendered(view.customizations, response_type, answer, request)
    assert json.loads(answer.body) == json.loads(predicted.body)
    assert comparable(answer, response_type) == predicted


@pytest.fixture(scope="module")
def template() -> Mapping[str, Any]:
    """The template that `cdk synth` writes."""
    context = json.loads((Path(__file__).parents[2] / "cdk.json").read_text())["context"]
    app = cdk.App(context=context)
    OrdersStack(app, "Orders")
    found: Mapping[str, Any] = app.synth().get_stack_by_name("Orders").template
    return found


@pytest.fixture(scope="module")
def orders(ministack: MiniStack, template: Mapping[str, Any]) -> Orders:
    return Orders(ministack, ministack.deploy(template, "orders"), template)


@pytest.fixture(scope="module")
def provoking(ministack: MiniStack, template: Mapping[str, Any]) -> ProvokingApi:
    """The sample's gateway responses on the API on which every type can be provoked."""
    responses = {
        name: {key: value for key, value in one["Properties"].items() if key != "RestApiId"}
        for name, one in template["Resources"].items()
        if one["Type"] == "AWS::ApiGateway::GatewayResponse"
    }
    return deploy(ministack, "orders-provoking", responses)


@pytest.mark.parametrize(
    ("response_type", "method", "path", "headers", "body"),
    [
        pytest.param("MISSING_AUTHENTICATION_TOKEN", "GET", "/nowhere", {}, None, id="unknown-route"),
        pytest.param("MISSING_AUTHENTICATION_TOKEN", "DELETE", "/orders", {}, None, id="unknown-method"),
        pytest.param("UNAUTHORIZED", "GET", "/orders", {}, None, id="no-token"),
        pytest.param("UNAUTHORIZED", "GET", "/orders", {"Authorization": "Bearer x"}, None, id="refused-token"),
        pytest.param("INVALID_API_KEY", "GET", "/orders", TOKEN, None, id="no-key"),
        pytest.param("INVALID_API_KEY", "GET", "/orders", {**TOKEN, **NO_SUCH_KEY}, None, id="unknown-key"),
    ],
)
def test_a_stranger_gets_the_predicted_answer(
    orders: Orders, response_type: str, method: str, path: str, headers: Mapping[str, str], body: str | None
) -> None:
    assert_predicted(orders.template, orders.request(method, path, headers, body), response_type)


def test_a_partner_with_one_token_may_call_every_method(orders: Orders) -> None:
    order = json.dumps({"article": "shoe", "quantity": 1})
    assert orders.request("GET", "/orders?customer=1", orders.key()).status == 200
    assert orders.request("POST", "/orders", orders.key(), order).status == 200


def test_a_missing_parameter_gets_the_predicted_answer(orders: Orders) -> None:
    answer = orders.request("GET", "/orders", orders.key())
    assert_predicted(
        orders.template, answer, "BAD_REQUEST_PARAMETERS", "Missing required request parameters: [customer]"
    )


def test_a_bad_body_gets_the_predicted_answer(orders: Orders) -> None:
    answer = orders.request("POST", "/orders", orders.key(), '{"article": "shoe", "quantity": 0}')
    assert_predicted(orders.template, answer, "BAD_REQUEST_BODY")


@pytest.mark.parametrize(
    ("function", "response_type"),
    [("Authorize", "AUTHORIZER_CONFIGURATION_ERROR"), ("Orders", "API_CONFIGURATION_ERROR")],
)
def test_a_function_that_is_gone_gets_the_predicted_answer(
    ministack: MiniStack, template: Mapping[str, Any], function: str, response_type: str
) -> None:
    broken = Orders(ministack, ministack.deploy(template, f"without-{function}"), template)
    [name] = [one for key, one in broken.ids("AWS::Lambda::Function").items() if key.startswith(function)]
    ministack.client("lambda").delete_function(FunctionName=name)
    assert_predicted(template, broken.request("GET", "/orders?customer=1", broken.key()), response_type)


def test_a_partner_in_a_hurry_gets_the_predicted_answer(ministack: MiniStack, template: Mapping[str, Any]) -> None:
    busy = Orders(ministack, ministack.deploy(template, "busy"), template)
    key = busy.key()
    answers = (busy.request("GET", "/orders", key) for _ in range(200))  # bad requests count too, and are quick
    assert_predicted(template, next(answer for answer in answers if answer.status == 429), "THROTTLED")


@pytest.mark.parametrize("response_type", RENDERED_TYPES)
def test_every_type_gets_the_predicted_answer(
    provoking: ProvokingApi, template: Mapping[str, Any], response_type: str
) -> None:
    answer = PROVOKE[response_type](provoking, None)
    assert_predicted(template, answer, response_type, MESSAGES.get(response_type))


@pytest.mark.parametrize(
    ("provoke", "response_type"),
    [(provoke, kind) for provoke, kind in OTHER_WAYS.items() if kind in RENDERED_TYPES],
)
def test_other_ways_to_a_type_get_the_predicted_answer(
    provoking: ProvokingApi, template: Mapping[str, Any], provoke: Provoke, response_type: str
) -> None:
    assert_predicted(template, provoke(provoking, None), response_type)
