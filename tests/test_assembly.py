"""Reading templates: files, cloud assemblies as aws-cdk-lib 2.275.0 writes them, and what is neither."""

import io
import json
import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.assembly import STANDARD_INPUT, TemplateFile, read_templates
from constructs_gw.construct_metadata import Acknowledgement
from constructs_gw.errors import GatewayResponseError

API: dict[str, Any] = {"Resources": {"Api": {"Type": "AWS::ApiGateway::RestApi"}}}
GIVE = (
    "give a CloudFormation or SAM template, an OpenAPI document, a serverless.yml, "
    "or the JSON of terraform show -json or of aws pull"
)


def stack(file: str, **more: Any) -> dict[str, Any]:
    return {"type": "aws:cloudformation:stack", "properties": {"templateFile": file}, **more}


def stage(folder: str) -> dict[str, Any]:
    return {"type": "cdk:cloud-assembly", "properties": {"directoryName": folder, "displayName": "Prod"}}


def nested(file: str | None, url: Any = "https://s3.example/assets/0046.json") -> dict[str, Any]:
    metadata = {"Metadata": {"aws:asset:path": file, "aws:asset:property": "TemplateURL"}} if file else {}
    return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}, **metadata}


def write(folder: Path, **files: Any) -> Path:
    """A folder with JSON files; `A_template` is A.template.json."""
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / f"{name.replace('_', '.')}.json").write_text(json.dumps(content))
    return folder


def assembly(folder: Path, artifacts: dict[str, Any], **files: Any) -> Path:
    manifest = {"version": "55.0.0", "artifacts": artifacts, "minimumCliVersion": "2.1147.0"}
    return write(folder, manifest=manifest, **files)


def names(path: Path) -> list[str]:
    return [file.path.relative_to(path).as_posix() for file in read_templates(path)]


def problems(path: Path) -> list[str]:
    with pytest.raises(GatewayResponseError) as error:
        read_templates(path)
    return [str(problem) for problem in error.value.problems]


# One template


def test_a_file_is_named_as_it_was_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(write(tmp_path, t=API))
    [file] = read_templates(Path("../") / tmp_path.name / "t.json")
    assert (str(file.path), file.template.data) == (f"../{tmp_path.name}/t.json", API)


