"""Clients for either cloud, by the settings of the command line; an SDK is imported only for its own cloud."""

from constructs_gw.apig.error_types import Provider
from constructs_gw.apig.live.client import GroupClient
from constructs_gw.errors import GatewayResponseError, Problem


def connect(
    provider: Provider | str,
    instance_id: str,
    group_id: str,
    *,
    region: str | None = None,
    project_id: str | None = None,
    endpoint_url: str | None = None,
    cloud: str | None = None,
) -> GroupClient:
    """A client for an API group, with the credentials that the cloud's SDK finds.

    `region` is such as `eu-west-101`, `project_id` that of the credentials unless given, `endpoint_url` that of another
    server, such as `constructs-gw serve`. `cloud` is the entry of clouds.yaml, for Open Telekom Cloud only.

    Raises ModuleNotFoundError without the extra, `[huawei]` or `[otc]`, GatewayResponseError for options that are no
    good, and ApigRequestError where IAM is asked and refuses.
    """
    if Provider.of(provider) is Provider.HUAWEICLOUD:
        from constructs_gw.apig.live import huaweicloud

        if cloud:
            fix = "leave it out, or write --provider opentelekomcloud"
            raise GatewayResponseError(Problem("--cloud is not for Huawei Cloud", fix))
        return huaweicloud.connect(
            instance_id, group_id, region=region, project_id=project_id, endpoint_url=endpoint_url
        )
    from constructs_gw.apig.live import opentelekomcloud

    return opentelekomcloud.connect(
        instance_id, group_id, cloud=cloud, region=region, project_id=project_id, endpoint_url=endpoint_url
    )
