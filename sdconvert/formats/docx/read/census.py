"""What an element holds, counted from its XML alone: the `read` side of the ledger."""

from __future__ import annotations

from sdconvert.findings import Kind
from sdconvert.formats.docx.names import PIC, TBL, M, O, R, T, V, w
from sdconvert.xmlio import Element

MATH_TEXT = f"{{{M}}}t"
DEL_TEXT = w("delText")
_TAB = w("tab")
_RUN = w("r")
_BR = w("br")
_FLD_CHAR = w("fldChar")

_TEXTS = frozenset((T, DEL_TEXT, MATH_TEXT))
_CHARACTERS = frozenset((w("noBreakHyphen"), w("softHyphen"), w("sym"), w("ptab")))
_PIECES = {
    f"{{{PIC}}}pic": Kind.PICTURES,
    TBL: Kind.TABLES,
    w("footnoteReference"): Kind.NOTES,
    w("endnoteReference"): Kind.NOTES,
    w("hyperlink"): Kind.LINKS,
    w("comment"): Kind.COMMENTS,
    f"{{{M}}}oMath": Kind.EQUATIONS,
    w("fldSimple"): Kind.FIELDS,
    w("txbxContent"): Kind.TEXT_BOXES,
    w("drawing"): Kind.DRAWINGS,
    w("pict"): Kind.DRAWINGS,
    w("object"): Kind.DRAWINGS,
    w("altChunk"): Kind.CHUNKS,
    w("cr"): Kind.LINE_BREAKS,
}
_IMAGE_DATA = f"{{{V}}}imagedata"
_PICTURE_IDS = (f"{{{R}}}id", f"{{{R}}}pict", f"{{{R}}}href", f"{{{O}}}relid", f"{{{O}}}href", "src")
_COUNTED = (*_TEXTS, *_CHARACTERS, *_PIECES, _TAB, _BR, _FLD_CHAR, _IMAGE_DATA)


def count(element: Element) -> dict[Kind, int]:
    """Characters and pieces in the element, itself included. A tab, a special hyphen and a symbol are a character."""
    characters = 0
    counts: dict[Kind, int] = {}
    for child in element.iter(*_COUNTED):
        tag = child.tag
        if tag in _TEXTS:
            characters += len(child.text or "")
            continue
        kind = _PIECES.get(tag)
        if kind is None:
            kind = _kind_of(child)
            if kind is None:
                continue
            if kind is Kind.CHARACTERS:
                characters += 1
                continue
        counts[kind] = counts.get(kind, 0) + 1
    if characters:
        counts[Kind.CHARACTERS] = characters
    return counts


def _kind_of(element: Element) -> Kind | None:
    tag = element.tag
    if tag == _TAB:
        parent = element.getparent()
        return Kind.CHARACTERS if parent is not None and parent.tag == _RUN else None
    if tag == _BR:
        return Kind.PAGE_BREAKS if element.get(w("type")) == "page" else Kind.LINE_BREAKS
    if tag == _FLD_CHAR:
        return Kind.FIELDS if element.get(w("fldCharType")) == "begin" else None
    if tag == _IMAGE_DATA:
        return Kind.PICTURES if any(name in element.attrib for name in _PICTURE_IDS) else None
    return Kind.CHARACTERS


def visible_text(element: Element) -> str:
    """The text in the element as one line, for findings that hold what is left out."""
    pieces = []
    for child in element.iter(*_TEXTS, _TAB, _BR, w("p"), w("noBreakHyphen")):
        if child.tag in _TEXTS:
            pieces.append(child.text or "")
        elif child.tag == w("noBreakHyphen"):
            pieces.append("\u2011")
        else:
            pieces.append(" ")
    return " ".join("".join(pieces).split())
