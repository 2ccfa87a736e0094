"""A sequence whose items are made when somebody looks at them, and held by nobody else."""

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, overload

T = TypeVar("T")


class Lazy(Sequence[T]):
    """So many items, each of which `make` gives by its place, counted from 0, whenever it is asked for."""

    def __init__(self, count: int, make: Callable[[int], T]) -> None:
        self._places, self._make = range(count), make

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> "Lazy[T]": ...
    def __getitem__(self, place: int | slice) -> "T | Lazy[T]":
        if isinstance(place, int):
            return self._make(self._places[place])
        within = self._places[place]
        return Lazy(len(within), lambda one: self._make(within[one]))

    def __iter__(self) -> Iterator[T]:
        return map(self._make, self._places)
