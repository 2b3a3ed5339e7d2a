"""Objects of other programs in a drawing: what they are called and how large they are (ECMA-376 Part 1, 17.3.3.19)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable
from typing import TYPE_CHECKING

from sdconvert.formats.docx.names import R_ID, O, w
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.drawing.content import DrawingContent, ReadInDrawing
from sdconvert.late import call_late
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element

if TYPE_CHECKING:
    from sdconvert.formats.docx.read.alt_chunk import size_of
else:
    size_of = call_late("sdconvert.formats.docx.read.alt_chunk", "size_of")


_PACKAGE = "package"
_FILE_NAME = compile_late(rb"\x02\x00([^\x00-\x1f]{1,255})\x00[^\x00-\x1f]{1,255}\x00\x00\x00\x03\x00")
"""How the stream begins in which the packager keeps a file: flags, its label, its path, flags."""


def _read_ole(ole: Element, found: DrawingContent) -> Iterable[Element]:
    program = ole.get("ProgID") or ole.get(w("progId")) or "of an unknown program"
    found.programs.append(", ".join((program, *_file(ole.get(R_ID, ""), program, found.reading))))
    return ()


def _read_control(control: Element, found: DrawingContent) -> Iterable[Element]:
    name = control.get(w("name"))
    found.programs.append(f"the form control {name}" if name else "a form control")
    return ()


def _read_movie(_: Element, found: DrawingContent) -> Iterable[Element]:
    found.programs.append("a film")
    return ()


def _file(relation_id: str, program: str, reading: Reading) -> tuple[str, ...]:
    """The name and the size of the file of an object, or what it is linked to."""
    relation = reading.package.relationships(reading.part).get(relation_id)
    if relation is None:
        return ()
    if relation.is_external:
        return (f"linked to {relation.target}",)
    data = reading.package.data(relation.target)
    if data is None:
        return ()
    label = _FILE_NAME.search(data) if program.lower() == _PACKAGE else None
    name = posixpath.basename(relation.target) if label is None else label[1].decode("cp1252", "replace")
    return name, size_of(len(data))


READERS: dict[str, ReadInDrawing] = {
    f"{{{O}}}OLEObject": _read_ole,
    w("control"): _read_control,
    w("movie"): _read_movie,
    w("objectEmbed"): _read_ole,
    w("objectLink"): _read_ole,
}
