"""Rules on the root, the dialect, and what a heading is."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.findings import Severity
from sdconvert.validation.package import SdxmlPackage, local_name
from sdconvert.validation.rule import Hit, rule

_DIALECTS = ("2.13", "2.20", "2.25")


@rule(
    "SDXML-V010",
    Severity.ERROR,
    message="The root element is {element}, not smashdoc: this is no SDXML document.",
    hint="Check that the right file was taken; a parsX or HTML export is another format.",
    is_fatal=True,
)
def other_root(package: SdxmlPackage) -> Iterator[Hit]:
    """The root of `sd.xml` is not `smashdoc`.

    Why: the file is of another format; no other rule is asked.
    Wrong: `<projekt>…</projekt>` (parsX), `<html>…</html>`.
    Source: DTD, `smashdoc`."""
    name = local_name(package.root)
    if name != "smashdoc":
        yield Hit(package.root, {"element": name[:80]})


@rule(
    "SDXML-V011",
    Severity.WARNING,
    message="This looks like the dialect {dialect} ({evidence}); it is judged by the grammar of 2.6 all the same.",
    hint="Most findings of the grammar will come from the difference between the dialects.",
)
def other_dialect(package: SdxmlPackage) -> Iterator[Hit]:
    """The document is written in another dialect of SDXML than 2.6.

    Why: its lists, cells and sections are built otherwise, so the grammar of 2.6 finds fault with much of it.
    Wrong: nested `ul` and `ol` without a `version` (2017), `version="2.13.2"`, `ordered-sections` (2.20, 2.25).
    Source: the dialects; `smashdoc/@version`."""
    if dialect := _other_dialect(package):
        name, evidence = dialect
        yield Hit(package.root, {"dialect": name, "evidence": evidence})


@rule(
    "SDXML-V012",
    Severity.WARNING,
    message="The version of the root is {version}; 2.6 is expected.",
    hint='Write version="2.6" on smashdoc.',
)
def unexpected_version(package: SdxmlPackage) -> Iterator[Hit]:
    """`smashdoc` has no `version`, or one that no known dialect has.

    Why: the version is the only thing that tells the dialects apart.
    Wrong: `<smashdoc>`, `<smashdoc version="3">`.
    Source: DTD, `smashdoc`; the dialects."""
    version = package.root.get("version")
    if _other_dialect(package) is None and (version is None or not _is_of(version, "2.6")):
        yield Hit(package.root, {"version": "missing" if version is None else f"“{version[:40]}”"})


@rule(
    "SDXML-V013",
    Severity.WARNING,
    message="The heading has {which} level and enumeration, so its kind is unclear.",
    hint="Give it enumeration when it is numbered, level when it is not.",
)
def heading_of_no_kind(package: SdxmlPackage) -> Iterator[Hit]:
    """A `heading` has both `level` and `enumeration`, or none of them.

    Why: the one makes it a plain heading of that level, the other a numbered one.
    Wrong: `<heading id="…">`, `<heading level="1" enumeration="1">`.
    Source: DTD, `heading`."""
    for heading in package.each("heading"):
        has_level, has_enumeration = "level" in heading.attrib, "enumeration" in heading.attrib
        if has_level == has_enumeration:
            yield Hit(heading, {"which": "both" if has_level else "neither"})


def _other_dialect(package: SdxmlPackage) -> tuple[str, str] | None:
    version = package.root.get("version", "")
    for dialect in _DIALECTS:
        if _is_of(version, dialect):
            return dialect, f"version {version[:40]}"
    if package.has_any("ordered-sections", "attached-sections"):
        return "2.20 or later", "it has ordered-sections"
    if not version and package.has_any("ul", "ol", "li", "font"):
        return "2017", "no version, and nested lists or font"
    return None


def _is_of(version: str, dialect: str) -> bool:
    return version == dialect or version.startswith(dialect + ".")
