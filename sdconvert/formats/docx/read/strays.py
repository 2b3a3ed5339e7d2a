"""Equations between paragraphs, as ECMA-376 Part 1 allows in all that holds paragraphs (17.2.2), and drawings where no
run or no paragraph is: what should be around them is put there."""

from __future__ import annotations

from sdconvert.formats.docx.names import RUN, TC, M, P, w
from sdconvert.formats.docx.read.census import ElementsByTag
from sdconvert.xmlio import Element

_MATH, _MATH_PARAGRAPH = f"{{{M}}}oMath", f"{{{M}}}oMathPara"
_DRAWINGS = (w("drawing"), w("pict"), w("object"))
CONTAINERS = frozenset((TC, *map(w, ("body", "footnote", "endnote", "comment", "txbxContent", "hdr", "ftr"))))
"""What holds paragraphs and tables."""
_INLINE = frozenset((P, w("hyperlink"), w("fldSimple")))


def put_in_place(elements: ElementsByTag) -> None:
    """Put a run around each drawing that stands among runs, and a paragraph around each drawing and equation that
    stands among paragraphs; equations in a row share one."""
    for tag in _DRAWINGS:
        for drawing in elements[tag]:
            parent = drawing.getparent()
            if parent is not None and (parent.tag in _INLINE or parent.tag in CONTAINERS):
                run = _wrap(drawing, RUN)
                if parent.tag in CONTAINERS:
                    _wrap(run, P)
    made: set[Element] = set()
    for math in elements[_MATH]:
        parent = math.getparent()
        outermost = parent if parent is not None and parent.tag == _MATH_PARAGRAPH else math
        container, previous = outermost.getparent(), outermost.getprevious()
        if container is None or container.tag not in CONTAINERS:
            continue
        if outermost is math and previous is not None and previous in made:
            previous.append(math)
        else:
            made.add(_wrap(outermost, P))


def _wrap(element: Element, tag: str) -> Element:
    """The new element around one that has a parent."""
    wrapper = element.makeelement(tag)
    element.addprevious(wrapper)
    wrapper.append(element)
    return wrapper
