"""The lines that the local gateway writes for the developer who watches it."""

import logging
from collections.abc import Callable

from starlette.requests import Request

from constructs_gw.plain_text import one_line

MAX_SHOWN = 500
"""In characters, of the path of a request to a control plane, and of what is said of the answer."""

_LOG = logging.getLogger("constructs_gw.local")


def log(text: str) -> None:
    """Write one line."""
    _LOG.info("%s", one_line(text))


def warn(text: str) -> None:
    """Write one line about what is not as the template's author meant it."""
    _LOG.warning("%s", one_line(text))


def log_answer(request: Request, status: int, what: str) -> None:
    """Write one line about the answer of a control plane."""
    log(f"{request.method} {request.scope['path'][:MAX_SHOWN]} {status}{what[:MAX_SHOWN]}")


def log_to(write: Callable[[str], None]) -> None:
    """Send the lines to a function, and nowhere else."""
    handler = logging.Handler()
    handler.emit = lambda record: write(record.getMessage())  # type: ignore[method-assign]
    _LOG.handlers[:] = [handler]
    _LOG.setLevel(logging.INFO)
    _LOG.propagate = False
    logging.getLogger("uvicorn.error").addFilter(_sent_to(write))


_UPGRADES = ("Unsupported upgrade request", "No supported WebSocket library")
"""What uvicorn says of a request for a protocol that API Gateway's REST APIs do not speak either."""


def _sent_to(write: Callable[[str], None]) -> Callable[[logging.LogRecord], bool]:
    """Keeps what uvicorn says of a request among the other lines; a failure of our own stays on standard error."""

    def is_failure(record: logging.LogRecord) -> bool:
        message = record.getMessage()
        if not record.exc_info and not message.startswith(_UPGRADES):
            write(message)
        return bool(record.exc_info)

    return is_failure
