"""The CORS of error answers from the CORS of the preflight, so that origin and credentials are said once."""

from collections.abc import Iterable

from aws_cdk import aws_apigateway as apigateway

from constructs_gw.errors import GatewayResponseError, Problem
from constructs_gw.preset import Preset
from constructs_gw.presets import cors


def cors_from_preflight(options: apigateway.CorsOptions, *, expose_headers: Iterable[str] = ()) -> Preset:
    """The `cors` preset with the origin, credentials and exposed headers of an API's `CorsOptions`.

    `expose_headers` adds to those of the options. Raises GatewayResponseError where the options allow several origins:
    the preflight can choose among them, an error answer cannot.
    """
    at = "cors_from_preflight()"
    if not isinstance(options, apigateway.CorsOptions):
        raise GatewayResponseError(
            Problem(f"options={options!r} is no CorsOptions", "give apigateway.CorsOptions(...)", at)
        )
    credentials = options.allow_credentials
    if not isinstance(credentials, bool | None):
        raise GatewayResponseError(Problem(f"allow_credentials={credentials!r} is no bool", "give True or False", at))
    origins = list(options.allow_origins)
    return cors(
        allow_origin=origins[0] if len(origins) == 1 else origins,  # type: ignore[arg-type]  # cors() says what is wrong
        allow_credentials=credentials is True,
        expose_headers=[*(options.expose_headers or ()), *expose_headers],
    )
