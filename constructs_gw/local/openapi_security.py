"""Who may call an operation, as the `security` of an OpenAPI document says it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from constructs_gw.local.declarations import DEFAULT_RESULT_TTL, Authorizer
from constructs_gw.local.declared_resources import number
from constructs_gw.template import as_list, as_mapping, text_of

AUTHORIZER = "x-amazon-apigateway-authorizer"
"""developer guide, api-gateway-swagger-extensions-authorizer (documented)."""

AUTH = "x-amazon-apigateway-auth"
"""Its type is `NONE` or `AWS_IAM` in any case (developer guide, api-gateway-swagger-extensions-auth, documented)."""

_AUTHTYPE = "x-amazon-apigateway-authtype"
"""`awsSigv4` is AWS_IAM (developer guide, api-gateway-swagger-extensions-authtype, documented).

That other capitals mean the same is inferred.
"""

_AUTHORIZATION_TYPES = {"TOKEN": "CUSTOM", "REQUEST": "CUSTOM", "COGNITO_USER_POOLS": "COGNITO_USER_POOLS"}
"""What a method's authorization type is for each type of authorizer."""


class Security(NamedTuple):
    """What an operation asks for."""

    authorization_type: str = "NONE"
    authorizer: Authorizer | None = None
    is_api_key_required: bool = False


def read_security(document: Mapping[str, Any], operation: Mapping[str, Any]) -> Security:
    """What an operation asks for: by itself or, where it says nothing, as its document does."""
    schemes = [_scheme(document, name) for requirement in _requirements(document, operation) for name in requirement]
    found = next((security for scheme in schemes if (security := _authorization(scheme))), Security())
    auth = (text_of(as_mapping(operation.get(AUTH)).get("type")) or "").upper()
    if auth in ("NONE", "AWS_IAM"):
        found = Security(auth)
    return found._replace(is_api_key_required=any(map(_is_api_key, schemes)))


def _requirements(document: Mapping[str, Any], operation: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    given = operation["security"] if "security" in operation else document.get("security")
    return [as_mapping(requirement) for requirement in as_list(given)]


def _scheme(document: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The security scheme of a name: OpenAPI 3 has them in `components`, OpenAPI 2 at its root."""
    schemes = as_mapping(as_mapping(document.get("components")).get("securitySchemes"))
    return as_mapping(schemes.get(name)) or as_mapping(as_mapping(document.get("securityDefinitions")).get(name))


def _is_api_key(scheme: Mapping[str, Any]) -> bool:
    """Whether a scheme is an API key of API Gateway's (developer guide, api-key-usage-plan-oas, documented)."""
    name = text_of(scheme.get("name")) or ""
    return scheme.get("type") == "apiKey" and name.lower() == "x-api-key" and AUTHORIZER not in scheme


def _authorization(scheme: Mapping[str, Any]) -> Security | None:
    """What a scheme makes a method ask for; None for one that API Gateway does not know."""
    if (text_of(scheme.get(_AUTHTYPE)) or "").lower() == "awssigv4":
        return Security("AWS_IAM")
    given = as_mapping(scheme.get(AUTHORIZER))
    kind = (text_of(given.get("type")) or "").upper()
    if kind not in _AUTHORIZATION_TYPES:
        return None
    expression = text_of(given.get("identityValidationExpression")) or ""
    ttl = number(given.get("authorizerResultTtlInSeconds"))
    ttl = DEFAULT_RESULT_TTL if ttl is None else ttl
    return Security(_AUTHORIZATION_TYPES[kind], Authorizer(kind, _sources(kind, scheme, given), expression, ttl))


def _sources(kind: str, scheme: Mapping[str, Any], authorizer: Mapping[str, Any]) -> tuple[str, ...]:
    """The identity sources: the scheme's header, or what a `request` authorizer lists.

    That only the latter lists them, and the header of a `token` authorizer: the page of the extension, documented.
    """
    if kind == "REQUEST":
        return identity_sources(text_of(authorizer.get("identitySource")) or "")
    return (f"method.request.header.{text_of(scheme.get('name')) or 'Authorization'}",)


def identity_sources(text: str) -> tuple[str, ...]:
    """The mapping expressions in a list with commas."""
    return tuple(filter(None, (source.strip() for source in text.split(","))))
