"""What the SDKs do beside what they are asked for, kept from happening."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def without_warnings() -> Iterator[None]:
    """Nothing of what libraries say of one another and of what a later version will drop."""
    with warnings.catch_warnings(action="ignore"):
        yield


@contextmanager
def without_home() -> Iterator[None]:
    """No home folder: Huawei Cloud's SDK would write an id of the machine there once, and send it with each request.

    It does that when it is imported (huaweicloudsdkcore 3.1.219, http/user_agent.py), and does without where it cannot.
    """
    kept = {name: os.environ.pop(name) for name in ("HOME", "USERPROFILE") if name in os.environ}
    try:
        yield
    finally:
        os.environ.update(kept)
