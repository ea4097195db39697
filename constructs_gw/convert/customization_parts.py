"""The parts of a customization, one by one: which of them another document can say."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple, TypeAlias

from constructs_gw.customization import Customization, checked_customization
from constructs_gw.errors import listed
from constructs_gw.mapping import MappingValue
from constructs_gw.response_types import ResponseType
from constructs_gw.tokens import TOKEN

IsSayable: TypeAlias = Callable[[str], bool]
"""Whether another document can refer to a value by its name."""


class Part(NamedTuple):
    """A status code, a header or a body."""

    kind: str
    name: str = ""

    def __str__(self) -> str:
        return f"{self.kind} {self.name}".strip()


STATUS = Part("status code")

Value: TypeAlias = str | MappingValue

Parts: TypeAlias = Mapping[Part, Value]


def parts_of(entry: Customization | None) -> Parts:
    """What a customization sets."""
    if entry is None:
        return {}
    status = {STATUS: entry.status_code} if entry.status_code else {}
    headers = {Part("header", name): value for name, value in entry.headers.items()}
    return {**status, **headers, **{Part("body", media_type): text for media_type, text in entry.templates.items()}}


def of_parts(kind: ResponseType, parts: Parts) -> Customization:
    """The customization that sets them."""
    headers = {part.name: v for part, v in parts.items() if part.kind == "header" and isinstance(v, MappingValue)}
    bodies = {part.name: str(value) for part, value in parts.items() if part.kind == "body"}
    status = str(parts[STATUS]) if STATUS in parts else None
    return checked_customization(kind, status, MappingProxyType(headers), MappingProxyType(bodies))


def names_in(value: Value) -> list[str]:
    """The names of the values in a part that only the deployment knows, each once."""
    return [*dict.fromkeys(TOKEN.findall(str(value)))]


def token_names(entries: Iterable[Customization]) -> list[str]:
    """The names of those in any part of customizations, each once."""
    return [*dict.fromkeys(name for entry in entries for value in parts_of(entry).values() for name in names_in(value))]


class Kept(NamedTuple):
    """A customization as another document can say it, and what of it was lost on the way."""

    entry: Customization
    losses: list[tuple[str, str, str]]
    """The part, what became of it, and what to do."""


def kept(written: Customization, deployed: Customization | None, is_sayable: IsSayable) -> Kept:
    """A customization with its parameters open, or with their defaults where that cannot be said."""
    parts: dict[Part, Value] = {}
    losses = []
    fallback = parts_of(deployed)
    for part, value in parts_of(written).items():
        for candidate in (value, fallback.get(part)):
            if candidate is not None and all(map(is_sayable, names_in(candidate))):
                parts[part] = candidate
                break
        unknown = [name for name in names_in(value) if not is_sayable(name)]
        if part not in parts:
            what = f"left out: its value is known only at deployment ({listed(unknown)})"
            losses.append((str(part), what, "write the value itself"))
        elif unknown:
            what = "its value depends on parameters in a way that only the source's format has"
            losses.append((str(part), what, "check it: it is that of the parameters' defaults"))
    return Kept(of_parts(written.response_type, parts), losses)


def undecided(written: Customization, open_: Customization | None, conditions: str) -> Iterator[tuple[str, str, str]]:
    """What of a customization is only so with the defaults of parameters that conditions look at."""
    check = "check it: it is as with the parameters' defaults"
    if open_ is None:  # a condition stands where no name of a value can, so which part it is does not show
        yield "", f"depends on {conditions}", check
        return
    mine, theirs = parts_of(written), parts_of(open_)
    for part in dict.fromkeys([*mine, *theirs]):
        if part not in mine:
            yield str(part), f"left out: it depends on {conditions}", check
        elif mine[part] != theirs.get(part):
            yield str(part), f"depends on {conditions}", check
