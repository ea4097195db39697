"""The construct: which resources it makes, and how what it declares reaches the stage."""

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as stepfunctions

from constructs_gw import Customization, GatewayResponseError, Preset, ResponseType
from constructs_gw.cdk import GatewayResponses
from constructs_gw.presets import cors, hints, not_found, problem_details, request_id, retry_after, status

from .conftest import messages, resources, responses, rest_api

SHOP = cors(allow_origin="https://shop.example.com", expose_headers=None)
SHOP_ORIGIN = {"gatewayresponse.header.Access-Control-Allow-Origin": "'https://shop.example.com'"}


def test_cors_on_every_type_is_two_resources(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])
    api_id = {"Ref": "ApiF70053CD"}
    assert responses(stack) == {
        "DEFAULT_4XX": {"ResponseType": "DEFAULT_4XX", "RestApiId": api_id, "ResponseParameters": SHOP_ORIGIN},
        "DEFAULT_5XX": {"ResponseType": "DEFAULT_5XX", "RestApiId": api_id, "ResponseParameters": SHOP_ORIGIN},
    }


def test_problem_details_need_a_third_for_the_type_whose_message_is_null(
    stack: cdk.Stack, api: apigateway.RestApi
) -> None:
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP, problem_details()])
    assert list(responses(stack)) == ["AUTHORIZER_FAILURE", "DEFAULT_4XX", "DEFAULT_5XX"]


def test_logical_ids_follow_from_the_response_type(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    GatewayResponses(stack, "Errors", rest_api=api, presets=[retry_after(seconds=30)])
    assert list(resources(stack, "GatewayResponse")) == [
        "ErrorsQUOTAEXCEEDED0136488C",
        "ErrorsTHROTTLEDFF2DC32E",
    ]


def test_properties_are_strings_as_api_gateway_takes_them(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    entry = Customization(
        apigateway.ResponseType.DEFAULT_4_XX,
        headers={"Cache-Control": "no-store"},
        templates={"application/json": '{"error":$context.error.messageString}'},
    )
    GatewayResponses(stack, "Errors", rest_api=api, presets=[not_found()], customizations=[entry])
    assert responses(stack)["MISSING_AUTHENTICATION_TOKEN"] == {
        "ResponseType": "MISSING_AUTHENTICATION_TOKEN",
        "RestApiId": {"Ref": "ApiF70053CD"},
        "StatusCode": "404",
        "ResponseParameters": {"gatewayresponse.header.Cache-Control": "'no-store'"},
        "ResponseTemplates": {"application/json": '{"error":$context.error.messageString}'},
    }


def test_a_status_for_a_class_is_set_on_each_type_and_never_on_the_default(
    stack: cdk.Stack, api: apigateway.RestApi
) -> None:
    entry = Customization("DEFAULT_5XX", status_code=503, headers={"Retry-After": "5"})
    GatewayResponses(stack, "Errors", rest_api=api, customizations=[entry])
    assert {kind: item.get("StatusCode") for kind, item in responses(stack).items()} == {
        "API_CONFIGURATION_ERROR": "503",
        "AUTHORIZER_CONFIGURATION_ERROR": "503",
        "AUTHORIZER_FAILURE": "503",
        "DEFAULT_5XX": None,
        "INTEGRATION_FAILURE": "503",
        "INTEGRATION_TIMEOUT": "503",
    }


# --- reaching the stage ---------------------------------------------------------------------------------------------


def deployments(*presets: Preset) -> dict[str, list[str]]:
    """The logical id of each Deployment of a fresh stack, with what it depends on."""
    stack = cdk.Stack(cdk.App(), "Orders")
    api = rest_api(stack)
    GatewayResponses(stack, "Errors", rest_api=api, presets=presets)
    return {logical_id: item["DependsOn"] for logical_id, item in resources(stack, "Deployment").items()}


def test_the_deployment_depends_on_every_response() -> None:
    [depends_on] = deployments(retry_after(seconds=30)).values()
    assert depends_on == ["ApiGET9257B917", "ErrorsQUOTAEXCEEDED0136488C", "ErrorsTHROTTLEDFF2DC32E"]


def test_a_changed_answer_changes_the_deployment() -> None:
    assert deployments(retry_after(seconds=30)).keys() != deployments(retry_after(seconds=31)).keys()


def test_the_same_answers_keep_the_deployment_whatever_the_order_of_presets() -> None:
    one, other = retry_after(seconds=30), request_id()
    assert deployments(one, other) == deployments(other, one)


def test_a_value_set_on_a_resource_changes_the_deployment() -> None:
    def synthesized(*, change: bool) -> list[str]:
        stack = cdk.Stack(cdk.App(), "Orders")
        errors = GatewayResponses(stack, "Errors", rest_api=rest_api(stack), presets=[retry_after(seconds=30)])
        if change:
            errors.response("THROTTLED").status_code = "503"
        return list(resources(stack, "Deployment"))

    assert synthesized(change=True) != synthesized(change=False)


def test_a_deployment_made_after_the_construct_is_found(stack: cdk.Stack) -> None:
    api = rest_api(stack, deploy=False)
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])
    apigateway.Deployment(stack, "Blue", api=api)
    apigateway.Deployment(stack, "Green", api=api)
    assert [item["DependsOn"][-2:] for item in resources(stack, "Deployment").values()] == [
        ["ErrorsDEFAULT4XX81EBFCC2", "ErrorsDEFAULT5XX75C6D78D"],
        ["ErrorsDEFAULT4XX81EBFCC2", "ErrorsDEFAULT5XX75C6D78D"],
    ]


