"""The mixin that gives one REST API, or every REST API of an app, its error answers."""

from collections.abc import Iterable

import jsii
from aws_cdk import Annotations, IAspect, Mixin, Stack
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct, IConstruct

from constructs_gw.cdk.api_responses import ApiResponses
from constructs_gw.cdk.declared import Declaration, Declared
from constructs_gw.cdk.messages import warn, warn_of_no_effect
from constructs_gw.cdk.rest_api import Target, is_imported, reference, same
from constructs_gw.cdk.stack_responses import StackResponses
from constructs_gw.composition import compose
from constructs_gw.customization import Customization
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.preset import Preset

_KINDS = apigateway.RestApiBase | apigateway.CfnRestApi


@jsii.implements(IAspect)
class RestApiGatewayResponses(Mixin):
    """Gateway responses for each REST API that it is applied to, for platform teams.

    `api.with_(RestApiGatewayResponses(...))` does one API, `Mixins.of(app).apply(RestApiGatewayResponses(...))` all
    that the app has by then, those of Stages and nested stacks included. In large apps, `Mixins.of(app, selector)`
    with `ConstructSelector.resources_of_type("AWS::ApiGateway::RestApi")` spares the visit of everything else.

    What an API customizes itself wins, whichever came first, and a warning names what it therefore lacks. Imported
    APIs are skipped. One whose OpenAPI definition cannot be completed is left alone with a warning.
    """

    def __init__(
        self,
        *,
        presets: Iterable[Preset] = (),
        customizations: Iterable[Customization] = (),
        chain: bool = False,
        construct_id: str = "GatewayResponses",
    ) -> None:
        """The options are those of GatewayResponses.

        `construct_id` names the construct that is made in each API. Raises GatewayResponseError where presets
        contradict each other, before anything is applied.
        """
        super().__init__()
        self._chain = chain
        self._construct_id = construct_id
        self._done: set[str] = set()
        self._parents: dict[str, Construct] = {}
        try:
            self._declaration = Declaration.of(presets, customizations)
            if not isinstance(construct_id, str) or not construct_id:
                problem = Problem(f"construct_id={construct_id!r} is not an id", "give a name, or leave it out")
                raise GatewayResponseError(problem)
            if not compose(self._declaration.presets, self._declaration.customizations):
                problem = Problem("nothing is customized", "give presets=[...] or customizations=[...]")
                raise GatewayResponseError(problem)
        except GatewayResponseError as error:
            raise error.at("RestApiGatewayResponses") from None
        self._alone = Declared().plus(platform=self._declaration)

    def supports(self, construct: IConstruct) -> bool:
        """Whether this is a REST API of the app that has not had its turn, or the CfnRestApi of one."""
        if not isinstance(construct, _KINDS) or is_imported(construct):
            return False
        return reference(self._api_of(construct)) not in self._done

    def apply_to(self, construct: IConstruct) -> None:
        """Give the API its responses, once; what stands in the way is reported as an error of the API's."""
        rest_api = self._api_of(construct)
        if reference(rest_api) in self._done:
            return
        self._done.add(reference(rest_api))
        try:
            self._apply(rest_api)
        except GatewayResponseError as error:  # raised from here, it would reach the user behind a JavaScript stack
            Annotations.of(rest_api).add_error(str(error.at(rest_api.node.path)))

    def visit(self, node: IConstruct) -> None:
        """Say how to apply it, to those who add it as an aspect."""
        if self.supports(node) and same(node, self._api_of(node)):
            message = "RestApiGatewayResponses is no aspect; apply it as a mixin: cdk.Mixins.of(app).apply(...)"
            Annotations.of(node).add_error(f"{node.node.path}: {message}")

    def _api_of(self, construct: IConstruct) -> Construct:
        """The API that a visited construct stands for: the RestApi around a CfnRestApi, or the construct itself."""
        assert isinstance(construct, Construct)
        if not isinstance(construct, apigateway.CfnRestApi):
            return construct
        key = reference(construct)
        if key not in self._parents:
            parent = construct.node.scope
            self._parents[key] = parent if isinstance(parent, apigateway.RestApiBase) else construct
        return self._parents[key]

    def _apply(self, rest_api: Construct) -> None:
        responses = StackResponses.of(Stack.of(rest_api))
        api = _completable(responses, Target.of(rest_api))
        if api is None:
            return
        left_alone = responses.foreign(api).keys() - api.declared.own_entries.keys()
        is_alone = not left_alone and api.declared == Declared()
        declared = self._alone if is_alone else api.declared.plus(platform=self._declaration, left_alone=left_alone)
        holder = self._holder(rest_api)
        api.set(declared, holder, chain=self._chain, logical_ids={})
        responses.attach(api)
        warn_of_no_effect(holder, self._declaration)

    def _holder(self, rest_api: Construct) -> Construct:
        try:
            return Construct(rest_api, self._construct_id)
        except RuntimeError as error:
            if not rest_api.node.try_find_child(self._construct_id):
                raise
            problem = Problem(f"it has a child {self._construct_id!r} already", 'give the mixin a construct_id="..."')
            raise GatewayResponseError(problem) from error


def _completable(responses: StackResponses, target: Target) -> ApiResponses | None:
    """The API, or None with a warning where its definition cannot be completed: one team's must not stop the others."""
    try:
        return responses.api(target)
    except GatewayResponseError as error:
        for problem in error.problems:
            warn(target.construct, "left-alone", f"left alone; {problem}")
        return None
