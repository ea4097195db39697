"""Text of templates as a terminal can show it."""

from constructs_gw.render import UNKNOWN_MESSAGE
from constructs_gw.tokens import TOKEN

_UNKNOWN = f"<{UNKNOWN_MESSAGE.strip('()')}>"


def plain(text: str) -> str:
    """Text for a terminal: what is not known before deployment stands as `<...>`, control characters are escaped."""
    shown = without_tokens(text).replace(UNKNOWN_MESSAGE, _UNKNOWN)
    if shown.replace("\n", "").isprintable():  # as most text is, and this is quick
        return shown
    return "".join(c if c.isprintable() or c == "\n" else ascii(c)[1:-1] for c in shown)


def without_tokens(text: str) -> str:
    """Text in which what is not known before deployment stands as `<...>`, and all else as it is."""
    return TOKEN.sub(lambda token: f"<{token[1]}>", text)


def one_line(text: str) -> str:
    r"""Text on one line, so that a template's text cannot pass for a line of ours.

    >>> print(one_line("30\nno findings"))
    30\nno findings
    """
    return plain(text).replace("\n", "\\n")
