"""What an element holds, counted from its XML alone: the `read` side of the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sdconvert.formats.docx.names import MC, PIC, RUN, SECT_PR, TBL, W14, W16SE, M, O, P, R, T, V, w
from sdconvert.ledger import Kind
from sdconvert.xmlio import Element

MATH_TEXT = f"{{{M}}}t"
DEL_TEXT = w("delText")
GENERATED = "{urn:sdconvert}generated"
"""What fields.py puts around a directory or index that spans paragraphs."""
_TAB = w("tab")
_BR = w("br")
FLD_CHAR = w("fldChar")
FOOTNOTE, ENDNOTE = w("footnoteReference"), w("endnoteReference")
"""The references to notes."""

_TEXTS = frozenset((T, DEL_TEXT, MATH_TEXT))
_NO_BREAK_HYPHEN = w("noBreakHyphen")
_CHARACTERS = frozenset((_NO_BREAK_HYPHEN, w("softHyphen"), w("sym"), f"{{{W16SE}}}symEx", w("ptab")))
_PIECES = {
    f"{{{PIC}}}pic": Kind.PICTURES,
    TBL: Kind.TABLES,
    FOOTNOTE: Kind.NOTES,
    ENDNOTE: Kind.NOTES,
    w("hyperlink"): Kind.LINKS,
    w("comment"): Kind.COMMENTS,
    f"{{{M}}}oMath": Kind.EQUATIONS,
    w("fldSimple"): Kind.FIELDS,
    GENERATED: Kind.FIELDS,
    w("txbxContent"): Kind.TEXT_BOXES,
    w("drawing"): Kind.DRAWINGS,
    w("pict"): Kind.DRAWINGS,
    w("object"): Kind.DRAWINGS,
    w("altChunk"): Kind.CHUNKS,
    w("cr"): Kind.LINE_BREAKS,
}
_IMAGE_DATA = f"{{{V}}}imagedata"
PICTURE_IDS = (f"{{{R}}}id", f"{{{R}}}pict", f"{{{R}}}href", f"{{{O}}}relid", f"{{{O}}}href", "src")
"""What names the picture of a `v:imagedata`."""
_VISIBLE = (*_TEXTS, _TAB, _BR, w("p"), _NO_BREAK_HYPHEN)
_KINDS: dict[object, Kind | None] = {
    **dict(_PIECES.items()),
    **dict.fromkeys(_CHARACTERS, Kind.CHARACTERS),
    **dict.fromkeys((_TAB, _BR, FLD_CHAR, _IMAGE_DATA), None),
}
_OTHERWISE_KNOWN = (_BR, FLD_CHAR, _IMAGE_DATA)
"""What is a piece by its attributes; a tab is a character by its place."""


def count(element: Element) -> dict[Kind, int]:
    """Characters and pieces in the element, itself included. A tab, a special hyphen and a symbol are a character."""
    return tally(element.iter())


def tally(elements: Iterable[Element]) -> dict[Kind, int]:
    """What these elements are, without what they hold."""
    characters = 0
    counts: dict[Kind, int] = {}
    for element in elements:
        tag = element.tag
        if tag in _TEXTS:
            characters += len(element.text or "")
        elif tag in _KINDS:
            kind = _KINDS[tag] or _kind_of(element)
            if kind is not None:
                counts[kind] = counts.get(kind, 0) + 1
    characters += counts.pop(Kind.CHARACTERS, 0)
    return {**counts, Kind.CHARACTERS: characters} if characters else counts


def _kind_of(element: Element) -> Kind | None:
    tag = element.tag
    if tag == _TAB:
        parent = element.getparent()
        return Kind.CHARACTERS if parent is not None and parent.tag == RUN else None
    if tag == _BR:
        return Kind.PAGE_BREAKS if element.get(w("type")) == "page" else Kind.LINE_BREAKS
    if tag == FLD_CHAR:
        return Kind.FIELDS if element.get(w("fldCharType")) == "begin" else None
    if tag == _IMAGE_DATA:
        return Kind.PICTURES if any(name in element.attrib for name in PICTURE_IDS) else None
    return None


class ElementsByTag:
    """One pass over a tree: everything that the steps before reading look for, by tag and in document order.

    Each pass costs as much as a good part of parsing, so there is one.
    """

    __slots__ = ("_by_tag",)

    def __init__(self, root: Element) -> None:
        by_tag: dict[object, list[Element]] = {tag: [] for tag in _SURVEYED}
        for first, *others in _GROUPS:
            by_tag.update(dict.fromkeys(others, by_tag[first]))
        for element in root.iter(*_SURVEYED):
            by_tag[element.tag].append(element)
        self._by_tag = by_tag

    def __getitem__(self, tag: str) -> list[Element]:
        """The elements of this tag, or of the group that it belongs to."""
        return self._by_tag[tag]

    def release(self) -> None:
        """Let go of what only the steps before reading look for."""
        self._by_tag.update(dict.fromkeys(_RELEASED, _NONE))

    @property
    def sections(self) -> list[Element]:
        """The properties of each section in order, without those that a tracked change replaced."""
        return [section for section in self[SECT_PR] if not _is_former(section)]

    def counts(self) -> dict[Kind, int]:
        """What the tree holds, in the terms of the ledger."""
        by_tag = self._by_tag
        counts = tally(element for tag in _OTHERWISE_KNOWN for element in by_tag[tag])
        tabs = sum([parent is not None and parent.tag == RUN for parent in map(Element.getparent, by_tag[_TAB])])
        for tag, kind in _KINDS.items():
            if kind is not None and self._by_tag[tag]:
                counts[kind] = counts.get(kind, 0) + len(self._by_tag[tag])
        characters = sum([len(element.text or "") for tag in _TEXTS for element in self._by_tag[tag]])
        return {**counts, Kind.CHARACTERS: counts.get(Kind.CHARACTERS, 0) + characters + tabs}


def _is_former(section: Element) -> bool:
    parent = section.getparent()
    return parent is not None and parent.tag == _SECT_PR_CHANGE


_SECT_PR_CHANGE = w("sectPrChange")
REVISIONS = (
    *map(w, ("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge")),
    *(f"{{{W14}}}{name}" for name in ("conflictIns", "conflictDel")),
)
WRAPPERS = (w("sdt"), w("customXml"), w("smartTag"), w("dir"), w("bdo"))
ALTERNATE = f"{{{MC}}}AlternateContent"
RUBY_ELEMENT = w("ruby")
INSTR_TEXT = w("instrText")
DELETED_INSTRUCTION = w("delInstrText")
FRAME = w("framePr")
VANISH, SPEC_VANISH = w("vanish"), w("specVanish")
STRIKE, DOUBLE_STRIKE = w("strike"), w("dstrike")
_KEPT = frozenset((P, SECT_PR, FLD_CHAR, w("bookmarkStart"), w("hyperlink"), w("fldSimple"), FOOTNOTE, ENDNOTE))
_GROUPS = (REVISIONS, WRAPPERS, (FLD_CHAR, INSTR_TEXT, DELETED_INSTRUCTION))
_SURVEYED = (
    *(P, RUN, ALTERNATE, RUBY_ELEMENT, SECT_PR, INSTR_TEXT, DELETED_INSTRUCTION, w("bookmarkStart")),
    *(FRAME, VANISH, SPEC_VANISH, STRIKE, DOUBLE_STRIKE),
    *REVISIONS,
    *WRAPPERS,
    *_TEXTS,
    *(str(tag) for tag in _KINDS),
)


_RELEASED = frozenset(_SURVEYED) - _KEPT
_NONE: list[Element] = []


def visible_text(element: Element) -> str:
    """The text in the element as one line, for findings that hold what is left out."""
    return " ".join("".join(_visible_pieces(element)).split())


def describe(element: Element) -> str:
    """The text in the element, or where it has none what else it holds."""
    return visible_text(element) or ", ".join(f"{number} {kind}" for kind, number in count(element).items())


def first_words(element: Element, length: int) -> str:
    """The text in the element as one line, read no further than `length` characters need."""
    return " ".join(first_text(element, length).split())[:length]


def first_text(element: Element, length: int) -> str:
    """The text in the element as it stands there, as much of it as suffices for `length` characters of one line."""
    pieces: list[str] = []
    gathered = 0
    for piece in _visible_pieces(element):
        pieces.append(piece)
        gathered += len(piece)
        if gathered > 2 * length:
            break
    return "".join(pieces)


def _visible_pieces(element: Element) -> Iterator[str]:
    for child in element.iter(*_VISIBLE):
        tag = child.tag
        if tag in _TEXTS:
            yield child.text or ""
        else:
            yield "\u2011" if tag == _NO_BREAK_HYPHEN else " "
