"""`constructs-gw aws diff` and `push`: what a reader sees, what is written, and what is left where it stops."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from constructs_gw.aws import RestApiGateway, pushing
from constructs_gw.cli import main

from .commands import ID, Live, isolate, live, write_template

DIFF = ("aws", "diff", "template.json", "--rest-api-id", ID)
PUSH = ("aws", "push", "template.json", "--rest-api-id", ID)
BACKUP = ("--backup", "backup.json")
RESTORE = ("aws", "push", "--restore", "backup.json")
BODY = {"application/json": '{"slow": $context.error.messageString}'}


@pytest.fixture
def orders(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Live]:
    """An API where somebody has customized two types, and a template of one of them."""
    isolate(monkeypatch, tmp_path)
    write_template()
    with live(capsys) as found:
        header = {"gatewayresponse.header.X-Team": "'orders'"}
        found.put("THROTTLED", responseParameters=header, responseTemplates=BODY)
        found.put("WAF_FILTERED", statusCode="404")
        yield found


def test_what_differs_is_shown_part_by_part(orders: Live) -> None:
    assert (
        orders.run(*DIFF, code=1)
        == """\
THROTTLED
  responseParameters.gatewayresponse.header.retry-after
    declared: '30'
    live:     (none)
  responseParameters.gatewayresponse.header.x-team
    declared: (none)
    live:     'orders'
  statusCode
    declared: 503
    live:     429
WAF_FILTERED
  live, not declared
"""
    )


def test_what_differs_is_there_for_a_script(orders: Live) -> None:
    assert json.loads(orders.run(*DIFF, "--format", "json", code=1))[-2:] == [
        {"response_type": "THROTTLED", "part": "statusCode", "declared": "503", "live": "429"},
        {"response_type": "WAF_FILTERED", "part": "customization", "declared": None, "live": "customized"},
    ]


STAGE = """\
no differences
not yet deployed to prod:
THROTTLED
  configured, not deployed
WAF_FILTERED
  configured, not deployed
"""


def test_what_is_configured_and_not_deployed_is_shown_for_a_stage(orders: Live) -> None:
    orders.run(*PUSH, "--yes", "--prune")
    orders.put("WAF_FILTERED", statusCode="404")
    Path("live.json").write_text(orders.run("aws", "pull", "--rest-api-id", ID))
    diff = ("aws", "diff", "live.json", "--rest-api-id", ID, "--stage", "prod")
    assert orders.run(*diff, code=1) == STAGE
    found = json.loads(orders.run(*diff, "--format", "json", code=1))
    assert found["differences"] == []
    assert found["undeployed"][0] == {
        "response_type": "THROTTLED",
        "part": "customization",
        "deployed": None,
        "configured": "customized",
    }
    orders.client.create_deployment(restApiId=ID, stageName="prod")
    assert orders.run(*diff) == "no differences\nnot yet deployed to prod:\nno differences\n"
    orders.put("WAF_FILTERED", statusCode="410")
    assert orders.run(*diff, code=1).endswith("WAF_FILTERED\n  statusCode\n    deployed:   404\n    configured: 410\n")


PLAN = """\
a1b2c3d4e5 in eu-central-1:
  ~ THROTTLED  change
      + responseParameters.gatewayresponse.header.retry-after: '30'
      - responseParameters.gatewayresponse.header.x-team: 'orders'
      - statusCode: 429
      + statusCode: 503
    WAF_FILTERED  stays: it is customized and not declared
"""
PRUNED = (
    PLAN.rpartition("    WAF_FILTERED")[0]
    + """\
  - WAF_FILTERED  reset
      - responseTemplates.application/json: {"message": $context.error.messageString}
      - statusCode: 404
