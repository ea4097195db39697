"""What is put right in a document, and what stays as its author wrote it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from constructs_gw.assembly import read_template
from constructs_gw.errors import GatewayResponseError
from constructs_gw.fixes import fixed
from constructs_gw.validate import validate_files
from tests.odd_text import odd_json, odd_yaml

RESPONSE = """\
Resources:
  Slow:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: o81lxisefl
      ResponseType: THROTTLED
      ResponseParameters:
        gatewayresponse.header.Retry-After: {value}
"""


def fix(folder: Path, text: str, name: str = "t.yaml") -> str:
    path = folder / name
    path.write_bytes(text.encode())
    return fixed(path.read_bytes(), path).after.decode()


def value_of(folder: Path, value: str) -> str:
    """What `--fix` makes of the value of a header."""
    text = RESPONSE.format(value=value)
    before, after = text.partition("Retry-After: ")[0], fix(folder, text)
    assert after.startswith(before)
    return after.removeprefix(before).removeprefix("Retry-After: ").removesuffix("\n")


# Values


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("30", "\"'30'\""),
        ("'30'", "\"'30'\""),
        ('"30" # seconds', "\"'30'\" # seconds"),
        ("no store", "\"'no store'\""),
        ("!Sub in ${Seconds}", "!Sub \"'in ${Seconds}'\""),
        ("!Sub 'in ${Seconds}' # !", "!Sub \"'in ${Seconds}'\" # !"),
        ("!Sub ['${S} s', !Ref Names]", "!Sub [\"'${S} s'\", !Ref Names]"),
        ("{Fn::Sub: 'in ${Seconds}'}", "{Fn::Sub: \"'in ${Seconds}'\"}"),
        ("'Bearer realm=\"x\"'", '"\'Bearer realm=\\"x\\"\'"'),
        ("|\n          30", "|-\n          '30'"),
        (">-\n          one\n          two", ">-\n          'one\n          two'"),
        (">-\n          one\n\n          two", ">-\n          one\n\n          two"),
        ("|2-\n          30\n\n", "|2-\n          '30'\n\n"),
        ("30      # seconds", "\"'30'\"  # seconds"),
        ("&seconds 30", "&seconds \"'30'\""),
        ("!!str 30", "!!str \"'30'\""),
        ("2026-11-21", "\"'2026-11-21'\""),
        ("\n          # once\n          30", "\n          # once\n          \"'30'\""),
        ("no-store\n          and more", "\"'no-store and more'\""),
    ],
)
def test_a_value_keeps_its_style(tmp_path: Path, value: str, expected: str) -> None:
    assert value_of(tmp_path, value) == expected


@pytest.mark.parametrize(
    "value",
    [
        "!Ref Seconds",
        "!Join ['', [a, b]]",
        "!If [IsProd, '30', '60']",
        "!Sub '${Seconds}'",
        *("on", "Yes", "True", "1_000", "0x1F", "017", "1.50", "1e3", "+5", "12:30:45", ".inf", "!!int 30"),
        "default-src 'none'",
        "\"'30'\"",
        "method.request.header.Origin",
    ],
)
def test_a_value_that_is_not_certain_stays(tmp_path: Path, value: str) -> None:
    assert value_of(tmp_path, value) == value


# What else stands in a document


TEMPLATE = """\
---
# The errors of the shop

Resources:

    Class:   # of all client errors
        Type:   AWS::ApiGateway::GatewayResponse
        Properties:
            RestApiId: o81lxisefl
            ResponseType: 4xx
            ResponseParameters: {   gatewayresponse.header.Access-Control-Allow-Origin:   '*'   }   # all


    # and one of them
    Slow:
        Type: AWS::ApiGateway::GatewayResponse
        Properties:
            RestApiId: "o81lxisefl"
            ResponseType: 'throttled'
            # once a minute
            ResponseParameters:
                Retry-After: !Sub    30
                gatewayresponse.header.X-Team: "'orders'"

            # what follows

    Topic: {Type: "AWS::SNS::Topic",   Properties: {DisplayName: !Sub '${AWS::StackName}-topic',
                                                    Tags: [ {Key: a,   Value: 'b'} ]}}
