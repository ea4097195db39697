"""Which presets may have made the bodies of a set."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from constructs_gw.convert.answers import Answers
from constructs_gw.convert.guess import Guess, called, guess, reference
from constructs_gw.convert.json_data import undetermined, without
from constructs_gw.mapping import MappingValue
from constructs_gw.preset import MESSAGE, REASON, STATUS
from constructs_gw.presets.hints import HINTS
from constructs_gw.response_template import JSON_MEDIA_TYPE
from constructs_gw.response_types import ResponseType
from constructs_gw.status_codes import REASON_PHRASES

_REQUEST_ID = "extendedRequestId"
_BODY_ERRORS = "$context.error.validationErrorString"


def hints(answers: Answers) -> Iterator[Guess]:
    """Hints: the member whose texts are mostly the usual ones."""
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
    return {*_hint_members(answers), *_request_id_members(answers), *_validation_members(answers)}


def problem_details(answers: Answers) -> Iterator[Guess]:
    """RFC 9457: a body with a title and a detail."""
    answer = answers[reference(answers)]
    if not {"title", "detail"} <= answer.data.keys():
        return
    kind = str(answer.data.get("type", ""))
    media_type = answer.media_type if answer.media_type != JSON_MEDIA_TYPE else None
    for status in (True, None) if any("status" in each.data for each in answers.values()) else (None,):
        base = kind.removesuffix("$context.error.responseType") or None
        yield from guess("problem_details", type_base=base, status=status, media_type=media_type)


def error_body(answers: Answers) -> Iterator[Guess]:
    """A shape of the team's own: with the members that other presets may have added, and without."""
    kinds = (ResponseType.INVALID_API_KEY, ResponseType.UNAUTHORIZED, reference(answers), ResponseType.THROTTLED)
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
    usual = answers[reference(answers)].data
    found = answers[ResponseType.BAD_REQUEST_PARAMETERS].data
    return [name for name, value in found.items() if value == MESSAGE and usual.get(name) != MESSAGE]


def validation_errors(answers: Answers) -> Iterator[Guess]:
    """The member with a message that only BAD_REQUEST_PARAMETERS has."""
    for member in _validation_members(answers)[:2]:
        accepts = answers[ResponseType.BAD_REQUEST_BODY].data.get(member) == _BODY_ERRORS
        name = None if member == "validationErrors" else member
        yield from guess("validation_errors", member=name, accept_undetermined=accepts or None)


def _request_id_members(answers: Answers) -> list[str]:
    data = answers[reference(answers)].data
    return [name for name, value in data.items() if value == f"$context.{_REQUEST_ID}"]


def request_id(answers: Answers) -> Iterator[Guess]:
    """A header or member with the request's id."""
    variable = MappingValue.context_variable(_REQUEST_ID)
    headers = [name for name, value in answers[reference(answers)].headers.values() if value == variable]
    members = _request_id_members(answers)
    for header in (*headers[:2], None):
        for member in (*members[:2], None):
            if header or member:
                chosen = {"header": (header, "X-Request-Id"), "member": (member, "requestId")}
                options = {key: value for key, (value, usual) in chosen.items() if value != usual}
                yield from called("request_id", (), options)


def not_found(answers: Answers) -> Iterator[Guess]:
    """A 404 for unknown routes, with the text that stands where others have API Gateway's message."""
    found = answers[ResponseType.MISSING_AUTHENTICATION_TOKEN]
    if found.status_code == "404":
        path = _path_of(MESSAGE, answers[reference(answers)].data) or ("message",)
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
