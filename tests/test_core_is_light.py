"""Importing the core loads no edge and nothing heavy."""

import json
import subprocess
import sys

import pytest

HEAVY = [
    "aws_cdk",
    "boto3",
    "botocore",
    "cfnlint",
    "constructs",
    "jinja2",
    "jsii",
    "starlette",
    "yaml",
]


@pytest.mark.parametrize("module", ["constructs_gw", "constructs_gw.presets", "constructs_gw.render"])
def test_importing_it_loads_nothing_heavy(module: str) -> None:
    code = f"import json, sys, {module}; print(json.dumps([name for name in {HEAVY} if name in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_rules_and_their_names_are_there_without_the_compiler_of_apig() -> None:
    code = (
        "import json, sys; from constructs_gw.rules import find_rule\n"
        "find_rule('apig-merged-type'); first = 'constructs_gw.apig.compiling' in sys.modules\n"
        "import constructs_gw.apig as apig; assert all(getattr(apig, name) for name in apig.__all__)\n"
        "print(json.dumps([first, 'constructs_gw.apig.compiling' in sys.modules, hasattr(apig, 'Compiler')]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [False, True, False]


def test_constructs_are_imported_without_the_rules_and_the_rules_without_constructs() -> None:
    code = (
        "import json, sys, constructs_gw.cdk as cdk\n"
        "loaded = lambda name: f'constructs_gw.{name}' in sys.modules\n"
        "cdk.GatewayResponses; first = [loaded('validate'), loaded('cdk.mixin')]\n"
        "cdk.GatewayResponsePlugin; print(json.dumps([*first, loaded('validate'), loaded('cdk.mixin')]))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [False, False, True, False]


def test_every_name_of_the_constructs_package_is_there() -> None:
    import constructs_gw.cdk as package

    assert all(getattr(package, name) for name in package.__all__)
    with pytest.raises(AttributeError, match="has no attribute 'GatewayResponse'"):
        _ = package.GatewayResponse  # type: ignore[attr-defined]
