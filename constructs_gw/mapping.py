"""Mapping values: the expressions that API Gateway takes as the value of a response header."""

import re
from dataclasses import dataclass
from enum import StrEnum

from constructs_gw.context_variables import context_variable_problem
from constructs_gw.errors import GatewayResponseError, Problem, raise_all
from constructs_gw.tokens import fix_of_parameter, is_token, known_text, opaque_text

NAME = re.compile(r"[A-Za-z0-9._$-]+")
"""What API Gateway takes as the name of a header or parameter (developer guide, request-response-data-mappings)."""

_STAGE_VARIABLE = re.compile(r"[A-Za-z0-9_]{1,64}")


class MappingSource(StrEnum):
    """Where a mapping value comes from, spelled as the expression begins."""

    STATIC = "static"
    REQUEST_HEADER = "method.request.header"
    MULTI_VALUE_REQUEST_HEADER = "method.request.multivalueheader"
    QUERY_STRING = "method.request.querystring"
    MULTI_VALUE_QUERY_STRING = "method.request.multivaluequerystring"
    PATH_PARAMETER = "method.request.path"
    CONTEXT_VARIABLE = "context"
    STAGE_VARIABLE = "stageVariables"

    @property
    def is_request(self) -> bool:
        """Whether the client's request supplies the value."""
        return self.value.startswith("method.request.")


_CALLS = {
    MappingSource.REQUEST_HEADER: "request_header",
    MappingSource.MULTI_VALUE_REQUEST_HEADER: "multi_value_request_header",
    MappingSource.QUERY_STRING: "query_string",
    MappingSource.MULTI_VALUE_QUERY_STRING: "multi_value_query_string",
    MappingSource.PATH_PARAMETER: "path_parameter",
    MappingSource.CONTEXT_VARIABLE: "context_variable",
    MappingSource.STAGE_VARIABLE: "stage_variable",
}
_ANY_SOURCE = "|".join(map(re.escape, _CALLS))
_EXPRESSION = re.compile(rf"\$?\{{?({_ANY_SOURCE})\.({NAME.pattern})\}}?")
_MAPPED = re.compile(rf"({_ANY_SOURCE})\.(.+)")
_CONTEXT_NAME = re.compile(r"(?:[A-Za-z0-9._$:-]|\['[^']*'\])+")  # claims have names such as custom:tenant


def read_expression(text: str) -> tuple[MappingSource, str] | None:
    """The source and name in an expression such as `method.request.header.Origin`; None for what is none.

    Whether there is a `$context` variable of that name is another question.
    """
    found = _MAPPED.fullmatch(text)
    if found is None:
        return None
    source = MappingSource(found[1])
    allowed = {MappingSource.STAGE_VARIABLE: _STAGE_VARIABLE, MappingSource.CONTEXT_VARIABLE: _CONTEXT_NAME}
    name = known_text(found[2]) or "x"
    return (source, found[2]) if allowed.get(source, NAME).fullmatch(name) else None


_MEANT = re.compile(
    r"\$?\{?(?:method\.)?(request\.(?:multivalue)?(?:header|querystring|path)|context|stageVariables)\.([^{}\s]+)\}?"
    r"|\$\{?input\.params(?:\(\)\.header)?\(['\"](?P<input>[^'\"]+)['\"]\).*",
    re.IGNORECASE,
)
_SOURCES = {str(source).removeprefix("method.").casefold(): source for source in MappingSource}


def nearest_expression(text: str) -> str | None:
    """The expression that a text such as `$context.requestId` or `request.header.Origin` most likely means, or None."""
    found = _MEANT.fullmatch(text)
    if found is None:
        return None
    source = MappingSource.REQUEST_HEADER if found["input"] else _SOURCES.get(found[1].casefold())
    guess = f"{source}.{found['input'] or found[2]}"
    return guess if read_expression(guess) else None


