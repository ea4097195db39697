"""Open Telekom Cloud's SDK, otcextensions, as a GroupClient; needs the `[otc]` extra.

Credentials are a cloud of clouds.yaml, the variables `OS_*`, or a token and a project: OS_TOKEN and OS_PROJECT_ID.
"""

import os
import re
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from constructs_gw.apig.error_types import Provider
from constructs_gw.apig.live.bounded import bound
from constructs_gw.apig.live.client import TIMEOUT, Operation, SdkClient, check_endpoint, check_ids
from constructs_gw.apig.live.connections import is_from_network, not_answered
from constructs_gw.apig.live.errors import ApigRequestError
from constructs_gw.apig.live.quietly import without_warnings
from constructs_gw.errors import GatewayResponseError, Problem

with without_warnings():
    import openstack
    import otcextensions.sdk
    from keystoneauth1.exceptions.auth_plugins import MissingRequiredOptions
    from keystoneauth1.exceptions.http import HttpError

ENDPOINT = "https://apig.{}.otc.t-systems.com"
REGION = "eu-de"
"""The one region that has APIG (documented: Regions and Endpoints, 2026-03)."""

_CREDENTIALS = "name a cloud of clouds.yaml with --cloud, or set OS_TOKEN and OS_PROJECT_ID"


class OpenTelekomCloudClient(SdkClient):
    """The gateway responses of one API group of Open Telekom Cloud; `proxy` is the SDK's `connection.apig`.

    Requests go through the SDK's session as they are: its models drop error types that they do not know, and its errors
    the message.
    """

    PROVIDER = Provider.OPENTELEKOMCLOUD

    def __init__(
        self,
        proxy: Any,
        instance_id: str,
        group_id: str,
        *,
        sleep: Callable[[float], None] = time.sleep,
        secrets: tuple[str | None, ...] = (),
    ) -> None:
        super().__init__(instance_id, group_id, sleep=sleep)
        self._proxy, self._secrets = proxy, secrets

    def _send(
        self, operation: Operation, path: Mapping[str, str], query: Mapping[str, int], body: Mapping[str, Any] | None
    ) -> tuple[int, bytes]:
        where = f"/apigw/instances/{self.instance_id}/api-groups/{self.group_id}/gateway-responses"
        url = "/".join((where, *path.values()))
        given = {} if body is None else {"json": dict(body)}
        try:
            with without_warnings():
                answer = self._proxy.request(
                    url, operation.method, params=dict(query), timeout=TIMEOUT, redirect=False, log=False, **given
                )  # a redirect would take the token along, and a log what an answer says of it
        except Exception as error:
            raise _failed(error, operation.name, self._secrets) from None
        if answer.status_code >= 400:
            raise _refused(answer, operation.name, self._secrets)
        return answer.status_code, answer.content


