"""Which presets, with which arguments, may have made a set of customizations.

A guess may be wrong: whoever takes it compares what it gives.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from constructs_gw import presets
from constructs_gw.convert.answers import Answers
from constructs_gw.convert.json_data import undetermined, without
from constructs_gw.errors import GatewayResponseError
from constructs_gw.mapping import MappingValue
from constructs_gw.preset import MESSAGE, REASON, STATUS, Preset
from constructs_gw.presets.cors import GATEWAY_HEADERS
from constructs_gw.presets.hints import HINTS
from constructs_gw.presets.security_headers import SECURITY_HEADERS
from constructs_gw.response_template import JSON_MEDIA_TYPE
from constructs_gw.response_types import ResponseType
from constructs_gw.status_codes import REASON_PHRASES
from constructs_gw.tokens import is_token

_REQUEST_ID = "extendedRequestId"
_BODY_ERRORS = "$context.error.validationErrorString"
_REDIRECTS = ("301", "302", "303", "307", "308")
_FEWEST_SECURITY_HEADERS = 3
_AUTH_PARAMETER = re.compile(r'([A-Za-z_][A-Za-z0-9_]*)="((?:[^"\\]|\\.)*)"(?:, |$)')


@dataclass(frozen=True)
class Guess:
    """A call of a preset's function, and what it gives."""

    name: str
    arguments: tuple[Any, ...]
    options: Mapping[str, Any]
    preset: Preset


def guess(name: str, *arguments: Any, **options: Any) -> Iterator[Guess]:
    """The call of a preset's function with those options that are not None; nothing where it refuses them."""
    given = {key: value for key, value in options.items() if value is not None}
    yield from _called(name, arguments, given)


def _called(name: str, arguments: tuple[Any, ...], options: Mapping[str, Any]) -> Iterator[Guess]:
    try:
        yield Guess(name, arguments, options, getattr(presets, name)(*arguments, **options))
    except GatewayResponseError:
        return


def guesses(answers: Answers) -> list[list[Guess]]:
    """For each preset, in the README's order, the calls that may be meant: the likeliest first.

    Of `redirect` there may be several at once, each in a list of its own.
    """
    one_each = [[*find(answers)] for find in _FINDERS]
    return [found for found in one_each if found] + [[each] for each in _redirect(answers)]


def _cors(answers: Answers) -> Iterator[Guess]:
    origin = answers.common_header("access-control-allow-origin")
    if origin is None:
        return
    options: dict[str, Any] = {"allow_origin": plain(origin)}
    if origin == MappingValue.request_header("Origin"):
        options = {"echo_origin": True}
    if answers.common_header("access-control-allow-credentials") == MappingValue.static("true"):
        options["allow_credentials"] = True
    for exposed in _exposed(answers):
        yield from guess("cors", **options, expose_headers=exposed or None)
    yield from _called("cors", (), {**options, "expose_headers": None})


def _exposed(answers: Answers) -> list[list[str]]:
    """The header names that `expose_headers` may have given: without those that would be exposed anyway, and all."""
    found: dict[tuple[str, ...], None] = {}
    for kind in (ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX):
        value = answers[kind].values.get("access-control-expose-headers")
        names = [name.strip() for name in value.text.split(",")] if value and value.is_static else []
        if tuple(names[:2]) == GATEWAY_HEADERS:
            own = tuple(names[2:])
            found[tuple(name for name in own if name.casefold() not in answers[kind].headers)] = None
            found[own] = None
    return [[*names] for names in found]


def _hints(answers: Answers) -> Iterator[Guess]:
    for member in _hint_members(answers):
        texts = {kind: answer.data.get(member) for kind, answer in answers.items()}
        overrides = {kind: text for kind, text in texts.items() if text != HINTS[kind]}
        if all(text is None or isinstance(text, str) for text in overrides.values()):
            arguments = (overrides,) if overrides else ()
            yield from guess("hints", *arguments, member=None if member == "hint" else member)


def _hint_members(answers: Answers) -> list[str]:
    found = Counter(
        name for kind, answer in answers.items() for name, text in answer.data.items() if text == HINTS[kind]
    )
    return [name for name, _ in found.most_common(2)]


def _added_members(answers: Answers) -> set[str]:
    """The members that presets besides that of the body's shape may have added."""
    names = {*_hint_members(answers), *_request_id_members(answers), *_validation_members(answers)}
    return names


def _reference(answers: Answers) -> ResponseType:
    """A type whose body shows the shape: most types have that of DEFAULT_4XX."""
    kinds = (ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX)
    return next((kind for kind in kinds if not answers[kind].is_built_in), ResponseType.UNAUTHORIZED)


