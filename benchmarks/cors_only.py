"""CORS headers on every type."""

from collections.abc import Iterator

from benchmarks.by_hand import beside_hand_written
from benchmarks.table import Row
from constructs_gw import Preset, ResponseType
from constructs_gw.presets import cors


def rows() -> Iterator[Row]:
    """For a small API and a large one."""
    for methods in (1, 100):
        yield from beside_hand_written("cors", _presets, methods=methods, target=0.25, types=ResponseType)


def _presets() -> list[Preset]:
    return [cors(allow_origin="https://shop.example.com")]
