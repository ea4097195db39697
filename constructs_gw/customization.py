"""Customizations of gateway responses, and what a set of them makes each response type answer with."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from constructs_gw.errors import GatewayResponseError, Problem, attempt, raise_all
from constructs_gw.mapping import MappingValue
from constructs_gw.response_template import JSON_MEDIA_TYPE, ResponseTemplate
from constructs_gw.response_types import CUSTOMIZABLE_TYPES, ResponseType
from constructs_gw.tokens import is_token, opaque_text

DEFAULT_TEMPLATES: Mapping[str, str] = MappingProxyType({JSON_MEDIA_TYPE: '{"message":$context.error.messageString}'})
"""The body of a customization that declares none, as GetGatewayResponse reports it (recorded against AWS)."""

HEADER_PREFIX = "gatewayresponse.header."
"""What API Gateway's parameter keys begin with; names are written without it here."""

_HEADER_NAME = re.compile(r"[A-Za-z0-9._$-]+")
_PARAMETER_KEY = re.compile(r"(?:gatewayresponse|method\.response)\.(?:header|path|querystring)\.(.*)", re.IGNORECASE)
_STATUS_CODE = re.compile(r"[1-5][0-9][0-9]")


@dataclass(frozen=True, slots=True, init=False)
class Customization:
    """A customization of the gateway response of one response type.

    What is left out keeps API Gateway's default: the type's own status code, no headers, the body
    `{"message": ...}`. A type with a customization of its own inherits nothing from DEFAULT_4XX or DEFAULT_5XX.
    """

    response_type: ResponseType
    status_code: str | None
    """`"100"` to `"599"`; None leaves the type's own."""
    headers: Mapping[str, MappingValue]
    """Response headers by name."""
    templates: Mapping[str, str]
    """Bodies by media type."""

    def __init__(
        self,
        response_type: object,
        *,
        status_code: object = None,
        headers: Mapping[str, object] | None = None,
        templates: ResponseTemplate | Iterable[ResponseTemplate] | Mapping[str, str] | None = None,
    ) -> None:
        """Check and keep the given parts.

        `response_type` is a ResponseType, its name, or aws-cdk's own. `status_code` is a number or its text. Plain
        text as a header's value is static. `templates` are ResponseTemplates, or a mapping from media type to text,
        which then has to pass the checks of `ResponseTemplate.text`. Raises GatewayResponseError with every problem.
        """
        unknown: list[Problem] = []
        problems: list[Problem] = []
        kind = attempt(unknown, ResponseType.of, response_type)
        status = attempt(problems, _status_code, status_code)
        given = attempt(problems, _header_dict, headers) or {}
        values = {name: attempt(problems, header_value, name, value) for name, value in given.items()}
        bodies = attempt(problems, _templates, templates)
        problems += _twin_problems(values)
        at = str(kind or response_type)
        raise_all([*unknown, *(Problem(p.message, p.fix, f"{at} {p.at}".strip()) for p in problems)])
        object.__setattr__(self, "response_type", kind)
        object.__setattr__(self, "status_code", status)
        object.__setattr__(self, "headers", MappingProxyType(values))
        object.__setattr__(self, "templates", MappingProxyType(bodies or {}))

    @classmethod
    def parse(
        cls,
        response_type: object,
        *,
        status_code: object = None,
        response_parameters: Mapping[str, str] | None = None,
        response_templates: Mapping[str, str] | None = None,
    ) -> "Customization":
        """Read a customization as API Gateway spells it, with prefixed parameter keys and mapping expressions.

        Keys for `path` and `querystring` are left out: an answer has neither. Any template text is taken, as API
        Gateway takes it. Raises GatewayResponseError for what API Gateway would reject.
        """
        problems: list[Problem] = []
        headers = {}
        for key, expression in (response_parameters or {}).items():
            if key.startswith(HEADER_PREFIX):
                headers[key.removeprefix(HEADER_PREFIX)] = attempt(problems, _parse_expression, key, expression)
            elif not key.startswith(("gatewayresponse.path.", "gatewayresponse.querystring.")):
                name = prefixed[1] if (prefixed := _PARAMETER_KEY.fullmatch(key)) else key
                problems.append(Problem(f"{key!r} is not a response parameter", f"write {HEADER_PREFIX + name!r}"))
        bodies = [attempt(problems, ResponseTemplate, *item) for item in (response_templates or {}).items()]
        raise_all(problems)
        templates = [template for template in bodies if template is not None]
        return cls(response_type, status_code=status_code, headers=headers, templates=templates)

    @property
    def response_parameters(self) -> dict[str, str]:
        """The headers as API Gateway spells them: prefixed keys, mapping expressions."""
        return {f"{HEADER_PREFIX}{name}": str(value) for name, value in self.headers.items()}

    def of_type(self, response_type: ResponseType) -> "Customization":
        """The same status, headers and body for another response type."""
        return _checked(response_type, self.status_code, self.headers, self.templates)

    def without_status(self) -> "Customization":
        """The same headers and body with the type's own status."""
        return _checked(self.response_type, None, self.headers, self.templates)


