"""Templates as declared APIs: each read with its parameters open, beside what its deployment would have."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any

from constructs_gw.assembly import TemplateFile
from constructs_gw.choices import Defaults
from constructs_gw.convert.customization_parts import kept, token_names, undecided
from constructs_gw.convert.declared import PSEUDO_PARAMETERS, DeclaredApi, Loss
from constructs_gw.convert.open_templates import (
    as_deployed,
    has_choices,
    with_open_parameters,
    with_open_values,
)
from constructs_gw.convert.unwritten import refused, secret_defaults, unwritten, without_secret
from constructs_gw.customization import HEADER_PREFIX, Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError, listed
from constructs_gw.identities import Identity
from constructs_gw.intrinsics import ABSENT, Scope
from constructs_gw.openapi import EXTENSION, PROPERTIES
from constructs_gw.parts import TRANSFORM
from constructs_gw.places import Place
from constructs_gw.response_types import ResponseType
from constructs_gw.rest_api_view import Refusal, RestApiView, read_customization, read_rest_apis
from constructs_gw.template import Template, as_list, as_mapping, items_of, values_in
from constructs_gw.tokens import TOKEN, is_token

_EXPORT = re.compile(r"Fn::ImportValue\.[A-Za-z0-9:-]{1,180}")  # a longer name is cut where it stands for the value
_OF_ONE_STACK = "AWS::StackName"
_POLICIES = ("DeletionPolicy", "UpdateReplacePolicy")
_POLICY = ("Delete", "Retain", "RetainExceptOnCreate")
_HAS_LOGICAL_IDS = ("cloudformation", "sam", "serverless")
_UNKNOWN = "left out: its value is known only at deployment"
_CHECK = "check that it is to be there always"


def read_declared(files: Sequence[TemplateFile]) -> list[DeclaredApi]:
    """The REST APIs of files that are deployed together, in their order.

    Parameters stay what they are. What depends on a condition is as with the parameters' defaults, and a loss.
    """
    return [*_Reading(files).apis()]


class _Reading:
    """Files while their APIs are read."""

    def __init__(self, files: Sequence[TemplateFile]) -> None:
        self._files = {str(file.path): file for file in files}
        templates = [file.template for file in self._files.values()]
        deployed = as_deployed(templates)
        is_fixed = not any(map(has_choices, templates))
        written = deployed if is_fixed else with_open_values(templates, deployed)
        open_ = deployed if is_fixed else with_open_parameters(templates)
        self._scopes = {template.name: Scope(template, Defaults()) for template in written}
        self._open_scopes = {template.name: Scope(template, Defaults()) for template in open_}
        self._known_conditions: dict[tuple[str, str | int], Sequence[str]] = {}
        self._deployed = _by_identity(deployed)
        self._written = self._deployed if is_fixed else _by_identity(written)
        self._open = self._deployed if is_fixed else _by_identity(open_)

    def apis(self) -> Iterator[DeclaredApi]:
        """The APIs, in their order; those that a condition keeps from being made are the last."""
        others = {identity: view for identity, view in self._open.items() if identity not in self._written}
        for identity, view in (self._written | others).items():
            yield self._declared(view, self._deployed.get(identity, view), self._open[identity])

    def _declared(self, view: RestApiView, deployed: RestApiView, open_: RestApiView) -> DeclaredApi:
        entries, losses = self._refused(view, deployed)
        losses += self._losses_of(view)
        for kind in [kind for kind in ResponseType if kind in view.customizations or kind in deployed.customizations]:
            entry, lost = self._entry(kind, view, deployed, open_)
            entries.append(entry)
            losses += lost
        losses += self._left_out(view, deployed, open_)
        named = {*token_names(entries)}
        parameters = {name: p for name, p in self._parameters(view).items() if name in named}
        return DeclaredApi(
            view.rest_api_id,
            CustomizationSet(entries),
            self._files[view.template].source.format,
            self._logical_ids(view),
            {name: without_secret(parameter) for name, parameter in parameters.items()},
            (*losses, *secret_defaults(view.rest_api_id, parameters)),
            any(not place.is_resource for places in view.places.values() for place in places),
            self._policies(view),
        )

    def _refused(self, view: RestApiView, deployed: RestApiView) -> tuple[list[Customization], list[Loss]]:
        """What is left of customizations that API Gateway would reject, and what is lost of them."""
        entries: list[Customization] = []
        losses: list[Loss] = []
        for refusal in view.refusals:
            if refusal.response_type in deployed.customizations and refusal.response_type not in view.customizations:
                continue
            salvaged, why = self._salvaged(view.rest_api_id, refusal)
            entries += [salvaged] if salvaged and salvaged.response_type not in view.customizations else []
            losses += why
        return entries, losses

    def _entry(
        self, kind: ResponseType, view: RestApiView, deployed: RestApiView, open_: RestApiView
    ) -> tuple[Customization, Iterator[Loss]]:
        """What is kept of a customization, and what is lost of it."""
        at = f"{view.rest_api_id} {kind}"
        there, written = deployed.customizations.get(kind), view.customizations.get(kind)
        places = (view if written else deployed).places.get(kind, ())
        entry, lost = kept((written or there), there, partial(self._is_sayable, view, places))  # type: ignore[arg-type]
        if written is None:
            lost.append(("", "its values are those of the parameters' defaults", "check them"))
        elif open_ is not view:
            conditions = self._conditions(places)
            lost += undecided(written, open_.customizations.get(kind), conditions)
        found = [Loss(what, fix, f"{at} {part}".strip()) for part, what, fix in dict.fromkeys(lost)]
        unwritten_ = (
            loss
            for place in places
            for loss in unwritten(at, self._resource(place), place, self._scopes[place.document])
        )
        return entry, iter([*found, *self._conditional(at, places), *self._opaque(at, places), *unwritten_])

    def _is_sayable(self, view: RestApiView, places: Sequence[Place], name: str) -> bool:
        """Whether another document can refer to a value of a customization by its name."""
        documents = {place.document for place in places}
        if name in self._literal or any(name in as_mapping(self._data(each).get("Resources")) for each in documents):
            return False
        if name in PSEUDO_PARAMETERS:
            return name != _OF_ONE_STACK or documents == {self._root(view.template)}
        if name in self._own(view):
            return {self._root(each) for each in documents} == {self._root(view.template)}
        return name in self._parameters(view) or _EXPORT.fullmatch(name) is not None

    @cached_property
    def _literal(self) -> frozenset[str]:
        """What sources write themselves as if only the deployment knew it."""
        return frozenset(name for file in self._files.values() for name in TOKEN.findall(_text(file)))

    def _data(self, name: str) -> Mapping[str, Any]:
        return self._files[name].source.data

    def _root(self, name: str) -> str:
        """The template that a nested stack's template is in the end nested in; the same one for any other."""
        seen = {name}
        while (parent := self._files[name].parent) and str(parent[0]) in self._files and str(parent[0]) not in seen:
            name = str(parent[0])
            seen.add(name)
        return name

    def _own(self, view: RestApiView) -> Mapping[str, Any]:
        """The parameters that somebody gives for the stack that an API is in."""
        return as_mapping(self._data(self._root(view.template)).get("Parameters"))

    def _parameters(self, view: RestApiView) -> Mapping[str, Any]:
        """Those, and what the other stacks have that customize the API."""
        roots = dict.fromkeys(self._root(place.document) for places in view.places.values() for place in places)
        found: dict[str, Any] = {}
        for root in roots:
            found |= as_mapping(self._data(root).get("Parameters"))
        found |= self._own(view)
        return {name: parameter for name, parameter in found.items() if isinstance(parameter, dict)}

    def _logical_ids(self, view: RestApiView) -> dict[ResponseType, str]:
        """The logical ids of resources that CloudFormation has them under, beside the API."""
        if self._files[view.template].source.format not in _HAS_LOGICAL_IDS:
            return {}
        return {
            kind: str(place.path[1])
            for kind, places in view.places.items()
            for place in places
            if place.is_resource and place.document == view.template
        }

    def _policies(self, view: RestApiView) -> dict[ResponseType, dict[str, str]]:
        """The policies of those resources."""
        resources = as_mapping(self._data(view.template).get("Resources"))
        found = {kind: as_mapping(resources.get(name)) for kind, name in self._logical_ids(view).items()}
        return {
            kind: {name: resource[name] for name in _POLICIES if resource.get(name) in _POLICY}
            for kind, resource in found.items()
        }

    # what is lost

    def _salvaged(self, api: str, refusal: Refusal) -> tuple[Customization | None, list[Loss]]:
        """What is left of a resource without the headers whose values as a whole only the deployment knows."""
        if refusal.place is None or not refusal.place.is_resource:
            return None, refused(refusal)
        scope = self._scopes[refusal.place.document]
        properties = scope.mapping(self._resource(refusal.place).get("Properties"))
        given = {name: scope.text(value) for name, value in scope.mapping(properties.get(PROPERTIES[1])).items()}
        unknown = {name: TOKEN.findall(text) for name, text in given.items() if is_token(text)}
        known = {PROPERTIES[1]: {name: text for name, text in given.items() if name not in unknown}}
        try:
            entry = read_customization({**properties, **known}, scope) if unknown else None
        except GatewayResponseError:
            entry = None
        if entry is None or token_names([entry]):
            return None, refused(refusal)
        at = f"{api} {entry.response_type} header"
        lost = [(at, name.removeprefix(HEADER_PREFIX), names) for name, names in unknown.items()]
        losses = [Loss(f"{_UNKNOWN} ({listed(names)})", "write the value itself", f"{a} {n}") for a, n, names in lost]
        conditions = self._conditions_of(refusal.place.document, refusal.place.path[1])
        if conditions:
            losses.append(Loss(f"depends on {listed(conditions)}", _CHECK, f"{api} {entry.response_type}"))
        return entry, losses

    def _losses_of(self, view: RestApiView) -> Iterator[Loss]:
        """What is lost of an API as a whole."""
        place = Place(view.template, ("Resources", view.rest_api_id))
        resource = self._resource(place)
        if resource.get("Type") == "AWS::ApiGateway::RestApi":
            yield from self._conditional(view.rest_api_id, [place])
            yield from self._open_definition(view, as_mapping(resource.get("Properties")))

    def _left_out(self, view: RestApiView, deployed: RestApiView, open_: RestApiView) -> Iterator[Loss]:
        """The types that a condition keeps from being customized."""
        refused = {refusal.response_type for refusal in view.refusals}
        for kind in open_.customizations:
            if kind not in view.customizations and kind not in deployed.customizations and kind not in refused:
                what = f"left out: it depends on {self._conditions(open_.places.get(kind, ()))}"
                yield Loss(what, "add it where it is to be there", f"{view.rest_api_id} {kind}")

    def _conditional(self, at: str, places: Iterable[Place]) -> Iterator[Loss]:
        """Resources that a condition decides of."""
        for place in places:
            condition = self._resource(place).get("Condition")
            if isinstance(condition, str) and self._open_scopes[place.document].holds(condition) is None:
                yield Loss(f"{place.path[1]} is there only where {condition} holds", _CHECK, at)

    def _opaque(self, at: str, places: Iterable[Place]) -> Iterator[Loss]:
        """Headers or bodies that as a whole are known only at deployment."""
        for place in places:
            properties = as_mapping(self._resource(place).get("Properties"))
            for name in PROPERTIES[1:] if place.is_resource else ():
                if self._is_open(place.document, properties.get(name)):
                    what = f"left out: {name} of {place.path[1]} is known only at deployment"
                    yield Loss(what, "write its members out", at)

    def _open_definition(self, view: RestApiView, properties: Mapping[str, Any]) -> Iterator[Loss]:
        """A definition that is not in the template, or not all of it; what its reader has said already is said."""
        if self._files[view.template].source.may_have_more_responses:
            return
        body = self._scopes[view.template].value(properties.get("Body"))
        parts = [properties, body, as_mapping(body).get(EXTENSION)]
        if any(TRANSFORM in part for part in map(as_mapping, parts)) or self._is_open(view.template, body):
            what = "left out: a part of its definition is known only at deployment"
            yield Loss(what, "inline it, or convert the document itself", view.rest_api_id)

    def _is_open(self, document: str, value: Any) -> bool:
        """Whether a mapping has members that nobody sees here."""
        found = self._scopes[document].value(value)
        return TRANSFORM in found if isinstance(found, dict) else found is not None and found is not ABSENT

    def _conditions(self, places: Iterable[Place]) -> str:
        """What decides of something, by the names of conditions where they show."""
        names = dict.fromkeys(name for place in places for name in self._conditions_of(place.document, place.path[1]))
        return listed(names) if names else "a condition"

    def _conditions_of(self, document: str, logical_id: str | int) -> Sequence[str]:
        """The names of the conditions that a resource has anywhere."""
        if (document, logical_id) not in self._known_conditions:
            resource = self._resource(Place(document, ("Resources", logical_id)))
            used = [value["Fn::If"] for value in values_in(resource) if isinstance(value, dict) and "Fn::If" in value]
            names = [resource.get("Condition"), *(as_list(argument)[:1] for argument in used)]
            found = [name for given in names for name in items_of(given) if isinstance(name, str)]
            self._known_conditions[document, logical_id] = [*dict.fromkeys(found)]
        return self._known_conditions[document, logical_id]

    def _resource(self, place: Place) -> Mapping[str, Any]:
        return as_mapping(as_mapping(self._data(place.document).get("Resources")).get(str(place.path[1])))


def _by_identity(templates: Iterable[Template]) -> dict[Identity, RestApiView]:
    return {view.identity: view for view in read_rest_apis(templates)}


def _text(file: TemplateFile) -> str:
    data = file.source.document.data
    return json.dumps(data.get(EXTENSION) if file.source.format == "openapi" else data, ensure_ascii=False)
