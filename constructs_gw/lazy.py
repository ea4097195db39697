"""Properties that are computed once."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

T = TypeVar("T")


class lazy(Generic[T]):  # it reads like `property`
    """A property computed when it is first asked for; `functools.cached_property` takes a lock in Python 3.11."""

    def __init__(self, compute: Callable[[Any], T]) -> None:
        self.compute = compute
        self.name = compute.__name__
        self.__doc__ = compute.__doc__

    @overload
    def __get__(self, instance: None, owner: type) -> "lazy[T]": ...

    @overload
    def __get__(self, instance: object, owner: type) -> T: ...

    def __get__(self, instance: object | None, owner: type) -> "T | lazy[T]":
        """The value, from now on kept in the instance itself."""
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.compute(instance)
        return value
