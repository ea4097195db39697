"""The control plane (AWS's `apigateway`) as far as gateway responses go, for SDK code without an account."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from constructs_gw.local.live_apis import LiveApi, LiveApis


def routes(apis: LiveApis) -> list[Route]:
    """The operations on `/restapis`."""
    plane = _ControlPlane(apis)
    return [Route("/restapis", plane.get_rest_apis, methods=["GET"])]


class _ControlPlane:
    def __init__(self, apis: LiveApis) -> None:
        self._apis = apis

    async def get_rest_apis(self, request: Request) -> Response:
        return JSONResponse({"item": [_rest_api(api) for api in self._apis]})


def _rest_api(api: LiveApi) -> dict[str, object]:
    return {"id": api.declared.rest_api_id, "name": api.declared.name, "createdDate": int(api.created)}