def _checked(
    response_type: ResponseType,
    status_code: str | None,
    headers: Mapping[str, MappingValue],
    templates: Mapping[str, str],
) -> Customization:
    """A customization of parts that another one has checked already."""
    customization = object.__new__(Customization)
    object.__setattr__(customization, "response_type", response_type)
    object.__setattr__(customization, "status_code", status_code)
    object.__setattr__(customization, "headers", headers)
    object.__setattr__(customization, "templates", templates)
    return customization


def _status_code(value: object) -> str | None:
    text = opaque_text(value) or (value if isinstance(value, str) else None)
    if value is None or (text and is_token(text)):
        return text
    if isinstance(value, int) and not isinstance(value, bool):
        text = str(value)
    if text is None or not _STATUS_CODE.fullmatch(text):
        fix = "write one from 100 to 599, such as 404"
        raise GatewayResponseError(Problem(f"status code {value!r} is not an HTTP status", fix))
    return text


def _header_dict(headers: Mapping[str, object] | None) -> Mapping[str, object]:
    if headers is None or isinstance(headers, Mapping):
        return headers or {}
    raise GatewayResponseError(Problem(f"headers={headers!r} is not a dict", 'give headers={"X-A": "v"}'))


def header_value(name: str, value: object) -> MappingValue:
    """The value of a response header; raises GatewayResponseError for a bad name or value, saying which header."""
    if not isinstance(name, str):
        raise GatewayResponseError(Problem(f"header name {name!r} is not text", f"write {str(name)!r}"))
    prefixed = _PARAMETER_KEY.fullmatch(name)
    if prefixed:
        fix = f"write {prefixed[1]!r}"
        raise GatewayResponseError(Problem(f"header name {name!r} has API Gateway's prefix already", fix))
    if not _HEADER_NAME.fullmatch(name):
        raise GatewayResponseError(Problem(f"{name!r} is not a header name", "use only A-Z, a-z, 0-9 and . _ $ -"))
    try:
        return MappingValue.of(value)
    except GatewayResponseError as error:
        raise error.at(f"header {name}") from None


def _parse_expression(key: str, expression: str) -> MappingValue:
    try:
        return MappingValue.parse(expression)
    except GatewayResponseError as error:
        raise error.at(key) from None


def _templates(templates: object) -> dict[str, str]:
    if templates is None:
        return {}
    if isinstance(templates, ResponseTemplate):
        return {templates.content_type: templates.body}
    if isinstance(templates, Mapping):
        templates = [ResponseTemplate.text(content_type, body) for content_type, body in templates.items()]
    fix = "give ResponseTemplate.json({...}), or a mapping from media type to text"
    if isinstance(templates, str) or not isinstance(templates, Iterable):
        raise GatewayResponseError(Problem(f"templates={templates!r} is not made of ResponseTemplates", fix))
    bodies: dict[str, str] = {}
    for template in templates:
        if not isinstance(template, ResponseTemplate):
            raise GatewayResponseError(Problem(f"templates={templates!r} is not made of ResponseTemplates", fix))
        if bodies.setdefault(template.content_type, template.body) != template.body:
            message = f"two templates are for {template.content_type}"
            raise GatewayResponseError(Problem(message, "keep one body a media type"))
    return bodies


def _twin_problems(headers: Iterable[str]) -> list[Problem]:
    seen: dict[str, str] = {}
    return [
        Problem(f"headers {first!r} and {name!r} are one header", "keep one of them: header names ignore case")
        for name in headers
        if isinstance(name, str) and (first := seen.setdefault(name.casefold(), name)) != name
    ]


@dataclass(frozen=True, slots=True)
class EffectiveResponse:
    """What API Gateway answers with for a response type, and the customization that says so."""

    response_type: ResponseType
    status_code: str | None
    """None for DEFAULT_4XX and DEFAULT_5XX without a status: each type keeps its own."""
    headers: Mapping[str, MappingValue]
    templates: Mapping[str, str]
    source: ResponseType | None
    """The type whose customization applies: its own or its DEFAULT_*; None for API Gateway's built-in answer."""

    def same_answer(self, other: "EffectiveResponse") -> bool:
        """Whether a client gets the same from both, wherever it comes from; a built-in answer equals only another."""
        mine, theirs = ((r.status_code, r.headers, r.templates, r.source is None) for r in (self, other))
        return mine == theirs


@dataclass(frozen=True, slots=True)
class Difference:
    """One part in which two sets customize a response type differently."""

    response_type: ResponseType
    part: str
    """`customization` (one side has none), `status_code`, `headers.NAME` or `templates.MEDIA_TYPE`."""
    before: str | None
    after: str | None