"""


def test_no_other_line_changes(tmp_path: Path) -> None:
    changed = {
        "ResponseType: 4xx": "ResponseType: DEFAULT_4XX",
        "Access-Control-Allow-Origin:   '*'   }   # all": "Access-Control-Allow-Origin:   \"'*'\"   }   # all",
        "ResponseType: 'throttled'": "ResponseType: 'THROTTLED'",
        "Retry-After: !Sub    30": "gatewayresponse.header.Retry-After: !Sub    \"'30'\"",
        "X-Team: \"'orders'\"\n": (
            "X-Team: \"'orders'\"\n                gatewayresponse.header.Access-Control-Allow-Origin:   \"'*'\"\n"
        ),
    }
    expected = TEMPLATE
    for before, after in changed.items():
        expected = expected.replace(before, after)
    assert fix(tmp_path, TEMPLATE) == expected


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("\r\n", "\r\n"),
        ("\n", "\n"),
    ],
)
def test_line_ends_stay(tmp_path: Path, before: str, after: str) -> None:
    text = RESPONSE.format(value="30").replace("\n", before)
    assert fix(tmp_path, text) == RESPONSE.format(value="\"'30'\"").replace("\n", after)


def test_a_byte_order_mark_stays(tmp_path: Path) -> None:
    assert fix(tmp_path, "\ufeff" + RESPONSE.format(value="30")) == "\ufeff" + RESPONSE.format(value="\"'30'\"")


def test_a_text_without_a_line_end_gets_none(tmp_path: Path) -> None:
    assert fix(tmp_path, RESPONSE.format(value="'30'").rstrip()) == RESPONSE.format(value="\"'30'\"").rstrip()


def test_what_is_wrong_wherever_an_alias_repeats_it_is_put_right(tmp_path: Path) -> None:
    text = RESPONSE.format(value="&seconds {}\n        gatewayresponse.header.X-Again: *seconds")
    assert fix(tmp_path, text.format("'30'")) == text.format("\"'30'\"")


def test_what_is_right_where_an_alias_repeats_it_stays(tmp_path: Path) -> None:
    text = RESPONSE.format(
        value="&seconds '30'\n  Queue: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: *seconds}}"
    )
    assert fix(tmp_path, text) == text


def test_what_a_merge_key_brings_is_put_right_where_all_have_it_wrong(tmp_path: Path) -> None:
    again = RESPONSE.partition("RestApiId")[0].partition("\n")[2].replace("Slow", "Quota")
    text = RESPONSE.replace("Properties:", "Properties: &all") + f"{again}<<: *all\n      RestApiId: a1b2c3d4e5\n"
    assert fix(tmp_path, text.format(value="30")) == text.format(value="\"'30'\"")


def test_the_other_lines_of_a_block_stay(tmp_path: Path) -> None:
    body = '|\n          {\n     \n            "m": %s, \n            "t": "$context.stage"  \n          }\n\n'
    text = RESPONSE.format(value="\"'30'\"") + f"      ResponseTemplates:\n        application/json: {body}"
    variable = "$context.error.messageString"
    assert fix(tmp_path, text % f'"{variable}"') == text % variable


def test_what_a_merge_key_brings_stays_where_it_is_right(tmp_path: Path) -> None:
    text = "Shared: &shared {gatewayresponse.header.X: a}\n" + RESPONSE.format(value="30\n        <<: *shared")
    assert fix(tmp_path, text) == text.replace("30", "\"'30'\"")


def test_what_an_alias_brings_is_put_right_where_it_stands(tmp_path: Path) -> None:
    again = "  Quota:\n    Type: AWS::ApiGateway::GatewayResponse\n    Properties:\n      ResponseParameters: *all\n"
    text = RESPONSE.replace("ResponseParameters:", "ResponseParameters: &all") + again
    assert fix(tmp_path, text.format(value="30")) == text.format(value="\"'30'\"")


# JSON


DATA: dict[str, Any] = {
    "Description": "Fehler für alle",
    "Resources": {
        "Slow": {
            "Type": "AWS::ApiGateway::GatewayResponse",
            "Properties": {
                "RestApiId": {"Ref": "Api"},
                "ResponseType": "throttled",
                "ResponseParameters": {"gatewayresponse.header.Retry-After": "30"},
                "StatusCode": 429,
            },
        },
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"Tags": []}},
    },
}
RIGHT = json.loads(json.dumps(DATA).replace('"30"', "\"'30'\"").replace('"throttled"', '"THROTTLED"'))
RIGHT["Resources"]["Slow"]["Properties"]["StatusCode"] = "429"


@pytest.mark.parametrize("indent", [None, 1, 2, 4, "\t"])
@pytest.mark.parametrize("is_ascii", [True, False])
@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
def test_json_keeps_its_style(tmp_path: Path, indent: Any, is_ascii: bool, separators: tuple[str, str]) -> None:
    style = {"indent": indent, "ensure_ascii": is_ascii, "separators": (separators[0].strip(), separators[1])}
    style["separators"] = style["separators"] if indent else separators
    assert fix(tmp_path, json.dumps(DATA, **style), "t.json") == json.dumps(RIGHT, **style)


@pytest.mark.parametrize("indent", [None, 2, "\t"])
@pytest.mark.parametrize(
    "there", [{}, {"ResponseParameters": {}}, {"ResponseParameters": {"gatewayresponse.header.X-A": "'a'"}}]
)
def test_json_with_a_copy_keeps_its_style(tmp_path: Path, indent: Any, there: dict[str, Any]) -> None:
    data = yaml.safe_load(NESTED.format(value='{"Fn::Sub": "\'${Team}\'"}', rest=""))
    properties = data["Resources"]["Slow"]["Properties"]
    properties |= there
    text = json.dumps(data, indent=indent)
    default = data["Resources"]["Class"]["Properties"]["ResponseParameters"]
    properties["ResponseParameters"] = {**there.get("ResponseParameters", {}), **default}
    assert fix(tmp_path, text, "t.json") == json.dumps(data, indent=indent)


def test_json_keeps_gaps_escapes_and_numbers(tmp_path: Path) -> None:
    text = '{"Resources": {\r\n   "A": {"Type": "AWS::ApiGateway::GatewayResponse",  \r\n'
    text += (
        '\t"Properties" : {"RestApiId":"x\\/" ,\n\n "ResponseType": "throttled"}},\n "B": { "Type": "C", "D":1e3}}}\n'
    )
    assert fix(tmp_path, text, "t.json") == text.replace("throttled", "THROTTLED")


# Which findings


CORS = """\
Resources:
  Class:
    Type: AWS::ApiGateway::GatewayResponse
    Condition: IsProd
    Properties:
      RestApiId: o81lxisefl
      ResponseType: DEFAULT_4XX
      ResponseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'"}
  Slow:
    Type: AWS::ApiGateway::GatewayResponse
    Condition: IsProd
    Properties: {RestApiId: o81lxisefl, ResponseType: THROTTLED}
