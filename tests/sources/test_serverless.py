"""Serverless Framework services: which findings they get, and where."""

from pathlib import Path

import pytest

from constructs_gw.assembly import read_templates
from constructs_gw.cli import main
from constructs_gw.convert import read_declared
from constructs_gw.fixes import fixed
from constructs_gw.reports import Run, text
from constructs_gw.response_types import ResponseType
from constructs_gw.sources.serverless import PACKAGE
from constructs_gw.sources.serverless.variables import Variables
from constructs_gw.validate import Finding, validate_files

HERE = Path(__file__).parent


def findings(folder: Path, text: str, *rules: str) -> list[Finding]:
    """What some rules find in a service with this text after its `service` and `provider`."""
    path = folder / "serverless.yml"
    path.write_text(f"service: orders\n{text}" if "provider:" in text else f"service: orders\nprovider: aws\n{text}")
    return validate_files(read_templates(path), select=rules)


def notes(folder: Path, text: str) -> list[str]:
    path = folder / "serverless.yml"
    path.write_text(f"service: orders\nprovider: aws\n{text}")
    return [note for file in read_templates(path) for note in file.source.unread]


RESPONSE = """
    {name}:
      Type: AWS::ApiGateway::GatewayResponse
      Properties:
        RestApiId: {api}
        ResponseType: {kind}
        ResponseParameters:
          gatewayresponse.header.Access-Control-Allow-Origin: "'{origin}'"
"""


def responses(origin: str, api: str = "!Ref ApiGatewayRestApi") -> str:
    """`resources` with both defaults."""
    made = [RESPONSE.format(name=f"D{n}", kind=f"DEFAULT_{n}XX", origin=origin, api=api) for n in (4, 5)]
    return "resources:\n  Resources:" + "".join(made)


def function(*events: str) -> str:
    return "functions:\n  list:\n    events:\n" + "".join(f"      - http: {event}\n" for event in events)


@pytest.mark.parametrize(
    "events",
    [
        ["GET orders"],
        ["{path: orders, method: get}"],
        ["{path: orders, method: get, cors: false}"],
        ["{path: orders, method: get, cors: '${self:custom.nowhere}'}"],
        ["'${file(events.yml):list}'"],
    ],
)
def test_an_event_without_cors_for_sure_answers_no_preflight(tmp_path: Path, events: list[str]) -> None:
    assert findings(tmp_path, function(*events), "missing-error-cors") == []


@pytest.mark.parametrize(
    "cors", ["true", "{}", "{origin: 'https://a.example'}", "{origins: ['https://a.example']}", "'${self:custom.cors}'"]
)
def test_an_event_with_cors_answers_preflight(tmp_path: Path, cors: str) -> None:
    event = f"{{path: orders, method: get, cors: {cors}}}"
    [found] = findings(tmp_path, f"custom: {{cors: true}}\n{function(event)}", "missing-error-cors")
    assert (found.resource, found.place.path, found.line) == (
        "ApiGatewayRestApi",
        ("functions", "list", "events", 0, "http", "cors"),
        7,
    )


def test_the_api_stands_where_its_first_cors_does(tmp_path: Path) -> None:
    text = function("GET status", "{path: orders, method: get, cors: true}")
    [found] = findings(tmp_path, text, "missing-error-cors")
    assert found.place.path == ("functions", "list", "events", 1, "http", "cors")


def test_an_origin_that_is_no_text_is_not_known(tmp_path: Path) -> None:
    event = "{path: orders, method: get, cors: {origin: {Ref: Origin}}}"
    [found] = findings(tmp_path, function(event), "missing-error-cors")
    assert "that set header Access-Control-Allow-Origin to \"'${origin}'\"" in found.fix


@pytest.mark.parametrize(
    ("cors", "is_compared"),
    [
        ("{origin: 'https://a.example'}", True),
        ("{origin: 'https://a.example, https://b.example'}", False),
        ("{origins: ['https://a.example', 'https://b.example']}", False),
        ("{origin: '${self:custom.origin}'}", False),
        ("{origin: {Ref: Origin}}", False),
    ],
)
def test_errors_are_to_allow_the_one_origin_of_preflight(tmp_path: Path, cors: str, is_compared: bool) -> None:
    text = function(f"{{path: orders, method: get, cors: {cors}}}") + responses("https://c.example")
    assert bool(findings(tmp_path, text, "cors-origin-mismatch")) is is_compared


