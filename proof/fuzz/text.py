"""Bytes as they come: `validate`, every report, `render` and `--fix`; what is fixed has nothing left to fix."""

from pathlib import Path

from constructs_gw.assembly import read_template
from constructs_gw.errors import GatewayResponseError
from constructs_gw.fixes import fixed
from constructs_gw.reports import FORMATS, Run, report
from constructs_gw.rest_api_view import rest_apis
from constructs_gw.rules import all_rules
from constructs_gw.validate import validate_files
from proof.fuzz.choices import REALISTIC

all_rules()
SEEDS = REALISTIC
LONGEST = 20_000


def attempt(content: bytes) -> None:
    """A document in whatever text."""
    for act in (check, fix):
        try:
            act(content)
        except GatewayResponseError as error:
            str(error)


def check(content: bytes) -> None:
    """Everything that is said of a document that somebody gives; a rule that fails is a crash."""
    file = read_template(content, Path("document"))
    found = validate_files([file])
    failed = [finding.message for finding in found if finding.rule == "failed-rule"]
    assert not failed, failed
    for format_ in FORMATS:
        report(Run(found, [file]), format_)
    rest_apis(file.template.data)


def fix(content: bytes) -> None:
    """What is fixed has nothing left to fix."""
    after = fixed(content, Path("document")).after
    assert fixed(after, Path("document")).after == after
