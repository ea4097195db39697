"""A project that uses the library type-checks strictly against it (`py.typed`)."""

import subprocess
import sys
from pathlib import Path

CONSUMER = """
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


def test_a_consumer_is_checked_against_our_types(tmp_path: Path) -> None:
    (tmp_path / "consumer.py").write_text(CONSUMER)
    config = Path(__file__).parents[1] / "pyproject.toml"  # strict, and reads only the modules of aws-cdk-lib in use
    options = [f"--config-file={config}", f"--cache-dir={config.parent / '.mypy_cache' / 'consumer'}"]
    result = subprocess.run(
        [sys.executable, "-m", "mypy", *options, "consumer.py"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
    )
    errors = [line for line in result.stdout.splitlines() if ": error: " in line]
    assert len(errors) == 1, result.stdout + result.stderr
    assert errors[0].startswith("consumer.py:22: error: Incompatible types in assignment")
