"""The templates at a path: a document in any format, a cloud assembly that `cdk synth` wrote, or standard input."""

import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

from constructs_gw.construct_metadata import Acknowledgement, acknowledgements, construct_paths, nested_scope
from constructs_gw.document_limits import MAX_BYTES
from constructs_gw.documents import Document, document_of, read_document
from constructs_gw.errors import GatewayResponseError, Problem, raise_all
from constructs_gw.files import reason_of
from constructs_gw.source import Source
from constructs_gw.sources import READ, check_text, read_source
from constructs_gw.sources.serverless import PACKAGE
from constructs_gw.template import Template, as_mapping

STANDARD_INPUT = Path("-")

_SYNTH = "run cdk synth first, or name template files"
_OF_ASSEMBLIES = "cloudformation"
_CODE = frozenset((".ts", ".mts", ".cts", ".js", ".mjs", ".cjs", ".py"))

_Object: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template and where it was found."""

    path: Path
    """`-` for standard input."""
    source: Source
    parent: tuple[Path, str] | None = None
    """For a nested stack: the file of its parent's template, and the logical id of the nested stack in it."""
    stack: str | None = None
    """The name that its stack is deployed under; None for a nested stack, and outside an assembly."""
    environment: str = ""
    """The account and region that it is deployed to, as the assembly has them; empty outside one."""
    acknowledgements: tuple[Acknowledgement, ...] = ()
    """Those made anywhere in its stack; the cloud assembly does not hold those made on the App or on a Stage."""
    construct_paths: Mapping[str, str] = field(default_factory=dict)
    """Of its resources, by logical id."""

    @property
    def template(self) -> Template:
        """The template in the form that the rules read."""
        parent = (str(self.parent[0]), self.parent[1]) if self.parent else None
        return Template(
            self.source.data,
            str(self.path),
            parent=parent,
            stack=self.stack,
            environment=self.environment,
            line=self.source.document.line,
            written=self.source.written,
            terms=self.source.terms,
            is_partial=self.source.is_partial,
        )

    def construct_path(self, logical_id: str) -> str:
        """The path of the construct that a resource was made by; empty where nothing tells."""
        resource = as_mapping(as_mapping(self.source.data.get("Resources")).get(logical_id))
        path = as_mapping(resource.get("Metadata")).get("aws:cdk:path")
        return path if isinstance(path, str) else self.construct_paths.get(logical_id, "")

    def acknowledged(self, construct_path: str, rule: str) -> str | None:
        """The reason why a rule is accepted for a construct, the nearest if there are several, or None."""
        reasons = {
            entry.construct_path: entry.reason  # of two on one construct CDK takes the last
            for entry in self.acknowledgements
            if entry.rule == rule and f"{construct_path}/".startswith(f"{entry.construct_path}/")
        }
        return reasons[max(reasons, key=len)] if reasons else None


def read_templates(path: Path, *, stdin: BinaryIO | None = None, format_: str | None = None) -> list[TemplateFile]:
    """The templates at a path: one of a file or of standard input (`-`), all of a cloud assembly.

    An assembly's are those of its stacks, its Stages' stacks and their nested stacks; empty stacks have none.
    The format, one of `sources.FORMATS`, is found out unless given. Raises GatewayResponseError with every file that
    cannot be read.
    """
    if path == STANDARD_INPUT:
        return [read_template((stdin or sys.stdin.buffer).read(MAX_BYTES + 1), path, format_)]
    if path.suffix in _CODE and not os.path.isdir(path):
        fix = PACKAGE if path.name.startswith("serverless") else "run cdk synth, then give cdk.out"
        raise GatewayResponseError(Problem(f"{path} is code, not a template", fix))
    if not os.path.isdir(path):  # Path.is_dir raises for a name that is too long
        return [read_template(read_content(path), path, format_)]
    if format_ not in (None, _OF_ASSEMBLIES):
        what = f"{path} is a folder, and no {format_} document: the templates of a cloud assembly are CloudFormation"
        raise GatewayResponseError(Problem(what, "name the file, or leave --from out"))
    if not (path / "manifest.json").is_file():
        has_own = (path / "cdk.out" / "manifest.json").is_file()
        fix = f"give {path / 'cdk.out'}" if has_own else _SYNTH
        raise GatewayResponseError(Problem(f"{path} is not a cloud assembly: no manifest.json", fix))
    return _Assembly(path).templates()


