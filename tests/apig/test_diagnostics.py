"""What is said of each loss, word by word, and of which types."""

import pytest

from constructs_gw import Customization, MappingValue, ResponseTemplate
from constructs_gw.apig import Diagnostic, compile_responses
from constructs_gw.apig.kinds import all_kinds
from constructs_gw.severity import Severity

BODY = {"application/json": '{"a": 1}'}
FIX_LITERAL = "write it without $context, or use a variable that both have"


def parsed(kind: str, **given: object) -> Customization:
    templates = given.pop("templates", BODY)
    return Customization.parse(kind, response_templates=templates, **given)  # type: ignore[arg-type]


def said(*customizations: Customization, rule: str, **options: object) -> list[tuple[str, str, str]]:
    """Severity, message and fix of each diagnostic of a name."""
    found = compile_responses(customizations, "opentelekomcloud", **options).diagnostics  # type: ignore[arg-type]
    return [(each.severity.value, each.message, each.fix) for each in found if each.rule == rule]


LOSSES: dict[str, tuple[list[Customization], str, str, str, str]] = {
    "1 type without counterpart": (
        [parsed("UNSUPPORTED_MEDIA_TYPE")],
        "apig-unmapped-type",
        "warning",
        "APIG has no type for UNSUPPORTED_MEDIA_TYPE: it is answered as DEFAULT_4XX, with what that has",
        "say in DEFAULT_4XX what is true of UNSUPPORTED_MEDIA_TYPE too",
    ),
    "1 of 5XX": (
        [parsed("API_CONFIGURATION_ERROR")],
        "apig-unmapped-type",
        "warning",
        "APIG has no type for API_CONFIGURATION_ERROR: it is answered as DEFAULT_5XX, with what that has",
        "say in DEFAULT_5XX what is true of API_CONFIGURATION_ERROR too",
    ),
    "1 quota": (
        [parsed("QUOTA_EXCEEDED")],
        "apig-unmapped-type",
        "warning",
        "APIG has no type for QUOTA_EXCEEDED; whether it answers as THROTTLED or DEFAULT_4XX is not documented",
        "let THROTTLED and DEFAULT_4XX answer as QUOTA_EXCEEDED does",
    ),
    "2 one becomes several": (
        [parsed("INVALID_API_KEY")],
        "apig-expanded-type",
        "info",
        "INVALID_API_KEY goes to 3 error types, which mean the same",
        "nothing: all of them answer so",
    ),
    "2 DEFAULT_5XX": (
        [parsed("DEFAULT_5XX")],
        "apig-expanded-type",
        "info",
        "DEFAULT_5XX goes to 5 error types, since types of APIG inherit nothing",
        "nothing: all of them answer so",
    ),
    "3 several become one": (
        [parsed("EXPIRED_TOKEN"), parsed("INVALID_SIGNATURE", templates={"application/json": '{"a": 2}'})],
        "apig-conflicting-responses",
        "error",
        "EXPIRED_TOKEN and INVALID_SIGNATURE answer differently, and AUTH_FAILURE stands for both",
        "choose one: --prefer AUTH_FAILURE=EXPIRED_TOKEN or --prefer AUTH_FAILURE=INVALID_SIGNATURE "
        '(in Python, prefer={"AUTH_FAILURE": "EXPIRED_TOKEN"}), take the closest everywhere with --prefer closest '
        "(prefer=CLOSEST), or let them answer alike",
    ),
    "3 and the others come along": (
        [parsed("EXPIRED_TOKEN")],
        "apig-merged-type",
        "warning",
        "INVALID_API_KEY and INVALID_SIGNATURE will answer as EXPIRED_TOKEN: AUTH_FAILURE stands for all of them",
        "write what is true of each of them",
    ),
    "4 variable without counterpart": (
        [parsed("THROTTLED", templates={"application/json": '{"a": "$context.extendedRequestId"}'})],
        "apig-unknown-variable",
        "warning",
        "APIG has nothing like $context.extendedRequestId: what holds it is left out",
        "use $context.requestId, which both have",
    ),
    "5 origin echo": (
        [
            parsed(
                "THROTTLED",
                response_parameters={
                    "gatewayresponse.header.Access-Control-Allow-Origin": "method.request.header.Origin"
                },
            )
        ],
        "apig-request-value",
        "warning",
        "header Access-Control-Allow-Origin has the value of method.request.header.Origin, which APIG cannot answer "
        "with: it is left out",
        'name the one origin that may read answers, or "*"',
    ),
    "6 several media types": (
        [parsed("THROTTLED", templates={"text/html": "<p>", "text/plain": "no", **BODY})],
        "apig-media-types",
        "warning",
        "APIG has one body for all clients: application/json is kept, text/html and text/plain not",
        "nothing, if every client takes JSON",
    ),
    "7 no JSON": (
        [parsed("THROTTLED", templates={"text/html": "<p>"})],
        "apig-non-json-body",
        "error",
        "the body is text/html, and APIG wants JSON",
        "add a body of application/json",
    ),
    "7 broken JSON": (
        [parsed("THROTTLED", templates={"application/json": '{"a": }'})],
        "apig-non-json-body",
        "error",
        "the body is no JSON, which APIG wants: Expecting value: line 1 column 7 (char 6)",
        "build it with ResponseTemplate.json",
    ),
    "8 status": (
        [parsed("THROTTLED", status_code="444")],
        "apig-status",
        "error",
        "status 444 is not one that APIG takes",
        "write one from 200 to 599, and not 444",
    ),
    "9 header limits": (
        [parsed("THROTTLED", response_parameters={"gatewayresponse.header.X_A": "'[['"})],
        "apig-header-limit",
        "error",
        "header X_A has [[ or ]] in its value, which APIG refuses",
        "leave them out",
    ),
    "10 problem details": (
        [parsed("THROTTLED", templates={"application/problem+json": "{}"})],
        "apig-problem-json",
        "info",
        "Content-Type: application/problem+json goes as a header of its own; whether APIG answers with it is not "
        "documented",
        "look at one answer, or use application/json",
    ),
    "11 raw text": (
        [parsed("THROTTLED", templates={"application/json": '{"a": $context.error.messageString}'})],
        "apig-unescaped-variable",
        "warning",
        "nothing says that APIG escapes $context.error.message in JSON: a quote in its text would break the body",
        "leave it out, or write a text of your own in its place",
    ),
    "status of its own": (
        [parsed("INTEGRATION_FAILURE")],
        "apig-other-status",
        "info",
        "BACKEND_UNAVAILABLE answers with 502, API Gateway with 504",
        "give the customization status_code=504 if clients need it",
    ),
    "other words": (
        [parsed("THROTTLED", templates={"application/json": '{"a": "$context.error.responseType"}'})],
        "apig-other-vocabulary",
        "info",
        "$context.error.responseType becomes $context.error.type: an error type of APIG, such as AUTH_FAILURE",
        "let clients know both, or leave it out",
    ),
    "the same words": (
        [parsed("THROTTLED", templates={"application/json": '{"a": "$context.stage"}'})],
        "apig-other-vocabulary",
        "info",
        "$context.stage says another thing in APIG: the environment, such as RELEASE",
        "let clients know both, or leave it out",
    ),
    "a value becomes text": (
        [parsed("THROTTLED", templates={"application/json": '{"a": $context.authorizer.age}'})],
        "apig-other-vocabulary",
        "info",
        "$context.authorizer.frontend.age becomes text in quotes, whatever it is on API Gateway",
        "let clients read it as text",
    ),
    "request ID": (
        [Customization("THROTTLED", headers={"X-Request-Id": MappingValue.context_variable("requestId")})],
        "apig-own-headers",
        "info",
        "header X-Request-Id is left out: APIG adds it with its own request ID",
        "nothing: clients get it",
    ),
    "exposed headers": (
        [Customization("THROTTLED", headers={"Access-Control-Expose-Headers": "x-amzn-RequestId"})],
        "apig-own-headers",
        "info",
        "Access-Control-Expose-Headers names headers of API Gateway: 'x-amzn-RequestId' becomes 'X-Request-Id'",
        "read X-Request-Id in scripts",
    ),
    "no body": (
        [Customization("THROTTLED", headers={"Retry-After": "30"})],
        "apig-default-body",
        "info",
        "the customization has no body of its own, and APIG needs one: its own default body is sent",
        "add a body if clients read it",
    ),
    "known at deployment": (
        [Customization("THROTTLED", templates=ResponseTemplate("application/json", '"${Token[Hint]}"'))],
        "apig-deployment-value",
        "error",
        "the body has a value that only the deployment of the AWS stack knows",
        "write the value itself",
    ),
    "text that reads like a variable": (
        [parsed("THROTTLED", templates={"application/json": '"$context.reqPath"'})],
        "apig-literal-variable",
        "error",
        "$context.reqPath is plain text to API Gateway and reads like a variable to APIG",
        FIX_LITERAL,
    ),
    "a name that goes on": (
        [parsed("THROTTLED", templates={"application/json": '"${context.stage}s of it"'})],
        "apig-literal-variable",
        "error",
        "'s of it' right after $context.stage would be read as a part of its name",
        "put a space between them",
    ),
}
TERRAFORM = {"apig-lost-headers", "apig-terraform-escape", "apig-terraform-size", "apig-terraform-text"}
OTHERS = {"apig-delayed-effect", "apig-type-not-offered", *TERRAFORM}


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_is_said(loss: str) -> None:
    customizations, rule, severity, message, fix = LOSSES[loss]
    assert (severity, message, fix) in said(*customizations, rule=rule)


