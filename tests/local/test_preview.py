"""What the preview shows, as data."""

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.assembly import read_templates, template_file
from constructs_gw.local import preview_page
from constructs_gw.local.preview import REJECTING, Answer, ApiAnswers, Declaration, Page, Verdict, preview
from constructs_gw.local.preview_cors import Readers
from constructs_gw.local.preview_page import html
from constructs_gw.local.preview_panes import MAX_BODY, MAX_HEADER, indented
from constructs_gw.response_types import CLIENT_TYPES
from constructs_gw.rules import find_rule

from .odd_template import ATTACK, DEFECTS, HOSTILE, headers, response
from .sample import template

TESTS = Path(__file__).parents[1]
REALISTIC = TESTS / "realistic"
SAMPLE_APP = TESTS / "__snapshots__" / "test_sample_app" / "test_the_template_is_the_recorded_one.json"


def page_of(data: Mapping[str, Any]) -> Page:
    return preview([template_file(data, "template.json")], "template.json")


def answer_of(api: ApiAnswers, kind: str) -> Answer:
    [found] = [answer for answer in api.answers if answer.response_type == kind]
    return found


def said(answer: Answer) -> list[str]:
    return [finding.rule for finding in answer.declared.findings]


@pytest.fixture(scope="module")
def defects() -> ApiAnswers:
    [api] = page_of(DEFECTS).apis
    return api


@pytest.fixture(scope="module")
def sample_app() -> ApiAnswers:
    """The template that the sample app is known to synthesize."""
    [api] = preview(read_templates(SAMPLE_APP), "cdk.out").apis
    return api


def test_the_sample_app_has_an_answer_for_each_type_that_clients_meet(sample_app: ApiAnswers) -> None:
    assert [answer.status for answer in sample_app.answers] == [
        400, 400, 401, 403, 403, 403, 403, 403, 403, 404, 413, 415, 429, 429, 500, 500, 500, 504, 504,
    ]  # fmt: skip
    assert (sample_app.name, sample_app.stage, list(sample_app.all_findings)) == ("ApiF70053CD", "prod", [])


def test_an_answer_is_shown_before_and_after(sample_app: ApiAnswers) -> None:
    answer = answer_of(sample_app, "THROTTLED")
    assert [(line.text, line.differs) for line in answer.before.lines] == [
        ("HTTP/1.1 429 Too Many Requests", False),
        ("Content-Type: application/json", False),
        ("x-amz-apigw-id: FkpZPEAWIAMF8Hw=", False),
        ("x-amzn-ErrorType: TooManyRequestsException", False),
        ("x-amzn-RequestId: 4c1a1c4e-3f0d-4f0a-9d8e-2b6f5c7d8e9f", False),
        ("", False),
        ("{", False),
        ('  "message": "Too Many Requests"', True),
        ("}", False),
    ]
    assert [line.text for line in answer.after.lines if line.differs] == [
        "Access-Control-Allow-Credentials: true",
        "Access-Control-Allow-Origin: https://shop.example.com",
        "Access-Control-Expose-Headers: x-amzn-ErrorType, x-amzn-RequestId, Retry-After, X-Request-Id",
        "Retry-After: 30",
        "X-Request-Id: FkpZPEAWIAMF8Hw=",
        '  "title": "THROTTLED",',
        '  "detail": "Too Many Requests",',
        '  "hint": "Too many requests. Wait, then retry with increasing pauses.",',
        '  "requestId": "FkpZPEAWIAMF8Hw="',
    ]


def test_scripts_of_the_shop_read_the_answers_of_the_sample_app(sample_app: ApiAnswers) -> None:
    reading = answer_of(sample_app, "THROTTLED").reading
    assert (reading.readers, reading.origin, reading.takes_credentials) == (
        Readers.ONE, "https://shop.example.com", True,
    )  # fmt: skip
    assert set(reading.headers) == {
        "Content-Type",
        "x-amzn-ErrorType",
        "x-amzn-RequestId",
        "Retry-After",
        "X-Request-Id",
    }
    assert answer_of(sample_app, "REQUEST_TOO_LARGE").reading.readers is Readers.NOBODY


def test_an_answer_names_its_resource(sample_app: ApiAnswers) -> None:
    [one] = answer_of(sample_app, "THROTTLED").declared.declarations
    assert (one.resource, one.location) == ("ErrorsTHROTTLEDFF2DC32E", "")


