"""`convert --into`: an OpenAPI document gets what it lacks, and every other character stays as its author wrote it."""

import json
import re
import stat
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from constructs_gw.cli import main
from constructs_gw.convert.into import put_into
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.documents import read_document
from constructs_gw.errors import GatewayResponseError
from constructs_gw.openapi import EXTENSION, ContradictionError, merge_responses
from tests.odd_text import odd_json, odd_yaml

TOO_MANY = Customization("THROTTLED", status_code=429, headers={"Retry-After": "30"})
WANTED = CustomizationSet([TOO_MANY, Customization("DEFAULT_5XX", templates={"application/json": '{"oops": true}'})])
SOURCE = json.dumps({"openapi": "3.0.1", "info": {"title": "orders"}, "paths": {}, EXTENSION: {
    "THROTTLED": {"statusCode": "429", "responseParameters": {"gatewayresponse.header.Retry-After": "'30'"}},
}})  # fmt: skip


def put(text: str, wanted: CustomizationSet = WANTED) -> str:
    """The document with the customizations in it, which says what `merge_responses` makes of it."""
    content = put_into(text.encode(), wanted, "api")
    before, after = (read_document(each, "api").data for each in (text.encode(), content))
    assert after == merge_responses(before, wanted)
    return content.decode()


def refusal(text: str | bytes, wanted: CustomizationSet = WANTED) -> str:
    with pytest.raises(GatewayResponseError) as refused:
        put_into(text.encode() if isinstance(text, str) else text, wanted, "api")
    return str(refused.value)


DOCUMENT = """\
# the API of the shop
openapi: '3.0.1'    # not 3.1
info: {title: "orders", version: 1.0.0}
paths: {}

x-amazon-apigateway-gateway-responses:   # ours
  # what the client did
  THROTTLED:
      responseParameters:
          gatewayresponse.header.X-Own: "'1'"   # theirs
# the end
"""
COMPLETED = """\
# the API of the shop
openapi: '3.0.1'    # not 3.1
info: {title: "orders", version: 1.0.0}
paths: {}

x-amazon-apigateway-gateway-responses:   # ours
  # what the client did
  THROTTLED:
      responseParameters:
          gatewayresponse.header.X-Own: "'1'"   # theirs
          gatewayresponse.header.Retry-After: "'30'"
      statusCode: '429'
  DEFAULT_5XX:
      responseTemplates:
          application/json: '{"oops": true}'
# the end
"""


def test_what_an_entry_lacks_is_written_beside_what_it_has() -> None:
    assert put(DOCUMENT).splitlines() == COMPLETED.splitlines()


def test_what_is_there_already_is_written_once() -> None:
    assert put(COMPLETED) == COMPLETED


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_the_byte_order_mark_stay(end: str, mark: str) -> None:
    assert put(mark + DOCUMENT.replace("\n", end)) == mark + COMPLETED.replace("\n", end)


def test_a_document_without_the_extension_gets_it_at_its_end() -> None:
    text = "openapi: 3.0.1\ninfo:\n    title: x\npaths: {}"
    assert put(text, CustomizationSet([TOO_MANY])) == text + (
        "\nx-amazon-apigateway-gateway-responses:\n    THROTTLED:\n        statusCode: '429'\n"
        "        responseParameters:\n            gatewayresponse.header.Retry-After: \"'30'\""
    )


@pytest.mark.parametrize(
    ("empty", "filled"),
    [
        ("x-amazon-apigateway-gateway-responses:  # none\ninfo: {}\n", "  # none\n  THROTTLED:\n"),
        ("x-amazon-apigateway-gateway-responses: {}\ninfo: {}\n", ': {THROTTLED: {"statusCode": "429", '),
        ("x-amazon-apigateway-gateway-responses: { # none\n  }\n", "}} # none\n  }"),
        ("x-amazon-apigateway-gateway-responses: ~\ninfo: {}\n", ': {"THROTTLED": {"statusCode": "429", '),
        ("x-amazon-apigateway-gateway-responses:\n  THROTTLED: {}\n", '  THROTTLED: {statusCode: "429", '),
        ("x-amazon-apigateway-gateway-responses:\n  THROTTLED:\n    statusCode:  # ?\n", "statusCode: '429'  # ?\n"),
    ],
    ids=["nothing", "braces", "braces with a comment", "null", "an empty entry", "an empty member"],
)
def test_what_is_empty_is_filled(empty: str, filled: str) -> None:
    assert filled in put("openapi: 3.0.1\n" + empty, CustomizationSet([TOO_MANY]))


