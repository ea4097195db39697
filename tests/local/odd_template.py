"""A template with a defect of each kind, and one whose author attacks whoever looks at the preview."""

from typing import Any

from .sample import API, template

ATTACK = (
    "\"><script>window.pwned = 1</script></style></title></pre><img src=x onerror=\"window.pwned = 1\">"
    "<a href=\"javascript:window.pwned = 1\">click</a><svg onload=window.pwned=1>{{ 7 * 7 }}{% raw %}"
    "\x00\x1b[31m\u202edrawkcab\u2028\ud800 "
)  # fmt: skip
LONG = "x" * 10_000


def response(kind: object, **properties: Any) -> dict[str, Any]:
    """A gateway response of the API."""
    reference = {"RestApiId": {"Ref": API}, "ResponseType": kind}
    return {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": {**reference, **properties}}


def headers(**values: str) -> dict[str, str]:
    """Response parameters, `_` for `-`."""
    return {f"gatewayresponse.header.{name.replace('_', '-')}": value for name, value in values.items()}


DEFECTS = template(
    {
        "Shared": response("DEFAULT_4XX", ResponseParameters=headers(Access_Control_Allow_Origin="'*'")),
        "Unquoted": response("THROTTLED", ResponseParameters=headers(Retry_After="30")),
        "NoJson": response("UNAUTHORIZED", ResponseTemplates={"application/json": '{"message": nope}'}),
        "TooLarge": response("REQUEST_TOO_LARGE", StatusCode="400"),
        "Unknown": response("TROTTLED"),
        "First": response("QUOTA_EXCEEDED", StatusCode="430"),
        "Second": response("QUOTA_EXCEEDED", StatusCode="431"),
    }
)

_QUOTED = f"'{ATTACK.replace(chr(39), '')}{LONG}'"
HOSTILE = template(
    {
        f"Shared{ATTACK}": {
            **response("DEFAULT_4XX", ResponseParameters=headers(Access_Control_Allow_Origin=_QUOTED, X_Long=_QUOTED),
                       ResponseTemplates={"application/json": ATTACK + LONG}),
            "Metadata": {"aws:cdk:path": ATTACK, "constructs-gw": {"acknowledge": {"invalid-json-body": ATTACK}}},
        },
        f"Slow{ATTACK}": response("THROTTLED", ResponseParameters=headers(Retry_After=ATTACK), StatusCode=ATTACK),
        "Typed": response(ATTACK),
        "Keyed": response("UNAUTHORIZED", ResponseParameters={ATTACK: ATTACK}),
        "Html": response("WAF_FILTERED", ResponseTemplates={f"text/html{ATTACK}": ATTACK}),
        "Page": response("ACCESS_DENIED", ResponseTemplates={"text/html": ATTACK}),
        "Stage": {
            "Type": "AWS::ApiGateway::Stage",
            "Properties": {"RestApiId": {"Ref": API}, "StageName": ATTACK, "Variables": {"a": ATTACK}},
        },
        "Other": {
            "Type": "AWS::ApiGateway::GatewayResponse",
            "Properties": {"RestApiId": ATTACK, "ResponseType": "DEFAULT_5XX"},
        },
    },
    Name=ATTACK,
    Body={"x-amazon-apigateway-gateway-responses": {ATTACK: {"statusCode": 400}, "EXPIRED_TOKEN": ATTACK}},
)  # fmt: skip