def test_every_kind_is_tried() -> None:
    assert {rule for _, rule, *_ in LOSSES.values()} | OTHERS == all_kinds().keys()


def test_14_a_type_that_the_gateway_does_not_offer() -> None:
    found = compile_responses([parsed("INVALID_API_KEY")], "opentelekomcloud", offered=["AUTH_FAILURE", "UNAUTHORIZED"])
    assert list(found.responses) == ["AUTH_FAILURE", "UNAUTHORIZED"]
    assert [each for each in found.diagnostics if each.rule == "apig-type-not-offered"] == [
        diagnostic(
            "apig-type-not-offered",
            Severity.WARNING,
            "this gateway does not have the type: nothing is sent for it",
            "nothing, if none of its requests can end so",
            ("INVALID_API_KEY",),
            ("AUTH_HEADER_MISSING",),
        )
    ]


def test_a_type_that_the_cloud_does_not_list_and_the_gateway_has_is_answered() -> None:
    found = compile_responses([parsed("UNAUTHORIZED")], "opentelekomcloud", offered=["JWT_AUTH_FAILURE"])
    assert list(found.responses) == ["JWT_AUTH_FAILURE"]


def test_a_loss_of_many_types_is_said_once() -> None:
    body = {"application/json": '{"a": $context.error.messageString}'}
    found = compile_responses(
        [parsed("DEFAULT_4XX", templates=body), parsed("DEFAULT_5XX", templates=body)], "opentelekomcloud"
    )
    unescaped = [each for each in found.diagnostics if each.rule == "apig-unescaped-variable"]
    assert [(len(each.response_types), len(each.error_types)) for each in unescaped] == [(2, 19)]
    assert str(unescaped[0]).endswith("(AUTH_FAILURE, AUTH_HEADER_MISSING, AUTHORIZER_FAILURE and 16 more)")


