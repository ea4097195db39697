"""Error responses as Terraform JSON, for the providers of Huawei Cloud and Open Telekom Cloud.

Attribute names are those of the providers' sources: huaweicloud/terraform-provider-huaweicloud,
`resource_huaweicloud_apig_response.go`, and opentelekomcloud/terraform-provider-opentelekomcloud,
`resource_opentelekomcloud_apigw_response_v2.go`. Neither provider has been run.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from constructs_gw.apig.diagnostics import Diagnostic, Loss, grouped
from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.errors import Problem, listed, raise_all
from constructs_gw.severity import Severity

RFS_LIMIT = 1024 * 1024
"""Of a template that Resource Formation Service reads from a URL, in bytes (its user guide, Constraints)."""

LABEL = "gateway_response"
"""The name of the resource within Terraform; renaming the response itself leaves it."""

_NAME = re.compile(r"[A-Za-z0-9_-]{1,64}")
"""APIG's, and the provider of Open Telekom Cloud checks it."""
_TEMPLATE = re.compile(r"(\$|%)\{")


@dataclass(frozen=True, slots=True)
class TerraformJson:
    """The content of a `.tf.json` file, and what of the error responses it cannot say."""

    text: str | None
    """None where a diagnostic is an error."""
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Schema:
    """What a provider calls a gateway response."""

    resource: str
    gateway_id: str
    source: str
    version: str
    has_headers: bool


_SCHEMAS: Mapping[Provider, _Schema] = MappingProxyType(
    {
        # headers: pull request 6078 of December 24, 2024; the next release is 1.72.0 (inferred from the changelog)
        Provider.HUAWEICLOUD: _Schema(
            "huaweicloud_apig_response", "instance_id", "huaweicloud/huaweicloud", ">= 1.72.0", True
        ),
        # no headers: the source of October 2024, the bindings made of 1.36.54; 1.36.17 is the oldest seen to have it
        Provider.OPENTELEKOMCLOUD: _Schema(
            "opentelekomcloud_apigw_response_v2", "gateway_id", "opentelekomcloud/opentelekomcloud", ">= 1.36.17", False
        ),
    }
)


def terraform_json(
    responses: Mapping[ErrorType, ErrorResponse],
    provider: Provider | str,
    *,
    name: str,
    allow_loss: bool = False,
    source: str | None = None,
) -> TerraformJson:
    """A Terraform module with one gateway response of that name; its output `response_id` is for the APIs to bind.

    `source` is where Terraform gets the provider, its address in the registry unless given. With `allow_loss` what the
    provider cannot say is left out. Raises GatewayResponseError for a name that APIG or Terraform refuses.
    """
    schema = _SCHEMAS[Provider(provider)]
    raise_all([*_name_problems(name), *_text_problems(responses)])
    ordered = {kind: responses[kind] for kind in ErrorType if kind in responses}
    text = _json(_module(schema, ordered, name, source or schema.source))
    found = grouped(_losses(schema, ordered, text, allow_loss))
    is_whole = all(each.severity is not Severity.ERROR for each in found)
    return TerraformJson(text if is_whole else None, found)


def _module(schema: _Schema, responses: Mapping[ErrorType, ErrorResponse], name: str, source: str) -> dict[str, Any]:
    provider = schema.resource.partition("_")[0]
    ids = {schema.gateway_id: "the id of the gateway (dedicated instance)", "group_id": "the id of the API group"}
    return {
        "terraform": {"required_providers": {provider: {"source": source, "version": schema.version}}},
        "variable": {key: {"type": "string", "description": what} for key, what in ids.items()},
        "resource": {
            schema.resource: {
                LABEL: {
                    **{key: f"${{var.{key}}}" for key in ids},
                    "name": name,
                    "rule": [_rule(schema, kind, response) for kind, response in responses.items()],
                }
            }
        },
        "output": {
            "response_id": {
                "value": f"${{{schema.resource}.{LABEL}.id}}",
                "description": "what an API takes as its response_id",
            }
        },
    }


