"""The values of a record put into the tree of a part, in the places of their marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from sdconvert.formats.docx.names import M, W, w
from sdconvert.merging.errors import RecordRefused
from sdconvert.merging.filling import MARK, MARKS
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element, attributes_of

_TEXTS = frozenset((w("t"), w("delText"), f"{{{M}}}t"))
_INSTRUCTIONS = frozenset((w("instrText"), w("delInstrText")))
_INSTRUCTION = w("instr")
_LINE_ENDS = compile_late(r"\r\n|\r")
_BREAKS = compile_late(r"([\n\t])")
_ELEMENTS = {"\n": w("br"), "\t": w("tab")}
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_CONTROL = w("sdt")
_CONTROL_PROPERTIES = w("sdtPr")
_BOUND = (w("dataBinding"), w("showingPlcHdr"), f"{{{W.replace('2006/main', '2012')}}}dataBinding")


def put_values(root: Element, values: Sequence[str], part: str, *, is_word: bool) -> None:
    """Put each value where its mark is: a line break becomes `w:br`, a tab `w:tab`, all else is text as it is.

    Raises: RecordRefused for a value in a place that takes no text, such as the instruction of a field.
    """
    for element in list(root.iter(etree.Element)):
        for name, text in attributes_of(element):
            if MARK in text:
                _check_attribute(name, part)
                element.set(name, _fill_marks(text, values))
        if element.tail and MARK in element.tail:
            raise RecordRefused(
                f"In {part} a value stands outside of any text; `{{{{r …}}}}` and `{{{{p …}}}}` take none."
            )
        if element.text and MARK in element.text:
            _put_text(element, values, part, is_word)


def _check_attribute(name: str, part: str) -> None:
    if name == _INSTRUCTION:
        raise RecordRefused(_IN_INSTRUCTION.format(part=part))


_IN_INSTRUCTION = (
    "In {part} a value stands in the instruction of a field, where it could become a command; move it out."
)


def _put_text(element: Element, values: Sequence[str], part: str, is_word: bool) -> None:
    text = element.text or ""
    if not is_word or element.tag == f"{{{M}}}t":
        element.text = _fill_marks(text, values)
    elif element.tag in _INSTRUCTIONS:
        raise RecordRefused(_IN_INSTRUCTION.format(part=part))
    elif element.tag not in _TEXTS:
        raise RecordRefused(f"In {part} a value stands outside of any text; `{{{{r …}}}}` and `{{{{p …}}}}` take none.")
    else:
        _unbind(element)
        _put_pieces(element, list(_pieces(text, values)))


def _fill_marks(text: str, values: Sequence[str]) -> str:
    return MARKS.sub(lambda mark: _LINE_ENDS.sub("\n", values[int(mark[1])]), text)


def _pieces(text: str, values: Sequence[str]) -> Iterator[str]:
    """Texts, line breaks and tabs in turn; those of the template itself are not told from its other space."""
    plain = ""
    for i, piece in enumerate(MARKS.split(text)):
        if i % 2 == 0:
            plain += piece
            continue
        for part in _BREAKS.split(_LINE_ENDS.sub("\n", values[int(piece)])):
            if part in _ELEMENTS:
                yield plain
                yield part
                plain = ""
            else:
                plain += part
    yield plain


def _put_pieces(element: Element, pieces: list[str]) -> None:
    """The first piece stays in the element; the others follow it."""
    element.text = pieces[0]
    element.set(_SPACE, "preserve")
    last = element
    for piece in pieces[1:]:
        following = _element(piece, element)
        if following is not None:
            last.addnext(following)
            last = following
    parent = element.getparent()
    if not pieces[0] and len(pieces) > 1 and parent is not None:
        parent.remove(element)


def _element(piece: str, model: Element) -> Element | None:
    if piece in _ELEMENTS:
        return etree.Element(_ELEMENTS[piece])
    if not piece:
        return None
    text = etree.Element(model.tag, dict(attributes_of(model)))
    text.text = piece
    return text


def _unbind(element: Element) -> None:
    """Free the content controls around a value from the data they are bound to, which Word would show in its place,
    and from the sign that they show a prompt."""
    for control in element.iterancestors(_CONTROL):
        properties = control.find(_CONTROL_PROPERTIES)
        if properties is not None:
            for name in _BOUND:
                for child in properties.findall(name):
                    properties.remove(child)
