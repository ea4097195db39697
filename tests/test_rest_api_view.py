"""REST APIs of templates with what API Gateway would reject: one bad entry leaves the others."""

from collections.abc import Mapping
from typing import Any

import pytest

from constructs_gw.errors import GatewayResponseError
from constructs_gw.places import Place
from constructs_gw.rest_api_view import read_rest_apis, rest_apis
from constructs_gw.template import Template

EXTENSION = "x-amazon-apigateway-gateway-responses"
BODY = ("Resources", "Api", "Properties", "Body", EXTENSION)


def template(entries: Mapping[str, Any], **resources: Any) -> dict[str, Any]:
    properties = {"Body": {EXTENSION: entries}}
    return {"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": properties}, **resources}}


def slow(status: str) -> dict[str, Any]:
    properties = {"RestApiId": {"Ref": "Api"}, "ResponseType": "THROTTLED", "StatusCode": status}
    return {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": properties}


BAD = template({"THROTTLED": {"statusCode": "9"}, "UNAUTHORIZED": {"statusCode": 418}, "NOPE": {}, "WAF_FILTERED": 1})


def test_each_bad_entry_of_a_definition_is_refused_by_itself() -> None:
    [api] = read_rest_apis([Template(BAD, "a.json")])
    assert list(api.customizations) == ["UNAUTHORIZED"]
    assert [(refusal.response_type, refusal.place) for refusal in api.refusals] == [
        (name, Place("a.json", (*BODY, name))) for name in ("THROTTLED", "NOPE", "WAF_FILTERED")
    ]


def test_all_that_is_bad_is_raised_at_once() -> None:
    with pytest.raises(GatewayResponseError) as caught:
        rest_apis(BAD)
    assert [(problem.at, problem.message) for problem in caught.value.problems] == [
        (f"Api: {EXTENSION}.THROTTLED: THROTTLED", "status code '9' is not an HTTP status"),
        (f"Api: {EXTENSION}.NOPE", "unknown response type 'NOPE'"),
        (f"Api: {EXTENSION}.WAF_FILTERED", "1 is no object"),
    ]


def test_each_customization_has_its_places() -> None:
    entries = {"THROTTLED": {"statusCode": 430}, "UNAUTHORIZED": {"statusCode": 418}}
    [api] = read_rest_apis([Template(template(entries, Slow=slow("431")), "a.json")])
    assert api.places == {
        "THROTTLED": (Place("a.json", (*BODY, "THROTTLED")), Place("a.json", ("Resources", "Slow"))),
        "UNAUTHORIZED": (Place("a.json", (*BODY, "UNAUTHORIZED")),),
    }


def test_a_type_that_is_customized_twice_is_refused_by_its_name() -> None:
    data = template({"UNAUTHORIZED": {"statusCode": 418}}, Slow=slow("430"), Slower=slow("431"))
    [api] = read_rest_apis([Template(data)])
    assert [refusal.response_type for refusal in api.refusals] == ["THROTTLED"]
    assert [entry.status_code for entry in api.customizations.values()] == ["431", "418"]
    with pytest.raises(GatewayResponseError, match=r"^Api: THROTTLED is customized twice, differently; keep one"):
        rest_apis(data)