Conditions: {IsProd: !Equals [!Ref AWS::Region, eu-west-1]}
"""


def test_headers_are_copied_from_the_default(tmp_path: Path) -> None:
    text = CORS.replace("    Condition: IsProd\n", "")
    parameters = "ResponseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: \"'*'\"}"
    assert fix(tmp_path, text) == text.replace("THROTTLED}", f"THROTTLED, {parameters}}}")


def test_headers_of_a_default_that_is_there_whenever_the_type_is_are_copied(tmp_path: Path) -> None:
    assert fix(tmp_path, CORS).count("Allow-Origin") == 2


def test_headers_of_a_default_that_another_deployment_has_not_are_not_certain(tmp_path: Path) -> None:
    text = CORS.replace(
        "Slow:\n    Type: AWS::ApiGateway::GatewayResponse\n    Condition: IsProd",
        "Slow:\n    Type: AWS::ApiGateway::GatewayResponse",
    )
    assert fix(tmp_path, text) == text


def test_headers_that_only_one_of_two_types_lacks_are_not_certain(tmp_path: Path) -> None:
    text = "Parameters: {T: {Type: String, AllowedValues: [THROTTLED, INTEGRATION_TIMEOUT]}}\n" + CORS.replace(
        "    Condition: IsProd\n", ""
    )
    assert fix(tmp_path, text) != text
    text = text.replace("ResponseType: THROTTLED", "ResponseType: !Ref T")
    assert fix(tmp_path, text) == text


@pytest.mark.parametrize("name", ["Retry-After", "retry-after", "method.response.header.RETRY-AFTER"])
def test_a_name_that_is_taken_is_not_given_again(tmp_path: Path, name: str) -> None:
    text = RESPONSE.format(value=f"\"'30'\"\n        {name}: \"'60'\"")
    assert fix(tmp_path, text) == text


LOOP = """\
Transform: AWS::LanguageExtensions
Resources:
  Fn::ForEach::Types:
    - Type
    - [THROTTLED, quota_exceeded]
    - ${{Type}}Response:
        Type: AWS::ApiGateway::GatewayResponse
        Properties:
          RestApiId: o81lxisefl
          ResponseType: ${{Type}}
          ResponseParameters:
            X-${{Type}}: {}
            gatewayresponse.header.X: ${{Type}}
