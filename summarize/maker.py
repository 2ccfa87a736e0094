"""Frozen records made in a third of the time that they take themselves, for what makes a hundred thousand of them."""

from collections.abc import Callable
from dataclasses import fields, make_dataclass
from typing import Any, TypeVar

Record = TypeVar("Record")


_MAKERS: dict[type, Callable[..., Any]] = {}


def maker(kind: type[Record]) -> Callable[..., Record]:
    """Give what makes records of a kind, a dataclass with slots, from the values of all their fields in order.

    A frozen record sets each field by a call. What is made here is filled before it is frozen: as a record of the same
    fields, which then becomes one of the kind.
    """
    return _MAKERS.get(kind) or _MAKERS.setdefault(kind, _maker(kind))


def _maker(kind: type[Record]) -> Callable[..., Record]:
    def become(made: Any) -> None:
        made.__class__ = kind

    names = [field.name for field in fields(kind)]  # type: ignore[arg-type] # records are dataclasses
    # Without what the kind has anyway, which takes longer to make.
    own = {"__post_init__": become, "__doc__": kind.__doc__}
    made: Callable[..., Record] = make_dataclass(
        kind.__name__, names, namespace=own, slots=True, repr=False, eq=False
    )
    return made