def test_a_raw_deployment_follows_the_content_too() -> None:
    def synthesized(seconds: int) -> dict[str, list[str]]:
        stack = cdk.Stack(cdk.App(), "Orders")
        api = rest_api(stack, deploy=False)
        deployment = apigateway.CfnDeployment(stack, "Raw", rest_api_id=api.rest_api_id)
        apigateway.CfnStage(stack, "Stage", rest_api_id=api.rest_api_id, deployment_id=deployment.ref)
        GatewayResponses(stack, "Errors", rest_api=api, presets=[retry_after(seconds=seconds)])
        [stage] = resources(stack, "Stage").values()
        found = resources(stack, "Deployment")
        assert stage["Properties"]["DeploymentId"] == {"Ref": next(iter(found))}
        return {logical_id: item["DependsOn"] for logical_id, item in found.items()}

    before, after = synthesized(30), synthesized(31)
    assert before.keys() != after.keys()
    assert list(before.values()) == [["ErrorsQUOTAEXCEEDED0136488C", "ErrorsTHROTTLEDFF2DC32E"]]


def test_synthesizing_again_changes_nothing(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])
    app = stack.node.root
    assert isinstance(app, cdk.App)
    first, second = (app.synth(force=True).get_stack_by_name("Orders").template for _ in range(2))
    assert first == second


def test_an_imported_api_is_deployed_by_the_deployment_given(stack: cdk.Stack) -> None:
    api = apigateway.RestApi.from_rest_api_id(stack, "Imported", "o81lxisefl")
    deployment = apigateway.Deployment(stack, "Deployment", api=api)
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP], deployment=deployment)
    [made] = resources(stack, "Deployment").values()
    assert made["DependsOn"] == ["ErrorsDEFAULT4XX81EBFCC2", "ErrorsDEFAULT5XX75C6D78D"]
    assert {item["RestApiId"] for item in responses(stack).values()} == {"o81lxisefl"}
    assert messages(stack) == []


def test_an_imported_api_without_a_deployment_is_warned_about(stack: cdk.Stack) -> None:
    api = apigateway.RestApi.from_rest_api_id(stack, "Imported", "o81lxisefl")
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])
    assert messages(stack) == [
        "WARNING: Orders/Errors: the API is imported, so clients see these answers only once the stack that owns it "
        "deploys it again; pass deployment=apigateway.Deployment(..., stage_name=...) to deploy it from here "
        "[ack: constructs-gw:no-deployment]"
    ]


def test_an_api_that_is_never_deployed_is_warned_about(stack: cdk.Stack) -> None:
    GatewayResponses(stack, "Errors", rest_api=rest_api(stack, deploy=False), presets=[SHOP])
    assert messages(stack) == [
        "WARNING: Orders/Errors: no Deployment of the API is in its stack, so no client sees these answers; create "
        "one, or pass deployment= [ack: constructs-gw:no-deployment]"
    ]


def test_a_deployed_api_gives_no_message(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])
    assert messages(stack) == []


def test_chain_creates_one_resource_after_the_other(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP, retry_after(seconds=30)], chain=True)
    made = resources(stack, "GatewayResponse")
    assert {logical_id: item.get("DependsOn") for logical_id, item in made.items()} == {
        "ErrorsDEFAULT4XX81EBFCC2": None,
        "ErrorsDEFAULT5XX75C6D78D": ["ErrorsDEFAULT4XX81EBFCC2"],
        "ErrorsQUOTAEXCEEDED0136488C": ["ErrorsDEFAULT5XX75C6D78D"],
        "ErrorsTHROTTLEDFF2DC32E": ["ErrorsQUOTAEXCEEDED0136488C"],
    }


# --- kinds of API ---------------------------------------------------------------------------------------------------


def test_a_lambda_rest_api_is_supported(stack: cdk.Stack) -> None:
    function = lambda_.Function(
        stack,
        "Function",
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler="index.handler",
        code=lambda_.Code.from_inline("def handler(event, context): ..."),
    )
    api = apigateway.LambdaRestApi(stack, "Api", handler=function)
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])
    assert list(responses(stack)) == ["DEFAULT_4XX", "DEFAULT_5XX"]