"""


@pytest.mark.parametrize("types", ["[THROTTLED, quota_exceeded]", "[quota_exceeded]"])
def test_what_a_loop_makes_stays_and_what_it_repeats_is_put_right(tmp_path: Path, types: str) -> None:
    text = LOOP.replace("[THROTTLED, quota_exceeded]", types)
    assert fix(tmp_path, text.format("30")) == text.format("\"'30'\"")


def test_what_only_a_parameter_says_stays(tmp_path: Path) -> None:
    text = "Parameters: {T: {Type: String, AllowedValues: [throttled]}}\n" + RESPONSE.format(value="''")
    for value in ("!Ref T", "!Sub '${T}'"):
        assert fix(tmp_path, text.replace("THROTTLED", value)) == text.replace("THROTTLED", value)


@pytest.mark.parametrize(
    "value", ["!Sub '${Origin}'", "!Sub '${Origin}, b'", "!Sub ['${O}', {O: !If [IsProd, a, \"'b'\"]}]"]
)
def test_a_value_that_is_right_in_another_deployment_stays(tmp_path: Path, value: str) -> None:
    text = """Parameters: {Origin: {Type: String, AllowedValues: ["'*'", "*"]}}\n"""
    text += "Conditions: {IsProd: !Equals [!Ref AWS::Region, eu-west-1]}\n" + RESPONSE.format(value=value)
    assert fix(tmp_path, text) == text


def test_a_value_that_is_wrong_in_every_deployment_is_put_right(tmp_path: Path) -> None:
    text = "Parameters: {Unit: {Type: String, AllowedValues: [s, min]}}\n" + RESPONSE
    before, after = (text.replace("{value}", f"!Sub {value}") for value in ("'30 ${Unit}'", "\"'30 ${Unit}'\""))
    assert fix(tmp_path, before) == after


def test_a_key_that_would_show_another_error_stays(tmp_path: Path) -> None:
    origins = "Access-Control-Allow-Origin: \"'https://a.example, https://b.example'\""
    text = RESPONSE.format(value=f"30\n        {origins}\n        X-Stage: $context.stage")
    right = text.replace("30", "\"'30'\"").replace("X-Stage: $c", "gatewayresponse.header.X-Stage: c")
    assert fix(tmp_path, text) == right


def test_a_type_that_has_a_response_already_is_not_given_another(tmp_path: Path) -> None:
    text = RESPONSE.format(value="\"'30'\"") + RESPONSE.format(value="30").partition("\n")[2].replace("Slow", "Again")
    text = text.replace("THROTTLED", "throttled", 1)
    assert fix(tmp_path, text) == text.replace(": 30", ": \"'30'\"")


GLOBALS = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Api: {GatewayResponses: {THROTTLED: {StatusCode: 429}}}
Resources:
  Shop:
    Type: AWS::Serverless::Api
    Properties:
      StageName: prod
      GatewayResponses:
        DEFAULT_4XX:
          ResponseParameters: {Headers: {Access-Control-Allow-Origin: "'*'"}}
        UNAUTHORIZED: {}
"""


def test_what_all_apis_share_gets_nothing_that_one_has(tmp_path: Path) -> None:
    own = "ResponseParameters: {Headers: {Access-Control-Allow-Origin: \"'*'\"}}"
    assert fix(tmp_path, GLOBALS) == GLOBALS.replace("UNAUTHORIZED: {}", f"UNAUTHORIZED: {{{own}}}")


NESTED = """\
Resources:
  Class:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: o81lxisefl
      ResponseType: DEFAULT_4XX
      ResponseParameters:
        gatewayresponse.header.X-Team: {value}
  Slow:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: o81lxisefl
      ResponseType: THROTTLED
{rest}
"""


