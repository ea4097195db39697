"""A body of its own for every type, so that no resource can be spared."""

from collections.abc import Iterator

from benchmarks.by_hand import beside_hand_written
from benchmarks.table import Row
from constructs_gw import Preset
from constructs_gw.presets import cors, hints, problem_details
from constructs_gw.response_types import CUSTOMIZABLE_TYPES


def rows() -> Iterator[Row]:
    """Beside 20 calls: a customization of REQUEST_TOO_LARGE reaches no client, so nobody needs the 21st."""
    name = "cors, problem_details, hints"
    yield from beside_hand_written(name, _presets, methods=1, target=1.0, types=CUSTOMIZABLE_TYPES)


def _presets() -> list[Preset]:
    return [cors(allow_origin="https://shop.example.com"), problem_details(), hints()]
