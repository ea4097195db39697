"""For a team's own tests: an assertion that their templates' gateway responses are sound."""

import os
import warnings
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from constructs_gw.assembly import TemplateFile, read_templates, template_file
from constructs_gw.documents import HasJson
from constructs_gw.reports import Run, text
from constructs_gw.severity import Severity
from constructs_gw.validate import failing, validate_files


def assert_valid(
    template: str | Path | Mapping[str, Any] | HasJson,
    *,
    fail_on: str = Severity.ERROR,
    ignore: Iterable[str] = (),
) -> None:
    """Fail a test, with the report of `constructs-gw validate`, where a rule finds an error nobody acknowledged.

    `template` is the path of a document or a cloud assembly, as `validate` takes it, a document's data, or an
    `assertions.Template`. `fail_on` fails on milder findings too: a severity, or `never`; `ignore` leaves rules out.
    Warns of what is not read, such as what only a macro makes. Raises GatewayResponseError for what is in no known
    format, and for a severity or a rule that does not exist.
    """
    __tracebackhide__ = True
    files = _files(template)
    found = validate_files(files, ignore=ignore)
    for what in (f"{file.path}: {what}" for file in files for what in file.source.unread):
        warnings.warn(what, stacklevel=2)
    if failing(found, fail_on):
        raise AssertionError(text.report(Run(found)))


def _files(template: object) -> list[TemplateFile]:
    if isinstance(template, str | os.PathLike):
        return read_templates(Path(template))
    return [template_file(template, "template")]
