"""Terraform JSON: variables, templates, the fingerprint over all responses, and what it cannot say."""

import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_gw.convert import DeclaredApi, convert
from constructs_gw.convert.names import snake_case
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.response_types import CUSTOMIZABLE_TYPES

from .odd_customizations import ASCII, OTHER
from .terraform_show import filled

HEADER = "gatewayresponse.header.X-A"
RESPONSE = "aws_api_gateway_gateway_response"


def api(name: str = "Orders", *, value: str = "'a'", parameter: Any = None, format: str = "sam") -> DeclaredApi:
    entry = Customization.parse("THROTTLED", response_parameters={HEADER: value})
    return DeclaredApi(name, CustomizationSet([entry]), format, parameters={"Domain": parameter} if parameter else {})


def module_of(*apis: DeclaredApi) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(convert(apis, "terraform").text)
    return data


# the fingerprint


def test_the_fingerprint_covers_each_response() -> None:
    every = CustomizationSet([Customization(kind, status_code=418) for kind in CUSTOMIZABLE_TYPES])
    module = module_of(DeclaredApi("Orders", every), DeclaredApi("Offers", every))
    expression = module["locals"]["gateway_responses_redeployment"]
    named = re.fullmatch(r"\$\{sha1\(jsonencode\(\[(.*)\]\)\)\}", expression)
    assert named is not None
    resources = module["resource"][RESPONSE]
    assert named[1].split(", ") == [f"{RESPONSE}.{name}" for name in resources]
    assert len(resources) == 2 * len(CUSTOMIZABLE_TYPES)
    assert "orders_default_4xx" in resources


def test_it_says_how_a_deployment_uses_the_fingerprint() -> None:
    module = module_of(api())
    assert "  triggers = { redeployment = local.gateway_responses_redeployment }" in module["//"]
    assert module["output"]["gateway_responses_redeployment"]["value"] == "${local.gateway_responses_redeployment}"
    assert "aws_api_gateway_deployment" not in module["resource"]


# variables


@pytest.mark.parametrize(
    ("parameter", "variable"),
    [
        ({"Type": "String"}, {"type": "string"}),
        ({"Type": "String", "Default": "${a}", "Description": "%{b}"},
         {"type": "string", "default": "${a}", "description": "%{b}"}),
        ({"Type": "Number", "Default": "30"}, {"type": "number", "default": 30}),
        ({"Type": "Number", "Default": "1.50"}, {"type": "string", "default": "1.50"}),
        ({"Type": "String", "Default": 30}, {"type": "string", "default": "30"}),
        ({"Type": "String", "NoEcho": True}, {"type": "string", "sensitive": True}),
    ],
)  # fmt: skip
def test_a_parameter_is_a_variable(parameter: Any, variable: Any) -> None:
    converted = convert([api(value="'https://${Token[Domain]}'", parameter=parameter)], "terraform")
    module = json.loads(converted.text)
    assert not converted.losses
    assert module["variable"]["domain"] == variable
    assert module["output"]["gateway_responses_redeployment"].get("sensitive") == variable.get("sensitive")


def test_each_api_has_a_variable_for_its_id() -> None:
    assert module_of(api())["variable"]["rest_api_id"]["description"] == "Id of the REST API Orders"
    module = module_of(api("OrdersApi"), api("aws_api_gateway_rest_api.offers"), api("offers"))
    assert [*module["variable"]] == ["orders_api_rest_api_id", "offers_rest_api_id", "offers_rest_api_id2"]
    assert [*module["resource"][RESPONSE]] == ["orders_api_throttled", "offers_throttled", "offers_throttled2"]


def test_the_api_of_a_listing_is_the_default() -> None:
    assert module_of(api("a1b2c3d4e5", format="listing"))["variable"]["rest_api_id"]["default"] == "a1b2c3d4e5"


@pytest.mark.parametrize("name", ["count", "Version", "4XX", "ForEach"])
def test_the_name_of_a_variable_is_one_that_terraform_takes(name: str) -> None:
    entry = Customization.parse("THROTTLED", response_parameters={HEADER: f"'${{Token[{name}]}}'"})
    given_api = DeclaredApi("Orders", CustomizationSet([entry]), parameters={name: {"Type": "String"}})
    [_, made] = module_of(given_api)["variable"]
    assert re.fullmatch("[a-z_][a-z0-9_]*", made)
    assert made not in ("count", "version", "for_each")


