"""CORS headers and one body for every type."""

from collections.abc import Iterator

from benchmarks.by_hand import beside_hand_written
from benchmarks.table import Row
from constructs_gw import Preset, ResponseType
from constructs_gw.presets import cors, problem_details


def rows() -> Iterator[Row]:
    """With RFC 9457 problem details."""
    yield from beside_hand_written("cors, problem_details", _presets, methods=1, target=0.3, types=ResponseType)


def _presets() -> list[Preset]:
    return [cors(allow_origin="https://shop.example.com"), problem_details()]