def test_what_a_construct_made_has_its_path() -> None:
    data = template({"Slow": response("THROTTLED")})
    data["Resources"]["Api"]["Metadata"] = {"aws:cdk:path": "Orders/Api/Resource"}
    data["Resources"]["Slow"]["Metadata"] = {"aws:cdk:path": "Orders/Errors/THROTTLED"}
    [api] = page_of(data).apis
    [one] = answer_of(api, "THROTTLED").declared.declarations
    assert (api.title, one.construct_path) == ("Orders/Api", "Orders/Errors/THROTTLED")


@pytest.mark.parametrize(
    ("file", "api", "kind", "expected"),
    [
        ("cloudformation.yaml", "Api", "QUOTA_EXCEEDED",
         ("Api", "Properties.Body.x-amazon-apigateway-gateway-responses.QUOTA_EXCEEDED")),
        ("openapi.yaml", "Orders", "THROTTLED", ("", "x-amazon-apigateway-gateway-responses.THROTTLED")),
        ("sam.yaml", "ServerlessRestApi", "UNAUTHORIZED", ("Slow", "")),
        ("serverless.yml", "ApiGatewayRestApi", "THROTTLED", ("Slow", "")),
        ("terraform.json", "aws_api_gateway_rest_api.orders", "THROTTLED",
         ("aws_api_gateway_gateway_response.slow", "")),
    ],
)  # fmt: skip
def test_each_format_names_what_declares_an_answer(file: str, api: str, kind: str, expected: tuple[str, str]) -> None:
    apis = preview(read_templates(REALISTIC / file), file).only(api).apis
    answer = answer_of(apis[0], kind)
    assert answer.source == kind
    assert [(one.resource, one.location) for one in answer.declared.declarations] == [expected]


def test_what_is_inherited_names_the_default_and_its_place() -> None:
    [api] = preview(read_templates(REALISTIC / "openapi.yaml"), "openapi.yaml").apis
    answer = answer_of(api, "INVALID_API_KEY")
    assert answer.source == "DEFAULT_4XX"
    assert answer.default is not None
    location = "x-amazon-apigateway-gateway-responses.DEFAULT_4XX"
    assert [(one.resource, one.location) for one in answer.default.declarations] == [("", location)]


def test_findings_are_next_to_what_they_are_about() -> None:
    [api] = preview(read_templates(REALISTIC / "openapi.yaml"), "openapi.yaml").apis
    assert [finding.rule for finding in api.findings] == ["missing-error-cors"]
    assert said(answer_of(api, "THROTTLED")) == ["lost-default-headers"]
    assert [said(answer) for answer in api.answers if answer.response_type != "THROTTLED"] == [[]] * 18


def test_findings_about_what_is_not_deployed_are_elsewhere() -> None:
    page = preview(read_templates(REALISTIC / "sam.yaml"), "sam.yaml")
    assert {finding.api for finding in page.findings} == {"Api", ""}  # its condition is false by default
    assert page.only("ServerlessRestApi").findings == ()


def test_a_finding_about_two_apis_counts_once() -> None:
    page = preview(read_templates(REALISTIC / "sam.yaml"), "sam.yaml")
    every = [finding for api in page.apis for finding in api.all_findings]
    assert len(every) - len(set(map(id, every))) == 3  # those about Globals
    assert page.count == 12


def test_what_api_gateway_would_reject_is_at_its_type(defects: ApiAnswers) -> None:
    answer = answer_of(defects, "THROTTLED")
    assert [problem.message for problem in answer.declared.problems] == ["the value 30 has no single quotes of its own"]
    assert "unquoted-static-value" in said(answer)
    assert (answer.declared.verdict, defects.verdict) == (Verdict.REJECTED, Verdict.REJECTED)
    assert answer.source == "DEFAULT_4XX"


def test_a_type_that_does_not_exist_is_rejected_at_the_api(defects: ApiAnswers) -> None:
    assert [problem.message for problem in defects.other_problems] == ["unknown response type 'TROTTLED'"]


def test_a_type_that_is_declared_twice_names_both(defects: ApiAnswers) -> None:
    answer = answer_of(defects, "QUOTA_EXCEEDED")
    assert [one.resource for one in answer.declared.declarations] == ["First", "Second"]
    assert [problem.message for problem in answer.declared.problems] == [
        "QUOTA_EXCEEDED is customized twice, differently"
    ]
    assert "duplicate-response-type" in said(answer)
    assert (answer.declared.verdict, answer.status) == (Verdict.UNCLEAR, 431)


