"""Change the data of a YAML or JSON text, and no line of it that the change does not touch.

A library's round trip writes a whole document in the library's own format. So the document is written twice, as it was
and changed, and the difference of the two is merged into the text that its author wrote.
"""

import json
import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from io import StringIO
from typing import Any, Protocol, TypeAlias

from constructs_gw.documents import is_json, read_document
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.template import text_of

INSTALL = "pip install 'constructs-gw[convert]'"

_NEVER = 1_000_000  # no line is wrapped
_PLAIN = re.compile(r"[A-Za-z_][\w.-]*")


class Data(Protocol):
    """How data is changed so that its text stays in the style that it has."""

    def with_text(self, value: Any, change: Callable[[str], str]) -> Any:
        """A scalar, or the text of `Fn::Sub`, changed; None for what has no text, or one that others share."""

    def rename(self, members: Any, name: Any, new: str) -> None:
        """Give a member of a mapping another name."""

    def add(self, members: Any, name: str, value: Any) -> None:
        """Give a mapping a new member."""


Change: TypeAlias = Callable[[Any, Data], bool]
"""Changes data, if that can be done, and says whether it could."""


def rewritten(content: bytes, changes: Iterable[Change]) -> tuple[bytes, int]:
    """A YAML or JSON document in UTF-8 with changes made to its data, and how many of them could be made.

    Lines that the changes do not touch stay as they are, to the byte. Each change is made twice, to data with its
    comments and to plain data that has functions in their full form. Raises GatewayResponseError where ruamel.yaml or
    merge3 is not installed, and where nothing could be written without changing more.
    """
    try:
        import merge3  # noqa: F401
        from ruamel.yaml import YAML  # noqa: F401
        from ruamel.yaml.error import YAMLError
    except ImportError as error:
        raise GatewayResponseError(Problem(f"{error.name} is not installed", f"run {INSTALL}")) from None
    try:
        found = _rewritten(content, changes)
    except (YAMLError, UnicodeDecodeError, RecursionError):
        found = None
    if found is None:
        raise GatewayResponseError(Problem("writing it would change more than what is wrong", "change it by hand"))
    return found


def _rewritten(content: bytes, changes: Iterable[Change]) -> tuple[bytes, int] | None:
    mark, text = content[: 3 * content.startswith(b"\xef\xbb\xbf")], content.decode("utf-8-sig")
    is_crlf = "\r\n" in text and not re.search(r"(?<!\r)\n", text)
    text = text.replace("\r\n", "\n") if is_crlf else text
    is_ended = text.endswith("\n")
    text = text if is_ended else f"{text}\n"  # a last line without an end would be another line
    format_ = _JsonText(text) if is_json(content) else _YamlText(text)
    data, expected = format_.load(text), read_document(content, "the document").data
    before = format_.dump(data)
    made = [change for change in changes if change(data, format_)]
    after = format_.dump(data)
    if not all(change(expected, PlainData()) for change in made):
        return None
    new = next((new for new in (_merged(before, text, after), after) if _data(new) == expected), None)
    if new is None:
        return None
    new = new if is_ended else new.removesuffix("\n")
    return mark + (new.replace("\n", "\r\n") if is_crlf else new).encode(), len(made)


def _data(text: str) -> Any:
    try:
        return read_document(text.encode(), "the document").data
    except GatewayResponseError:
        return None


def _merged(before: str, text: str, after: str) -> str:
    """The text with what changed from `before` to `after`; where its format differs there, with all of `after`."""
    from merge3 import Merge3

    base, own, other = (version.splitlines(keepends=True) for version in (before, text, after))
    return "".join(line for _, *lines in Merge3(base, own, other).merge_groups() for line in lines[-1])


class PlainData:
    """Data that has no text."""

    def with_text(self, value: Any, change: Callable[[str], str]) -> Any:
        """A scalar, or the text of `Fn::Sub`, changed."""
        match value:
            case {"Fn::Sub": [str(text), *names]}:
                return {"Fn::Sub": [change(text), *names]}
            case {"Fn::Sub": str(text)}:
                return {"Fn::Sub": change(text)}
        known = text_of(value)
        return None if known is None else change(known)

    def rename(self, members: dict[str, Any], name: str, new: str) -> None:
        """Give a member another name in its place."""
        renamed = {new if key == name else key: value for key, value in members.items()}
        members.clear()
        members.update(renamed)

    def add(self, members: dict[str, Any], name: str, value: Any) -> None:
        """Give a mapping a new member."""
        members[name] = value