def read_template(content: bytes, path: Path, format_: str | None = None) -> TemplateFile:
    """The template of a file's content; raises GatewayResponseError for what is none, or not in the format."""
    name = "standard input" if path == STANDARD_INPUT else str(path)
    return TemplateFile(path, read_source(_object(content, name), format_))


def template_file(data: object, name: str) -> TemplateFile:
    """The template of a document that is data already; raises GatewayResponseError for one in no known format."""
    document = document_of(data, name)
    if not isinstance(document.data, dict):
        raise GatewayResponseError(Problem(f"{name} is not a template", f"give {READ}"))
    return TemplateFile(Path(name), read_source(document))


def read_content(path: Path, *, fix: str = "") -> bytes:
    """The content of a file; raises GatewayResponseError for one that cannot be read, with what to name instead."""
    try:
        with path.open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:  # ValueError: a NUL
        raise GatewayResponseError(Problem(f"{path}: {reason_of(error)}", fix or _instead_of(path))) from None


def _instead_of(path: Path) -> str:
    """What to give instead of a file that cannot be read."""
    for file in sorted(Path("cdk.out").rglob("*.template.json")):
        if file.name == f"{path.name}.template.json":
            return f"write {file}"
    return _SYNTH if path.name == "cdk.out" else "name a template or a cloud assembly"


def _object(text: bytes, name: str, what: str = "a template") -> Document:
    """A document that is an object, as templates and manifests are."""
    fix = f"give {READ}"
    if not text.strip():
        raise GatewayResponseError(Problem(f"{name} is empty", fix))
    if len(text) > MAX_BYTES:
        raise GatewayResponseError(Problem(f"{name} has more than {MAX_BYTES} bytes", fix))
    check_text(text, name)
    document = read_document(text, name)
    if not isinstance(document.data, dict):
        raise GatewayResponseError(Problem(f"{name} is not {what}", fix))
    return document


