"""What bounds a document from outside, and how its readers say that it cannot be read."""

MAX_BYTES = 20_000_000
"""Larger text is refused before it is parsed; API Gateway imports at most 6 MB, CloudFormation takes 1 MB."""

MAX_VALUES = 2_000_000
"""YAML with more values than this, those that its aliases repeat included, is refused."""

MAX_DEPTH = 200
"""A document that is nested more deeply than this is refused."""


class UnreadableError(ValueError):
    """What keeps a document from being read, as the end of a sentence that starts with its name."""


TOO_DEEP = "is nested too deeply"
