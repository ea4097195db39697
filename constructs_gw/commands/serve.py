"""Serve the error answers of a template's REST APIs on this machine, with the control planes that change them.

No code of the template is run: an Authorization of deny, unauthorized or broken stands for what an authorizer says.
"""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from constructs_gw.assembly import read_templates
from constructs_gw.commands import needs_extra, note_unread
from constructs_gw.sources import READ

EXAMPLES = (
    "constructs-gw serve cdk.out",
    "constructs-gw serve template.yaml --port 4010 --backend http://127.0.0.1:8000",
    "curl -i -H 'x-gateway-response: THROTTLED' http://127.0.0.1:4010/_aws/execute-api/Api/prod/",
)


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
        from constructs_gw.local.template_resources import read_declared

    files = read_templates(options.template)
    note_unread(files)
    declared = read_declared(files)

    def started(url: str) -> None:
        for api in declared:
            for stage in api.stages:
                print(f"{api.name}  {server.base_url(url, api.rest_api_id, stage.name)}", flush=True)

    server.log_to(lambda line: print(line, flush=True))
    server.serve(
        server.gateway(declared, backend=options.backend), host=options.host, port=options.port, started=started
    )
    return 0
