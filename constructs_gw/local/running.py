"""The local gateway for tests of your own."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from constructs_gw.assembly import read_templates, template_file
from constructs_gw.documents import HasJson, data_of
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.local.declarations import RestApi
from constructs_gw.local.declared_apis import read_declared
from constructs_gw.local.server import base_url, gateway, serving

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class LocalGateway:
    """A running local gateway."""

    url: str
    """The `endpoint_url` of clients of the control planes."""
    rest_apis: Sequence[RestApi]
    """What it serves."""

    def base_url(self, rest_api_id: str | None = None, stage: str | None = None) -> str:
        """Where a stage is served: of the only API, and its first stage, unless they are named.

        Raises GatewayResponseError where there is no such API or stage, or more than one API.
        """
        api = _only("REST API", rest_api_id, {api.rest_api_id: api for api in self.rest_apis})
        stages = {found.name: found for found in api.stages}
        name = _only("stage", stage or next(iter(stages)), stages).name
        return base_url(self.url, api.rest_api_id, name)


def _only(what: str, wanted: str | None, found: Mapping[str, T]) -> T:
    chosen = [value for name, value in found.items() if wanted in (None, name)]
    if len(chosen) == 1:
        return chosen[0]
    problem = f"no {what} {wanted!r} is served" if wanted else f"{len(found)} are served as {what}"
    raise GatewayResponseError(Problem(problem, f"name one of {', '.join(found)}"))


@contextmanager
def local_gateway(
    source: str | Path | HasJson | Mapping[str, Any], *, backend: str | None = None, port: int = 0
) -> Iterator[LocalGateway]:
    """Serve the REST APIs of a template while the block runs, on 127.0.0.1.

    `source` is a path (a template in any format, or a cloud assembly), an `assertions.Template`, or a template's data.
    Requests that pass every check go to `backend`, a URL; without one they are answered with 501. `port` is any that is
    free unless given. Raises GatewayResponseError for a template that cannot be served and a port that cannot be had.
    """
    is_path = isinstance(source, str | Path)
    files = read_templates(Path(str(source))) if is_path else [template_file(data_of(source), "the template")]
    declared = read_declared(files)
    with serving(gateway(declared, backend=backend), port=port) as url:
        yield LocalGateway(url, declared)
