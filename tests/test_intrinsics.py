"""CloudFormation's intrinsic functions, in every deployment that makes a difference."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_gw.choices import MAX_WAYS, Choices, Defaults, explore
from constructs_gw.intrinsics import ABSENT, MAX_NESTING, MAX_TEXT, Scope
from constructs_gw.template import Template, text_of
from constructs_gw.tokens import is_token

PARAMETERS = {
    "Stage": {"Type": "String", "AllowedValues": ["beta", "prod"], "Default": "prod"},
    "Origin": {"Type": "String", "Default": "https://shop.example.com"},
    "Status": {"Type": "Number", "Default": 404},
    "Domain": {"Type": "String"},
    "Secret": {"Type": "String", "Default": "hunter2", "NoEcho": True},
    "Shared": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/shop/origin"},
    "Names": {"Type": "CommaDelimitedList", "Default": "a,b"},
    "Zones": {"Type": "List<AWS::EC2::AvailabilityZone::Name>"},
}
CONDITIONS = {
    "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
    "IsBeta": {"Fn::Not": [{"Condition": "IsProd"}]},
    "Both": {"Fn::And": [{"Condition": "IsProd"}, {"Condition": "IsBeta"}]},
    "Either": {"Fn::Or": [{"Condition": "IsProd"}, {"Condition": "IsBeta"}]},
    "IsShop": {"Fn::Equals": ["shop.example.com", {"Ref": "Domain"}]},
    "IsMail": {"Fn::Equals": ["mail.example.com", {"Ref": "Domain"}]},
    "IsIreland": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]},
    "Chicken": {"Fn::Not": [{"Condition": "Egg"}]},
    "Egg": {"Fn::Not": [{"Condition": "Chicken"}]},
    "Odd": {"Fn::Equals": ["only one"]},
}
MAPPINGS = {"Origins": {"prod": {"shop": "https://shop.example.com"}, "beta": {"shop": "https://beta.example.com"}}}
DATA = {"Parameters": PARAMETERS, "Conditions": CONDITIONS, "Mappings": MAPPINGS}


def template(**data: Any) -> Template:
    return Template({**DATA, **data})


def ways(value: Any, **data: Any) -> list[Any]:
    """What a value can be, sorted."""
    found = explore(lambda choices: Scope(template(**data), choices).value(value))
    return sorted((value for value, _ in found), key=repr)


def texts(value: Any, **data: Any) -> list[str]:
    """What a value can be, sorted, each unknown part named in braces."""
    return sorted(str(text).replace("${Token[", "{").replace("]}", "}") for text in ways(value, **data))


def test_a_parameter_is_its_default_or_any_other_text() -> None:
    assert texts({"Ref": "Origin"}) == ["https://shop.example.com", "{Origin}"]


def test_a_number_parameter_is_text() -> None:
    assert texts({"Ref": "Status"}) == ["404", "{Status}"]


def test_a_default_is_marked_as_one() -> None:
    found = explore(lambda choices: Scope(template(), choices).value({"Ref": "Origin"}))
    assert {is_token(value): choices.defaults for value, choices in found} == {False: ["Origin"], True: []}


def test_a_parameter_with_allowed_values_is_one_of_them_and_none_is_a_mere_default() -> None:
    found = list(explore(lambda choices: Scope(template(), choices).value({"Ref": "Stage"})))
    assert [(value, choices.defaults) for value, choices in found] == [("prod", []), ("beta", [])]


def test_a_parameter_with_one_allowed_value_is_that() -> None:
    assert texts({"Ref": "P"}, Parameters={"P": {"Type": "Number", "AllowedValues": [404]}}) == ["404"]


@pytest.mark.parametrize("name", ["Domain", "Shared", "Names", "Zones", "Nothing", "Api.RootResourceId", "Secret"])
def test_what_only_the_deployment_knows_is_opaque(name: str) -> None:
    assert texts({"Ref": name}, Conditions={}) == [f"{{{name}}}"]


@pytest.mark.parametrize("no_echo", [True, "true", "True"])
def test_the_default_of_a_secret_is_not_read(no_echo: Any) -> None:
    secret = {"Type": "String", "Default": "hunter2", "NoEcho": no_echo}
    assert texts({"Ref": "Secret"}, Parameters={"Secret": secret}) == ["{Secret}"]


@pytest.mark.parametrize(("no_echo", "expected"), [(True, ["{Fn::Join}"]), (False, ["a-b", "{Fn::Join}"])])
def test_the_default_of_a_list_is_read_unless_it_is_secret(no_echo: bool, expected: list[str]) -> None:
    names = {"Type": "CommaDelimitedList", "Default": "a, b", "NoEcho": no_echo}
    assert texts({"Fn::Join": ["-", {"Ref": "Names"}]}, Parameters={"Names": names}) == expected


def test_a_parameter_that_conditions_compare_can_be_each_of_the_texts() -> None:
    assert texts({"Ref": "Domain"}) == ["mail.example.com", "shop.example.com", "{Domain}"]


@pytest.mark.parametrize("name", ["AWS::Region", "AWS::AccountId", "AWS::StackName", "AWS::Partition"])
def test_a_pseudo_parameter_is_opaque(name: str) -> None:
    assert texts({"Ref": name}, Conditions={}) == [f"{{{name}}}"]


def test_a_pseudo_parameter_can_be_what_it_is_compared_with() -> None:
    assert texts({"Ref": "AWS::Region"}) == ["eu-west-1", "{AWS::Region}"]


def test_no_value_is_absent() -> None:
    assert ways({"Ref": "AWS::NoValue"}) == [ABSENT]
    members = {"a": {"Ref": "AWS::NoValue"}, "b": 1, "c": {"Fn::If": ["IsProd", {"Ref": "AWS::NoValue"}, 2]}}
    found = explore(lambda choices: dict(Scope(template(), choices).mapping(members)))
    assert [members for members, _ in found] == [
        {"b": 1},
        {"b": 1, "c": {"Fn::If": ["IsProd", {"Ref": "AWS::NoValue"}, 2]}},
    ]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("IsProd", [False, True]),
        ("IsBeta", [False, True]),
        ("Both", [False]),
        ("Either", [True]),
        ("IsIreland", [False, True]),
        ("Chicken", [None]),
        ("Odd", [None]),
        ("Nothing", [None]),
    ],
)
def test_a_condition_holds_in_the_deployments_that_it_can_hold_in(condition: str, expected: list[bool | None]) -> None:
    found = {holds for holds, _ in explore(lambda choices: Scope(template(), choices).holds(condition))}
    assert found == {*expected}


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("a", "a", {True}),
        ("a", "b", {False}),
        (404, "404", {True}),
        (True, "true", {True}),
        ({"Ref": "Domain"}, {"Ref": "Domain"}, {True}),
        ({"Ref": "Domain"}, {"Fn::Sub": "${Domain}"}, {True}),
        ({"Ref": "Names"}, {"Ref": "Zones"}, {True, False}),
        ({"Ref": "Secret"}, "", {True, False}),
        ({"Fn::Select": [0, {"Ref": "Names"}]}, {"Fn::Select": [1, {"Ref": "Names"}]}, {True, False}),
        ({"Fn::Select": [0, {"Ref": "Names"}]}, {"Fn::Select": [0, {"Ref": "Names"}]}, {True}),
        ("{{resolve:ssm:/a}}", "{{resolve:ssm:/b}}", {True, False}),
        ({"Fn::Sub": "${Domain}-x"}, {"Fn::Sub": "${Domain}-y"}, {True, False}),
        ({"Fn::FindInMap": ["Origins", "prod", "shop"]}, "https://shop.example.com", {True}),
        ({"Ref": "Domain"}, {"Fn::Sub": "elsewhere.example"}, {True, False}),
    ],
)
def test_two_values_are_equal_as_far_as_is_known(first: Any, second: Any, expected: set[bool]) -> None:
    conditions = {"C": {"Fn::Equals": [first, second]}, "Compared": {"Fn::Equals": [{"Ref": "Domain"}, "x"]}}
    found = explore(lambda choices: Scope(template(Conditions=conditions), choices).holds("C"))
    assert {holds for holds, _ in found} == expected


def test_a_condition_is_the_same_in_every_value() -> None:
    pair = {"Fn::Join": ["", [{"Fn::If": ["IsProd", "p", "b"]}, {"Fn::If": ["IsBeta", "b", "p"]}, {"Ref": "Stage"}]]}
    assert texts(pair) == ["bbbeta", "ppprod"]


def test_a_parameter_is_not_two_texts_at_once() -> None:
    both = {
        "Fn::Join": ["-", [{"Fn::If": ["IsShop", "shop", ""]}, {"Fn::If": ["IsMail", "mail", ""]}, {"Ref": "Domain"}]]
    }
    assert texts(both) == ["--{Domain}", "-mail-mail.example.com", "shop--shop.example.com"]


def test_a_secret_is_compared_the_same_way_in_every_value() -> None:
    conditions = {"HasSecret": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Secret"}, ""]}]}}
    twice = {"Fn::Join": ["", [{"Fn::If": ["HasSecret", "a", "b"]}, {"Fn::If": ["HasSecret", "a", "b"]}]]}
    assert texts(twice, Conditions=conditions) == ["aa", "bb"]


def test_a_choice_between_values_takes_each_branch() -> None:
    assert texts({"Fn::If": ["IsProd", {"Ref": "Status"}, {"Fn::If": ["IsIreland", "ie", "eu"]}]}) == [
        "404", "eu", "ie", "{Status}"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Fn::FindInMap": ["Origins", "prod", "shop"]}, ["https://shop.example.com"]),
        (
            {"Fn::FindInMap": ["Origins", {"Ref": "Stage"}, "shop"]},
            ["https://beta.example.com", "https://shop.example.com"],
        ),
        ({"Fn::FindInMap": ["Origins", {"Ref": "AWS::AccountId"}, "shop"]}, ["{Fn::FindInMap}"]),
        ({"Fn::FindInMap": ["Origins", "prod", "mail"]}, ["{Fn::FindInMap}"]),
        ({"Fn::FindInMap": ["Nothing", "prod", "shop"]}, ["{Fn::FindInMap}"]),
        ({"Fn::Select": [1, ["a", "b"]]}, ["b"]),
        ({"Fn::Select": ["1", {"Fn::Split": [",", "a,b"]}]}, ["b"]),
        ({"Fn::Select": [0, [{"Ref": "Stage"}]]}, ["beta", "prod"]),
        ({"Fn::Select": [2, ["a", "b"]]}, ["{Fn::Select}"]),
        ({"Fn::Select": [-1, ["a", "b"]]}, ["{Fn::Select}"]),
        ({"Fn::Select": ["0000000009", ["a"]]}, ["{Fn::Select}"]),
        ({"Fn::Select": ["9" * 5000, ["a"]]}, ["{Fn::Select}"]),
        ({"Fn::Select": [0, {"Ref": "Names"}]}, ["a", "{Fn::Select}"]),
        ({"Fn::Split": [",", {"Ref": "AWS::StackName"}]}, ["{Fn::Split}"]),
        ({"Fn::Split": ["", "ab"]}, ["{Fn::Split}"]),
        ({"Fn::Join": [",", ["a", {"Ref": "AWS::Region"}, 1, True]]}, ["a,eu-west-1,1,true", "a,{AWS::Region},1,true"]),
        ({"Fn::Join": [",", ["a", {"Ref": "AWS::NoValue"}, "b"]]}, ["a,b"]),
        ({"Fn::Join": [",", {"Fn::Split": ["-", "a-b"]}]}, ["a,b"]),
        ({"Fn::Join": [",", ["a", ["b"]]]}, ["a,{unknown}"]),
        ({"Fn::Join": ["-", {"Ref": "Names"}]}, ["a-b", "{Fn::Join}"]),
        ({"Fn::Join": ["-", {"Ref": "Zones"}]}, ["{Fn::Join}"]),
        ({"Fn::Join": ["-", []]}, [""]),
        ({"Fn::Sub": "'${Stage}'"}, ["'beta'", "'prod'"]),
        ({"Fn::Sub": "${ Stage }"}, ["beta", "prod"]),
        ({"Fn::Sub": "${!Stage} $Stage {Stage}"}, ["${Stage} $Stage {Stage}"]),
        ({"Fn::Sub": ["${Name}-${Name}", {"Name": {"Ref": "Stage"}}]}, ["beta-beta", "prod-prod"]),
        ({"Fn::Sub": ["${Stage}", {"Stage": "mine"}]}, ["mine"]),
        ({"Fn::Sub": "https://${Api}.${AWS::URLSuffix}"}, ["https://{Api}.{AWS::URLSuffix}"]),
        ({"Fn::Sub": "${Token[self:a.b]} ${Stage}"}, ["{self:a.b} beta", "{self:a.b} prod"]),
        ({"Fn::Sub": "${Function.Arn}"}, ["{Function.Arn}"]),
        ({"Fn::GetAtt": ["Function", "Arn"]}, ["{Function.Arn}"]),
        ({"Fn::GetAtt": "Function.Arn"}, ["{Function.Arn}"]),
        ({"Fn::ImportValue": "Origin"}, ["{Fn::ImportValue.Origin}"]),
        ({"Fn::ImportValue": {"Fn::Sub": "${Stage}-Origin"}}, ["{Fn::ImportValue}"]),
        ("'{{resolve:ssm:/shop/origin}}'", ["'{resolve}'"]),
        ("{{resolve:", ["{{resolve:"]),
        ({"Fn::Base64": "x"}, ["{Fn::Base64.x}"]),
    ],
)  # fmt: skip
def test_a_function_gives_its_value(value: Any, expected: list[str]) -> None:
    assert texts(value) == expected


@pytest.mark.parametrize("value", [None, 1, 1.5, True, [], {}, {"a": 1}, {"Ref": "A", "Fn::Sub": "B"}, "text"])
def test_what_is_no_function_stays_as_it_is(value: Any) -> None:
    assert ways(value) == [value]


@pytest.mark.parametrize(
    ("value", "text"), [("a", "a"), (404, "404"), (True, "true"), (1.5, "1.5"), (None, None), ([], None), ({}, None)]
)
def test_a_scalar_has_the_text_that_cloudformation_makes_of_it(value: Any, text: str | None) -> None:
    assert text_of(value) == text


def test_more_ways_than_are_worth_exploring_are_opaque() -> None:
    names = [f"P{number}" for number in range(10)]
    parameters = {name: {"Type": "String", "AllowedValues": ["a", "b"]} for name in names}
    found = texts({"Fn::Join": ["", [{"Ref": name} for name in names]]}, Parameters=parameters)
    assert len(found) == MAX_WAYS
    assert all(text.endswith("{P6}{P7}{P8}{P9}") for text in found)


def test_more_allowed_values_than_are_worth_exploring_count_as_any_text() -> None:
    many = {"Type": "String", "AllowedValues": [str(number) for number in range(MAX_WAYS + 1)]}
    assert texts({"Ref": "P"}, Parameters={"P": many}) == ["{P}"]


def test_a_question_beyond_the_limit_has_the_same_answer_wherever_it_is_asked() -> None:
    conditions = {f"C{number}": {"Fn::Equals": [{"Ref": f"X{number}"}, "a"]} for number in range(8)}
    both = [{"Fn::If": [name, "y", "n"]} for name in conditions]
    for text in texts({"Fn::Join": ["", [*both, "/", *both]]}, Conditions=conditions):
        first, second = text.split("/")
        assert first == second


def test_text_that_functions_make_too_long_is_opaque() -> None:
    value: Any = "x" * 60_000
    for _ in range(2):
        value = {"Fn::Join": ["", [value] * 40]}
    [text] = texts(value)
    assert len(text) < MAX_TEXT
    assert text.startswith("{Fn::Join}")


def test_conditions_of_conditions_take_no_more_time_than_there_are_conditions() -> None:
    conditions: dict[str, Any] = {f"C{n}": {"Fn::And": [{"Condition": f"C{n + 1}"}] * 2} for n in range(60)}
    conditions["C60"] = {"Fn::Equals": ["a", "a"]}
    assert Scope(template(Conditions=conditions), Choices()).holds("C20") is True


def test_a_condition_behind_too_many_others_is_not_known() -> None:
    conditions: dict[str, Any] = {f"C{number}": {"Condition": f"C{number + 1}"} for number in range(5000)}
    conditions["C5000"] = {"Fn::Equals": ["a", "a"]}
    assert Scope(template(Conditions=conditions), Choices()).holds("C0") is None
    assert Scope(template(Conditions=conditions), Choices()).holds("C4950") is True


def test_a_function_within_too_many_others_is_not_known() -> None:
    value: Any = "x"
    for _ in range(MAX_NESTING * 5):
        value = {"Fn::Sub": ["${X}", {"X": value}]}
    assert texts(value) == ["{Fn::Sub}"]


def test_defaults_are_the_deployment_that_is_made_without_an_answer() -> None:
    scope = Scope(template(), Defaults())
    assert scope.value({"Ref": "Origin"}) == "https://shop.example.com"
    assert is_token(scope.value({"Ref": "Domain"}))


NAMES = st.sampled_from([*PARAMETERS, *CONDITIONS, "AWS::Region", "AWS::NoValue", "Origins", "prod", "shop", "", "!x"])
FUNCTIONS = st.sampled_from(
    ["Ref", "Condition", "Fn::If", "Fn::Join", "Fn::Sub", "Fn::FindInMap", "Fn::Select",
     "Fn::Split", "Fn::GetAtt", "Fn::ImportValue", "Fn::Equals",
     "Fn::Not", "Fn::And", "Fn::Or", "Fn::Transform", "Fn::Nothing"]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | NAMES | st.text() | NAMES.map("${{{}}}".format)
TREES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(FUNCTIONS, inner, min_size=1, max_size=1)
        | st.dictionaries(FUNCTIONS, st.lists(inner, max_size=4), min_size=1, max_size=1)
        | st.dictionaries(NAMES, inner, max_size=3)
    ),
    max_leaves=25,
)


@given(TREES, st.dictionaries(st.sampled_from([*CONDITIONS]), TREES, max_size=4), TREES)
def test_no_tree_of_functions_fails_or_goes_too_many_ways(value: Any, conditions: dict[str, Any], part: Any) -> None:
    parameters = {"Stage": part, "Origin": {"Type": part, "AllowedValues": part, "Default": part, "NoEcho": part}}
    data = template(Conditions={**CONDITIONS, **conditions}, Parameters={**PARAMETERS, **parameters}, Mappings=part)
    found = list(explore(lambda choices: (Scope(data, choices).value(value), Scope(data, choices).text(value))))
    assert 1 <= len(found) <= MAX_WAYS
    assert all(isinstance(text, str) for (_, text), _ in found)


@given(TREES)
def test_the_same_deployment_gives_the_same_value(value: Any) -> None:
    for _, choices in explore(lambda choices: Scope(template(), choices).text(value)):
        again = Choices(dict(choices.made), choices.ways)
        scopes = Scope(template(), choices), Scope(template(), again)
        assert scopes[0].text(value) == scopes[1].text(value)
        assert not again.untried


def test_a_default_among_allowed_values_is_taken_where_parameters_have_their_defaults() -> None:
    parameters = {"Stage": {"Type": "String", "AllowedValues": ["beta", "prod"], "Default": "prod"}}
    assert Scope(Template({"Parameters": parameters}), Defaults()).text({"Ref": "Stage"}) == "prod"
