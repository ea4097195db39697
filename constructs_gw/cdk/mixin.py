"""The mixin that gives one REST API, or every REST API of an app, its error answers."""

from collections.abc import Iterable

import jsii
from aws_cdk import Annotations, IAspect, Mixin, Stack
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct, IConstruct

from constructs_gw.cdk.api_responses import ApiResponses
from constructs_gw.cdk.declared import Declaration
from constructs_gw.cdk.messages import warn, warn_of_no_effect
from constructs_gw.cdk.rest_api import Target, is_imported, reference
from constructs_gw.cdk.stack_responses import StackResponses
from constructs_gw.composition import Preset, compose
from constructs_gw.customization import Customization
from constructs_gw.errors import GatewayResponseError, Problem

_KINDS = apigateway.RestApiBase | apigateway.CfnRestApi


@jsii.implements(IAspect)
class RestApiGatewayResponses(Mixin):
    """Gateway responses for each REST API that it is applied to, for platform teams.

    `api.with_(RestApiGatewayResponses(...))` does one API, `Mixins.of(app).apply(RestApiGatewayResponses(...))` all
    that the app has by then, those of Stages and nested stacks included. What an API customizes itself wins, whichever
    came first, and a warning names what it therefore lacks. Imported APIs are skipped. One whose OpenAPI definition
    cannot be completed is left alone with a warning.
    """

    def __init__(
        self,
        *,
        presets: Iterable[Preset] = (),
        customizations: Iterable[Customization] = (),
        chain: bool = False,
        construct_id: str = "GatewayResponses",
    ) -> None:
        """Take the options of GatewayResponses.

        `construct_id` names the construct that is made in each API. Raises GatewayResponseError where presets
        contradict each other, before anything is applied.
        """
        super().__init__()
        self._chain = chain
        self._construct_id = construct_id
        self._done: set[str] = set()
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

    def supports(self, construct: IConstruct) -> bool:
        """Whether this is a REST API of the app; the CfnRestApi inside a RestApi is left to that."""
        if not isinstance(construct, _KINDS) or is_imported(construct):
            return False
        return not (isinstance(construct, apigateway.CfnRestApi) and isinstance(construct.node.scope, _KINDS))

    def apply_to(self, construct: IConstruct) -> None:
        """Give the API its responses, once; what stands in the way is reported as an error of the API's."""
        assert isinstance(construct, Construct)
        if reference(construct) in self._done:
            return
        self._done.add(reference(construct))
        try:
            self._apply(construct)
        except GatewayResponseError as error:  # raised from here, it would reach the user behind a JavaScript stack
            Annotations.of(construct).add_error(str(error.at(construct.node.path)))

    def visit(self, node: IConstruct) -> None:
        """Say how to apply it, to those who add it as an aspect."""
        if self.supports(node):
            message = "RestApiGatewayResponses is no aspect; apply it as a mixin: cdk.Mixins.of(app).apply(...)"
            Annotations.of(node).add_error(f"{node.node.path}: {message}")

    def _apply(self, rest_api: Construct) -> None:
        if rest_api.node.try_find_child(self._construct_id):
            problem = Problem(f"it has a child {self._construct_id!r} already", 'give the mixin a construct_id="..."')
            raise GatewayResponseError(problem)
        stack = Stack.of(rest_api)
        responses = StackResponses.of(stack)
        api = _completable(responses, Target.of(rest_api, stack, self._construct_id))
        if api is None:
            return
        left_alone = responses.foreign(api).keys() - api.declared.own_entries.keys()
        declared = api.declared.plus(platform=self._declaration, left_alone=left_alone)
        holder = Construct(rest_api, self._construct_id)
        api.set(declared, holder, chain=self._chain, logical_ids={})
        responses.attach(api)
        warn_of_no_effect(holder, self._declaration)


def _completable(responses: StackResponses, target: Target) -> ApiResponses | None:
    """The API, or None with a warning where its definition cannot be completed: one team's must not stop the others."""
    try:
        return responses.api(target)
    except GatewayResponseError as error:
        for problem in error.problems:
            warn(target.construct, "left-alone", f"left alone; {problem}")
        return None