def test_the_last_event_of_a_path_says_which_origin(tmp_path: Path) -> None:
    first, last = ("{{path: {}, method: get, cors: {{origin: 'https://{}.example'}}}}".format(*p)
                   for p in (("/orders/", "a"), ("orders", "b")))  # fmt: skip
    text = function(first, last) + responses("https://a.example")
    [found, _] = findings(tmp_path, text, "cors-origin-mismatch")
    assert found.message.startswith("preflight allows 'https://b.example', but DEFAULT_4XX 'https://a.example'")


@pytest.mark.parametrize(("allowed", "count"), [("true", 2), ("false", 0), ("'${self:custom.x}'", 0), ("'false'", 2)])
def test_credentials_count_as_the_framework_takes_them(tmp_path: Path, allowed: str, count: int) -> None:
    event = f"{{path: a, method: get, cors: {{origin: 'https://a.example', allowCredentials: {allowed}}}}}"
    found = findings(tmp_path, function(event) + responses("https://a.example"), "missing-error-cors")
    assert len(found) == count


def test_one_event_of_a_path_allows_credentials_for_all(tmp_path: Path) -> None:
    first = "{path: /a/, method: get, cors: {origin: 'https://a.example', allowCredentials: true}}"
    last = "{path: a, method: put, cors: {origin: 'https://a.example'}}"
    found = findings(tmp_path, function(first, last) + responses("https://a.example"), "missing-error-cors")
    assert len(found) == 2


def test_what_the_framework_makes_can_be_overridden_in_resources(tmp_path: Path) -> None:
    override = "    ApiGatewayMethodUserDashitemsIdVarOptions:\n      Properties: {HttpMethod: GET}\n"
    text = function("{path: 'user-items/{ID}', method: get, cors: true}") + "resources:\n  Resources:\n" + override
    assert findings(tmp_path, text, "missing-error-cors") == []


def test_an_api_of_another_service_is_not_declared_here(tmp_path: Path) -> None:
    text = "provider: {name: aws, apiGateway: {restApiId: abc123}}\n" + function("{path: a, method: get, cors: true}")
    assert findings(tmp_path, text, "missing-error-cors") == []


@pytest.mark.parametrize("settings", ["{restApiId: abc123}", "'${file(api.yml)}'"])
def test_an_api_that_may_be_made_elsewhere_is_not_made_here(tmp_path: Path, settings: str) -> None:
    path = tmp_path / "serverless.yml"
    path.write_text(f"service: a\nprovider: {{name: aws, apiGateway: {settings}}}\n{function('GET a')}")
    [file] = read_templates(path)
    assert file.source.data["Resources"] == {}


def test_events_belong_to_the_api_that_the_service_names(tmp_path: Path) -> None:
    text = "provider: {name: aws, apiGateway: {restApiId: {Ref: Mine}}}\n" + function(
        "{path: a, method: get, cors: {origin: 'https://a.example'}}"
    )
    found = findings(tmp_path, text + responses("https://b.example", "!Ref Mine"), "cors-origin-mismatch")
    assert [(finding.api, finding.resource) for finding in found] == [("Mine", "D4"), ("Mine", "D5")]


@pytest.mark.parametrize("section", ["Resources", "extensions"])
def test_the_api_of_the_framework_takes_acknowledgements(tmp_path: Path, section: str) -> None:
    metadata = "Metadata: {constructs-gw: {acknowledge: {missing-error-cors: no browser calls it}}}"
    text = (
        function("{path: a, method: get, cors: true}")
        + f"resources:\n  {section}:\n    ApiGatewayRestApi: {{{metadata}}}"
    )
    [found] = findings(tmp_path, text, "missing-error-cors")
    assert found.reason == "no browser calls it"


