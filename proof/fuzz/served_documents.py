"""Realistic documents that were changed, served: each of their stages answers."""

from pathlib import Path
from urllib.parse import quote

from constructs_gw.assembly import read_template
from constructs_gw.errors import GatewayResponseError
from constructs_gw.local.declared_apis import read_declared
from constructs_gw.local.server import gateway
from proof.fuzz.asgi import ask
from proof.fuzz.choices import Choices

SEEDS = None
LONGEST = 200
MOST = 3
"""So many APIs and stages are asked."""


def attempt(content: bytes) -> None:
    """A document, and requests to what it declares."""
    choose = Choices(content)
    method, body = choose.one(["GET", "POST", "OPTIONS"]), choose.content(20)
    try:
        declared = read_declared([read_template(choose.document(), Path("document"))])
    except GatewayResponseError as error:
        str(error)
        return
    application = gateway(declared)
    for api in declared[:MOST]:
        for stage in api.stages[:MOST]:
            prefix = b"/_aws/execute-api/" + quoted(api.rest_api_id) + b"/" + quoted(stage.name)
            for resource in api.resources[:MOST]:
                ask(application, method, prefix + quoted(resource.path), [(b"x-api-key", b"a")], body)
            ask(application, method, prefix + b"/", [(b"x-gateway-response", b"THROTTLED")])


def quoted(text: str) -> bytes:
    """Text in a path."""
    return quote(text, errors="replace").encode()
