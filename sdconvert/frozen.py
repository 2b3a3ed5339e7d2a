"""Dataclasses as the standard library makes them, in a tenth of the time: it writes and compiles five to ten methods
for each class, and a process that converts one small file calls few of them.

Here methods are written when they are first asked for. Frozen ones are filled faster, too: a document is made of tens
of thousands, and a quarter of the time to read one went into their fields.
"""

from __future__ import annotations

import dataclasses
import sys
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from inspect import get_annotations
from reprlib import recursive_repr
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar, cast

Instance = TypeVar("Instance")
Parameters = ParamSpec("Parameters")
_Fields = Iterable["dataclasses.Field[Any]"]

_FEW = 16
_NO_FIELDS = ("ClassVar", "InitVar", "KW_ONLY")
_COPIES: dict[type, Callable[..., Any]] = {}
_TWINS: dict[type, type] = {}
_ORDER = {"__lt__": "<", "__le__": "<=", "__gt__": ">", "__ge__": ">="}


def _make_dataclass(
    cls: type[Any] | None = None,
    /,
    *,
    init: bool = True,
    repr: bool = True,
    eq: bool = True,
    order: bool = False,
    frozen: bool = False,
    kw_only: bool = False,
    slots: bool = False,
) -> Any:
    """The dataclass that `dataclasses.dataclass` makes of a class without `InitVar`: that finds the fields and makes
    the slots, and the methods are ours."""
    wanted = {"init": init, "repr": repr, "eq": eq, "order": order, "frozen": frozen}
    if cls is None:
        return partial(_make_dataclass, kw_only=kw_only, slots=slots, **wanted)
    own = dict(cls.__dict__)
    is_heir = frozen and any(map(dataclasses.is_dataclass, cls.__bases__))
    made = _add_fields(cls, frozen=is_heir, kw_only=kw_only, slots=slots)
    for name, value in wanted.items():
        setattr(made.__dataclass_params__, name, value)
    methods: dict[str, object] = {}
    if init:
        methods["__init__"] = _UnwrittenInit(made)
    if repr:
        methods["__repr__"] = _show
    if eq:
        methods["__eq__"] = _Unwritten(made, "__eq__", partial(_write_comparison, name="__eq__", operator="=="))
        methods["__hash__"] = _Unwritten(made, "__hash__", _write_hash) if frozen else None
    if order:
        for name, operator in _ORDER.items():
            methods[name] = _Unwritten(made, name, partial(_write_comparison, name=name, operator=operator))
    if frozen and not is_heir:
        methods |= _FROZEN | (_STATE if slots else {})
    for name, method in methods.items():
        if own.get(name) is None:  # as `__hash__` is in a class that has an `__eq__` of its own
            setattr(made, name, method)
    return made


if TYPE_CHECKING:
    from dataclasses import dataclass as dataclass
else:
    dataclass = _make_dataclass


def _add_fields(cls: type[Any], **options: bool) -> Any:
    """A dataclass without methods. The standard library looks at each annotation that is a text, three times with a
    pattern, for what is no field; it takes any object for that of a field."""
    if not cls.__doc__:
        cls.__doc__ = cls.__name__  # else it is given its signature, for which `__init__` would have to be written
    annotations = get_annotations(cls)
    plain = {name for name, kind in annotations.items() if not any(map(str(kind).__contains__, _NO_FIELDS))}
    cls.__annotations__ = annotations | dict.fromkeys(plain, object)
    made: Any = dataclasses.dataclass(init=False, repr=False, eq=False, **options)(cls)
    made.__annotations__ = annotations
    for name in plain:
        made.__dataclass_fields__[name].type = annotations[name]
    return made


class _Factory:
    """What a signature shows for a default that is made for each instance."""

    def __repr__(self) -> str:
        return "<factory>"


_FACTORY = _Factory()


class _Unwritten:
    """A method that is written when it is first looked up, by a call or by whoever inspects its class, and from then on
    stands in its own place."""

    __slots__ = ("_cls", "_name", "_write")

    def __init__(self, cls: Any, name: str, write: Callable[[type], Any]) -> None:
        self._cls, self._name, self._write = cls, name, write

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        method = self._write(self._cls)
        method.__qualname__, method.__module__ = f"{self._cls.__qualname__}.{self._name}", self._cls.__module__
        setattr(self._cls, self._name, method)
        return method.__get__(instance, owner)


