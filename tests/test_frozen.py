"""Dataclasses whose methods are written when they are asked for are what those of the standard library are."""

from __future__ import annotations

import copy
import dataclasses
import inspect
import operator
import pickle
import threading
import typing
from collections.abc import Callable
from typing import Any, ClassVar, Generic, TypeVar

import pytest

from sdconvert import frozen
from sdconvert.findings import Location
from sdconvert.frozen import builder, maker, replace
from sdconvert.model.blocks import Alignment, Heading
from sdconvert.model.inlines import Link, Run

T = TypeVar("T")
MANY = range(40)
"""More than the instances that are made before an `__init__` is written."""


def make(library: Any) -> dict[str, type[Any]]:
    """The same classes by each library."""
    dataclass, field = library.dataclass, dataclasses.field

    @dataclass(frozen=True, slots=True)
    class Plain:
        """A text."""

        text: str
        level: int = 3
        note: str = field(default="", compare=False)

    @dataclass(frozen=True, slots=True)
    class Derived:
        text: str
        words: tuple[str, ...] = field(init=False, repr=False)
        seen: list[str] = field(default_factory=list, compare=False, hash=False)
        count: int = field(default=7, init=False)
        kind: ClassVar[str] = "derived"

        def __post_init__(self) -> None:
            object.__setattr__(self, "words", tuple(self.text.split()))

    @dataclass(slots=True)
    class Open:
        text: str
        more: list[str] = field(default_factory=list)

    @dataclass(frozen=True, order=True)
    class Ordered:
        text: str
        level: int = 0

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        text: str = "t"
        level: int = field(default=0, kw_only=False)

    @dataclass(frozen=True, slots=True)
    class Base(Generic[T]):
        text: T

    @dataclass(frozen=True, slots=True)
    class Heir(Base[str]):
        level: int = 1

    @dataclass(frozen=True, slots=True, eq=False)
    class Same:
        text: str

    @dataclass(frozen=True, slots=True, repr=False)
    class Own:
        text: str

        def __repr__(self) -> str:
            return "own"

        def __eq__(self, other: object) -> bool:
            return isinstance(other, Own)

    @dataclass(frozen=True, slots=True)
    class Empty:
        pass

    return {cls.__name__: cls for cls in (Plain, Derived, Open, Ordered, Named, Base, Heir, Same, Own, Empty)}


THEIRS = make(dataclasses)
OURS = make(frozen)
PAIRS = [pytest.param(OURS[name], THEIRS[name], id=name) for name in THEIRS]
CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((), {}),
    (("a b",), {}),
    (("a b", 1), {}),
    (("a b", 1, "n"), {}),
    (("a b", 1, "n", "too many"), {}),
    ((), {"text": "a b"}),
    ((1,), {"text": "a b"}),
    ((), {"level": 4, "text": "a b"}),
    (("a b",), {"text": "twice"}),
    (("a b",), {"unknown": "a"}),
    (("a b",), {"count": 1}),
]


@frozen.dataclass(frozen=True, slots=True)
class Quick:
    text: str
    level: int = 3
    note: str = dataclasses.field(default="", compare=False)
    seen: list[str] = dataclasses.field(default_factory=list, compare=False)


def outcome(act: Callable[[], Any]) -> Any:
    """What comes of it: the values of all slots or fields, or what is said."""
    try:
        made = act()
    except (TypeError, AttributeError, ValueError) as error:
        return type(error), str(error)
    return dataclasses.asdict(made) if dataclasses.is_dataclass(made) else made


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
@pytest.mark.parametrize(("given", "named"), CALLS)
def test_each_call_makes_or_says_the_same_the_first_and_the_last_time(ours, theirs, given, named):
    for _ in MANY:
        assert outcome(lambda: ours(*given, **named)) == outcome(lambda: theirs(*given, **named))


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_a_class_looks_the_same_from_without(ours, theirs):
    assert str(inspect.signature(ours)) == str(inspect.signature(theirs))
    assert typing.get_type_hints(ours.__init__) == typing.get_type_hints(theirs.__init__)
    assert ours.__match_args__ == theirs.__match_args__
    assert ours.__annotations__ == theirs.__annotations__
    assert repr(dataclasses.fields(ours)) == repr(dataclasses.fields(theirs))
    assert repr(ours.__dataclass_params__) == repr(theirs.__dataclass_params__)
    assert getattr(ours, "__slots__", None) == getattr(theirs, "__slots__", None)
    assert ours.__init__.__qualname__ == theirs.__init__.__qualname__
    assert ours.__init__.__module__ == theirs.__init__.__module__
    assert bool(ours.__hash__) == bool(theirs.__hash__)