@pytest.mark.parametrize("indent", [None, 1, 2, 4, "\t"])
def test_json_keeps_its_indentation(indent: int | str | None) -> None:
    data = json.loads(SOURCE)
    assert put(json.dumps(data, indent=indent)) == json.dumps(merge_responses(data, WANTED), indent=indent)


def test_a_vary_header_lists_more_names() -> None:
    text = "openapi: 3.0.1\nx-amazon-apigateway-gateway-responses:\n  THROTTLED:\n    responseParameters:\n"
    vary = "      gatewayresponse.header.Vary: \"'{}'\" # proxies\n"
    wanted = CustomizationSet([Customization("THROTTLED", headers={"Vary": "Accept, Origin"})])
    assert put(text + vary.format("Accept"), wanted) == text + vary.format("Accept, Origin")


# What is refused


def test_what_the_document_says_otherwise_is_named() -> None:
    text = DOCUMENT.replace("      responseParameters:", "      statusCode: 503\n      responseParameters:")
    text = text.replace("X-Own", "retry-after")
    with pytest.raises(ContradictionError) as refused:
        put_into(text.encode(), WANTED, "api")
    assert [problem.message for problem in refused.value.problems] == [
        "THROTTLED has a status code already, with another value",
        "THROTTLED has header retry-after already, with another value",
    ]


ALIASED = """\
openapi: 3.0.1
x-amazon-apigateway-gateway-responses:
  THROTTLED: &slow
    responseParameters: &headers
      gatewayresponse.header.X: "'1'"
  QUOTA_EXCEEDED: {}
"""


@pytest.mark.parametrize("alias", ["*slow", "{<<: *slow}", "{responseParameters: *headers}"])
def test_what_others_share_by_an_alias_is_not_changed_for_one(alias: str) -> None:
    text = ALIASED.replace("{}", alias)
    assert "THROTTLED" in refusal(text)
    assert "cannot be added: other parts of api" in refusal(text)


def test_what_all_who_share_it_lack_is_added_once() -> None:
    text = ALIASED.replace("{}", "*slow")
    both = CustomizationSet([TOO_MANY, TOO_MANY.of_type(Customization("QUOTA_EXCEEDED").response_type)])
    assert put(text, both).count("Retry-After") == 1


