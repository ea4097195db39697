"""An answer as lines of HTTP, with what differs from another answer marked."""

from collections.abc import Container, Iterator
from dataclasses import dataclass

from constructs_gw.answers import json_problem, status_text
from constructs_gw.plain_text import one_line, plain
from constructs_gw.render import RenderedResponse

MAX_HEADER = 4_000
"""Characters of a header that are shown."""

MAX_BODY = 20_000
"""Characters of a body that are shown."""


_MAX_INDENT = 20
"""Deeper levels are shown below each other, so that a body of brackets stays as small as it is."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer."""

    text: str
    differs: bool = False
    """Whether the answer on the other side lacks it."""


@dataclass(frozen=True, slots=True)
class Pane:
    """An answer as it is shown."""

    status: Line
    headers: tuple[Line, ...]
    body: tuple[Line, ...]
    not_json: str = ""
    """Why the body is no JSON though it is served as JSON; empty where that is not so."""

    @property
    def lines(self) -> Iterator[Line]:
        """All of it, in order."""
        yield self.status
        yield from self.headers
        yield Line("")
        yield from self.body


def panes(before: RenderedResponse, after: RenderedResponse) -> tuple[Pane, Pane]:
    """Both answers, each line marked that the other side lacks."""
    one, other = _pane(before), _pane(after)
    return _marked(one, other), _marked(other, one)


def _pane(answer: RenderedResponse) -> Pane:
    headers = sorted(answer.headers.items(), key=lambda header: header[0].casefold())
    return Pane(
        Line(f"HTTP/1.1 {status_text(answer.status)}"),
        tuple(Line(one_line(cut(f"{name}: {value}", MAX_HEADER))) for name, value in headers),
        tuple(map(Line, _body(answer).split("\n"))),
        json_problem(answer) or "",
    )


def _body(answer: RenderedResponse) -> str:
    text = plain(answer.body)
    media_type = answer.headers["Content-Type"].partition(";")[0]
    is_json = media_type.strip().lower().endswith(("/json", "+json")) and json_problem(answer) is None
    return cut(indented(text) if is_json and len(text) <= MAX_BODY else text, MAX_BODY)


def cut(text: str, most: int) -> str:
    """A text that is not too long to be shown, with how much more there is."""
    return text if len(text) <= most else f"{text[:most]}… and {len(text) - most:,} more characters"


def _marked(pane: Pane, other: Pane) -> Pane:
    return Pane(
        _mark(pane.status, {other.status.text}),
        tuple(_mark(line, {line.text for line in other.headers}) for line in pane.headers),
        tuple(_mark(line, {line.text.rstrip(",") for line in other.body}) for line in pane.body),
        pane.not_json,
    )


def _mark(line: Line, others: Container[str]) -> Line:
    return Line(line.text, line.text.rstrip(",") not in others and line.text not in others)


def indented(text: str) -> str:
    """JSON text on several lines, each value as it was written (numbers and members that stand twice included).

    >>> print(indented('{"a":[1.0,{}]}'))
    {
      "a": [
        1.0,
        {}
      ]
    }
    """
    return "".join(_indented(text))


def _indented(text: str) -> Iterator[str]:
    depth, is_string, is_escaped, is_empty = 0, False, False, False
    for character in text:
        if is_string:
            is_string = is_escaped or character != '"'
            is_escaped = character == "\\" and not is_escaped
            yield character
        elif not character.isspace():
            opens, closes = character in "{[", character in "}]"
            depth -= closes
            if (closes and not is_empty) or (is_empty and not closes):
                yield _line_break(depth)
            is_string, is_empty = character == '"', opens
            depth += opens
            yield {",": f",{_line_break(depth)}", ":": ": "}.get(character, character)


def _line_break(depth: int) -> str:
    return "\n" + "  " * min(depth, _MAX_INDENT)