def test_later_parts_are_merged_into_earlier_ones(tmp_path: Path) -> None:
    first, _, properties = "Resources: {Slow: {Type: AWS::ApiGateway::GatewayResponse, Properties: {", "", "}}}"
    text = (
        "resources:\n"
        f"  - {first}ResponseType: THROTTLED, RestApiId: !Ref Api, StatusCode: '9'{properties}\n"
        f"  - {first}StatusCode: '77'{properties}\n"
    )
    [found] = findings(tmp_path, text, "invalid-status-code")
    assert (found.line, found.place.path[:3], "'77'" in found.message) == (5, ("resources", 1, "Resources"), True)


def test_what_later_parts_leave_alone_stands_where_it_stood(tmp_path: Path) -> None:
    text = (
        "resources:\n"
        "  - Resources: {Slow: {Type: AWS::ApiGateway::GatewayResponse, Properties: {ResponseType: SLOW}}}\n"
        "  - Resources: {Slow: {DependsOn: Bucket}}\n"
    )
    [found] = findings(tmp_path, text, "unknown-response-type")
    assert (found.line, found.place.path) == (4, ("resources", 0, "Resources", "Slow", "Properties", "ResponseType"))


def test_a_condition_by_a_variable_may_hold(tmp_path: Path) -> None:
    path = tmp_path / "resources.yml"
    path.write_text(
        "Conditions: {IsProduction: {Fn::Equals: ['${self:provider.stage}', prod]}}\n"
        "Resources: {Slow: {Type: AWS::ApiGateway::GatewayResponse, Condition: IsProduction, Properties:\n"
        "  {ResponseType: SLOW, RestApiId: x}}}\n"
    )
    assert len(validate_files(read_templates(path), select=["unknown-response-type"])) == 1


def test_properties_that_are_null_are_left_out(tmp_path: Path) -> None:
    text = (
        "resources: {Resources: {Slow: {Type: AWS::ApiGateway::GatewayResponse, Properties: {ResponseType: THROTTLED,\n"
        "  RestApiId: !Ref Api, StatusCode: null, ResponseParameters: {gatewayresponse.header.X: null}}}}}\n"
    )
    assert findings(tmp_path, text, "non-string-value") == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "resources: ${file(r.yml)}",
            f"what ${{file(r.yml)}} stands for is not read; give that file too, or {PACKAGE}",
        ),
        (
            "resources: ['${file(a/${self:custom.stage}.json)}']",
            f"what ${{file(a/${{self:custom.stage}}.json)}} stands for is not read; give that file too, or {PACKAGE}",
        ),
        (
            "resources: {Resources: '${file(r.yml):Resources}'}",
            f"what ${{file(r.yml):Resources}} stands for is not read; give that file too, or {PACKAGE}",
        ),
        (
            "resources: {Resources: {A: '${file(r.yml):Resources.A}'}}",
            f"what ${{file(r.yml):Resources.A}} stands for is not read; give that file too, or {PACKAGE}",
        ),
        ("resources: ${file(r.js)}", f"what ${{file(r.js)}} stands for is not read; {PACKAGE}"),
        ("resources: ${file(r.yml):errors}", f"what ${{file(r.yml):errors}} stands for is not read; {PACKAGE}"),
        ("resources: {Resources: '${file(r.yml)}'}", f"what ${{file(r.yml)}} stands for is not read; {PACKAGE}"),
        (
            "resources: {Resources: {A: '${file(a.yml)}'}}",
            f"what ${{file(a.yml)}} stands for is not read; {PACKAGE}",
        ),
        ("resources: {Resources: '${ssm:/r}'}", f"what ${{ssm:/r}} stands for is not read; {PACKAGE}"),
        (
            "resources: {Resources: {A: '${self:custom.a}'}}",
            f"what ${{self:custom.a}} stands for is not read; {PACKAGE}",
        ),
        (
            "plugins: ['@keboola/serverless-default-error-responses']",
            "the plugin @keboola/serverless-default-error-responses makes gateway responses that are not read; "
            + PACKAGE,
        ),
    ],
)
def test_what_may_make_responses_and_is_not_read_is_said(tmp_path: Path, text: str, said: str) -> None:
    assert notes(tmp_path, text) == [said]
    assert findings(tmp_path, f"{text}\n{function('{path: a, method: get, cors: true}')}", "missing-error-cors") == []


