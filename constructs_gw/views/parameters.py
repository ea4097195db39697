"""Views of single values and of response parameters."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from constructs_gw.lazy import lazy
from constructs_gw.mapping import MappingSource, read_expression
from constructs_gw.places import Place
from constructs_gw.template import text_of
from constructs_gw.template_variables import Variable, tokenize
from constructs_gw.terms import CLOUDFORMATION, Terms
from constructs_gw.tokens import has_token, known_text

_EXPRESSION = re.compile(
    r"\s*(?:[$]?\{?(?:context|integration|method|stageVariables)\.|[$]\{?(?:input|util|request|response)\b"
    r"|request\.(?:multivalue)?(?:header|querystring|path)\.)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\b(?:context|method\.request|stageVariables)\.\w")
_KEY = re.compile(r"gatewayresponse\.(header|path|querystring)\.(.+)", re.DOTALL)


@dataclass(eq=False)  # not frozen: there are many of them, and each lives as long as it is looked at
class FieldView:
    """One value and where it stands."""

    value: Any
    """Text, a number, a list, a mapping or None."""
    place: Place

    @lazy
    def text(self) -> str | None:
        """The text that CloudFormation makes of a scalar; None for a list, a mapping and null."""
        return text_of(self.value)

    @lazy
    def known(self) -> str | None:
        """The text if all of it is known before deployment."""
        return None if self.text is None or has_token(self.text) else self.text

    @property
    def content(self) -> tuple[Any, ...]:
        """What rules may look at."""
        return (type(self.value), self.value)


@dataclass(eq=False)
class ParameterView(FieldView):
    """One response parameter: what a response header, say, is set to."""

    key: str
    """As its author wrote it, such as `gatewayresponse.header.X`."""
    target: str | None
    """`header`, `path` or `querystring`; None where the key says none of them."""
    name: str
    """What follows the target in the key; the whole key where there is no target."""
    terms: Terms = CLOUDFORMATION
    """How to speak of it to its author."""

    @lazy
    def header(self) -> str | None:
        """The name of the response header it sets, in lower case; None if it sets none."""
        return self.name.casefold() if self.target == "header" else None

    @lazy
    def static(self) -> str | None:
        """The text between the single quotes; None for anything else."""
        text = (self.text or "").strip()
        return text[1:-1] if len(text) > 1 and text[0] == text[-1] == "'" and not self.is_joined else None

    @lazy
    def known_static(self) -> str | None:
        """The text between the single quotes, if all of it is known before deployment."""
        return None if self.static is None or has_token(self.static) else self.static

    @lazy
    def expression(self) -> tuple[MappingSource, str] | None:
        """The source and name in an expression such as `method.request.header.Origin`; None for anything else."""
        return read_expression((self.text or "").strip())

    @lazy
    def variable(self) -> Variable | None:
        """The variable that a well-formed expression names; None for one whose name only the deployment knows too."""
        return None if self.text is None or self.text.startswith("'") else _named(self.text.strip())

    @lazy
    def is_expression(self) -> bool:
        """Whether the value is meant as an expression, right or wrong, rather than as static text."""
        return self.is_joined or _EXPRESSION.match(self.text or "") is not None

    @lazy
    def is_joined(self) -> bool:
        """Whether quoted text and expressions stand side by side, as in `'https://' + stageVariables.domain`."""
        text = self.text or ""
        return (
            "'" in text
            and _REFERENCE.search(text) is not None
            and self.expression is None
            and any(map(_REFERENCE.search, text.split("'")[::2]))
        )

    @lazy
    def quoted_expression(self) -> str | None:
        """The expression that stands between the single quotes, where it is nothing but text; None if none does."""
        text = self.static or ""
        if not _REFERENCE.search(text):
            return None
        if read_expression(text):
            return text
        return next((piece.spelling for piece in tokenize(text) if isinstance(piece, Variable)), None)

    @lazy
    def is_from_request(self) -> bool:
        """Whether a header or parameter of the client's request supplies it."""
        return self.expression is not None and self.expression[0].is_request

    @property
    def content(self) -> tuple[Any, ...]:
        """What rules may look at."""
        return (self.key, self.target, type(self.value), self.value, self.terms)

    @lazy
    def is_opaque(self) -> bool:
        """Whether nothing of the value is known before deployment, its quotes included."""
        return bool(self.text) and not known_text(self.text or "")


def by_header(parameters: Iterable[ParameterView]) -> Mapping[str, ParameterView]:
    """The response headers among parameters, by name in lower case."""
    return {parameter.header: parameter for parameter in parameters if parameter.header}


@lru_cache(1024)  # the responses of one API have most of their headers in common
def _named(text: str) -> Variable | None:
    return Variable(text, text) if [*tokenize(f"${text}")] == [Variable(text, f"${text}")] else None


@lru_cache(1024)
def _target(key: str) -> tuple[str | None, str]:
    found = _KEY.fullmatch(key)
    return (found[1], found[2]) if found else (None, key)


def parameter_view(key: str, value: Any, place: Place, terms: Terms = CLOUDFORMATION) -> ParameterView:
    """A response parameter under its prefixed key."""
    target, name = _target(key)
    written = key if terms.has_prefixed_headers else name
    return ParameterView(value, place, written, target, name, terms)
