"""An API has an OpenAPI definition and gateway responses beside it.

## Why is this bad?

Each change of the definition is imported over the API, and the import removes what the definition does not have. The
gateway responses did not change, so CloudFormation does not put them back: the API answers as if they were not there.
It is an error where no Deployment waits for them either: then it is chance whether a stage ever has them.

## What to do instead

Move the gateway responses into the definition, under `x-amazon-apigateway-gateway-responses`. If they have to stay
where they are, `Mode: merge` on the API keeps them; it keeps paths that the definition has dropped as well.

## Source

Lost after the next import: aws-cdk#28652, serverless-application-model#390 and #623 (observed); cfn-lint W3660 warns
of it. Overwrite and merge: API Gateway Developer Guide, api-gateway-import-api-update (documented).
"""

from collections.abc import Iterator

from constructs_gw.errors import Problem, listed
from constructs_gw.severity import Severity
from constructs_gw.views import ApiView

SEVERITY = Severity.WARNING


def mixed_openapi_body(api: ApiView) -> Iterator[Problem]:
    """Resources of their own next to a definition."""
    beside = [response for response in api.responses if response.is_resource]
    if api.definition and beside and not api.is_merged:
        message = api.terms.lost.format(responses=listed(response.name for response in beside))
        early = [response.name for response in beside if api.deployments_before(response)]
        if early:
            message += f"; no Deployment waits for {listed(early)} either"
        yield Problem(message, api.terms.inside, api.definition, Severity.ERROR if early else SEVERITY)