def _problem_details(answers: Answers) -> Iterator[Guess]:
    answer = answers[_reference(answers)]
    if not {"title", "detail"} <= answer.data.keys():
        return
    kind = str(answer.data.get("type", ""))
    media_type = answer.media_type if answer.media_type != JSON_MEDIA_TYPE else None
    for status in (True, None) if any("status" in each.data for each in answers.values()) else (None,):
        base = kind.removesuffix("$context.error.responseType") or None
        yield from guess("problem_details", type_base=base, status=status, media_type=media_type)


def _error_body(answers: Answers) -> Iterator[Guess]:
    reference = _reference(answers)
    kinds = (ResponseType.INVALID_API_KEY, ResponseType.UNAUTHORIZED, reference, ResponseType.THROTTLED)
    added = _added_members(answers)
    tried: list[Any] = []
    for kind in kinds:
        answer = answers[kind]
        filled = _placeholders(answer.data, answer.status_code)
        for shape in (without(filled, added), filled, without(answer.data, added)):
            if shape and shape != {"message": MESSAGE} and shape not in tried and len(tried) < 5:
                tried.append(shape)
                accepted = undetermined("".join(answer.templates.values())) or None
                media_type = answer.media_type if answer.media_type != JSON_MEDIA_TYPE else None
                yield from guess("error_body", shape, media_type=media_type, accept_undetermined=accepted)


def _placeholders(data: Any, status: str | None) -> Any:
    """Data with placeholders for what a type's status code says."""
    code = int(status) if status and status.isdigit() else 0
    if isinstance(data, dict):
        return {name: _placeholders(value, status) for name, value in data.items()}
    if isinstance(data, list):
        return [_placeholders(value, status) for value in data]
    if type(data) is int and data == code:
        return STATUS
    return REASON if isinstance(data, str) and data == REASON_PHRASES.get(code) else data


def _validation_members(answers: Answers) -> list[str]:
    usual = answers[_reference(answers)].data
    found = answers[ResponseType.BAD_REQUEST_PARAMETERS].data
    return [name for name, value in found.items() if value == MESSAGE and usual.get(name) != MESSAGE]


def _validation_errors(answers: Answers) -> Iterator[Guess]:
    for member in _validation_members(answers)[:2]:
        accepts = answers[ResponseType.BAD_REQUEST_BODY].data.get(member) == _BODY_ERRORS
        name = None if member == "validationErrors" else member
        yield from guess("validation_errors", member=name, accept_undetermined=accepts or None)


def _request_id_members(answers: Answers) -> list[str]:
    data = answers[_reference(answers)].data
    return [name for name, value in data.items() if value == f"$context.{_REQUEST_ID}"]


def _request_id(answers: Answers) -> Iterator[Guess]:
    variable = MappingValue.context_variable(_REQUEST_ID)
    headers = [name for name, value in answers[_reference(answers)].headers.values() if value == variable]
    members = _request_id_members(answers)
    for header in (*headers[:2], None):
        for member in (*members[:2], None):
            if header or member:
                chosen = {"header": (header, "X-Request-Id"), "member": (member, "requestId")}
                options = {key: value for key, (value, usual) in chosen.items() if value != usual}
                yield from _called("request_id", (), options)


def _security_headers(answers: Answers) -> Iterator[Guess]:
    common = {name: answers.common_header(name.casefold()) for name in SECURITY_HEADERS}
    texts = {name: value.text if value and value.is_static else None for name, value in common.items()}
    overrides = {name: text for name, text in texts.items() if text != SECURITY_HEADERS[name]}
    if len(texts) - len(overrides) < _FEWEST_SECURITY_HEADERS:
        return
    more = {**overrides, **_other_headers(answers)}
    for given in (more, overrides) if more != overrides else (overrides,):
        yield from guess("security_headers", *([given] if given else []))


def _other_headers(answers: Answers) -> dict[str, str]:
    """Static headers that all types have, and no other preset may have made."""
    known = {name.casefold() for name in SECURITY_HEADERS}
    echo = answers.common_header("access-control-allow-origin") == MappingValue.request_header("Origin")
    found: dict[str, str] = {}
    for folded, (name, _) in answers[_reference(answers)].headers.items():
        value = answers.common_header(folded)
        if folded in known or folded.startswith("access-control-") or value is None or not value.is_static:
            continue
        text = value.text
        if folded == "vary" and echo:
            text = text.removesuffix("Origin").removesuffix(", ")
        if text:
            found[name] = text
    return found