def test_functions_that_are_not_read_are_said(tmp_path: Path) -> None:
    said = f"whether the events in ${{file(f.yml)}} answer preflight is not known; {PACKAGE}"
    assert notes(tmp_path, "functions: ${file(f.yml)}") == [said]
    assert notes(tmp_path, "functions: {f: {events: none}}") == []


@pytest.mark.parametrize("loop", ["${self:custom.loop}", "${self:resources}"])
def test_a_variable_that_stands_for_itself_is_not_followed(tmp_path: Path, loop: str) -> None:
    assert findings(tmp_path, f"resources: ['{loop}']\ncustom: {{loop: '{loop}'}}") == []


def test_a_large_part_is_not_followed_again_and_again(tmp_path: Path) -> None:
    many = "".join(f"    R{i}: {{Type: AWS::SNS::Topic, Properties: {{TopicName: t}}}}\n" for i in range(500))
    text = f"custom:\n  r:\n   Resources:\n{many}resources:\n" + "  - ${self:custom.r}\n" * 500
    assert notes(tmp_path, text) == [f"what ${{self:custom.r}} stands for is not read; {PACKAGE}"]


@pytest.mark.parametrize(
    ("custom", "origin", "expected"),
    [
        ("{x: shop.example}", "https://${self:custom.x}", "'https://shop.example'"),
        ("{a: {b: 30}}", "${self:custom.a.b}", "'30'"),
        ("{x: 'a.${self:custom.y}', y: b}", "${self:custom.x}", "'a.b'"),
        ("{x: ''}", "a${self:custom.x}", "'a'"),
        ("{x: 'a-${opt:s}'}", "${self:custom.x}", ""),
        ("{x: a}", "${self:custom.x}${opt:s}", ""),
        ("{x: '${self:custom.y}', y: '${self:custom.x}'}", "${self:custom.x}", ""),
        ("{x: true}", "${self:custom.x}", ""),
    ],
)
def test_variables_in_a_text_are_what_custom_says(tmp_path: Path, custom: str, origin: str, expected: str) -> None:
    assert allowed(tmp_path, custom, origin) == expected


def allowed(folder: Path, custom: str, origin: str) -> str:
    """The origin that a response allows; nothing where only the deployment knows it."""
    path = folder / "serverless.yml"
    path.write_text(f"service: orders\nprovider: aws\ncustom: {custom}\n{responses(origin)}")
    [api] = read_declared(read_templates(path))
    return "".join(map(str, api.customizations[ResponseType.DEFAULT_4XX].headers.values()))


@pytest.mark.parametrize(("end", "each"), [(2000, "${self:custom.x%d}"), (18, "${self:custom.x%d}" * 9)])
def test_variables_that_lead_on_and_on_are_not_followed(tmp_path: Path, end: int, each: str) -> None:
    links = [f"x{i}: '{each.replace('%d', str(i + 1))}'" for i in range(end)]
    assert allowed(tmp_path, f"{{{', '.join(links)}, x{end}: a}}", "${self:custom.x0}") == ""


def test_variables_in_a_long_text_in_many_places_are_not_followed(tmp_path: Path) -> None:
    many = "".join(f"    R{i}: {{Type: A, Properties: {{P: *y}}}}\n" for i in range(1_000))
    text = f"custom: {{x: a, y: &y '{'${self:custom.x}' * 20_000}'}}\nresources:\n  Resources:\n{many}"
    assert findings(tmp_path, text, "unquoted-static-value") == []


def test_a_text_that_is_long_by_its_variables_is_not_followed(tmp_path: Path) -> None:
    text = "${self:custom.x}" * 2_000
    assert allowed(tmp_path, f"{{x: {'a' * 1_990}}}", text) == ""


ALIASES = range(15_000)