def test_a_new_type_is_added_beside_aliases() -> None:
    text = ALIASED.replace("{}", "*slow")
    wanted = CustomizationSet([Customization("DEFAULT_5XX", status_code=503)])
    assert put(text, wanted) == text + "  DEFAULT_5XX:\n    statusCode: '503'\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("openapi: 3.0.1\nx-amazon-apigateway-gateway-responses: {$ref: errors.yaml}\n", "is a $ref"),
        ("openapi: 3.0.1\nx-amazon-apigateway-gateway-responses:\n  THROTTLED: {$ref: errors.yaml}\n", "is a $ref"),
        ("openapi: 3.0.1\nx-amazon-apigateway-gateway-responses: !Include x\n", "made by Fn::Include"),
        ("openapi: 3.0.1\nx-amazon-apigateway-gateway-responses: [THROTTLED]\n", "is no object"),
        ("openapi: 3.0.1\nx-amazon-apigateway-gateway-responses:\n  THROTTLED: !Ref X\n", "made by Ref"),
        ("openapi: 3.0.1\nx-amazon-apigateway-gateway-responses:\n  SLOW: {}\n", "unknown response type 'SLOW'"),
        (
            "openapi: 3.0.1\nx-amazon-apigateway-importexport-version: '1.0'\n"
            "x-amazon-apigateway-gateway-responses: {}\n",
            "HTTP API",
        ),
        ("openapi: 3.0.1\nx-amazon-apigateway-importexport-version: '1.0'\n", "HTTP API"),
        ("Resources: {}\n", "looks like cloudformation"),
        ("[1]", "is no OpenAPI document"),
        ("{openapi: 3.0.1}", "is not JSON"),
        ("", "is no OpenAPI document"),
        ("openapi: 3.0.1\ninfo:\n\ttitle: x\n", "is not YAML"),
        ("openapi: 3.0.1\nopenapi: 3.0.1\n", "duplicate member"),
        ("openapi: 3.0.1\n".encode("utf-16"), "change it by hand"),
    ],
    ids=["reference", "reference of a type", "function", "list", "function of a type", "type", "an HTTP API",
         "an HTTP API without responses", "template", "no mapping", "YAML that begins as JSON", "empty", "tabs",
         "twice", "UTF-16"],
)  # fmt: skip
def test_what_cannot_be_completed_is_refused(text: str | bytes, message: str) -> None:
    assert message in refusal(text)


# Any document


HEADERS = st.dictionaries(
    st.sampled_from(["X-A", "X-B", "Retry-After"]), st.sampled_from(["1", "a: #b", "é" * 0 + "x"])
)
BODIES = st.sampled_from(['{"a": "$context.requestId"}', "two\nlines", "", "a: # b", 'it\'s "quoted"', "  x", "1e3"])
ENTRIES = st.builds(
    lambda kind, status, headers, body: Customization.parse(
        kind,
        status_code=status,
        response_parameters={f"gatewayresponse.header.{name}": f"'{value}'" for name, value in headers.items()},
        response_templates={"application/json": body} if body else {},
    ),
    st.sampled_from(["DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED", "UNAUTHORIZED"]),
    st.sampled_from([None, "400", "503"]),
    HEADERS,
    BODIES,
)
SETS = st.lists(ENTRIES, max_size=4, unique_by=lambda entry: entry.response_type).map(CustomizationSet)
OTHERS = st.fixed_dictionaries({}, optional={
    "info": st.just({"title": "é # x", "version": "1.0"}),
    "paths": st.just({"/a": {"get": {"description": "two\nlines\n", "x": [{"a": 1}, []]}}}),
    "tags": st.just([{"name": "a"}, {"name": "b"}]),
})  # fmt: skip


def expected(data: Any, wanted: CustomizationSet) -> Any:
    """The document with the customizations in it, or what it says differently."""
    try:
        return merge_responses(data, wanted)
    except ContradictionError as contradiction:
        return contradiction


def is_subsequence(part: str, whole: str) -> bool:
    characters = iter(whole)
    return all(character in characters for character in part if not character.isspace())


@settings(max_examples=100, deadline=None)
@given(there=SETS, wanted=SETS, others=OTHERS, is_last=st.booleans(), is_json=st.booleans(), seed=st.integers(0, 10**6))
def test_a_document_of_any_style_keeps_every_character(
    there: CustomizationSet, wanted: CustomizationSet, others: Any, is_last: bool, is_json: bool, seed: int
) -> None:
    extension = merge_responses({}, there) if there or seed % 2 else {}
    data = {"openapi": "3.0.1", **others, **extension} if is_last else {**extension, "openapi": "3.0.1", **others}
    text = (odd_json if is_json else odd_yaml)(data, Random(seed))
    try:
        assume(read_document(text.encode(), "api").data == data)
    except GatewayResponseError:
        assume(False)
    merged = expected(data, wanted)
    if isinstance(merged, ContradictionError):
        assert refusal(text, wanted) == str(merged)
        return
    made = put(text, wanted)
    assert is_subsequence(text, made)
    assert re.findall(r"# \d+\.", made) == re.findall(r"# \d+\.", text)
    assert put(made, wanted) == made
    assert read_document(made.encode(), "api").data == merged


