"""The values of this library as the code that a user writes for them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from constructs_gw.convert.guess import Guess, plain
from constructs_gw.convert.json_data import data_of, refusal, undetermined
from constructs_gw.convert.preset_choice import Plan
from constructs_gw.convert.python_text import Group, Item, Node, call, dict_of, flat, list_of, string, text_node
from constructs_gw.customization import Customization
from constructs_gw.mapping import MappingValue
from constructs_gw.plain_text import without_tokens
from constructs_gw.preset import REASON, STATUS, Preset
from constructs_gw.response_template import JSON_MEDIA_TYPE

_CUSTOMIZATION = 40
"""What a customization costs beside its text: presets are preferred to some that are as short."""

_PLACEHOLDERS = {STATUS: "STATUS", REASON: "REASON"}
_OWN = "each type by itself, since what a Customization says of DEFAULT_* holds for its whole class"


@dataclass(slots=True)
class Code:
    """Values in one module."""

    names: Mapping[str, str] = field(default_factory=dict)
    """The code for what only the deployment knows, by name."""
    imports: dict[str, set[str]] = field(default_factory=dict)
    """The names that it uses, by module."""

    def use(self, name: str, module: str = "constructs_gw") -> str:
        """A name of a module, which is imported."""
        self.imports.setdefault(module, set()).add(name)
        return name

    def text(self, text: str) -> str:
        """A text as a literal, or the code for it."""
        return string(text, self.names)

    def value(self, value: Any) -> Node:
        """Plain data, or a mapping value."""
        match value:
            case MappingValue():
                return self.mapping_value(value)
            case str():
                return self.text(str(value))
            case dict():
                return dict_of((self.text(str(key)), self.value(member)) for key, member in value.items())
            case list() | tuple():
                return list_of(map(self.value, value))
        return repr(value)

    def mapping_value(self, value: MappingValue) -> Node:
        """A mapping value, as plain text where that means the same."""
        text = plain(value)
        if isinstance(text, str):
            return self.text(text)
        name = self.use("MappingValue")
        if value.is_static:
            return call(f"{name}.parse", self.text(str(value)))
        return call(f"{name}.{value.source.name.lower()}", self.text(value.text))

    def preset(self, guess: Guess) -> Node:
        """The call of a preset's function."""
        name = self.use(guess.name, "constructs_gw.presets")
        shaped = self.shape if guess.name == "error_body" else self.value
        return call(name, *map(shaped, guess.arguments), **{k: self.value(v) for k, v in guess.options.items()})

    def shape(self, value: Any) -> Node:
        """A body's shape, with the names of its placeholders."""
        if isinstance(value, str) and value in _PLACEHOLDERS:
            return self.use(_PLACEHOLDERS[value], "constructs_gw.preset")
        if isinstance(value, dict):
            return dict_of((self.text(key), self.shape(member)) for key, member in value.items())
        return list_of(map(self.shape, value)) if isinstance(value, list) else self.value(value)

    def own_preset(self, preset: Preset) -> Node:
        """A preset of the source's own headers."""
        kinds = self.use("ResponseType")
        contribution = self.use("Contribution")
        rows = (
            (f"{kinds}.{kind.name}", call(contribution, headers=self.headers(row.headers)))
            for kind, row in preset.contributions.items()
        )
        return call(self.use("Preset"), string(preset.name), dict_of(rows))

    def headers(self, headers: Mapping[str, Any]) -> Node | None:
        """Headers by name; None for none."""
        return self.value(dict(headers)) if headers else None

    def customization(self, entry: Customization) -> Node:
        """A customization."""
        code = entry.status_code
        items = [
            Item(string(str(entry.response_type))),
            *([Item(code if code.isdigit() else self.text(code), "status_code=")] if code else []),
            *([Item(headers, "headers=")] if (headers := self.headers(entry.headers)) else []),
            *self.templates(entry.templates),
        ]
        return Group(f"{self.use('Customization')}(", tuple(items), ")")

    def templates(self, templates: Mapping[str, str]) -> Iterator[Item]:
        """The argument `templates`: text by media type where that is all, or ResponseTemplates."""
        if not templates:
            return
        refused = {media_type: refusal(media_type, body) for media_type, body in templates.items()}
        if not any(refused.values()) and all(data_of(*item) is None for item in templates.items()):
            rows = ((string(media_type), text_node(body, self.names)) for media_type, body in templates.items())
            yield Item(dict_of(rows), "templates=")
            return
        made = [
            Item(self.template(*item, refused[item[0]]), comment=self._kept(refused, *item))
            for item in templates.items()
        ]
        if len(made) == 1:
            yield Item(made[0].value, "templates=", made[0].comment)
        else:
            yield Item(Group("[", tuple(made), "]"), "templates=")

    def template(self, media_type: str, body: str, refused: str) -> Node:
        """A body with its media type: of data, checked text, or text that is kept as it is."""
        name = self.use("ResponseTemplate")
        data = data_of(media_type, body)
        if data is None:
            method = name if refused else f"{name}.text"
            return call(method, string(media_type), text_node(body, self.names))
        accepted = undetermined(body)
        return call(
            f"{name}.json",
            self.value(data),
            content_type=None if media_type == JSON_MEDIA_TYPE else string(media_type),
            accept_undetermined=list_of(map(string, accepted)) if accepted else None,
        )

    @staticmethod
    def _kept(refused: Mapping[str, str], media_type: str, body: str) -> str:
        if data_of(media_type, body) is not None or not refused[media_type]:
            return ""
        return f"kept as it was: {_shortened(without_tokens(refused[media_type]))}"

    def presets(self, plan: Plan) -> Iterable[Item]:
        """All presets of a plan."""
        yield from (Item(self.preset(guess)) for guess in plan.guesses)
        if plan.own:
            yield Item(self.own_preset(plan.own), comment=_OWN)

    def customizations(self, plan: Plan) -> Iterable[Item]:
        """All customizations of a plan."""
        return (Item(self.customization(entry)) for entry in plan.customizations)


def _shortened(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:97]}..."


def cost(plan: Plan, names: Mapping[str, str]) -> int:
    """How long the code of a plan is, with something added for each customization."""
    code = Code(names)
    items = [*code.presets(plan), *code.customizations(plan)]
    return sum(len(flat(item.value)) for item in items) + _CUSTOMIZATION * len(plan.customizations)
