"""What `terraform show -json` says, read as the template that it stands for.

The fixtures have the shape that Terraform 1.11 writes: what `references` names, what `planned_values` leaves out and
`after_unknown` has, and what a state records as `depends_on` was looked up in plans and states of the built-in
`terraform_data`. The values of the AWS provider's resources follow its schemas (hashicorp/terraform-provider-aws,
internal/service/apigateway) and a published plan, the sample of the rule
api_gateway_deployment_without_api_gateway_usage_plan_associated of KICS and its descendants.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.assembly import TemplateFile, read_templates, template_file
from constructs_gw.cli import main
from constructs_gw.errors import GatewayResponseError
from constructs_gw.rest_api_view import rest_apis
from constructs_gw.validate import Finding, validate_files

API = "aws_api_gateway_rest_api.orders"
RESPONSE = "aws_api_gateway_gateway_response.throttled"
DEPLOYMENT = "aws_api_gateway_deployment.orders"
QUOTED = {"gatewayresponse.header.X-Team": "'orders'"}
UNQUOTED = {"gatewayresponse.header.X-Team": "orders"}


def resource(address: str, *, unknown: Any = None, sensitive: Any = None, **values: Any) -> dict[str, Any]:
    """An instance in the root module."""
    mode, _, bare = ("data", "", address[5:]) if address.startswith("data.") else ("managed", "", address)
    kind, name = bare.split("[")[0].split(".")
    index = {"index": json.loads(bare[bare.index("[") + 1 : -1])} if "[" in bare else {}
    return {
        **index,
        "address": address,
        "mode": mode,
        "type": kind,
        "name": name,
        "values": values,
        "sensitive_values": sensitive or {},
        "unknown": unknown or {},
    }


def response(address: str = RESPONSE, kind: str = "THROTTLED", **values: Any) -> dict[str, Any]:
    return resource(address, **{"response_type": kind, "rest_api_id": "a1", "response_parameters": QUOTED, **values})


def api(address: str = API, **values: Any) -> dict[str, Any]:
    return resource(address, **{"id": "a1", "name": "orders", **values})


def new_api(address: str = API, **values: Any) -> dict[str, Any]:
    return resource(address, unknown={"id": True}, name="orders", **values)


def new_response(address: str = RESPONSE, **values: Any) -> dict[str, Any]:
    """One whose API is made in the same run."""
    return resource(address, unknown={"id": True, "rest_api_id": True}, response_type="THROTTLED",
                    **{"response_parameters": QUOTED, **values})  # fmt: skip


def configured(address: str, depends_on: list[str] | None = None, **references: list[str]) -> dict[str, Any]:
    """A resource of the configuration, with what each of its arguments refers to."""
    kind, name = address.split(".")[-2:]
    expressions = {attribute: {"references": names} for attribute, names in references.items()}
    found = {"address": address, "mode": "managed", "type": kind, "name": name, "expressions": expressions}
    return {**found, "depends_on": depends_on} if depends_on else found


def plan(*resources: Mapping[str, Any], configuration: list[Any] | None = None, **more: Any) -> dict[str, Any]:
    """A plan of the root module."""
    changes = [{"address": r["address"], "change": {"actions": ["create"], "after_unknown": r["unknown"]}}
               for r in resources]  # fmt: skip
    return {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": [dict(r) for r in resources]}},
        "resource_changes": changes,
        "configuration": {"root_module": {"resources": configuration or []}},
        **more,
    }


def read(data: object) -> TemplateFile:
    return template_file(data, "plan.json")


def found(data: object, *rules: str) -> list[Finding]:
    return validate_files([read(data)], select=rules)


def apis(data: object) -> dict[str, list[str]]:
    """The response types of each API."""
    found = rest_apis(read(data).template.data)
    return {view.rest_api_id: [str(kind) for kind in view.customizations] for view in found}


def test_a_finding_names_the_resource_and_the_argument() -> None:
    [finding] = found(plan(api(), response(response_parameters=UNQUOTED)), "unquoted-static-value")
    assert (finding.resource, finding.location) == (RESPONSE, "response_parameters.gatewayresponse.header.X-Team")


def test_the_findings_of_a_plan_on_one_line_are_on_line_1(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(plan(api(), response(response_parameters=UNQUOTED))))
    [finding] = validate_files(read_templates(path), select=["unquoted-static-value"])
    assert (finding.line, finding.resource) == (1, RESPONSE)


def test_a_plan_is_generated() -> None:
    assert read(plan(api())).source.is_generated


def test_a_state_is_read() -> None:
    data = {"format_version": "1.0", "values": {"root_module": {"resources": [api(), response()]}}}
    assert apis(data) == {API: ["THROTTLED"]}


def test_an_object_that_is_left_to_be_deleted_does_not_count() -> None:
    old = {**response(kind="TROTTLED"), "deposed_key": "8f2c1b3a"}
    data = {"format_version": "1.0", "values": {"root_module": {"resources": [api(), response(), old]}}}
    assert apis(data) == {API: ["THROTTLED"]}


def test_what_is_not_known_of_an_object_that_is_left_to_be_deleted_does_not_count() -> None:
    data = plan(api(), response())
    change = {"actions": ["delete"], "after_unknown": {"response_type": True}}
    data["resource_changes"].append({"address": RESPONSE, "deposed": "8f2c1b3a", "change": change})
    assert apis(data) == {API: ["THROTTLED"]}


def test_an_api_that_is_looked_up_is_not_declared() -> None:
    assert apis(plan(resource("data.aws_api_gateway_rest_api.orders", id="a1"), response())) == {"a1": ["THROTTLED"]}


def test_what_only_the_prior_state_has_does_not_count() -> None:
    prior = {"format_version": "1.0", "values": {"root_module": {"resources": [response(kind="TROTTLED")]}}}
    assert apis(plan(api(), prior_state=prior)) == {API: []}


def test_an_argument_that_is_null_or_empty_is_not_there() -> None:
    data = plan(api(), response(kind="DEFAULT_4XX", status_code="", response_templates=None, response_parameters={}))
    assert not found(data, "invalid-status-code", "non-string-value")


# The values that nobody knows.


def test_a_value_that_is_not_known_is_named_by_its_reference() -> None:
    unknown = {"response_parameters": {"gatewayresponse.header.X-Team": True}}
    names = ["aws_ssm_parameter.team.value", "aws_ssm_parameter.team"]
    data = plan(
        api(),
        response(unknown=unknown, response_parameters={}),
        configuration=[configured(RESPONSE, response_parameters=names)],
    )
    made = read(data).template.resources[RESPONSE]
    assert made["Properties"]["ResponseParameters"] == {
        "gatewayresponse.header.X-Team": "${Token[aws_ssm_parameter.team.value]}"
    }


@pytest.mark.parametrize(
    ("references", "properties"),
    [({}, {}), ({"status_code": ["var.status"]}, {"StatusCode": "${Token[var.status]}"})],
    ids=["by API Gateway", "by the configuration"],
)
def test_a_status_that_api_gateway_chooses_is_not_set(references: Any, properties: dict[str, str]) -> None:
    unset = response(unknown={"status_code": True}, response_parameters=None)
    data = plan(api(), unset, configuration=[configured(RESPONSE, **references)])
    made = read(data).template.resources[RESPONSE]["Properties"]
    assert made == {"ResponseType": "THROTTLED", "RestApiId": {"Ref": API}, **properties}


def test_a_secret_is_not_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    secret: Any = {"response_parameters": {"gatewayresponse.header.X-Team": True}, "response_templates": True}
    path = tmp_path / "plan.json"
    values: Any = {
        "response_parameters": {"gatewayresponse.header.X-Team": "hunter2"},
        "response_templates": {"a": "hunter2"},
    }
    path.write_text(json.dumps(plan(api(), response(sensitive=secret, **values))))
    main(["validate", str(path)])
    main(["render", str(path), "--type", "THROTTLED"])
    assert "hunter2" not in "".join(capsys.readouterr())


def test_the_id_of_an_api_that_is_a_secret_is_not_shown(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    secret = response(rest_api_id="hunter2", sensitive={"rest_api_id": True}, response_parameters=UNQUOTED)
    path.write_text(json.dumps(plan(secret)))
    main(["validate", str(path)])
    assert "hunter2" not in "".join(capsys.readouterr())


def test_an_id_that_is_a_secret_still_leads_to_its_api() -> None:
    assert apis(plan(api(), response(sensitive={"rest_api_id": True}))) == {API: ["THROTTLED"]}


def test_an_id_that_is_a_secret_is_not_that_of_an_api_that_is_new() -> None:
    data = plan(new_api(), response(sensitive={"rest_api_id": True}))
    assert apis(data) == {API: [], f"{RESPONSE}.rest_api_id": ["THROTTLED"]}


# What looks like CloudFormation and is none.


def test_what_looks_like_a_dynamic_reference_is_text() -> None:
    text = "a {{resolve:ssm:/team}} b {{resolve:ssm:/team}}"
    data = plan(api(), response(response_parameters={"gatewayresponse.header.X-Team": text}))
    [finding] = found(data, "unquoted-static-value")
    assert finding.message.startswith(f"{text!r} is static text")


@pytest.mark.parametrize("name", ["Ref", "Condition", "Fn::Sub"])
def test_what_looks_like_a_function_is_a_mapping(name: str) -> None:
    data = plan(api(), response(response_parameters={name: "AWS::NoValue"}))
    [finding] = found(data, "invalid-parameter-key")
    assert finding.location == f"response_parameters.{name}"


def test_what_looks_like_a_function_in_a_body_is_a_mapping() -> None:
    entry = {"THROTTLED": {"statusCode": {"Ref": "AWS::NoValue"}}}
    body = {"openapi": "3.0.1", "x-amazon-apigateway-gateway-responses": entry}
    [finding] = found(plan(api(body=json.dumps(body))), "non-string-value")
    assert finding.message == "the mapping {'Ref': 'AWS::NoValue'} stands where text belongs"


# Definitions.


def test_a_body_in_yaml_is_read() -> None:
    body = "openapi: 3.0.1\nx-amazon-apigateway-gateway-responses:\n  THROTTLED: {statusCode: '429'}\n"
    assert apis(plan(api(body=body))) == {API: ["THROTTLED"]}


def test_what_is_wrong_in_a_body_is_where_the_body_is() -> None:
    body = "openapi: 3.0.1\nx-amazon-apigateway-gateway-responses: {THROTTLED: {statusCode: x}}\n"
    [finding] = found(plan(api(body=body)), "invalid-status-code")
    place = "body.x-amazon-apigateway-gateway-responses.THROTTLED.statusCode"
    assert (finding.resource, finding.location) == (API, place)


@pytest.mark.parametrize(
    ("values", "note"),
    [
        ({"unknown": {"body": True}}, "is not known before it is applied, or secret"),
        ({"body": "openapi: 3", "sensitive": {"body": True}}, "is not known before it is applied, or secret"),
        ({"body": "{"}, "is not JSON: Expecting property name enclosed in double quotes at line 1"),
        ({"body": "openapi"}, "is not an OpenAPI document"),
    ],
    ids=["unknown", "secret", "cut", "text"],
)
def test_a_body_that_cannot_be_read_is_noted(values: dict[str, Any], note: str) -> None:
    assert read(plan(api(**values))).source.unread == (
        f"the body of {API} {note}; give the OpenAPI document itself as well",
    )


def test_an_api_whose_body_cannot_be_read_may_have_more() -> None:
    data = plan(api(unknown={"body": True}), response(kind="DEFAULT_4XX"))
    assert not found(data, "lone-default-response")


def test_a_body_that_cannot_be_read_is_no_error_to_render() -> None:
    assert apis(plan(api(body="{"), response())) == {API: ["THROTTLED"]}


def test_an_aliased_body_is_read_in_bounded_time() -> None:
    lines = ["a0: &a0 [x, x]", *(f"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]" for i in range(1, 40))]
    [note] = read(plan(api(body="\n".join(lines)))).source.unread
    assert note.startswith(f"the body of {API} has more than 2000000 values")


@pytest.mark.parametrize(("mode", "count"), [("overwrite", 1), ("merge", 0), (None, 1)])
def test_responses_beside_a_body_are_lost_unless_it_is_merged(mode: str | None, count: int) -> None:
    data = plan(api(body="openapi: 3.0.1", put_rest_api_mode=mode), response())
    assert len(found(data, "mixed-openapi-body")) == count


def test_a_definition_that_a_resource_of_its_own_imports_is_noted() -> None:
    data = plan(api(), resource("aws_api_gateway_rest_api_put.orders", body="{}", rest_api_id="a1"))
    source = read(data).source
    note = "the body of aws_api_gateway_rest_api_put.orders is not read; give it as an OpenAPI document as well"
    assert (source.unread, source.is_partial) == ((note,), True)


# Which API is meant.


def test_an_id_that_no_api_of_the_plan_has_stands_for_itself() -> None:
    assert apis(plan(response())) == {"a1": ["THROTTLED"]}


def test_an_api_that_is_looked_up_is_named_by_its_address() -> None:
    name = "data.aws_api_gateway_rest_api.orders"
    data = plan(
        new_response(),
        new_api("aws_api_gateway_rest_api.other"),
        configuration=[configured(RESPONSE, rest_api_id=[f"{name}.id", name])],
    )
    assert apis(data) == {name: ["THROTTLED"], "aws_api_gateway_rest_api.other": []}


TWO = [new_api(f'{API}["a"]'), new_api(f'{API}["b"]')]


@pytest.mark.parametrize(
    "references",
    [[f'{API}["b"].id', f'{API}["b"]', API], [API, "each.key"]],
    ids=["by its index", "by the index of the response"],
)
def test_an_api_of_several_is_found(references: list[str]) -> None:
    data = plan(
        *TWO,
        new_response(f'{RESPONSE}["b"]'),
        configuration=[configured(RESPONSE, rest_api_id=references)],
    )
    assert apis(data) == {f'{API}["a"]': [], f'{API}["b"]': ["THROTTLED"]}


def test_an_id_is_followed_through_other_resources() -> None:
    method = "aws_api_gateway_method.get"
    data = plan(
        *TWO,
        resource(method, unknown={"rest_api_id": True}),
        new_response(),
        configuration=[
            configured(method, rest_api_id=[f'{API}["b"].id', f'{API}["b"]', API]),
            configured(RESPONSE, rest_api_id=[f"{method}.rest_api_id", method]),
        ],
    )
    assert apis(data) == {f'{API}["a"]': [], f'{API}["b"]': ["THROTTLED"]}


def test_references_that_go_round_in_circles_lead_nowhere() -> None:
    data = plan(
        new_response(),
        configuration=[configured(RESPONSE, rest_api_id=[f"{RESPONSE}.rest_api_id", RESPONSE])],
    )
    assert apis(data) == {f"{RESPONSE}.rest_api_id": ["THROTTLED"]}


LOCAL = [configured(RESPONSE, rest_api_id=["local.api_id"])]


def test_an_id_that_nothing_leads_to_is_that_of_the_one_api_that_is_new() -> None:
    data = plan(new_api(), new_response(), configuration=LOCAL)
    assert apis(data) == {API: ["THROTTLED"]}


def test_an_id_that_nothing_leads_to_is_none_that_is_known() -> None:
    data = plan(api(), new_response(), configuration=LOCAL)
    assert apis(data) == {API: [], "local.api_id": ["THROTTLED"]}


def test_an_id_that_could_be_of_two_apis_is_noted() -> None:
    source = read(plan(*TWO, new_response(), configuration=LOCAL)).source
    note = f"which API is meant by {RESPONSE} shows once it has been made; give a later plan as well"
    assert (source.unread, source.is_partial) == ((note,), True)


def test_responses_with_the_same_reference_belong_together() -> None:
    other = "aws_api_gateway_gateway_response.other"
    data = plan(
        *TWO,
        new_response(),
        new_response(other),
        configuration=[*LOCAL, {**LOCAL[0], "address": other, "name": "other"}],
    )
    assert len(found(data, "duplicate-response-type")) == 2


@pytest.mark.parametrize("references", [["each.value"], ["local.ids", "each.key"], ["local.ids", "count.index"]])
def test_responses_of_different_instances_do_not_belong_together(references: list[str]) -> None:
    configuration = [configured(RESPONSE, rest_api_id=references)]
    data = plan(*TWO, new_response(f'{RESPONSE}["c"]'), new_response(f'{RESPONSE}["d"]'), configuration=configuration)
    assert not found(data, "duplicate-response-type")


# Preflight.


def preflight(kind: str = "MOCK", **values: str) -> list[dict[str, Any]]:
    where = {"rest_api_id": "a1", "resource_id": "r1", "http_method": "OPTIONS"}
    origin = {"method.response.header.Access-Control-Allow-Origin": "'https://shop.example.com'"}
    return [
        api(),
        resource("aws_api_gateway_integration.options", type=kind, **where),
        resource("aws_api_gateway_integration_response.options", response_parameters=origin, **{**where, **values}),
    ]


def test_a_preflight_that_is_answered_asks_for_cors_on_errors() -> None:
    [finding] = found(plan(*preflight()), "missing-error-cors")
    assert finding.resource == API


@pytest.mark.parametrize(
    "resources",
    [preflight("AWS_PROXY"), preflight(http_method="GET"), preflight(resource_id="r2")],
    ids=["by a function", "GET", "the mock is elsewhere"],
)
def test_another_integration_response_is_no_preflight(resources: list[dict[str, Any]]) -> None:
    assert not found(plan(*resources), "missing-error-cors")


def test_what_is_wrong_with_a_preflight_is_at_its_integration_response() -> None:
    data = plan(*preflight(), response(response_parameters={
        "gatewayresponse.header.Access-Control-Allow-Origin": "'https://www.example.com'"}))  # fmt: skip
    [finding] = found(data, "cors-origin-mismatch")
    assert finding.message == (
        "preflight allows 'https://shop.example.com', but THROTTLED 'https://www.example.com': scripts see a CORS error"
    )


# Deployments.


def deployed(*, configuration: list[Any] | None = None, **more: Any) -> list[str]:
    """The responses that no deployment waits for."""
    deployment = resource(DEPLOYMENT, rest_api_id="a1")
    data = plan(api(), response(), deployment, configuration=configuration, **more)
    return [str(finding.resource) for finding in found(data, "undeployed-gateway-response")]


IDS = [f"{API}.id", API]


def test_a_deployment_that_names_nothing_waits_for_nothing() -> None:
    assert deployed(configuration=[configured(DEPLOYMENT, rest_api_id=IDS)]) == [RESPONSE]


def test_a_deployment_waits_for_what_its_triggers_name() -> None:
    triggers = [f"{RESPONSE}.id", RESPONSE]
    assert not deployed(configuration=[configured(DEPLOYMENT, rest_api_id=IDS, triggers=triggers)])


def test_a_deployment_waits_for_what_it_depends_on() -> None:
    assert not deployed(configuration=[configured(DEPLOYMENT, [RESPONSE], rest_api_id=IDS)])


def test_a_deployment_waits_through_another_resource() -> None:
    between = configured("null_resource.all", triggers=[f"{RESPONSE}.id", RESPONSE])
    assert not deployed(configuration=[between, configured(DEPLOYMENT, ["null_resource.all"], rest_api_id=IDS)])


def test_what_a_local_in_the_triggers_stands_for_is_not_known() -> None:
    assert not deployed(configuration=[configured(DEPLOYMENT, rest_api_id=IDS, triggers=["local.hash"])])


def test_a_local_in_another_argument_makes_nothing_wait() -> None:
    configuration = [configured(DEPLOYMENT, rest_api_id=["local.api_id"], stage_name=["local.stage"])]
    assert deployed(configuration=configuration) == [RESPONSE]


def test_a_local_that_the_api_uses_makes_nothing_wait() -> None:
    configuration = [configured(API, name=["local.name"]), configured(DEPLOYMENT, rest_api_id=IDS)]
    assert deployed(configuration=configuration) == [RESPONSE]


def test_a_hash_of_files_makes_nothing_wait() -> None:
    deployment = {**configured(DEPLOYMENT, rest_api_id=IDS)}
    deployment["expressions"]["triggers"] = {}  # what filesha1("api.tf") and timestamp() leave
    assert deployed(configuration=[deployment]) == [RESPONSE]


def test_what_replaces_a_deployment_shows_once_it_has_been_applied() -> None:
    state = {"address": DEPLOYMENT, "depends_on": [RESPONSE, API]}  # replace_triggered_by stands nowhere else
    prior = {"values": {"root_module": {"resources": [state]}}}
    assert not deployed(configuration=[configured(DEPLOYMENT, rest_api_id=IDS)], prior_state=prior)


def test_a_deployment_without_configuration_may_wait() -> None:
    assert not deployed()


def module(**more: Any) -> dict[str, Any]:
    """A configuration whose module `errors` has the response."""
    inner = {"resources": [configured(RESPONSE, rest_api_id=["var.rest_api_id"])], **more}
    return {"module_calls": {"errors": {"expressions": {"rest_api_id": {"references": IDS}}, "module": inner}}}


def in_module(root: dict[str, Any], deployment: dict[str, Any]) -> list[str]:
    inner = {**response(), "address": f"module.errors.{RESPONSE}"}
    values = plan(api(), resource(DEPLOYMENT, rest_api_id="a1"))
    values["planned_values"]["root_module"]["child_modules"] = [{"address": "module.errors", "resources": [inner]}]
    values["configuration"]["root_module"] = {"resources": [deployment], **root}
    return [str(finding.resource) for finding in found(values, "undeployed-gateway-response")]


OUTPUT = ["module.errors.hash", "module.errors"]


def test_a_deployment_waits_for_what_an_output_is_made_of() -> None:
    root = module(outputs={"hash": {"expression": {"references": [f"{RESPONSE}.id", RESPONSE]}}})
    assert not in_module(root, configured(DEPLOYMENT, rest_api_id=IDS, triggers=OUTPUT))


def test_an_output_that_is_made_of_something_else_makes_nothing_wait() -> None:
    root = module(outputs={"hash": {"expression": {"references": ["var.rest_api_id"]}}})
    expected = [f"module.errors.{RESPONSE}"]
    assert in_module(root, configured(DEPLOYMENT, rest_api_id=IDS, triggers=OUTPUT)) == expected


def test_what_an_output_that_is_made_of_a_local_stands_for_is_not_known() -> None:
    root = module(outputs={"hash": {"expression": {"references": ["local.hash"]}}})
    assert not in_module(root, configured(DEPLOYMENT, rest_api_id=IDS, triggers=OUTPUT))


def test_a_deployment_waits_for_a_module_that_it_depends_on() -> None:
    assert not in_module(module(), configured(DEPLOYMENT, ["module.errors"], rest_api_id=IDS))


def from_module(deployment: dict[str, Any], **call: Any) -> list[str]:
    """The responses that the deployment of a module does not wait for."""
    inner = {**resource(DEPLOYMENT, rest_api_id="a1"), "address": f"module.deployment.{DEPLOYMENT}"}
    values = plan(api(), response())
    values["planned_values"]["root_module"]["child_modules"] = [{"address": "module.deployment", "resources": [inner]}]
    calls = {"deployment": {**call, "module": {"resources": [deployment]}}}
    values["configuration"]["root_module"] = {"module_calls": calls}
    return [str(finding.resource) for finding in found(values, "undeployed-gateway-response")]


def test_a_deployment_in_a_module_does_not_wait_by_itself() -> None:
    assert from_module(configured(DEPLOYMENT)) == [RESPONSE]


def test_a_deployment_waits_for_what_its_module_depends_on() -> None:
    assert not from_module(configured(DEPLOYMENT), depends_on=[RESPONSE])


def test_a_deployment_waits_for_what_is_handed_to_its_module() -> None:
    expressions = {"hash": {"references": [f"{RESPONSE}.id", RESPONSE]}}
    assert not from_module(configured(DEPLOYMENT, triggers=["var.hash"]), expressions=expressions)


def test_a_deployment_waits_for_what_an_output_depends_on() -> None:
    root = module(outputs={"hash": {"expression": {"constant_value": "1"}, "depends_on": [RESPONSE]}})
    assert not in_module(root, configured(DEPLOYMENT, rest_api_id=IDS, triggers=OUTPUT))


def test_the_fix_is_in_the_words_of_terraform() -> None:
    data = plan(api(), response(), resource(DEPLOYMENT, rest_api_id="a1"), configuration=[configured(DEPLOYMENT)])
    [finding] = found(data, "undeployed-gateway-response")
    assert finding.fix == (
        f"name {RESPONSE} in triggers of {DEPLOYMENT}, such as redeployment = sha1(jsonencode([...])); "
        "depends_on makes it wait, and redeploys nothing"
    )


# Stages.


@pytest.mark.parametrize("name", ["aws_api_gateway_stage.prod", DEPLOYMENT])
def test_a_stage_has_its_variables(name: str) -> None:
    stage = resource(name, rest_api_id="a1", stage_name="prod", variables={"origin": "https://shop.example.com"})
    [view] = rest_apis(read(plan(api(), stage)).template.data)
    assert view.stages == {"prod": {"origin": "https://shop.example.com"}}


# What else is given for a plan.

PLAN = "run terraform plan -out plan and terraform show -json plan > plan.json, then give plan.json"
STATE = "run terraform show -json > state.json, then give state.json"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (
            b"PK\x03\x04\x14\x00",
            "is a zip file, as terraform plan -out writes it; "
            "if it is one, run terraform show -json on it: terraform show -json plan > plan.json, then give plan.json",
        ),
        (b'# api\n/* x */\nresource "aws_api_gateway_rest_api" "a" {\n}\n', f"is Terraform's configuration; {PLAN}"),
        (b"terraform {\n  required_version = \">= 1\"\n}\n", f"is Terraform's configuration; {PLAN}"),
        (b'{"@level":"info"}\n{"@level":"info"}\n', f"is what terraform plan -json says while it runs; {PLAN}"),
        (
            b"[command]/tmp/1c2d/terraform-bin show -json plan\n{}\n",
            "is what the wrapper of hashicorp/setup-terraform prints around a plan; "
            "give that action terraform_wrapper: false",
        ),
        (
            b'{"version": 4, "terraform_version": "1.11.4", "lineage": "x", "resources": []}',
            f"is a state as Terraform keeps it, not a template; {STATE}",
        ),
        (b'{"format_version": "1.0", "valid": true, "diagnostics": []}',
         f"is what terraform validate says, not a plan; {PLAN}"),
        (b'{"format_version": "1.0", "provider_schemas": {}}',
         f"is what terraform providers schema says, not a plan; {PLAN}"),
        (b'{"format_version": "1.0"}', f"is of a state without resources; {PLAN}"),
        (
            b'{"format_version": "2.0", "planned_values": {}}',
            "has version '2.0' of Terraform's format, and 1 is the last one known here; "
            "give what a Terraform of version 1 shows",
        ),
    ],
    ids=["plan", "HCL", "HCL without labels", "messages", "wrapper", "state", "validate", "schemas", "no state", "2.0"],
)  # fmt: skip
def test_another_document_is_called_what_it_is(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "given"
    path.write_bytes(content)
    with pytest.raises(GatewayResponseError) as caught:
        read_templates(path)
    assert str(caught.value) == f"{path} {message}"


def test_comments_that_never_end_are_read_in_bounded_time(tmp_path: Path) -> None:
    path = tmp_path / "given"
    path.write_bytes(b"/* */ " * 200_000)
    with pytest.raises(GatewayResponseError, match="is not a template"):
        read_templates(path)


def test_an_older_version_is_read() -> None:
    assert apis({**plan(api(), response()), "format_version": "0.1"}) == {API: ["THROTTLED"]}


@pytest.mark.parametrize("more", [{"complete": False}, {"errored": True}], ids=["not complete", "failed"])
def test_a_plan_that_leaves_something_out_is_noted(more: Any) -> None:
    source = read(plan(api(), **more)).source
    note = "the plan leaves resources out; give one without errors, made without -target"
    assert (source.unread, source.is_partial) == ((note,), True)
