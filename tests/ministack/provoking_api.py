"""A plain CloudFormation template of a REST API on which gateway responses can be provoked."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

STAGE = "test"
AUTHORIZER_CODE = """\
def handler(event, context):
    token = event["authorizationToken"]
    if token == "throw":
        raise Exception("the database is down")
    if token == "unauthorized":
        raise Exception("Unauthorized")
    if token == "malformed":
        return "not a policy"
    elsewhere = event["methodArn"].rsplit("/", 1)[0] + "/elsewhere"
    statement = {
        "Action": "execute-api:Invoke",
        "Effect": "Deny" if token == "deny" else "Allow",
        "Resource": elsewhere if token == "allow-elsewhere" else event["methodArn"],
    }
    return {
        "principalId": "somebody",
        "policyDocument": {"Version": "2012-10-17", "Statement": [statement]},
        "context": {"plan": "free"},
    }
"""
MOCK_OK: Json = {
    "Type": "MOCK",
    "RequestTemplates": {"application/json": '{"statusCode": 200}'},
    "IntegrationResponses": [{"StatusCode": "200", "ResponseTemplates": {"application/json": '{"ok": true}'}}],
}


def template(
    gateway_responses: Mapping[str, Mapping[str, Any]],
    *,
    deployment_id: str = "Deployment",
    depends: bool = True,
    variables: Mapping[str, str] | None = None,
) -> Json:
    """The API with these gateway responses (properties by logical id, without RestApiId).

    Another `deployment_id` makes CloudFormation take a new Deployment; `depends=False` leaves the Deployment
    without its DependsOn on the gateway responses; `variables` are the stage's.
    """
    responses = {name: _gateway_response(properties) for name, properties in gateway_responses.items()}
    methods = _methods()
    first = [name for name, one in methods.items() if one["Type"] == "AWS::ApiGateway::Method"]
    deployment = {
        "Type": "AWS::ApiGateway::Deployment",
        "DependsOn": sorted(first) + (sorted(responses) if depends else []),
        "Properties": {"RestApiId": _ref("Api")},
    }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        "Resources": {
            "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": {"Ref": "AWS::StackName"}}},
            **_functions(),
            **_validation(),
            **methods,
            **responses,
            deployment_id: deployment,
            "Stage": _stage(deployment_id, variables or {}),
            **_plan("Throttled", Throttle={"RateLimit": 0.01, "BurstLimit": 1}),
            **_plan("Metered", Quota={"Limit": 1, "Period": "DAY"}),
        },
        "Outputs": {"RestApiId": {"Value": _ref("Api")}},
    }


def api_key(stack_name: str, plan: str) -> str:
    """The API key of one of the two usage plans, Throttled and Metered."""
    return f"{stack_name}-{plan}-key-of-twenty"


def _methods() -> Json:
    authorized = {"AuthorizationType": "CUSTOM", "AuthorizerId": _ref("Authorizer")}
    unreachable = {"AuthorizationType": "CUSTOM", "AuthorizerId": _ref("UnreachableAuthorizer")}
    strict = {**MOCK_OK, "PassthroughBehavior": "NEVER"}
    no_function = {"Type": "AWS_PROXY", "IntegrationHttpMethod": "POST", "Uri": _lambda_uri("no-such-function")}
    return {
        **_method("Ok", "GET"),
        **_method("Keyed", "GET", ApiKeyRequired=True),
        **_method("Signed", "GET", AuthorizationType="AWS_IAM"),
        **_method("Authorized", "GET", **authorized),
        **_method("Unreachable", "GET", **unreachable),
        **_method("Body", "POST", RequestValidatorId=_ref("Bodies"), RequestModels=_model("Named")),
        **_method("Loop", "POST", RequestValidatorId=_ref("Bodies"), RequestModels=_model("Endless")),
        **_method(
            "Parameters",
            "GET",
            RequestValidatorId=_ref("Parameters"),
            RequestParameters={"method.request.querystring.page": True, "method.request.header.X-Client": True},
        ),
        **_method("Media", "POST", Integration=strict),
        **_method("NoFunction", "GET", Integration=no_function),
    }


def _method(name: str, http_method: str, **properties: Any) -> Json:
    resource = {
        "Type": "AWS::ApiGateway::Resource",
        "Properties": {
            "RestApiId": _ref("Api"),
            "ParentId": _att("Api", "RootResourceId"),
            "PathPart": _path_part(name),
        },
    }
    method = {
        "RestApiId": _ref("Api"),
        "ResourceId": _ref(f"{name}Resource"),
        "HttpMethod": http_method,
        "AuthorizationType": "NONE",
        "Integration": MOCK_OK,
        "MethodResponses": [{"StatusCode": "200"}],
        **properties,
    }
    return {
        f"{name}Resource": resource,
        f"{name}Method": {"Type": "AWS::ApiGateway::Method", "Properties": method},
    }


def _path_part(name: str) -> str:
    return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")


def _functions() -> Json:
    return {
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"Service": "lambda.amazonaws.com"},
                            "Action": "sts:AssumeRole",
                        }
                    ],
                }
            },
        },
        "Function": {
            "Type": "AWS::Lambda::Function",
            "Properties": {
                "Runtime": "python3.12",
                "Handler": "index.handler",
                "Role": _att("Role", "Arn"),
                "Code": {"ZipFile": AUTHORIZER_CODE},
            },
        },
        "Permission": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "Action": "lambda:InvokeFunction",
                "FunctionName": _att("Function", "Arn"),
                "Principal": "apigateway.amazonaws.com",
            },
        },
        "Authorizer": _authorizer("token", _lambda_uri(_att("Function", "Arn"))),
        "UnreachableAuthorizer": _authorizer("unreachable", _lambda_uri("no-such-function")),
    }


def _authorizer(name: str, uri: Json) -> Json:
    return {
        "Type": "AWS::ApiGateway::Authorizer",
        "Properties": {
            "RestApiId": _ref("Api"),
            "Name": name,
            "Type": "TOKEN",
            "IdentitySource": "method.request.header.Authorization",
            "AuthorizerResultTtlInSeconds": 0,
            "AuthorizerUri": uri,
        },
    }


def _lambda_uri(function: str | Json) -> Json:
    missing = {"Fn::Sub": f"arn:${{AWS::Partition}}:lambda:${{AWS::Region}}:${{AWS::AccountId}}:function:{function}"}
    arn = missing if isinstance(function, str) else function
    region = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
    return {"Fn::Join": ["", [{"Fn::Sub": region}, arn, "/invocations"]]}


def _validation() -> Json:
    named = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
    return {
        "Bodies": _validator(ValidateRequestBody=True),
        "Parameters": _validator(ValidateRequestParameters=True),
        "Named": _schema(named),
        "Endless": _schema({"allOf": [{"$ref": "#"}]}),
    }


def _validator(**properties: bool) -> Json:
    return {"Type": "AWS::ApiGateway::RequestValidator", "Properties": {"RestApiId": _ref("Api"), **properties}}


def _schema(schema: Json) -> Json:
    draft = {"$schema": "http://json-schema.org/draft-04/schema#", **schema}
    properties = {"RestApiId": _ref("Api"), "ContentType": "application/json", "Schema": draft}
    return {"Type": "AWS::ApiGateway::Model", "Properties": properties}


def _model(name: str) -> Json:
    return {"application/json": _ref(name)}


def _stage(deployment_id: str, variables: Mapping[str, str]) -> Json:
    properties = {
        "RestApiId": _ref("Api"),
        "DeploymentId": _ref(deployment_id),
        "StageName": STAGE,
        "Variables": dict(variables),
    }
    return {"Type": "AWS::ApiGateway::Stage", "Properties": properties}


def _plan(name: str, **limit: Json) -> Json:
    key = {"Enabled": True, "Value": {"Fn::Sub": api_key("${AWS::StackName}", name)}}
    plan = {"ApiStages": [{"ApiId": _ref("Api"), "Stage": _ref("Stage")}], **limit}
    link = {"KeyId": _ref(f"{name}Key"), "KeyType": "API_KEY", "UsagePlanId": _ref(f"{name}Plan")}
    return {
        f"{name}Key": {"Type": "AWS::ApiGateway::ApiKey", "Properties": key},
        f"{name}Plan": {"Type": "AWS::ApiGateway::UsagePlan", "Properties": plan},
        f"{name}PlanKey": {"Type": "AWS::ApiGateway::UsagePlanKey", "Properties": link},
    }


def _gateway_response(properties: Mapping[str, Any]) -> Json:
    return {
        "Type": "AWS::ApiGateway::GatewayResponse",
        "Properties": {"RestApiId": _ref("Api"), **properties},
    }


def _ref(logical_id: str) -> Json:
    return {"Ref": logical_id}


def _att(logical_id: str, attribute: str) -> Json:
    return {"Fn::GetAtt": [logical_id, attribute]}
