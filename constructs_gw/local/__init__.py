"""The error answers of an API on this machine: a page that shows them, and a server that gives them.

Needs the `[local]` extra. What a name of a module begins with says what it belongs to:

* `declared_`, `openapi_`: how templates are read into `declarations`;
* `execute_api`, the data plane, with its `checks` and `integrations`, over `live_apis`;
* `apigateway`, `apig`: the control planes of AWS and of Huawei Cloud and Open Telekom Cloud;
* `preview`: the page;
* `server` and `running`: all of it, served.
"""

from constructs_gw.extras import missing

try:
    from constructs_gw.local.running import LocalGateway, local_gateway
except ModuleNotFoundError as error:
    raise missing(__name__, "local", error) from None

__all__ = ["LocalGateway", "local_gateway"]
