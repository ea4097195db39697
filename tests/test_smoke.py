import pytest

from constructs_gw import cli


def test_the_command_line_answers(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main() == 0
    assert capsys.readouterr().out