def _retry_after(answers: Answers) -> Iterator[Guess]:
    value = answers[ResponseType.THROTTLED].values.get("retry-after")
    if value and value.is_static:
        is_plain = value.text.isdigit() and len(value.text) < 10 and str(int(value.text)) == value.text
        yield from guess("retry_after", seconds=int(value.text) if is_plain else value.text)


def _challenge(answers: Answers) -> Iterator[Guess]:
    value = answers[ResponseType.UNAUTHORIZED].values.get("www-authenticate")
    scheme, _, rest = value.text.partition(" ") if value and value.is_static else ("", "", "")
    found = _AUTH_PARAMETER.findall(rest)
    parameters = {_keyword(name): re.sub(r"\\(.)", r"\1", text) for name, text in found}
    if scheme:
        yield from guess("challenge", scheme, **parameters)


def _keyword(name: str) -> str:
    from keyword import iskeyword

    return f"{name}_" if iskeyword(name) or name in ("scheme", "name") else name


def _not_found(answers: Answers) -> Iterator[Guess]:
    found = answers[ResponseType.MISSING_AUTHENTICATION_TOKEN]
    if found.status_code == "404":
        path = _path_of(MESSAGE, answers[_reference(answers)].data) or ("message",)
        text = _at(found.data, path)
        message = text if isinstance(text, str) and text != "Not Found" else None
        yield from guess("not_found", message=message)


def _path_of(value: str, data: Any) -> tuple[str, ...] | None:
    """Where a value stands in data."""
    for name, member in data.items() if isinstance(data, dict) else ():
        if member == value:
            return (name,)
        if inner := _path_of(value, member):
            return (name, *inner)
    return None


def _at(data: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _status(answers: Answers) -> Iterator[Guess]:
    changed = {kind: code for kind, answer in answers.items() if (code := _changed_status(kind, answer.status_code))}
    missing = ResponseType.MISSING_AUTHENTICATION_TOKEN
    is_not_found = changed.get(missing) == "404"
    redirected = {kind for kind, code in changed.items() if _location(answers, kind) and code in _REDIRECTS}
    explained = redirected | ({missing} if is_not_found else set())
    for own in ({k: c for k, c in changed.items() if k not in explained}, changed):
        for codes in (_by_class(answers, own, explained), own):
            if codes:
                yield from guess("status", {kind: _code(code) for kind, code in codes.items()})


def _changed_status(kind: ResponseType, code: str | None) -> str | None:
    return code if not kind.is_default and code != str(kind.default_status) else None


def _code(text: str) -> int | str:
    return text if is_token(text) else int(text)


def _by_class(
    answers: Answers, changed: Mapping[ResponseType, str], explained: set[ResponseType]
) -> dict[ResponseType, str]:
    """The codes with that of most types of a class said of the class."""
    codes = dict(changed)
    for default in (ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX):
        heirs = {kind: str(answers[kind].status_code) for kind in answers if kind.fallback is default}
        free = Counter(code for kind, code in heirs.items() if kind not in explained)
        usual = max(free, key=lambda code: free[code], default=None)
        if usual is not None and usual in changed.values():
            others = {kind: code for kind, code in heirs.items() if code != usual and kind not in explained}
            codes = {kind: code for kind, code in codes.items() if kind not in heirs} | {default: usual} | others
    return codes


def _location(answers: Answers, kind: ResponseType) -> str | None:
    value = answers[kind].values.get("location")
    return value.text if value and value.is_static else None


def _redirect(answers: Answers) -> Iterator[Guess]:
    found = {
        kind: (location, str(answer.status_code))
        for kind, answer in answers.items()
        if answer.status_code in _REDIRECTS and (location := _location(answers, kind))
    }
    for default in (ResponseType.DEFAULT_4XX, ResponseType.DEFAULT_5XX):
        heirs = [kind for kind in answers if kind.fallback is default]
        targets = {found.get(kind) for kind in heirs}
        if len(targets) == 1 and None not in targets:
            found = {k: v for k, v in found.items() if k not in heirs[1:]}
            found = {default if k == heirs[0] else k: v for k, v in found.items()}
    for kind, (location, code) in [*found.items()][:8]:
        status = None if code == "302" else int(code)
        yield from guess("redirect", kind, location=location, status_code=status)


def plain(value: MappingValue) -> MappingValue | str:
    """Static text as text, where that means the same."""
    try:
        return value.text if value.is_static and MappingValue.static(value.text) == value else value
    except GatewayResponseError:
        return value


_FINDERS: tuple[Callable[[Answers], Iterator[Guess]], ...] = (
    _cors,
    _hints,
    _problem_details,
    _error_body,
    _validation_errors,
    _request_id,
    _security_headers,
    _retry_after,
    _challenge,
    _not_found,
    _status,
)
