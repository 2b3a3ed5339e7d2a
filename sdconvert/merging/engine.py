"""The template language: Jinja in its sandbox, with data that gives nothing but its members.

This module imports Jinja; it is imported when a template is loaded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from typing import Any, NoReturn

from jinja2 import Undefined, nodes, pass_context
from jinja2.exceptions import SecurityError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing

from sdconvert.merging.filling import Filling
from sdconvert.merging.locales import Locales
from sdconvert.merging.records import join, path_of

_STATEMENTS = (nodes.Output, nodes.For, nodes.If, nodes.Assign, nodes.With)
_NAMES = {
    nodes.Include: "include",
    nodes.Import: "import",
    nodes.FromImport: "from … import",
    nodes.Extends: "extends",
    nodes.Block: "block",
    nodes.Macro: "macro",
    nodes.CallBlock: "call",
    nodes.FilterBlock: "filter",
    nodes.AssignBlock: "set … endset",
    nodes.Scope: "autoescape",
}
_UNWANTED_FILTERS = ("random", "safe", "urlize", "xmlattr", "tojson", "pprint")
_UNWANTED_GLOBALS = ("lipsum",)
_LONGEST_PRODUCT = 10_000_000
_FILLING: ContextVar[Filling] = ContextVar("filling")


@contextmanager
def use_filling(filling: Filling) -> Iterator[None]:
    """Make this the filling that the tags of a template print into."""
    token = _FILLING.set(filling)
    try:
        yield
    finally:
        _FILLING.reset(token)


class Absent(Undefined):
    """A field that is not there. To ask for it is allowed (`is defined`, `default`), each use of it is reported; what
    is made of it is empty, and so are its members."""

    __slots__ = ()

    @property
    def _path(self) -> str:
        name, owner = self._undefined_name or "?", self._undefined_obj
        if isinstance(owner, Absent):
            return join(owner._path, name)
        if owner is missing:
            return name
        return join(_path(owner) or "…", name) if owner is not _FILLING.get().record else str(name)

    def _empty(self, *_others: object) -> Any:
        _FILLING.get().miss(self._path)
        return self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Absent(obj=self, name=name)

    def __getitem__(self, key: str) -> Any:
        return Absent(obj=self, name=key)

    def __str__(self) -> str:
        self._empty()
        return ""

    def __iter__(self) -> Iterator[Any]:
        self._empty()
        return iter(())

    def __len__(self) -> int:
        self._empty()
        return 0

    def __bool__(self) -> bool:
        self._empty()
        return False

    def __eq__(self, other: object) -> bool:
        self._empty()
        return isinstance(other, Undefined)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return id(type(self))

    def _is_not(self, *_others: object) -> Any:
        self._empty()
        return False

    __lt__ = __le__ = __gt__ = __ge__ = _is_not
    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _empty
    __truediv__ = __rtruediv__ = __floordiv__ = __rfloordiv__ = __mod__ = __rmod__ = _empty
    __pow__ = __rpow__ = __neg__ = __pos__ = _empty


class TemplateSandbox(ImmutableSandboxedEnvironment):
    """The sandbox, in which a name behind a dot is a member of the data and never a method of it: `booking.items` is
    the field `items`. Decimals and floating numbers can be reckoned together."""

    intercepted_binops = frozenset(ImmutableSandboxedEnvironment.default_binop_table)

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self._member(obj, attribute) if isinstance(obj, (Mapping, list)) else super().getattr(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        return self._member(obj, argument) if isinstance(obj, (Mapping, list)) else super().getitem(obj, argument)

    def _member(self, owner: Any, key: Any) -> Any:
        try:
            return owner[key]
        except (LookupError, TypeError):
            return self.undefined(obj=owner, name=key)

    def unsafe_undefined(self, obj: Any, attribute: str) -> NoReturn:
        raise SecurityError(f"a template may not reach {attribute!r} of a {type(obj).__name__}")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or (operator == "*" and (_is_too_long(left, right) or _is_too_long(right, left))):
            raise SecurityError(f"a template may not reckon {operator} here, which can grow without end")
        if isinstance(left, Decimal) and isinstance(right, float):
            right = Decimal(repr(right))
        elif isinstance(left, float) and isinstance(right, Decimal):
            left = Decimal(repr(left))
        return super().call_binop(context, operator, left, right)


def _is_too_long(text: Any, times: Any) -> bool:
    """Whether a text or a list is to be repeated beyond all measure."""
    return isinstance(text, (str, list)) and isinstance(times, int) and len(text) * times > _LONGEST_PRODUCT


def make_sandbox(locales: Locales) -> TemplateSandbox:
    """The environment of one template. Nothing in it depends on chance, the clock or the disk."""
    sandbox = TemplateSandbox(autoescape=True, undefined=Absent, finalize=_print)
    for name in _UNWANTED_FILTERS:
        del sandbox.filters[name]
    for name in _UNWANTED_GLOBALS:
        del sandbox.globals[name]
    for name in ("e", "escape", "forceescape"):
        sandbox.filters[name] = _as_it_is
    for name, form in locales.filters().items():
        sandbox.filters[name] = _with_report(name, form)
    return sandbox


def _as_it_is(value: Any) -> Any:
    """Every value is put in as text, so that there is nothing left to escape."""
    return value


@pass_context
def _print(_context: Context, value: Any) -> str:
    """What a tag prints: numbers as they are, texts as marks."""
    if isinstance(value, Undefined):
        return str(value)
    filling = _FILLING.get()
    text = filling.text(value, _path(value) or "A value")
    return filling.mark(text) if isinstance(value, (str, Mapping, list)) else text


def _path(value: object) -> str | None:
    """Where an object or a list stands in the record; other values have no place of their own."""
    return path_of(value, _FILLING.get().record) if isinstance(value, (Mapping, list)) else None


def _with_report(kind: str, form: Any) -> Any:
    def report_and_apply(value: Any, *arguments: Any, **options: Any) -> Any:
        if isinstance(value, Undefined):
            return str(value)
        return "" if value is None else form(value, _FILLING.get(), *arguments, **options)

    report_and_apply.__name__ = kind
    return report_and_apply


def check_statements(template: nodes.Template) -> tuple[str, int] | None:
    """The name and the line of the first statement that a Word template may not have, None when there is none.

    What a block captures is markup with marks in it, which a filter would change and not the values; other files are
    never read.
    """
    for statement in template.find_all(nodes.Stmt):
        if isinstance(statement, nodes.For) and statement.recursive:
            return "for … recursive", statement.lineno
        if not isinstance(statement, _STATEMENTS):
            return _NAMES.get(type(statement), type(statement).__name__.lower()), statement.lineno
    return None
