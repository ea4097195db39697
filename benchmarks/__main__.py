"""Run every benchmark and print one table."""

from itertools import chain

from benchmarks import (
    converting,
    cors_and_body,
    cors_only,
    every_type,
    importing,
    many_apis,
    plugin,
    serving,
    table,
    validating,
    whole_app,
    whole_process,
)

SUBJECTS = (
    cors_only,
    cors_and_body,
    every_type,
    importing,
    many_apis,
    whole_app,
    validating,
    converting,
    whole_process,
    plugin,
    serving,
)

if __name__ == "__main__":
    print(table.text(chain.from_iterable(subject.rows() for subject in SUBJECTS)))
