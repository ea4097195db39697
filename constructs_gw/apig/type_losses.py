"""What is lost of response types as a whole: several that become one, one that becomes several, and those that go."""

from collections.abc import Iterable, Iterator, Sequence

from constructs_gw.apig.counterparts import COUNTERPARTS, sources_of
from constructs_gw.apig.decisions import Choice, Translated
from constructs_gw.apig.diagnostics import Diagnostic, Loss
from constructs_gw.apig.error_types import ErrorType
from constructs_gw.errors import listed
from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity


def of_types(translated: Translated, choices: Sequence[Choice], missing: Iterable[Choice]) -> Iterator[Diagnostic]:
    """What is lost where types are not one to one; `missing` is what the gateway does not offer."""
    answered = [each for each in choices if each.translation and not each.translation.is_refused]
    for choice in choices:
        if choice.is_conflict:
            yield _conflicting(choice)
        elif choice.preferred and not choice.translations:
            yield from _overruled(translated, choice)
    for choice in answered:
        yield from _merged(translated, choice)
    yield from _other_status(translated, answered)
    yield from _expanded(answered)
    yield from _unmapped(translated, {each.error_type: each for each in choices})
    for choice in missing:
        if choice.translations:
            yield _not_offered(choice)


def _conflicting(choice: Choice) -> Diagnostic:
    kinds, error_type = [*choice.translations], choice.error_type
    message = f"{listed(kinds)} answer differently, and {error_type} stands for {'both' if kinds[2:] == [] else 'all'}"
    ways = " or ".join(f"--prefer {error_type}={kind}" for kind in kinds)
    one = f'choose one: {ways} (in Python, prefer={{"{error_type}": "{kinds[0]}"}})'
    fix = f"{one}, take the closest everywhere with --prefer closest (prefer=CLOSEST), or let them answer alike"
    return Loss.of("apig-conflicting-responses", message, fix).about(kinds, (error_type,))


def _merged(translated: Translated, choice: Choice) -> Iterator[Diagnostic]:
    """The response types that answered otherwise before."""
    if choice.translation is None:
        return
    kind, content = next(iter(choice.translations)), choice.translation.content
    effective = {other: translated.effective(other) for other in sources_of(choice.error_type)}
    others = [other for other, found in effective.items() if found is None or found.content != content]
    if others:
        message = f"{listed(others)} will answer as {kind}: {choice.error_type} stands for all of them"
        severity = Severity.INFO if choice.preferred else None
        loss = Loss.of("apig-merged-type", message, "write what is true of each of them", severity)
        yield loss.about((kind, *others), (choice.error_type,))


def _overruled(translated: Translated, choice: Choice) -> Iterator[Diagnostic]:
    """The customizations that give way to a response type that has none."""
    kinds = [kind for kind in sources_of(choice.error_type) if translated.own(kind)]
    if kinds:
        message = f"nothing is sent for {listed(kinds)}: {choice.preferred}, which is preferred, has no customization"
        loss = Loss.of("apig-merged-type", message, f"write --prefer {choice.error_type}={kinds[0]}")
        yield loss.about(kinds, (choice.error_type,))


def _other_status(translated: Translated, answered: Iterable[Choice]) -> Iterator[Diagnostic]:
    """The statuses that clients get in place of those of API Gateway."""
    found: dict[tuple[int, str], list[tuple[ResponseType, ErrorType]]] = {}
    for choice in answered:
        for kind in sources_of(choice.error_type) if choice.status else ():
            before = translated.customizations.effective(kind).status_code
            if choice.status and before and before != str(choice.status):
                found.setdefault((choice.status, before), []).append((kind, choice.error_type))
    for (status, before), pairs in found.items():
        kinds, error_types = (list(dict.fromkeys(each)) for each in zip(*pairs, strict=True))
        message = (
            f"{listed(error_types)} answer{'' if error_types[1:] else 's'} with {status}, API Gateway with {before}"
        )
        fix = f"give the customization status_code={before} if clients need it"
        yield Loss.of("apig-other-status", message, fix).about(kinds, error_types)


def _expanded(answered: Iterable[Choice]) -> Iterator[Diagnostic]:
    """The customizations that go to several error types."""
    taken: dict[ResponseType, list[ErrorType]] = {}
    for choice in answered:
        for kind in choice.translations:
            taken.setdefault(kind, []).append(choice.error_type)
    for kind, error_types in taken.items():
        if len(error_types) > 1:
            message = f"{kind} goes to {len(error_types)} error types"
            why = "since types of APIG inherit nothing" if kind.is_default else "which mean the same"
            loss = Loss.of("apig-expanded-type", f"{message}, {why}", "nothing: all of them answer so")
            yield loss.about((kind,), error_types)


def _unmapped(translated: Translated, choices: dict[ErrorType, Choice]) -> Iterator[Diagnostic]:
    """The response types that have no error type, where they answer otherwise than what is left for them."""
    for kind, error_types in COUNTERPARTS.items():
        if error_types or (not kind.is_customizable and translated.own(kind) is None):
            continue
        places = _PLACES.get(kind) or (_bucket(kind),)
        mine = translated.own(kind) or translated.effective(kind)
        found = [choices[each].translation if each in choices else None for each in places]
        if any((each and each.content) != (mine and mine.content) for each in found):
            yield _without_type(kind, places).about((kind,), places)
        elif own := translated.own(kind):
            yield from (loss.about((kind,), places) for loss in own.losses)


_PLACES = {ResponseType.QUOTA_EXCEEDED: (ErrorType.THROTTLED, ErrorType.DEFAULT_4XX)}
"""Where errors of a type may go, if that is not its DEFAULT_*; nothing says which (undetermined)."""


def _bucket(kind: ResponseType) -> ErrorType:
    return ErrorType.DEFAULT_5XX if str(kind.default_status).startswith("5") else ErrorType.DEFAULT_4XX


def _without_type(kind: ResponseType, places: Sequence[ErrorType]) -> Loss:
    if kind in _PLACES:
        message = f"APIG has no type for {kind}; whether it answers as {' or '.join(places)} is not documented"
        return Loss.of("apig-unmapped-type", message, f"let {' and '.join(places)} answer as {kind} does")
    message = f"APIG has no type for {kind}: it is answered as {places[0]}, with what that has"
    return Loss.of("apig-unmapped-type", message, f"say in {places[0]} what is true of {kind} too")


def _not_offered(choice: Choice) -> Diagnostic:
    message = "this gateway does not have the type: nothing is sent for it"
    loss = Loss.of("apig-type-not-offered", message, "nothing, if none of its requests can end so")
    return loss.about(choice.translations, (choice.error_type,))
