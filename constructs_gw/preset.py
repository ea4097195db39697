"""A preset: a plain value that says, for each response type it concerns, what it contributes.

One of your own is a function that returns a `Preset`; nothing has to be registered.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from constructs_gw.customization import header_value
from constructs_gw.errors import GatewayResponseError, Problem, attempt, raise_all
from constructs_gw.mapping import MappingValue
from constructs_gw.response_template import JSON_MEDIA_TYPE, Json
from constructs_gw.response_types import CUSTOMIZABLE_TYPES, KNOWN_ISSUES, ResponseType

MESSAGE = "$context.error.messageString"
"""Where a body shape says API Gateway's message; a contributed `message` takes its place."""

STATUS = "${status}"
"""Where a body shape says the status code that the answer has in the end; left out for DEFAULT_*, which has none."""

REASON = "${reason}"
"""Where a body shape says the reason phrase of that status code; the response type where it has none."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a preset adds to the answer of one response type; what is left out it leaves to others."""

    headers: Mapping[str, MappingValue | str] = field(default_factory=dict)
    """Response headers by name; plain text is static."""
    status_code: int | str | None = None
    """The status code in place of the type's own."""
    message: str | None = None
    """Text in place of API Gateway's message in the body."""
    shape: Mapping[str, Json] | None = None
    """The body's own members, with MESSAGE, STATUS and REASON as values; without any, `{"message": MESSAGE}`."""
    content_type: str = JSON_MEDIA_TYPE
    """The media type of the shape."""
    members: Mapping[str, Json] = field(default_factory=dict)
    """Members added to whichever shape the body has."""
    accept_undetermined: frozenset[str] = frozenset()
    """Variables used although nobody has measured whether they are JSON-safe."""
    expose_headers: tuple[str, ...] | None = None
    """Headers that scripts of other origins may read, besides those that presets add; None exposes none."""
    vary: tuple[str, ...] = ()
    """Request headers that the answer depends on."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A named bundle of contributions, by response type."""

    name: str
    contributions: Mapping[ResponseType, Contribution]

    def __post_init__(self) -> None:
        problems: list[Problem] = []
        for contribution in {id(c): c for c in self.contributions.values()}.values():
            for name, value in contribution.headers.items():
                attempt(problems, header_value, name, value)
        raise_of(self.name, dict.fromkeys(problems))
        object.__setattr__(self, "contributions", MappingProxyType(_with_values(self.contributions)))

    @classmethod
    def of(cls, name: str, contribute: Callable[[ResponseType], Contribution | None]) -> "Preset":
        """The preset that asks a function what to contribute to each type; None leaves the type alone."""
        rows = ((kind, contribute(kind)) for kind in CUSTOMIZABLE_TYPES)
        return cls(name, MappingProxyType({kind: row for kind, row in rows if row is not None}))


def _with_values(contributions: Mapping[ResponseType, Contribution]) -> dict[ResponseType, Contribution]:
    """The contributions with their headers as mapping values; types that share one still do."""
    made: dict[int, Contribution] = {}
    for contribution in contributions.values():
        if id(contribution) not in made:
            headers = {name: MappingValue.of(value) for name, value in contribution.headers.items()}
            made[id(contribution)] = replace(contribution, headers=headers)
    return {kind: made[id(contribution)] for kind, contribution in contributions.items()}


def raise_of(name: str, problems: Iterable[Problem]) -> None:
    """Raise every problem at once, said of the call of a preset."""
    raise_all(replace(problem, at=f"{name}() {problem.at}".strip()) for problem in problems)


def customizable_type(value: object) -> ResponseType:
    """The response type that a value names; raises GatewayResponseError for one whose customization has no effect."""
    kind = ResponseType.of(value)
    if not kind.is_customizable:
        message = f"API Gateway does not support customizing {kind} ({KNOWN_ISSUES})"
        raise GatewayResponseError(Problem(message, "leave it out"))
    return kind
