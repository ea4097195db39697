"""What a SOURCE says for a live gateway response: customizations to compile, or a file that `apig pull` wrote."""

import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from constructs_gw.apig.compile_input import preferences
from constructs_gw.apig.compiling import Compilation, Preferred, compile_responses
from constructs_gw.apig.error_response import ErrorResponse, response_problems
from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.apig.live.listings import Listing, listing_of, matches
from constructs_gw.apig.live.verbs import not_offered
from constructs_gw.assembly import STANDARD_INPUT, read_content
from constructs_gw.commands import read_preferences
from constructs_gw.commands._apig_losses import tell
from constructs_gw.commands._live import Declared, note_defaults, read_declared
from constructs_gw.document_limits import MAX_BYTES
from constructs_gw.documents import is_json, read_document
from constructs_gw.errors import GatewayResponseError, Problem, raise_all
from constructs_gw.plain_text import one_line


@dataclass(frozen=True, slots=True)
class Declaration:
    """Customizations of a source."""

    declared: Declared
    prefer: Preferred

    def compiled(self, provider: Provider, offered: Iterable[str] | None = None) -> Compilation:
        """What they are on a gateway that offers these error types, or all that its cloud has."""
        known = None if offered is None else ErrorType.known(offered)
        return compile_responses(self.declared.api.customizations, provider, offered=known, prefer=self.prefer)

    def responses(self, provider: Provider, offered: Iterable[str]) -> Mapping[str, ErrorResponse]:
        """The same, by the names of error types; what is lost is told on standard error, and an error is raised."""
        found = self.compiled(provider, offered)
        tell(found.diagnostics, Path(self.declared.api.template))
        return {str(kind): response for kind, response in found.responses.items()}


@dataclass(frozen=True, slots=True)
class Pulled:
    """Error responses as they were, of this gateway or another one."""

    listing: Listing

    def compiled(self, provider: Provider) -> Compilation:
        """The same by error type, of which nothing is lost: they are in the words of APIG already."""
        responses = {ErrorType.of(kind): each for kind, each in self.listing.customized.items()}
        return Compilation(provider, responses, ())

    def responses(self, _: Provider, offered: Iterable[str]) -> Mapping[str, ErrorResponse]:
        """Those that are customized; raises GatewayResponseError for a type that the gateway does not have."""
        raise_all(not_offered(self.listing.customized, offered))
        return self.listing.customized


Source: TypeAlias = Declaration | Pulled


def read_source(path: Path, api: str | None, prefer: Iterable[str], *, is_checked: bool) -> Source:
    """What a file says; where it is checked, only if `validate` finds no error in it."""
    preferred = read_preferences(prefer)
    preferences(preferred)  # refuses what is no type, before any call
    listing = _listing(path)
    if listing is None:
        declared = read_declared(path, api, is_checked=is_checked)
        if is_checked:
            note_defaults(declared.files)
        return Declaration(declared, preferred)
    for flag, given in (("--api", api), ("--prefer", prefer)):
        if given:
            what = f"{flag} is not for {path}, which has error responses already"
            raise GatewayResponseError(Problem(what, "leave it out"))
    if is_checked:
        _note_problems(path, listing)
    return Pulled(listing)


def _note_problems(path: Path, listing: Listing) -> None:
    """Say what APIG documents to refuse; what it really has may be more than it documents."""
    for kind, response in listing.customized.items():
        for problem in response_problems(response):
            print(one_line(f"note: {path}: {kind}: {problem}"), file=sys.stderr)


def _listing(path: Path) -> Listing | None:
    """The listing in a file; None for anything else."""
    if path == STANDARD_INPUT or not os.path.isfile(path):
        return None
    content = read_content(path)
    if len(content) > MAX_BYTES or not is_json(content):
        return None
    data = read_document(content, str(path)).data
    return listing_of(data, str(path)) if matches(data) else None
