"""A gateway response that no Deployment of its API waits for.

A stage answers as the API was when its Deployment was made. CloudFormation makes both in any order unless the
Deployment depends on the gateway response. CDK's `RestApi.add_gateway_response` adds that; `CfnGatewayResponse` does
not.

## Why is this bad?

On the first deployment it is chance whether the stage has the response. Later changes do not reach the stage unless
something else has the Deployment made again, and even then they may come too late. CloudFormation reports success.

## What to do instead

Let the Deployment depend on the response (`DependsOn: Throttled`), and give the Deployment another logical id whenever
the response changes. In CDK, `constructs_gw.cdk.GatewayResponses` or `api.add_gateway_response` does both.

## Source

API Gateway Developer Guide, updating-api, lists gateway responses among the changes that need a deployment
(documented); aws-cdk#10963 (observed).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem, listed
from constructs_gw.severity import Severity
from constructs_gw.views import ApiView

SEVERITY = Severity.ERROR
IN_CDK = "make it with GatewayResponses, which has the Deployments wait"


def undeployed_gateway_response(api: ApiView) -> Iterator[Problem]:
    """A resource that none of the Deployments in its template depends on."""
    if api.definition and not api.is_merged:
        return  # mixed-openapi-body says that too, and where to move them
    for response in api.responses:
        names = listed(deployment.name for deployment in api.deployments_before(response))
        if not names:
            continue
        yield Problem(
            f"no Deployment waits for {response.name}: {names} may be made without it, "
            "and changes of it may reach no stage",
            api.terms.dependency.format(response=response.name, deployments=names),
            response.place,
        )
