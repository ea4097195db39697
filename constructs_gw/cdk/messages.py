"""What is said of an API whose answers do not all reach a client."""

from collections.abc import Iterable, Mapping

from aws_cdk import Annotations
from aws_cdk import aws_apigateway as apigateway
from constructs import Construct

from constructs_gw.cdk.api_responses import ApiResponses
from constructs_gw.cdk.declared import Declaration
from constructs_gw.cdk.rest_api import Target
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.mapping import MappingSource
from constructs_gw.response_types import CUSTOMIZABLE_TYPES, ResponseType
from constructs_gw.tokens import has_token

Foreign = Mapping[ResponseType, apigateway.CfnGatewayResponse]
"""Resources not of ours, by the type that they customize."""


def report(api: ApiResponses, foreign: Foreign, *, is_deployed: bool) -> None:
    """Annotate the constructs of an API with what is wrong at synthesis; costs nothing where nothing is."""
    speaker = api.speaker
    if speaker is None:
        return
    errors = [*([_LOST] if api.is_lost() else []), *conflicts(foreign, api.declared.entries)]
    for problem in errors:
        Annotations.of(speaker).add_error(f"{speaker.node.path}: {problem}")
    for message in left_alone(api, foreign):
        warn(api.target.construct, "left-alone", message)
    if not is_deployed:
        warn(speaker, "no-deployment", _no_deployment(api.target))


def warn(construct: Construct, name: str, message: str) -> None:
    """Warn of something about a construct, under an id to acknowledge it by."""
    Annotations.of(construct).add_warning_v2(f"constructs-gw:{name}", f"{construct.node.path}: {message}")


def conflicts(foreign: Foreign, entries: CustomizationSet) -> list[Problem]:
    """A problem for each type that a resource not of ours customizes too."""
    return [
        Problem(
            f"{kind} is customized by {resource.node.path} already",
            f"give it as customizations=[Customization({kind.value!r}, ...)] instead, so that the two are merged",
        )
        for kind, resource in foreign.items()
        if kind in entries
    ]


def left_alone(api: ApiResponses, foreign: Foreign) -> list[str]:
    """What answers that the API customized itself lack of those that a platform gives, each in a sentence."""
    declared = api.declared
    if not declared.platform.presets and not declared.platform.customizations:
        return []
    others = {kind: (r.node.path, _answer(kind, r)) for kind, r in foreign.items() if kind in declared.left_alone}
    own = {
        kind: ("the API itself", declared.entries[kind]) for kind in declared.own_entries if kind in declared.entries
    }
    types: dict[tuple[str, ...], list[str]] = {}
    for kind, (where, answer) in {**own, **others}.items():
        parts = declared.lacks(kind, answer)
        if parts:
            types.setdefault((where, *parts), []).append(kind)
    return [
        f"{_types(kinds)} customized by {where} and left alone; what is lacking there: {', '.join(parts)}"
        for (where, *parts), kinds in types.items()
    ]


_LOST = Problem(
    "the API's body was replaced after the gateway responses were put into it, so they are lost",
    "create the GatewayResponses after it, or change the body with add_property_override",
)


def _types(kinds: list[str]) -> str:
    others = [kind for kind in CUSTOMIZABLE_TYPES if kind not in kinds]
    if not others:
        return "every type is"
    if len(others) < 6:
        return f"every type but {', '.join(others)} is"
    return f"{', '.join(kinds)} {'is' if len(kinds) == 1 else 'are'}"


def _answer(kind: ResponseType, resource: apigateway.CfnGatewayResponse) -> Customization:
    """What a resource of someone else answers with; nothing where it cannot be read."""
    parameters, templates = resource.response_parameters, resource.response_templates
    try:
        return Customization.parse(
            kind,
            status_code=resource.status_code,
            response_parameters=parameters if isinstance(parameters, Mapping) else None,
            response_templates=templates if isinstance(templates, Mapping) else None,
        )
    except GatewayResponseError:
        return Customization(kind)


def warn_of_no_effect(holder: Construct, declaration: Declaration) -> None:
    """Say which customizations change nothing."""
    if any(not entry.response_type.is_customizable for entry in declaration.customizations):
        message = "a customization of REQUEST_TOO_LARGE reaches no client (developer guide, known issues)"
        warn(holder, "request-too-large", message)


def stage_variables(entries: CustomizationSet) -> dict[str, list[str]]:
    """The headers that each stage variable gives its value to."""
    headers: dict[str, dict[str, None]] = {}
    for entry in entries.values():
        for name, value in entry.headers.items():
            if value.source is MappingSource.STAGE_VARIABLE:
                headers.setdefault(value.text, {})[name] = None
    return {variable: list(names) for variable, names in headers.items()}


def warn_of_stage_variables(api: ApiResponses, stages: Iterable[apigateway.CfnStage]) -> None:
    """Say which headers a stage leaves out because it lacks their variable; a stage that is a token is not judged."""
    for stage in stages:
        name, variables = stage.stage_name, stage.variables or {}
        if not isinstance(name, str) or has_token(name) or not isinstance(variables, Mapping):
            continue
        for variable, headers in stage_variables(api.declared.minimal).items():
            if variable not in variables:
                left_out = f"{', '.join(headers)} {'is' if len(headers) == 1 else 'are'} left out"
                fix = f"add variables={{{variable!r}: ...}} to its StageOptions"
                message = f'stage "{name}" has no variable {variable!r}, so {left_out}; {fix}'
                warn(api.speaker or api.target.construct, "stage-variable", message)


def _no_deployment(target: Target) -> str:
    if target.is_imported:
        return (
            "the API is imported, so clients see these answers only once the stack that owns it deploys it again; "
            "pass deployment=apigateway.Deployment(..., stage_name=...) to deploy it from here"
        )
    return "no Deployment of the API is in its stack, so no client sees these answers; create one, or pass deployment="
