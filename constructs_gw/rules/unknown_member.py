"""A gateway response in an OpenAPI document has a member that gateway responses do not have.

## Why is this bad?

What it says does not reach the client, and nothing tells: names of members count letter by letter, and CloudFormation's
(`StatusCode`) are not those of OpenAPI (`statusCode`). (For resources of a template, cfn-lint reports unknown
properties.)

## What to do instead

Write `statusCode`, `responseParameters` with `gatewayresponse.header.NAME` for each header, and `responseTemplates`
with a media type for each body. For notes of your own, use a comment or a member that begins with `x-`.

## Source

API Gateway Developer Guide, x-amazon-apigateway-gateway-responses.gatewayResponse, knows these three (documented). That
an import ignores others rather than refusing them is inferred: nobody has measured it.
"""

from collections.abc import Iterator

from constructs_gw.edits import Rename
from constructs_gw.errors import Problem, nearest
from constructs_gw.openapi import MEMBERS
from constructs_gw.severity import Severity
from constructs_gw.views import ResponseView

SEVERITY = Severity.WARNING

_MEANT = {
    "code": "statusCode",
    "header": "responseParameters", "headers": "responseParameters", "responseheaders": "responseParameters",
    "body": "responseTemplates", "content": "responseTemplates",
}  # fmt: skip
"""What else the members are called, in other places, where that is not like their names."""

_HOW = {"responseParameters": ", with keys such as gatewayresponse.header.X-Name",
        "responseTemplates": ", with keys such as application/json"}  # fmt: skip


def unknown_member(response: ResponseView) -> Iterator[Problem]:
    """Each member that is none of the three."""
    for field in response.unknown:
        name = str(field.place.path[-1])
        same = [member for member in MEMBERS if member.casefold() == _folded(name)]
        edits = tuple(map(Rename, same))
        message = f"{name!r} is no member of a gateway response"
        yield Problem(message, _fix(name, response), field.place, edits=edits)


def _folded(name: str) -> str:
    return name.replace("_", "").replace("-", "").casefold()


def _fix(name: str, response: ResponseView) -> str:
    """What to write for it."""
    folded = _folded(name)
    meant = _MEANT.get(folded) or nearest(folded, MEMBERS)
    if folded == "responsetype":
        return f"leave it out: the response type is the name of the entry, {response.name}"
    if meant is None:
        return f"leave it out, or write x-{name}; the members are {', '.join(MEMBERS)}"
    return f"write {meant}{_HOW.get(meant, '') if folded != meant.casefold() else ''}"
