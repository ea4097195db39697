"""Data as YAML and JSON that no formatter has written: each part in another of the styles that there are."""

import json
from random import Random
from typing import Any


def odd_json(data: Any, random: Random) -> str:
    """JSON with gaps and line breaks anywhere, and escapes where none are needed."""

    def gap() -> str:
        return random.choice(["", "", "", " ", "\n", "\t", "  \n\t "])

    match data:
        case dict():
            pairs = (
                f"{gap()}{odd_json(k, random)}{gap()}:{gap()}{odd_json(v, random)}{gap()}" for k, v in data.items()
            )
            return "{" + (",".join(pairs) or gap()) + "}"
        case list():
            return "[" + (",".join(f"{gap()}{odd_json(item, random)}{gap()}" for item in data) or gap()) + "]"
    text = json.dumps(data, ensure_ascii=random.random() < 0.5)
    return text.replace("/", "\\/") if random.random() < 0.2 else text


def odd_yaml(data: Any, random: Random) -> str:
    """YAML with comments, which are `# 1.`, `# 2.` and so on, and blank lines; now and then it is no YAML at all."""
    return _Writer(random).document(data)


class _Writer:
    def __init__(self, random: Random) -> None:
        self.pick = random.choice
        self.chance = random.random
        self.comments = 0

    def document(self, data: Any) -> str:
        begin = self.pick(["", "", "---\n", "%YAML 1.2\n---\n", f"{self.comment()}\n", f"--- {self.comment()}\n"])
        end = self.pick(["", "", "...\n", f"{self.comment()}\n", "\n\n"])
        return begin + "".join(f"{line}\n" for line in self.block(data, 0)) + end

    def comment(self) -> str:
        self.comments += 1
        return f"# {self.comments}."

    def tail(self) -> str:
        """A comment behind something, or nothing."""
        return self.pick([" ", "   ", "        "]) + self.comment() if self.chance() < 0.2 else ""

    def between(self, column: int) -> list[str]:
        """A blank line, a comment or nothing."""
        return self.pick([[], [], [], [], [""], [" " * self.pick([0, column]) + self.comment()]])

    def block(self, data: Any, column: int) -> list[str]:
        """The lines of a mapping or list."""
        indent = self.pick([1, 2, 2, 2, 3, 4])
        width = max(map(len, map(str, data))) if self.chance() < 0.2 else 0
        lines: list[str] = []
        for key, value in data.items() if isinstance(data, dict) else enumerate(data):
            begin, inner = "-", column + 2
            if isinstance(data, dict):
                begin, inner = self.scalar(key).ljust(width) + self.pick(["", "", " "]) + ":", column + indent
                if self.chance() < 0.03:
                    lines.append(f"{' ' * column}? {self.scalar(key)}")
                    begin, inner = ":", column + 2
            first, *others = self.value(value, inner)
            gap = self.pick(["", "", "  "]) if isinstance(data, dict) and begin != ":" else ""
            lines += [*self.between(column), f"{' ' * column}{begin} {gap}{first.lstrip(' ')}".rstrip(" "), *others]
        return lines

    def value(self, value: Any, column: int) -> list[str]:
        """The lines of a value, of which the first goes behind a name."""
        match value:
            case {"Fn::Sub": str(text)} if self.chance() < 0.6:
                first, *others = self.value(text, column)
                return [f"!Sub {first}", *others]
            case {"Ref": str(name)} if self.chance() < 0.6:
                return [f"!Ref {name}{self.tail()}"]
            case dict() | list() if value and self.chance() < 0.75:
                return [self.pick(["", "", self.comment()]), *self.block(value, column)]
            case dict() | list():
                return [self.flow(value, column)]
            case str() if value and value == value.strip() and self.chance() < 0.25:
                return self.block_scalar(value, column)
            case str() if value[:1].isalpha() and " " in value and not {*":#\n"} & {*value} and self.chance() < 0.2:
                first, rest = value.split(" ", 1)
                return [first, " " * (column + self.pick([0, 3])) + rest]
        return [self.scalar(value) + self.tail()]

    def block_scalar(self, value: str, column: int) -> list[str]:
        style = self.pick(["|", "|-", "|+", ">", ">-"])
        text = value.replace(" ", "\n", 1) if style[0] == ">" and "\n" not in value else value
        pad = " " * (column + self.pick([0, 3]))
        lines = [pad + line if line else "" for line in text.split("\n")]
        return [f"{style}{self.tail()}", *lines, *self.pick([[], [], [""]])]

    def flow(self, value: Any, column: int) -> str:
        """A mapping or list in flow style, on one line or on several."""
        colon, [begin, end] = self.pick([": ", ": ", ":   "]), "{}" if isinstance(value, dict) else "[]"
        items = [self.flow_value(item, column) for item in (value.values() if isinstance(value, dict) else value)]
        if isinstance(value, dict):
            items = [self.scalar(name) + colon + item for name, item in zip(value, items, strict=True)]
        if not items or self.chance() < 0.5:
            space = self.pick(["", " "])
            return begin + space + self.pick([", ", ",   "]).join(items) + space + end
        pad, last = "\n" + " " * (column + 2), self.pick(["", ","])
        commas = [","] * (len(items) - 1) + [last]
        return begin + "".join(f"{pad}{i}{c}{self.tail()}" for i, c in zip(items, commas, strict=True)) + pad + end

    def flow_value(self, value: Any, column: int) -> str:
        return self.flow(value, column + 2) if isinstance(value, dict | list) else self.scalar(value)

    def scalar(self, value: Any) -> str:
        if not isinstance(value, str):
            return json.dumps(value)
        quoted = [json.dumps(value, ensure_ascii=self.chance() < 0.3)]
        quoted += ["'" + value.replace("'", "''") + "'"] * ("\n" not in value)
        is_plain = value[:1].isalpha() and all(c.isalnum() or c in "-_./$*:" for c in value) and value != "null"
        return str(self.pick([*quoted, *[value] * 3 * is_plain]))