"""
)
DONE = "what is replaced is kept in backup.json\n1 change made: THROTTLED\n"


def test_a_push_shows_header_by_header_what_it_replaces_and_tells_what_it_did(orders: Live) -> None:
    assert orders.run(*PUSH, *BACKUP, "--yes") == PLAN + DONE
    assert orders.customized() == {"THROTTLED": "503", "WAF_FILTERED": "404"}
    assert orders.run(*PUSH, "--yes").endswith("  nothing differs\n")


def test_a_dry_run_shows_the_plan_and_writes_nothing(orders: Live) -> None:
    assert orders.run(*PUSH, *BACKUP, "--prune", "--dry-run", "--deploy", "prod") == (
        PRUNED
        + "then deploys it to prod, with all else that is configured in the API and not yet deployed\n"
        + "nothing is written: this is a dry run\n"
    )
    assert orders.customized() == {"THROTTLED": "429", "WAF_FILTERED": "404"}
    assert not Path("backup.json").exists()


def test_what_is_not_declared_is_reset_only_if_asked_for(orders: Live) -> None:
    orders.run(*PUSH, *BACKUP, "--yes", "--prune")
    assert orders.customized() == {"THROTTLED": "503"}


def test_a_push_deploys_if_asked_for_even_where_nothing_differs(orders: Live) -> None:
    orders.run(*PUSH, *BACKUP, "--yes")
    before = orders.client.get_stage(restApiId=ID, stageName="prod")["deploymentId"]
    lines = orders.run(*PUSH, "--yes", "--deploy", "prod").splitlines()
    after = orders.client.get_stage(restApiId=ID, stageName="prod")["deploymentId"]
    assert after != before
    assert lines[-1] == f"deployed to prod: {after}"


def test_what_was_replaced_is_put_back_with_one_command(orders: Live) -> None:
    before = orders.run("aws", "pull", "--rest-api-id", ID)
    orders.put("INVALID_API_KEY", statusCode="401")
    orders.run(*PUSH, *BACKUP, "--yes", "--prune")
    orders.run(*RESTORE, "--yes", "--backup", "second.json")
    orders.client.delete_gateway_response(restApiId=ID, responseType="INVALID_API_KEY")
    assert orders.run("aws", "pull", "--rest-api-id", ID) == before
    assert orders.run(*RESTORE, "--dry-run") != ""


def test_a_restore_speaks_of_what_the_backup_has_alone(orders: Live) -> None:
    orders.run(*PUSH, *BACKUP, "--yes")
    assert "WAF_FILTERED" not in orders.run(*RESTORE, "--dry-run")


def test_a_backup_knows_its_region(orders: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    orders.run(*PUSH, *BACKUP, "--yes", "--region", "eu-west-2")
    assert orders.run(*RESTORE, "--dry-run").startswith("a1b2c3d4e5 in eu-west-2:\n")


def test_a_backup_is_never_overwritten_and_without_one_nothing_is_written(orders: Live) -> None:
    Path("backup.json").write_text("precious")
    error = orders.error(*PUSH, *BACKUP, "--yes")
    assert error == "constructs-gw: backup.json is there already; name another file, or move this one\n"
    assert Path("backup.json").read_text() == "precious"
    assert orders.error(*PUSH, "--yes", "--backup", "no/backup.json") == (
        "constructs-gw: no/backup.json: No such file or directory; name a file that can be written\n"
    )
    assert orders.customized()["THROTTLED"] == "429"


def test_a_backup_has_a_name_of_its_own_unless_it_is_given_one(orders: Live) -> None:
    orders.run(*PUSH, "--yes")
    [backup] = Path().glob(f"gateway-responses-{ID}-*.json")
    assert json.loads(backup.read_text())["items"][0]["statusCode"] == "429"


@pytest.mark.parametrize(
    ("content", "error"),
    [
        ("{}", "backup.json is no backup; give the file that push has named"),
        ('{"items": [{"responseType": "THROTTLED"}]}', "backup.json is no backup; give the file that push has named"),
    ],
)
def test_another_file_is_no_backup(orders: Live, content: str, error: str) -> None:
    Path("backup.json").write_text(content)
    assert orders.error(*RESTORE, "--yes") == f"constructs-gw: {error}\n"


@pytest.mark.parametrize("beside", [["template.json"], ["--prune"], ["--api", "Api"]])
def test_what_a_restore_has_no_use_for_is_refused(orders: Live, beside: list[str]) -> None:
    assert orders.error(*RESTORE, *beside).endswith(" is not for --restore; leave it out\n")


class Terminal:
    """A terminal with an answer; None for one that is closed, an exception for what a key raises."""

    def __init__(self, answer: str | type[BaseException] | None) -> None:
        self.answer = answer

    def isatty(self) -> bool:
        if self.answer is None:
            raise ValueError("I/O operation on closed file")
        return True

    def readline(self) -> str:
        if isinstance(self.answer, type):
            raise self.answer
        return self.answer or ""


@pytest.mark.parametrize(
    ("answer", "code"), [("n\n", 1), ("\n", 1), ("", 1), ("yess\n", 1), (None, 1), (KeyboardInterrupt, 130)]
)
def test_nothing_is_written_without_a_yes(
    orders: Live, monkeypatch: pytest.MonkeyPatch, answer: Any, code: int
) -> None:
    monkeypatch.setattr("sys.stdin", Terminal(answer))
    out, _ = orders.both(*PUSH, *BACKUP, "--deploy", "prod", code=code)
    assert out.startswith(PLAN)
    assert out.endswith("nothing is written\n")
    assert orders.customized()["THROTTLED"] == "429"
    assert not Path("backup.json").exists()


def test_nothing_is_written_where_there_is_no_terminal(orders: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", None)
    found = orders.both(*PUSH, *BACKUP, code=1)
    assert found == (PLAN + "nothing is written\n", "nobody can be asked here: add --yes\n")


def test_a_yes_is_taken(orders: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("y\n"))
    assert orders.run(*PUSH, *BACKUP).endswith(DONE)
    assert orders.customized()["THROTTLED"] == "503"


def test_errors_stop_a_push_before_any_call(orders: Live, capsys: pytest.CaptureFixture[str]) -> None:
    write_template(StatusCode="4299")
    assert main([*PUSH, "--yes", "--endpoint-url", "http://127.0.0.1:9"]) == 2
    assert capsys.readouterr().err == (
        "constructs-gw: Slow: '4299' is not a status code [invalid-status-code]; "
        'write one from 100 to 599, such as "404"\n'
    )


def test_warnings_are_shown_and_do_not_stop_it(orders: Live) -> None:
    write_template(ResponseType="REQUEST_TOO_LARGE")
    out, error = orders.both(*PUSH, *BACKUP, "--yes", code=0)
    assert "+ REQUEST_TOO_LARGE  add\n" in out
    assert "template.json:1: warning: " in error


def test_what_only_the_deployment_knows_is_not_pushed(orders: Live, capsys: pytest.CaptureFixture[str]) -> None:
    write_template(ResponseParameters={"gatewayresponse.header.X-Team": {"Fn::Sub": "'${AWS::Region}-orders'"}})
    assert main([*PUSH, "--yes", "--endpoint-url", "http://127.0.0.1:9"]) == 2
    assert capsys.readouterr().err == (
        "constructs-gw: THROTTLED: responseParameters.gatewayresponse.header.x-team is known only at deployment: "
        "'<AWS::Region>-orders'; deploy the stack, or write the value itself in a source to push\n"
    )


@pytest.mark.parametrize(
    ("live_value", "code"),
    [("'eu-central-1-orders'", 0), ("'eu-central-1-users'", 1), ("'-orders'", 0), ("'orders'", 1)],
)
def test_what_only_the_deployment_knows_differs_where_no_deployment_can_make_it(
    orders: Live, live_value: str, code: int
) -> None:
    name = "gatewayresponse.header.X-Team"
    write_template(StatusCode="429", ResponseParameters={name: {"Fn::Sub": "'${AWS::Region}-orders'"}})
    orders.put("THROTTLED", responseParameters={name: live_value}, responseTemplates=BODY)
    orders.client.delete_gateway_response(restApiId=ID, responseType="WAF_FILTERED")
    _, error = orders.both(*DIFF, code=code)
    assert (
        error == ""
        if code
        else error
        == (
            "note: THROTTLED: responseParameters.gatewayresponse.header.x-team is compared only as far as it is known "
            f"before deployment: '<AWS::Region>-orders' may be {live_value}\n"
        )
    )


def test_a_default_that_a_deployment_may_replace_is_said(orders: Live) -> None:
    template = json.loads(Path(write_template(StatusCode={"Ref": "Status"})).read_text())
    template["Parameters"] = {
        "Status": {"Type": "String", "Default": "503"},
        "Other": {"Type": "String", "Default": "x"},
    }
    Path("template.json").write_text(json.dumps(template))
    assert orders.error(*PUSH, *BACKUP, "--yes", code=0) == (
        "note: template.json: parameter Status has its default: 503\n"
    )


STOPPED = """\
0 changes made
stopped at THROTTLED: PutGatewayResponse of a1b2c3d4e5 in eu-central-1: BadRequestException: no
not tried: WAF_FILTERED
to finish: constructs-gw aws push template.json --prune --rest-api-id a1b2c3d4e5 --region eu-central-1 \
--endpoint-url URL --deploy prod
to undo:   constructs-gw aws push --restore backup.json --rest-api-id a1b2c3d4e5 --region eu-central-1 \
--endpoint-url URL --deploy prod
"""


def refusing(error: BaseException) -> Any:
    def put(*_: Any) -> None:
        raise error

    return put


def test_where_it_stops_one_command_finishes_it_and_one_undoes_it(
    orders: Live, monkeypatch: pytest.MonkeyPatch
) -> None:
    from botocore.exceptions import ClientError

    refused = ClientError({"Error": {"Code": "BadRequestException", "Message": "no"}}, "PutGatewayResponse")
    with monkeypatch.context() as patched:
        patched.setattr(RestApiGateway, "put", refusing(refused))
        out = orders.run(*PUSH, *BACKUP, "--prune", "--deploy", "prod", "--yes", code=1)
    assert out.endswith(STOPPED)
    finish = out.splitlines()[-2].partition("constructs-gw ")[2].split()
    orders.run(*finish[: finish.index("--endpoint-url")], "--yes", "--deploy", "prod")
    assert orders.customized() == {"THROTTLED": "503"}
    undo = out.splitlines()[-1].partition("constructs-gw ")[2].split()
    orders.run(*undo[: undo.index("--endpoint-url")], "--yes")
    assert orders.customized() == {"THROTTLED": "429", "WAF_FILTERED": "404"}


def test_ctrl_c_while_it_writes_tells_as_much(orders: Live, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(RestApiGateway, "put", refusing(KeyboardInterrupt()))
    out = orders.run(*PUSH, *BACKUP, "--prune", "--yes", code=130)
    assert (
        "\n0 changes made\nstopped at THROTTLED: interrupted, so it may be made or not\n"
        "not tried: WAF_FILTERED\nto finish: constructs-gw aws push template.json --prune "
    ) in out


def test_a_deployment_that_fails_is_told(orders: Live) -> None:
    lines = orders.run(*PUSH, *BACKUP, "--deploy", "not a stage", "--yes", code=1).splitlines()
    assert lines[-3].startswith("not deployed to not a stage: CreateDeployment of a1b2c3d4e5 in eu-central-1: BadRequ")
    assert lines[-2].startswith("to finish: constructs-gw aws push template.json ")
    assert lines[-2].endswith(" --deploy 'not a stage'")


def test_an_api_has_to_be_named(orders: Live) -> None:
    error = orders.error("aws", "push", "template.json")
    assert error == "constructs-gw: no API is named; add --rest-api-id ID, or --restore BACKUP\n"


def test_a_source_of_two_apis_asks_which_one(orders: Live) -> None:
    template = json.loads(Path("template.json").read_text())
    template["Resources"]["Users"] = {"Type": "AWS::ApiGateway::RestApi"}
    Path("template.json").write_text(json.dumps(template))
    assert orders.error(*DIFF) == "constructs-gw: template.json has 2 REST APIs; add --api Api\n"
    assert orders.error(*DIFF, "--api", "Nope") == (
        "constructs-gw: no REST API 'Nope' in template.json; it has Api, Users\n"
    )
    orders.run(*DIFF, "--api", "Api", code=1)


def test_two_backups_of_one_moment_have_two_names() -> None:
    assert pushing._new_file(ID) != pushing._new_file(ID)
