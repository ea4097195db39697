"""The construct that gives a REST API its error answers."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeAlias

from aws_cdk import App, Stack, Stage
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct

from constructs_gw.cdk.api_responses import ApiResponses
from constructs_gw.cdk.declared import Declaration, Declared
from constructs_gw.cdk.messages import conflicts, warn_of_no_effect
from constructs_gw.cdk.rest_api import RestApi, Target, named, same
from constructs_gw.cdk.stack_responses import StackResponses
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem, attempt, raise_all
from constructs_gw.preset import Preset
from constructs_gw.response_types import ResponseType

Deployment: TypeAlias = apigateway.Deployment | apigateway.CfnDeployment
LogicalIds: TypeAlias = Mapping[ResponseType, str] | Mapping[ResponseType | str, str]


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
        logical_ids: LogicalIds | None = None,
    ) -> None:
        """Create the resources of the API's gateway responses.

        `rest_api` is a RestApi (LambdaRestApi and StepFunctionsRestApi are), SpecRestApi, CfnRestApi, or an imported
        API. `presets` combine in any order; what `customizations` say wins over them. `deployment` names Deployments
        to wire besides those of the API that its stack holds, which are found without it. `chain=True` creates the
        resources one after the other, for accounts whose API Gateway rate limit many at once would exceed.
        `logical_ids` keeps the logical ids of resources that this construct replaces on a live API, by response type,
        so that CloudFormation updates them and does not reset the type when it deletes the old ones: `logical_ids_of`
        reads them from the old template.

        An API made from an OpenAPI definition gets the responses in it, next to those it has; a definition in a file
        asset of up to 900 kB becomes inline. Raises GatewayResponseError, with the construct's path and every problem
        at once.
        """
        stack = _stack(scope, id)
        responses = StackResponses.of(stack)
        with _said_of(scope, id):
            own = Declaration.of(presets, customizations)
            deployments = _deployments(deployment, stack)
            ids = _logical_ids(logical_ids or {})
            api = responses.api(_target(rest_api, stack, id))
            declared = api.declared.plus(own=own, kept=ids)
            raise_all(_declaration_problems(declared, api, ids) or conflicts(responses.foreign(api), declared.entries))
        super().__init__(scope, id)
        self._api = api
        api.set(declared, self, chain=chain, logical_ids=ids)
        api.deployments += deployments
        responses.attach(api)
        warn_of_no_effect(self, own)

    def response(self, response_type: ResponseType | str) -> apigateway.CfnGatewayResponse:
        """The resource of one response type, for escape hatches.

        A Deployment follows what you set on it, except through `add_property_override`, which CDK keeps to itself.
        Raises GatewayResponseError for a type that has no resource of its own because it inherits from DEFAULT_*, or
        because the API is made from an OpenAPI definition.
        """
        kind = ResponseType.of(response_type)
        if self._api.definition is not None:
            fix = "change CfnRestApi.body, or give customizations=[...]"
            raise GatewayResponseError(Problem("the responses are in the API's definition", fix, self.node.path))
        if kind not in self._api.resources:
            fix = f"give it a Customization of its own, or take one of {', '.join(self._api.resources)}"
            raise GatewayResponseError(Problem(f"{kind} has no resource of its own", fix, self.node.path))
        self._api.handed_out.add(kind)
        return self._api.resources[kind]

    @property
    def customizations(self) -> CustomizationSet:
        """The customizations that have a resource or an entry in the API's definition, all of this API's included."""
        return self._api.declared.minimal


@contextmanager
def _said_of(scope: Construct, construct_id: str) -> Iterator[None]:
    """Raise what is wrong with a construct that is to be made as said of its path."""
    try:
        yield
    except GatewayResponseError as error:
        raise error.at(f"{scope.node.path}/{construct_id}".lstrip("/")) from None


def _stack(scope: object, construct_id: str) -> Stack:
    """The stack that a scope is in; raises GatewayResponseError for what is in none."""
    if isinstance(scope, Stack):
        return scope
    if not isinstance(scope, Construct):
        raise GatewayResponseError(Problem(f"scope is {scope!r}", "give self", construct_id))
    if isinstance(scope, Stage):
        what = "an App" if isinstance(scope, App) else "a Stage"
        raise GatewayResponseError(Problem(f"scope is {what}", "give a stack or the API", construct_id))
    try:
        return Stack.of(scope)
    except RuntimeError:
        problem = Problem(f"scope={named(scope)} is in no stack", "give a stack or the API", construct_id)
        raise GatewayResponseError(problem) from None


def _logical_ids(given: LogicalIds) -> dict[ResponseType, str]:
    fix = "give the logical id of each type's old resource: letters and digits"
    if not isinstance(given, Mapping):
        raise GatewayResponseError(Problem(f"logical_ids={given!r} is no mapping of response types", fix))
    problems: list[Problem] = []
    ids = {attempt(problems, ResponseType.of, kind): logical_id for kind, logical_id in given.items()}
    for index, value in enumerate(given.values()):
        if not isinstance(value, str) or not re.fullmatch("[A-Za-z0-9]+", value):
            problems.append(Problem(f"logical_ids has {value!r}", fix))
        elif value in list(given.values())[:index]:
            problems.append(Problem(f"logical_ids has {value!r} twice", fix))
    raise_all(problems)
    return {kind: logical_id for kind, logical_id in ids.items() if kind is not None}


def _declaration_problems(declared: Declared, api: ApiResponses, ids: Collection[ResponseType]) -> list[Problem]:
    if not declared.entries:
        return [Problem("nothing is customized", "give presets=[...] or customizations=[...]")]
    if api.definition is not None and ids:
        message = "an API made from an OpenAPI definition has no resources to keep logical_ids of"
        return [Problem(message, "leave logical_ids out, and retain the old resources while you remove them")]
    return [
        Problem(f"{kind} has a resource already", "leave it out of logical_ids")
        for kind in ids
        if kind in api.resources
    ]


def _target(rest_api: object, stack: Stack, construct_id: str) -> Target:
    """The API; raises GatewayResponseError for what has no gateway responses, or belongs to another stack."""
    target = Target.of(rest_api)
    raise_all(filter(None, [target.stack_problem(stack, construct_id)]))
    return target


def _deployments(given: object, stack: Stack) -> list[apigateway.CfnDeployment]:
    """The resources of one Deployment or several; raises GatewayResponseError for what is none of the stack's."""
    deployments: list[Any] = [] if given is None else [*given] if isinstance(given, list | tuple) else [given]
    raise_all(_deployment_problems(stack, deployments))
    return [_resource(each) for each in deployments]


def _deployment_problems(stack: Stack, deployments: Iterable[object]) -> Iterable[Problem]:
    for deployment in deployments:
        if not isinstance(deployment, Deployment):
            fix = "give api.latest_deployment or an apigateway.Deployment"
            yield Problem(f"deployment={named(deployment)} is no Deployment", fix)
        elif not same(Stack.of(deployment), stack):
            message = f"the Deployment {deployment.node.path} belongs to another stack"
            yield Problem(message, "create the GatewayResponses in the Deployment's stack, or the other way round")


def _resource(deployment: Deployment) -> apigateway.CfnDeployment:
    resource = deployment.node.default_child if isinstance(deployment, apigateway.Deployment) else deployment
    assert isinstance(resource, apigateway.CfnDeployment)
    return resource
