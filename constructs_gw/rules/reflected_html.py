"""A body that browsers run as script or markup holds text of the client's choice.

## Why is this bad?

Gateway responses escape nothing and have no function that does. `<p>$context.path is not here</p>` as `text/html` lets
whoever makes a link to your API write into your page: cross-site scripting on the API's domain, with its cookies.

## What to do instead

Leave the variable out. `$context.extendedRequestId` and `$context.error.responseType` are safe to show. For a page that
shows what was asked for, serve a fixed page that reads it from `location` and sets it as text.

What a link alone decides (path, query string) is an error. What takes more than a link (headers, the error message,
what an authorizer has put there) is a warning. The message of types that answer with API Gateway's own words, such as
`Too Many Requests` for `THROTTLED`, is none.

## Source

Gateway responses have no escaping: "only simple variable substitutions" (API Gateway Developer Guide, documented); that
text in markup can be script: HTML (standard). Which text a browser leaves unescaped in a path is inferred.
"""

from collections.abc import Iterator

from constructs_gw.context_variables import JsonSafety
from constructs_gw.errors import Problem
from constructs_gw.response_template import is_markup
from constructs_gw.severity import Severity
from constructs_gw.template_variables import Variable
from constructs_gw.views import VariableUseView

SEVERITY = Severity.ERROR

_IN_A_LINK = ("context.path", "method.request.path.", "method.request.querystring.", "method.request.multivaluequery")


def reflected_html(use: VariableUseView) -> Iterator[Problem]:
    """A variable that the client's request decides, in markup."""
    if use.media_type is None or not is_markup(use.media_type):
        return
    if use.variable.name.startswith(_IN_A_LINK):
        message = f"a link decides what {use.variable.spelling} holds, and nothing escapes it in {use.media_type}"
        yield Problem(message, "leave it out: it lets others run script in your users' browsers")
    elif _can_be_markup(use.variable) and not _is_own_words(use):
        message = f"{use.variable.spelling} can hold the client's text, and nothing escapes it in {use.media_type}"
        yield Problem(message, "leave it out", severity=Severity.WARNING)


def _can_be_markup(variable: Variable) -> bool:
    is_safe = variable.json_safety is JsonSafety.SAFE or variable.name == "context.requestId"  # of no known charset
    return variable.is_client_controlled and not variable.is_secret and not is_safe


def _is_own_words(use: VariableUseView) -> bool:
    """Whether it is a message that API Gateway writes by itself."""
    is_message = use.variable.context_name in ("error.message", "error.messageString")
    return is_message and use.kind is not None and not use.kind.can_quote_the_client