@pytest.mark.parametrize(
    ("value", "copied"),
    [
        ("!Sub \"'${Team}'\" # team", "!Sub \"'${Team}'\""),
        ("!If [IsProd, \"'a'\", \"'b'\"]", "!If [IsProd, \"'a'\", \"'b'\"]"),
        ("!If\n          - IsProd\n          - \"'a'\"\n          - \"'b'\"",) * 2,
        ("\n          Fn::Sub: \"'${Team}'\"",) * 2,
        (
            "!If\n          - IsProd\n          - \"'a'\" # here\n          - \"'b'\"",
            """{"Fn::If": ["IsProd", "'a'", "'b'"]}""",
        ),
        ("|-\n          'a'", "\"'a'\""),
        ("&team \"'a'\"", "\"'a'\""),
    ],
)
def test_a_copy_is_written_as_what_it_is_of(tmp_path: Path, value: str, copied: str) -> None:
    rest = "      ResponseParameters:\n        gatewayresponse.header.X: \"'b'\"\n        # end"
    text = NESTED.format(value=value, rest=rest)
    new = f"\n        gatewayresponse.header.X-Team: {copied}\n        # end"
    assert fix(tmp_path, text) == text.replace("\n        # end", new.replace(":  ", ": ").replace(": \n", ":\n"))


@pytest.mark.parametrize(
    "parameters", ["{Fn::If: [IsProd, {}, {Ref: AWS::NoValue}]}", "{gatewayresponse.header.X-Team: !Ref AWS::NoValue}"]
)
def test_a_copy_is_put_neither_into_a_function_nor_over_a_value(tmp_path: Path, parameters: str) -> None:
    text = NESTED.format(value="\"'a'\"", rest=f"      ResponseParameters: {parameters}")
    assert fix(tmp_path, text) == text


def test_a_copy_has_the_line_ends_of_its_document(tmp_path: Path) -> None:
    text = NESTED.format(value="\"'a'\"", rest="# end").replace("\n", "\r\n")
    assert fix(tmp_path, text).count("\r\n") == fix(tmp_path, text).count("\n") == text.count("\n") + 2


def test_a_copy_stands_before_a_block_that_it_could_become_a_part_of(tmp_path: Path) -> None:
    text = NESTED.format(
        value="\"'a'\"", rest="      # the body\n      ResponseTemplates:\n        text/plain: |+\n          a\n"
    )
    added = "THROTTLED\n      ResponseParameters:\n        gatewayresponse.header.X-Team: \"'a'\""
    assert fix(tmp_path, text) == text.replace("THROTTLED", added)


def test_what_is_acknowledged_stays(tmp_path: Path) -> None:
    reason = "    Metadata: {constructs-gw: {acknowledge: {unquoted-static-value: the deployment adds quotes}}}\n"
    text = RESPONSE.format(value="'30'").replace("    Properties:", f"{reason}    Properties:")
    assert fix(tmp_path, text) == text


def test_only_selected_rules_are_followed(tmp_path: Path) -> None:
    path = tmp_path / "t.yaml"
    path.write_text(RESPONSE.format(value="30").replace("THROTTLED", "throttled"))
    after = fixed(path.read_bytes(), path, select=["unknown-response-type"]).after.decode()
    assert after == RESPONSE.format(value="30")
    assert fixed(path.read_bytes(), path, ignore=["unquoted-static-value"]).after.decode() == after


def test_text_that_is_not_utf_8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    path.write_bytes(json.dumps(DATA).encode("utf-16"))
    with pytest.raises(GatewayResponseError, match="would change more than what is wrong; change it by hand"):
        fixed(path.read_bytes(), path)


# Whatever is wrong, in whatever format and style


VALUES = st.sampled_from(
    ["30", "'30'", '"no-store"', "$context.stage", "context.stage", 30, True, "on", "a b", "a'b", "", "a\nb", "'*'",
     "'https://shop.example/'", "'true'", {"Fn::Sub": "a ${B}"}, {"Ref": "B"}]
)  # fmt: skip
NAMES = st.sampled_from(
    ["Retry-After", "X-A", "x-a", "method.response.header.X-B", "gatewayresponse.header.X-A", "Content-Length",
     "gatewayresponse.header.gatewayresponse.header.X-C", "gatewayresponse.header.Access-Control-Allow-Origin",
     "gatewayresponse.header.Access-Control-Allow-Credentials", "Access-Control-Allow-Origin"]
)  # fmt: skip
HEADERS = st.dictionaries(NAMES, VALUES, max_size=4)
MESSAGE = '{"m": "$context.error.messageString"}'
BODIES = st.sampled_from(
    [MESSAGE, MESSAGE.replace(" ", "\n  "), f"{MESSAGE}\n", {"Fn::Sub": MESSAGE}, {"Fn::Sub": [MESSAGE, {"B": "c"}]},
     '{"t": $context.stage, "m": $context.error.message, "\u00fc": "it\'s"}', "plain", 7]
)  # fmt: skip
STATUSES = st.sampled_from([429, "429", "'404'", "401 Unauthorized", "teapot", 200])
TYPES = st.sampled_from(["default_4xx", "DEFAULT_4XX", "DEFAULT_5_XX", "throttled", "THROTTLED", "UNAUTHORIZED", "X"])


