"""The language of response templates: text and variables, and the VTL that it does not have."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from constructs_gw.context_variables import JsonSafety, find_context_variable
from constructs_gw.tokens import TOKEN

_NAME = r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*"
_STAGE_VARIABLE = r"stageVariables\.[A-Za-z0-9_]+"
_METHOD_REQUEST = (
    r"method\.request\.(?:header|querystring|path|multivalueheader|multivaluequerystring)"
    r"\.[A-Za-z0-9._$-]*[A-Za-z0-9_$-]"
)
_NAMED = rf"context\.{_NAME}|{_STAGE_VARIABLE}|{_METHOD_REQUEST}"
_TOKEN_AFTER_DOLLAR, _ETHOD_REQUEST = TOKEN.pattern[2:], _METHOD_REQUEST[1:]
_VARIABLE = re.compile(  # one character first: so `re` finds what may begin a variable fast
    rf"[$m](?:(?<=\$)(?:\{{(?P<braced>{_NAMED})\}}|(?P<plain>{_NAMED})|(?P<opaque>{_TOKEN_AFTER_DOLLAR}))"
    rf"|(?<=m){_ETHOD_REQUEST})"
)
_NAME_GOES_ON = re.compile(rf"\.{TOKEN.pattern}")

VTL = re.compile(
    r"#\{?(?:set|if|elseif|foreach|macro|parse|include|define)\}?\s*\(|#\{?(?:else|end|stop)\b\}?"
    r"|\$!?\{?(?:input\.(?:body|json|params|path)|util\.\w+)\b[.\w]*|\$!\{?context\b[.\w]*\}?"
)
"""VTL's directives and functions, which gateway responses do not have."""

_SECRET = re.compile(
    r"context\.identity\.apiKey|method\.request\.(?:multivalue)?header"
    r"\.(?:Authorization|Cookie|Proxy-Authorization|X-Amz-Security-Token|X-Api-Key)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Variable:
    """A variable in a template, such as `$context.requestId`."""

    name: str
    """Without the dollar sign: `context.requestId`, `stageVariables.origin`, `method.request.header.Accept`."""
    spelling: str
    """As the template writes it."""

    @property
    def context_name(self) -> str | None:
        """The name within `$context`; None for stage variables and request parameters."""
        return self.name.removeprefix("context.") if self.name.startswith("context.") else None

    @property
    def is_request(self) -> bool:
        """Whether it is a parameter of the client's request (whose effect in a body is undetermined)."""
        return self.name.startswith("method.request.")

    @property
    def is_client_controlled(self) -> bool:
        """Whether the client's request decides what it holds."""
        found = find_context_variable(self.context_name) if self.context_name else None
        return found.is_client_controlled if found else self.is_request

    @property
    def is_secret(self) -> bool:
        """Whether it is a credential of the client: its API key, token or cookies."""
        return _SECRET.fullmatch(self.name) is not None

    @property
    def json_safety(self) -> JsonSafety:
        """What becomes of it between the quotes of a JSON string."""
        if self.is_request:
            return JsonSafety.UNSAFE
        if self.context_name is None:
            return JsonSafety.SAFE  # stage variables hold A-Z a-z 0-9 and -._~:/?#&=, (developer guide)
        found = find_context_variable(self.context_name)
        return found.json_safety.value if found else JsonSafety.UNDETERMINED


def tokenize(text: str) -> Iterator[str | Variable]:
    """A template in pieces, in order: literal text as str, each variable as Variable.

    CDK tokens stay literal text, and so does a variable whose name goes on in one.
    """
    start = 0
    for match in _VARIABLE.finditer(text):
        begin, end = match.span()
        if match["opaque"] or (text.startswith(".$", end) and _NAME_GOES_ON.match(text, end)):
            continue
        if begin > start:
            yield text[start:begin]
        yield _variable(match["braced"] or match["plain"] or match[0], match[0])
        start = end
    if start < len(text):
        yield text[start:]


@lru_cache(1024)  # bodies have few variables, again and again
def _variable(name: str, spelling: str) -> Variable:
    return Variable(name, spelling)


def variables(text: str) -> list[Variable]:
    """The variables of a template, in order."""
    return [piece for piece in tokenize(text) if isinstance(piece, Variable)]
