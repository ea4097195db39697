"""The wheel as a stranger gets it: each extra alone, in an empty environment, with pinned and hash-checked packages."""

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from tests.test_consumer import PROJECTS, only_the_last_line_is_wrong

ROOT = Path(__file__).parents[1]
PINS = ROOT / "requirements" / "test.txt"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
EXTRAS = sorted(PROJECT["optional-dependencies"])
NO_NETWORK = re.compile(r"client error \(Connect\)|dns error|operation timed out|network was disabled")
TEMPLATE = """Resources:
  Orders:
    Type: AWS::ApiGateway::RestApi
    Properties:
      Name: orders
  Deployment:
    Type: AWS::ApiGateway::Deployment
    DependsOn: Slow
    Properties:
      RestApiId: !Ref Orders
  Slow:
    Type: AWS::ApiGateway::GatewayResponse
    Properties:
      RestApiId: !Ref Orders
      ResponseType: THROTTLED
      StatusCode: "503"
      ResponseParameters:
        gatewayresponse.header.Retry-After: "'30'"
"""
AWS = {"AWS_ACCESS_KEY_ID": "local", "AWS_SECRET_ACCESS_KEY": "local", "AWS_DEFAULT_REGION": "eu-central-1"}
EXTRA_OF_PROJECT = {"constructs": "cdk", "edges": "local"}
CLOUDS = {
    "huaweicloud": {
        "HUAWEICLOUD_SDK_AK": "local",
        "HUAWEICLOUD_SDK_SK": "local",
        "HUAWEICLOUD_SDK_PROJECT_ID": "local",
    },
    "opentelekomcloud": {"OS_TOKEN": "local", "OS_PROJECT_ID": "local"},
}
EXTRA_OF_CLOUD = {"huaweicloud": "huawei", "opentelekomcloud": "otc"}
WITHOUT_EXTRAS = [
    "--version",
    "validate template.yaml",
    "render template.yaml",
    "explain unquoted-static-value",
    "apig render template.yaml --provider huaweicloud",
    *(f"convert template.yaml --to {name}" for name in ("cloudformation", "openapi", "python", "sam", "terraform")),
]
REST_API = "--rest-api-id Orders --region eu-central-1"
GROUP = "--instance-id i --group-id Orders --region eu-west-101"
OF_EXTRA = {
    "preview template.yaml": "local",
    "serve template.yaml": "local",
    f"aws pull {REST_API}": "aws",
    f"aws diff template.yaml {REST_API}": "aws",
    f"aws push template.yaml {REST_API}": "aws",
    f"validate {REST_API}": "aws",
    **{
        f"apig {verb} --provider {cloud} {GROUP}": extra
        for cloud, extra in EXTRA_OF_CLOUD.items()
        for verb in ("pull", "diff template.yaml", "push template.yaml", "reset --yes")
    },
}
"""What a command is of no use without."""


@dataclass(frozen=True, slots=True)
class Environment:
    """A Python with the wheel and what one extra asks for."""

    bin: Path
    folder: Path
    """Where its commands run: it holds a template, and nothing of this repository."""

    def run(
        self, program: str, *arguments: str, more: Mapping[str, str] | None = None
    ) -> "subprocess.CompletedProcess[str]":
        """Run a program of it."""
        return subprocess.run(
            [self.bin / program, *arguments], cwd=self.folder, env=clean(more or {}), capture_output=True, text=True
        )

    def output(self, program: str, *arguments: str, more: Mapping[str, str] | None = None) -> str:
        """What a program prints that exits with 0."""
        done = self.run(program, *arguments, more=more)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout


def clean(more: Mapping[str, str]) -> dict[str, str]:
    """The environment without anything that would let this repository, or an account of this machine, be found."""
    ours = ("PYTHONPATH", "VIRTUAL_ENV")
    accounts = ("AWS_", "HUAWEICLOUD_SDK_", "OS_")
    kept = {name: value for name, value in os.environ.items() if name not in ours and not name.startswith(accounts)}
    return {**kept, "NO_PROXY": "127.0.0.1", "AWS_EC2_METADATA_DISABLED": "true", **more}


