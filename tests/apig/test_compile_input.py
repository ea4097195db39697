"""Names that `compile_responses` takes, and what it says of those that it does not."""

import pytest

from constructs_gw import Customization, ResponseType, compose
from constructs_gw.apig import ErrorType, Provider, compile_responses
from constructs_gw.errors import GatewayResponseError
from constructs_gw.presets import hints


def test_types_may_be_named_as_text() -> None:
    presets = compose([hints()])
    named = compile_responses(presets, "huaweicloud", offered=["NOT_FOUND"], prefer={"NOT_FOUND": "RESOURCE_NOT_FOUND"})
    assert named == compile_responses(
        presets,
        Provider.HUAWEICLOUD,
        offered=[ErrorType.NOT_FOUND],
        prefer={ErrorType.NOT_FOUND: ResponseType.RESOURCE_NOT_FOUND},
    )


def test_names_that_do_not_exist_are_said_together() -> None:
    with pytest.raises(GatewayResponseError) as raised:
        compile_responses(
            [], "huawei", offered=["AUTH_FAIL", "THROTTLED"], prefer={"NOT_FOND": "THROTLED", "NOT_FOUND": "THROTTLED"}
        )
    assert [str(problem) for problem in raised.value.problems] == [
        "unknown provider 'huawei'; write \"huaweicloud\"",
        "unknown error type 'AUTH_FAIL'; write \"AUTH_FAILURE\"",
        "unknown error type 'NOT_FOND'; write \"NOT_FOUND\"",
        "unknown response type 'THROTLED'; write \"THROTTLED\"",
        "THROTTLED is not what NOT_FOUND means; use one of MISSING_AUTHENTICATION_TOKEN, RESOURCE_NOT_FOUND",
    ]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"provider": None}, "unknown provider None; use one of huaweicloud, opentelekomcloud"),
        ({"offered": "AUTH_FAILURE"}, "offered='AUTH_FAILURE' is no list; write offered=['AUTH_FAILURE']"),
        ({"offered": 3}, "offered=3 is no list; write offered=[...], or leave it out"),
        ({"prefer": ["NOT_FOUND"]},
         "['NOT_FOUND'] is not a dict; write prefer={\"NOT_FOUND\": \"RESOURCE_NOT_FOUND\"}"),
        ({"prefer": {"ORCHESTRATION_FAILURE": "THROTTLED"}},
         "THROTTLED is not what ORCHESTRATION_FAILURE means; leave ORCHESTRATION_FAILURE out"),
        ({"customizations": Customization("THROTTLED")},
         "customizations is a Customization alone; write customizations=[Customization(...)]"),
        ({"customizations": ["THROTTLED"]}, "'THROTTLED' is not a Customization; give Customization(...) values"),
    ],
)  # fmt: skip
def test_other_values_are_refused(options: dict[str, object], said: str) -> None:
    given = {"customizations": [], "provider": "huaweicloud", **options}
    with pytest.raises(GatewayResponseError) as raised:
        compile_responses(**given)  # type: ignore[arg-type]
    assert str(raised.value) == said
