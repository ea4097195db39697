"""The parts of a YAML text, and how its scalars are written."""

import re
from collections.abc import Iterator
from typing import Any

from constructs_gw.template import text_of
from constructs_gw.text_edits.nodes import Node
from constructs_gw.yaml_values import plain_value

_PROPERTIES = re.compile(r"(?:(?:!<[^>]*>|[!&][^\s,\[\]{}]*)\s*(?:#.*\s*)*)*")
_OTHER_IN_1_1 = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("bool", "float", "int", "null"))


def yaml_nodes(text: str) -> Node:
    """The parts of a YAML text of one document that was read without an error."""
    import yaml

    events = iter(getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text).get_event, None)
    return _Reader(
        text, (event for event in events if isinstance(event, yaml.NodeEvent | yaml.CollectionEndEvent))
    ).root()


class _Reader:
    def __init__(self, text: str, events: Iterator[Any]) -> None:
        self._text = text
        self._events = events
        self._anchors: dict[str, Node] = {}

    def root(self) -> Node:
        return self._node(next(self._events), None)

    def _node(self, event: Any, holder: Node | None) -> Node:
        import yaml

        if isinstance(event, yaml.AliasEvent):
            return self._alias(event, holder)
        node = Node("", event.start_mark.index, event.end_mark.index, tag=event.tag, holder=holder)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
            node.has_anchor = True
        if isinstance(event, yaml.ScalarEvent):
            node.style, node.text = event.style or "", event.value
            node.start = _PROPERTIES.match(self._text, node.start, node.end).end()  # type: ignore[union-attr]
        else:
            self._fill(node, event, isinstance(event, yaml.MappingStartEvent))
        return node

    def _alias(self, event: Any, holder: Node | None) -> Node:
        target = self._anchors[event.anchor]
        alias = Node("*", event.start_mark.index, event.end_mark.index, target.text, holder=holder, target=target)
        target.aliases.append(alias)
        return alias

    def _fill(self, node: Node, event: Any, is_mapping: bool) -> None:
        """Read what is in a mapping or sequence."""
        import yaml

        node.style = ("{" if is_mapping else "[") if event.flow_style else ":" if is_mapping else "-"
        node.start = event.end_mark.index - bool(event.flow_style)
        while not isinstance(end := next(self._events), yaml.CollectionEndEvent):
            node.items.append(self._node(end, node))
        node.end = end.end_mark.index if event.flow_style else node.last().end  # type: ignore[union-attr]
        for name, value in zip(node.items[::2], node.items[1::2], strict=True) if is_mapping else ():
            if name.text == "<<" and name.style == "" and name.tag is None:
                node.merged = value.items if value.style in ("[", "-") else [value]
            else:
                node.members[name.text] = (name, value)


def has_one_reading(text: str) -> bool:
    """Whether a plain scalar is its own text to all readers.

    CloudFormation reads YAML 1.1 (user guide, template-formats), where `on` is true and `1_000` is 1000.
    """
    import yaml

    tag = yaml.SafeLoader("").resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    value = plain_value(text)
    return text_of(value) == text and (not isinstance(value, str) or tag not in _OTHER_IN_1_1)


def folded(lines: str) -> str:
    """The text of a folded block scalar that has these lines, without the break at its end."""
    import yaml

    indented = re.sub("^(?=.)", "  ", lines, flags=re.MULTILINE)
    events = yaml.parse(f">2-\n{indented}\n", Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    return str(next(event.value for event in events if isinstance(event, yaml.ScalarEvent)))
