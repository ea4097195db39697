"""Which presets may have made the status codes of a set."""

from collections import Counter
from collections.abc import Iterator, Mapping

from constructs_gw.convert.answers import Answers
from constructs_gw.convert.guess import Guess, guess
from constructs_gw.response_types import ResponseType
from constructs_gw.tokens import is_token

_REDIRECTS = ("301", "302", "303", "307", "308")


def status(answers: Answers) -> Iterator[Guess]:
    """Status codes of types that are not redirected: by class and by type."""
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


def redirect(answers: Answers) -> Iterator[Guess]:
    """Redirects: of a class where all of it goes to one place, else of each type."""
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
