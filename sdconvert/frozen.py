"""Frozen dataclasses with slots, made and copied in less time than the standard library takes: a document is made of
tens of thousands, and a quarter of the time to read one went into filling their fields."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, ParamSpec, TypeVar, cast

Instance = TypeVar("Instance")
Parameters = ParamSpec("Parameters")
_Copy = Callable[[Any, Mapping[str, object]], Any]

_COPIES: dict[type, _Copy] = {}
_TWINS: dict[object, type] = {}
_set_class = object.__dict__["__class__"].__set__


def filled_by_slot(cls: type[Instance]) -> type[Instance]:
    """The same frozen dataclass, whose `__init__` fills its slots while an instance is one of a twin class that has the
    same slots and is not frozen. That of the standard library calls `object.__setattr__`, which looks up the slot by
    its name each time.

    Every field is a parameter and has a fixed default or none, and nothing is done after they are set.
    """
    fields = dataclasses.fields(cls)  # type: ignore[arg-type]
    assert not hasattr(cls, "__post_init__")
    assert all(field.init and field.default_factory is dataclasses.MISSING for field in fields)
    names = [field.name for field in fields]
    _TWINS[cls] = type(f"_{cls.__name__}BeingFilled", (), {"__slots__": tuple(names)})
    known = _known(cls)
    init = _compile(
        known,
        f"def __init__(self, {_parameters(cls)}):",
        "    _set_class(self, _twin)",
        *[f"    self.{name} = {name}" for name in names],
        "    self.__class__ = _frozen",
    )
    _COPIES[cls] = _compile(
        known,
        "def copy(instance, changes):",
        "    made = _twin()",
        *[f"    made.{name} = instance.{name}" for name in names],
        "    for name, value in changes.items():",
        "        setattr(made, name, value)",
        "    made.__class__ = _frozen",
        "    return made",
    )
    init.__qualname__, init.__module__ = f"{cls.__qualname__}.__init__", cls.__module__
    init.__annotations__ = cls.__init__.__annotations__
    cls.__init__ = init  # type: ignore[method-assign]
    return cls


def builder(cls: Callable[Parameters, Instance]) -> Callable[Parameters, Instance]:
    """What makes instances of a class that is `filled_by_slot`, as a call of the class does, in half the time: the
    interpreter leaves its loop to call a class, and enters it anew for the `__init__`."""
    names = [field.name for field in dataclasses.fields(cls)]  # type: ignore[arg-type]
    made: Callable[Parameters, Instance] = _compile(
        _known(cls),
        f"def build({_parameters(cls)}):",
        "    made = _twin()",
        *[f"    made.{name} = {name}" for name in names],
        "    made.__class__ = _frozen",
        "    return made",
    )
    return made


def _parameters(cls: Any) -> str:
    """The parameters that fill the fields of a dataclass; the defaults stand in `_known`."""
    fields = dataclasses.fields(cls)
    return ", ".join(
        field.name if field.default is dataclasses.MISSING else f"{field.name}=_default_{field.name}"
        for field in fields
    )


def _known(cls: Any) -> dict[str, object]:
    """What the functions that fill the fields of a class name beside these."""
    defaults = {f"_default_{field.name}": field.default for field in dataclasses.fields(cls)}
    return {**defaults, "_frozen": cls, "_twin": _TWINS[cls]}


def _compile(known: Mapping[str, object], *lines: str) -> Any:
    """The function of these lines, in which the names of `known` stand for its values."""
    known = {"_set_class": _set_class, **known}
    made: dict[str, Any] = {}
    body = "\n".join([f"    {line}" for line in lines])
    name = lines[0].partition("(")[0].removeprefix("def ")
    exec(f"def make({', '.join(known)}):\n{body}\n    return {name}", made)  # noqa: S102 as the standard library does
    return made["make"](**known)


def maker(cls: type[Instance]) -> Callable[[tuple[object, ...]], Instance]:
    """What makes a named tuple of all its values, defaults too, in half the time that a call of the class takes."""
    return partial(cast("Callable[[type[Instance], tuple[object, ...]], Instance]", tuple.__new__), cls)


def replace(instance: Instance, **changes: object) -> Instance:
    """A copy with other values in some of its fields, as `dataclasses.replace` makes it."""
    copy = _COPIES.get(type(instance))
    if copy is None:
        return dataclasses.replace(instance, **changes)  # type: ignore[type-var]
    try:
        copied: Instance = copy(instance, changes)
    except AttributeError as error:
        unknown = next(name for name in changes if not hasattr(instance, name))
        raise TypeError(f"{type(instance).__name__} has no field {unknown!r}.") from error
    return copied
