"""Validation of SDXML packages of any dialect: the grammar of 2.6 and what a grammar cannot say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sdconvert.archive import DEFAULT_LIMITS, Archive, Limits
from sdconvert.files import Source
from sdconvert.findings import Finding
from sdconvert.formats.sdxml.dialects import KnownDialect
from sdconvert.formats.sdxml.package import files_of
from sdconvert.validation import dtd, ids, media, members, meta, structure, tables  # noqa: F401 (they declare rules)
from sdconvert.validation.locations import ElementLocations
from sdconvert.validation.package import SdxmlPackage, package_of, read_package
from sdconvert.validation.rule import RULES, Hit, Rule

__all__ = ["SdxmlPackage", "check", "check_files", "check_package", "read_package"]

_RULES = tuple(sorted(RULES, key=lambda rule: rule.code.id))
_ASKED_OF_A_PUBLISHED_GRAMMAR = frozenset({"SDXML-V030", "SDXML-V046", "SDXML-V090", "SDXML-V093"})
"""Unknown elements and attributes, and what has to be in `meta`: of 2.13 and later only a part is published, so that
others may well be right, and it has no `meta`."""
_PUBLISHED = frozenset({KnownDialect.V2017, KnownDialect.V2_6})


def check(source: Source | Archive, limits: Limits = DEFAULT_LIMITS) -> tuple[Finding, ...]:
    """Everything that is wrong with an SDXML package: a zip, a folder, or a bare sd.xml, by path or bytes.

    Raises: UnreadableInput when there is no well-formed sd.xml in it, UnsafeInput when it breaks a safety limit.
    """
    return check_package(read_package(source, limits))


def check_files(files: Mapping[str, bytes]) -> tuple[Finding, ...]:
    """Everything that is wrong with an SDXML package of which these are the files. Raises: as `check`."""
    return check_package(package_of(files_of(files, "The package")))


def check_package(package: SdxmlPackage) -> tuple[Finding, ...]:
    """What the rules find in an opened package: rule by rule in the order of their ids, each in document order."""
    locations = ElementLocations(package.root, has_paths=package.dialect is KnownDialect.V2_6)
    return tuple(_finding(rule, hit, locations) for rule, hit in _hits(package))


def _hits(package: SdxmlPackage) -> Iterator[tuple[Rule[SdxmlPackage], Hit]]:
    for rule in _RULES:
        if package.dialect not in _PUBLISHED and rule.code.id in _ASKED_OF_A_PUBLISHED_GRAMMAR:
            continue
        hits = tuple(rule.check(package))
        yield from ((rule, hit) for hit in hits)
        if hits and rule.is_fatal:
            return


def _finding(rule: Rule[SdxmlPackage], hit: Hit, locations: ElementLocations) -> Finding:
    location = locations.locate(hit.element) if hit.element is not None else hit.location
    return Finding(rule.code, location, dict(hit.details))


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