# losses


@pytest.mark.parametrize(
    ("value", "parameter", "said"),
    [
        ("'${Token[AWS::Region]}'", None, "AWS::Region is known to CloudFormation alone"),
        ("'${Token[Fn::ImportValue.a]}'", None, "Fn::ImportValue.a is known to CloudFormation alone"),
        ("'${Token[Domain]}'", {"Type": "CommaDelimitedList", "Default": "a"}, "of the type CommaDelimitedList"),
        ("'${Token[Domain]}'", {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/a"}, "of the type AWS::SSM"),
    ],
)
def test_what_only_cloudformation_knows_is_left_out_and_a_loss(value: str, parameter: Any, said: str) -> None:
    converted = convert([api(value=value, parameter=parameter)], "terraform")
    assert [(loss.at, said in loss.message) for loss in converted.losses] == [("Orders THROTTLED header X-A", True)]
    assert "response_parameters" not in json.loads(converted.text)["resource"][RESPONSE]["throttled"]


def test_what_a_parameter_may_hold_is_a_loss() -> None:
    parameter = {"Type": "String", "AllowedValues": ["a", "b"], "AllowedPattern": "a|b"}
    [loss] = convert([api(value="'${Token[Domain]}'", parameter=parameter)], "terraform").losses
    assert loss.message == "AllowedPattern, AllowedValues of the parameter Domain is not written"
    assert loss.fix == "add a validation block to the variable domain"


def test_characters_that_terraform_composes_are_a_loss() -> None:
    entry = Customization.parse("THROTTLED", response_templates={"text/plain": "e\u0301"})
    [loss] = convert([DeclaredApi("Orders", CustomizationSet([entry]))], "terraform").losses
    assert loss.at == "Orders THROTTLED body text/plain"


# templates


@pytest.mark.parametrize(
    ("text", "template"),
    [
        ("$context.requestId", "$context.requestId"),
        ("${context.requestId}", "$${context.requestId}"),
        ("$${x}", "$$${x}"),
        ("%{if true}", "%%{if true}"),
        ("100%", "100%"),
        ("${Token[Domain]}", "${var.domain}"),
        ("$${Token[Domain]}", '${"$"}${var.domain}'),
        ("$$${Token[Domain]}", '${"$$"}${var.domain}'),
        ("%${Token[Domain]}", "%${var.domain}"),
        ("$\ra", '${"$\\r"}a'),
        ("a\r\nb", "a\r\nb"),
    ],
)
def test_a_text_is_a_template_that_gives_it(text: str, template: str) -> None:
    entry = Customization.parse("THROTTLED", response_templates={"text/plain": text})
    given_api = DeclaredApi("Orders", CustomizationSet([entry]), parameters={"Domain": {"Type": "String"}})
    made = module_of(given_api)["resource"][RESPONSE]["throttled"]["response_templates"]["text/plain"]
    assert made == template


@settings(max_examples=200)
@given(st.lists(st.sampled_from([*ASCII, *OTHER, "$", "${Token[Domain]}"]), max_size=8).map("".join))
def test_a_template_that_is_filled_in_gives_the_text(text: str) -> None:
    entry = Customization.parse("THROTTLED", response_templates={"text/plain": text})
    given_api = DeclaredApi("Orders", CustomizationSet([entry]), parameters={"Domain": {"Type": "String"}})
    made = module_of(given_api)["resource"][RESPONSE]["throttled"]["response_templates"]["text/plain"]
    assert filled(made, {"domain": "a.example"}) == text.replace("${Token[Domain]}", "a.example")


def test_names_are_as_those_of_terraform() -> None:
    assert [*map(snake_case, ("DomainName", "RestApiId", "DEFAULT_4XX", "a-b"))] == [
        "domain_name", "rest_api_id", "default_4xx", "a_b"
    ]  # fmt: skip
