"""The construct that gives a REST API its error answers."""

from collections.abc import Iterable, Sequence
from typing import TypeAlias

from aws_cdk import Annotations, Stack
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct

from constructs_gw.cdk.rest_api import RestApi, is_imported, rest_api_problem, same
from constructs_gw.cdk.stack_responses import ApiResponses, Declared, StackResponses, properties
from constructs_gw.composition import Preset
from constructs_gw.customization import Customization, CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem, raise_all
from constructs_gw.response_types import ResponseType

Deployment: TypeAlias = apigateway.Deployment | apigateway.CfnDeployment


class GatewayResponses(Construct):
    """The gateway responses of a REST API: the fewest resources that give every error its declared answer.

    Every Deployment of the API in its stack is made to follow their content, so that a change reaches the stage. A
    second construct on the same API adds to the first. A type that one of them customizes may not be customized by
    an `add_gateway_response` or a CfnGatewayResponse as well.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        rest_api: RestApi,
        presets: Iterable[Preset] = (),
        customizations: Iterable[Customization] = (),
        deployment: Deployment | Sequence[Deployment] | None = None,
        chain: bool = False,
    ) -> None:
        """Create the resources of the API's gateway responses.

        `rest_api` is a RestApi, LambdaRestApi, StepFunctionsRestApi, or an imported API. `presets` combine in any
        order; what `customizations` say wins over them. `deployment` names Deployments to wire besides those of the
        API that its stack holds, which are found without it. `chain=True` creates the resources one after the other,
        for accounts whose API Gateway rate limit many at once would exceed. Raises GatewayResponseError, with the
        construct's path and every problem at once.
        """
        presets, customizations = tuple(presets), tuple(customizations)
        deployments = [deployment] if isinstance(deployment, Deployment) else list(deployment or ())
        try:
            stack = scope if isinstance(scope, Stack) else Stack.of(scope)
            raise_all(_problems(stack, id, rest_api, deployments))
            responses = StackResponses.of(stack)
            api = responses.api(rest_api.rest_api_id, is_imported=is_imported(rest_api))
            declared = api.declared.plus(presets, customizations)
            raise_all(_conflicts(responses, api, declared))
        except GatewayResponseError as error:
            raise error.at(f"{scope.node.path}/{id}".lstrip("/")) from None
        super().__init__(scope, id)
        self._api = api
        self._create_resources(declared, chain=chain)
        api.declared = declared
        api.deployments += [_resource(item) for item in deployments]
        responses.attach(list(api.resources.values()))
        if any(not entry.response_type.is_customizable for entry in customizations):
            message = "a customization of REQUEST_TOO_LARGE reaches no client (developer guide, known issues)"
            message = f"{self.node.path}: {message}"
            Annotations.of(self).add_warning_v2("constructs-gw:request-too-large", message)

    def response(self, response_type: ResponseType | str) -> apigateway.CfnGatewayResponse:
        """The resource of one response type, for escape hatches.

        A Deployment follows what you set on it, except through `add_property_override`, which CDK keeps to itself.
        Raises GatewayResponseError for a type that has no resource of its own because it inherits from DEFAULT_*.
        """
        kind = ResponseType.of(response_type)
        if kind not in self._api.resources:
            fix = f"give it a Customization of its own, or take one of {', '.join(self._api.resources)}"
            raise GatewayResponseError(Problem(f"{kind} has no resource of its own", fix, self.node.path))
        self._api.handed_out.add(kind)
        return self._api.resources[kind]

    @property
    def customizations(self) -> CustomizationSet:
        """The customizations of the API that have a resource, those of other GatewayResponses on it included."""
        return self._api.declared.minimal

    def _create_resources(self, declared: Declared, *, chain: bool) -> None:
        """A resource for each type that needs one; those of earlier constructs get what this one adds to them."""
        resources = self._api.resources
        for kind, resource in resources.items():
            if declared.entries[kind] != self._api.declared.entries[kind]:
                for name, value in properties(declared.entries[kind]).items():
                    setattr(resource, name, value)
        for kind, entry in declared.minimal.items():
            if kind not in resources:
                resource = apigateway.CfnGatewayResponse(
                    self, kind.value, rest_api_id=self._api.rest_api_id, response_type=kind.value, **properties(entry)
                )
                if chain and resources:
                    resource.add_dependency(list(resources.values())[-1])
                resources[kind] = resource


def _conflicts(responses: StackResponses, api: ApiResponses, declared: Declared) -> list[Problem]:
    if not declared.entries:
        return [Problem("nothing is customized", "give presets=[...] or customizations=[...]")]
    return responses.conflicts(api.rest_api_id, declared)


def _problems(stack: Stack, id: str, rest_api: object, deployments: Iterable[object]) -> Iterable[Problem]:
    problem = rest_api_problem(rest_api, stack, id)
    if problem:
        yield problem
    for deployment in deployments:
        if not isinstance(deployment, Deployment):
            yield Problem(f"deployment={deployment!r} is no Deployment", "give an apigateway.Deployment")
        elif not same(Stack.of(deployment), stack):
            message = f"the Deployment {deployment.node.path} belongs to another stack"
            yield Problem(message, "create the GatewayResponses in the Deployment's stack, or the other way round")


def _resource(deployment: Deployment) -> apigateway.CfnDeployment:
    resource = deployment.node.default_child if isinstance(deployment, apigateway.Deployment) else deployment
    assert isinstance(resource, apigateway.CfnDeployment)
    return resource
