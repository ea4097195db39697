"""One run of the coverage-guided fuzzer: `python -m proof.fuzz text|structure [options of libFuzzer]`.

`text` gives bytes to `validate`, `render` and `--fix` as they come, `structure` changes documents of each format. Every
error but a GatewayResponseError is a crash, and so is a rule that fails.
"""

import json
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import atheris

with atheris.instrument_imports(include=["constructs_gw"]):
    from constructs_gw.assembly import read_template
    from constructs_gw.documents import read_document
    from constructs_gw.errors import GatewayResponseError
    from constructs_gw.fixes import fixed
    from constructs_gw.reports import FORMATS, Run, report
    from constructs_gw.rest_api_view import rest_apis
    from constructs_gw.rules import all_rules
    from constructs_gw.validate import validate_files

    all_rules()

SEEDS = Path(__file__).parent.parent / "tests" / "realistic"
DOCUMENTS = [read_document(path.read_bytes(), path.name).data for path in sorted(SEEDS.iterdir())]
NAMES = ["Ref", "Fn::If", "Fn::Sub", "Fn::ForEach::X", "Fn::Transform", "Resources", "GatewayResponses", "body",
         "values"]  # fmt: skip
TEXTS = ["", "'*'", "*", "${Token[x]}", "${self:x}", "$context.error.message", "#set($x)", '"', "{", "AWS::NoValue",
         "\ud800"]  # fmt: skip


def check(content: bytes) -> None:
    """Everything that is done with a document that somebody gives."""
    try:
        file = read_template(content, Path("document"))
        found = validate_files([file])
        failed = [finding.message for finding in found if finding.rule == "failed-rule"]
        assert not failed, failed
        for format_ in FORMATS:
            report(Run(found, [file]), format_)
        rest_apis(file.template.data)
    except GatewayResponseError as error:
        str(error)


def fix(content: bytes) -> None:
    """What is fixed has nothing left to fix."""
    try:
        after = fixed(content, Path("document")).after
        assert fixed(after, Path("document")).after == after
    except GatewayResponseError as error:
        str(error)


def text(content: bytes) -> None:
    """A document in whatever text."""
    check(content)
    fix(content)


def structure(content: bytes) -> None:
    """A realistic document with some of its parts exchanged, renamed or replaced."""
    choose = atheris.FuzzedDataProvider(content)
    data = deepcopy(DOCUMENTS[choose.ConsumeIntInRange(0, len(DOCUMENTS) - 1)])
    while choose.remaining_bytes() > 2:
        changed(data, choose)
    text(json.dumps(data).encode())


def changed(data: Any, choose: Any) -> None:
    """Change one member, as far down as is chosen."""
    while isinstance(data, dict | list) and data:
        keys = [*data] if isinstance(data, dict) else [*range(len(data))]
        key = keys[choose.ConsumeIntInRange(0, len(keys) - 1)]
        if isinstance(data[key], dict | list) and data[key] and choose.ConsumeIntInRange(0, 3):
            data = data[key]
            continue
        data[key] = value(choose, data[key])
        if isinstance(data, dict) and choose.ConsumeBool():
            data[choose.PickValueInList(NAMES)] = data.pop(key)
        return


def value(choose: Any, old: Any) -> Any:
    """Something else in place of a value, or around it."""
    kinds = [None, True, 7, -1.5, [], {}, [old], {choose.PickValueInList(NAMES): old}, choose.PickValueInList(TEXTS),
             choose.ConsumeUnicodeNoSurrogates(8), old]  # fmt: skip
    return choose.PickValueInList(kinds)


if __name__ == "__main__":
    target = {"text": text, "structure": structure}[sys.argv.pop(1)]
    atheris.Setup(sys.argv, target)
    atheris.Fuzz()
