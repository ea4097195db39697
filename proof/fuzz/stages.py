"""Requests to a stage of the local gateway, with every check and MOCK templates of any content: an answer each time."""

from typing import Any

from constructs_gw.assembly import template_file
from constructs_gw.errors import GatewayResponseError
from proof.fuzz.asgi import METHODS, ask, sent_headers, served, target
from proof.fuzz.choices import Choices
from tests.local.declaring import KEY, OK, at, method, of_api, plan
from tests.local.sample import template

SEEDS = None
LONGEST = 400
PREFIX = b"/_aws/execute-api/Api/prod"
SEGMENTS = b"keyed token signed body media mock a %00 %0d%0aX: .. %2F %ff {proxy+}".split()
HEADERS = {
    b"authorization": [b"deny", b"unauthorized", b"broken", b"b x", b"AWS4-HMAC-SHA256 Credential=a", b"\xff"],
    b"x-api-key": [KEY.encode(), b"no"],
    b"content-type": [b"application/json", b"text/plain", b"application/json; charset=utf-16", b";", b"\xff"],
    b"content-length": [b"0", b"5", b"99999999999999999999", b"-1"],
    b"origin": [b"https://a.example", b"null", b"\xe9"],
    b"host": [b"127.0.0.1:4010", b"evil.example", b"[::1", b""],
    b"x-gateway-response": [b"THROTTLED", b"default_4xx", b"request_too_large", b"AUTHORIZER_FAILURE"],
    b"access-control-request-headers": [b"x-gateway-response", b"a, x-gateway-response ,", b","],
    b"access-control-request-method": [b"GET", b""],
    b"accept": [b"text/html", b"*/*;q=2"],
    b"transfer-encoding": [b"chunked"],
}
VTL = ["#set($x = ", "$x", ")", "#if(", "#else", "#end", "$input.params('q')", "$input.body", "$context.path", '"', "'",
       "$context.responseOverride.status", "200", '{"statusCode": ', "}", "==", "&&", "!", ".get('a')",
       ".matches('a+')", "#*", "*#", "##", "\n", "$stageVariables.a", "${", "[", "]", "(", ".replaceAll('a','b')",
       "#set($context.responseOverride.header.X = '", "#foreach($a in "]  # fmt: skip
MODEL = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "pattern": "^(a+)+$"}}}
CUSTOMIZED = {"gatewayresponse.header.X-Origin": "method.request.header.Origin",
              "gatewayresponse.header.X-Query": "method.request.querystring.q",
              "gatewayresponse.header.X-Path": "context.path"}  # fmt: skip


def attempt(content: bytes) -> None:
    """Some requests, one after the other."""
    choose = Choices(content)
    try:
        application = served(template_file(template(resources(choose)), "template.json"))
    except GatewayResponseError as error:
        str(error)
        return
    for _ in range(choose.number(1, 6)):
        path = target(choose, PREFIX, SEGMENTS)
        answer = ask(application, choose.one(METHODS), path, sent_headers(choose, HEADERS), choose.content(60))
        assert answer.status < 500 or answer.header(b"x-amzn-errortype") or answer.status == 501 or b"mock" in path


def resources(choose: Choices) -> dict[str, Any]:
    """An API with every check, a MOCK integration and a model of any content."""
    script = "".join(choose.one(VTL) if choose.number(0, 4) else choose.text() for _ in range(choose.number(0, 12)))
    mock = {**OK, "RequestTemplates": {"application/json": script}}
    model = choose.json() if choose.is_so() else MODEL
    answer = {
        "ResponseType": "DEFAULT_4XX",
        "ResponseParameters": CUSTOMIZED,
        "ResponseTemplates": {"application/json": '{"r": "$context.error.validationErrorString $context.path"}'},
    }
    token: dict[str, Any] = {"AuthorizationType": "CUSTOM", "AuthorizerId": {"Ref": "Authorizer"}}
    return {
        **plan(Quota={"Limit": 3, "Period": "DAY"}),
        **of_api("Wanted", "Model", Schema=model),
        **of_api("Validator", "RequestValidator", ValidateRequestParameters=True, ValidateRequestBody=True),
        **of_api("Authorizer", "Authorizer", Name="a", Type="TOKEN", IdentityValidationExpression=choose.text()),
        **of_api("Unknown", "GatewayResponse", **answer),
        **method("GET"),
        **at("keyed", ApiKeyRequired=True),
        **at("token", **token),
        **at("signed", AuthorizationType="AWS_IAM"),
        **at("body", "POST", RequestModels={"$default": {"Ref": "Wanted"}}, RequestValidatorId={"Ref": "Validator"}),
        **at("media", "POST", Integration={**OK, "PassthroughBehavior": "NEVER"}),
        **at("mock", "ANY", Integration=mock, RequestParameters={"method.request.querystring.q": True}),
        **at("{proxy+}", "ANY"),
    }  # fmt: skip