def test_a_step_functions_rest_api_is_supported(stack: cdk.Stack) -> None:
    machine = stepfunctions.StateMachine(
        stack,
        "Machine",
        state_machine_type=stepfunctions.StateMachineType.EXPRESS,
        definition_body=stepfunctions.DefinitionBody.from_chainable(stepfunctions.Pass(stack, "Pass")),
    )
    api = apigateway.StepFunctionsRestApi(stack, "Api", state_machine=machine)
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])
    assert list(responses(stack)) == ["DEFAULT_4XX", "DEFAULT_5XX"]


# --- several constructs, and resources of others --------------------------------------------------------------------


def test_a_second_construct_adds_to_the_first(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    GatewayResponses(stack, "Platform", rest_api=api, presets=[SHOP])
    GatewayResponses(stack, "Team", rest_api=api, presets=[retry_after(seconds=30)])
    assert responses(stack)["THROTTLED"]["ResponseParameters"] == {
        **SHOP_ORIGIN,
        "gatewayresponse.header.Retry-After": "'30'",
    }


def test_a_second_construct_completes_the_resources_of_the_first(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    GatewayResponses(stack, "Platform", rest_api=api, presets=[SHOP])
    GatewayResponses(stack, "Team", rest_api=api, presets=[problem_details()])
    assert responses(stack)["DEFAULT_4XX"]["ResponseTemplates"] == {
        "application/json": '{"title": "$context.error.responseType", "detail": $context.error.messageString}'
    }


def test_two_constructs_that_customize_a_type_differently_fail_naming_it(
    stack: cdk.Stack, api: apigateway.RestApi
) -> None:
    GatewayResponses(stack, "Platform", rest_api=api, customizations=[Customization("THROTTLED", status_code=503)])
    with pytest.raises(GatewayResponseError) as caught:
        GatewayResponses(stack, "Team", rest_api=api, customizations=[Customization("THROTTLED", status_code=420)])
    assert str(caught.value) == (
        "Orders/Team: THROTTLED is customized twice, differently; keep one Customization of each response type"
    )


def test_a_type_that_an_l2_customizes_already_is_refused(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    api.add_gateway_response("Slow", type=apigateway.ResponseType.THROTTLED, status_code="503")
    with pytest.raises(GatewayResponseError) as caught:
        GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])
    assert str(caught.value) == (
        "Orders/Errors: THROTTLED is customized by Orders/Api/Slow/Resource already; "
        "give it as customizations=[Customization('THROTTLED', ...)] instead, so that the two are merged"
    )


def test_a_type_that_an_l1_customizes_later_fails_the_synthesis(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    GatewayResponses(stack, "Errors", rest_api=api, presets=[retry_after(seconds=30)])
    apigateway.CfnGatewayResponse(stack, "Slow", rest_api_id=api.rest_api_id, response_type="THROTTLED")
    assert messages(stack) == [
        "ERROR: Orders/Errors: THROTTLED is customized by Orders/Slow already; "
        "give it as customizations=[Customization('THROTTLED', ...)] instead, so that the two are merged"
    ]


def test_responses_of_another_api_do_not_matter(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    rest_api(stack, "Other").add_gateway_response("Slow", type=apigateway.ResponseType.THROTTLED)
    GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])
    assert messages(stack) == []


def test_a_type_that_inherits_has_no_resource_to_hand_out(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    errors = GatewayResponses(stack, "Errors", rest_api=api, presets=[SHOP])
    with pytest.raises(GatewayResponseError) as caught:
        errors.response(ResponseType.THROTTLED)
    assert str(caught.value) == (
        "Orders/Errors: THROTTLED has no resource of its own; "
        "give it a Customization of its own, or take one of DEFAULT_4XX, DEFAULT_5XX"
    )


def test_customizing_what_reaches_no_client_is_warned_about(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    entry = Customization("REQUEST_TOO_LARGE", headers={"X-Limit": "10 MB"})
    GatewayResponses(stack, "Errors", rest_api=api, customizations=[entry])
    assert messages(stack) == [
        "WARNING: Orders/Errors: a customization of REQUEST_TOO_LARGE reaches no client "
        "(developer guide, known issues) [ack: constructs-gw:request-too-large]"
    ]


def test_every_customizable_type_can_have_a_resource(stack: cdk.Stack, api: apigateway.RestApi) -> None:
    GatewayResponses(stack, "Errors", rest_api=api, presets=[hints(), status({"DEFAULT_4XX": 400})])
    assert list(responses(stack)) == [kind.value for kind in ResponseType if kind is not ResponseType.REQUEST_TOO_LARGE]