@dataclass(slots=True)
class _Assembly:
    """A cloud assembly while it is read: each template and manifest once, with what is wrong with any file."""

    root: Path
    problems: list[Problem] = field(default_factory=list)
    seen: set[Path] = field(default_factory=set)

    def templates(self) -> list[TemplateFile]:
        """The templates of every stack; raises GatewayResponseError for all that is wrong."""
        found: list[TemplateFile] = []
        manifests = [self.file(self.root, "manifest.json")]
        for manifest in filter(None, manifests):  # grows: a Stage's stacks are in a folder of their own
            artifacts = self.artifacts(manifest)
            for artifact_id, artifact in artifacts.items():
                if artifact.get("type") == "aws:cloudformation:stack":
                    found += self.stack(manifest.parent, artifact_id, artifact, artifacts)
                elif artifact.get("type") == "cdk:cloud-assembly":
                    directory = as_mapping(artifact.get("properties")).get("directoryName")
                    manifests.append(self.file(manifest.parent, directory, "manifest.json"))
        raise_all(dict.fromkeys(self.problems))
        return found

    def stack(
        self, folder: Path, artifact_id: str, stack: _Object, artifacts: Mapping[str, _Object]
    ) -> Iterator[TemplateFile]:
        """The template of a stack and those of its nested stacks, each after its parent."""
        metadata = self.metadata(folder, stack)
        acknowledged, paths = tuple(acknowledgements(metadata)), construct_paths(metadata)
        properties = as_mapping(stack.get("properties"))
        file, own_name = properties.get("templateFile"), str(properties.get("stackName") or artifact_id)
        pending: list[tuple[Any, tuple[Path, str] | None, str]] = [(file, None, "")]
        for named, parent, scope in pending:  # grows: a nested stack's template names its own nested stacks
            path = self.file(folder, named)
            document = self.read(path) if path else None
            if not path or not document or "Resources" not in document.data:
                continue
            resources = document.data["Resources"]
            if not isinstance(resources, Mapping):
                self.problems.append(Problem(f"{path} has no Resources", "run cdk synth again"))
                continue
            stack_name, own_paths = None if parent else own_name, paths.get(scope, {})
            environment = str(stack.get("environment", ""))
            yield TemplateFile(path, read_source(document), parent, stack_name, environment, acknowledged, own_paths)
            nested = self.nested_stacks(folder, resources, artifacts)
            pending += [(file, (path, name), nested_scope(own_paths.get(name, "?"))) for name, file in nested]

    def nested_stacks(
        self, folder: Path, resources: _Object, artifacts: Mapping[str, _Object]
    ) -> Iterator[tuple[str, Any]]:
        """The logical ids of the nested stacks, each with its template's file, where CDK wrote it."""
        assets: dict[str, Any] | None = None
        for logical_id, resource in resources.items():
            if as_mapping(resource).get("Type") == "AWS::CloudFormation::Stack":
                file = as_mapping(resource.get("Metadata")).get("aws:asset:path")
                if not file:  # only the CDK CLI has that metadata written; the name it is uploaded under tells too
                    assets = dict(self.assets(folder, artifacts)) if assets is None else assets
                    url = json.dumps(as_mapping(resource.get("Properties")).get("TemplateURL"))
                    file = next((source for key, source in assets.items() if f'/{key}"' in url), None)
                if file:
                    yield logical_id, file

    def assets(self, folder: Path, artifacts: Mapping[str, _Object]) -> Iterator[tuple[str, Any]]:
        """The file assets of a folder: the name that each is uploaded under, and its file."""
        for artifact in artifacts.values():
            if artifact.get("type") == "cdk:asset-manifest":
                named = as_mapping(artifact.get("properties")).get("file")
                for asset in _values(self.data(self.file(folder, named, once=False)).get("files")):
                    for target in _values(asset.get("destinations")):
                        yield str(target.get("objectKey")), as_mapping(asset.get("source")).get("path")

    def metadata(self, folder: Path, stack: _Object) -> dict[str, list[_Object]]:
        """What CDK notes of the constructs of a stack, nested stacks' included, by construct path."""
        named = stack.get("additionalMetadataFile")
        found = self.data(self.file(folder, named, once=False) if named else None)
        return {path.removeprefix("/"): [as_mapping(e) for e in v] for path, v in found.items() if isinstance(v, list)}

    def artifacts(self, manifest: Path) -> dict[str, _Object]:
        """The artifacts of a manifest, by id."""
        document = self.read(manifest)
        found = document.data.get("artifacts") if document else {}
        if not isinstance(found, dict):
            self.problems.append(Problem(f"{manifest} has no artifacts", _SYNTH))
        return {name: as_mapping(artifact) for name, artifact in as_mapping(found).items()}

    def data(self, path: Path | None) -> _Object:
        """The members of a file; none of one that cannot be read."""
        return document.data if path and (document := self.read(path)) else {}

    def read(self, path: Path) -> Document | None:
        """The object that a file holds."""
        try:
            return _object(read_content(path), str(path), "a file of a cloud assembly")
        except GatewayResponseError as error:
            self.problems += [replace(problem, fix="run cdk synth again") for problem in error.problems]
            return None

    def file(self, folder: Path, *named: Any, once: bool = True) -> Path | None:
        """A file by its name relative to a folder, unless it was read already; a name that leads out is a problem."""
        try:
            real = folder.joinpath(*named).resolve()
            path = self.root / real.relative_to(self.root.resolve())
        except (OSError, RuntimeError, TypeError, ValueError):  # a loop of links, no text, a NUL, a path that leads out
            self.problems.append(Problem(f"{folder}: {named[0]!r} is not in the assembly", "run cdk synth again"))
            return None
        if not os.path.isfile(real):
            self.problems.append(Problem(f"{path} is missing", "run cdk synth again"))
        elif not once or real not in self.seen:
            self.seen |= {real} if once else set()
            return path
        return None


def _values(value: Any) -> list[_Object]:
    return [as_mapping(item) for item in as_mapping(value).values()]