@dataclass(frozen=True, slots=True)
class MappingValue:
    """What a response header is set to: static text, or a value of the request, `$context` or the stage.

    `str()` gives exactly the expression that API Gateway takes; `MappingValue.parse` reads it back. Build one with
    the class methods. A value that API Gateway would reject raises GatewayResponseError.
    """

    source: MappingSource
    text: str
    """The static text, or the name of the header, parameter or variable."""

    def __post_init__(self) -> None:
        if not isinstance(self.text, str):
            raise GatewayResponseError(Problem(f"{self.text!r} is not text", "give a str"))
        if not isinstance(self.source, MappingSource):
            raise GatewayResponseError(
                Problem(f"{self.source!r} is not a MappingSource", "use MappingValue.static(...)")
            )
        raise_all(_static_problems(self.text) if self.is_static else _name_problems(self.source, self.text))

    @classmethod
    def static(cls, text: str) -> "MappingValue":
        """The text itself, such as `*` or `max-age=60`; the quotes that API Gateway wants are added.

        CDK tokens are quoted as static text too. Refuses text that is already quoted or reads like an expression,
        and text with control characters, single quotes or characters outside ASCII (none of which has a documented
        spelling in a mapping expression).
        """
        text = _as_text(text)
        raise_all(_lookalike_problems(text))
        return cls(MappingSource.STATIC, text)

    @classmethod
    def request_header(cls, name: str) -> "MappingValue":
        """A header of the request; the response header is left out when the request has none.

        The developer guide calls the name case-sensitive, MiniStack measured that it is not: write it as clients do.
        """
        return cls(MappingSource.REQUEST_HEADER, name)

    @classmethod
    def multi_value_request_header(cls, name: str) -> "MappingValue":
        """All values of a header of the request; its effect in a gateway response is undetermined."""
        return cls(MappingSource.MULTI_VALUE_REQUEST_HEADER, name)

    @classmethod
    def query_string(cls, name: str) -> "MappingValue":
        """A query string parameter of the request; the response header is left out when the request has none."""
        return cls(MappingSource.QUERY_STRING, name)

    @classmethod
    def multi_value_query_string(cls, name: str) -> "MappingValue":
        """All values of a query string parameter; its effect in a gateway response is undetermined."""
        return cls(MappingSource.MULTI_VALUE_QUERY_STRING, name)

    @classmethod
    def path_parameter(cls, name: str) -> "MappingValue":
        """A path parameter of the matched resource; the response header is left out when there is none."""
        return cls(MappingSource.PATH_PARAMETER, name)

    @classmethod
    def context_variable(cls, name: str) -> "MappingValue":
        """A `$context` variable by its name, such as `requestId` or `authorizer.tenant`."""
        return cls(MappingSource.CONTEXT_VARIABLE, name)

    @classmethod
    def stage_variable(cls, name: str) -> "MappingValue":
        """A variable of the stage that answers: the way to give each stage its own value."""
        return cls(MappingSource.STAGE_VARIABLE, name)

    @classmethod
    def parse(cls, expression: str) -> "MappingValue":
        """The value that an expression such as `'*'` or `method.request.header.Origin` stands for.

        Raises GatewayResponseError for what API Gateway rejects as an invalid mapping expression.
        """
        if not isinstance(expression, str):
            raise GatewayResponseError(Problem(f"{expression!r} is not text", "give an expression such as \"'*'\""))
        if len(expression) >= 2 and expression[0] == expression[-1] == "'":
            return cls(MappingSource.STATIC, expression[1:-1])
        for source in MappingSource:
            prefix = f"{source}."
            if source is not MappingSource.STATIC and expression.startswith(prefix):
                return cls(source, expression.removeprefix(prefix))
        if is_token(expression):
            fix = "put single quotes around it: f\"'{value}'\", or \"'${Name}'\" in Fn::Sub"
            raise GatewayResponseError(Problem("a value that only the deployment knows stands without quotes", fix))
        raise GatewayResponseError(_expression_problem(expression))

    @classmethod
    def of(cls, value: object) -> "MappingValue":
        """A mapping value as it is, or text as a static value."""
        return value if isinstance(value, MappingValue) else cls.static(value)  # type: ignore[arg-type]

    @property
    def is_static(self) -> bool:
        """Whether every client gets the same text."""
        return self.source is MappingSource.STATIC

    def __str__(self) -> str:
        return f"'{self.text}'" if self.is_static else f"{self.source}.{self.text}"


