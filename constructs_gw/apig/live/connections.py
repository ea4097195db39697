"""What both SDKs raise when nothing answers: both send with requests."""

from collections.abc import Iterator
from urllib.parse import urlsplit

from requests import RequestException
from urllib3.exceptions import NewConnectionError, SSLError

from constructs_gw.apig.live.errors import ApigRequestError


def not_answered(error: BaseException, operation: str, secrets: tuple[str | None, ...]) -> ApigRequestError:
    """The error for a request that nothing of APIG's answered; whether it was sent decides if it is tried again."""
    is_sent = is_from_network(error) and not any(isinstance(each, _UNREACHED) for each in _chain(error))
    said = _said(error) if is_from_network(error) else str(error)
    return ApigRequestError(None, "", said, operation=operation, is_unanswered=is_sent, secrets=secrets)


_UNREACHED = (NewConnectionError, SSLError)
"""There is no server, no host of that name, or a certificate that is not trusted: that does not pass so soon."""


def is_from_network(error: BaseException) -> bool:
    """Whether a request led to it."""
    return any(isinstance(each, RequestException) for each in _chain(error))


def _said(error: BaseException) -> str:
    """Where the request went, and the system's own word for what happened."""
    chain = list(_chain(error))
    urls = (getattr(getattr(each, "request", None), "url", None) for each in chain)
    host = next((urlsplit(url).netloc for url in urls if isinstance(url, str)), "")
    reasons = (each.strerror for each in reversed(chain) if isinstance(each, OSError) and each.strerror)
    return ": ".join(filter(None, (host, next(reasons, str(chain[-1])))))


def _chain(error: BaseException) -> Iterator[BaseException]:
    """An error and what it was raised for, down to the first cause."""
    seen: list[BaseException] = []
    left: list[object] = [error]
    while left and len(seen) < 32:
        found = left.pop()
        if isinstance(found, BaseException) and not any(found is each for each in seen):
            seen.append(found)
            arguments = (getattr(each, "reason", each) for each in found.args)
            left += [*arguments, getattr(found, "reason", None), found.__context__, found.__cause__]
    return iter(seen)
