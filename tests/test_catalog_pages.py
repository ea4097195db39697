"""`docs/reference` shows the catalogs of response types and `$context` variables; `pytest --update` rewrites them."""

from collections.abc import Iterator
from typing import Any

from constructs_gw.context_variables import CONTEXT_VARIABLES, Availability, ContextVariable, JsonSafety
from constructs_gw.evidence import Evidence, Fact
from constructs_gw.response_types import ResponseType
from tests.generated_pages import REFERENCE, WRITTEN, code, documented, table
from tests.test_rule_pages import check

TYPES = f"""\
# Response types

What API Gateway answers by itself, for each of the 21 gateway response types, before anything customizes it. Each fact
has a mark that says how well it is known, and where it was read. {WRITTEN}

"""
VARIABLES = f"""\
# Context variables

The `$context` variables of API Gateway, and which of them a gateway response can hold. `ResponseTemplate.json` takes
those that keep a body JSON whatever they hold; an undetermined one only where `accept_undetermined` names it.
{WRITTEN}

"""
IN_JSON = """\
## In gateway responses

In a JSON string, between the quotes of a body, a variable is:

"""
IN_LOGS = """\
## In access logs only

These have no value in a gateway response: `ResponseTemplate` and `MappingValue` refuse them, and
[access-log-only-variable](rules/access-log-only-variable.md) finds them.

"""


def marks() -> str:
    rows = ((f"*{mark}*", documented(Evidence)[mark.name]) for mark in Evidence)
    return "## Marks\n\n" + table(("Mark", "A fact"), rows)


def overview() -> str:
    rows = (
        (f"[{kind}](#{kind.lower()})", shown(kind.default_status), kind.facts.emitted_when.value)
        for kind in ResponseType
        if not kind.is_default
    )
    return table(("Type", "Status", "Sent when"), rows)


def shown(value: object) -> str:
    """A value of a fact in a cell."""
    if value is None:
        return "none"
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)


def message(fact: Fact[str | None]) -> str:
    if fact.value is not None:
        return code(fact.value)
    return "not known" if fact.evidence is Evidence.UNDETERMINED else "none: it is `null`"


def facts(kind: ResponseType) -> Iterator[tuple[str, str, Fact[Any]]]:
    """What is known of a type: the fact's name, the value, and the fact with its mark."""
    known = kind.facts
    yield "Sent when", known.emitted_when.value, known.emitted_when
    if not kind.is_default:
        yield "Status", shown(known.default_status.value), known.default_status
        yield "Message", message(known.message), known.message
        yield "`x-amzn-ErrorType`", code(known.error_type.value), known.error_type
        yield "Falls back to", code(known.fallback.value), known.fallback
    yield "Customizing it has an effect", shown(known.is_customizable.value), known.is_customizable
    yield "`messageString` begins with a space", shown(known.spaced_message.value), known.spaced_message


def section(kind: ResponseType) -> str:
    rows = ((name, value, f"*{fact.evidence}*", fact.source) for name, value, fact in facts(kind))
    return f"## {kind}\n\n" + table(("Fact", "Value", "Mark", "Source"), rows)


def variable_row(variable: ContextVariable) -> tuple[str, ...]:
    safety = variable.json_safety
    mark = "" if safety.evidence is Evidence.UNDETERMINED else f", *{safety.evidence}*"
    controlled = "the client" if variable.is_client_controlled else "AWS or the API"
    sample = "" if variable.sample is None else code(variable.sample)
    return code(variable.name), f"{safety.value}{mark}", controlled, sample


def source(variable: ContextVariable) -> str:
    return f"- {code(variable.name)}: {variable.json_safety.source}\n"


def variables() -> str:
    usable = [each for each in CONTEXT_VARIABLES.values() if each.availability.value is Availability.RESPONSE]
    logged = [each.name for each in CONTEXT_VARIABLES.values() if each not in usable]
    legend = ((f"*{each}*", documented(JsonSafety)[each.name]) for each in JsonSafety)
    [guide] = {each.availability.source for each in usable}
    [log_guide] = {each.availability.source for each in CONTEXT_VARIABLES.values() if each not in usable}
    return "\n".join(
        [
            VARIABLES + IN_JSON + table(("", "What it means"), legend),
            table(("Variable", "In a JSON string", "Decided by", "Sample"), map(variable_row, usable)),
            f"`NAME.*` stands for every name that goes on from there. Source of the list: {guide}. Of what is said of\n"
            "JSON, where it is not inferred from what a variable holds:\n",
            "".join(source(each) for each in usable if each.json_safety.source),
            IN_LOGS + ", ".join(map(code, logged)) + f".\n\nSource: {log_guide}.\n",
            marks(),
        ]
    )


def test_the_page_of_response_types_is_what_the_catalog_says(update: bool) -> None:
    expected = "\n".join([TYPES + overview(), *map(section, ResponseType), marks()])
    check(REFERENCE / "response-types.md", expected, update)


def test_the_page_of_context_variables_is_what_the_catalog_says(update: bool) -> None:
    check(REFERENCE / "context-variables.md", variables(), update)


def test_a_null_message_and_an_unknown_one_read_differently() -> None:
    page = (REFERENCE / "response-types.md").read_text()
    assert "| Message | none: it is `null` | *observed* |" in page.partition("## AUTHORIZER_FAILURE")[2][:600]
    assert "| Message | not known | *undetermined* |" in page.partition("## EXPIRED_TOKEN")[2][:600]
