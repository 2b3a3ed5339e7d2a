"""Rules over a package: each is declared once, with its code, and yields the places where it is broken."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Generic, NamedTuple, TypeAlias, TypeVar

from sdconvert.findings import Code, Location, Severity, declare
from sdconvert.frozen import dataclass
from sdconvert.validation.package import SdxmlPackage
from sdconvert.xmlio import Element

P = TypeVar("P")

_NO_DETAILS: Mapping[str, object] = MappingProxyType({})


class Hit(NamedTuple):
    """A place that breaks a rule: an element, or a `location` where it is no element, with what fills the message."""

    element: Element | None = None
    details: Mapping[str, object] = _NO_DETAILS
    location: Location | None = None


Check: TypeAlias = Callable[[P], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule(Generic[P]):
    """A code and the function that finds where it applies; when a fatal rule hits, no later rule is asked."""

    code: Code
    check: Check[P]
    is_fatal: bool = False


RULES: list[Rule[SdxmlPackage]] = []


def rule(
    id: str, severity: Severity, *, message: str, hint: str = "", is_fatal: bool = False
) -> Callable[[Check[SdxmlPackage]], Check[SdxmlPackage]]:
    """Declare the decorated function as the rule `id` of SDXML packages."""
    return declare_rule(RULES, id, severity, message=message, hint=hint, is_fatal=is_fatal)


def declare_rule(
    rules: list[Rule[P]], id: str, severity: Severity, *, message: str, hint: str = "", is_fatal: bool = False
) -> Callable[[Check[P]], Check[P]]:
    """Declare the decorated function as the rule `id` among `rules`; its docstring is the rule's page.

    Raises: ValueError when the id is taken or the function has no docstring.
    """

    def register(check: Check[P]) -> Check[P]:
        page = inspect.getdoc(check)
        if not page:
            raise ValueError(f"the rule {id} has no docstring to explain it")
        rules.append(Rule(declare(id, severity, message, hint, page), check, is_fatal))
        return check

    return register
