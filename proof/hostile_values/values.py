"""The hostile values, and requests that bring one wherever it can stand.

Values are put in as API Gateway does it, which escapes nothing but `$context.error.messageString`: what a client or an
authorizer can write goes in raw, and what neither can goes in without the characters that JSON escapes.
"""

import json
from collections.abc import Mapping

from constructs_gw.context_variables import CONTEXT_VARIABLES, Availability
from constructs_gw.render import Request

HOSTILE: Mapping[str, str] = {
    "empty": "",
    "double quote": '"',
    "single quote": "'",
    "backslash": "\\",
    "escaped quote": '\\"',
    "escape that is cut off": "\\u00",
    "lone surrogate, escaped": "\\ud800",
    "pair of surrogates, escaped": "\\ud83d\\ude00",
    "another member": '", "admin": true, "x": "',
    "end of the object": '"}',
    "second object": '"}{"admin": true}',
    "brackets": "]}" * 50,
    "line feed": "a\nb",
    "carriage return": "a\r\nSet-Cookie: a=b\r\n\r\n<html>",
    "tab": "a\tb",
    "null character": "a\0b",
    "every control character": "".join(map(chr, range(32))) + "\x7f" + "".join(map(chr, range(0x80, 0xA0))),
    "every character of Latin-1": "".join(map(chr, range(256))),
    "line separators": "a\u0085b\u2028c\u2029d",
    "byte order mark": "\ufeff{}",
    "right to left": "\u202eabc\u202c\u200f",
    "combining": "e\u0301\u0301\u0301\u200d",
    "astral": "\U0001f600 \U00010000 \U0010ffff",
    "not characters": "\ufffe\uffff\ufffd",
    "variable": "$context.error.message",
    "variable that is quoted": "$context.error.messageString",
    "variable in braces": "${context.path}",
    "stage variable": "${stageVariables.origin}",
    "VTL": '#set($x = "a")$x#foreach($y in [1..9999])$y#end',
    "VTL function": "$util.escapeJavaScript($input.body)$!input.path('$')",
    "mustache": "{{constructor.constructor('return 1')()}}",
    "placeholder": "${status}${reason}",
    "Fn::Sub": "${AWS::AccountId}${!Literal}",
    "CDK token": "${Token[TOKEN.1]}",
    "Python format": "{0!r}%s%(x)s",
    "HTML": '<script>alert("1")</script><img src=x onerror=alert(1)>',
    "end of a comment": "</script><!--]]>*/",
    "percent-encoded": "%0d%0aX: y%00%22%ff",
    "JSON": '{"message": null, "message": [1, 2]}',
    "null": "null",
    "number": "1e999999",
    "not a number": "NaN",
    "long text": "a" * 10_240,
    "long quotes": '"' * 10_240,
    "long backslashes": "\\" * 10_241,
    "long line": '\u2028\U0001f600"\\\n' * 2_048,
}  # fmt: skip
"""Text without lone surrogates: HTTP has no bytes for one, so a request can bring it as an escape only."""

RAW = frozenset(
    """authorizer.claims.sub authorizer.principalId authorizer.tenant error.message error.validationErrorString
    identity.clientCert.clientCertPem identity.clientCert.issuerDN identity.clientCert.subjectDN
    identity.cognitoAuthenticationProvider path""".split()  # noqa: SIM905
)
"""What a client or an authorizer writes, and what nobody has measured. Told apart from the library's own list."""

LINE = frozenset({"identity.apiKey", "identity.userAgent", "requestId"})
"""What a client writes in a header."""

BUILT = [
    name.replace("claims.*", "claims.sub").replace("*", "tenant")
    for name, variable in CONTEXT_VARIABLES.items()
    if variable.availability.value is Availability.RESPONSE
]
NAMES = [
    *(f"context.{name}" for name in BUILT),
    "stageVariables.origin",
    *(f"method.request.{source}.name" for source in ("header", "multivalueheader", "querystring",
                                                     "multivaluequerystring", "path")),
]  # fmt: skip
"""Every variable that a body can name."""


def request(text: str) -> Request:
    """A request that brings a hostile text wherever it can stand."""
    harmless = "".join(c for c in text if c >= " " and c not in '"\\')
    quoted = json.dumps(text, ensure_ascii=len(text) % 2 == 0)
    line = "".join(c for c in text.encode().decode("latin-1") if c not in "\0\r\n")  # as a server reads a header
    context = {name: text if name in RAW else line if name in LINE else harmless for name in BUILT}
    return Request(
        headers={"Origin": line, "name": line},
        query_string={"name": text},
        path_parameters={"name": text},
        stage_variables={"origin": harmless},
        context={**context, "error.messageString": quoted if len(text) % 3 else f" {quoted}"},
    )


REQUESTS = {name: request(text) for name, text in HOSTILE.items()}
