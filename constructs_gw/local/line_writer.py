"""Writes the lines of a server while it runs: no answer waits until somebody reads them."""

import os
import sys
from collections.abc import Callable
from contextlib import suppress
from queue import Full, Queue
from threading import Thread
from typing import TextIO

MAX_WAITING = 1_000
"""Texts that wait for a reader; what more there is to say is left out."""

_SECONDS_TO_STOP = 0.5


class LineWriter:
    """Writes texts to a stream from a thread of its own, and says on standard error if that cannot be done."""

    def __init__(self, stream: TextIO | None) -> None:
        self._write = _writer(stream)
        self._waiting: Queue[str | None] = Queue(MAX_WAITING)
        self._left_out = 0
        self._thread = Thread(target=self._run, daemon=True)
        self._thread.start()

    def write(self, text: str) -> None:
        """Write a line, or several, soon."""
        try:
            self._waiting.put_nowait(text)
        except Full:
            self._left_out += 1

    def close(self) -> None:
        """Write what waits, unless nobody reads it."""
        with suppress(Full):
            self._waiting.put_nowait(None)
            self._thread.join(_SECONDS_TO_STOP)

    def _run(self) -> None:
        try:
            while (text := self._waiting.get()) is not None:
                left_out, self._left_out = self._left_out, 0
                note = f"{left_out} lines are left out here: they were not read in time\n" if left_out else ""
                self._write(f"{note}{text}\n")
        except OSError as error:
            with suppress(OSError):
                _writer(sys.stderr)(f"warning: no more lines are written ({error.strerror}); requests are answered\n")
            self._drop()

    def _drop(self) -> None:
        while self._waiting.get() is not None:
            pass


def _writer(stream: TextIO | None) -> Callable[[str], None]:
    """Writes text past the stream's buffer, whose lock would hold up the end of the process."""
    if stream is None:  # closed before Python began
        return lambda _: None
    try:
        stream.flush()
        descriptor = stream.fileno()
    except (OSError, ValueError):  # no file, such as one that a test captures
        return lambda text: print(text, end="", file=stream, flush=True)
    raw = open(descriptor, "wb", buffering=0, closefd=False)  # noqa: SIM115  # as long as the process
    encoding = stream.encoding or "utf-8"

    def write(text: str) -> None:
        content = memoryview(text.replace("\n", os.linesep).encode(encoding, "backslashreplace"))
        while content:
            content = content[raw.write(content) or 0 :]

    return write