class CustomizationSet(Mapping[ResponseType, Customization]):
    """The customizations of one REST API, at most one a response type. Immutable; iterates in AWS's order of types."""

    __slots__ = ("_entries",)

    def __init__(self, customizations: Iterable[Customization] = ()) -> None:
        entries: dict[ResponseType, Customization] = {}
        problems = []
        given: Iterable[object] = customizations
        for entry in given:
            if not isinstance(entry, Customization):
                problems.append(Problem(f"{entry!r} is not a Customization", "give Customization(...) values"))
            elif entries.setdefault(entry.response_type, entry) != entry:
                problems.append(_twice(entry.response_type))
        raise_all(problems)
        self._entries = {kind: entries[kind] for kind in ResponseType if kind in entries}

    def __getitem__(self, response_type: ResponseType) -> Customization:
        return self._entries[response_type]

    def __iter__(self) -> Iterator[ResponseType]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        return f"CustomizationSet({list(self._entries.values())!r})"

    def effective(self, response_type: ResponseType) -> EffectiveResponse:
        """What a type answers with: its own customization alone, else its DEFAULT_*'s, else the built-in answer.

        DEFAULT_4XX or DEFAULT_5XX is chosen by the type's default status, and leaves that status unless it sets one
        (recorded against AWS by LocalStack; MiniStack keeps the type's own even then, without evidence). A
        REQUEST_TOO_LARGE is always built in: customizing it is not supported (developer guide, known issues, 2023).
        """
        response_type = ResponseType.of(response_type)
        candidates = (response_type, response_type.fallback) if response_type.is_customizable else ()
        entry = next((self._entries[kind] for kind in candidates if kind in self._entries), None)
        return _answer(response_type, entry)

    def minimal(self) -> "CustomizationSet":
        """The fewest customizations with which every type answers as with this set.

        What a type would inherit from its DEFAULT_* is left out. A status on DEFAULT_4XX or DEFAULT_5XX becomes one
        customization a type, because sources disagree on what it does to other types.
        """
        entries = dict(self._entries)
        for default in (kind for kind in self._entries if kind.is_default):
            entries |= _expand_status(self, default)
        return CustomizationSet(entry for entry in entries.values() if not _is_inherited(entry, entries))

    def merge(self, other: "CustomizationSet") -> "CustomizationSet":
        """Both sets in one; raises GatewayResponseError naming the types that both customize differently."""
        raise_all(_twice(kind) for kind in self if kind in other and self[kind] != other[kind])
        return CustomizationSet([*self.values(), *other.values()])

    def diff(self, other: "CustomizationSet") -> list[Difference]:
        """What changes from this set to the other, part by part, each part with its default where it is left out."""
        return [d for kind in ResponseType for d in _differences(kind, self._declared(kind), other._declared(kind))]

    def _declared(self, kind: ResponseType) -> EffectiveResponse | None:
        return _answer(kind, self[kind]) if kind in self else None


def _answer(kind: ResponseType, entry: Customization | None) -> EffectiveResponse:
    default = kind.default_status
    own_status = None if default is None else str(default)
    if entry is None:
        return EffectiveResponse(kind, own_status, MappingProxyType({}), DEFAULT_TEMPLATES, None)
    status = entry.status_code or own_status
    return EffectiveResponse(kind, status, entry.headers, entry.templates or DEFAULT_TEMPLATES, entry.response_type)


def _twice(kind: ResponseType) -> Problem:
    return Problem(f"{kind} is customized twice, differently", "keep one Customization of each response type")


def _expand_status(full: CustomizationSet, default: ResponseType) -> dict[ResponseType, Customization]:
    entry = full[default]
    if entry.status_code is None:
        return {}
    heirs = (kind for kind in CUSTOMIZABLE_TYPES if kind.fallback is default and kind not in full)
    return {kind: entry.of_type(kind) for kind in heirs} | {default: entry.without_status()}


def _is_inherited(entry: Customization, entries: Mapping[ResponseType, Customization]) -> bool:
    kind = entry.response_type
    default = None if kind.fallback is None or not kind.is_customizable else entries.get(kind.fallback)
    if default is None:
        return False
    if entry.headers is default.headers and entry.templates is default.templates and entry.status_code is None:
        return True  # made of the same parts, as most types are
    return _answer(kind, entry).same_answer(_answer(kind, default))


def _differences(
    kind: ResponseType, before: EffectiveResponse | None, after: EffectiveResponse | None
) -> list[Difference]:
    if before is None or after is None:
        if before is after:
            return []
        return [Difference(kind, "customization", *("customized" if side else None for side in (before, after)))]
    old, new = _parts(before), _parts(after)
    changed = [part for part in {**old, **new} if old.get(part) != new.get(part)]
    return [Difference(kind, part, old.get(part), new.get(part)) for part in changed]


def _parts(response: EffectiveResponse) -> dict[str, str | None]:
    return {
        "status_code": response.status_code,
        **{f"headers.{name}": str(value) for name, value in response.headers.items()},
        **{f"templates.{content_type}": body for content_type, body in response.templates.items()},
    }
