"""Rules on the root, the dialect, and what a heading is."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.findings import Severity
from sdconvert.formats.sdxml.dialects import KnownDialect
from sdconvert.validation.package import SdxmlPackage, local_name
from sdconvert.validation.rule import Hit, rule


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
    Severity.INFO,
    message="This is the dialect {dialect} ({evidence}); it is judged by what is known of that dialect.",
    hint="Convert the package to SDXML to bring it to 2.6.",
)
def other_dialect(package: SdxmlPackage) -> Iterator[Hit]:
    """The document is written in another dialect of SDXML than 2.6.

    Why: its lists, cells and sections are built otherwise. It is brought to the shape of 2.6 before it is judged, so
    that the findings name the elements of 2.6; what is not published of a dialect is not judged.
    Shown by: nested `ul` and `ol` without a `version` (2017), `version="2.13.2"`, `ordered-sections` (2.20, 2.25).
    Source: the dialects; `smashdoc/@version`."""
    if package.dialect is not KnownDialect.V2_6:
        yield Hit(package.root, {"dialect": str(package.dialect), "evidence": package.evidence})


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
    is_of_2_6 = version is not None and (version == "2.6" or version.startswith("2.6."))
    if package.dialect is KnownDialect.V2_6 and not is_of_2_6:
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
        has_level, has_enumeration = heading.get("level") is not None, heading.get("enumeration") is not None
        if has_level == has_enumeration:
            yield Hit(heading, {"which": "both" if has_level else "neither"})
