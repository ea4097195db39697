"""What is given for a plan or a state and is neither: what it is, and what to do instead."""

import re

from constructs_gw.documents import Document
from constructs_gw.errors import GatewayResponseError, Problem

_SHOW = "run terraform plan -out plan and terraform show -json plan > plan.json, then give plan.json"
"""What to do to get a plan that can be read."""

_SHOW_STATE = "run terraform show -json > state.json, then give state.json"
"""What to do to get a state that can be read."""

OTHER_TEXTS = (
    (
        re.compile(rb"PK\x03\x04"),
        "a zip file, as terraform plan -out writes it",
        "if it is one, run terraform show -json on it: terraform show -json plan > plan.json, then give plan.json",
    ),
    (re.compile(rb'\s*\{"@level"'), "what terraform plan -json says while it runs", _SHOW),
    (
        re.compile(rb"\[command\]"),  # GoogleCloudPlatform/terraform-validator#230, cds-snc/terraform-plan#28
        "what the wrapper of hashicorp/setup-terraform prints around a plan",
        "give that action terraform_wrapper: false",
    ),
    (
        re.compile(
            rb"""(?>\s|(?:\#|//)[^\n]*\n|/\*.*?\*/)*+  # spaces and comments
            (?:terraform|provider|resource|data|module|variable|locals|output|import|moved|removed|check)
            (?:[ \t]+[\w-]+|[ \t]*"[^"\n]*"){0,2}[ \t]*\{""",
            re.DOTALL | re.VERBOSE,
        ),
        "Terraform's configuration",
        _SHOW,
    ),
)
"""What is given for a plan and is neither JSON nor YAML: its beginning, what it is, and what to do."""

OTHER_DOCUMENTS = {
    "terraform": ("Terraform's configuration", _SHOW),
    "resource": ("Terraform's configuration", _SHOW),
    "lineage": ("a state as Terraform keeps it", _SHOW_STATE),
}
"""What is given for a plan and is JSON or YAML, by a member that tells it: what it is, and what to do."""

_OTHER_OUTPUTS = {
    "provider_schemas": "what terraform providers schema says",
    "diagnostics": "what terraform validate says",
    "function_signatures": "what terraform metadata functions says",
}
"""What other documents with a `format_version` are, by a member that tells it."""


def check(document: Document) -> None:
    """Raise GatewayResponseError for what is neither a plan nor a state, or of a version that is not known."""
    for member, what in _OTHER_OUTPUTS.items():
        if member in document.data:
            raise GatewayResponseError(Problem(f"{document.name} is {what}, not a plan", _SHOW))
    version = str(document.data["format_version"])
    if version.partition(".")[0] not in ("0", "1"):
        what = f"{document.name} has version {version[:20]!r} of Terraform's format, and 1 is the last one known here"
        raise GatewayResponseError(Problem(what, "give what a Terraform of version 1 shows"))
    if not document.data.keys() & {"planned_values", "values"}:
        raise GatewayResponseError(Problem(f"{document.name} is of a state without resources", _SHOW))
