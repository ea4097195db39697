"""What does not depend on how presets combine: their arguments, the variables of a body, the sources of headers."""

from collections.abc import Callable, Mapping
from itertools import product

from constructs_gw.composition import compose
from constructs_gw.errors import GatewayResponseError
from constructs_gw.local.http_responses import http_response
from constructs_gw.mapping import MappingSource
from constructs_gw.preset import Preset
from constructs_gw.presets import (
    challenge,
    cors,
    error_body,
    hints,
    not_found,
    problem_details,
    redirect,
    request_id,
    retry_after,
    security_headers,
    status,
    validation_errors,
)
from constructs_gw.render import Request, render
from constructs_gw.response_template import Json, ResponseTemplate
from constructs_gw.response_types import CLIENT_TYPES, ResponseType
from proof.hostile_values.faults import Tally, answer_faults, header_faults
from proof.hostile_values.values import BUILT, HOSTILE, NAMES, REQUESTS

ARGUMENTS: Mapping[str, Callable[[str], Preset]] = {
    "cors allow_origin": lambda text: cors(text),
    "cors expose_headers": lambda text: cors("*", expose_headers=[text]),
    "hints text": lambda text: hints({"THROTTLED": text}),
    "hints member": lambda text: hints(member=text),
    "problem_details type_base": lambda text: problem_details(type_base=text),
    "problem_details media_type": lambda text: problem_details(media_type=text),
    "error_body text": lambda text: error_body({"a": text}),
    "error_body member": lambda text: error_body({text: "a"}),
    "error_body media_type": lambda text: error_body({"a": 1}, media_type=text),
    "validation_errors member": lambda text: validation_errors(member=text),
    "request_id header": lambda text: request_id(header=text),
    "request_id member": lambda text: request_id(member=text),
    "security_headers name": lambda text: security_headers({text: "a"}),
    "security_headers value": lambda text: security_headers({"X-A": text}),
    "retry_after seconds": lambda text: retry_after(text),
    "challenge scheme": lambda text: challenge(text),
    "challenge parameter": lambda text: challenge("Bearer", realm=text),
    "not_found message": lambda text: not_found(message=text),
    "status code": lambda text: status({"THROTTLED": text}),
    "redirect location": lambda text: redirect("UNAUTHORIZED", location=text),
}  # fmt: skip
"""Each argument that takes text."""


def try_arguments(tally: Tally) -> None:
    """A hostile text as what an author gives to a preset: refused, or harmless whatever the request brings."""
    for (argument, preset), (name, text) in product(ARGUMENTS.items(), HOSTILE.items()):
        tally.cases += 1
        try:
            answers = compose([preset(text)])
        except GatewayResponseError:
            tally.refused += 1
            continue
        for kind, hostile in product(CLIENT_TYPES, ("another member", "every control character")):
            answer = render(answers, kind, REQUESTS[hostile])
            tally.renders += 1
            tally.failures += [f"{argument}, {name}, {kind}: {fault}" for fault in answer_faults(answer)]


def places(spelling: str) -> list[dict[str, Json]]:
    """Where in a body a variable can stand."""
    return [{"a": spelling}, {"a": f"x{spelling} y"}, {"a": [[spelling]]}, {f"n {spelling}": 1}, {spelling: 1}]


def try_variables(tally: Tally) -> None:
    """Each variable, in either spelling and wherever it can stand: refused, or harmless whatever it holds."""
    for name, opening in product(NAMES, ("${}", "${{{}}}")):
        for data in places(opening.format(name)):
            tally.cases += 1
            try:
                template = ResponseTemplate.json(data)
            except GatewayResponseError:
                tally.refused += 1
                continue
            preset = error_body({"body": data})
            tally.failures += [] if template.body in _body(preset) else [f"{data!r} differs in a shape"]
            for hostile, values in REQUESTS.items():
                tally.renders += 1
                faults = answer_faults(render(compose([preset]), "THROTTLED", values))
                tally.failures += [f"{data!r}, {hostile}: {fault}" for fault in faults]


def _body(preset: Preset) -> str:
    return compose([preset])[ResponseType.THROTTLED].templates["application/json"]


def try_headers(tally: Tally) -> None:
    """A header from each source: the local gateway writes one line, also of what is decoded and so can hold several."""
    for source, (name, text) in product(MappingSource, HOSTILE.items()):
        if source is MappingSource.STATIC:
            continue
        for variable in BUILT if source is MappingSource.CONTEXT_VARIABLE else ["origin", "name"]:
            tally.cases += 1
            tally.renders += 1
            value = Request(*({"name": text, "origin": text},) * 4, dict.fromkeys(BUILT, text)).value(source, variable)
            sent = http_response(429, {"X-A": value or ""}, "{}").raw_headers
            pairs = [(each.decode("latin-1"), line.decode("latin-1")) for each, line in sent]
            tally.failures += [f"{source}.{variable}, {name}: {fault}" for fault in header_faults(pairs)]
