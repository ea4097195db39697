"""Which customization an error type answers with, of the several that mean the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from constructs_gw.apig.counterparts import default_of, sources_of
from constructs_gw.apig.error_types import ErrorType
from constructs_gw.apig.translation import Translation, translate
from constructs_gw.customization_set import CustomizationSet
from constructs_gw.response_types import ResponseType

Preference: TypeAlias = ResponseType | tuple[ResponseType, ...]
"""The response type that an error type answers as, or, where its customizations disagree, the first that has one."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What an error type is to answer, and the customizations that say so."""

    error_type: ErrorType
    translations: Mapping[ResponseType, Translation]
    """Of the customizations that decide; those of one that is refused, or of several that disagree, decide nothing."""
    preferred: ResponseType | None = None
    """The one that the user chose."""

    @property
    def is_conflict(self) -> bool:
        """Whether customizations that all count answer differently."""
        found = self.translations.values()
        return not any(each.is_refused for each in found) and len({each.content for each in found}) > 1

    @property
    def translation(self) -> Translation | None:
        """The one that decides; None where there is none, or where they disagree."""
        found = [*self.translations.values()]
        return found[0] if len({each.content for each in found}) == 1 else None

    @property
    def status(self) -> int | None:
        """The status to send: one that is left out would be cancelled, so that the type's own is sent too."""
        found = self.translation
        return self.default_status if found is None or found.status is None else found.status

    @property
    def default_status(self) -> int | None:
        """The status of the type while no customization has one."""
        if self.error_type is ErrorType.AUTHORIZER_FAILURE:  # its own is 500, for callers that are refused
            kinds = {self.preferred} if self.preferred else set(self.translations)
            return 403 if kinds == {ResponseType.ACCESS_DENIED} else 401
        own, sources = self.error_type.default_status, sources_of(self.error_type)
        return own if own is not None or not sources else sources[0].default_status


class Translated:
    """The customizations of an API in the words of APIG."""

    def __init__(self, customizations: CustomizationSet, prefer: Mapping[ErrorType, Preference]) -> None:
        self.customizations = customizations
        self._prefer = prefer
        self._translations = {kind: translate(entry) for kind, entry in customizations.items()}

    def source(self, kind: ResponseType) -> ResponseType | None:
        """The response type whose customization a type answers with: its own or its DEFAULT_*; None for none."""
        return self.customizations.effective(kind).source

    def effective(self, kind: ResponseType) -> Translation | None:
        """What a response type answers, in the words of APIG; None for API Gateway's built-in answer."""
        source = self.source(kind)
        return None if source is None else self._translations[source]

    def own(self, kind: ResponseType) -> Translation | None:
        """What a response type's own customization says; None where it has none."""
        return self._translations.get(kind)

    def choice(self, error_type: ErrorType) -> Choice:
        """What an error type answers with."""
        preferred = self._prefer.get(error_type, ())
        if isinstance(preferred, ResponseType):
            return Choice(error_type, self._only(self.source(preferred)), preferred=preferred)
        own = {kind: found for kind in sources_of(error_type) if (found := self.own(kind))}
        choice = Choice(error_type, own or self._only(default_of(error_type)))
        first = next((kind for kind in preferred if kind in own), None)
        return Choice(error_type, {first: own[first]}) if first and choice.is_conflict else choice

    def _only(self, kind: ResponseType | None) -> dict[ResponseType, Translation]:
        return {kind: self._translations[kind]} if kind in self._translations else {}
