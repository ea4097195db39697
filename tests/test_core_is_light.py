"""Importing the core loads no edge and nothing heavy."""

import json
import subprocess
import sys

import pytest

HEAVY = ["aws_cdk", "boto3", "botocore", "constructs", "jinja2", "jsii", "starlette", "yaml"]


@pytest.mark.parametrize("module", ["constructs_gw", "constructs_gw.presets", "constructs_gw.render"])
def test_importing_it_loads_nothing_heavy(module: str) -> None:
    code = f"import json, sys, {module}; print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []
