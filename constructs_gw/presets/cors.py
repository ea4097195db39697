"""CORS headers on error answers, so that a browser shows the 401 and not a CORS error."""

import re
from collections.abc import Iterable

from constructs_gw.errors import GatewayResponseError, Problem, bool_problems
from constructs_gw.mapping import MappingValue
from constructs_gw.origins import origin_defect, origins_in
from constructs_gw.preset import Contribution, Preset, raise_of
from constructs_gw.tokens import fix_of_parameter, known_text, opaque_text

GATEWAY_HEADERS = ("x-amzn-ErrorType", "x-amzn-RequestId")
"""What API Gateway puts on every gateway response and a script may want to read."""

_HEADER_NAME = re.compile(r"[A-Za-z0-9!#$%&*+.^_`|~-]+")
_ONE_ORIGIN = (
    "browsers take one: give each stage its own with MappingValue.stage_variable(...), echo the caller's with "
    'echo_origin=True, or allow "*" (the last two without credentials)'
)


def cors(
    allow_origin: str | MappingValue | None = None,
    *,
    echo_origin: bool = False,
    allow_credentials: bool = False,
    expose_headers: Iterable[str] | None = (),
) -> Preset:
    """Let scripts of another origin read every error answer.

    `allow_origin` is one origin such as `https://shop.example.com`, `"*"`, or a MappingValue such as
    `MappingValue.stage_variable("allowedOrigin")`. `echo_origin=True` instead allows whichever origin asks: never with
    credentials, and with `Vary: Origin`. `allow_credentials=True` lets the browser send cookies, and needs one origin.
    `expose_headers` are readable besides API Gateway's x-amzn-ErrorType and x-amzn-RequestId and the headers that
    other presets add; None sends no Access-Control-Expose-Headers. Allow-Methods and Allow-Headers belong on the
    preflight's answer only and are not sent. Raises GatewayResponseError for what browsers would refuse.

    Source: WHATWG Fetch, CORS protocol. An answer of 413 and answers of your backend are out of reach.

    Examples:
        >>> from constructs_gw import compose
        >>> from constructs_gw.render import render
        >>> answer = render(compose([cors(allow_origin="https://shop.example.com")]), "UNAUTHORIZED")
        >>> answer.headers["Access-Control-Allow-Origin"]
        'https://shop.example.com'
    """
    expose = (expose_headers,) if isinstance(expose_headers, str) else tuple(expose_headers or ())
    raise_of("cors", bool_problems(echo_origin=echo_origin, allow_credentials=allow_credentials))
    of_origin = _echo_problems if echo_origin else _origin_problems
    raise_of("cors", [*_expose_problems(expose, allow_credentials), *of_origin(allow_origin, allow_credentials)])
    origin = MappingValue.request_header("Origin") if echo_origin else MappingValue.of(allow_origin)
    headers = {"Access-Control-Allow-Origin": origin}
    if allow_credentials:
        headers["Access-Control-Allow-Credentials"] = MappingValue.static("true")
    contribution = Contribution(
        headers=headers,
        expose_headers=None if expose_headers is None else tuple(dict.fromkeys((*GATEWAY_HEADERS, *expose))),
        vary=("Origin",) if echo_origin else (),
    )
    return Preset.of("cors", lambda _: contribution)


def _echo_problems(allow_origin: object, allow_credentials: bool) -> list[Problem]:
    problems = []
    if allow_origin is not None:
        problems.append(Problem("allow_origin and echo_origin=True exclude each other", "give one of them"))
    if allow_credentials:
        message = "echo_origin with allow_credentials=True lets every site read your users' errors"
        problems.append(Problem(message, "name the one origin that may send credentials"))
    return problems


def _origin_problems(allow_origin: object, allow_credentials: bool) -> list[Problem]:
    if allow_origin is None:
        return [Problem("no origin is allowed", 'give allow_origin="https://..." or "*", or echo_origin=True')]
    if isinstance(allow_origin, MappingValue) and not allow_origin.is_static:
        message = f"allow_origin={str(allow_origin)!r} allows whatever origin the client names"
        return [Problem(message, "say echo_origin=True if that is meant")] if allow_origin.source.is_request else []
    text = allow_origin.text if isinstance(allow_origin, MappingValue) else allow_origin
    text = opaque_text(text) or text
    if isinstance(text, str):
        if text == "*" and allow_credentials:
            return [Problem('browsers refuse "*" together with allow_credentials=True', "name the one allowed origin")]
        return _text_problems(text)
    parameter = fix_of_parameter(text)
    if parameter:
        return [Problem(f"allow_origin is a {type(text).__name__}, not text", parameter)]
    if isinstance(text, Iterable):
        origins = list(text)
        fix = f"write {origins[0]!r}" if len(origins) == 1 else _ONE_ORIGIN
        return [Problem(f"{origins!r} is a list of origins", fix)]
    return [Problem(f"{text!r} is not an origin", 'give text such as "https://shop.example.com"')]


def _text_problems(text: str) -> list[Problem]:
    if not text.strip():
        return [Problem("the origin is empty", 'give text such as "https://shop.example.com"')]
    if text == "*" or not known_text(text):
        return []
    try:
        MappingValue.static(text)
    except GatewayResponseError as error:
        return list(error.problems)
    if len(origins_in(text)) > 1:
        return [Problem(f"{text!r} is more than one origin", _ONE_ORIGIN)]
    if text == "null":
        message = '"null" is the origin of every sandboxed page and local file'
        return [Problem(message, "serve the page from an origin of its own and name that")]
    defect = origin_defect(text)
    if defect is None:
        return []
    fix = f"write {defect.meant!r}" if defect.meant else "write scheme://host[:port], without a path"
    return [Problem(f"{text!r} {defect.what}", _ONE_ORIGIN if "*" in known_text(text) else fix)]


def _expose_problems(expose: tuple[str, ...], allow_credentials: bool) -> list[Problem]:
    problems = [
        Problem(f"expose_headers has {name!r}, which is not a header name", "list header names one by one")
        for name in expose
        if not isinstance(name, str) or not _HEADER_NAME.fullmatch(name)
    ]
    if "*" in expose and allow_credentials:
        message = 'expose_headers=["*"] is no wildcard together with allow_credentials=True'
        problems.append(Problem(message, "list the headers by name"))
    return problems
