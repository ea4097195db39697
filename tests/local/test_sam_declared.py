"""What SAM's own translator makes of a template, and what is read in the template itself: the same APIs."""

from collections.abc import Mapping
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from samtranslator.model.exceptions import InvalidDocumentException

from constructs_gw.assembly import template_file
from constructs_gw.local.declarations import Authorizer, RestApi, Throttle, UsagePlan
from constructs_gw.local.declared_apis import read_declared

from ..sam_translator import processed

ORDERS = {"RestApiId": {"Ref": "Orders"}}
MODEL = {"type": "object", "required": ["id"], "properties": {"next": {"$ref": "#/definitions/order"}}}
AUTHORIZERS = {
    "Token": {"FunctionArn": "arn", "Identity": {"Header": "X-Auth", "ValidationExpression": "^a"}},
    "Plain": {"FunctionArn": "arn"},
    "Pool": {"UserPoolArn": "arn"},
    "Request": {
        "FunctionArn": "arn",
        "FunctionPayloadType": "REQUEST",
        "Identity": {"Headers": ["A"], "QueryStrings": ["q"], "Context": ["c"], "StageVariables": ["v"]},
    },
}


def declared(template: Mapping[str, Any]) -> dict[str, RestApi]:
    return {api.rest_api_id: api for api in read_declared([template_file(template, "template.json")])}


