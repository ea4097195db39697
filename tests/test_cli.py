"""The command line itself, whatever the command."""

import os
import subprocess
import sys

import pytest

from constructs_gw import __version__
from constructs_gw.cli import PIPE_CLOSED, main


def test_no_command_shows_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    captured = capsys.readouterr()
    assert (captured.out, captured.err.splitlines()[0]) == ("", "usage: constructs-gw [-h] [--version] COMMAND ...")


@pytest.mark.parametrize("arguments", [["--help"], ["render", "--help"]], ids=["all", "render"])
def test_help_has_examples(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with pytest.raises(SystemExit, match=r"^0$"):
        main(arguments)
    assert "  constructs-gw render cdk.out\n" in capsys.readouterr().out


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match=r"^0$"):
        main(["--version"])
    assert capsys.readouterr().out == f"constructs-gw {__version__}\n"


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("command", [["explain", "cacheable-error"], ["explain"]], ids=["short", "long"])
def test_output_that_nobody_reads_is_no_success(command: list[str], unbuffered: str) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    environment = {**os.environ, "PYTHONUNBUFFERED": unbuffered}
    done = subprocess.run(
        [sys.executable, "-m", "constructs_gw", *command],
        stdout=writer,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (PIPE_CLOSED, "")