def _as_text(value: object) -> str:
    text = value if isinstance(value, str) else opaque_text(value)
    if text is not None:
        return str.__str__(text)  # a member of `class E(str, Enum)` formats as its name
    parameter = fix_of_parameter(value)
    if parameter:
        raise GatewayResponseError(Problem(f"a {type(value).__name__} is not text", parameter))
    fix = f'write "{str(value).lower()}"' if isinstance(value, bool | int | float) else "give text or a MappingValue"
    raise GatewayResponseError(Problem(f"{value!r} is not text", fix))


def _expression_problem(text: str) -> Problem:
    """What to write for text that is no mapping expression."""
    meant = nearest_expression(text)
    if meant:
        return Problem(f"{text!r} is not a mapping expression", f"write {meant}")
    inner = text.strip("\"'")
    if "'" in inner:
        message = f"{text!r} is not a mapping expression"
        return Problem(message, "write one expression alone: parts cannot be joined")
    message = f"the value {text} has no single quotes of its own" if text else "the value is empty"
    return Problem(message, f"""write "'{inner}'" for static text""")


def _static_problems(text: str) -> list[Problem]:
    text = known_text(text)
    checks = (
        (r"#\{Token\[", "a list token", "choose one element of the list: cdk.Fn.select(0, values)"),
        (r"[\x00-\x1f\x7f]", "a control character", "write it on one line: a header cannot hold it"),
        (
            r"'",
            "a single quote",
            "leave the quotes out: no spelling of them inside a mapping value is documented",
        ),
        (r"[^\x00-\x7f]", "a character outside ASCII", "write it in ASCII, percent-encoded if it is part of a URL"),
    )
    return [
        Problem(f"static value {text!r} has {what} ({found[0]!r})", fix)
        for pattern, what, fix in checks
        if (found := re.search(pattern, text))
    ]


def _lookalike_problems(text: str) -> list[Problem]:
    stripped = text.strip()
    if len(stripped) >= 2 and stripped[0] == stripped[-1] and stripped[0] in "'\"":
        inner = stripped[1:-1]
        if stripped[0] == '"':  # a quoted string is legal in a header, as in Clear-Site-Data
            quoted = f"'{text}'"
            bare = "" if '"' in inner else f"write {inner!r}, or "
            fix = f"{bare or 'write '}MappingValue.parse({quoted!r}) if the client is to see the double quotes"
        else:
            fix = f"write {inner!r}: the quotes are added for you"
        return [Problem(f"{text!r} is quoted already", fix)]
    expression = _EXPRESSION.fullmatch(stripped)
    if expression:
        call = _CALLS[MappingSource(expression[1])]
        return [Problem(f"{text!r} reads like an expression", f"write MappingValue.{call}({expression[2]!r})")]
    if stripped.startswith(("integration.response.", "method.response.", "method.request.body", "method.input.")):
        return [
            Problem(
                f"{text!r} reads like an expression that gateway responses do not have",
                "use static text, or MappingValue.request_header, .query_string, .path_parameter, .context_variable "
                "or .stage_variable",
            )
        ]
    return []


def _name_problems(source: MappingSource, name: str) -> list[Problem]:
    call = f"MappingValue.{_CALLS[source]}"
    if not name:
        return [Problem(f"{call}('') names nothing", "give a name")]
    if source is MappingSource.CONTEXT_VARIABLE:
        problem = context_variable_problem(name)
        return [problem] if problem else []
    expression = _EXPRESSION.fullmatch(name)
    if expression and expression[1] == source:
        return [Problem(f"{call}({name!r}) has its prefix already", f"write {expression[2]!r}")]
    name = known_text(name) or "x"
    if source is MappingSource.STAGE_VARIABLE and not _STAGE_VARIABLE.fullmatch(name):
        return [Problem(f"{call}({name!r}) is not a stage variable name", "use up to 64 of A-Z, a-z, 0-9 and _")]
    if not NAME.fullmatch(name):
        return [Problem(f"{call}({name!r}) is not a parameter name", "use only A-Z, a-z, 0-9 and . _ $ -")]
    return []
