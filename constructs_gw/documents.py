"""JSON and YAML text, read as untrusted input: plain data only, bounded in depth and size, one clear error."""

import json
import re
from typing import Any, ClassVar

from constructs_gw.errors import GatewayResponseError, Problem

MAX_BYTES = 20_000_000
"""Larger text is refused before it is parsed; API Gateway imports at most 6 MB, CloudFormation takes 1 MB."""

MAX_VALUES = 2_000_000
"""A document that YAML aliases blow up to more values than this is refused."""

MAX_DEPTH = 200
"""A document that is nested more deeply than this is refused."""


def load_document(text: bytes, name: str) -> Any:
    """The data of a JSON or YAML document; `name` stands for it in errors.

    YAML is read by the JSON-compatible rules of YAML 1.2: `on` and `2026-11-21` are text, and member names are text.
    CloudFormation's short forms (`!Ref`, `!Sub`) become their full forms.
    Raises GatewayResponseError for text that is neither, for duplicate member names and for what aliases blow up.
    """
    if len(text) > MAX_BYTES:
        raise _unreadable(name, f"has {len(text)} bytes, more than {MAX_BYTES}")
    try:
        data = _load_json(text) if text.lstrip()[:1] in (b"{", b"[") else _load_yaml(text, name)
    except json.JSONDecodeError as error:
        raise _unreadable(name, f"is not JSON: {error.msg}{f' at line {error.lineno}' if error.doc else ''}") from None
    except UnicodeDecodeError as error:
        raise _unreadable(name, f"is not text: {error.reason}") from None
    except RecursionError:
        raise _unreadable(name, "is nested too deeply") from None
    _check_size(data, name)
    return data


def _load_json(text: bytes) -> Any:
    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        data = dict(pairs)
        if len(data) < len(pairs):
            names = [name for name, _ in pairs]
            twin = next(name for name in names if names.count(name) > 1)
            raise json.JSONDecodeError(f"duplicate member {twin!r}", "", 0)
        return data

    return json.loads(text, object_pairs_hook=members)


def _unreadable(name: str, what: str) -> GatewayResponseError:
    return GatewayResponseError(Problem(f"{name} {what}", "give a JSON or YAML document"))


def _load_yaml(text: bytes, name: str) -> Any:
    import yaml

    try:
        _check_depth(text, name)
        return yaml.load(text, Loader=_loader())
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
        raise _unreadable(name, f"is not YAML: {where}{error.problem}") from None
    except yaml.YAMLError as error:
        raise _unreadable(name, f"is not YAML: {error}".splitlines()[0]) from None


def _check_depth(text: bytes, name: str) -> None:
    """Refuse deep nesting before it is composed: that recursion happens in C, where nothing catches it."""
    import yaml

    depth = 0
    for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            raise _unreadable(name, "is nested too deeply")


def _check_size(data: Any, name: str) -> None:
    """Refuse what is small as text and huge as data, or endless: aliases of aliases."""
    left, pending = MAX_VALUES, [(data, 0)]
    while pending:
        value, depth = pending.pop()
        if isinstance(value, dict | list):
            children = list(value.values()) if isinstance(value, dict) else value
            left -= len(children)
            if depth > MAX_DEPTH:  # an alias to what contains it ends here too
                raise _unreadable(name, "is nested too deeply")
            if left < 0:
                raise _unreadable(name, f"has more than {MAX_VALUES} values once its YAML aliases are followed")
            pending += [(child, depth + 1) for child in children]


def _short_form(loader: Any, name: str, node: Any) -> dict[str, Any]:
    """CloudFormation's short form of an intrinsic function, such as `!Sub text`, as its full form."""
    import yaml

    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if name == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {name if name in ("Ref", "Condition") else f"Fn::{name}": value}


def _loader() -> type[Any]:
    """PyYAML's safe loader with YAML 1.2's scalars and CloudFormation's short forms; duplicate names are refused."""
    import yaml

    class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
        yaml_implicit_resolvers: ClassVar[dict[str, Any]] = {}

        def construct_mapping(self, node: Any, deep: bool = False) -> dict[str, Any]:
            names = set[str]()
            for key, _ in node.value:
                if not isinstance(key, yaml.ScalarNode) or key.value in names:
                    is_text = isinstance(key, yaml.ScalarNode)
                    what = f"duplicate member {key.value!r}" if is_text else "a member name that is no text"
                    raise yaml.constructor.ConstructorError(None, None, what, key.start_mark)
                names.add(key.value)
            self.flatten_mapping(node)
            return {key.value: self.construct_object(value, deep=deep) for key, value in node.value}

    for tag, pattern, first in (
        ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
        ("null", r"~|null|Null|NULL|", "~nN\0"),
        ("int", r"[-+]?[0-9]+", "-+0123456789"),
        ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", "-+0123456789."),
        ("merge", r"<<", "<"),
    ):
        characters = ["" if c == "\0" else c for c in first]
        Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), characters)
    Loader.add_multi_constructor("!", _short_form)
    Loader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(loader.construct_scalar(node)))
    Loader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(loader.construct_scalar(node)))
    return Loader
