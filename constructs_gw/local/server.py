"""The local gateway: one server for the stages of every API and for the control planes."""

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from itertools import islice
from queue import Queue
from threading import Thread
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.local.admission import Admission
from constructs_gw.local.apig import routes as apig_routes
from constructs_gw.local.apigateway import routes as apigateway_routes
from constructs_gw.local.declarations import RestApi
from constructs_gw.local.execute_api import routes as execute_api_routes
from constructs_gw.local.http_responses import text_response
from constructs_gw.local.integrations import Integrations
from constructs_gw.local.live_apis import LiveApis
from constructs_gw.local.log import log_answer

HOST = "127.0.0.1"

_MOST = 20
"""So many stages are named to whoever calls a path that is nobody's."""


def gateway(declared: Iterable[RestApi], *, backend: str | None = None) -> Starlette:
    """The local gateway as an ASGI application, for a server or a test client of your own."""
    apis = LiveApis(declared)
    execute_api = execute_api_routes(apis, Integrations(backend))
    routes = [*execute_api, *apigateway_routes(apis), *apig_routes(apis)]
    return Starlette(routes=routes, middleware=[Middleware(Admission)], exception_handlers={404: _nothing_here(apis)})


def _nothing_here(apis: LiveApis) -> Callable[[Request, Exception], Response]:
    """Say where the stages are: whoever opens the server's own URL looks for them."""

    def answer(request: Request, _: Exception) -> Response:
        stages = islice((base_url("", api.declared.rest_api_id, stage) for api in apis for stage in api.stages), _MOST)
        log_answer(request, 404, ": no stage and no control plane is here")
        return text_response(404, "\n".join(["no stage and no control plane is here; there is", *stages]))

    return answer


def serve(application: Starlette, *, host: str = HOST, port: int = 4010, started: Callable[[str], None]) -> None:
    """Serve until Ctrl-C, which raises KeyboardInterrupt; `started` is told the URL once requests are taken.

    Raises GatewayResponseError for a port that cannot be had.
    """
    with _listening(host, port) as listener:
        _Server(application, started).run(sockets=[listener])


@contextmanager
def serving(application: Starlette, *, port: int = 0) -> Iterator[str]:
    """Serve in the background on 127.0.0.1, on any free port unless one is given; gives the URL. For tests of your own.

    Raises GatewayResponseError for a port that cannot be had.
    """
    urls: Queue[str] = Queue()
    with _listening(HOST, port) as listener:
        server = _Server(application, urls.put)
        thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        try:
            yield urls.get(timeout=30)
        finally:
            server.should_exit = server.force_exit = True
            thread.join()


class _Http(H11Protocol):
    """Answers clients too that send no more once they have asked, as `nc -N` does."""

    def eof_received(self) -> bool:  # type: ignore[override]  # asyncio's own may say whether to go on
        """Whether an answer is still to be sent."""
        is_answering = self.cycle is not None and not (self.cycle.response_complete or self.cycle.more_body)
        if is_answering and not self.conn.trailing_data[0]:
            self.cycle.keep_alive = False
        return is_answering


class _Server(uvicorn.Server):
    def __init__(self, application: Starlette, started: Callable[[str], None]) -> None:
        config = uvicorn.Config(
            application, http=_Http, ws="none", log_config=None, access_log=False, lifespan="off", server_header=False
        )
        super().__init__(config)
        self._tell = started

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.force_exit = True  # no waiting for answers of a slow backend
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for connection in self.server_state.connections:  # since Python 3.12 asyncio waits until the last is closed
            connection.transport.abort()
        await super().shutdown(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or ():
            host, port = listener.getsockname()[:2]
            self._tell(f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}")


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listener = socket.create_server((host, port), family=family)
    except OverflowError:
        raise GatewayResponseError(Problem(f"{port} is no port", "give one from 0 to 65535")) from None
    except OSError as error:
        fix = "give another --port, or 0 for any that is free"
        why = str(error.strerror).partition(" (while")[0]  # Python says the address once more
        raise GatewayResponseError(Problem(f"port {port} of {host}: {why}", fix)) from None
    # asyncio asks for this only where it sees that the protocol is TCP; without it each answer waits 40 ms for an ACK.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches a host name or address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def base_url(server: str, rest_api_id: str, stage: str) -> str:
    """Where a stage is served, as `AWS::ApiGateway::RestApi` has it at `https://{id}.execute-api...`."""
    return f"{server}/_aws/execute-api/{rest_api_id}/{stage}/"
