"""Rendered answers as text for a reader, as JSON for a script, and as HTTP."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from constructs_gw.apig.render import RenderedError
from constructs_gw.plain_text import one_line, plain
from constructs_gw.render import RenderedResponse
from constructs_gw.status_codes import REASON_PHRASES
from constructs_gw.tokens import has_token

Answer = RenderedResponse | RenderedError


@dataclass(frozen=True, slots=True)
class ApiAnswers:
    """What a client receives from one API, for each response type (or error type) that was asked for."""

    template: str
    rest_api_id: str
    answers: Sequence[Answer]
    provider: str = ""
    """The cloud that runs the API, where that is not AWS."""


def as_text(apis: Iterable[ApiAnswers]) -> str:
    """Every answer, the customized ones of an API first, and a total where there are several."""
    return "\n\n".join("\n".join(_api_lines(api)) for api in apis)


def as_json(apis: Iterable[ApiAnswers]) -> str:
    """A list of every answer."""
    return json.dumps([_data(api, answer) for api in apis for answer in api.answers], indent=2)


def as_one_json(api: ApiAnswers) -> str:
    """The one answer, as an object."""
    [answer] = api.answers
    return json.dumps(_data(api, answer), indent=2)


def as_http(apis: Iterable[ApiAnswers]) -> str:
    """Every answer as HTTP; where there are several, each below a line that says what it is."""
    every = [(api, answer) for api in apis for answer in api.answers]
    if len(every) == 1:
        return _http(every[0][1])
    return "\n\n".join(
        plain(f"# {api.template} {api.rest_api_id} {_type(answer)}\n") + _http(answer) for api, answer in every
    )


def _api_lines(api: ApiAnswers) -> Iterable[str]:
    cloud = f" on {api.provider}" if api.provider else ""
    yield plain(f"{api.template}: what a client of {api.rest_api_id}{cloud} receives")
    groups = {
        "customized": [answer for answer in api.answers if answer.source is not None],
        "built in": [answer for answer in api.answers if answer.source is None],
    }
    for title, group in groups.items():
        usual = _usual_headers(group)
        if usual:
            yield f"\n  {title}; each has these headers{'' if _is_shared(usual, group) else ', or shows its own'}"
            yield from (f"    {_header(*header)}" for header in sorted(usual.items()))
            yield ""
        shared = _shared_notes(group)
        if shared:
            yield from (f"  undetermined of all {title}: {note}" for note in shared)
            yield ""
        for answer in group:
            yield from _answer_lines(answer, usual, shared)
    if len(api.answers) > 1:
        yield f"\n  {len(api.answers)} {'error' if api.provider else 'response'} types: {', '.join(_counts(groups))}"


def _answer_lines(answer: Answer, usual: Mapping[str, str], shared: Sequence[str]) -> Iterable[str]:
    yield f"  {_type(answer)}  {status_text(answer.status)}  ({_source(answer)})"
    yield from (f"    {_header(*header)}" for header in sorted(answer.headers.items() - usual.items()))
    yield from (f"    {line}" for line in plain(answer.body).splitlines())
    yield from (f"    {note}" for note in _notes(answer))
    yield from (f"    undetermined: {note}" for note in _undetermined(answer) if note not in shared)


def _undetermined(answer: Answer) -> list[str]:
    return [plain(str(note)) for note in answer.undetermined]


def _shared_notes(group: Sequence[Answer]) -> list[str]:
    """What is undetermined of every answer of a group: it is said once."""
    if len(group) < 2:
        return []
    others = [set(_undetermined(answer)) for answer in group[1:]]
    return [note for note in _undetermined(group[0]) if all(note in other for other in others)]


def _usual_headers(group: Sequence[Answer]) -> dict[str, str]:
    """The headers that every answer of a group has, with the value that more than half of them have."""
    if len(group) < 2:
        return {}
    names = set.intersection(*(set(answer.headers) for answer in group))
    usual = {name: Counter(answer.headers[name] for answer in group).most_common(1)[0] for name in names}
    return {name: value for name, (value, count) in usual.items() if count * 2 > len(group)}


def _is_shared(headers: Mapping[str, str], group: Sequence[Answer]) -> bool:
    return all(headers.items() <= answer.headers.items() for answer in group)


def _counts(groups: Mapping[str, Sequence[Answer]]) -> Iterable[str]:
    """How many answers each group has; the types of the smaller one by name."""
    fewest = min(len(group) for group in groups.values() if group)
    for title, group in groups.items():
        names = ", ".join(map(_type, group))
        if group:
            is_all = not any(other for other in groups.values() if other is not group)
            yield f"{len(group)} {title}" + (f" ({names})" if len(group) == fewest and not is_all else "")


def _notes(answer: Answer) -> list[str]:
    """What is certainly wrong with an answer as it is filled in here."""
    problem = json_problem(answer)
    return [f"not JSON: {problem}"] if problem else []


def json_problem(answer: Answer) -> str | None:
    """Why a body that is served as JSON is none; None also where a part of it is known only at deployment."""
    media_type = answer.headers["Content-Type"].partition(";")[0].strip().lower()
    if not media_type.endswith(("/json", "+json")) or has_token(answer.body):
        return None
    try:
        json.loads(answer.body, parse_constant=_refuse)
    except json.JSONDecodeError as error:
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    except ValueError as error:
        return str(error)
    except RecursionError:
        return "nested too deeply"
    return None


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON value")


def _data(api: ApiAnswers, answer: Answer) -> dict[str, Any]:
    return {
        "template": api.template,
        "rest_api": api.rest_api_id,
        **({"provider": api.provider} if api.provider else {}),
        "error_type" if isinstance(answer, RenderedError) else "response_type": _type(answer),
        "source": answer.source,
        "status": answer.status,
        "headers": dict(answer.headers),
        "body": answer.body,
        "undetermined": [str(note) for note in answer.undetermined],
        "notes": _notes(answer),
    }


def _http(answer: Answer) -> str:
    headers = (_header(*header) for header in answer.headers.items())
    return "\n".join([f"HTTP/1.1 {status_text(answer.status)}", *headers, "", plain(answer.body)])


def _header(name: str, value: str) -> str:
    return one_line(f"{name}: {value}")


def status_text(status: int | None) -> str:
    """A status with its reason phrase, if it has one."""
    if status is None:
        return "<undetermined>"
    return f"{status} {REASON_PHRASES[status]}" if status in REASON_PHRASES else str(status)


def _type(answer: Answer) -> str:
    return answer.error_type if isinstance(answer, RenderedError) else answer.response_type


def _source(answer: Answer) -> str:
    if answer.source is None:
        return "built in"
    return "its own customization" if answer.source == _type(answer) else f"from {answer.source}"
