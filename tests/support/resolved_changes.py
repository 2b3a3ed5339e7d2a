"""A second account of what tracked changes leave of a document, of WordprocessingML and without any.

It is written from ECMA-376 Part 1, 17.13.5 alone, and makes a new tree from the top down, so that it shares neither
code nor ways with the reader: what it makes, the reader reads as a document that never had changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from copy import copy

from docx_builder import NAMESPACES
from lxml import etree

Element = etree._Element
W, M = (f"{{{NAMESPACES[prefix]}}}" for prefix in "wm")

_NEW = frozenset(f"{W}{name}" for name in ("ins", "moveTo", "cellIns"))
_OLD = frozenset(f"{W}{name}" for name in ("del", "moveFrom", "cellDel"))
_CONTENT = frozenset(f"{W}{name}" for name in ("ins", "del", "moveTo", "moveFrom"))
_MARKS = _NEW | _OLD
_SHOWN_AGAIN = {f"{W}delText": f"{W}t", f"{W}delInstrText": f"{W}instrText"}
_RANGES = tuple(
    f"{W}{name}Range{end}"
    for name in (
        *("moveFrom", "moveTo"),
        *(f"customXml{kind}" for kind in ("Ins", "Del", "MoveFrom", "MoveTo")),
    )
    for end in ("Start", "End")
)
_NO_PART_OF_THE_FORMER = {
    "rPr": ("ins", "del", "moveFrom", "moveTo"),
    "pPr": ("rPr", "sectPr"),
    "sectPr": ("headerReference", "footerReference"),
    "trPr": ("ins", "del"),
    "tcPr": ("cellIns", "cellDel", "cellMerge"),
}
"""What a set of properties holds besides those that its change tells the former state of."""
_ARGUMENTS = frozenset(f"{M}{name}" for name in ("e", "num", "den", "sub", "sup", "deg", "lim", "fName"))
_BLOCKS = (f"{W}p", f"{W}tbl")


def resolve_changes(root: Element, *, accept: bool) -> Element:
    """The part as it is when all changes are accepted, or all rejected."""
    (resolved,) = _Resolver(_OLD if accept else _NEW, accept=accept).resolve(root)
    return resolved


class _Resolver:
    """`gone` are the changes whose content is not part of the document."""

    def __init__(self, gone: frozenset[str], *, accept: bool) -> None:
        self._gone = gone
        self._accept = accept

    def resolve(self, element: Element) -> list[Element]:
        """What stands in the place of an element."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _RANGES or tag.endswith("Change"):
            return []
        if tag in _CONTENT:
            return [] if tag in self._gone else self._resolve_all(element)
        if tag in (f"{W}tr", f"{W}tc") and self._marks(element, f"{tag}Pr") & self._gone:
            return []
        if tag.startswith(M) and self._marks(element, "ctrlPr", deep=True) & self._gone:
            return self._open(element)
        made = element.makeelement(_SHOWN_AGAIN.get(tag, tag), dict(element.attrib), element.nsmap)
        made.text, made.tail = element.text, element.tail
        made.extend(self._properties(element) if tag.endswith("Pr") or tag == f"{W}tblGrid" else self._inner(element))
        if tag == f"{W}tbl":
            self._cut_grid(element, made)
        return [made] if self._is_something(made) else []

    def _inner(self, element: Element) -> Iterable[Element]:
        if any(child.tag in _BLOCKS for child in element.iter(*_BLOCKS) if child is not element):
            return self._join(element)
        return self._resolve_all(element)

    def _resolve_all(self, element: Element) -> list[Element]:
        return [made for child in element for made in self.resolve(child)]

    # ----------------------------------------------------------------------------------------------- paragraphs

    def _join(self, story: Element) -> list[Element]:
        """The blocks of a story; the text of a paragraph whose mark is gone goes on in the next (17.13.5.15)."""
        blocks: list[Element] = []
        waiting: list[Element] = []
        pending: Element | None = None
        for child in story:
            made = self.resolve(child)
            for block in made:
                if block.tag == f"{W}p":
                    content = [*waiting, *(piece for piece in block if piece.tag != f"{W}pPr")]
                    if self._has_lost_its_mark(child):
                        waiting, pending = content, block
                        continue
                    _fill(block, content)
                elif block.tag in _BLOCKS and pending is not None:
                    blocks += _left_alone(pending, waiting)
                if block.tag in _BLOCKS:
                    waiting, pending = [], None
                blocks.append(block)
        return blocks + (_left_alone(pending, waiting) if pending is not None else [])

    def _has_lost_its_mark(self, paragraph: Element) -> bool:
        marks = paragraph.find(f"{W}pPr/{W}rPr")
        return marks is not None and any(mark.tag in self._gone for mark in marks)

    # ----------------------------------------------------------------------------------------------- properties

    def _properties(self, properties: Element) -> Iterator[Element]:
        name = etree.QName(properties).localname
        change = properties.find(f"{properties.tag}Change")
        own = [f"{W}{kind}" for kind in _NO_PART_OF_THE_FORMER.get(name, ())]
        if change is None or self._accept:
            present = [child for child in properties if child.tag not in _MARKS]
        else:
            former = next(iter(change), ())
            present = [child for child in former if child.tag not in own]
            present += [child for child in properties if child.tag in own and child.tag not in _MARKS]
        merge = next((child for child in properties if child.tag == f"{W}cellMerge"), None)
        for child in present:
            if child.tag == f"{W}cellMerge" or (merge is not None and child.tag == f"{W}vMerge"):
                continue
            if child.tag == f"{W}numPr" and not self._accept and child.find(f"{W}ins") is not None:
                continue
            yield from self.resolve(child)
        if merge is not None:
            yield from self._merged(merge)

    def _merged(self, merge: Element) -> Iterator[Element]:
        """How a cell is merged with the one above (17.13.5.3)."""
        state = merge.get(f"{W}vMerge" if self._accept else f"{W}vMergeOrig")
        if state is not None:
            value = {"cont": "continue", "rest": "restart"}[state]
            yield merge.makeelement(f"{W}vMerge", {f"{W}val": value})

    def _marks(self, element: Element, properties: str, *, deep: bool = False) -> set[str]:
        """The changes of what the properties are those of."""
        if not deep:
            found = element.find(properties)
            return set() if found is None else {str(child.tag) for child in found}
        holder = next((child for child in element if str(child.tag).endswith("Pr")), None)
        control = None if holder is None else holder if holder.tag == f"{M}ctrlPr" else holder.find(f"{M}ctrlPr")
        return set() if control is None else {str(child.tag) for child in control.iter(*_MARKS)}

    def _cut_grid(self, table: Element, made: Element) -> None:
        """Leave out the columns of which no cell stays."""
        columns = made.findall(f"{W}tblGrid/{W}gridCol")
        covered: set[int] = set()
        for row in table.iterfind(f"{W}tr"):
            at = 0
            for cell in row.iterfind(f"{W}tc"):
                span = cell.find(f"{W}tcPr/{W}gridSpan")
                end = at + (1 if span is None else int(span.get(f"{W}val", "1")))
                stays = not (self._marks(row, f"{W}trPr") | self._marks(cell, f"{W}tcPr")) & self._gone
                covered |= set(range(at, end)) if stays else set()
                at = end
        for number, column in enumerate(columns):
            if number not in covered:
                made[made.index(column.getparent())].remove(column)

    # ------------------------------------------------------------------------------------------------ equations

    def _open(self, construct: Element) -> list[Element]:
        """What a construct of an equation leaves when its signs are gone: its arguments (17.13.5.13), where any text
        is left in them."""
        arguments = [child for child in construct if child.tag in _ARGUMENTS]
        rows = [child for child in construct if child.tag == f"{M}mr"]
        if construct.tag in _ARGUMENTS or construct.tag == f"{M}mr":
            return self._resolve_all(construct)
        holders = (*arguments, *(cell for row in rows for cell in row))
        left = [made for holder in holders for made in self._bare(holder)]
        return left if any(next(made.iter(f"{M}t"), None) is not None for made in left) else []

    def _bare(self, argument: Element) -> list[Element]:
        return [made for made in self._resolve_all(argument) if not str(made.tag).endswith("Pr")]

    @staticmethod
    def _is_something(made: Element) -> bool:
        """Whether it is more than the empty rest of what stood in it."""
        if made.tag == f"{W}tbl":
            return next(made.iter(f"{W}tr"), None) is not None
        if made.tag == f"{W}tr":
            return next(made.iter(f"{W}tc"), None) is not None
        if made.tag == f"{M}oMath":
            return next(made.iter(f"{M}t"), None) is not None
        return True


def _fill(paragraph: Element, content: Sequence[Element]) -> None:
    for piece in [child for child in paragraph if child.tag != f"{W}pPr"]:
        paragraph.remove(piece)
    paragraph.extend(content)


def _left_alone(paragraph: Element, content: Sequence[Element]) -> list[Element]:
    """A paragraph whose mark is gone and which no other follows: it stays where it holds anything, and ends no section
    any more."""
    if not content:
        return []
    whole = copy(paragraph)
    _fill(whole, content)
    for section in whole.findall(f"{W}pPr/{W}sectPr"):
        section.getparent().remove(section)
    return [whole]