@pytest.mark.parametrize("long", ["${self:x}" * 100_000, "x" * 2_000_000], ids=["variables", "text"])
@pytest.mark.parametrize(
    "many",
    [
        "functions:\n  f:\n    events:\n" + "".join("    - http: {path: *y, cors: *x}\n" for _ in ALIASES),
        "functions:\n  f:\n    events:\n" + "".join(f"    - http: {{path: {i}, cors: *y}}\n" for i in ALIASES),
        "resources:\n" + "".join(f"  - Resources: {{R{i}: *y}}\n" for i in ALIASES),
        "resources:\n" + "  - *y\n" * len(ALIASES) + "functions:\n" + "  - *y\n" * len(ALIASES),
    ],
    ids=["cors", "unknown cors", "resources", "parts"],
)
def test_a_long_text_in_many_places_is_read_once(tmp_path: Path, long: str, many: str) -> None:
    custom = f"custom:\n  y: &y '{long}'\n  x: &x {{origin: *y, allowCredentials: *y, origins: [*y]}}\n"
    assert findings(tmp_path, custom + many, "unquoted-static-value") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("'${self:custom.origin}'", "'${Token[self:custom.origin]}'"),
        ("${opt:stage, 'dev'}-x", "${Token[opt:stage...dev.]}-x"),
        ("${self:custom.${opt:stage, 'a}b'}.x}/y", "${Token[self:custom...opt:stage...a.b...x]}/y"),
        ("${file(./config.${opt:stage}.json):origin}", "${Token[file...config...opt:stage..json.:origin]}"),
        ("${AWS::Region} ${Bucket} ${Bucket.Arn} ${!Name}", "${AWS::Region} ${Bucket} ${Bucket.Arn} ${!Name}"),
        (r"\${self:custom.x}", r"\${self:custom.x}"),
        ("${self:custom.x", "${self:custom.x"),
        ("$context.error.messageString", "$context.error.messageString"),
        ('{"m": "${sls:stage}", "x": "${env:X}"}', '{"m": "${Token[sls:stage]}", "x": "${Token[env:X]}"}'),
    ],
)  # fmt: skip
def test_variables_of_the_framework_are_opaque(text: str, expected: str) -> None:
    assert Variables().opaque({"a": [text], text: 1}) == {"a": [expected], text: 1}


@pytest.mark.parametrize("value", ["${self:custom.status}", "${Token.x}", "${Stage}", "${AWS::Region}", "${param:-x}"])
def test_a_template_is_of_the_framework_by_its_variables(tmp_path: Path, value: str) -> None:
    path = tmp_path / "t.yml"
    path.write_text(
        "Resources: {Slow: {Type: AWS::ApiGateway::GatewayResponse, Properties:\n"
        f"  {{ResponseType: THROTTLED, RestApiId: x, StatusCode: '{value}'}}}}}}\n"
    )
    found = validate_files(read_templates(path), select=["invalid-status-code"])
    assert bool(found) is (value != "${self:custom.status}")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("serverless.ts", "export default {}", f"serverless.ts is code, not a template; {PACKAGE}"),
        ("app.py", "import cdk", "app.py is code, not a template; run cdk synth, then give cdk.out"),
        (
            "serverless-compose.yml",
            "services: {a: {path: a}}",
            "serverless-compose.yml is a compose file, not a template; give the serverless.yml of each service",
        ),
    ],
)
def test_what_is_not_read_is_refused_with_what_to_give(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    name: str,
    text: str,
    said: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(name).write_text(text)
    assert main(["validate", name]) == 2
    assert capsys.readouterr().err == f"constructs-gw: {said}\n"


def test_a_service_can_be_rendered(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", str(HERE / "serverless-pasted.yml"), "--type", "UNAUTHORIZED"]) == 0
    assert "Access-Control-Allow-Origin: *" in capsys.readouterr().out


def test_packaged_templates_are_nobodys_to_edit() -> None:
    [file] = read_templates(HERE / "serverless-packaged.json")
    assert file.source.is_generated


def test_a_report_names_what_is_written(tmp_path: Path) -> None:
    found = findings(tmp_path, responses("${self:custom.origin} "), "cors-invalid-origin")
    assert text.report(Run(found)) == "no findings"


def test_a_text_of_custom_is_fixed_where_its_variable_stands() -> None:
    path = HERE / "serverless-custom.yml"
    before, after = (text.splitlines() for text in (path.read_text(), fixed(path.read_bytes(), path).after.decode()))
    assert [line.strip() for line in after if line not in before] == [
        "gatewayresponse.header.Access-Control-Allow-Origin: \"'*'\"",
        "gatewayresponse.header.X-Docs: \"'${self:custom.origin}'\"",
        "gatewayresponse.header.Access-Control-Allow-Origin: \"'${self:custom.origin}'\"",
    ]
