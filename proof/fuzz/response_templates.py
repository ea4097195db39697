"""Response templates: nothing of a body is lost in its parts, and one from data is JSON whatever its variables hold."""

import json
from typing import Any

from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError
from constructs_gw.json_body import JsonVariable, json_fault, json_parts, with_value, without_quotes
from constructs_gw.render import Request, render
from constructs_gw.response_template import ResponseTemplate
from constructs_gw.template_variables import Variable, tokenize
from constructs_gw.tokens import has_token
from proof.fuzz.choices import Choices

SEEDS = None
LONGEST = 400
PARTS = ["{", "}", "[", "]", ":", ",", '"', "\\", " ", "$", "${", "$context.", "context.", "stage", "error.message",
         "$context.stage", "$context.error.messageString", "${context.requestId}", "$stageVariables.a", "$method.",
         "$method.request.header.A", "method.request.path.b", "${Token[a]}", "0", "null", "NaN", "1e9",
         '"a": ']  # fmt: skip
HOSTILE = '"}\\ \n\r\0\u2028\ud800$context.error.message'


def attempt(content: bytes) -> None:
    """A body as text, and one from data."""
    choose = Choices(content)
    text = "".join(choose.one(PARTS) if choose.number(0, 3) else choose.text() for _ in range(choose.number(0, 30)))
    takes_apart(text)
    for act, given in ((as_text, text), (as_data, choose.json())):
        try:
            act(given)
        except GatewayResponseError as error:
            str(error)


def takes_apart(text: str) -> None:
    """The parts of a body are the body."""
    pieces = list(tokenize(text))
    assert "".join(piece.spelling if isinstance(piece, Variable) else piece for piece in pieces) == text
    parts = json_parts(pieces)
    assert "".join(part.variable.spelling if isinstance(part, JsonVariable) else part for part in parts) == text
    fault = json_fault(parts)
    assert fault is None or text.endswith(fault) or not fault
    for spelling in {piece.spelling for piece in pieces if isinstance(piece, Variable)}:
        without_quotes(with_value(text, spelling, f'"{spelling}"'), spelling)


def as_text(text: str) -> None:
    """What is taken as JSON is JSON with hostile values, too; any text is rendered."""
    rendered(ResponseTemplate("text/plain", text))
    ResponseTemplate.text("text/html", text)
    is_json(ResponseTemplate.text("application/json", text))


def as_data(data: Any) -> None:
    """A body from data is JSON with hostile values, too."""
    is_json(ResponseTemplate.json(data))


def is_json(template: ResponseTemplate) -> None:
    """Raises ValueError for a body that is none."""
    if not has_token(template.body):
        json.loads(rendered(template))


def rendered(template: ResponseTemplate) -> str:
    """The body as a client gets it that sends hostile text."""
    request = Request(
        {"A": HOSTILE}, path_parameters={"b": HOSTILE}, context={"error.message": HOSTILE, "path": HOSTILE}
    )
    return render(CustomizationSet([Customization("THROTTLED", templates=[template])]), "THROTTLED", request).body
