"""A project that uses the library type-checks strictly against it (`py.typed`); `make package` tries the wheel."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

CONSTRUCTS = """
from aws_cdk import Stack, aws_apigateway as apigateway
from aws_cdk.assertions import Template

from constructs_gw import Customization, CustomizationSet, MappingValue, Preset, ResponseTemplate, ResponseType, compose
from constructs_gw.cdk import GatewayResponses, client_sees
from constructs_gw.presets import cors, retry_after

def add_errors(stack: Stack, api: apigateway.RestApi) -> apigateway.CfnGatewayResponse:
    presets: list[Preset] = [cors(allow_origin=MappingValue.stage_variable("origin")), retry_after(seconds=30)]
    entry = Customization("QUOTA_EXCEEDED", status_code=402, headers={"X-Plan": "free"},
                          templates=ResponseTemplate.json({"error": "$context.error.messageString"}))
    errors = GatewayResponses(stack, "Errors", rest_api=api, presets=presets, customizations=[entry])
    return errors.response(ResponseType.THROTTLED)

def answers(presets: list[Preset]) -> CustomizationSet:
    return compose(presets).minimal()

def status(template: Template) -> int:
    return client_sees(template, ResponseType.THROTTLED).status

wrong: int = client_sees
"""

EDGES = """
from pathlib import Path
from typing import Any, assert_type

from constructs_gw import CustomizationSet, GatewayResponseError, Problem, ResponseType
from constructs_gw.apig import Compilation, Provider, compile_responses
from constructs_gw.aws import pull, push
from constructs_gw.local import LocalGateway, local_gateway
from constructs_gw.render import RenderedResponse, Request, render
from constructs_gw.testing import assert_valid

def served(template: dict[str, Any]) -> str:
    assert_valid(template)
    with local_gateway(template) as gateway:
        assert_type(gateway, LocalGateway)
        return gateway.url

def compiled(answers: CustomizationSet) -> Compilation:
    return compile_responses(answers, Provider.HUAWEICLOUD)

def back_up(client: Any, answers: CustomizationSet, folder: Path) -> list[str]:
    push(client, "a1b2c3d4e5", answers, backup=folder / "before.json")
    return sorted(pull(client, "a1b2c3d4e5"))

answer = render(CustomizationSet(), ResponseType.THROTTLED, Request(context={"stage": "prod"}))
assert_type(answer, RenderedResponse)
assert_type(answer.status, int)
assert_type(answer.headers["Content-Type"], str)
try:
    pass
except GatewayResponseError as error:
    assert_type(error.problems, tuple[Problem, ...])
wrong: str = render
"""

PROJECTS = {"constructs": CONSTRUCTS, "edges": EDGES}
"""Projects that are right but for their last line."""


def only_the_last_line_is_wrong(project: str, output: str) -> bool:
    """Whether a type checker found just that."""
    errors = re.findall(r"consumer\.py:([0-9]+):.*\berror\b", output)
    return errors == [str(len(project.splitlines()))]


@pytest.mark.parametrize("name", PROJECTS)
def test_a_consumer_is_checked_against_our_types(tmp_path: Path, name: str) -> None:
    (tmp_path / "consumer.py").write_text(PROJECTS[name])
    config = Path(__file__).parents[1] / "pyproject.toml"  # strict, and reads only the modules of aws-cdk-lib in use
    options = [f"--config-file={config}", f"--cache-dir={config.parent / '.mypy_cache' / 'consumer'}"]
    result = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "consumer.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    assert only_the_last_line_is_wrong(PROJECTS[name], result.stdout), result.stdout + result.stderr
