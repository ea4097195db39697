"""Mapping templates of MOCK integrations."""

import time
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from constructs_gw.local.velocity import evaluate
from constructs_gw.local.velocity_values import RefusedTemplateError, TemplateInput

ORIGIN = "https://b.example"
GIVEN = TemplateInput(
    {"path": {"id": "7"}, "querystring": {"q": "1"}, "header": {"origin": ORIGIN}},
    {"requestId": "r", "identity.sourceIp": "127.0.0.1"},
    {"shop": "x"},
    "the body",
)


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("plain $5 #1 # $ a$", "plain $5 #1 # $ a$"),
        ("$input.params('q') $input.params(\"id\") $!nothing.", "1 7 ."),
        ("${stageVariables.shop}y $context.identity.sourceIp $input.body", "xy 127.0.0.1 the body"),
        ("$input.params().header.get('Origin')", ORIGIN),
        ("$input.params().querystring['q']", "1"),
        ("a## comment\nb#* more *#c", "abc"),
        ("#set($a = 'x')\n$a#set( $b = \"$a.$a\" )$b", "xx.x"),
        ("#if($a)1#elseif($input.body == 'the body')2#{else}3#end", "2"),
        ("#if(!$a && (1 == 1 || false))yes#end", "yes"),
        ("#if($input.params('no') == '')none#end", "none"),
        (r'#if($input.params("origin").matches("https://(a|b)\.example"))yes#else no#end', "yes"),
        ('#if($input.body.startsWith("the") and $input.body.length() != 9)y#end', "y"),
        ("$a.b.c()", ""),
        ("$context.authorizer.nothing", ""),
    ],
)
def test_it_is_evaluated(template: str, text: str) -> None:
    assert evaluate(template, GIVEN)[0] == text


def test_a_header_and_the_status_are_overridden() -> None:
    template = "#set($context.responseOverride.header.X-A = $input.body)#set($context.responseOverride.status = 403)"
    overrides = evaluate(template, GIVEN)[1]
    assert (overrides.status, overrides.headers) == ("403", {"X-A": "the body"})


@pytest.mark.parametrize(
    "template",
    [
        "#foreach($i in [1..10])#end", "#macro(a)#end", "#include('/etc/passwd')", "#parse('a')", "#define($a)#end",
        "#evaluate('a')", "#stop", "#set($a = 1 + 2)", "#set($a = [1..9])", "#set($context.requestId = 'a')",
        "#set($input = 'a')", "$input.json('$')", "$input.path('$')", "$util.urlEncode('a')", "$context.get('a')",
        "$input.params()", "$input.params().clear()", "$input.body.join('a')", "$input.body.format('a')",
        "$input.body.matches('(a)\\1')", "#if($a)", "#end", "#if", "#set($a", "#* open", "${a", "a" * 70_000,
        "#set($a='xxxxxxxxxxxxxxxx')" + "#set($a=\"$a$a$a$a\")" * 40 + "$a", "#if($a)" * 100, "$a" * 5_000,
        "#set($a=" + "(" * 5_000, "#set($a=" + "!" * 5_000, "#* #" * 16_000,
    ],
)  # fmt: skip
def test_it_is_refused(template: str) -> None:
    begun = time.monotonic()
    with pytest.raises(RefusedTemplateError):
        evaluate(template, GIVEN)
    assert time.monotonic() - begun < 2


LONG = "#set($a='xxxxxxxxxxxxxxxx')" + '#set($a="$a$a")' * 11


@pytest.mark.parametrize("step", ['#set($b="$a.")', '#set($b="$b.toUpperCase().trim()")'])
def test_all_texts_together_are_bounded(step: str) -> None:
    begun = time.monotonic()
    with pytest.raises(RefusedTemplateError, match="makes more than"):
        evaluate(f'{LONG}#set($b="$a")' + step * 900, GIVEN)
    assert time.monotonic() - begun < 2


def test_a_long_body_is_not_worked_on_again_and_again() -> None:
    given = TemplateInput({}, body="a" * 10_000_000)
    assert evaluate("#if($input.body.contains('b'))yes#{else}no#end", given)[0] == "no"
    with pytest.raises(RefusedTemplateError, match="makes more than"):
        evaluate(f"#set($a = $input.body{'.toUpperCase().toLowerCase()' * 500})", given)


PARTS = [
    *("$a", "$input", ".params", ".body", ".__class__", "#set", "#if", "#end", "#else", "||", "'", '"', "\\"),
    *"(){}=[]#$1! \n",
]


@given(st.lists(st.sampled_from(PARTS)))
def test_any_text_is_evaluated_or_refused(parts: list[str]) -> None:
    with suppress(RefusedTemplateError):
        evaluate("".join(parts), GIVEN)


def test_a_preflight_may_choose_among_many_origins() -> None:
    origins = " || ".join(f'$origin.matches("https://{number}.example")' for number in range(30))
    template = f'#set($origin = $input.params("origin"))#if({origins})yes#{{else}}no#end'
    given = TemplateInput({"path": {}, "querystring": {}, "header": {"origin": "https://29.example"}})
    assert evaluate(template, given)[0] == "yes"
