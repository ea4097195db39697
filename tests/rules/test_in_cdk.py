"""What a CDK app is told to write, beside a fix that speaks of resources."""

from constructs_gw.rules import all_rules

FROM_PREFLIGHT = "give GatewayResponses the preset cors_from_preflight(options), with the CorsOptions of the API"


def test_rules_about_what_constructs_make_say_what_to_write_in_an_app() -> None:
    assert {rule.name: rule.in_cdk for rule in all_rules().values() if rule.in_cdk} == {
        "cors-multiple-origins": 'write cors(allow_origin=MappingValue.stage_variable("NAME"))',
        "cors-origin-mismatch": FROM_PREFLIGHT,
        "lost-default-headers": "customize the type in customizations= of GatewayResponses, "
        "which keeps what presets give",
        "missing-error-cors": FROM_PREFLIGHT,
        "undeployed-gateway-response": "make it with GatewayResponses, which has the Deployments wait",
    }


def test_other_rules_say_nothing_more() -> None:
    assert all_rules()["unquoted-static-value"].in_cdk == ""