def instances(cls: type[Any]) -> list[Any]:
    if not dataclasses.fields(cls):
        return [cls()]
    return [cls(text=text, **named) for text in ("a", "b c") for named in more(cls)]


def more(cls: type[Any]) -> list[dict[str, Any]]:
    names = {field.name for field in dataclasses.fields(cls)}
    return [{}] + [{name: value} for name, value in (("level", 9), ("note", "n"), ("seen", ["s"])) if name in names]


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
@pytest.mark.parametrize("compare", [operator.eq, operator.ne, operator.lt, operator.le, operator.gt, operator.ge])
def test_instances_compare_alike(ours, theirs, compare):
    mine, usual = instances(ours), instances(theirs)
    for first, one in zip(mine, usual, strict=True):
        for second, two in zip(mine, usual, strict=True):
            assert outcome(lambda a=first, b=second: compare(a, b)) == outcome(lambda a=one, b=two: compare(a, b))
        assert first != one


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_instances_have_the_same_text_and_hash(ours, theirs):
    for mine, usual in zip(instances(ours), instances(theirs), strict=True):
        assert repr(mine) == repr(usual)
        if theirs.__name__ != "Same":
            assert outcome(lambda one=mine: hash(one)) == outcome(lambda one=usual: hash(one))


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_frozen_ones_can_be_neither_changed_nor_deleted_from(ours, theirs):
    for mine, usual in zip(instances(ours), instances(theirs), strict=True):
        for name in ("text", "level"):
            if hasattr(usual, name):
                assert outcome(lambda o=mine, n=name: setattr(o, n, "x")) == outcome(
                    lambda o=usual, n=name: setattr(o, n, "x")
                )
                assert outcome(lambda o=mine, n=name: delattr(o, n)) == outcome(lambda o=usual, n=name: delattr(o, n))
        assert not hasattr(mine, "other")
        if ours.__dataclass_params__.frozen:
            with pytest.raises((AttributeError, TypeError)):
                mine.other = "x"


@pytest.mark.parametrize(("ours", "theirs"), PAIRS)
def test_copies_are_alike(ours, theirs):
    for mine, usual in zip(instances(ours), instances(theirs), strict=True):
        assert dataclasses.asdict(copy.copy(mine)) == dataclasses.asdict(copy.deepcopy(usual))
        assert type(copy.deepcopy(mine)) is ours
        if hasattr(usual, "text"):
            changed = outcome(lambda o=usual: dataclasses.replace(o, text="c d"))
            assert outcome(lambda o=mine: dataclasses.replace(o, text="c d")) == changed
            assert outcome(lambda o=mine: replace(o, text="c d")) == changed


def test_what_is_made_can_be_pickled_and_what_it_is_not_compared_by_comes_along():
    made = Quick("a", note="n")
    again = pickle.loads(pickle.dumps(made))
    assert (again, again.note) == (made, "n")
    assert type(again) is Quick


def test_fields_are_matched_by_their_places():
    match Quick("a", 5):
        case Quick(text, level):
            assert (text, level) == ("a", 5)
        case _:
            raise AssertionError


def test_one_that_holds_itself_is_shown():
    made = OURS["Open"]("a")
    made.more.append(made)
    assert repr(made) == "make.<locals>.Open(text='a', more=[...])"


class Loose(Quick):
    """One that has room for more."""


