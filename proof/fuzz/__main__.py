"""`python -m proof.fuzz TARGET [options of libFuzzer]`: fuzz one target until it crashes."""

import sys
from importlib import import_module

import atheris

from proof.fuzz import TARGETS

if sys.argv[1:2] == [] or sys.argv[1] not in TARGETS:
    sys.exit(f"name one of {', '.join(TARGETS)}")
with atheris.instrument_imports(include=["constructs_gw"]):  # to the end: some of it is imported late
    target = import_module(f"proof.fuzz.{sys.argv.pop(1)}")
    seeds = [str(target.SEEDS)] if target.SEEDS else []
    atheris.Setup([*sys.argv, f"-max_len={target.LONGEST}", "-len_control=0", *seeds], target.attempt)
    atheris.Fuzz()
