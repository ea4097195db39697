"""A customization of one gateway response, checked when it is made."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from constructs_gw.errors import GatewayResponseError, Problem, attempt, raise_all
from constructs_gw.mapping import NAME, MappingValue
from constructs_gw.response_template import ResponseTemplate
from constructs_gw.response_types import ResponseType
from constructs_gw.tokens import is_token, opaque_text

HEADER_PREFIX = "gatewayresponse.header."
"""What API Gateway's parameter keys begin with; names are written without it here."""

HEADER_NAME = NAME
"""What API Gateway takes as a header's name, which is what it takes as any parameter's."""

_MISSPELT_KEY = re.compile(
    r"(?:(?:[A-Za-z]+\.)*(?:multivalue)?(?:headers?|path|querystring)\.|gatewayresponse\.)?(.*)", re.IGNORECASE
)
PARAMETER_KEY = re.compile(r"(?:gatewayresponse|method\.response)\.(?:header|path|querystring)\.(.*)", re.IGNORECASE)
"""A header's name with a prefix of API Gateway, and the name in it."""

STATUS_CODE = re.compile(r"[1-5][0-9][0-9]")
"""What API Gateway takes as a status code (recorded: it rejects anything else)."""


@dataclass(frozen=True, slots=True)
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
        """Raises GatewayResponseError with every problem that the given parts have.

        `response_type` is a ResponseType, its name, or aws-cdk's own. `status_code` is a number or its text. Plain
        text as a header's value is static. `templates` are ResponseTemplates, or a mapping from media type to text,
        which then has to pass the checks of `ResponseTemplate.text`.
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
                problems.append(Problem(f"{key!r} is not a response parameter", f"write {_meant_key(key)!r}"))
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
        return checked_customization(response_type, self.status_code, self.headers, self.templates)

    def without_status(self) -> "Customization":
        """The same headers and body with the type's own status."""
        return checked_customization(self.response_type, None, self.headers, self.templates)


def meant_header(key: str) -> str | None:
    """The header that a key without the right prefix most likely means."""
    found = _MISSPELT_KEY.fullmatch(key)
    return found[1] if found and HEADER_NAME.fullmatch(found[1]) else None


def _meant_key(key: str) -> str:
    return f"{HEADER_PREFIX}{meant_header(key) or 'NAME'}"


def checked_customization(
    response_type: ResponseType,
    status_code: str | None,
    headers: Mapping[str, MappingValue],
    templates: Mapping[str, str],
) -> Customization:
    """A customization of parts that have been checked already."""
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
    if isinstance(value, int):
        text = str(value)
    if text is None or not STATUS_CODE.fullmatch(text):
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
    prefixed = PARAMETER_KEY.fullmatch(name)
    if prefixed:
        fix = f"write {prefixed[1]!r}"
        raise GatewayResponseError(Problem(f"header name {name!r} has API Gateway's prefix already", fix))
    if not HEADER_NAME.fullmatch(name):
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
