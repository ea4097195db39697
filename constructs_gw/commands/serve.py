"""Serve the error answers of a template's REST APIs on this machine, with the control planes that change them.

No code of the template is run: an Authorization of deny, unauthorized or broken stands for what an authorizer says.
"""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from constructs_gw.assembly import read_templates
from constructs_gw.commands import needs_extra, no_rest_api, note_unread
from constructs_gw.errors import GatewayResponseError
from constructs_gw.plain_text import one_line
from constructs_gw.sources import READ

if TYPE_CHECKING:
    from constructs_gw.local.declarations import RestApi

EXAMPLES = (
    "constructs-gw serve cdk.out",
    "constructs-gw serve template.yaml --port 4010 --backend http://127.0.0.1:8000",
)

GROUPS = "/v2/local/apigw/instances/huaweicloud/api-groups"
"""Where APIG's control plane has its API groups, each of them a REST API."""


def add_arguments(parser: ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("template", nargs="?", default="cdk.out", type=Path, metavar="TEMPLATE",
                        help=f"a cloud assembly, {READ}; cdk.out unless given; - for standard input")  # fmt: skip
    parser.add_argument("--port", type=int, default=4010, help="4010 unless given; 0 for any that is free")
    parser.add_argument("--host", default="127.0.0.1", help="127.0.0.1, which only this machine reaches, unless given")
    parser.add_argument("--backend", metavar="URL", help="where requests go that pass every check")


def run(options: Namespace) -> int:
    """Serve until interrupted."""
    with needs_extra("local"):
        from constructs_gw.local import server
        from constructs_gw.local.declared_apis import read_declared

    files = read_templates(options.template)
    note_unread(files)
    declared = read_declared(files)
    if not declared:
        raise GatewayResponseError(no_rest_api(options.template, None, ()))
    application = server.gateway(declared, backend=options.backend)
    if not server.is_loopback(options.host):
        print(f"warning: other machines reach {options.host}, and nothing here asks who they are", file=sys.stderr)

    _serve(application, declared, options)
    return 0


def _serve(application: Any, declared: "list[RestApi]", options: Namespace) -> None:
    """Serve, and write on standard output what can be called and what was answered."""
    from constructs_gw.local import server
    from constructs_gw.local.line_writer import LineWriter
    from constructs_gw.local.log import log_to

    lines = LineWriter(sys.stdout)

    def started(url: str) -> None:
        first = f"{options.template} is served on {url}; Ctrl-C stops it"
        lines.write("\n".join(map(one_line, (first, *_first_lines(declared, url, server.base_url)))))

    log_to(lambda text: lines.write(one_line(text)))
    try:
        server.serve(application, host=options.host, port=options.port, started=started)
    finally:
        lines.close()


def _first_lines(declared: "list[RestApi]", url: str, base_url: Callable[[str, str, str], str]) -> Iterator[str]:
    """What can be called, and how."""
    for api in declared:
        yield ""
        for stage in api.stages:
            yield f"{api.name}: {base_url(url, api.rest_api_id, stage.name)}"
            keys = {name: value for plan in stage.plans for name, value in plan.keys.items()}
            yield from (f"  x-api-key: {_shown_key(*key)}" for key in keys.items())
    yield ""
    api = declared[0]
    yield from _examples(api.rest_api_id, url, base_url(url, api.rest_api_id, api.stages[0].name))
    yield ""


def _shown_key(logical_id: str, value: str) -> str:
    """What to send; a value that stands in the template is a secret, which no log of a terminal is to keep."""
    return value if value == logical_id else f"the Value of {logical_id}"


def _examples(api: str, url: str, stage: str) -> Iterator[str]:
    """Lines to copy; the AWS CLI is told not to sign, so that it needs no credentials and sends none."""
    aws = f"--rest-api-id {api} --region us-east-1 --no-sign-request --endpoint-url {url}"
    yield f"any answer:   curl -i -H 'x-gateway-response: THROTTLED' {stage}"
    yield "authorizers:  Authorization: deny, unauthorized or broken; any other is allowed"
    yield f"AWS API:      aws apigateway get-gateway-responses {aws}"
    yield f"APIG:         curl -H 'X-Auth-Token: local' {url}{GROUPS}/{api}/gateway-responses"
