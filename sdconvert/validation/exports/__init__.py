"""Validation of exports that are not SDXML: pages with their pictures, and parsX. What their readers would leave out or
change is for the readers to say; here is what they are silent about."""

from __future__ import annotations

from collections.abc import Mapping

from sdconvert.findings import Finding, Location
from sdconvert.validation.exports import page_rules, parsx_rules, picture_rules
from sdconvert.validation.exports.export import Export, open_page, open_parsx
from sdconvert.validation.rule import Hit, Rule

__all__ = ["check_page", "check_parsx"]


def check_page(members: Mapping[str, bytes], part: str, *, is_package: bool) -> tuple[Finding, ...]:
    """What is wrong with the page `part` and the files that it comes with: those of a package, or those beside it.

    Raises: UnreadableInput.
    """
    return _check(open_page(members, part, is_package=is_package), (*page_rules.RULES, *picture_rules.RULES))


def check_parsx(members: Mapping[str, bytes], part: str, *, is_package: bool) -> tuple[Finding, ...]:
    """What is wrong with the parsX file `part` and the files that it comes with.

    Raises: UnreadableInput, UnsafeInput.
    """
    return _check(open_parsx(members, part, is_package=is_package), (*parsx_rules.RULES, *picture_rules.RULES))


def _check(export: Export, rules: tuple[Rule[Export], ...]) -> tuple[Finding, ...]:
    """What the rules find, rule by rule in the order of their ids, each in document order."""
    ordered = sorted(rules, key=lambda rule: rule.code.id)
    return tuple(_finding(rule, hit, export) for rule in ordered for hit in rule.check(export))


def _finding(rule: Rule[Export], hit: Hit, export: Export) -> Finding:
    location = hit.location or Location(export.part)
    if hit.element is not None:
        location = Location(export.part, path=export.path_of(hit.element))
    return Finding(rule.code, location, dict(hit.details))


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