@pytest.mark.parametrize(
    ("customization", "expected"),
    [
        ({"StatusCode": "4xx"}, Verdict.REJECTED),
        ({"ResponseTemplates": {"json": "{}"}}, Verdict.REJECTED),
        ({"ResponseTemplates": {"a/": "{}"}}, Verdict.LEFT_OUT),  # nobody has measured it
        ({"ResponseParameters": headers(X_A="30")}, Verdict.REJECTED),
        ({"ResponseParameters": {"gatewayresponse.header.gatewayresponse.header.X-A": "'30'"}}, Verdict.LEFT_OUT),
        ({"ResponseParameters": headers(X_A="'30'")}, Verdict.SHOWN),
    ],
)
def test_only_what_is_known_to_fail_the_deployment_is_said_to_do_so(
    customization: dict[str, Any], expected: Verdict
) -> None:
    [api] = page_of(template({"Slow": response("THROTTLED", **customization)})).apis
    assert answer_of(api, "THROTTLED").declared.verdict is expected
    assert ("the deployment fails" in html(page_of(template({"Slow": response("THROTTLED", **customization)})))) is (
        expected is Verdict.REJECTED
    )


@pytest.mark.parametrize("name", sorted(REJECTING))
def test_each_rejecting_rule_says_that_the_deployment_fails(name: str) -> None:
    why = find_rule(name).doc.partition("## What to do")[0]
    assert any(word in why for word in ("deployment fails", "at deployment", "reject"))


def test_a_definition_that_is_elsewhere_is_not_said_to_be_rejected() -> None:
    [api] = page_of(template({}, BodyS3Location={"Bucket": "b", "Key": "k"})).apis
    assert (api.verdict, [p.message for p in api.other_problems]) == (
        Verdict.LEFT_OUT, ["the API's definition is not in the template"],
    )  # fmt: skip


def test_a_customization_without_effect_is_named_and_not_shown(defects: ApiAnswers) -> None:
    answer = answer_of(defects, "REQUEST_TOO_LARGE")
    assert (answer.source, answer.is_changed) == (None, False)
    assert answer.declared.declarations == [Declaration("template.json", "TooLarge", "", None, "")]
    assert "A customization of this type has no effect:" in html(page_of(DEFECTS))


def test_a_body_that_is_no_json_is_shown_as_it_is(defects: ApiAnswers) -> None:
    pane = answer_of(defects, "UNAUTHORIZED").after
    assert [line.text for line in pane.body] == ['{"message": nope}']
    assert pane.not_json == "Expecting value at line 1, column 13"


@pytest.mark.parametrize("other", ["EXPIRED_TOKEN", "THROTTLED"])
def test_one_bad_entry_of_a_definition_leaves_the_others(other: str) -> None:
    entries = {"UNAUTHORIZED": {"statusCode": 99}, other: {"statusCode": 418}, "TROTTLED": {}}
    [api] = page_of(template({}, Body={"x-amazon-apigateway-gateway-responses": entries})).apis
    assert answer_of(api, other).status == 418
    assert [problem.message for problem in answer_of(api, "UNAUTHORIZED").declared.problems] == [
        "status code '99' is not an HTTP status"
    ]
    assert [problem.message for problem in api.other_problems] == ["unknown response type 'TROTTLED'"]


def test_an_acknowledged_finding_is_shown_with_its_reason() -> None:
    bad = response("UNAUTHORIZED", ResponseTemplates={"application/json": "nope"})
    bad["Metadata"] = {"constructs-gw": {"acknowledge": {"invalid-json-body": "the client expects it"}}}
    page = page_of(template({"Bad": bad}))
    reasons = {finding.rule: finding.reason for finding in answer_of(page.apis[0], "UNAUTHORIZED").declared.findings}
    assert reasons["invalid-json-body"] == "the client expects it"
    assert page.count == len(reasons) - 1
    assert "Accepted: the client expects it" in html(page)


