"""Text that only the deployment knows: CDK tokens, opaque to the core as `${Token[...]}`.

Their content is never inspected. CDK writes string tokens in this form itself; a number token (a double with a
marker in its top bits) is given the same form here, and `constructs_gw.cdk` turns it back for the template.
"""

import re
import struct

TOKEN = re.compile(r"\$\{Token\[([A-Za-z0-9:._-]+)\]\}")
NUMBER_TOKEN = re.compile(r"\$\{Token\[Number\.([0-9a-f]{16})\]\}")
_NUMBER_MARK = b"\xfb\xff"  # DOUBLE_TOKEN_MARKER_BITS in aws-cdk-lib core/lib/private/encoding.ts


def has_token(text: str) -> bool:
    """Whether a part of the text is known only at deployment."""
    return TOKEN.search(text) is not None


def is_token(text: str) -> bool:
    """Whether the whole text is known only at deployment."""
    return TOKEN.fullmatch(text) is not None


def known_text(text: str) -> str:
    """What is left of a text without its tokens: the part whose characters can be judged."""
    return TOKEN.sub("", text)


def opaque_text(value: object) -> str | None:
    """The opaque text of a CDK number token or IResolvable; None for anything else."""
    if isinstance(value, float):
        bits = struct.pack(">d", value)
        return f"${{Token[Number.{bits.hex()}]}}" if bits.startswith(_NUMBER_MARK) else None
    to_string = getattr(value, "to_string", None) if hasattr(value, "resolve") else None
    text = to_string() if callable(to_string) else None
    return text if isinstance(text, str) and has_token(text) else None


def fix_of_parameter(value: object) -> str | None:
    """What to write for a CfnParameter, which is no text itself; None for anything else."""
    is_parameter = hasattr(type(value), "value_as_string")  # of the type: CDK's property raises for a number parameter
    return "give its value_as_string" if is_parameter else None


def number_token(text: str) -> float:
    """The double that CDK knows a number token by."""
    bits = NUMBER_TOKEN.fullmatch(text)
    if bits is None:
        raise ValueError(f"{text} is not a number token")
    value: float = struct.unpack(">d", bytes.fromhex(bits[1]))[0]
    return value
