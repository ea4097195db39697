"""What scripts can read of an answer, by the Fetch standard's own words."""

import pytest

from constructs_gw.local.preview_cors import Readers, Reading, reading
from constructs_gw.mapping import MappingValue

from .cors_cases import CASES, Case

ORIGIN = "https://app.example"
ALLOW = "Access-Control-Allow-Origin"
STAGE_VARIABLE = MappingValue.stage_variable("origin")


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_is_read_follows_from_the_headers(case: Case) -> None:
    headers = {"Content-Type": "application/json"}
    headers |= {name: value.replace("ORIGIN", ORIGIN) for name, value in case.headers.items()}
    found = reading(headers, None)
    assert (None if found.readers is Readers.NOBODY else set(found.headers)) == case.read
    assert (set(found.headers_with_credentials) if found.takes_credentials else None) == case.read_with_credentials
    assert set(found.hidden) == {*headers} - (case.read or set()) - (case.read_with_credentials or set())


@pytest.mark.parametrize(
    ("value", "made_of", "expected"),
    [
        ("*", MappingValue.static("*"), (Readers.ANY, "", "")),
        (ORIGIN, MappingValue.static(ORIGIN), (Readers.ONE, ORIGIN, "")),
        (ORIGIN, MappingValue.request_header("Origin"), (Readers.CALLER, "", "")),
        (ORIGIN, MappingValue.request_header("origin"), (Readers.CALLER, "", "")),
        (ORIGIN, MappingValue.request_header("Referer"),
         (Readers.ONE, ORIGIN, "it is what method.request.header.Referer holds here")),
        (ORIGIN, STAGE_VARIABLE, (Readers.ONE, ORIGIN, "it is what stageVariables.origin holds here")),
        ("*", STAGE_VARIABLE, (Readers.ANY, "", "")),
        ("null", None, (Readers.ONE, "null", "")),
        ("https://${Token[Shop]}", None,
         (Readers.ONE, "https://${Token[Shop]}", "the deployment decides which origin that is")),
        ("https://a.example/", None,
         (Readers.NOBODY, "", f"{ALLOW} 'https://a.example/' ends in a slash, so it equals no origin")),
        ("https://*.a.example", None,
         (Readers.NOBODY, "", f"{ALLOW} 'https://*.a.example' has a wildcard, which CORS does not know, "
          "so it equals no origin")),
    ],
)  # fmt: skip
def test_whose_scripts_read_it(value: str, made_of: MappingValue | None, expected: tuple[Readers, str, str]) -> None:
    found = reading({ALLOW: value}, made_of)
    assert (found.readers, found.origin, found.why) == expected


def test_a_value_that_is_not_there_is_named() -> None:
    why = f"there is no {ALLOW}, since stageVariables.origin has no value here"
    assert reading({}, STAGE_VARIABLE) == Reading(Readers.NOBODY, why=why)