def _json(data: Any) -> str:
    """JSON that a reviewer can read, and in which nothing is hidden: what does not print is escaped."""
    text = json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    return "".join(c if c.isprintable() or c == "\n" else json.dumps(c)[1:-1] for c in text)


def _rule(schema: _Schema, kind: ErrorType, response: ErrorResponse) -> dict[str, Any]:
    """Every key, because a rule that is taken for an attribute (and not for a block) may leave none out."""
    rule: dict[str, Any] = {"error_type": str(kind), "status_code": response.status, "body": escaped(response.body)}
    if schema.has_headers:
        rule["headers"] = [{"key": escaped(key), "value": escaped(value)} for key, value in response.headers]
    return rule


def escaped(text: str) -> str:
    """Text that Terraform gives back as it is (Terraform, "Strings and Templates"; run with Terraform 1.11.4).

    >>> escaped('{"path": "${a}", "context": "$context.requestId"}')
    '{"path": "$${a}", "context": "$context.requestId"}'
    """
    return _TEMPLATE.sub(r"\1\1{", text)


def _name_problems(name: str) -> Iterator[Problem]:
    if not _NAME.fullmatch(name):
        yield Problem(f"a gateway response cannot have the name {name!r}", "give 1 to 64 of A-Z, a-z, 0-9, _ and -")
    if name == "default":
        fix = "give another name and bind the APIs to it, or put the group's own response with constructs-gw apig push"
        yield Problem("each API group has a gateway response default already, which Terraform cannot own", fix)


def _text_problems(responses: Mapping[ErrorType, ErrorResponse]) -> Iterator[Problem]:
    for kind, response in responses.items():
        if any("\ud800" <= c <= "\udfff" for text in _texts(response) for c in text):
            yield Problem(f"{kind} has half of a surrogate pair, which no file can hold", "write the whole character")


def _texts(response: ErrorResponse) -> Iterable[str]:
    return (response.body, *(text for header in response.headers for text in header))


def _losses(
    schema: _Schema, responses: Mapping[ErrorType, ErrorResponse], text: str, allow_loss: bool
) -> Iterator[Diagnostic]:
    lost = {kind: response for kind, response in responses.items() if response.headers and not schema.has_headers}
    if lost:
        names = dict.fromkeys(key for response in lost.values() for key, _ in response.headers)
        what = f", so nothing sets {listed(names)}" if allow_loss else f": {listed(names)} would be lost"
        message = f"{schema.resource} has no headers{what}"
        fix = "put them with constructs-gw apig push"
        fix += "" if allow_loss else ", or add --allow-loss (allow_loss=True)"
        severity = Severity.WARNING if allow_loss else None
        yield Loss.of("apig-lost-headers", message, fix, severity).about(error_types=lost)
    yield from _text_losses(schema, responses)
    if (size := len(text.encode())) > RFS_LIMIT:
        message = f"the file has {size} bytes, and Resource Formation Service takes {RFS_LIMIT}"
        yield Loss.of("apig-terraform-size", message, "shorten the bodies, or use it with Terraform only").about()


def _text_losses(schema: _Schema, responses: Mapping[ErrorType, ErrorResponse]) -> Iterator[Diagnostic]:
    said = {kind: _texts(each) if schema.has_headers else (each.body,) for kind, each in responses.items()}
    doubled = [kind for kind, texts in said.items() if any(map(_TEMPLATE.search, texts))]
    if doubled:
        message = "${ and %{ begin templates of Terraform: they are written as $${ and %%{"
        yield Loss.of("apig-terraform-escape", message, "nothing: APIG gets the text as it is").about((), doubled)
    changed = [kind for kind, texts in said.items() if not all(map(_is_kept, texts))]
    if changed:
        message = "Terraform composes characters (Unicode NFC) and drops a byte order mark at the start of a text"
        fix = "write composed characters, or escapes such as \\u0301 in a body"
        yield Loss.of("apig-terraform-text", message, fix).about((), changed)


def _is_kept(text: str) -> bool:
    """Whether Terraform leaves a text as it is (observed with Terraform 1.11.4)."""
    return not text.startswith("\ufeff") and unicodedata.is_normalized("NFC", text)