def uv(*arguments: str | Path) -> None:
    """Run uv, which keeps in its cache what it has downloaded."""
    done = subprocess.run(["uv", *arguments], cwd=ROOT, capture_output=True, text=True)
    if done.returncode and (lack := NO_NETWORK.search(done.stderr)) and "CI" not in os.environ:
        pytest.skip(f"no network: {lack[0]}")
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built package."""
    folder = tmp_path_factory.mktemp("wheel")
    code = f"import flit_core.buildapi as backend; backend.build_wheel({str(folder)!r})"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="session")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Environment]:
    """The environment of an extra, or of none."""

    @cache
    def made(extra: str) -> Environment:
        folder = tmp_path_factory.mktemp(extra or "none")
        python = folder / "venv" / "bin" / "python"
        wanted = f"constructs-gw{f'[{extra}]' if extra else ''} @ {wheel.as_uri()}"
        uv("venv", "--python", sys.executable, folder / "venv")
        uv(
            "pip", "install", "--python", python, wanted, "--constraint", PINS
        )  # it checks the hashes of constraints too
        work = folder / "work"
        work.mkdir()
        (work / "template.yaml").write_text(TEMPLATE)
        return Environment(python.parent, work)

    return made


Environments = Callable[[str], Environment]


def test_a_hash_that_is_not_the_pinned_one_is_refused(wheel: Path, tmp_path: Path) -> None:
    name, _, rest = PINS.read_text().partition("pyyaml==")
    (tmp_path / "pins.txt").write_text(name + "pyyaml==" + re.sub("sha256:.{4}", "sha256:0000", rest))
    uv("venv", "--python", sys.executable, tmp_path / "venv")
    with pytest.raises(AssertionError, match="Hash mismatch for `pyyaml"):
        uv("pip", "install", "--no-cache", "--python", tmp_path / "venv/bin/python", wheel, "-c", tmp_path / "pins.txt")


@pytest.mark.parametrize("extra", ["", *EXTRAS])
def test_the_core_is_there_with_any_extra(environment: Environments, extra: str) -> None:
    code = "import constructs_gw, constructs_gw.presets, constructs_gw.render; print(constructs_gw.__file__)"
    found = environment(extra)
    assert Path(found.output("python", "-I", "-c", code).strip()).is_relative_to(found.bin.parent)


@pytest.mark.parametrize("command", WITHOUT_EXTRAS)
def test_a_command_works_without_extras(environment: Environments, command: str) -> None:
    assert environment("").output("constructs-gw", *command.split())


@pytest.mark.parametrize(("command", "extra"), OF_EXTRA.items())
def test_a_missing_extra_is_one_sentence(environment: Environments, command: str, extra: str) -> None:
    done = environment("").run("constructs-gw", *command.split())
    assert (done.returncode, done.stdout) == (2, "")
    sentence = rf"constructs-gw: \w+ is not installed; run pip install 'constructs-gw\[{extra}\]'\n"
    assert re.fullmatch(sentence, done.stderr)


def test_a_missing_cdk_is_one_sentence(environment: Environments) -> None:
    done = environment("").run("python", "-c", "import constructs_gw.cdk")
    *_, last = done.stderr.splitlines()
    assert last == "ImportError: constructs_gw.cdk needs aws-cdk-lib: pip install 'constructs-gw[cdk]'"
    assert done.stderr.count("Traceback") == 1


@pytest.mark.parametrize(("package", "extra"), [("constructs_gw.aws", "aws"), ("constructs_gw.local", "local")])
def test_a_package_whose_extra_is_missing_says_so(environment: Environments, package: str, extra: str) -> None:
    *_, last = environment("").run("python", "-c", f"import {package}").stderr.splitlines()
    assert re.fullmatch(rf"ModuleNotFoundError: {package} needs \w+: pip install 'constructs-gw\[{extra}\]'", last)


def test_cdk_synthesizes_the_example_of_the_readme(environment: Environments) -> None:
    example, printed = re.findall(r"```(?:python|text)\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)[:2]
    found = environment("cdk")
    (found.folder / "app.py").write_text(f"{example}\napp.synth()\n")
    assert found.output("python", "app.py", more={"CDK_OUTDIR": "cdk.out"}).endswith(printed)
    shown = found.output("constructs-gw", "render", "cdk.out", "--type", "THROTTLED", "--format", "http")
    assert "Retry-After: 30" in shown


@contextmanager
def served(found: Environment) -> Iterator[str]:
    """The URL of `constructs-gw serve`, which runs in an environment with [local]."""
    command = [str(found.bin / "constructs-gw"), "serve", "template.yaml", "--port", "0"]
    process = subprocess.Popen(command, cwd=found.folder, env=clean({}), stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        line = process.stdout.readline()
        url = re.search(r"http://127\.0\.0\.1:[0-9]+", line)
        assert url, line
        yield url[0]
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="session")
def server(environment: Environments) -> Iterator[str]:
    """A server for the clients of all clouds."""
    with served(environment("local")) as url:
        yield url


def test_local_writes_the_preview(environment: Environments) -> None:
    found = environment("local")
    found.output("constructs-gw", "preview", "template.yaml", "-o", "errors.html")
    assert "Retry-After" in (found.folder / "errors.html").read_text()


def test_aws_pulls_from_what_local_serves(environment: Environments, server: str) -> None:
    arguments = ("aws", "pull", "--rest-api-id", "Orders", "--endpoint-url", server)
    [item] = json.loads(environment("aws").output("constructs-gw", *arguments, more=AWS))["items"]
    assert (item["responseType"], item["statusCode"]) == ("THROTTLED", "503")


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_cloud_pushes_to_what_local_serves_and_pulls_from_it(
    environment: Environments, server: str, cloud: str
) -> None:
    where = ("--provider", cloud, "--instance-id", cloud, "--group-id", "Orders", "--endpoint-url", server)
    found = environment(EXTRA_OF_CLOUD[cloud])
    found.output("constructs-gw", "apig", "push", "template.yaml", "--yes", *where, more=CLOUDS[cloud])
    pulled = json.loads(found.output("constructs-gw", "apig", "pull", *where, more=CLOUDS[cloud]))
    assert pulled["provider"] == cloud
    assert pulled["responses"]["THROTTLED"]["status"] == 503


@pytest.mark.parametrize("project", PROJECTS)
def test_mypy_finds_the_types_in_the_wheel(environment: Environments, project: str) -> None:
    found = consumer(environment(EXTRA_OF_PROJECT[project]), project)
    options = [f"--config-file={ROOT / 'pyproject.toml'}", f"--python-executable={found.bin / 'python'}"]
    command = [sys.executable, "-m", "mypy", *options, "consumer.py"]
    done = subprocess.run(command, cwd=found.folder, env=clean({}), capture_output=True, text=True)
    assert only_the_last_line_is_wrong(PROJECTS[project], done.stdout), done.stdout + done.stderr


@pytest.mark.parametrize("project", PROJECTS)
def test_pyright_finds_the_types_in_the_wheel(environment: Environments, project: str) -> None:
    found = consumer(environment(EXTRA_OF_PROJECT[project]), project)
    (found.folder / "pyrightconfig.json").write_text('{"strict": ["."], "include": ["consumer.py"]}')
    command = [str(ROOT / "node_modules/.bin/pyright"), "--pythonpath", str(found.bin / "python")]
    done = subprocess.run(command, cwd=found.folder, env=clean({}), capture_output=True, text=True)
    assert only_the_last_line_is_wrong(PROJECTS[project], done.stdout), done.stdout + done.stderr


def consumer(found: Environment, project: str) -> Environment:
    """An environment where a project stands."""
    (found.folder / "consumer.py").write_text(PROJECTS[project])
    return found