# Through the command line


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("source.json").write_text(SOURCE)
    Path("api.yaml").write_text(DOCUMENT)
    return tmp_path


CONVERT = ["convert", "source.json", "--to", "openapi", "--into", "api.yaml"]
QUIET = COMPLETED.replace(
    "  DEFAULT_5XX:\n      responseTemplates:\n          application/json: '{\"oops\": true}'\n", ""
)


def test_it_is_printed_and_the_document_stays(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(CONVERT)
    assert capsys.readouterr().out == QUIET
    assert Path("api.yaml").read_text() == DOCUMENT


def test_the_document_itself_is_replaced_and_what_it_was_is_kept(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("api.yaml").chmod(0o640)
    main([*CONVERT, "-o", "./api.yaml"])
    assert Path("api.yaml").read_text() == QUIET
    assert stat.S_IMODE(Path("api.yaml").stat().st_mode) == 0o640
    [backup] = re.findall(r"api\.yaml: what it was is kept in (.*)\n", capsys.readouterr().err)
    assert Path(backup).read_text() == DOCUMENT


WITH_A_DEFAULT = DOCUMENT.replace("THROTTLED", "DEFAULT_4XX")
BODY = """\
      responseTemplates:
          application/json: '{"ours": true}'
# the end
"""


def test_what_a_default_of_the_document_no_longer_gives_is_a_loss(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("api.yaml").write_text(WITH_A_DEFAULT.replace("# the end\n", BODY))
    assert main(CONVERT) == 1
    why = "of DEFAULT_4XX does not reach it, since it has an entry of its own; give THROTTLED the same"
    lines = [line for line in capsys.readouterr().err.splitlines() if line.startswith("loss: ")]
    assert lines == [f"loss: {EXTENSION} THROTTLED: {part} {why}" for part in ("header X-Own", "the body")]


def test_what_a_default_of_the_source_does_not_give_is_a_loss(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = json.loads(SOURCE)
    source[EXTENSION] = {"DEFAULT_4XX": source[EXTENSION]["THROTTLED"] | {"responseTemplates": {"text/plain": "no"}}}
    Path("source.json").write_text(json.dumps(source))
    assert main(CONVERT) == 1
    losses = [line for line in capsys.readouterr().err.splitlines() if line.startswith("loss: ")]
    parts = [loss.partition("THROTTLED: ")[2].partition(" of ")[0] for loss in losses]
    assert parts == ["header Retry-After", "the body"]


def test_what_was_wrong_with_the_document_before_is_not_said(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    own = "  THROTTLED:\n    statusCode: 429\n# the end\n"
    Path("api.yaml").write_text(WITH_A_DEFAULT.replace("# the end\n", own))
    assert main(CONVERT) == 0
    assert capsys.readouterr().err == ""


def test_a_contradiction_is_exit_code_1_and_nothing_is_written(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    contradicting = DOCUMENT.replace("X-Own", "Retry-After")
    Path("api.yaml").write_text(contradicting)
    assert main([*CONVERT, "-o", "api.yaml"]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert Path("api.yaml").read_text() == contradicting
    assert printed.err.endswith(
        "constructs-gw: nothing is written: x-amazon-apigateway-gateway-responses: "
        "THROTTLED has header Retry-After already, with another value; keep one of the two\n"
    )


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--to", "sam", "--into", "api.yaml"], "--into is for --to openapi, not sam; leave it out"),
        (["--to", "openapi", "--into", "-"], "--into names a file; write its name"),
        (["--to", "openapi", "--into", "no.yaml"], "no.yaml: No such file or directory"),
        (["--to", "openapi", "--into", "."], ".: Is a directory"),
    ],
)
def test_what_nothing_can_be_put_into_is_exit_code_2(
    files: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert main(["convert", "source.json", *arguments]) == 2
    assert message in capsys.readouterr().err