class _UnwrittenInit(_Unwritten):
    """An `__init__` that is written when there are a few instances: to write one takes as long as to fill thirty by
    what is given for their fields."""

    __slots__ = ("_filled",)

    def __init__(self, cls: type) -> None:
        super().__init__(cls, "__init__", _write_init)
        self._filled = 0

    def __get__(self, instance: object, owner: type | None = None) -> Any:
        self._filled += 1
        if instance is None or self._filled > _FEW:
            return super().__get__(instance, owner)
        return partial(self._fill, instance)

    def _fill(self, instance: Any, /, *given: Any, **named: Any) -> None:
        fields = dataclasses.fields(self._cls)
        values = dict(zip([field.name for field in fields if field.init and not field.kw_only], given, strict=False))
        values |= named
        needed = {field.name for field in fields if field.init and _default(field) is dataclasses.MISSING}
        taken = {field.name for field in fields if field.init}
        if len(values) == len(given) + len(named) and needed <= values.keys() <= taken:
            _fill(instance, values)
        else:
            super().__get__(instance)(*given, **named)  # which says what is wrong with them


def _fill(instance: Any, values: Mapping[str, object]) -> None:
    """What `__init__` does once it knows that these are values for fields of the instance."""
    set_field = object.__setattr__ if instance.__dataclass_params__.frozen else setattr
    for field in dataclasses.fields(instance):
        if (value := values.get(field.name, _FACTORY)) is not _FACTORY:
            set_field(instance, field.name, value)
        elif (default := _default(field)) is not dataclasses.MISSING:
            set_field(instance, field.name, default() if _is_made_anew(field) else default)
    if hasattr(instance, "__post_init__"):
        instance.__post_init__()


_KNOWN: dict[str, object] = {
    "_factory": _FACTORY,
    "_fill": _fill,
    "_set_class": object.__dict__["__class__"].__set__,
    "_set_field": object.__setattr__,
}
"""What the lines of all methods know."""


def _write_init(cls: type[Any]) -> Any:
    fields = dataclasses.fields(cls)
    is_frozen, is_filled_by_slot = cls.__dataclass_params__.frozen, _can_be_filled_by_slot(cls)
    fill = "_set_field(self, {0!r}, {1})" if is_frozen and not is_filled_by_slot else "self.{0} = {1}"
    lines = [fill.format(field.name, value) for field in fields if (value := _value_in_init(field))]
    known: dict[str, object] = {f"_default_{field.name}": _default(field) for field in fields}
    if is_frozen and is_filled_by_slot:
        known |= {"_frozen": cls, "_twin": _twin_of(cls)}
        given = ", ".join([f"{field.name}={field.name}" for field in fields if field.init])
        heirs = ["if self.__class__ is not _frozen:", f"    return _fill(self, dict({given}))"]
        lines = [*heirs, "_set_class(self, _twin)", *lines, "self.__class__ = _frozen"]
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    init = _write(cls, known, f"def __init__({', '.join(_parameters(fields))}):", *(lines or ["pass"]))
    init.__annotations__ = {field.name: field.type for field in fields if field.init} | {"return": None}
    return init


def _can_be_filled_by_slot(cls: type) -> bool:
    """Whether an instance can be one of a class that has the same slots and is not frozen while its fields are set,
    which takes half the time that `object.__setattr__` does, as that looks up the slot by its name each time."""
    return cls.__bases__ == (object,) and "__slots__" in cls.__dict__


def _twin_of(cls: type) -> type:
    if cls not in _TWINS:
        _TWINS[cls] = type(f"_{cls.__name__}BeingFilled", (), {"__slots__": cls.__dict__["__slots__"]})
    return _TWINS[cls]


def _is_made_anew(field: dataclasses.Field[Any]) -> bool:
    return field.default_factory is not dataclasses.MISSING


def _default(field: dataclasses.Field[Any]) -> Any:
    """The default of a field, or what makes it."""
    return field.default_factory if _is_made_anew(field) else field.default


def _parameters(fields: _Fields) -> list[str]:
    by_place = [_parameter(field) for field in fields if field.init and not field.kw_only]
    by_name = [_parameter(field) for field in fields if field.init and field.kw_only]
    return ["self", *by_place, *(["*", *by_name] if by_name else [])]


def _parameter(field: dataclasses.Field[Any]) -> str:
    if _is_made_anew(field):
        return f"{field.name}=_factory"
    return field.name if field.default is dataclasses.MISSING else f"{field.name}=_default_{field.name}"


def _value_in_init(field: dataclasses.Field[Any]) -> str:
    """What a field is set to, nothing where that is left to what follows."""
    if _default(field) is dataclasses.MISSING:
        return field.name if field.init else ""
    default = f"_default_{field.name}()" if _is_made_anew(field) else f"_default_{field.name}"
    if not field.init:
        return default
    return f"{default} if {field.name} is _factory else {field.name}" if _is_made_anew(field) else field.name


def _write_comparison(cls: type, name: str, operator: str) -> Any:
    compared = [field for field in dataclasses.fields(cls) if field.compare]
    return _write(
        cls,
        {},
        f"def {name}(self, other):",
        "if other.__class__ is self.__class__:",
        f"    return {_values('self', compared)} {operator} {_values('other', compared)}",
        "return NotImplemented",
    )


