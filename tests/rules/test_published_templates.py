"""Body templates that documentation and libraries publish: the broken ones get the rule that names their defect."""

import pytest

from constructs_gw.template import Template
from constructs_gw.validate import validate

# Where it is published: (the body, word for word; the rules that find something, with their severity)
PUBLISHED = {
    "AWS guide, gateway-responses extension, first": (
        """{"message": test 4xx b }""",
        ["error invalid-json-body"],
    ),
    "AWS guide, gateway-responses extension, second": (
        """{"message": test forbidden }""",
        ["error invalid-json-body"],
    ),
    "AWS guide, responseTemplates extension": (
        """{ "message": $context.error.messageString, "type":$context.error.responseType, "statusCode": '488' }""",
        ["error invalid-json-body", "error unquoted-string-variable"],
    ),
    "AWS guide, responseTemplates extension, static": (
        """{ "message": 'API-specific errors' }""",
        ["error invalid-json-body"],
    ),
    "Terraform aws provider, an older page": (
        """{'message':$context.error.messageString}""",
        ["error invalid-json-body"],
    ),
    "aws-cdk README": (
        """{ "message": $context.error.messageString, "statusCode": "488", "type": "$context.error.responseType" }""",
        [],
    ),
    "AWS PutGatewayResponse reference": (
        """{\n "message": $context.error.messageString,\n "type": "$context.error.responseType",\n """
        """"stage": "$context.stage",\n "resourcePath": "$context.resourcePath",\n """
        """"stageVariables.a": "$stageVariables.a",\n "statusCode": "'404'"\n}""",
        [],
    ),
    "aws-pdk, BAD_REQUEST_BODY": (
        """{"message": "$context.error.validationErrorString"}""",
        ["info unescaped-error-message"],
    ),
    "AWS, built in": (
        """{"message":$context.error.messageString}""",
        [],
    ),
}


@pytest.mark.parametrize("where", PUBLISHED)
def test_a_published_template_gets_the_rule_that_names_its_defect(where: str) -> None:
    body, expected = PUBLISHED[where]
    response = {
        "Type": "AWS::ApiGateway::GatewayResponse",
        "Properties": {
            "RestApiId": {"Ref": "Api"},
            "ResponseType": "BAD_REQUEST_BODY",
            "ResponseParameters": {"gatewayresponse.header.X-Request-Id": "context.extendedRequestId"},
            "ResponseTemplates": {"application/json": body},
        },
    }
    api = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "orders"}}
    findings = validate([Template({"Resources": {"Api": api, "BadBody": response}})])
    assert sorted(f"{finding.severity} {finding.rule}" for finding in findings) == expected
