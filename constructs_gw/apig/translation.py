"""One customization of API Gateway as what an error type of APIG is to answer."""

from dataclasses import dataclass

from constructs_gw.apig.body_translation import deployment_value, translate_body
from constructs_gw.apig.diagnostics import Loss
from constructs_gw.apig.error_response import status_problems
from constructs_gw.apig.header_translation import translate_headers
from constructs_gw.customization import Customization


@dataclass(frozen=True, slots=True)
class Translation:
    """What a customization says in the words of APIG, whichever error type is to say it."""

    status: int | None
    """None where the customization leaves the status to the type."""
    body: str | None
    """None where it cannot be said."""
    headers: tuple[tuple[str, str], ...]
    losses: tuple[Loss, ...]

    @property
    def is_refused(self) -> bool:
        """Whether APIG cannot be given it."""
        return self.body is None or any(loss.is_error for loss in self.losses)

    @property
    def content(self) -> tuple[object, ...]:
        """What it answers: two of the same content are one answer."""
        return (self.status, self.body, self.headers)


def translate(customization: Customization) -> Translation:
    """A customization in the words of APIG, and what is lost by that."""
    status, losses = _status(customization.status_code)
    body = translate_body(customization.templates)
    headers = translate_headers(customization.headers, body.media_type)
    return Translation(status, body.body, headers.headers, (*losses, *body.losses, *headers.losses))


def _status(text: str | None) -> tuple[int | None, tuple[Loss, ...]]:
    if text is None:
        return None, ()
    if not text.isdecimal():
        return None, (deployment_value("the status code"),)
    refused = tuple(Loss.of("apig-status", each.message, each.fix) for each in status_problems(int(text)))
    return None if refused else int(text), refused
