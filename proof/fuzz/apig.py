"""Customizations of any content compiled for the APIG of both clouds, rendered, and written as Terraform JSON."""

import json
from typing import Any

from constructs_gw.apig import CLOSEST, Provider, compile_responses
from constructs_gw.apig.render import render
from constructs_gw.apig.terraform import terraform_json
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import GatewayResponseError
from constructs_gw.response_types import ResponseType
from proof.fuzz.choices import Choices
from proof.fuzz.response_templates import PARTS

SEEDS = None
LONGEST = 400
HEADERS = ["X-A", "Retry-After", "Content-Type", "vary", "Access-Control-Allow-Origin", "X-Request-Id"]


def attempt(content: bytes) -> None:
    """Customizations, for each cloud."""
    choose = Choices(content)
    entries = [entry for _ in range(choose.number(1, 4)) if (entry := customization(choose))]
    for provider in Provider:
        try:
            compiled(entries, provider, choose.one([None, CLOSEST]))
        except GatewayResponseError as error:
            str(error)


def customization(choose: Choices) -> Customization | None:
    """A customization; None for what API Gateway would reject."""
    try:
        return Customization.parse(
            choose.one([*ResponseType]),
            status_code=choose.one([None, "200", "404", "599", choose.text(3)]),
            response_parameters={f"gatewayresponse.header.{choose.one(HEADERS)}": choose.text() for _ in "ab"},
            response_templates={choose.one(["application/json", "text/html"]): body(choose) for _ in "ab"},
        )
    except GatewayResponseError as error:
        str(error)
        return None


def body(choose: Choices) -> str:
    """JSON, or parts of it."""
    if choose.is_so():
        return json.dumps(choose.json())
    return "".join(choose.one(PARTS) for _ in range(choose.number(0, 12)))


def compiled(entries: list[Customization], provider: Provider, prefer: Any) -> None:
    """What is compiled can be rendered and written."""
    found = compile_responses(CustomizationSet(entries), provider, prefer=prefer)
    [*map(str, found.diagnostics)]
    for kind in provider.error_types:
        render(found.responses, kind, provider)
    text = terraform_json(found.responses, provider, name="errors", allow_loss=True).text
    assert text is None or json.loads(text)
