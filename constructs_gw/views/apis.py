"""Views of REST APIs, their preflight answers and their Deployments."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from constructs_gw.lazy import lazy
from constructs_gw.places import Place
from constructs_gw.response_types import CUSTOMIZABLE_TYPES, ResponseType
from constructs_gw.terms import CLOUDFORMATION, Terms
from constructs_gw.tokens import has_token
from constructs_gw.views.parameters import ParameterView, by_header
from constructs_gw.views.responses import ResponseView


@dataclass(eq=False)
class PreflightView:
    """A method that answers the preflight requests of browsers by itself."""

    name: str
    place: Place
    parameters: Sequence[ParameterView]
    """The response headers that it sets."""
    templates: Sequence[str] = ()
    """Its bodies, in VTL: they can override headers."""

    @lazy
    def headers(self) -> Mapping[str, ParameterView]:
        """The response headers that it sets, by name in lower case."""
        return by_header(self.parameters)

    @lazy
    def fixed_origin(self) -> ParameterView | None:
        """The origin that it allows whoever asks; None where its bodies may choose, or the request does."""
        origin = allowed_origin(self)
        is_chosen = any("responseOverride" in text or has_token(text) for text in self.templates)
        return None if origin is None or is_chosen or origin.is_from_request else origin


@dataclass(eq=False)
class DeploymentView:
    """One Deployment of an API, and what CloudFormation makes before it."""

    name: str
    place: Place
    dependencies: frozenset[Place]
    """The places of the resources that it depends on, through others too."""


@dataclass(eq=False)
class ApiView:
    """A REST API in one deployment of its templates: its gateway responses and what matters to them."""

    name: str
    """Its logical id; for an API that no template declares, the id or expression that stands for it."""
    place: Place
    """Its resource; for an API that no template declares, its first gateway response."""
    responses: Sequence[ResponseView]
    preflights: Sequence[PreflightView] = ()
    """Its answers to preflight; what a definition says alike of several paths is there once."""
    deployments: Sequence[DeploymentView] = ()
    definition: Place | None = None
    """Its OpenAPI definition, wherever that is kept; None if it has none."""
    has_unread_parts: bool = False
    """Whether a part of it is not in the templates (a definition in a bucket, a transform): it may have more of all."""
    is_declared: bool = True
    """Whether a template declares it; other stacks may add to one that none declares."""
    is_merged: bool = False
    """Whether an import of its definition keeps what the definition does not have."""
    terms: Terms = CLOUDFORMATION
    """How to speak of it to its author."""
    ever_customized: frozenset[ResponseType] = frozenset()
    """The types that have a response in this deployment or in another."""
    resource_type: str | None = None
    """The CloudFormation type of the resource that responses name as their API; None where no template has it."""

    def deployments_before(self, response: ResponseView) -> list[DeploymentView]:
        """The Deployments in its template that may be made before a response is: all of them, or none."""
        found = [d for d in self.deployments if d.place.document == response.place.document]
        is_waited_for = not response.is_resource or any(response.place in d.dependencies for d in found)
        return [] if is_waited_for else found

    @lazy
    def customizations(self) -> Mapping[ResponseType, ResponseView]:
        """The response of each type that has one; of two of a type, the last."""
        return {response.kind: response for response in self.responses if response.kind}

    @lazy
    def has_unread_types(self) -> bool:
        """Whether it may customize more response types than are known here."""
        return self.has_unread_parts or any(r.type.text and r.type.known is None for r in self.responses)

    def heirs(self, default: ResponseType) -> list[ResponseType]:
        """The types that answer with a DEFAULT_* because they are not customized themselves."""
        return [kind for kind in CUSTOMIZABLE_TYPES if kind.fallback is default and kind not in self.customizations]

    def effective(self, kind: ResponseType) -> ResponseView | None:
        """The response that a type answers with: its own, else its DEFAULT_*'s; None for the built-in answer."""
        if not kind.is_customizable:
            return None
        own = self.customizations.get(kind)
        return own if own or kind.fallback is None else self.customizations.get(kind.fallback)


def allowed_origin(answer: ResponseView | PreflightView) -> ParameterView | None:
    """The `Access-Control-Allow-Origin` of an answer."""
    return answer.headers.get("access-control-allow-origin")


def allows_credentials(answer: ResponseView | PreflightView) -> bool:
    """Whether an answer surely allows scripts to send cookies; browsers know the lower-case `true` alone."""
    allowed = answer.headers.get("access-control-allow-credentials")
    return allowed is not None and allowed.known_static == "true"
