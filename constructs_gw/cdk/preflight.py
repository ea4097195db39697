"""The CORS of error answers from the CORS of the preflight, so that origin and credentials are said once."""

from collections.abc import Iterable

from aws_cdk import aws_apigateway as apigateway

from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.preset import Preset
from constructs_gw.presets import cors
from constructs_gw.presets.cors import GATEWAY_HEADERS


def cors_from_preflight(options: apigateway.CorsOptions, *, expose_headers: Iterable[str] = ()) -> Preset:
    """The `cors` preset with the origin, credentials and exposed headers of an API's `CorsOptions`.

    `expose_headers` adds to those of the options. Raises GatewayResponseError where the options allow several origins:
    the preflight can choose among them, an error answer cannot.
    """
    if not isinstance(options, apigateway.CorsOptions):
        raise GatewayResponseError(
            Problem(
                f"options={options!r} is no CorsOptions", "give apigateway.CorsOptions(...)", "cors_from_preflight()"
            )
        )
    credentials = options.allow_credentials
    if not isinstance(credentials, bool | None):
        raise GatewayResponseError(
            Problem(f"allow_credentials={credentials!r} is no bool", "give True or False", "cors_from_preflight()")
        )
    origins = list(options.allow_origins)
    exposed = dict.fromkeys([*GATEWAY_HEADERS, *(options.expose_headers or ()), *expose_headers])
    return cors(
        allow_origin=origins[0] if len(origins) == 1 else origins,  # type: ignore[arg-type]  # cors() says what is wrong
        allow_credentials=credentials is True,
        expose_headers=exposed,
    )
