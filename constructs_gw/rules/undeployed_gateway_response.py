"""A gateway response that no Deployment of its API waits for.

A stage answers as the API was when its Deployment was made. CloudFormation makes both in any order unless the
Deployment depends on the gateway response. CDK's `RestApi.add_gateway_response` adds that; `CfnGatewayResponse` does
not.

## Why is this bad?

On the first deployment it is chance whether the stage has the response. Later changes never reach the stage: the
Deployment has no reason to be made again, and CloudFormation reports success.

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


def undeployed_gateway_response(api: ApiView) -> Iterator[Problem]:
    """A resource that none of the Deployments in its template depends on."""
    for response in api.responses:
        deployments = [d for d in api.deployments if d.place.document == response.place.document]
        if not response.is_resource or not deployments or any(response.place in d.dependencies for d in deployments):
            continue
        names = listed(deployment.name for deployment in deployments)
        yield Problem(
            f"no Deployment waits for {response.name}: {names} may be made without it, "
            "and changes of it reach no stage",
            api.terms.dependency.format(response=response.name, deployments=names),
            response.place,
        )