def connect(
    instance_id: str,
    group_id: str,
    *,
    cloud: str | None = None,
    region: str | None = None,
    project_id: str | None = None,
    endpoint_url: str | None = None,
    token: str | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> OpenTelekomCloudClient:
    """A client for a cloud of clouds.yaml or the variables `OS_*`, or with a token and a project.

    Without `cloud` a token is taken where there is one: `token`, or OS_TOKEN. Raises GatewayResponseError for options
    that are no good, and where there are no credentials.
    """
    check_ids(instance_id=instance_id, group_id=group_id)
    check_endpoint(endpoint_url)
    check_ids(**{name: value for name, value in (("project_id", project_id), ("region", region)) if value is not None})
    token = token or (None if cloud else os.environ.get("OS_TOKEN"))
    if token:
        connection = _with_token(token, project_id, endpoint_url, region)
    else:
        connection = _with_cloud(cloud, project_id, endpoint_url, region)
    secrets = _secrets(connection.config.config.get("auth"))
    return OpenTelekomCloudClient(connection.apig, instance_id, group_id, sleep=sleep, secrets=secrets)


def _with_token(token: str, project_id: str | None, endpoint_url: str | None, region: str | None) -> Any:
    """With this kind of token the SDK calls the URL as it is, and asks no catalog."""
    project_id = project_id or os.environ.get("OS_PROJECT_ID")
    if not project_id:
        raise GatewayResponseError(Problem("no project is named", "add --project-id, or set OS_PROJECT_ID"))
    check_ids(project_id=project_id)
    url = _url(endpoint_url, region, project_id)
    with _connecting((token,)):
        connection = openstack.connect(
            load_yaml_config=False,
            load_envvars=False,
            auth_type="admin_token",
            auth={"endpoint": url, "token": token},
            apigv2_endpoint_override=url,
        )
        bound(connection.session.session)
        otcextensions.sdk.register_single_service(connection, "apig", project_id)
    return connection


def _with_cloud(cloud: str | None, project_id: str | None, endpoint_url: str | None, region: str | None) -> Any:
    settings: dict[str, Any] = {"region_name": region} if region else {}
    with _connecting(()):
        connection = openstack.connect(cloud=cloud, **settings)
        bound(connection.session.session)
    with _connecting(_secrets(connection.config.config.get("auth"))):
        project = project_id or connection.session.get_project_id() or _named_project(connection)
        if not project:
            raise GatewayResponseError(Problem("no project is named", "add --project-id"))
        check_ids(project_id=project)
        known: dict[str, Any] = connection.config.config
        if endpoint_url or not connection.endpoint_for("apigv2"):
            known["apigv2_endpoint_override"] = _url(endpoint_url, region or known.get("region_name"), project)
        otcextensions.sdk.register_single_service(connection, "apig", project)
    return connection


def _named_project(connection: Any) -> str | None:
    found = connection.config.config.get("auth", {}).get("project_id") or os.environ.get("OS_PROJECT_ID")
    return str(found) if found else None


def _url(endpoint_url: str | None, region: str | None, project_id: str) -> str:
    return f"{(endpoint_url or ENDPOINT.format(region or REGION)).rstrip('/')}/v2/{project_id}"


def _secrets(auth: Mapping[str, Any] | None) -> tuple[str | None, ...]:
    return tuple(str(value) for name, value in (auth or {}).items() if _SECRET.search(name))


_SECRET = re.compile("token|pass|secret")


@contextmanager
def _connecting(secrets: tuple[str | None, ...]) -> Iterator[None]:
    """Raise what IAM refuses as ApigRequestError, and settings that are no good as GatewayResponseError."""
    try:
        with without_warnings():
            yield
    except GatewayResponseError:
        raise
    except Exception as error:
        if _has_no_settings(error):
            what = "no credentials of Open Telekom Cloud are found"
            raise GatewayResponseError(Problem(what, _CREDENTIALS)) from None
        if isinstance(error, HttpError):
            raise _failed(error, "authentication", secrets) from None
        failed = not_answered(error, "authentication", secrets)
        if is_from_network(error):
            raise failed from None
        raise GatewayResponseError(Problem(failed.error_msg.rstrip("."), _CREDENTIALS)) from None


def _has_no_settings(error: Exception) -> bool:
    """Whether not even the URL of IAM is set."""
    return isinstance(error, MissingRequiredOptions) and any(option.dest == "auth_url" for option in error.options)


def _failed(error: Exception, operation: str, secrets: tuple[str | None, ...]) -> ApigRequestError:
    answer = getattr(error, "response", None)
    if isinstance(error, HttpError) and answer is not None:
        return _refused(answer, operation, secrets)
    return not_answered(error, operation, secrets)


def _refused(answer: Any, operation: str, secrets: tuple[str | None, ...]) -> ApigRequestError:
    """What an answer says, of APIG or of the IAM before it."""
    try:
        said = answer.json()
    except (ValueError, RecursionError):
        said = None
    said = said if isinstance(said, dict) else {}
    of_iam = said["error"] if isinstance(said.get("error"), dict) else {}
    return ApigRequestError(
        answer.status_code,
        str(said.get("error_code") or ""),
        str(said.get("error_msg") or of_iam.get("message") or answer.text),
        answer.headers.get("X-Request-Id", ""),
        operation=operation,
        secrets=(*secrets, answer.request.headers.get("X-Auth-Token")),
    )
