"""Templates of the sizes that the validator is measured with."""

from typing import Any

from constructs_gw.response_types import ResponseType

ROLE_ARN = {"Fn::GetAtt": ["Role", "Arn"]}


def full_of_responses(apis: int = 22) -> dict[str, Any]:
    """APIs with all 21 response types, each body different: 485 resources, 462 of them gateway responses."""
    resources: dict[str, Any] = {"Topic": {"Type": "AWS::SNS::Topic"}}
    for api in range(apis):
        resources[f"Api{api}"] = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": f"api{api}"}}
        for kind in ResponseType:
            resources[f"Api{api}{kind.title().replace('_', '')}"] = response(f"Api{api}", kind)
    return {"Resources": resources}


def mostly_functions(functions: int = 449) -> dict[str, Any]:
    """One API with two gateway responses among Lambda functions: 453 resources."""
    resources: dict[str, Any] = {f"Function{n}": function(n) for n in range(functions)}
    resources["Role"] = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {}}}
    resources["Api"] = {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "orders"}}
    for kind in (ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX):
        resources[kind.title().replace("_", "")] = response("Api", kind)
    return {"Resources": resources}


def response(api: str, kind: ResponseType) -> dict[str, Any]:
    """A gateway response as teams write it."""
    members = f'"type":"$context.error.responseType","api":"{api}","kind":"{kind}"'
    return {
        "Type": "AWS::ApiGateway::GatewayResponse",
        "Properties": {
            "RestApiId": {"Ref": api},
            "ResponseType": kind.value,
            "ResponseParameters": {
                "gatewayresponse.header.Access-Control-Allow-Origin": "'https://shop.example.com'",
                "gatewayresponse.header.Access-Control-Expose-Headers": "'X-Request-Id'",
                "gatewayresponse.header.X-Request-Id": "context.extendedRequestId",
            },
            "ResponseTemplates": {"application/json": f'{{"message":$context.error.messageString,{members}}}'},
        },
    }


def function(number: int) -> dict[str, Any]:
    """A Lambda function as CDK writes it."""
    return {
        "Type": "AWS::Lambda::Function",
        "Properties": {
            "Code": {
                "S3Bucket": {"Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"},
                "S3Key": f"{number:064x}.zip",
            },
            "Environment": {"Variables": {"TABLE": f"orders-{number}"}},
            "Handler": "index.handler",
            "MemorySize": 512,
            "Role": ROLE_ARN,
            "Runtime": "python3.13",
            "Timeout": 30,
        },
        "DependsOn": ["Role"],
        "Metadata": {"aws:cdk:path": f"Orders/Function{number}/Resource", "aws:asset:path": f"asset.{number:064x}"},
    }
