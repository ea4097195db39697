"""One preset list gives an AWS template and error responses of APIG that answer alike, or a report of what differs."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_apigateway as apigateway
from aws_cdk.assertions import Template
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from constructs_gw import Customization, Preset, compose
from constructs_gw.apig.compiling import Compilation, compile_responses
from constructs_gw.apig.counterparts import CLOSEST, sources_of
from constructs_gw.apig.decisions import Preference
from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.apig.terraform import terraform_json
from constructs_gw.cdk import GatewayResponses
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.presets import (
    challenge,
    cors,
    error_body,
    hints,
    not_found,
    problem_details,
    redirect,
    request_id,
    retry_after,
    security_headers,
    status,
    validation_errors,
)
from constructs_gw.response_types import CUSTOMIZABLE_TYPES, ResponseType
from constructs_gw.rest_api_view import rest_apis

from .both_clouds import Difference, differences, pairs, reports

EXPECTED = Path(__file__).with_name("both_clouds.txt")
SHOP = "https://shop.example.com"
LISTS: Mapping[str, Sequence[Preset]] = MappingProxyType(
    {
        "shop": (
            cors(allow_origin=SHOP, allow_credentials=True),
            problem_details(),
            retry_after(30),
            request_id(),
        ),
        "message": (error_body({"message": "$context.error.messageString", "stage": "$context.stage"}),),
        "hints": (cors(allow_origin="*"), hints()),
        "any origin": (cors(echo_origin=True), challenge()),
        "hardened": (security_headers(), not_found(), challenge(), retry_after(5)),
        "redirect": (redirect("UNAUTHORIZED", location=f"{SHOP}/login"),),
        "statuses": (status({"THROTTLED": 503, "ACCESS_DENIED": 401, "DEFAULT_4XX": 422}),),
        "problem+json": (problem_details(media_type="application/problem+json", type_base="https://e.example/"),),
        "validation": (validation_errors(accept_undetermined=True), request_id(member="id")),
    }
)


@cache
def template() -> Mapping[str, CustomizationSet]:
    """What a synthesized template has for each list of presets."""
    stack = cdk.Stack(cdk.App(), "Orders")
    for name, presets in LISTS.items():
        api = apigateway.RestApi(stack, f"Api{name.title()}", cloud_watch_role=False)
        api.root.add_method("GET", apigateway.MockIntegration())
        GatewayResponses(stack, f"Errors{name.title()}", rest_api=api, presets=presets)
    found = rest_apis(Template.from_stack(stack).to_json())
    return dict(zip(LISTS, (api.customizations for api in found), strict=True))


def unreported(customizations: CustomizationSet, compilation: Compilation) -> list[Difference]:
    found, fewest = differences(customizations, compilation), customizations.minimal()
    return [each for each in found if not reports(each, fewest, compilation)]


@pytest.mark.parametrize("provider", Provider)
@pytest.mark.parametrize("name", LISTS)
def test_a_template_and_its_error_responses_answer_alike_or_it_is_reported(name: str, provider: Provider) -> None:
    customizations = template()[name]
    assert unreported(customizations, compile_responses(compose(LISTS[name]), provider)) == []


@pytest.mark.parametrize("name", LISTS)
def test_a_template_compiles_as_its_presets_do(name: str) -> None:
    for provider in Provider:
        assert compile_responses(template()[name], provider) == compile_responses(compose(LISTS[name]), provider)


def test_what_agrees_and_what_differs_is_what_a_reviewer_can_read(update: bool) -> None:
    text = "\n".join(comparison(name) for name in ("message", "shop"))
    if update:
        EXPECTED.write_text(text, encoding="utf-8")
    assert text == EXPECTED.read_text(encoding="utf-8")


def comparison(name: str) -> str:
    """Each pair of types with what differs, AWS's part first, and the diagnostics that say so."""
    customizations = compose(LISTS[name])
    compilation = compile_responses(customizations, "huaweicloud")
    lines = [f"{name}:"]
    for pair in pairs(Provider.HUAWEICLOUD):
        found = [
            each for each in differences(customizations, compilation) if (each.response_type, each.error_type) == pair
        ]
        lines.append(f"  {' -> '.join(pair)}{'' if found else ': the same'}")
        lines += [f"    {each}  {rules(each, customizations, compilation)}" for each in found]
    return "\n".join([*lines, ""])


def rules(difference: Difference, customizations: CustomizationSet, compilation: Compilation) -> str:
    found = dict.fromkeys(each.rule for each in reports(difference, customizations.minimal(), compilation))
    return f"[{', '.join(found)}]"


def test_the_comparison_would_find_what_is_not_reported() -> None:
    customizations = compose(LISTS["shop"])
    compilation = compile_responses(customizations, "huaweicloud")
    assert unreported(customizations, replace(compilation, diagnostics=()))


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        ("status", {"status": 418}),
        ("headers.retry-after", {"headers": ()}),
        ("body.detail", {"body": '{"title": "THROTTLED"}'}),
    ],
)
def test_the_comparison_would_find_another_answer(part: str, changed: dict[str, Any]) -> None:
    customizations = compose([problem_details(), retry_after(30)])
    compilation = compile_responses(customizations, "huaweicloud")
    responses = {**compilation.responses}
    responses[ErrorType.THROTTLED] = replace(responses[ErrorType.THROTTLED], **changed)
    found = unreported(customizations, replace(compilation, responses=responses))
    assert part in {each.part for each in found if each.response_type is ResponseType.THROTTLED}


