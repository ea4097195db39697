"""Templates and readers of reports that the tests share."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from jsonschema import Draft202012Validator

HERE = Path(__file__).parent
ORDERS = HERE / "orders.yaml"
SCHEMA = Draft202012Validator(json.loads((HERE / "sarif-2.1.0.schema.json").read_text()))
RULES = ("unquoted-static-value", "cacheable-error", "success-status", "lone-default-response")
ODD = "50% of a:b, [c] d\u00e9\n::error::.json"


def response(value: Any = "30", **more: Any) -> dict[str, Any]:
    parameters = {"gatewayresponse.header.Retry-After": value}
    properties = {"RestApiId": "o81lxisefl", "ResponseType": "THROTTLED", "ResponseParameters": parameters}
    return {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": properties, **more}


def written(path: Path, **resources: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"Resources": resources}, indent=1))
    return path


LOOP = {"Fn::ForEach::Loop": ["X", {"Ref": "Names"}, {"Slow${X}": response()}]}
UNREAD = "what Fn::ForEach::Loop makes is known at deployment only; "


def results(text: str) -> list[dict[str, Any]]:
    [run] = json.loads(text)["runs"]
    found: list[dict[str, Any]] = run["results"]
    return found


def suites(text: str) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(text))


def commands(text: str) -> list[tuple[str, dict[str, str], str]]:
    """What the runner makes of it (actions/runner, ActionCommand.cs): command, properties and text."""
    found = []
    for line in re.split(r"\r\n|\r|\n", text):
        if line.lstrip().startswith("::"):
            head, data = line.lstrip()[2:].split("::", 1)
            name, _, given = head.partition(" ")
            pairs = (pair.split("=", 1) for pair in given.split(","))
            found.append((name, {key: decoded(value) for key, value in pairs}, decoded(data)))
    return found


def decoded(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text
