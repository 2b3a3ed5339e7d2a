"""What loops and conditions leave behind, made a whole Word part again: empty cells, empty tables, ids used twice."""

from __future__ import annotations

from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.formats.docx.names import w
from sdconvert.xmlio import Element, remove

TABLE_WITHOUT_ROWS = declare(
    "MERGE-005",
    Severity.INFO,
    "A table has no rows for this record, so it is left out.",
    "Give the table a heading row, or put a condition around it.",
    "Word takes a table without rows for damage to the file.",
)

_HOLDERS = tuple(w(name) for name in ("tc", "hdr", "ftr", "footnote", "endnote", "txbxContent"))
_BLOCKS = (w("p"), w("tbl"), w("sdt"))
_PARAGRAPH, _TABLE, _ROW, _CELL = w("p"), w("tbl"), w("tr"), w("tc")
_START, _END = w("bookmarkStart"), w("bookmarkEnd")
_PARAGRAPH_IDS = tuple(
    f"{{http://schemas.microsoft.com/office/word/2010/wordml}}{name}" for name in ("paraId", "textId")
)
_OBJECT = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def tidy(root: Element, part: str, report: Report) -> None:
    """Change the tree of a part so that Word opens it whatever the loops of the template made of it."""
    _remove_empty_rows(root)
    _remove_empty_tables(root, part, report)
    for holder in list(root.iter(*_HOLDERS)):
        _end_with_paragraph(holder)
    _part_ids(root)


def _remove_empty_rows(root: Element) -> None:
    for row in list(root.iter(_ROW)):
        if next(row.iter(_CELL), None) is None:
            remove(row)


def _remove_empty_tables(root: Element, part: str, report: Report) -> None:
    for table in list(root.iter(_TABLE)):
        if next(table.iter(_ROW), None) is None:
            remove(table)
            report.add(TABLE_WITHOUT_ROWS, Location(part))


def _end_with_paragraph(holder: Element) -> None:
    """A cell ends with a paragraph; other holders have a block at least."""
    blocks = [child for child in holder if child.tag in _BLOCKS]
    if not blocks or (holder.tag == _CELL and blocks[-1].tag != _PARAGRAPH):
        holder.append(holder.makeelement(_PARAGRAPH))


def _part_ids(root: Element) -> None:
    """What was repeated keeps what names it once: the first paragraph its id, the first bookmark its name. Drawings and
    content controls get ids of their own."""
    seen: set[tuple[str, str]] = set()
    for paragraph in root.iter(_PARAGRAPH):
        if not _is_new(seen, "paragraph", paragraph.get(_PARAGRAPH_IDS[0])):
            for name in _PARAGRAPH_IDS:
                paragraph.attrib.pop(name, "")
    for properties in list(root.iter(w("sdtPr"))):
        identity = properties.find(w("id"))
        if identity is not None and not _is_new(seen, "control", identity.get(w("val"))):
            properties.remove(identity)
    _part_bookmarks(root, seen)
    _part_drawings(root)


def _is_new(seen: set[tuple[str, str]], kind: str, value: str | None) -> bool:
    if value is None:
        return True
    is_new = (kind, value) not in seen
    seen.add((kind, value))
    return is_new


def _part_bookmarks(root: Element, seen: set[tuple[str, str]]) -> None:
    """Take out a bookmark whose name was used before, with the end that follows it."""
    doomed: set[str] = set()
    for mark in list(root.iter(_START, _END)):
        number = mark.get(w("id"), "")
        if mark.tag == _START and not _is_new(seen, "bookmark", mark.get(w("name"))):
            doomed.add(number)
            remove(mark)
        elif mark.tag == _END and number in doomed:
            doomed.discard(number)
            remove(mark)


def _part_drawings(root: Element) -> None:
    """Renumber the drawings of a part in which two have one number."""
    drawings = list(root.iter(_OBJECT))
    if len({drawing.get("id") for drawing in drawings}) < len(drawings):
        for number, drawing in enumerate(drawings, 1):
            drawing.set("id", str(number))