def test_the_same_responses_go_to_terraform() -> None:
    compilation = compile_responses(template()["shop"], "huaweicloud")
    assert compilation.errors == []
    text = terraform_json(compilation.responses, "huaweicloud", name="shop").text
    assert text is not None
    assert text.count('"error_type"') == len(compilation.responses) == len(ErrorType)


SHAPES = st.sampled_from([*(LISTS["shop"][1:2]), *LISTS["message"][:1], *LISTS["problem+json"]])
OTHERS = [
    LISTS["shop"][0],
    LISTS["any origin"][0],
    request_id(),
    retry_after(30),
    security_headers(),
    hints(),
    not_found(),
    challenge(),
    status({"THROTTLED": 503, "DEFAULT_5XX": 502}),
]
PRESETS = st.builds(
    lambda shape, others: [
        *shape,
        *(preset for preset in others if preset is not OTHERS[1] or OTHERS[0] not in others),
    ],
    st.lists(SHAPES, max_size=1),
    st.lists(st.sampled_from(OTHERS), unique_by=id),
)
BODIES = [
    '{"message":$context.error.messageString}',
    '{"a":"$context.requestId","b":["$context.stage","$context.accountId"]}',
    '{"t":"$context.error.responseType","p":"$context.path"}',
    '{"v":$context.error.validationErrorString}',
    '"$context.identity.sourceIp"',
    '{"x":1.50,"y":[{}]}',
    '{"n":"$context.appName"}',
    '{"m":"$context.error.message and $context.authorizer.tenant"}',
    '{"s":"$stageVariables.origin"}',
    "<html>",
]
HEADERS = {
    "X-A": "'1'",
    "X-B": "context.requestId",
    "Access-Control-Allow-Origin": "method.request.header.Origin",
    "Access-Control-Expose-Headers": "'x-amzn-RequestId, X-A'",
    "X-Request-Id": "context.extendedRequestId",
    "X-T": "context.error.responseType",
    "X-S": "stageVariables.origin",
    "X-Long": f"'{'a' * 1025}'",
}


NO_SHRINKING = (Phase.explicit, Phase.reuse, Phase.generate)
"""One example takes long enough to print."""


@st.composite
def customization(draw: st.DrawFn, kind: ResponseType) -> Customization:
    names = draw(st.lists(st.sampled_from([*HEADERS]), unique=True, max_size=3))
    media_type = draw(st.sampled_from(["application/json", "application/problem+json", "text/html"]))
    body = draw(st.none() | st.sampled_from(BODIES))
    return Customization.parse(
        kind,
        status_code=draw(st.sampled_from([None, None, "200", "404", "444", "503"])),
        response_parameters={f"gatewayresponse.header.{name}": HEADERS[name] for name in names},
        response_templates={} if body is None else {media_type: body},
    )


SETS = st.lists(st.sampled_from(CUSTOMIZABLE_TYPES), min_size=1, max_size=4, unique=True).flatmap(
    lambda kinds: st.tuples(*map(customization, kinds))
)
PREFERRED = st.dictionaries(
    st.sampled_from([each for each in ErrorType if len(sources_of(each)) > 1]), st.integers(0, 1), max_size=2
)


@settings(max_examples=25, phases=NO_SHRINKING)
@given(presets=PRESETS, provider=st.sampled_from(Provider))
def test_any_list_of_presets_answers_alike_or_it_is_reported(presets: list[Preset], provider: Provider) -> None:
    customizations = compose(presets)
    assert unreported(customizations, compile_responses(customizations, provider)) == []


@settings(max_examples=50, phases=NO_SHRINKING)
@given(given=SETS, order=st.sampled_from([{}, CLOSEST]), preferred=PREFERRED, provider=st.sampled_from(Provider))
def test_any_customizations_answer_alike_or_it_is_reported(
    given: tuple[Customization, ...],
    order: Mapping[ErrorType, Preference],
    preferred: dict[ErrorType, int],
    provider: Provider,
) -> None:
    customizations = CustomizationSet(given)
    prefer = {**order, **{each: sources_of(each)[number] for each, number in preferred.items()}}
    assert unreported(customizations, compile_responses(customizations, provider, prefer=prefer)) == []


def test_a_customization_that_a_preference_passes_over_is_reported() -> None:
    only = [Customization("EXPIRED_TOKEN", status_code=401)]
    compilation = compile_responses(only, "huaweicloud", prefer={"AUTH_FAILURE": "INVALID_API_KEY"})
    assert compilation.responses == {}
    assert [(each.rule, each.message) for each in compilation.diagnostics] == [
        (
            "apig-merged-type",
            "nothing is sent for EXPIRED_TOKEN: INVALID_API_KEY, which is preferred, has no customization",
        )
    ]
