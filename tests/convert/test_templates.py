"""CloudFormation and SAM templates: names, parameters, functions, notes, and what they cannot say."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from samtranslator.model.exceptions import InvalidDocumentException

from constructs_gw.assembly import template_file
from constructs_gw.composition import compose
from constructs_gw.convert import WRITERS, Conversion, DeclaredApi, convert, read_declared
from constructs_gw.convert.functions import Function, with_functions
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.documents import read_document
from constructs_gw.errors import GatewayResponseError
from constructs_gw.openapi import EXTENSION
from constructs_gw.presets import cors
from constructs_gw.response_types import ResponseType

from ..sam_translator import processed
from .odd_customizations import PARAMETERS, open_sets

HEADER = "gatewayresponse.header."


def api(name: str = "Orders", kind: str = "THROTTLED", *, value: str = "'a'", **parts: Any) -> DeclaredApi:
    entry = Customization.parse(kind, response_parameters={f"{HEADER}X-A": value})
    return DeclaredApi(name, CustomizationSet([entry]), **parts)


def template_of(*apis: DeclaredApi) -> dict[str, Any]:
    data: dict[str, Any] = read_document(convert(apis, "cloudformation").text.encode(), "template").data
    return data


def header_of(conversion: Conversion) -> Any:
    """The value of the only header in a CloudFormation template."""
    [resource] = read_document(conversion.text.encode(), "template").data["Resources"].values()
    return resource["Properties"].get("ResponseParameters", {}).get(f"{HEADER}X-A")


# names


def test_the_logical_ids_of_the_source_are_kept_and_others_are_made_of_the_type() -> None:
    entries = [Customization.parse("DEFAULT_4XX"), Customization.parse("UNSUPPORTED_MEDIA_TYPE")]
    given = DeclaredApi("Orders", CustomizationSet(entries), logical_ids={ResponseType.DEFAULT_4XX: "ApiCorsD1F6C959"})
    assert [*template_of(given)["Resources"]] == ["ApiCorsD1F6C959", "GatewayResponseUnsupportedMediaType"]


def test_each_of_several_apis_has_a_parameter_and_resources_of_its_own() -> None:
    template = template_of(api("orders-v2"), api("Offers"), api("offers"))
    assert [*template["Parameters"]] == ["OrdersV2RestApiId", "OffersRestApiId", "OffersRestApiId2"]
    assert [*template["Resources"]] == [
        "OrdersV2GatewayResponseThrottled",
        "OffersGatewayResponseThrottled",
        "OffersGatewayResponseThrottled2",
    ]
    assert template["Parameters"]["OrdersV2RestApiId"]["Description"] == "Id of the REST API orders-v2"


def test_a_logical_id_that_two_stacks_have_is_kept_once_and_the_other_is_a_loss() -> None:
    ids = {ResponseType.THROTTLED: "Slow"}
    converted = convert([api("A", logical_ids=ids), api("B", logical_ids=ids)], "cloudformation")
    assert [*read_document(converted.text.encode(), "t").data["Resources"]] == ["Slow", "BGatewayResponseThrottled"]
    assert ["the logical id Slow is taken" in loss.message for loss in converted.losses] == [True]


def test_a_parameter_that_two_stacks_declare_differently_becomes_two() -> None:
    one, other = ({"Domain": {"Type": "String", "Default": default}} for default in ("a.example", "b.example"))
    value = "'https://${Token[Domain]}'"
    template = template_of(api("A", value=value, parameters=one), api("B", value=value, parameters=other))
    assert template["Parameters"]["Domain"]["Default"] == "a.example"
    assert template["Parameters"]["BDomain"]["Default"] == "b.example"
    used = [resource["Properties"]["ResponseParameters"][f"{HEADER}X-A"] for resource in template["Resources"].values()]
    assert used == [{"Fn::Sub": "'https://${Domain}'"}, {"Fn::Sub": "'https://${BDomain}'"}]


def test_a_parameter_named_as_that_of_the_api_keeps_its_name() -> None:
    template = template_of(api(value="'${Token[RestApiId]}'", parameters={"RestApiId": {"Type": "String"}}))
    [resource] = template["Resources"].values()
    assert resource["Properties"]["RestApiId"] == {"Ref": "RestApiId2"}
    assert resource["Properties"]["ResponseParameters"] == {f"{HEADER}X-A": {"Fn::Sub": "'${RestApiId}'"}}


def test_the_api_of_a_listing_is_the_default() -> None:
    listing = {"restApiId": "a1b2c3d4e5", "items": [{"responseType": "THROTTLED", "statusCode": "429"}]}
    [found] = read_declared([template_file(listing, "listing.json")])
    assert template_of(found)["Parameters"]["RestApiId"]["Default"] == "a1b2c3d4e5"
    assert "Default" not in template_of(api())["Parameters"]["RestApiId"]


# values


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("${Token[Domain]}", Function("Ref", "Domain")),
        ("${Token[AWS::Region]}", Function("Ref", "AWS::Region")),
        ("${Token[Fn::ImportValue.shared-domain]}", Function("Fn::ImportValue", "shared-domain")),
        ("'https://${Token[Domain]}'", Function("Fn::Sub", "'https://${Domain}'")),
        ("${x} ${!x} ${x.y}", "${x} ${!x} ${x.y}"),
        ("${x.y} ${Token[Domain]}", Function("Fn::Sub", "${!x.y} ${Domain}")),
        ("${!x} ${Token[Domain]}", Function("Fn::Join", ["", ["${!x} ", Function("Ref", "Domain")]])),
        ("${${Token[Domain]}", Function("Fn::Join", ["", ["${", Function("Ref", "Domain")]])),
        ("$${Token[Domain]}", Function("Fn::Join", ["", ["$", Function("Ref", "Domain")]])),
        (
            "a ${Token[Fn::ImportValue.shared-domain]}",
            Function("Fn::Sub", ["a ${SharedDomain}", {"SharedDomain": Function("Fn::ImportValue", "shared-domain")}]),
        ),
    ],
)
def test_values_of_the_deployment_are_functions_and_text_stays_text(text: str, made: object) -> None:
    assert with_functions(text, {}) == made


def test_the_json_of_a_body_stays_as_it_is_written() -> None:
    body = '{\n  "message": $context.error.messageString,\n  "id": "${context.requestId}"\n}\n'
    entry = Customization.parse("THROTTLED", response_templates={"application/json": body})
    text = convert([DeclaredApi("Orders", CustomizationSet([entry]))], "cloudformation").text
    assert "application/json: |\n" in text
    assert '            "id": "${context.requestId}"\n' in text


@pytest.mark.parametrize("to", ["cloudformation", "sam"])
@pytest.mark.parametrize("value", ["'{{resolve:ssm:/a:1}}'", "'${Token[TOKEN.12]}'", "'${Token[Fn::Join]}'"])
def test_what_no_template_can_say_is_left_out_and_a_loss(to: str, value: str) -> None:
    converted = convert([api(value=value)], to)
    assert [loss.at for loss in converted.losses] == ["Orders THROTTLED header X-A"]
    assert "X-A" not in converted.text


def test_a_media_type_that_only_the_deployment_knows_is_left_out_and_a_loss() -> None:
    entry = Customization.parse("THROTTLED", response_templates={"text/x${Token[Domain]}": "a"})
    given = DeclaredApi("Orders", CustomizationSet([entry]), parameters={"Domain": {"Type": "String"}})
    for to in ("cloudformation", "sam", "terraform"):
        converted = convert([given], to)
        assert len(converted.losses) == 1
        assert "${Token[" not in converted.text


def test_without_customizations_there_is_nothing_to_write() -> None:
    for to in WRITERS:
        with pytest.raises(GatewayResponseError, match="no gateway responses to convert"):
            convert([DeclaredApi("Orders", CustomizationSet())], to)


def test_apis_without_customizations_are_left_out() -> None:
    for to in WRITERS:
        orders = DeclaredApi("Orders", compose([cors(allow_origin="*")]).minimal())
        assert "Empty" not in convert([DeclaredApi("Empty", CustomizationSet()), orders], to).text


# notes


def test_responses_of_a_definition_are_noted_when_they_become_resources() -> None:
    document = {"openapi": "3.0.1", "info": {"title": "Orders"}, EXTENSION: {"THROTTLED": {"statusCode": 429}}}
    [found] = read_declared([template_file(document, "openapi.yaml")])
    for to in ("cloudformation", "terraform"):
        converted = convert([found], to)
        assert not converted.losses
        assert ["the responses of Orders are in an OpenAPI definition" in note for note in converted.notes] == [True]
    others = [replace(found, name="Stock"), replace(found, name="Other", is_in_definition=False)]
    [note] = convert([found, *others], "terraform").notes
    assert note.startswith("the responses of Orders and Stock are in an OpenAPI definition")
    assert not convert([found], "sam").notes
    assert not convert([api()], "cloudformation").notes


def test_json_says_in_the_description_what_yaml_says_in_comments() -> None:
    yaml_text = convert([api()], "cloudformation").text
    description = json.loads(convert([api()], "cloudformation", is_json=True).text)["Description"]
    comments = [line.removeprefix("# ") for line in yaml_text.splitlines() if line.startswith("# ")]
    assert description == " ".join(comments)
    assert len(description) <= 1024  # CloudFormation's quota


# SAM


def test_a_status_is_a_number_and_one_that_is_a_parameter_has_its_default() -> None:
    entry = Customization.parse("THROTTLED", status_code="${Token[Status]}")
    parameters = {"Status": {"Type": "Number", "Default": 430}}
    converted = convert([DeclaredApi("Orders", CustomizationSet([entry]), parameters=parameters)], "sam")
    template = read_document(converted.text.encode(), "template").data
    assert template["Resources"]["Orders"]["Properties"]["GatewayResponses"] == {"THROTTLED": {"StatusCode": 430}}
    assert ["SAM takes no function for a status" in loss.message for loss in converted.losses] == [True]
    template["Resources"]["Orders"]["Properties"]["GatewayResponses"]["THROTTLED"]["StatusCode"] = {"Ref": "Status"}
    with pytest.raises(InvalidDocumentException, match="must be numeric"):
        processed(template)


def as_transformed(text: str) -> Mapping[str, Any]:
    return processed(read_document(text.encode(), "template").data)


@settings(max_examples=20)
@given(customizations=open_sets)
def test_what_sam_makes_of_it_has_the_same_answers(customizations: CustomizationSet) -> None:
    given_api = DeclaredApi("Orders", customizations, parameters=PARAMETERS)
    text = convert([given_api], "sam").text
    [found] = read_declared([template_file(as_transformed(text), "template")])
    for kind in ResponseType:
        assert customizations.effective(kind).same_answer(found.customizations.effective(kind)), kind


def test_what_sam_makes_of_an_entry_without_parts_is_a_customization() -> None:
    text = convert([DeclaredApi("Orders", CustomizationSet([Customization("THROTTLED")]))], "sam").text
    [found] = read_declared([template_file(as_transformed(text), "template")])
    assert [*found.customizations] == [ResponseType.THROTTLED]
