"""Clients of API Gateway, by the settings that the AWS CLI has, each within the quota of its account and region."""

import threading
import time
from collections.abc import Callable, Mapping
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError

from constructs_gw.errors import GatewayResponseError, Problem

RATE = 9
"""Requests a second; the quota is 10 for an account and region, all its tools together (documented, limits).

One less, so that what the network holds up does not make eleven in one second.
"""


class Pace:
    """Lets so many requests a second through, evenly; every thread waits for its turn."""

    def __init__(
        self,
        rate: float,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._step = 1 / rate
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._next = float("-inf")

    def wait(self, **_: Any) -> None:
        """Return when the next request may be sent; takes what botocore tells of it."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._next)
            self._next = turn + self._step
        if turn > now:
            self._sleep(turn - now)


def apigateway(*, region: str | None = None, profile: str | None = None, endpoint_url: str | None = None) -> Any:
    """A client with the credentials of the AWS CLI; the profile's region unless one is given.

    Raises GatewayResponseError for an endpoint that is no URL, or has a password, which messages would repeat.
    """
    if endpoint_url and "@" in endpoint_url.partition("://")[2].partition("/")[0]:
        raise GatewayResponseError(Problem("--endpoint-url has a user or a password in it", "leave it out"))
    session = boto3.Session(profile_name=profile, region_name=region)
    settings = Config(retries={"mode": "standard"}, connect_timeout=10, read_timeout=30)
    try:
        client = session.client("apigateway", endpoint_url=endpoint_url, config=settings)
    except BotoCoreError:
        raise
    except ValueError as error:
        fix = "write --endpoint-url with its scheme, as http://127.0.0.1:4566"
        raise GatewayResponseError(Problem(str(error), fix)) from None
    client.meta.events.register("before-send.api-gateway", Pace(RATE).wait)  # so that what is tried again counts
    client.meta.events.register("after-call.api-gateway.GetGatewayResponses", _check_listing)
    return client


def _check_listing(parsed: Mapping[str, Any], **_: Any) -> None:
    """Raise for an answer without a list, which botocore makes of any page: it would pass for an API without any."""
    if "items" not in parsed and "Error" not in parsed:
        raise GatewayResponseError(Problem("what answers is not API Gateway", "check --endpoint-url"))