class Tight(Quick):
    """One that is as large as what it inherits from."""

    __slots__ = ()


@pytest.mark.parametrize("cls", [Loose, Tight])
@pytest.mark.parametrize("_", MANY)
def test_what_inherits_without_being_a_dataclass_stays_what_it_is(cls, _):
    made = cls("a", note="n")
    assert type(made) is cls
    assert (made.text, made.level, made.note, made.seen) == ("a", 3, "n", [])
    assert made == cls("a")
    assert made != Quick("a", note="n")
    for act in (lambda: setattr(made, "text", "b"), lambda: delattr(made, "text")):
        with pytest.raises(dataclasses.FrozenInstanceError, match="'text'"):
            act()


def test_what_inherits_without_being_a_dataclass_has_attributes_of_its_own():
    made = Loose("a")
    made.more = 1
    assert made.more == 1
    del made.more
    assert not hasattr(made, "more")


def test_methods_are_written_when_they_are_asked_for_and_once():
    cls = make(frozen)["Plain"]
    written = {"__init__", "__eq__", "__hash__"}
    assert not [name for name in written if inspect.isfunction(vars(cls)[name])]
    made = [cls("a") for _ in MANY]
    assert inspect.isfunction(vars(cls)["__init__"])
    assert not inspect.isfunction(vars(cls)["__eq__"])
    assert len(set(made)) == 1
    methods = [vars(cls)[name] for name in written]
    assert all(map(inspect.isfunction, methods))
    assert len({*made, cls("b")}) == 2
    assert [vars(cls)[name] for name in written] == methods


def test_threads_that_make_the_first_ones_together_all_make_whole_ones():
    cls = make(frozen)["Derived"]
    start, made = threading.Barrier(8), []

    def work() -> None:
        start.wait()
        made.extend([cls("a b") for _ in MANY])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8 * len(MANY)
    assert {one.words for one in made} == {("a", "b")}
    assert len(set(made)) == 1


@pytest.mark.parametrize("node", [Heading((Run("a"),), 1, alignment=Alignment.RIGHT, id="h"), THEIRS["Plain"]("a", 2)])
def test_a_copy_with_other_values_is_that_of_the_standard_library(node):
    change = {"level": 5}
    assert replace(node, **change) == dataclasses.replace(node, **change)
    assert dataclasses.astuple(replace(node)) == dataclasses.astuple(node)


def test_a_field_that_is_not_there_cannot_be_changed():
    with pytest.raises(TypeError, match="Link has no field 'text'"):
        replace(Link("a", ()), text="b")


@pytest.mark.parametrize(
    ("values", "named"), [(("a",), {}), (("a", 1), {"note": "n"}), ((), {"note": "n", "text": "a"})]
)
def test_a_builder_makes_what_a_call_of_the_class_makes(values, named):
    cls = OURS["Plain"]
    made, called = builder(cls)(*values, **named), cls(*values, **named)
    assert type(made) is cls
    assert dataclasses.astuple(made) == dataclasses.astuple(called)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.text = "b"


def test_a_builder_takes_what_a_call_of_the_class_takes():
    for wrong in ({}, {"text": "a", "size": 1}):
        with pytest.raises(TypeError):
            builder(OURS["Plain"])(**wrong)


@pytest.mark.parametrize("_", MANY)
def test_what_is_made_is_of_the_frozen_class_alone_from_its_first_moment_on(_):
    made = Quick("a")
    assert type(made) is Quick
    assert isinstance(made, Quick)
    for name in ("text", "level", "note"):
        with pytest.raises(dataclasses.FrozenInstanceError):
            setattr(made, name, "b")
    with pytest.raises(dataclasses.FrozenInstanceError):
        del made.text


def test_a_named_tuple_is_made_of_all_its_values_as_by_a_call():
    make = maker(Location)
    made = make(("word/document.xml", 3, "Scope", "We agree", "", ""))
    assert type(made) is Location
    assert made == Location("word/document.xml", 3, "Scope", "We agree")
    assert made.xpath == "(//w:p)[3]"
