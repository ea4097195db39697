"""The provoking API served by the local gateway, to be called as a deployed one is."""

import http.client
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from constructs_gw.assembly import template_file
from constructs_gw.local.declared_apis import read_declared
from constructs_gw.local.server import base_url, gateway, serving

from .provoke import Headers, ProvokingApi
from .provoking_api import STAGE, template
from .server import Answer


@dataclass(frozen=True, slots=True)
class ServedApi:
    """A provoking API that the local gateway serves."""

    url: str
    stack_name: str

    def request(
        self, method: str, path: str, headers: Mapping[str, str] | None = None, body: str | None = None
    ) -> Answer:
        """Call the API's stage as `MiniStack.request` does."""
        found = urlsplit(self.url)
        connection = http.client.HTTPConnection(found.hostname or "", found.port, timeout=30)
        try:
            connection.request(method, found.path.rstrip("/") + path, body=body, headers=dict(headers or {}))
            response = connection.getresponse()
            received = {name.lower(): ", ".join(response.headers.get_all(name, [])) for name in response.headers}
            return Answer(response.status, received, response.read().decode())
        finally:
            connection.close()


AnyApi: TypeAlias = ProvokingApi | ServedApi
Call: TypeAlias = Callable[[Any, Headers], Answer]


@contextmanager
def served(stack_name: str, gateway_responses: Mapping[str, Mapping[str, Any]], **options: Any) -> Iterator[ServedApi]:
    """Serve the provoking API with these gateway responses; the options are those of `template`."""
    text = json.dumps(template(gateway_responses, **options)).replace("${AWS::StackName}", stack_name)
    declared = read_declared([template_file(json.loads(text), "template.json")])
    with serving(gateway(declared)) as url:
        yield ServedApi(base_url(url, declared[0].rest_api_id, STAGE), stack_name)
