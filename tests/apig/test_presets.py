"""One list of presets, compiled for APIG."""

import json

import pytest

from constructs_gw import ResponseType, compose
from constructs_gw.apig import CLOSEST, ErrorType, compile_responses
from constructs_gw.apig.counterparts import sources_of
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.presets import cors, hints, problem_details, request_id, retry_after, security_headers

PRESETS = [
    cors(allow_origin="https://shop.example.com", allow_credentials=True),
    problem_details(),
    retry_after(seconds=30),
    request_id(),
    security_headers(),
]


def test_a_type_answers_with_what_the_presets_say() -> None:
    found = compile_responses(compose(PRESETS), "huaweicloud").responses
    assert json.dumps([found["THROTTLED"].data], indent=1) == THROTTLED  # type: ignore[index]


THROTTLED = r"""[
 {
  "status": 429,
  "body": "{\"title\": \"$context.error.type\", \"detail\": \"$context.error.message\"}",
  "headers": [
   {
    "key": "Access-Control-Allow-Credentials",
    "value": "true"
   },
   {
    "key": "Access-Control-Allow-Origin",
    "value": "https://shop.example.com"
   },
   {
    "key": "Access-Control-Expose-Headers",
    "value": "X-Request-Id, Retry-After"
   },
   {
    "key": "Cache-Control",
    "value": "no-store"
   },
   {
    "key": "Referrer-Policy",
    "value": "no-referrer"
   },
   {
    "key": "Retry-After",
    "value": "30"
   },
   {
    "key": "Strict-Transport-Security",
    "value": "max-age=31536000; includeSubDomains"
   },
   {
    "key": "X-Content-Type-Options",
    "value": "nosniff"
   },
   {
    "key": "X-Frame-Options",
    "value": "DENY"
   }
  ]
 }
]"""


def test_what_is_lost_of_presets() -> None:
    found = compile_responses(compose(PRESETS), "huaweicloud")
    assert len(found.responses) == 23
    assert [(each.severity.value, each.rule, len(each.error_types)) for each in found.diagnostics] == [
        ("warning", "apig-merged-type", 1),
        ("warning", "apig-unescaped-variable", 22),
        ("warning", "apig-unknown-variable", 23),
        ("warning", "apig-unmapped-type", 2),
        ("info", "apig-expanded-type", 16),
        ("info", "apig-expanded-type", 5),
        ("info", "apig-other-status", 4),
        ("info", "apig-other-status", 1),
        ("info", "apig-other-status", 1),
        ("info", "apig-other-vocabulary", 23),
        ("info", "apig-own-headers", 1),
        ("info", "apig-own-headers", 22),
        ("info", "apig-own-headers", 23),
    ]


CONFLICTS = {
    "AUTH_FAILURE": "INVALID_API_KEY",
    "AUTH_HEADER_MISSING": "MISSING_AUTHENTICATION_TOKEN",
    "AUTHORIZER_FAILURE": "UNAUTHORIZED",
    "AUTHORIZER_CONF_FAILURE": "AUTHORIZER_FAILURE",
    "ACCESS_DENIED": "WAF_FILTERED",
    "NOT_FOUND": "RESOURCE_NOT_FOUND",
}


def test_hints_for_types_that_become_one_disagree() -> None:
    found = compile_responses(compose([hints()]), "huaweicloud")
    assert {each.rule for each in found.errors} == {"apig-conflicting-responses"}
    assert sorted(kind for each in found.errors for kind in each.error_types) == sorted(CONFLICTS)
    assert not CONFLICTS.keys() & found.responses.keys()


def test_a_preference_settles_what_disagrees() -> None:
    found = compile_responses(compose([hints()]), "huaweicloud", prefer=CONFLICTS)
    assert found.errors == []
    said = {str(kind): json.loads(found.responses[kind].body)["hint"] for kind in found.responses if kind in CONFLICTS}
    assert said == {
        "AUTH_FAILURE": "Send a valid API key in the x-api-key header.",
        "AUTH_HEADER_MISSING": "The HTTP method or resources may not be supported.",
        "AUTHORIZER_FAILURE": "Send valid credentials; they may be missing or expired.",
        "AUTHORIZER_CONF_FAILURE": "The authorizer failed. Try again; report the request ID if it persists.",
        "ACCESS_DENIED": "The request was blocked by a firewall rule.",
        "NOT_FOUND": "No such resource. Check the path.",
    }
    merged = [each for each in found.diagnostics if each.rule == "apig-merged-type"]
    assert {each.severity.value for each in merged} == {"info"}
    assert len(merged) == 6