def test_standard_input_is_read_from_the_stream_that_is_given() -> None:
    [file] = read_templates(STANDARD_INPUT, stdin=io.BytesIO(b"Resources: {Api: {Type: AWS::ApiGateway::RestApi}}"))
    assert (file.path, file.template.data) == (Path("-"), API)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b" \n", f"{{}} is empty; {GIVE}"),
        (b"[]", f"{{}} is not a template; {GIVE}"),
        (b"{}", f"{{}}: not a template: no Resources; {GIVE}"),
        (b'{"Resources": []}', f"{{}}: not a template: no Resources; {GIVE}"),
        (b'{"Resources": {', "{} is not JSON: Expecting property name enclosed in double quotes at line 1; "),
        (b"Resources:\n  Api: {Type: [", "{} is not YAML: line 3, column 1: "),
        (b"\x7fELF\x02\x01\x01\x00", "{} is not YAML: "),
        (b'{"terraform": {}}', "{} is Terraform's configuration, not a template; run terraform plan "),
    ],
    ids=["empty", "a list", "no members", "a list of resources", "cut JSON", "cut YAML", "binary", "Terraform"],
)
def test_what_is_no_template_is_one_problem(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "t"
    path.write_bytes(content)
    [problem] = problems(path)
    assert problem.startswith(message.format(path))
    assert "\n" not in problem


def test_a_missing_file_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "t.json"
    assert problems(path) == [f"{path}: No such file or directory; name a template or a cloud assembly"]


def test_a_name_that_is_too_long_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / ("t" * 5000)
    assert problems(path) == [f"{path}: File name too long; name a template or a cloud assembly"]


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("constructs_gw.assembly.MAX_BYTES", 1000)
    path = tmp_path / "t.json"
    path.write_bytes(b"{" * 10_000_000)
    tracemalloc.start()
    assert problems(path) == [f"{path} has more than 1000 bytes; {GIVE}"]
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 1_000_000


# A cloud assembly


def test_the_templates_of_an_assembly_are_those_that_its_manifest_names(tmp_path: Path) -> None:
    artifacts = {"B": stack("B.template.json"), "Tree": {"type": "cdk:tree"}, "A": stack("A.template.json")}
    assembly(tmp_path, artifacts, A_template=API, B_template=API, Stale_template=API)
    assert names(tmp_path) == ["B.template.json", "A.template.json"]


def test_a_template_of_an_assembly_has_the_path_of_its_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assembly(tmp_path / "cdk.out", {"A": stack("A.template.json")}, A_template=API)
    monkeypatch.chdir(tmp_path)
    [file] = read_templates(Path("cdk.out"))
    assert (file.path, file.parent) == (Path("cdk.out/A.template.json"), None)


def test_an_empty_stack_is_left_out(tmp_path: Path) -> None:
    assembly(tmp_path, {"Empty": stack("Empty.template.json")}, Empty_template={"Rules": {}})
    assert names(tmp_path) == []


def test_the_stacks_of_a_stage_and_of_one_inside_it_are_read(tmp_path: Path) -> None:
    assembly(tmp_path, {"assembly-Prod": stage("assembly-Prod"), "A": stack("A.template.json")}, A_template=API)
    inner = {"assembly-Prod-Inner": stage("assembly-Prod-Inner"), "ProdA": stack("ProdA.template.json")}
    prod = assembly(tmp_path / "assembly-Prod", inner, ProdA_template=API)
    assembly(prod / "assembly-Prod-Inner", {"X": stack("X.template.json")}, X_template=API)
    assert names(tmp_path) == [
        "A.template.json",
        "assembly-Prod/ProdA.template.json",
        "assembly-Prod/assembly-Prod-Inner/X.template.json",
    ]


def test_a_nested_stack_has_its_parent(tmp_path: Path) -> None:
    parent = {"Resources": {"Other": API["Resources"]["Api"], "Nested": nested("AN.nested.template.json")}}
    child = {"Resources": {"Deeper": nested("AND.nested.template.json")}}
    files = {"A_template": parent, "AN_nested_template": child, "AND_nested_template": API}
    prod = assembly(tmp_path / "assembly-Prod", {"A": stack("A.template.json")}, **files)
    assembly(tmp_path, {"assembly-Prod": stage("assembly-Prod")})
    assert [(file.path.name, file.parent) for file in read_templates(tmp_path)] == [
        ("A.template.json", None),
        ("AN.nested.template.json", (prod / "A.template.json", "Nested")),
        ("AND.nested.template.json", (prod / "AN.nested.template.json", "Deeper")),
    ]


URLS: list[Any] = [
    "https://s3.eu-west-1.amazonaws.com/cdk-hnb659fds-assets-111122223333-eu-west-1/0046.json",
    {"Fn::Join": ["", ["https://s3.", {"Ref": "AWS::Region"}, "/", {"Fn::Sub": "cdk-assets"}, "/0046.json"]]},
]


@pytest.mark.parametrize("url", URLS, ids=["known", "joined"])
def test_a_nested_stack_is_found_without_the_metadata_of_the_cdk_cli(tmp_path: Path, url: Any) -> None:
    assets = {
        name: {"source": {"path": file}, "destinations": {"current": {"objectKey": f"{name}.json"}}}
        for name, file in (("61c7", "A.template.json"), ("0046", "AN.nested.template.json"))
    }
    assembly(
        tmp_path,
        {"A.assets": {"type": "cdk:asset-manifest", "properties": {"file": "A.assets.json"}}, "A": stack("A.json")},
        A_assets={"version": "55.0.0", "files": assets},
        A={"Resources": {"Nested": nested(None, url)}},
        AN_nested_template=API,
    )
    assert names(tmp_path) == ["A.json", "AN.nested.template.json"]


def test_a_nested_stack_whose_template_is_elsewhere_is_passed_over(tmp_path: Path) -> None:
    assembly(tmp_path, {"A": stack("A.json")}, A={"Resources": {"Nested": nested(None)}})
    assert names(tmp_path) == ["A.json"]


def test_assemblies_and_nested_stacks_that_name_each_other_end(tmp_path: Path) -> None:
    artifacts = {"self": stage("."), "inner": stage("inner"), "A": stack("A.json")}
    assembly(tmp_path, artifacts, A={"Resources": {"Self": nested("A.json"), "B": nested("B.json")}})
    write(tmp_path, B={"Resources": {"Back": nested("A.json")}})
    assembly(tmp_path / "inner", {"outer": stage("..")})
    assert names(tmp_path) == ["A.json", "B.json"]


# What is wrong with an assembly


def test_a_folder_without_a_manifest_asks_for_a_synth(tmp_path: Path) -> None:
    write(tmp_path, A_template=API)
    assert problems(tmp_path) == [
        f"{tmp_path} is not a cloud assembly: no manifest.json; run cdk synth first, or name template files"
    ]


def test_the_folder_of_an_app_is_answered_with_its_assembly(tmp_path: Path) -> None:
    assembly(tmp_path / "cdk.out", {})
    assert problems(tmp_path) == [f"{tmp_path} is not a cloud assembly: no manifest.json; give {tmp_path}/cdk.out"]


def test_another_manifest_is_not_taken_for_that_of_an_assembly(tmp_path: Path) -> None:
    write(tmp_path, manifest={"name": "shop", "icons": []})
    assert problems(tmp_path) == [
        f"{tmp_path}/manifest.json has no artifacts; run cdk synth first, or name template files"
    ]


@pytest.mark.parametrize(
    "file",
    ["../secret.json", "/etc/hosts", "inner/../../secret.json", "link.json", "loop.json", "a\0b", 7, None],
)
def test_a_template_outside_the_assembly_is_refused(tmp_path: Path, file: Any) -> None:
    write(tmp_path, secret=API)
    folder = assembly(tmp_path / "cdk.out", {"A": stack(file), "B": stack("B.json")})
    write(folder, B={"Resources": {"Nested": nested(file)}} if file else API)
    (folder / "link.json").symlink_to(tmp_path / "secret.json")
    (folder / "loop.json").symlink_to(folder / "loop.json")
    [problem] = problems(folder)
    assert problem.startswith(str(folder))
    assert problem.endswith("; run cdk synth again")


def test_a_stage_outside_the_assembly_is_refused(tmp_path: Path) -> None:
    assembly(tmp_path, {"A": stack("A.json")}, A=API)
    folder = assembly(tmp_path / "cdk.out", {"Prod": stage("..")})
    assert problems(folder) == [f"{folder}: '..' is not in the assembly; run cdk synth again"]


def test_what_is_no_plain_file_is_not_opened(tmp_path: Path) -> None:
    assembly(tmp_path, {"A": stack("A.json")})
    os.mkfifo(tmp_path / "A.json")
    assert problems(tmp_path) == [f"{tmp_path}/A.json is missing; run cdk synth again"]


def test_everything_that_is_wrong_with_an_assembly_is_said_at_once(tmp_path: Path) -> None:
    artifacts = {name: stack(f"{name}.json") for name in ("Missing", "Cut", "Lists", "Fine")}
    assembly(tmp_path, {**artifacts, "Prod": stage("Prod")}, Lists={"Resources": []}, Fine=API)
    (tmp_path / "Cut.json").write_text('{"Resources"')
    assembly(tmp_path / "Prod", {"A": stack("A.json", additionalMetadataFile="A.metadata.json")}, A=[])
    write(tmp_path / "Prod", A_metadata="text")
    assert problems(tmp_path) == [
        f"{tmp_path}/Missing.json is missing; run cdk synth again",
        f"{tmp_path}/Cut.json is not JSON: Expecting ':' delimiter at line 1; run cdk synth again",
        f"{tmp_path}/Lists.json has no Resources; run cdk synth again",
        f"{tmp_path}/Prod/A.metadata.json is not a file of a cloud assembly; run cdk synth again",
        f"{tmp_path}/Prod/A.json is not a file of a cloud assembly; run cdk synth again",
    ]


# Acknowledgements


def acknowledgement(rule: str, reason: str) -> dict[str, Any]:
    return {"type": "aws:cdk:acknowledged-rules", "data": {rule: reason}, "trace": ["(no user code in 10 frames)"]}


METADATA: dict[str, Any] = {
    "/A": [acknowledgement("constructs-gw::some-rule", "of A")],
    "/A/Api": [
        {"type": "aws:cdk:warning", "data": "text"},
        acknowledgement("constructs-gw::some-rule", "of A/Api, first"),
        acknowledgement("constructs-gw::some-rule", "of A/Api"),
        acknowledgement("constructs-gw::other-rule", ""),
    ],
    "/A/Bare": [acknowledgement("Annotation::bare-rule", "written without the plugin's name")],
    "/A/Nested/Slow": [acknowledgement("constructs-gw::other-rule", "of a nested stack")],
}


@pytest.fixture
def templates(tmp_path: Path) -> list[TemplateFile]:
    """A stack and its nested stack with acknowledgements, and a stack without."""
    artifacts = {"A": stack("A.json", additionalMetadataFile="A.metadata.json"), "B": stack("B.json")}
    files = {"A": {"Resources": {"Nested": nested("AN.json")}}, "AN": API, "B": API}
    return read_templates(assembly(tmp_path, artifacts, A_metadata=METADATA, **files))


def test_a_template_has_the_acknowledgements_of_its_stack(templates: list[TemplateFile]) -> None:
    top, _, other = templates
    assert top.acknowledgements[0] == Acknowledgement("A", "some-rule", "of A")
    assert [entry.rule for entry in top.acknowledgements] == ["some-rule"] * 3 + ["other-rule"] * 2
    assert other.acknowledgements == ()


def test_a_nested_stack_has_the_acknowledgements_of_its_top_stack(templates: list[TemplateFile]) -> None:
    _, child, _ = templates
    assert child.acknowledged("A/Nested/Slow", "other-rule") == "of a nested stack"


@pytest.mark.parametrize(
    ("construct_path", "rule", "reason"),
    [
        ("A/Slow", "some-rule", "of A"),
        ("A/Api", "some-rule", "of A/Api"),
        ("A/Api/L2/Resource", "some-rule", "of A/Api"),
        ("A/Apis", "some-rule", "of A"),
        ("A/Api/L2/Resource", "other-rule", ""),
        ("A/Slow", "other-rule", None),
        ("AB/Slow", "some-rule", None),
        ("A/Bare", "bare-rule", None),
        ("A/Slow", "*", None),
    ],
)
def test_a_rule_is_acknowledged_for_the_construct_and_what_is_below_it(
    templates: list[TemplateFile], construct_path: str, rule: str, reason: str | None
) -> None:
    assert templates[0].acknowledged(construct_path, rule) == reason


@pytest.mark.parametrize("entries", [7, [7], [{"type": "aws:cdk:acknowledged-rules", "data": 7}]])
def test_other_metadata_is_passed_over(tmp_path: Path, entries: Any) -> None:
    artifacts = {"A": stack("A.json", additionalMetadataFile="A.metadata.json")}
    [file] = read_templates(assembly(tmp_path, artifacts, A=API, A_metadata={"/A": entries}))
    assert file.acknowledgements == ()