class _JsonText(PlainData):
    """JSON with its indentation, separators and escapes."""

    def __init__(self, text: str) -> None:
        indent = re.search(r"^([ \t]+)\S", text, re.MULTILINE)
        has_spaces = re.search(r'": ', text) is not None
        self._indent = indent[1] if indent else None
        self._separators = ("," if indent or not has_spaces else ", ", ": " if has_spaces else ":")
        self._is_ascii = text.isascii()
        self._end = text[len(text.rstrip()) :]

    def load(self, text: str) -> Any:
        return json.loads(text)

    def dump(self, data: Any) -> str:
        text = json.dumps(data, indent=self._indent, separators=self._separators, ensure_ascii=self._is_ascii)
        return text + self._end


class _YamlText:
    """YAML with its indentation, quotes, comments and short forms."""

    def __init__(self, text: str) -> None:
        from ruamel.yaml import YAML

        self._yaml = YAML()  # the kind that keeps comments
        self._yaml.preserve_quotes = True
        self._yaml.width = _NEVER
        self._yaml.explicit_start = re.search(r"^---(?:\s|$)", text, re.MULTILINE) is not None
        self._yaml.indent(*_indentation(text))

    def load(self, text: str) -> Any:
        return self._yaml.load(text)

    def dump(self, data: Any) -> str:
        self._yaml.dump(data, stream := StringIO())
        return stream.getvalue()

    def with_text(self, value: Any, change: Callable[[str], str]) -> Any:
        """A scalar, or the text of `Fn::Sub` in either form, changed; None for one that aliases repeat."""
        from ruamel.yaml.comments import CommentedMap, CommentedSeq, TaggedScalar

        if _is_repeated(value):
            return None
        if isinstance(value, TaggedScalar):
            return _tagged(value, change) if str(value.tag) == "!Sub" else None
        is_list = isinstance(value, CommentedSeq) and str(value.tag) == "!Sub"
        at = 0 if is_list else "Fn::Sub" if isinstance(value, CommentedMap) and [*value] == ["Fn::Sub"] else None
        if at is not None:
            value = deepcopy(value)  # aliases may stand for this one too
            value[at] = self.with_text(value[at], change)
            return None if value[at] is None else value
        text = text_of(value)
        return None if text is None else _styled(value, change(text))

    def rename(self, members: Any, name: Any, new: str) -> None:
        """Give a member another name in its place, with its comments."""
        position = [*members].index(name)
        comments = members.ca.items.pop(name, None)
        members.insert(position, _styled(name, new), members.pop(name))
        if comments:
            members.ca.items[new] = comments

    def add(self, members: Any, name: str, value: Any) -> None:
        """Add a member at the end, or before the last one if comments follow that: they may be of what comes next."""
        is_open = bool(members) and (
            isinstance(members[last := [*members][-1]], dict | list) or last in members.ca.items
        )
        members.insert(len(members) - is_open, name, _commented(deepcopy(value)))


def _commented(value: Any) -> Any:
    """Mappings that can have comments and be changed further."""
    from ruamel.yaml.comments import CommentedMap

    return CommentedMap((name, _commented(inner)) for name, inner in value.items()) if type(value) is dict else value


def _indentation(text: str) -> tuple[int, int, int]:
    """How far the first nested mapping and list are indented: the mapping, a list's items, and their dashes."""
    mapping = re.search(r"^( *)[^\s#-][^\n]*:[ \t]*\n\1( +)[^\s#-]", text, re.MULTILINE)
    items = re.search(r"^( *)[^\s#-][^\n]*:[ \t]*\n\1( *)(- +)[^\s#-]", text, re.MULTILINE)
    offset, dash = (len(items[2]), len(items[3])) if items else (0, 2)
    return len(mapping[2]) if mapping else 2, offset + dash, offset


def _tagged(value: Any, change: Callable[[str], str]) -> Any:
    """A `!Sub` of one text, changed."""
    value = deepcopy(value)
    value.value = change(value.value)
    if value.style not in ("|", ">"):
        value.style = '"' if "'" in value.value else value.style or "'"
    return value


def _styled(old: Any, text: str) -> Any:
    """Text in the style of what it replaces, but never with quotes that would be doubled."""
    from ruamel.yaml import scalarstring as styles

    if isinstance(old, (styles.LiteralScalarString, styles.FoldedScalarString)):
        return styles.LiteralScalarString(text)
    if "'" in text or isinstance(old, styles.DoubleQuotedScalarString):
        return styles.DoubleQuotedScalarString(text)
    if isinstance(old, styles.SingleQuotedScalarString):
        return styles.SingleQuotedScalarString(text)
    return text if isinstance(old, str) and _PLAIN.fullmatch(text) else styles.DoubleQuotedScalarString(text)


def _is_repeated(value: Any) -> bool:
    """Whether aliases can stand for it elsewhere."""
    anchor = getattr(value, "anchor", None)
    return anchor is not None and anchor.value is not None
