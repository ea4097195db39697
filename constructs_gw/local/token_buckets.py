"""Throttling and quotas of a stage, as usage plans and method settings have them."""

import math
import time
from collections.abc import Callable, Iterable

from constructs_gw.local.declarations import Quota, Throttle


class TokenBuckets:
    """The token buckets of one stage; a clock in seconds fills them."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._levels: dict[tuple[str, ...], tuple[float, float]] = {}
        self._used: dict[tuple[str, ...], tuple[int, int]] = {}

    def take(self, wanted: Iterable[tuple[tuple[str, ...], Throttle]]) -> bool:
        """Take one token from each bucket, or none from any if one of them is empty."""
        now = self._clock()
        levels = {key: self._level(key, throttle, now) for key, throttle in wanted}
        if any(level < 1 for level in levels.values()):
            return False
        self._levels |= {key: (level - 1, now) for key, level in levels.items()}
        return True

    def _level(self, key: tuple[str, ...], throttle: Throttle, now: float) -> float:
        level, then = self._levels.get(key, (throttle.burst, now))
        gained = math.inf if math.isinf(throttle.rate) else (now - then) * throttle.rate
        return min(throttle.burst, level + gained)

    def count(self, key: tuple[str, ...], quota: Quota) -> bool:
        """Count a request against a quota; False once that is used up."""
        period = int(self._clock() // _SECONDS.get(quota.period, _SECONDS["DAY"]))
        then, used = self._used.get(key, (period, 0))
        used = used + 1 if then == period else 1
        self._used[key] = (period, min(used, quota.limit + 1))
        return used <= quota.limit


_SECONDS = {"DAY": 86_400, "WEEK": 7 * 86_400, "MONTH": 30 * 86_400}
