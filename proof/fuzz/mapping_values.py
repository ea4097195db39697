"""Mapping values: what is parsed is written back to the letter, and static text stays what it is."""

from constructs_gw.errors import GatewayResponseError
from constructs_gw.mapping import MappingSource, MappingValue, nearest_expression, read_expression
from constructs_gw.render import Request
from proof.fuzz.choices import Choices

SEEDS = None
LONGEST = 200


def attempt(content: bytes) -> None:
    """A text as an expression, as static text and as a name."""
    choose = Choices(content)
    text = "".join(choose.text() for _ in range(choose.number(1, 4)))
    for act in (parsed, static, named):
        try:
            act(text)
        except GatewayResponseError as error:
            str(error)


def parsed(text: str) -> None:
    """What is parsed is written back to the letter."""
    nearest_expression(text)
    expression = read_expression(text)
    value = MappingValue.parse(text)
    assert str(value) == text
    assert value.is_static or expression == (value.source, value.text)


def static(text: str) -> None:
    """Static text is read back, and reaches a client as it is."""
    value = MappingValue.static(text)
    assert MappingValue.parse(str(value)) == value
    assert Request().value(value.source, value.text) == text


def named(text: str) -> None:
    """A name of any source is read back."""
    for source in MappingSource:
        try:
            value = MappingValue(source, text)
        except GatewayResponseError:
            continue
        assert MappingValue.parse(str(value)) == value
        Request({text: "a"}, {text: "a"}, {text: "a"}, {text: "a"}, {text: "a"}).value(source, text)
