"""WordprocessingML as text: paragraphs, runs, fields, tables and content controls in schema order."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from typing import Any
from zlib import crc32

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "o": "urn:schemas-microsoft-com:office:office",
    "v": "urn:schemas-microsoft-com:vml",
    "w10": "urn:schemas-microsoft-com:office:word",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w15": "http://schemas.microsoft.com/office/word/2012/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
PARAGRAPH_ID = "{paraId}"
"""Stands for the next free `w14:paraId`; the package fills it in."""


def _order(names: str) -> list[str]:
    return names.split()


_PPR = _order(
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens bidi spacing ind contextualSpacing jc outlineLvl rPr sectPr pPrChange"
)
_RPR = _order(
    "ins del moveFrom moveTo rStyle rFonts b bCs i iCs caps smallCaps strike dstrike noProof vanish webHidden color "
    "spacing kern position sz szCs highlight u bdr shd vertAlign rtl cs lang rPrChange"
)
_TBLPR = _order("tblStyle tblpPr bidiVisual tblW jc tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption")
_TRPR = _order("cnfStyle cantSplit trHeight tblHeader jc ins del")
_TCPR = _order("cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign")
_TEXT = re.compile(r"([\t\n\u2011\u00ad])")
_SPECIAL = {"\t": "<w:tab/>", "\n": "<w:br/>", "\u2011": "<w:noBreakHyphen/>", "\u00ad": "<w:softHyphen/>"}

TABLE_LOOK = {"val": "04A0", "firstRow": 1, "lastRow": 0, "firstColumn": 1, "lastColumn": 0, "noHBand": 0, "noVBand": 1}
ROWS_LOOK = TABLE_LOOK | {"val": "0420", "firstColumn": 0}


class Xml(str):
    """Text that is markup already; any other string is text to be written."""

    __slots__ = ()


def root(tag: str, content: str) -> str:
    """Return a part: the root element with every namespace declared."""
    declared = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{head}<{tag}{declared} mc:Ignorable="w14 w15">{content}</{tag}>'


def element(tag: str, value: Any) -> Xml:
    """Return a property: `True` is a bare element, a mapping its attributes, anything else its `w:val`."""
    if isinstance(value, Xml):
        return value
    if value is True:
        return Xml(f"<w:{tag}/>")
    attributes = value if isinstance(value, dict) else {"val": value}
    written = "".join(f' w:{name}="{escape(str(item))}"' for name, item in attributes.items())
    return Xml(f"<w:{tag}{written}/>")


def properties(tag: str, order: list[str], values: dict[str, Any]) -> Xml:
    """Return the property element with its children in schema order, or nothing when there are none."""
    if unknown := values.keys() - set(order):
        raise ValueError(f"{tag} has no {', '.join(sorted(unknown))}")
    children = "".join(element(name, values[name]) for name in order if name in values)
    return Xml(f"<w:{tag}>{children}</w:{tag}>" if children else "")


def rpr(**values: Any) -> Xml:
    """Return `w:rPr`."""
    return properties("rPr", _RPR, values)


def ppr(*, style: str | None = None, num: tuple[int, int] | None = None, **values: Any) -> Xml:
    """Return `w:pPr`; `num` is the pair of list and level."""
    if style:
        values["pStyle"] = style
    if num:
        values["numPr"] = Xml(f'<w:numPr><w:ilvl w:val="{num[1]}"/><w:numId w:val="{num[0]}"/></w:numPr>')
    return properties("pPr", _PPR, values)


def run_content(text: str, tag: str = "t") -> str:
    """Return text as the content of a run: tabs, breaks and special hyphens become elements."""
    pieces = (
        _SPECIAL.get(piece) or f'<w:{tag} xml:space="preserve">{escape(piece)}</w:{tag}>'
        for piece in _TEXT.split(text)
        if piece
    )
    return "".join(pieces)


def run(content: str, *, tag: str = "t", **values: Any) -> Xml:
    """Return `w:r`; text is split at its special characters, markup is taken as it is."""
    inner = content if isinstance(content, Xml) else run_content(content, tag)
    return Xml(f"<w:r>{rpr(**values)}{inner}</w:r>")


def inline(parts: tuple[str, ...], **values: Any) -> Xml:
    """Return parts as runs: strings become runs with the given properties."""
    return Xml("".join(part if isinstance(part, Xml) else run(part, **values) for part in parts))


def bold(text: str) -> Xml:
    """Return a bold run."""
    return run(text, b=True, bCs=True)


def italic(text: str) -> Xml:
    """Return an italic run."""
    return run(text, i=True, iCs=True)


def p(*parts: str, para_id: str = PARAGRAPH_ID, **values: Any) -> Xml:
    """Return `w:p`; keywords as in `ppr`."""
    return Xml(f'<w:p w14:paraId="{para_id}" w14:textId="77777777">{ppr(**values)}{inline(parts)}</w:p>')


def page_break() -> Xml:
    """Return a run with a page break."""
    return run(Xml('<w:br w:type="page"/>'))


def field_char(kind: str) -> Xml:
    """Return a run with one delimiter of a complex field."""
    return run(Xml(f'<w:fldChar w:fldCharType="{kind}"/>'))


def field_begin(instruction: str) -> Xml:
    """Return the start of a complex field up to its result."""
    code = run(f" {instruction} ", tag="instrText")
    return Xml(field_char("begin") + code + field_char("separate"))


def field_code(instruction: str, *result: str) -> Xml:
    """Return a complex field with its result."""
    return Xml(field_begin(instruction) + inline(result) + field_char("end"))


def simple_field(instruction: str, *result: str) -> Xml:
    """Return `w:fldSimple`."""
    return Xml(f'<w:fldSimple w:instr=" {escape(instruction)} ">{inline(result)}</w:fldSimple>')


def index_mark(entry: str) -> Xml:
    """Return an XE field, hidden as Word writes it; a colon in the entry parts the levels."""
    code = run(f' XE "{entry}" ', tag="instrText")
    return Xml(field_char("begin") + code + field_char("end"))


def bookmark(name: str, *parts: str) -> Xml:
    """Return parts inside a bookmark."""
    number = crc32(name.encode()) % 1_000_000
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return Xml(f'{start}{inline(parts)}<w:bookmarkEnd w:id="{number}"/>')


def anchor_link(name: str, *parts: str) -> Xml:
    """Return a link to a bookmark of the same document."""
    return Xml(f'<w:hyperlink w:anchor="{name}" w:history="1">{inline(parts)}</w:hyperlink>')


def content_control(content: str, *, tag: str, alias: str, kind: str = "<w:text/>", number: int = 0) -> Xml:
    """Return `w:sdt` around runs or blocks."""
    identity = number or crc32(tag.encode()) % 1_000_000_000
    properties_xml = f'<w:alias w:val="{escape(alias)}"/><w:tag w:val="{tag}"/><w:id w:val="{identity}"/>{kind}'
    return Xml(f"<w:sdt><w:sdtPr>{properties_xml}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")


@dataclass(frozen=True)
class Cell:
    """A table cell: its blocks, and its properties by their names in `w:tcPr`."""

    content: tuple[str, ...]
    properties: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Row:
    """A table row: its cells, and its properties by their names in `w:trPr`."""

    cells: tuple[Cell, ...]
    properties: dict[str, Any] = field(default_factory=dict)


def tc(*content: str, **values: Any) -> Cell:
    """Return a cell; strings become paragraphs."""
    return Cell(content, values)


def tr(*cells: Cell | str, **values: Any) -> Row:
    """Return a row; strings become cells."""
    return Row(tuple(cell if isinstance(cell, Cell) else tc(cell) for cell in cells), values)


def tbl(grid: list[int], *rows: Row, **values: Any) -> Xml:
    """Return `w:tbl`; cell widths follow from the grid (twentieths of a point)."""
    values = {"tblW": {"w": sum(grid), "type": "dxa"}, "tblLayout": {"type": "fixed"}, "tblLook": TABLE_LOOK} | values
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    body = "".join(_row(row, grid) for row in rows)
    return Xml(f"<w:tbl>{properties('tblPr', _TBLPR, values)}<w:tblGrid>{columns}</w:tblGrid>{body}</w:tbl>")


def _row(row: Row, grid: list[int]) -> str:
    cells, column = [], 0
    for cell in row.cells:
        span = cell.properties.get("gridSpan", 1)
        cells.append(_cell(cell, sum(grid[column : column + span])))
        column += span
    return f"<w:tr>{properties('trPr', _TRPR, row.properties)}{''.join(cells)}</w:tr>"


def _cell(cell: Cell, width: int) -> str:
    values = {"tcW": {"w": width, "type": "dxa"}} | cell.properties
    blocks = "".join(part if isinstance(part, Xml) else p(part) for part in cell.content)
    return f"<w:tc>{properties('tcPr', _TCPR, values)}{blocks or p()}</w:tc>"


def section(*references: str, columns: int = 1, continuous: bool = False, title_page: bool = False) -> Xml:
    """Return `w:sectPr` of an A4 page with 2.5 cm margins."""
    kind = '<w:type w:val="continuous"/>' if continuous else ""
    margins = 'w:top="1417" w:right="1417" w:bottom="1134" w:left="1417" w:header="708" w:footer="708" w:gutter="0"'
    number = f'w:num="{columns}" ' if columns > 1 else ""
    references_xml = "".join(references)
    first = "<w:titlePg/>" if title_page else ""
    return Xml(
        f'<w:sectPr>{references_xml}{kind}<w:pgSz w:w="11906" w:h="16838"/><w:pgMar {margins}/>'
        f'<w:cols {number}w:space="708"/>{first}<w:docGrid w:linePitch="360"/></w:sectPr>'
    )
