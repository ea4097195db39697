"""What SAM adds to the definition of an API for the requests to it: who may call, and what bodies have to be like."""

from collections.abc import Mapping, Sequence
from typing import Any

from constructs_gw.openapi import VALIDATOR, VALIDATORS
from constructs_gw.sources.sam.auth import schemes_of, with_auth, with_security
from constructs_gw.sources.sam.operations import (
    as_openapi_3,
    securities,
    validator_of,
    with_models,
)
from constructs_gw.template import as_mapping


def with_requests(
    body: Mapping[str, Any], api: Mapping[str, Any], operations: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """A definition with the models, security schemes and request validators of an API and of the operations in it."""
    schemes: dict[str, Any] = {}
    validators: dict[str, Any] = {}
    for made in operations:
        schemes |= schemes_of(made.get("security", []))
        validators |= validator_of(made[VALIDATOR]) if VALIDATOR in made else {}
    added = {"securityDefinitions": schemes, VALIDATORS: validators}
    found = {**body, **{name: {**as_mapping(body.get(name)), **value} for name, value in added.items() if value}}
    return as_openapi_3(with_models(with_auth(found, api.get("Auth")), api.get("Models")), api.get("OpenApiVersion"))


def with_override(body: Mapping[str, Any], path: str, method: str, auth: Any) -> dict[str, Any]:
    """A definition whose operation also asks for what an event with OverrideApiAuth asks for."""
    item = as_mapping(as_mapping(body.get("paths")).get(path))
    if not as_mapping(auth).get("OverrideApiAuth") or method not in item:
        return dict(body)
    added = securities(auth)
    changed = {**item, method: with_security(item[method], lambda security: [*security, *added])}
    schemes = {**as_mapping(body.get("securityDefinitions")), **schemes_of(added)}
    return {**body, "paths": {**body["paths"], path: changed}} | ({"securityDefinitions": schemes} if schemes else {})