def _write_hash(cls: type) -> Any:
    hashed = [field for field in dataclasses.fields(cls) if (field.compare if field.hash is None else field.hash)]
    return _write(cls, {}, "def __hash__(self):", f"return hash({_values('self', hashed)})")


def _values(instance: str, fields: _Fields) -> str:
    return f"({''.join([f'{instance}.{field.name}, ' for field in fields])})"


def _write(cls: type, known: dict[str, object], first: str, *lines: str) -> Any:
    """The method of these lines, in which the names of `known` stand for its values."""
    known = _KNOWN | known
    name = first.partition("(")[0].removeprefix("def ")
    text = [f"def make({', '.join(known)}):", f" {first}", *[f"  {line}" for line in lines], f" return {name}"]
    made: dict[str, Any] = {}
    exec("\n".join(text), vars(sys.modules[cls.__module__]), made)  # noqa: S102 as the standard library does
    return made["make"](**known)


@recursive_repr()
def _show(self: Any) -> str:
    shown = [f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr]
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_to_set(self: Any, name: str, value: object) -> None:
    if _is_fixed(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")
    object.__setattr__(self, name, value)


def _refuse_to_delete(self: Any, name: str) -> None:
    if _is_fixed(self, name):
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
    object.__delattr__(self, name)


def _is_fixed(instance: Any, name: str) -> bool:
    """All of a dataclass is, and the fields of one in what inherits from it."""
    return "__dataclass_fields__" in type(instance).__dict__ or name in instance.__dataclass_fields__


def _get_state(self: Any) -> list[Any]:
    return [getattr(self, field.name) for field in dataclasses.fields(self)]


def _set_state(self: Any, state: Iterable[Any]) -> None:
    for field, value in zip(dataclasses.fields(self), state, strict=True):
        object.__setattr__(self, field.name, value)


_FROZEN = {
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
}
_STATE = {"__getstate__": _get_state, "__setstate__": _set_state}


def builder(cls: Callable[Parameters, Instance]) -> Callable[Parameters, Instance]:
    """What makes instances of a frozen dataclass with slots, as a call of the class does, in half the time: the
    interpreter leaves its loop to call a class, and enters it anew for the `__init__`.

    Every field is a parameter and has a fixed default or none, and nothing is done after they are set.
    """
    kind = cast("type[Instance]", cls)
    fields = dataclasses.fields(kind)  # type: ignore[arg-type]
    assert _can_be_copied(kind)
    assert not any(map(_is_made_anew, fields))
    made: Callable[Parameters, Instance] = _write(
        kind,
        {f"_default_{field.name}": field.default for field in fields} | {"_frozen": kind, "_twin": _twin_of(kind)},
        f"def build({', '.join(_parameters(fields)[1:])}):",
        "made = _twin()",
        *[f"made.{field.name} = {field.name}" for field in fields],
        "made.__class__ = _frozen",
        "return made",
    )
    return made


def maker(cls: type[Instance]) -> Callable[[tuple[object, ...]], Instance]:
    """What makes a named tuple of all its values, defaults too, in half the time that a call of the class takes."""
    return partial(cast("Callable[[type[Instance], tuple[object, ...]], Instance]", tuple.__new__), cls)


def replace(instance: Instance, **changes: object) -> Instance:
    """A copy with other values in some of its fields, as `dataclasses.replace` makes it."""
    cls = type(instance)
    copy: Callable[..., Instance] | None = _COPIES.get(cls)
    if copy is None:
        copy = _COPIES[cls] = _write_copy(cls) if _can_be_copied(cls) else _replace_by_init
    return copy(instance, changes)


def _replace_by_init(instance: Any, changes: Mapping[str, object]) -> Any:
    return dataclasses.replace(instance, **changes)


def _can_be_copied(cls: type[Any]) -> bool:
    """Whether nothing is done when one is made but to set what is given."""
    is_ours = cls.__dataclass_params__.frozen and _can_be_filled_by_slot(cls) and not hasattr(cls, "__post_init__")
    return is_ours and all(field.init for field in dataclasses.fields(cls))


def _write_copy(cls: type) -> Any:
    return _write(
        cls,
        {"_frozen": cls, "_twin": _twin_of(cls)},
        "def copy(instance, changes):",
        "made = _twin()",
        *[f"made.{field.name} = instance.{field.name}" for field in dataclasses.fields(cls)],
        "try:",
        "    for name, value in changes.items():",
        "        setattr(made, name, value)",
        "except AttributeError as error:",
        "    raise TypeError(f'{_frozen.__name__} has no field {name!r}.') from error",
        "made.__class__ = _frozen",
        "return made",
    )
