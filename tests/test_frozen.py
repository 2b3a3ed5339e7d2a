"""Dataclasses that set their slots themselves are what those of the standard library are."""

from __future__ import annotations

import dataclasses
import inspect
import pickle

import pytest

from sdconvert.findings import Location
from sdconvert.frozen import builder, filled_by_slot, maker, replace
from sdconvert.model.blocks import Alignment, Heading
from sdconvert.model.inlines import Link, Run


@dataclasses.dataclass(frozen=True, slots=True)
class Usual:
    text: str
    level: int = 3
    note: str = dataclasses.field(default="", compare=False)


@filled_by_slot
@dataclasses.dataclass(frozen=True, slots=True)
class Quick:
    text: str
    level: int = 3
    note: str = dataclasses.field(default="", compare=False)


@pytest.mark.parametrize("arguments", [("a",), ("a", 1), ("a", 1, "n")])
def test_fields_and_defaults_are_filled_by_place(arguments):
    assert dataclasses.astuple(Quick(*arguments)) == dataclasses.astuple(Usual(*arguments))


def test_fields_are_filled_by_name_and_none_may_be_missing_or_too_many():
    assert dataclasses.astuple(Quick(note="n", text="a")) == ("a", 3, "n")
    for wrong in ({}, {"text": "a", "size": 1}):
        with pytest.raises(TypeError):
            Quick(**wrong)


def test_what_is_made_is_frozen_equal_hashable_and_can_be_pickled():
    made = Quick("a", note="n")
    assert made == Quick("a", note="other")
    assert hash(made) == hash(Quick("a"))
    again = pickle.loads(pickle.dumps(made))
    assert (again, again.note) == (made, "n")
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.text = "b"


def test_the_signature_is_that_of_the_standard_library():
    assert str(inspect.signature(Quick)) == str(inspect.signature(Usual))


@pytest.mark.parametrize("node", [Heading((Run("a"),), 1, alignment=Alignment.RIGHT, id="h"), Usual("a", 2)])
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
    made, called = builder(Quick)(*values, **named), Quick(*values, **named)
    assert type(made) is Quick
    assert dataclasses.astuple(made) == dataclasses.astuple(called)
    with pytest.raises(dataclasses.FrozenInstanceError):
        made.text = "b"


def test_a_builder_takes_what_a_call_of_the_class_takes():
    for wrong in ({}, {"text": "a", "size": 1}):
        with pytest.raises(TypeError):
            builder(Quick)(**wrong)


def test_what_is_made_is_of_the_frozen_class_alone_from_its_first_moment_on():
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
