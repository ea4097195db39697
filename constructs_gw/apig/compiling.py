"""Customizations of API Gateway as error responses of APIG: what each error type is to answer, and what is lost."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from constructs_gw.apig import type_losses
from constructs_gw.apig.compile_input import customization_set, offered_types, preferences
from constructs_gw.apig.decisions import Choice, Preference, Translated
from constructs_gw.apig.diagnostics import Diagnostic, grouped
from constructs_gw.apig.error_response import ErrorResponse
from constructs_gw.apig.error_types import ErrorType, Provider
from constructs_gw.customization import Customization
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.errors import Problem, attempt, raise_all
from constructs_gw.response_types import ResponseType
from constructs_gw.severity import Severity

Preferred: TypeAlias = Mapping[ErrorType, Preference] | Mapping[str, ResponseType | str | Sequence[str]]
"""By error type: a response type, or several in their order."""


@dataclass(frozen=True, slots=True)
class Compilation:
    """Error responses, and what of the customizations they cannot say."""

    provider: Provider
    responses: Mapping[ErrorType, ErrorResponse]
    diagnostics: tuple[Diagnostic, ...]

    @property
    def errors(self) -> list[Diagnostic]:
        """What keeps the responses from being what they have to be."""
        return [each for each in self.diagnostics if each.severity is Severity.ERROR]


def compile_responses(
    customizations: Iterable[Customization] | CustomizationSet,
    provider: Provider | str,
    *,
    offered: Iterable[ErrorType | str] | None = None,
    prefer: Preferred | None = None,
) -> Compilation:
    """What the error types of a cloud's APIG are to answer so that clients get what API Gateway would give them.

    `offered` is what one gateway has; unless given, it is what its cloud lists. `prefer` says which response type's
    answer an error type gets that stands for several: one, or several in the order in which they are to win where they
    disagree, as CLOSEST has them. What cannot be said is in the diagnostics, and what an error is
    about is not in the responses. Raises GatewayResponseError with every name that does not exist.
    """
    problems: list[Problem] = []
    cloud = attempt(problems, Provider.of, provider)
    types = None if offered is None else attempt(problems, offered_types, offered)
    preferred = attempt(problems, preferences, {} if prefer is None else prefer)
    given = attempt(problems, customization_set, customizations)
    raise_all(problems)
    assert cloud is not None
    translated = Translated((given or CustomizationSet()).minimal(), preferred or {})
    return _compiled(cloud, translated, cloud.error_types if types is None else types)


def _compiled(cloud: Provider, translated: Translated, types: Iterable[ErrorType]) -> Compilation:
    wanted = set(types)
    choices = [translated.choice(each) for each in ErrorType if each in wanted]
    missing = [translated.choice(each) for each in cloud.error_types if each not in wanted]
    responses = {each.error_type: response for each in choices if (response := _response(each)) is not None}
    losses = [*_losses(choices), *type_losses.of_types(translated, choices, missing)]
    return Compilation(cloud, responses, grouped(losses))


def _response(choice: Choice) -> ErrorResponse | None:
    found = choice.translation
    if found is None or found.body is None or found.is_refused:
        return None
    return ErrorResponse(found.body, choice.status, found.headers)


def _losses(choices: Iterable[Choice]) -> Iterator[Diagnostic]:
    """What translating lost, of all that is answered or would be."""
    for choice in choices:
        for kind, translation in choice.translations.items():
            yield from (loss.about((kind,), (choice.error_type,)) for loss in translation.losses)
