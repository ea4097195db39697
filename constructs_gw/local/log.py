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
