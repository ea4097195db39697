"""Regular expressions of templates, matched in time that grows with the text only.

A template chooses the pattern and a client the text, and Python's own matcher can take years for `(a+)+$`. RE2 cannot;
what it has no way to match (back references, lookarounds) it refuses. Java, which API Gateway uses, has both.
"""

from functools import lru_cache
from typing import Any

import re2

MAX_PATTERN = 2_000
"""In characters."""


class UnsupportedPatternError(Exception):
    """A pattern that is none, or that cannot be matched in bounded time."""


@lru_cache(maxsize=256)
def compiled(pattern: str) -> Any:
    """A pattern with `fullmatch` and `search`; raises UnsupportedPatternError."""
    if len(pattern) > MAX_PATTERN:
        raise UnsupportedPatternError(f"a pattern of more than {MAX_PATTERN} characters")
    options = re2.Options()
    options.log_errors = False
    try:
        return re2.compile(pattern, options)
    except (re2.error, UnicodeError) as error:
        raise UnsupportedPatternError(_text(error)) from None


def _text(error: Exception) -> str:
    [reason, *_] = [*error.args, "no pattern"]
    return reason.decode(errors="replace") if isinstance(reason, bytes) else str(reason)