def test_the_worst_is_said_first() -> None:
    found = compile_responses([parsed("THROTTLED", status_code="444"), parsed("INVALID_API_KEY")], "huaweicloud")
    ranks = [each.severity.rank for each in found.diagnostics]
    assert ranks == sorted(ranks)
    assert [each.rule for each in found.errors] == ["apig-status"]


@pytest.mark.parametrize(
    ("kinds", "is_said"),
    [
        (["DEFAULT_4XX"], False),
        (["DEFAULT_4XX", "THROTTLED"], True),
        (["THROTTLED"], True),
        (["QUOTA_EXCEEDED"], True),
        (["INTEGRATION_TIMEOUT"], False),
    ],
)
def test_a_used_up_quota_is_said_unless_all_answer_alike(kinds: list[str], is_said: bool) -> None:
    bodies = ({"application/json": f'"{kind}"'} for kind in kinds)
    given = [parsed(kind, templates=body) for kind, body in zip(kinds, bodies, strict=True)]
    found = compile_responses(given, "huaweicloud").diagnostics
    assert any("QUOTA_EXCEEDED" in each.response_types for each in found if "unmapped" in each.rule) is is_said


def test_a_type_without_counterpart_that_answers_as_the_rest_is_no_loss() -> None:
    headers = {"gatewayresponse.header.X-A": "context.domainName"}  # which APIG has not
    given = [parsed("DEFAULT_4XX"), parsed("UNSUPPORTED_MEDIA_TYPE", response_parameters=headers)]
    assert not said(*given, rule="apig-unmapped-type")


def test_types_that_answer_alike_already_are_not_merged() -> None:
    given = [parsed("DEFAULT_4XX"), parsed("EXPIRED_TOKEN", response_parameters={
        "gatewayresponse.header.X-A": "context.domainName"})]  # fmt: skip
    assert not said(*given, rule="apig-merged-type")


def diagnostic(
    rule: str, severity: Severity, message: str, fix: str, kinds: tuple[str, ...], types: tuple[str, ...]
) -> Diagnostic:
    return Diagnostic(rule, severity, message, fix, kinds, types)  # type: ignore[arg-type]
