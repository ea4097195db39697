"""The gateway responses of the REST APIs in any source, for a writer of another format."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from constructs_gw.assembly import TemplateFile
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import Problem
from constructs_gw.response_types import ResponseType
from constructs_gw.rest_api_view import RestApiView, read_rest_apis
from constructs_gw.template import Template, as_mapping
from constructs_gw.tokens import TOKEN

PSEUDO_PARAMETERS = frozenset(f"AWS::{name}" for name in ("AccountId", "Partition", "Region", "StackName", "URLSuffix"))
"""What every CloudFormation template can refer to without declaring it."""

_EXPORT = re.compile(r"Fn::ImportValue\.[A-Za-z0-9:-]+")


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that the source says and what is written does not."""

    message: str
    fix: str
    at: str = ""
    """The API, response type and part that it is about."""

    def __str__(self) -> str:
        where = f"{self.at}: " if self.at else ""
        return f"{where}{self.message}; {self.fix}" if self.fix else f"{where}{self.message}"


@dataclass(frozen=True, slots=True)
class DeclaredApi:
    """What a source declares for one REST API."""

    name: str
    """Its logical id, title or id in the source."""
    customizations: CustomizationSet
    """A value of a parameter stands as `${Token[NAME]}`; so does what else only the deployment knows."""
    format: str = "cloudformation"
    """That of the source, as `--from` names it."""
    logical_ids: Mapping[ResponseType, str] = field(default_factory=dict)
    """Of the types that have a CloudFormation resource of their own in the source."""
    parameters: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Those that its customizations refer to, as the source declares them."""
    losses: tuple[Loss, ...] = ()
    """What reading it has lost already."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """A document in another format, and what it does not say."""

    text: str
    losses: tuple[Loss, ...] = ()
    notes: tuple[str, ...] = ()
    """What to do with it: said on standard error, and no loss."""


def token_names(customization: Customization) -> Iterator[str]:
    """The name of each value that only the deployment knows, in order and each once."""
    texts = (customization.status_code or "", *map(str, customization.headers.values()))
    return iter(dict.fromkeys(TOKEN.findall("".join([*texts, *customization.templates.values()]))))


def read_declared(files: Sequence[TemplateFile]) -> list[DeclaredApi]:
    """The REST APIs of files that are deployed together, in their order.

    Parameters stay what they are. What depends on a condition is as with the parameters' defaults, and a loss.
    """
    templates = [file.template for file in files]
    as_deployed = read_rest_apis(templates)
    as_written = {view.identity: view for view in read_rest_apis(map(_with_open_parameters, templates))}
    return [_declared(view, as_written.get(view.identity, view), files) for view in as_deployed]


def _with_open_parameters(template: Template) -> Template:
    """The same template, whose parameters can hold anything."""
    parameters = {name: _opened(as_mapping(parameter)) for name, parameter in template.parameters.items()}
    return Template(
        {**template.data, "Parameters": parameters},
        template.name,
        parent=template.parent,
        stack=template.stack,
        environment=template.environment,
    )


def _opened(parameter: Mapping[str, Any]) -> Mapping[str, Any]:
    if str(parameter.get("Type")).startswith("AWS::SSM::"):  # open by itself; its default tells which API it means
        return parameter
    return {key: value for key, value in parameter.items() if key not in ("AllowedValues", "Default")}


def _declared(view: RestApiView, open_view: RestApiView, files: Sequence[TemplateFile]) -> DeclaredApi:
    by_name = {str(file.path): file for file in files}
    parameters = as_mapping(by_name[view.template].source.data.get("Parameters"))
    entries: list[Customization] = []
    losses = [_refusal(view, problem) for refusal in view.refusals for problem in refusal.error.problems]
    for kind, deployed in view.customizations.items():
        written = open_view.customizations.get(kind, deployed)
        is_sayable = all(_is_sayable(name, parameters) for name in token_names(written))
        entries.append(written if is_sayable else deployed)
        losses += [] if is_sayable else _undecided(view.rest_api_id, written, deployed)
        losses += _conditional(view, kind, by_name)
    named = {name for entry in entries for name in token_names(entry)}
    return DeclaredApi(
        view.rest_api_id,
        CustomizationSet(entries),
        by_name[view.template].source.format,
        _logical_ids(view, by_name),
        {name: parameter for name, parameter in parameters.items() if name in named},
        tuple(losses),
    )


def _is_sayable(name: str, parameters: Mapping[str, Any]) -> bool:
    """Whether another document can refer to a value by its name."""
    return name in parameters or name in PSEUDO_PARAMETERS or _EXPORT.fullmatch(name) is not None


def _undecided(api: str, written: Customization, deployed: Customization) -> Iterator[Loss]:
    """What a type says of which only one deployment is converted."""
    at = f"{api} {written.response_type}"
    if unknown := [*token_names(deployed)]:
        yield Loss(f"a value is known only at deployment: {', '.join(unknown)}", "write the value itself", at)
    elif written != deployed:
        yield Loss("a value depends on a condition", "check that it is the one of the parameters' defaults", at)


def _conditional(view: RestApiView, kind: ResponseType, files: Mapping[str, TemplateFile]) -> Iterator[Loss]:
    for place in view.places.get(kind, ()):
        resource = as_mapping(as_mapping(files[place.document].source.data.get("Resources")).get(str(place.path[1])))
        if condition := resource.get("Condition"):
            message = f"{place.path[1]} is there only where {condition} holds"
            yield Loss(message, "check that it is to be there always", f"{view.rest_api_id} {kind}")


def _refusal(view: RestApiView, problem: Problem) -> Loss:
    return Loss(f"left out, since API Gateway would reject it: {problem.message}", problem.fix, str(problem.at))


def _logical_ids(view: RestApiView, files: Mapping[str, TemplateFile]) -> dict[ResponseType, str]:
    """The logical ids of resources that the source itself has, and not what was made of another format."""
    return {
        kind: str(place.path[1])
        for kind, places in view.places.items()
        for place in places
        if len(place.path) == 2 and files[place.document].source.written(place.path) == place.path
    }