def test_an_api_has_the_responses_of_nested_stacks() -> None:
    given = {"Type": "AWS::CloudFormation::Stack", "Properties": {"Parameters": {"ApiId": {"Ref": "Api"}}}}
    slow = response("THROTTLED", StatusCode="430")
    slow["Properties"]["RestApiId"] = {"Ref": "ApiId"}
    child = {"Parameters": {"ApiId": {"Type": "String"}}, "Resources": {"Slow": slow}}
    files = [
        template_file(template({"Nested": given}), "parent.json"),
        replace(template_file(child, "child.json"), parent=(Path("parent.json"), "Nested")),
    ]
    [api] = preview(files, "cdk.out").apis
    answer = answer_of(api, "THROTTLED")
    assert (api.template, answer.status) == ("parent.json", 430)
    assert answer.declared.declarations == [Declaration("child.json", "Slow", "", None, "")]


def test_what_is_too_long_is_cut() -> None:
    long = "x" * 50_000
    slow = response("THROTTLED", ResponseParameters=headers(X_A=f"'{long}'"), ResponseTemplates={"text/plain": long})
    pane = answer_of(page_of(template({"Slow": slow})).apis[0], "THROTTLED").after
    [header] = [line.text for line in pane.headers if line.text.startswith("X-A")]
    assert header == f"X-A: {long[: MAX_HEADER - 5]}… and 46,005 more characters"
    assert pane.body[0].text == f"{long[:MAX_BODY]}… and 30,000 more characters"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[]", "[]"),
        ('{"a": "{,:}"}', '{\n  "a": "{,:}"\n}'),
        (r'{"a\"": "\\", "a\"": 1.0}', '{\n  "a\\"": "\\\\",\n  "a\\"": 1.0\n}'),
        ("[[1, 2], {}]", "[\n  [\n    1,\n    2\n  ],\n  {}\n]"),
        ("7", "7"),
    ],
)
def test_json_is_indented_and_otherwise_as_it_was_written(text: str, expected: str) -> None:
    assert indented(text) == expected


def test_deep_json_stays_small() -> None:
    assert len(indented("[" * 900 + "]" * 900)) < 1800 * 45


def test_no_text_of_a_template_becomes_markup_or_stays_invisible() -> None:
    name = f"{ATTACK}.json"
    text = html(preview([template_file(HOSTILE, name)], name))
    assert "<script" not in text
    assert "<img" not in text
    assert [c for c in text if not c.isprintable() and c != "\n"] == []
    assert r"\x00\x1b[31m\u202edrawkcab\u2028\ud800" in text
    text.encode()


def test_the_title_names_the_only_api_or_says_how_many_there_are() -> None:
    one = page_of(template({}))
    assert "<h1>Error answers of Api</h1>" in html(one)
    assert "<h1>Error answers of 2 APIs</h1>" in html(replace(one, apis=[*one.apis, *one.apis]))


def test_the_answers_that_clients_meet_go_before_the_defaults_that_none_meets() -> None:
    parts = re.findall(r'<h3 id="([^"]*)">', html(page_of(template({"Default": response("DEFAULT_4XX")}))))
    assert len(parts) == len(CLIENT_TYPES) + 1
    assert parts[-1] == "api-1-4XX"


def test_the_headers_of_cors_are_not_named_among_those_that_a_script_misses() -> None:
    given = headers(Access_Control_Allow_Origin="'*'", X_A="'b'")
    text = html(page_of(template({"Slow": response("THROTTLED", ResponseParameters=given)})))
    [hidden] = re.findall("Out of its sight: (.*?)</span>", text)
    assert re.findall("<code>(.*?)</code>", hidden) == ["x-amzn-RequestId", "x-amz-apigw-id", "x-amzn-ErrorType", "X-A"]


def test_the_overview_names_the_one_origin_whose_scripts_read_an_answer(sample_app: ApiAnswers) -> None:
    readers = re.findall('data-label="Readable by">(.*?)\n', html(Page("cdk.out", [sample_app])))
    assert len(readers) == len(CLIENT_TYPES)
    assert set(readers) == {"<code>https://shop.example.com</code>", '<span class="none">nobody</span></td>'}


def test_a_page_that_would_be_too_large_says_what_is_not_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview_page, "MAX_PAGE", 100_000)
    apis = {f"Api{number}": {"Type": "AWS::ApiGateway::RestApi", "Properties": {}} for number in range(9)}
    page = page_of({"Resources": apis})
    text = html(page)
    shown = text.count("<section")
    assert 1 <= shown < 9
    assert f"{9 - shown} of 9 APIs are not shown, as the page would be too large; --api ID shows one" in text
    assert "<code>Api8</code></h2>" in html(page.only("Api8"))
    assert "not shown" not in html(page.only("Api8"))