def test_the_closest_settles_all_that_disagrees_and_says_what_gives_way() -> None:
    found = compile_responses(compose([hints()]), "huaweicloud", prefer=CLOSEST)
    assert found.errors == []
    said = {str(kind): json.loads(found.responses[kind].body)["hint"] for kind in found.responses if kind in CONFLICTS}
    assert said == {
        "AUTH_FAILURE": "Send a valid API key in the x-api-key header.",
        "AUTH_HEADER_MISSING": "Send a valid API key in the x-api-key header.",
        "AUTHORIZER_FAILURE": "Send valid credentials; they may be missing or expired.",
        "AUTHORIZER_CONF_FAILURE": "The authorizer cannot be called. Report the request ID.",
        "ACCESS_DENIED": "The caller is known but may not call this method.",
        "NOT_FOUND": "No such resource. Check the path.",
    }
    merged = [each for each in found.diagnostics if each.rule == "apig-merged-type"]
    assert {each.severity.value for each in merged} == {"warning"}
    assert sorted(kind for each in merged for kind in each.error_types) == sorted(CONFLICTS)


def test_the_closest_is_one_of_those_that_are_customized() -> None:
    only = [
        entry for entry in compose([hints()]).values() if entry.response_type in ("EXPIRED_TOKEN", "INVALID_SIGNATURE")
    ]
    found = compile_responses(only, "huaweicloud", prefer=CLOSEST)
    assert {str(kind): json.loads(each.body)["hint"] for kind, each in found.responses.items()} == {
        "AUTH_FAILURE": "Check the AWS credentials, the signed headers and the clock of the client."
    }


def test_the_closest_changes_nothing_where_nothing_disagrees() -> None:
    presets = compose([cors(allow_origin="*"), retry_after(seconds=1)])
    assert compile_responses(presets, "huaweicloud", prefer=CLOSEST) == compile_responses(presets, "huaweicloud")


def test_the_closest_has_an_order_for_each_type_that_stands_for_several() -> None:
    several = {each: set(sources_of(each)) for each in ErrorType if len(sources_of(each)) > 1}
    assert {each: set(kinds) for each, kinds in CLOSEST.items()} == several


def test_what_is_preferred_has_its_own_status() -> None:
    presets = compose([hints()])
    refused = compile_responses(presets, "huaweicloud", prefer={"AUTHORIZER_FAILURE": "ACCESS_DENIED"})
    assert refused.responses["AUTHORIZER_FAILURE"].status == 403  # type: ignore[index]


def test_what_is_preferred_has_its_own_status_even_if_it_inherits() -> None:
    found = compile_responses(compose([request_id()]), "huaweicloud", prefer={"AUTHORIZER_FAILURE": "ACCESS_DENIED"})
    assert found.responses["AUTHORIZER_FAILURE"].status == 403  # type: ignore[index]


def test_what_is_preferred_may_inherit() -> None:
    presets = compose([cors(allow_origin="*"), retry_after(seconds=1)])
    found = compile_responses(presets, "huaweicloud", prefer={"NOT_FOUND": "RESOURCE_NOT_FOUND"})
    assert found == compile_responses(presets, "huaweicloud")


def test_what_is_preferred_and_not_customized_stays_as_it_is() -> None:
    customizations = [entry for entry in compose([hints()]).values() if entry.response_type == "EXPIRED_TOKEN"]
    found = compile_responses(customizations, "huaweicloud", prefer={"AUTH_FAILURE": "INVALID_SIGNATURE"})
    assert found.responses == {}


@pytest.mark.parametrize("presets", [PRESETS, [hints()], [cors(allow_origin="*"), retry_after(seconds=1)]])
def test_the_fewest_customizations_compile_to_the_same(presets: list[object]) -> None:
    full = compose(presets)  # type: ignore[arg-type]
    assert len(full.minimal()) <= len(full) == len([kind for kind in ResponseType if kind.is_customizable])
    assert compile_responses(full, "huaweicloud") == compile_responses(full.minimal(), "huaweicloud")


def test_the_order_of_customizations_is_of_no_matter() -> None:
    entries = [*compose(PRESETS).values()]
    turned = compile_responses(CustomizationSet(entries[::-1]), "huaweicloud")
    assert turned == compile_responses(entries, "huaweicloud")
