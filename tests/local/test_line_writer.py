"""The server's lines while nobody reads them."""

import io
import os
import time

from constructs_gw.local.line_writer import MAX_WAITING, LineWriter


def test_what_is_left_out_is_counted() -> None:
    reading, writing = os.pipe()
    with open(reading, encoding="utf-8") as reader, open(writing, "w", encoding="utf-8") as writer:
        lines = LineWriter(writer)
        lines.write("x" * 1_000_000)  # more than the pipe holds
        time.sleep(0.2)
        for number in range(MAX_WAITING + 7):
            lines.write(str(number))
        read = [reader.readline().rstrip("\n") for _ in range(4)]
        lines.close()  # before the stream is: what the thread writes to must be open
    assert read[1:] == ["7 lines are left out here: they were not read in time", "0", "1"]


def test_a_stream_that_is_no_file_is_written_to() -> None:
    stream = io.StringIO()
    lines = LineWriter(stream)
    lines.write("one\ntwo")
    lines.close()
    assert stream.getvalue() == "one\ntwo\n"


def test_no_stream_is_none_to_write_to() -> None:
    lines = LineWriter(None)
    lines.write("one")
    lines.close()
