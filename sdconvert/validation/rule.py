"""Rules over an SDXML package: each is declared once, with its code, and yields the places where it is broken."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from sdconvert.findings import Code, Location, Severity, declare
from sdconvert.validation.package import SdxmlPackage
from sdconvert.xmlio import Element

_NO_DETAILS: Mapping[str, object] = MappingProxyType({})


class Hit(NamedTuple):
    """A place that breaks a rule: an element, or a `location` where it is no element, with what fills the message."""

    element: Element | None = None
    details: Mapping[str, object] = _NO_DETAILS
    location: Location | None = None


Check = Callable[[SdxmlPackage], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A code and the function that finds where it applies; when a fatal rule hits, no later rule is asked."""

    code: Code
    check: Check
    is_fatal: bool = False


RULES: list[Rule] = []


def rule(
    id: str, severity: Severity, *, message: str, hint: str = "", is_fatal: bool = False
) -> Callable[[Check], Check]:
    """Declare the decorated function as the rule `id`; its docstring is the rule's page.

    Raises: ValueError when the id is taken or the function has no docstring.
    """

    def register(check: Check) -> Check:
        page = inspect.getdoc(check)
        if not page:
            raise ValueError(f"the rule {id} has no docstring to explain it")
        RULES.append(Rule(declare(id, severity, message, hint, page), check, is_fatal))
        return check

    return register
