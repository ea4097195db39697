"""Which resources of which templates belong to one REST API, and what its views say in each deployment."""

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from constructs_gw.apis import Api, read_apis
from constructs_gw.response_types import ResponseType
from constructs_gw.template import Template
from constructs_gw.views import ApiView, PreflightView

API = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "orders"}}
STACK = "AWS::CloudFormation::Stack"
EXTENSION = "x-amazon-apigateway-gateway-responses"


def response(reference: Any, kind: Any = "THROTTLED", **more: Any) -> dict[str, Any]:
    properties = {"RestApiId": reference, "ResponseType": kind}
    return {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": properties, **more}


def template(
    resources: dict[str, Any], name: str = "template", *, parent: tuple[str, str] | None = None, **more: Any
) -> Template:
    return Template({"Resources": resources, **more}, name, parent=parent)


def groups(*templates: Template) -> dict[str, list[str]]:
    """The names of each API's gateway responses."""
    return {api.name: [member.logical_id for member in api.responses] for api in read_apis(templates)}


def views(*templates: Template) -> list[ApiView]:
    [api] = read_apis(templates)
    return [view for view, _ in api.views()]


def view(*templates: Template) -> ApiView:
    [only] = views(*templates)
    return only


# Which API


@pytest.mark.parametrize(
    "reference",
    [
        {"Ref": "Api"},
        {"Fn::GetAtt": ["Api", "RestApiId"]},
        {"Fn::GetAtt": "Api.RestApiId"},
        {"Fn::Sub": "${Api}"},
        {"Fn::Sub": "${ Api.RestApiId }"},
    ],
)
def test_a_reference_to_an_api_of_the_template_means_that_api(reference: Any) -> None:
    assert groups(template({"Api": API, "A": response(reference)})) == {"Api": ["A"]}


def test_responses_may_stand_before_their_api() -> None:
    assert groups(template({"A": response({"Ref": "Api"}), "Api": API})) == {"Api": ["A"]}


@pytest.mark.parametrize(
    ("reference", "name"),
    [
        ("o81lxisefl", "o81lxisefl"),
        ({"Fn::Sub": "o81lxisefl"}, "o81lxisefl"),
        ({"Ref": "ApiGatewayRestApi"}, "ApiGatewayRestApi"),
        ({"Ref": "ApiId"}, "ApiId"),
        ({"Fn::ImportValue": "OrdersApi"}, "OrdersApi"),
        ({"Fn::ImportValue": {"Fn::Sub": "${Stage}-Api"}}, '{"Fn::ImportValue": {"Fn::Sub": "${Stage}-Api"}}'),
        ({"Fn::GetAtt": ["Nested", "Outputs.ApiId"]}, '{"Fn::GetAtt": ["Nested", "Outputs.ApiId"]}'),
        (None, "(no RestApiId)"),
        ([], "[]"),
        (404, "404"),
    ],
)
def test_two_equal_references_mean_one_api(reference: Any, name: str) -> None:
    parameters = {"ApiId": {"Type": "String"}}
    resources = {"A": response(reference), "B": response(reference), "Other": response("another-id")}
    assert groups(template(resources, Parameters=parameters)) == {name: ["A", "B"], "another-id": ["Other"]}


def test_the_same_name_in_two_templates_is_two_apis() -> None:
    reference = response({"Ref": "Api"})
    templates = [template({"Api": API, "A": reference}, name) for name in ("orders", "items")]
    assert [(api.place.document, len(api.responses)) for api in read_apis(templates)] == [("orders", 1), ("items", 1)]


def test_the_same_literal_id_in_two_templates_is_one_api() -> None:
    templates = [template({name: response("o81lxisefl")}, name) for name in ("A", "B")]
    assert groups(*templates) == {"o81lxisefl": ["A", "B"]}


def test_an_import_is_the_api_that_another_template_exports() -> None:
    outputs = {"Id": {"Value": {"Ref": "Api"}, "Export": {"Name": "OrdersApi"}}}
    exporting = template({"Api": API}, "api", Outputs=outputs)
    importing = template({"A": response({"Fn::ImportValue": "OrdersApi"})}, "responses")
    assert groups(exporting, importing) == groups(importing, exporting) == {"Api": ["A"]}
    assert groups(importing) == {"OrdersApi": ["A"]}


def test_an_export_of_an_import_is_followed() -> None:
    api = template({"Api": API}, "api", Outputs={"I": {"Value": {"Ref": "Api"}, "Export": {"Name": "one"}}})
    hop = template({}, "hop", Outputs={"I": {"Value": {"Fn::ImportValue": "one"}, "Export": {"Name": "two"}}})
    assert groups(api, hop, template({"A": response({"Fn::ImportValue": "two"})}, "use")) == {"Api": ["A"]}


def test_a_nested_stack_gets_its_api_as_a_parameter() -> None:
    stack = {"Type": STACK, "Properties": {"Parameters": {"ApiId": {"Ref": "Api"}}}}
    parent = template({"Api": API, "Nested": stack}, "parent")
    child: dict[str, Any] = {
        "resources": {"A": response({"Ref": "ApiId"})},
        "Parameters": {"ApiId": {"Type": "String"}},
    }
    assert groups(parent, template(name="child", parent=("parent", "Nested"), **child)) == {"Api": ["A"]}
    assert groups(template(name="child", parent=("parent", "Nested"), **child)) == {"ApiId": ["A"]}
    assert groups(parent, template(name="child", **child)) == {"Api": [], "ApiId": ["A"]}


def test_a_nested_stack_gives_its_api_as_an_output() -> None:
    parent_resources = {"Nested": {"Type": STACK}, "A": response({"Fn::GetAtt": ["Nested", "Outputs.Id"]})}
    parent = template(parent_resources, "parent")
    child = template({"Api": API}, "child", parent=("parent", "Nested"), Outputs={"Id": {"Value": {"Ref": "Api"}}})
    assert groups(parent, child) == {"Api": ["A"]}


def test_an_api_goes_from_one_nested_stack_through_the_parent_to_another() -> None:
    given = {"Parameters": {"ApiId": {"Fn::GetAtt": ["One", "Outputs.Id"]}}}
    parent = template({"One": {"Type": STACK}, "Two": {"Type": STACK, "Properties": given}}, "parent")
    one = template({"Api": API}, "one", parent=("parent", "One"), Outputs={"Id": {"Value": {"Ref": "Api"}}})
    two = template(
        {"A": response({"Ref": "ApiId"})}, "two", parent=("parent", "Two"), Parameters={"ApiId": {"Type": "String"}}
    )
    assert groups(parent, one, two) == {"Api": ["A"]}


@pytest.mark.parametrize("outputs", [{}, {"Id": {}}, {"Id": None}, [], None])
def test_an_output_that_is_not_there_leads_nowhere(outputs: Any) -> None:
    parent = template({"Nested": {"Type": STACK}, "A": response({"Fn::GetAtt": ["Nested", "Outputs.Id"]})}, "parent")
    child = template({}, "child", parent=("parent", "Nested"), Outputs=outputs)
    assert list(groups(parent, child).values()) == [["A"]]


def test_stacks_that_refer_to_each_other_without_end_lead_nowhere() -> None:
    exports = [
        template({}, name, Outputs={"O": {"Value": {"Fn::ImportValue": other}, "Export": {"Name": name}}})
        for name, other in (("a", "b"), ("b", "a"))
    ]
    assert list(groups(*exports, template({"A": response({"Fn::ImportValue": "a"})}, "c")).values()) == [["A"]]


def test_two_parameters_from_one_ssm_parameter_are_one_api() -> None:
    ssm = {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/orders/api"}
    templates = [
        template({f"From{name}": response({"Ref": name})}, name, Parameters={name: ssm}) for name in ("One", "Two")
    ]
    assert list(groups(*templates).values()) == [["FromOne", "FromTwo"]]


# What is read of it


def test_the_definition_has_responses_of_its_own() -> None:
    entry = {"statusCode": 503, "responseParameters": {"gatewayresponse.header.Retry-After": "'30'"}}
    api = {**API, "Properties": {"Body": {EXTENSION: {"THROTTLED": entry}}}}
    found = view(template({"Api": api, "A": response({"Ref": "Api"}, "UNAUTHORIZED")}))
    assert [(r.kind, r.is_resource, r.status_code) for r in found.responses] == [
        (ResponseType.UNAUTHORIZED, True, None),
        (ResponseType.THROTTLED, False, 503),
    ]
    assert str(found.responses[1].parameters[0].place).endswith(
        f"Api.Properties.Body.{EXTENSION}.THROTTLED.responseParameters.gatewayresponse.header.Retry-After"
    )
    assert found.definition is not None
    assert not found.has_unread_parts


INCLUDE = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://bucket/part.yaml"}}}


@pytest.mark.parametrize(
    "properties",
    [
        {"Body": INCLUDE},
        {"Body": {**INCLUDE, "info": {}}},
        {"Body": {EXTENSION: INCLUDE}},
        {"Body": {EXTENSION: {**INCLUDE, "THROTTLED": {}}}},
        {"Body": {"paths": INCLUDE}},
        {"Body": {"paths": {**INCLUDE, "/": {}}}},
        {"Body": {"paths": {"/": INCLUDE}}},
        {"BodyS3Location": {"Bucket": "b", "Key": "k"}},
        {"Body": "openapi: 3.0.1"},
    ],
)
def test_a_definition_that_is_kept_elsewhere_may_say_more(properties: dict[str, Any]) -> None:
    found = view(template({"Api": {**API, "Properties": properties}}))
    assert found.has_unread_parts
    assert [r.name for r in found.responses] in ([], ["THROTTLED"])


@pytest.mark.parametrize("name", ["ResponseParameters", "ResponseTemplates"])
@pytest.mark.parametrize("value", [INCLUDE, {**INCLUDE, "a": "b"}, {"Fn::If": ["Nothing", {}, {}]}])
def test_a_response_may_have_more_than_the_template_says(name: str, value: Any) -> None:
    own = response("o81lxisefl")
    own["Properties"] = {**own["Properties"], name: value}
    [found] = view(template({"A": own})).responses
    assert found.has_unread_parts
    assert "Fn::Transform" not in {*found.bodies, *(parameter.key for parameter in found.parameters)}


def test_of_properties_from_elsewhere_nothing_is_missing() -> None:
    [found] = view(template({"A": {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": INCLUDE}})).responses
    assert found.has_unread_parts
    assert found.type.text is not None
    assert found.type.known is None


CONDITIONS = {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}, "IsTest": {"Fn::Not": [{"Condition": "IsProd"}]}}
STAGE: dict[str, Any] = {
    "Parameters": {"Stage": {"Type": "String", "AllowedValues": ["prod", "test"]}},
    "Conditions": CONDITIONS,
}


def test_a_resource_is_there_while_its_condition_holds() -> None:
    resources = {
        "Prod": response("o81lxisefl", Condition="IsProd"),
        "Test": response("o81lxisefl", Condition="IsTest"),
        "Unknown": response("o81lxisefl", Condition="Nothing"),
        "Odd": response("o81lxisefl", Condition=["IsProd"]),
    }
    found = [[r.name for r in way.responses] for way in views(template(resources, **STAGE))]
    assert sorted(found) == [["Prod", "Unknown", "Odd"], ["Test", "Unknown", "Odd"]]


def test_a_definition_is_there_while_the_conditions_of_its_api_hold() -> None:
    body = {"Fn::If": ["IsProd", {EXTENSION: {"THROTTLED": {}}}, {"Ref": "AWS::NoValue"}]}
    found = views(template({"Api": {**API, "Properties": {"Body": body}}}, **STAGE))
    assert sorted((len(way.responses), way.definition is not None) for way in found) == [(0, False), (1, True)]
    missing = views(template({"Api": {**API, "Properties": {"Body": {}}, "Condition": "IsProd"}}, **STAGE))
    assert sorted(way.definition is not None for way in missing) == [False, True]


def test_only_what_is_the_same_in_each_deployment_does_not_vary() -> None:
    resources = {
        "Api": {**API, "Properties": {"Body": {EXTENSION: {"UNAUTHORIZED": {"statusCode": {"Ref": "Stage"}}}}}},
        "Fixed": response({"Ref": "Api"}),
        "Conditional": response({"Ref": "Api"}, Condition="IsProd"),
        "Chosen": response({"Ref": "Api"}, {"Fn::If": ["IsProd", "THROTTLED", "QUOTA_EXCEEDED"]}),
    }
    for way in views(template(resources, **STAGE)):
        assert [r.name for r in way.responses if not r.varies] == ["Fixed"]


def test_what_varies_in_a_path_does_not_make_the_responses_vary() -> None:
    paths = {"/a": {"get": {"Fn::If": ["IsProd", {}, {"Ref": "AWS::NoValue"}]}}}
    body = {EXTENSION: {"UNAUTHORIZED": {"statusCode": "401"}}, "paths": paths}
    for way in views(template({"Api": {**API, "Properties": {"Body": body}}}, **STAGE)):
        assert [r.name for r in way.responses if not r.varies] == ["UNAUTHORIZED"]


def test_a_condition_is_the_same_for_all_resources_of_an_api() -> None:
    kind = {"Fn::If": ["IsProd", "THROTTLED", "QUOTA_EXCEEDED"]}
    resources = {"A": response("o81lxisefl", kind), "B": response("o81lxisefl", kind)}
    found = [[r.label for r in way.responses] for way in views(template(resources, **STAGE))]
    assert sorted(found) == [["QUOTA_EXCEEDED"] * 2, ["THROTTLED"] * 2]


# Preflight


ALLOWED = {"method.response.header.Access-Control-Allow-Origin": "'*'"}


def method(**properties: Any) -> dict[str, Any]:
    integration = {"Type": "MOCK", "IntegrationResponses": [{"StatusCode": "204", "ResponseParameters": ALLOWED}]}
    given = {"RestApiId": {"Ref": "Api"}, "HttpMethod": "OPTIONS", "Integration": integration}
    return {"Type": "AWS::ApiGateway::Method", "Properties": {**given, **properties}}


@pytest.mark.parametrize(
    ("properties", "count"),
    [
        ({}, 1),
        ({"HttpMethod": {"Ref": "Verb"}}, 1),
        ({"HttpMethod": "options"}, 1),
        ({"HttpMethod": "GET"}, 0),
        ({"HttpMethod": "ANY"}, 0),
        ({"HttpMethod": None}, 0),
        ({"HttpMethod": ["OPTIONS"]}, 0),
        ({"Integration": {"Type": "AWS_PROXY"}}, 0),
        ({"Integration": {"Type": "MOCK", "IntegrationResponses": "none"}}, 0),
    ],
)
def test_a_method_that_answers_options_by_itself_is_preflight(properties: dict[str, Any], count: int) -> None:
    verb = {"Verb": {"Type": "String", "AllowedValues": ["OPTIONS"]}}
    found = view(template({"Api": API, "Options": method(**properties)}, Parameters=verb))
    assert len(found.preflights) == count


def test_a_method_without_a_verb_is_no_preflight() -> None:
    nameless = method()
    del nameless["Properties"]["HttpMethod"]
    assert not view(template({"Api": API, "Options": nameless})).preflights


# Deployments


def dependencies(deployment: dict[str, Any], **resources: Any) -> set[str]:
    """What one Deployment of an API comes after."""
    made = {"Type": "AWS::ApiGateway::Deployment", "Properties": {"RestApiId": {"Ref": "Api"}}, **deployment}
    [found] = view(template({"Api": API, "A": response({"Ref": "Api"}), **resources, "Live": made})).deployments
    return {str(place.path[1]) for place in found.dependencies}


@pytest.mark.parametrize("depends_on", ["A", ["A"], ["Nothing", "A", None, {}]])
def test_a_deployment_depends_on_what_it_names(depends_on: Any) -> None:
    assert dependencies({"DependsOn": depends_on}) == {"Api", "A"}


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "A"},
        {"Fn::GetAtt": ["A", "Id"]},
        {"Fn::GetAtt": "A.Id"},
        {"Fn::Sub": "${A}"},
        {"Fn::Sub": "after ${A.Id}"},
        {"Fn::Sub": ["${X}", {"X": {"Ref": "A"}}]},
        {"Fn::Join": ["", ["x", {"Fn::If": ["C", {"Ref": "A"}, "y"]}]]},
    ],
)
def test_a_deployment_depends_on_what_it_refers_to(value: Any) -> None:
    assert dependencies({"Properties": {"RestApiId": {"Ref": "Api"}, "Description": value}}) == {"Api", "A"}


@pytest.mark.parametrize("value", ["A", {"Fn::Sub": "${!A}"}, {"Ref": "AWS::Region"}, {"Ref": ["A"]}])
def test_a_deployment_does_not_depend_on_what_it_merely_mentions(value: Any) -> None:
    assert dependencies({"Properties": {"RestApiId": {"Ref": "Api"}, "Description": value}}) == {"Api"}


def test_a_deployment_depends_on_what_comes_before_its_dependencies() -> None:
    chain = {"B": response({"Ref": "Api"}, DependsOn="A"), "C": response({"Ref": "Api"}, DependsOn=["B"])}
    assert dependencies({"DependsOn": "C"}, **chain) == {"Api", "A", "B", "C"}


def test_resources_that_depend_on_each_other_end_somewhere() -> None:
    circle = {"B": response({"Ref": "C"}, DependsOn="Live"), "C": response({"Ref": "B"})}
    live = {"Type": "AWS::ApiGateway::Deployment", "DependsOn": "B", "Properties": {"RestApiId": "o81lxisefl"}}
    found = template({"A": response("o81lxisefl"), **circle, "Live": live})
    [api] = [api for api in read_apis([found]) if api.name == "o81lxisefl"]
    [deployment] = next(api.views())[0].deployments
    assert {str(place.path[1]) for place in deployment.dependencies} == {"B", "C", "Live"}


def test_a_deployment_that_is_not_made_is_none_of_the_api() -> None:
    live = {"Type": "AWS::ApiGateway::Deployment", "Condition": "IsProd", "Properties": {"RestApiId": "o81lxisefl"}}
    found = views(template({"A": response("o81lxisefl"), "Live": live}, **STAGE))
    assert sorted(len(way.deployments) for way in found) == [0, 1]


# Odd templates


ODD: list[Any] = [
    None,
    [],
    {},
    "",
    4,
    True,
    "text",
    {"Ref": []},
    {"Fn::GetAtt": []},
    {"Fn::GetAtt": "A"},
    {"Fn::Sub": {}},
    [{}],
]


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("name", ["Type", "Properties", "Condition", "DependsOn", "RestApiId", "HttpMethod", "Body"])
@pytest.mark.parametrize("kind", ["RestApi", "GatewayResponse", "Method", "Deployment"])
def test_no_odd_resource_fails(kind: str, name: str, odd: Any) -> None:
    members: dict[str, Any] = {
        "Type": f"AWS::ApiGateway::{kind}",
        "Properties": {"RestApiId": {"Ref": "Api"}, "HttpMethod": "OPTIONS"},
    }
    own = {**members, name: odd} if name in ("Type", "Properties", "Condition", "DependsOn") else members
    if own is members:
        own = {**members, "Properties": {**members["Properties"], name: odd}}
    assert read_all(template({"Api": API, "A": response({"Ref": "Api"}), "Odd": own, "Odder": odd}))


@pytest.mark.parametrize("odd", ODD, ids=repr)
@pytest.mark.parametrize("name", ["Resources", "Parameters", "Conditions", "Mappings", "Outputs", "Metadata"])
def test_no_odd_section_fails(name: str, odd: Any) -> None:
    data = {"Resources": {"Api": API, "A": response({"Ref": "Api"}, Condition="C")}, name: odd}
    read_all(Template(data))


def read_all(*templates: Template) -> list[Api]:
    """Every API, after a look at everything in it."""
    apis = read_apis(templates)
    for api in apis:
        assert api.place.path
        assert list(api.views())
        list(api.response_views())
    return apis


@pytest.mark.parametrize("reference", [{"Fn::ImportValue": "OrdersApi"}, "o81lxisefl"])
def test_one_name_in_two_accounts_is_two_apis(reference: Any) -> None:
    dev, prod = (
        Template({"Resources": {"A": response(reference)}}, name, environment=f"aws://{account}/eu-west-1")
        for name, account in (("dev", "111122223333"), ("prod", "444455556666"))
    )
    assert len(read_apis([dev, prod])) == 2
    assert len(read_apis([dev, Template(prod.data, "other", environment=dev.environment)])) == 1


def test_preflight_answers_that_are_alike_are_there_once() -> None:
    parameters = {"method.response.header.Access-Control-Allow-Origin": "'https://shop.example'"}
    paths = {"/a": parameters, "/b": {**parameters}, "/c": {}, "/d": {**parameters, "method.response.header.X": 1},
             "/e": {**parameters, "method.response.header.X": True}}  # fmt: skip
    assert [preflight.name for preflight in preflights(paths)] == ["OPTIONS /a", "OPTIONS /d", "OPTIONS /e"]


def test_preflight_answers_that_the_deployment_decides_are_each_there() -> None:
    parameters = {"method.response.header.Access-Control-Allow-Origin": {"Fn::Sub": "'https://shop.example'"}}
    found = preflights({"/a": parameters, "/b": parameters})
    assert [preflight.name for preflight in found] == ["OPTIONS /a", "OPTIONS /b"]
    origins = [preflight.fixed_origin.text for preflight in found if preflight.fixed_origin]
    assert origins == ["'https://shop.example'"] * 2


def preflights(paths: Mapping[str, Any]) -> Sequence[PreflightView]:
    """What answers preflight in a definition that sets these parameters on its paths."""
    integrations = {
        path: {"type": "mock", "responses": {"default": {"responseParameters": parameters}}}
        for path, parameters in paths.items()
    }
    body = {"paths": {path: {"options": {"x-amazon-apigateway-integration": each}}
                      for path, each in integrations.items()}}  # fmt: skip
    rest_api = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": body}}
    [api] = read_apis([Template({"Resources": {"Api": rest_api}}, "t")])
    [(view, _)] = api.views()
    return view.preflights
