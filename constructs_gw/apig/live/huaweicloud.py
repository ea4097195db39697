"""Huawei Cloud's SDK, huaweicloudsdkapig, as a GroupClient; needs the `[huawei]` extra.

Credentials are those that the SDK finds itself: HUAWEICLOUD_SDK_AK, HUAWEICLOUD_SDK_SK, HUAWEICLOUD_SDK_PROJECT_ID and
HUAWEICLOUD_SDK_SECURITY_TOKEN, or its file of credentials.
"""

import logging
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from requests import RequestException

from constructs_gw.apig.error_types import Provider
from constructs_gw.apig.live.bounded import bound
from constructs_gw.apig.live.client import NOT_UNDERSTOOD, TIMEOUT, Operation, SdkClient, check_endpoint, check_ids
from constructs_gw.apig.live.connections import not_answered
from constructs_gw.apig.live.errors import ApigRequestError
from constructs_gw.apig.live.quietly import without_home, without_warnings
from constructs_gw.errors import GatewayResponseError, Problem

with without_home():
    from huaweicloudsdkapig import v2
    from huaweicloudsdkapig.v2.region.apig_region import ApigRegion
    from huaweicloudsdkcore.auth.credentials import BasicCredentials
    from huaweicloudsdkcore.auth.provider import (
        CredentialProviderChain,
        EnvCredentialProvider,
        OidcStsCredentialProvider,
        PodIdentityCredentialProvider,
        ProfileCredentialProvider,
    )
    from huaweicloudsdkcore.exceptions.exceptions import SdkException, ServiceResponseException
    from huaweicloudsdkcore.http.http_config import HttpConfig

_CREDENTIALS = "set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, or write them to ~/.huaweicloud/credentials"


class _BoundedClient(v2.ApigClient):  # type: ignore[misc]
    """The SDK's client, which reads the answers of APIG to a limit, and before them those of IAM."""

    def init_http_client(self) -> None:
        super().init_http_client()
        bound(getattr(self.get_http_client(), "_session", None))


# The SDK logs failed connections, and a logger without a handler prints errors to the terminal.
logging.getLogger(f"HuaweiCloud-SDK-{_BoundedClient.__name__}").addHandler(logging.NullHandler())


class HuaweiCloudClient(SdkClient):
    """The gateway responses of one API group of Huawei Cloud; `client` is the SDK's `ApigClient`."""

    PROVIDER = Provider.HUAWEICLOUD

    def __init__(
        self, client: Any, instance_id: str, group_id: str, *, sleep: Callable[[float], None] = time.sleep
    ) -> None:
        super().__init__(instance_id, group_id, sleep=sleep)
        self._client = client

    def _send(
        self, operation: Operation, path: Mapping[str, str], query: Mapping[str, int], body: Mapping[str, Any] | None
    ) -> tuple[int, bytes]:
        given = {} if body is None else {"body": dict(body)}
        request = getattr(v2, f"{operation.name}Request")(
            instance_id=self.instance_id, group_id=self.group_id, **path, **query, **given
        )
        try:
            with without_warnings():  # of values that the SDK's models do not have
                answer = getattr(self._client, _snake_case(operation.name))(request)
        except ServiceResponseException as error:
            raise self._refused(error, operation) from None
        except (SdkException, RequestException) as error:
            raise not_answered(error, operation.name, self._secrets) from None
        except Exception:  # whatever the SDK's deserialiser stumbles over
            raise ApigRequestError(None, "", NOT_UNDERSTOOD, operation=operation.name) from None
        return answer.status_code, answer.raw_content or b""

    def _refused(self, error: Any, operation: Operation) -> ApigRequestError:
        """The SDK puts the status in place of a code that is missing."""
        code = "" if error.error_code == str(error.status_code) else error.error_code
        return ApigRequestError(
            error.status_code,
            code,
            error.error_msg,
            error.request_id,
            operation=operation.name,
            secrets=self._secrets,
        )

    @property
    def _secrets(self) -> tuple[str | None, ...]:
        held = self._client.get_credentials()
        return held.ak, held.sk, held.security_token


def connect(
    instance_id: str,
    group_id: str,
    *,
    region: str | None = None,
    project_id: str | None = None,
    endpoint_url: str | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> HuaweiCloudClient:
    """A client with the credentials that the SDK finds; the endpoint is that of the region unless one is given.

    Raises GatewayResponseError for options that are no good, and where there are no credentials.
    """
    check_ids(instance_id=instance_id, group_id=group_id)
    check_endpoint(endpoint_url)
    if project_id is not None:
        check_ids(project_id=project_id)
    credentials = _credentials(project_id)
    config = HttpConfig(timeout=TIMEOUT)
    builder = _BoundedClient.new_builder().with_http_config(config).with_credentials(credentials)
    url = endpoint_url.rstrip("/") if endpoint_url else None
    placed = builder.with_endpoint(url) if url else builder.with_region(_region(region))
    return HuaweiCloudClient(_built(placed, credentials), instance_id, group_id, sleep=sleep)


def _credentials(project_id: str | None) -> BasicCredentials:
    """What the SDK's chain finds, but for its last resort, the metadata of a virtual machine: elsewhere that hangs."""
    providers = (OidcStsCredentialProvider, EnvCredentialProvider, ProfileCredentialProvider)
    chain = CredentialProviderChain(
        [*(each.get_basic() for each in providers), PodIdentityCredentialProvider.get_basic()]
    )
    try:
        found = chain.get_credentials()
    except Exception:  # what is said may quote a line of the file of credentials
        raise GatewayResponseError(Problem("no credentials of Huawei Cloud are found", _CREDENTIALS)) from None
    return found.with_project_id(project_id) if project_id else found


def _region(region: str | None) -> Any:
    if not region:
        fix = "name one with --region, such as eu-west-101, or give --endpoint-url"
        raise GatewayResponseError(Problem("no region is named", fix))
    try:
        return ApigRegion.value_of(region)
    except KeyError:
        fix = "give --endpoint-url, or check --region"
        raise GatewayResponseError(Problem(f"Huawei Cloud's SDK knows no region {region!r} of APIG", fix)) from None


def _built(builder: Any, credentials: BasicCredentials) -> Any:
    """The SDK's client; where no project is named the SDK asks IAM for that of the region."""
    secrets = (credentials.ak, credentials.sk, credentials.security_token)
    try:
        client = builder.build()
    except ServiceResponseException as error:
        raise ApigRequestError(
            error.status_code, error.error_code, error.error_msg, error.request_id, secrets=secrets
        ) from None
    except (SdkException, RequestException) as error:
        raise not_answered(error, "", secrets) from None
    if not credentials.project_id:  # the SDK would send `{project_id}`
        fix = "add --project-id, or set HUAWEICLOUD_SDK_PROJECT_ID"
        raise GatewayResponseError(Problem("no project is named", fix))
    check_ids(project_id=credentials.project_id)
    return client


def _snake_case(name: str) -> str:
    """The SDK's method for an operation.

    >>> _snake_case("UpdateGatewayResponseTypeV2")
    'update_gateway_response_type_v2'
    """
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
