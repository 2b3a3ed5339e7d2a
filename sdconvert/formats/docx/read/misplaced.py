"""Content where no content may be: within properties, and within what stands for itself, such as a tab or a mark."""

from __future__ import annotations

from collections import Counter

from sdconvert.findings import QUOTED, Severity, declare
from sdconvert.formats.docx.names import PIC, RUN, TBL, WPS, M, P, T, local_name, w
from sdconvert.formats.docx.read.census import FLD_CHAR, MATH_TEXT, ElementsByTag, count, describe
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.joining import is_within
from sdconvert.ledger import Kind
from sdconvert.xmlio import Element

MISPLACED = declare(
    "DOCX-R220",
    Severity.ERROR,
    "What stands in {place}, where no content may be, is left out: “{text}”",
    "Open the file in Word and save it again.",
    "Only what stands where its format allows it is shown by Word.",
)

ENTRY_TWICE = declare(
    "DOCX-R221",
    Severity.ERROR,
    "The {entry} is defined a second time, which is left out: “{text}”",
    "Open the file in Word and save it again.",
    "A reference names a note or comment by a number, which must be one for each.",
)

_PROPERTIES = (
    *("pPr", "rPr", "tcPr", "trPr", "tblPr", "tblPrEx", "tblGrid", "sectPr", "sdtPr", "sdtEndPr", "rubyPr"),
    *("customXmlPr", "smartTagPr"),
)
_SINGLE = (
    *("delText", "instrText", "delInstrText", "tab", "ptab", "br", "cr", "sym", "noBreakHyphen", "softHyphen"),
    *("footnoteReference", "endnoteReference", "commentReference", "footnoteRef", "endnoteRef", "annotationRef"),
    *("separator", "continuationSeparator", "lastRenderedPageBreak", "proofErr", "bookmarkStart", "bookmarkEnd"),
    *("commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "fldChar", "pgNum", "altChunk", "contentPart"),
    *("moveFromRangeStart", "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"),
)
_DRAWN = (
    *(f"{{{PIC}}}{name}" for name in ("pic", "nvPicPr", "blipFill", "spPr")),
    *(f"{{{WPS}}}{name}" for name in ("cNvPr", "cNvSpPr", "spPr", "style", "bodyPr")),
)
_HOLDERS = frozenset((*map(w, (*_PROPERTIES, *_SINGLE)), MATH_TEXT, *_DRAWN))
"""What holds no content."""
_MATH_RUN = f"{{{M}}}r"
_BESIDE_PARAGRAPHS = frozenset(
    map(w, ("body", "tc", "txbxContent", "footnote", "endnote", "comment", "hdr", "ftr", "sdtContent"))
)
_IN_RUN = frozenset((RUN, _MATH_RUN))
_USUAL: dict[str, frozenset[str]] = {
    T: _IN_RUN,
    MATH_TEXT: frozenset(),
    **dict.fromkeys((P, TBL, w("altChunk")), _BESIDE_PARAGRAPHS),
    **dict.fromkeys(
        map(w, ("delText", "cr", "br", "sym", "ptab", "noBreakHyphen", "softHyphen", "drawing", "pict", "object")),
        _IN_RUN,
    ),
    **dict.fromkeys(map(w, ("footnoteReference", "endnoteReference")), _IN_RUN),
    **dict.fromkeys((w("hyperlink"), w("fldSimple"), f"{{{M}}}oMath"), frozenset((P,))),
    f"{{{PIC}}}pic": frozenset(),
    RUN: frozenset((P, w("hyperlink"), w("fldSimple"))),
}
"""Where content stands nearly always: only what stands elsewhere is looked at more closely."""
_BLOCKS = frozenset((P, TBL))
_parent_of = Element.getparent


def lose_misplaced(elements: ElementsByTag, root: Element, reading: Reading) -> bool:
    """Take content out of what holds none, with a finding for each of its places.

    Returns: whether there was any.
    """
    odd: list[Element] = []
    containers: dict[Element | None, None] = {}
    for tag, usual in _USUAL.items():
        parents = list(map(_parent_of, elements[tag]))
        around = zip(elements[tag], parents, strict=True)
        odd += [element for element, parent in around if parent is None or parent.tag not in usual]
        if tag in _BLOCKS:
            containers.update(dict.fromkeys(parents))
    odd += [container for container in containers if container is not None]
    loose = [mark for mark in elements[FLD_CHAR] if mark.tag == FLD_CHAR and _parent_tag(mark) not in _IN_RUN]
    known: dict[Element, Element | None] = {}
    misplaced = {element: holder for element in odd if (holder := _find_holder(element, known)) is not None}
    misplaced.update((mark, parent) for mark in loose if (parent := mark.getparent()) is not None)
    by_holder: dict[Element, list[Element]] = {}
    for element, holder in misplaced.items():
        by_holder.setdefault(holder, []).append(element)
    for holder, content in by_holder.items():
        _lose_from(holder, content, root, reading)
    return bool(misplaced)


def _lose_from(holder: Element, content: list[Element], root: Element, reading: Reading) -> None:
    counts: Counter[Kind] = Counter()
    texts: list[str] = []
    place = reading.at(holder)
    for element in content:
        parent = element.getparent()
        if parent is not None and is_within(element, root) and count(element):
            counts.update(count(element))
            texts.append(describe(element))
            parent.remove(element)
    if counts:
        text = " ".join(texts)[:QUOTED]
        reading.report.drop(MISPLACED, counts, place, place=local_name(holder.tag), text=text)


def _find_holder(element: Element, known: dict[Element, Element | None]) -> Element | None:
    """The nearest element around this one that may hold no content. `known` are those around others."""
    parent = element.getparent()
    if parent is None or parent.tag in _HOLDERS:
        return parent
    if parent not in known:
        known[parent] = _find_holder(parent, known)
    return known[parent]


def lose_strangers(part: Element, entries: frozenset[str], reading: Reading) -> None:
    """Take out of a part what is none of its entries, and entries of an id that is taken."""
    taken: set[tuple[object, str]] = set()
    for child in list(part):
        entry = child.tag, child.get(w("id"), "")
        if child.tag not in entries:
            reading.lose_content(MISPLACED, child, place=local_name(part.tag), text=describe(child)[:120])
        elif entry in taken:
            name = f"{local_name(entry[0])} {entry[1]}".strip()
            reading.lose_content(ENTRY_TWICE, child, entry=name, text=describe(child)[:120])
        else:
            taken.add(entry)
            continue
        part.remove(child)


def _parent_tag(element: Element) -> object:
    parent = element.getparent()
    return None if parent is None else parent.tag