def responses(headers: st.SearchStrategy[Any] = HEADERS, *, first: str = "S", **own: st.SearchStrategy[Any]) -> Any:
    """Properties of gateway responses, whose names begin with `S` or `s`."""
    bodies = st.dictionaries(st.sampled_from(["application/json", "text/plain"]), BODIES)
    rest = "R" if first == "S" else "r"
    optional = {f"{first}tatusCode": STATUSES, f"{rest}esponseParameters": headers, f"{rest}esponseTemplates": bodies}
    return st.fixed_dictionaries(own, optional=optional)


def resources(kind: str, properties: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    members = properties.map(lambda given: {"Type": kind, "Properties": given})
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"Tags": [{"Key": "a", "Value": "b c"}], "N": 1.5, "Z": None}}
    found = st.dictionaries(st.sampled_from(["A", "B", "C"]), members, min_size=1, max_size=3)
    return found.map(lambda found: {**found, "Topic": topic})


RESPONSE_RESOURCES = resources(
    "AWS::ApiGateway::GatewayResponse",
    responses(RestApiId=st.sampled_from(["o81lxisefl", "a1b2c3d4e5"]), ResponseType=TYPES),
)
ENTRIES = st.dictionaries(TYPES, responses(HEADERS.map(lambda headers: {"Headers": headers})), max_size=4)
DEFINITIONS = st.dictionaries(TYPES, responses(first="s"), max_size=4).map(
    lambda entries: {"openapi": "3.0.1", "paths": {}, "x-amazon-apigateway-gateway-responses": entries}
)
DOCUMENTS = st.one_of(
    st.builds(lambda found: {"Resources": found}, RESPONSE_RESOURCES),
    st.builds(
        lambda common, found: {"Globals": {"Api": {"GatewayResponses": common}}, "Resources": found},
        ENTRIES,
        resources("AWS::Serverless::Api", st.builds(lambda entries: {"GatewayResponses": entries}, ENTRIES)),
    ),
    DEFINITIONS,
    st.builds(
        lambda found: {"Resources": found},
        resources("AWS::ApiGateway::RestApi", DEFINITIONS.map(lambda body: {"Body": body})),
    ),
    st.builds(
        lambda *found: {"service": "s", "provider": {}, "resources": [{"Resources": part} for part in found]},
        RESPONSE_RESOURCES,
        RESPONSE_RESOURCES,
    ),
)
TEXTS = st.one_of(
    st.builds(odd_yaml, DOCUMENTS, st.randoms(use_true_random=False)),
    st.builds(odd_yaml, DOCUMENTS, st.randoms(use_true_random=False)).map(lambda text: text.replace("\n", "\r\n")),
    st.builds(odd_json, DOCUMENTS, st.randoms(use_true_random=False)),
)


def errors(content: bytes) -> set[tuple[str, str]]:
    """The rules of errors, and where they stand, whatever prefix or spelling the names there have."""
    found = validate_files([read_template(content, Path("t"))])
    places = ((error.rule, ".".join(map(str, error.place.path))) for error in found if error.severity == "error")
    return {(rule, re.sub(r"(gatewayresponse|method\.response)\.header\.|_", "", at).casefold()) for rule, at in places}


@settings(max_examples=60)
@given(TEXTS)
def test_no_error_is_new_no_other_line_changes_and_fixing_twice_changes_nothing(text: str) -> None:
    content, path = text.encode(), Path("t")
    try:
        read_template(content, path)
    except GatewayResponseError:
        return  # what is odd beyond YAML
    once = fixed(content, path).after
    assert fixed(once, path).after == once
    assert errors(once) <= errors(content)
    assert re.findall(r"# [0-9]+\.", once.decode()) == re.findall(r"# [0-9]+\.", text)
    lines = iter(once.decode().splitlines())
    assert all(line in lines for line in text.splitlines() if not line.strip() or line.lstrip().startswith("#"))
