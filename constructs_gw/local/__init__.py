"""The error answers of an API on this machine: a page that shows them, and a server that gives them.

Needs the `[local]` extra.
"""

from constructs_gw.local.running import LocalGateway, local_gateway

__all__ = ["LocalGateway", "local_gateway"]
