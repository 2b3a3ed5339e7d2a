"""Rules on the package itself: what is in the zip or folder, and where."""

from __future__ import annotations

from collections.abc import Iterator

from sdconvert.findings import Location, Severity
from sdconvert.formats.sdxml.dialects import KnownDialect
from sdconvert.formats.sdxml.names import IMAGE_FOLDER, MAIN_PART
from sdconvert.formats.sdxml.package import is_leftover
from sdconvert.validation.package import SdxmlPackage
from sdconvert.validation.rule import Hit, rule

_UTF_8 = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


@rule(
    "SDXML-V001",
    Severity.ERROR,
    message="sd.xml stands in the folder {folder} instead of at the root of the package.",
    hint="Zip the contents of the folder, not the folder itself.",
)
def main_part_in_a_folder(package: SdxmlPackage) -> Iterator[Hit]:
    """`sd.xml` is not at the root of the package.

    Why: the import looks for it there and finds no document.
    Wrong: a zip with `export/sd.xml` and `export/images/`.
    Source: the package, `sd.xml` at its root beside `images/`."""
    if package.files.folder:
        yield Hit(None, {"folder": package.files.folder}, Location(package.files.folder + MAIN_PART))


@rule(
    "SDXML-V002",
    Severity.WARNING,
    message="{name} does not belong in an SDXML package.",
    hint="A package of 2.6 is sd.xml and the folder images/; leave everything else out.",
)
def stray_member(package: SdxmlPackage) -> Iterator[Hit]:
    """A file is neither `sd.xml` nor in `images/`.

    Why: the import does not read it, so whatever it holds is not in the document.
    Wrong: `notes.txt` beside `sd.xml`.
    Source: the package."""
    known = IMAGE_FOLDER if package.dialect is not KnownDialect.V2_25 else (IMAGE_FOLDER, "inline-files/")
    for name in package.names:
        if name != MAIN_PART and not name.startswith(known) and not is_leftover(name):
            yield Hit(None, {"name": name}, Location(package.files.folder + name))


@rule(
    "SDXML-V003",
    Severity.WARNING,
    message="{name} stands in a folder below images/, where no reference can reach it.",
    hint="Put the file directly into images/.",
)
def image_in_a_subfolder(package: SdxmlPackage) -> Iterator[Hit]:
    """A file stands deeper than directly in `images/`.

    Why: an image is referenced by its bare file name, so a file in a folder below is out of reach.
    Wrong: `images/figures/a.png`.
    Source: the package; `image`, `img/@filename`."""
    for name in package.names:
        if name.startswith(IMAGE_FOLDER) and "/" in name.removeprefix(IMAGE_FOLDER) and not is_leftover(name):
            yield Hit(None, {"name": name}, Location(package.files.folder + name))


@rule(
    "SDXML-V004",
    Severity.INFO,
    message="{name} is a leftover of an operating system.",
    hint="Nothing to do; leave such files out when packing.",
)
def leftover_of_an_operating_system(package: SdxmlPackage) -> Iterator[Hit]:
    """A file such as `.DS_Store` or `__MACOSX/…` came along when the package was zipped.

    Why: it is harmless but says nothing about the document.
    Wrong: `__MACOSX/._sd.xml`.
    Source: the package."""
    for name in package.names:
        if is_leftover(name):
            yield Hit(None, {"name": name}, Location(package.files.folder + name))


@rule(
    "SDXML-V005",
    Severity.WARNING,
    message="sd.xml is encoded as {encoding}, not as UTF-8.",
    hint="Save it as UTF-8 and say so in the XML declaration, or leave the declaration out.",
)
def other_encoding(package: SdxmlPackage) -> Iterator[Hit]:
    """`sd.xml` is written in another encoding than UTF-8.

    Why: the format says UTF-8; what the import makes of other encodings is not known.
    Wrong: `<?xml version="1.0" encoding="ISO-8859-1"?>`.
    Source: the package."""
    encoding = package.root.getroottree().docinfo.encoding
    if encoding and encoding.lower() not in _UTF_8:
        yield Hit(None, {"encoding": encoding}, Location(package.files.folder + MAIN_PART))