def template(api: Mapping[str, Any], events: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    function = {"Runtime": "python3.13", "Handler": "a.b", "InlineCode": "pass", "Events": events}
    properties = {"StageName": "live", "Models": {"Order": MODEL}, **api}
    return {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {
            "Orders": {"Type": "AWS::Serverless::Api", "Properties": properties},
            "Function": {"Type": "AWS::Serverless::Function", "Properties": function},
        },
        **more,
    }


def event(path: str, method: str, **properties: Any) -> dict[str, Any]:
    return {"Type": "Api", "Properties": {**ORDERS, "Path": path, "Method": method, **properties}}


def test_an_api_has_its_paths_authorizers_and_usage_plan() -> None:
    auth = {
        "DefaultAuthorizer": "Token",
        "AddDefaultAuthorizerToCorsPreflight": False,
        "Authorizers": AUTHORIZERS,
        "UsagePlan": {"CreateUsagePlan": "PER_API", "Throttle": {"RateLimit": 1, "BurstLimit": 2}},
    }
    settings = [{"ResourcePath": "/~1orders", "HttpMethod": "GET", "ThrottlingRateLimit": 3, "ThrottlingBurstLimit": 5}]
    events = {
        "A": event("/orders", "get", RequestParameters=[{"method.request.querystring.q": {"Required": True}}]),
        "B": event("/orders", "POST", Auth={"Authorizer": "Pool", "ApiKeyRequired": True}),
        "C": event("/{id}", "any", Auth={"Authorizer": "NONE"}, RequestModel={"Model": "Order", "ValidateBody": True}),
    }
    given = template({"Auth": auth, "Cors": "'*'", "MethodSettings": settings}, events)
    api = declared(given)["Orders"]
    assert api == declared(processed(given))["Orders"]
    methods = {(one.path, name): method for one in api.resources for name, method in one.methods.items()}
    assert {name: method.authorization_type for name, method in methods.items()} == {
        ("/orders", "GET"): "CUSTOM",
        ("/orders", "POST"): "COGNITO_USER_POOLS",
        ("/orders", "OPTIONS"): "NONE",
        ("/{id}", "ANY"): "NONE",
        ("/{id}", "OPTIONS"): "NONE",
    }
    assert methods["/orders", "GET"].authorizer == Authorizer("TOKEN", ("method.request.header.X-Auth",), "^a")
    assert methods["/orders", "GET"].required_parameters == ("method.request.querystring.q",)
    assert methods["/orders", "POST"].is_api_key_required
    assert methods["/{id}", "ANY"].validates_body
    assert methods["/{id}", "ANY"].models["application/json"]["required"] == ["id"]
    stage = api.stages[0]
    plan = UsagePlan("OrdersUsagePlan", {"OrdersApiKey": "OrdersApiKey"}, Throttle(1, 2))
    assert (stage.name, stage.plans, dict(stage.method_throttles)) == ("live", (plan,), {"/orders/GET": Throttle(3, 5)})


def test_the_api_of_events_that_name_none_takes_its_auth_from_the_globals() -> None:
    events = {"A": {"Type": "Api", "Properties": {"Path": "/orders", "Method": "get"}}}
    auth = {"DefaultAuthorizer": "AWS_IAM", "ApiKeyRequired": True}
    given = template({}, events, Globals={"Api": {"Auth": auth, "OpenApiVersion": "3.0.1"}})
    api = declared(given)["ServerlessRestApi"]
    assert api == declared(processed(given))["ServerlessRestApi"]
    [method] = api.resources[0].methods.values()
    assert (method.authorization_type, method.is_api_key_required) == ("AWS_IAM", True)
    assert [stage.name for stage in api.stages] == ["Prod"]


def test_a_state_machine_is_called_with_the_integration_that_sam_writes() -> None:
    machine = {
        "Definition": {"StartAt": "A", "States": {"A": {"Type": "Succeed"}}},
        "Events": {"A": event("/orders", "post", Auth={"ApiKeyRequired": True})},
    }
    given = template({}, {})
    given["Resources"]["Machine"] = {"Type": "AWS::Serverless::StateMachine", "Properties": machine}
    ours, theirs = (declared(one)["Orders"].resources[0].methods["POST"] for one in (given, processed(given)))
    assert ours.integration is not None
    assert theirs.integration is not None
    assert ours.integration.responses == theirs.integration.responses
    assert ours.integration.type == theirs.integration.type == "AWS"
    assert ours.is_api_key_required
    assert theirs.is_api_key_required


def some(values: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    return st.fixed_dictionaries({}, optional=dict(values))


names = st.sampled_from([*AUTHORIZERS, "AWS_IAM"])
flags = st.booleans()
auths = some(
    {
        "DefaultAuthorizer": names,
        "Authorizers": st.just(AUTHORIZERS),
        "ApiKeyRequired": flags,
        "AddDefaultAuthorizerToCorsPreflight": flags,
        "AddApiKeyRequiredToCorsPreflight": flags,
        "UsagePlan": st.builds(lambda kind: {"CreateUsagePlan": kind}, st.sampled_from(["PER_API", "SHARED", "NONE"])),
    }
)
event_auths = some({"Authorizer": st.one_of(names, st.just("NONE")), "ApiKeyRequired": flags, "OverrideApiAuth": flags})
validations = some({"ValidateBody": flags, "ValidateParameters": flags, "Required": flags})
models = st.builds(lambda more: {"Model": "Order", **more}, validations)
required = {"method.request.path.id": {"Required": True}}
parameters = st.lists(
    st.sampled_from(["method.request.header.A", required, {"method.request.querystring.q": {}}]), max_size=3
)
timeouts = st.just(50)
events = st.builds(
    lambda path, method, more: event(path, method, **more),
    st.sampled_from(["/a", "/b/", "/{id}", "/"]),
    st.sampled_from(["get", "ANY", "Options", "post"]),
    some({"Auth": event_auths, "RequestModel": models, "RequestParameters": parameters, "TimeoutInMillis": timeouts}),
)
some_events = st.lists(
    events, max_size=3, unique_by=lambda event: (event["Properties"]["Path"], event["Properties"]["Method"])
)
operations = st.builds(
    lambda security: {"x-amazon-apigateway-integration": {"type": "http"}, **security},
    some({"security": st.lists(st.sampled_from([{"api_key": []}, {"Pool": []}, {"NONE": []}]), max_size=2)}),
)
definitions = st.builds(
    lambda version, paths: {**version, "paths": paths},
    st.sampled_from([{"openapi": "3.0.1"}, {"swagger": "2.0"}]),
    st.dictionaries(st.sampled_from(["/a", "/c"]), some({"get": operations, "post": st.just({})}), min_size=1),
)
apis = st.builds(
    lambda properties, definition: {**properties, **definition},
    some(
        {
            "Auth": auths,
            "Cors": st.sampled_from(["'*'", {"AllowOrigin": "'https://a.example'", "AllowMethods": "'GET'"}]),
            "OpenApiVersion": st.sampled_from(["3.0.1", "2.0"]),
            "Name": st.just("orders"),
        }
    ),
    st.one_of(
        st.just({}),
        st.builds(lambda body, merge: {"DefinitionBody": body, "MergeDefinitions": merge}, definitions, st.booleans()),
    ),
)


@settings(max_examples=40)
@given(apis, some_events, st.sampled_from([None, "IsA"]))
def test_any_template_declares_what_sam_makes_of_it(
    api: dict[str, Any], events: list[dict[str, Any]], condition: str | None
) -> None:
    given = template(
        api,
        {f"Event{number}": event for number, event in enumerate(events)},
        Conditions={"IsA": {"Fn::Equals": ["a", "a"]}},
    )
    if condition:
        given["Resources"]["Function"]["Condition"] = condition
    ours = declared(given)
    try:
        theirs = processed(given)
    except InvalidDocumentException:
        return  # such as an authorizer that the API does not have
    assert ours == declared(theirs)
