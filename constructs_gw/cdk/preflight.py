"""The CORS of error answers from the CORS of the preflight, so that origin and credentials are said once."""

from collections.abc import Iterable

from aws_cdk import aws_apigateway as apigateway

from constructs_gw.composition import Preset
from constructs_gw.presets import cors
from constructs_gw.presets.cors import GATEWAY_HEADERS


def cors_from_preflight(options: apigateway.CorsOptions, *, expose_headers: Iterable[str] = ()) -> Preset:
    """The `cors` preset with the origin, credentials and exposed headers of an API's `CorsOptions`.

    `expose_headers` adds to those of the options. Raises GatewayResponseError where the options allow several origins:
    the preflight can choose among them, an error answer cannot.
    """
    origins = list(options.allow_origins)
    exposed = dict.fromkeys([*GATEWAY_HEADERS, *(options.expose_headers or ()), *expose_headers])
    return cors(
        allow_origin=origins[0] if len(origins) == 1 else origins,  # type: ignore[arg-type]  # cors() says what is wrong
        allow_credentials=bool(options.allow_credentials),
        expose_headers=exposed,
    )
