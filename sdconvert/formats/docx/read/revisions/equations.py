"""Constructs of equations that were inserted or deleted (ECMA-376 Part 1, 17.13.5.13, 17.13.5.16): the change marks the
signs of a fraction, a root and their kin, what stands in them has changes of its own."""

from __future__ import annotations

from collections.abc import Iterable

from sdconvert.formats.docx.names import RUN, M
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.joining import is_within
from sdconvert.formats.docx.read.revisions.content import remove_content
from sdconvert.formats.docx.read.revisions.kinds import marked_construct
from sdconvert.xmlio import Element, replace

_ARGUMENTS = frozenset(f"{{{M}}}{name}" for name in ("e", "num", "den", "sub", "sup", "deg", "lim", "fName"))
_ROW, _CELL = f"{{{M}}}mr", f"{{{M}}}e"
_RUNS = (f"{{{M}}}r", RUN)
_NO_MOVES: frozenset[Element] = frozenset()


def remove_constructs(revisions: Iterable[Element], root: Element, gone: frozenset[str], reading: Reading) -> None:
    """Take out the constructs and arguments whose signs are gone; what they hold and is not gone itself stays."""
    for revision in revisions:
        construct = marked_construct(revision)
        if construct is None or not is_within(construct, root):
            continue
        if not _keeps_text(construct, gone):
            _remove(construct, revision, reading)
        elif construct.tag not in _ARGUMENTS and construct.tag != _ROW:
            replace(construct, _contents(construct))


def _keeps_text(construct: Element, gone: frozenset[str]) -> bool:
    """Whether anything in a construct is not gone."""
    for run in construct.iter(*_RUNS):
        enclosing = [ancestor.tag for ancestor in run.iterancestors(*gone) if _is_in(ancestor, construct)]
        if not enclosing:
            return True
    return False


def _is_in(element: Element, construct: Element) -> bool:
    return any(ancestor is construct for ancestor in element.iterancestors())


def _remove(construct: Element, revision: Element, reading: Reading) -> None:
    """Remove a construct, or one of several equal arguments with the row of a matrix that has no others; an argument
    that its construct needs stays, empty."""
    if construct.tag not in _ARGUMENTS:
        remove_content(construct, revision, reading, _NO_MOVES)
        return
    parent = construct.getparent()
    if construct.tag != _CELL or parent is None:
        return
    if len(parent.findall(_CELL)) > 1:
        remove_content(construct, revision, reading, _NO_MOVES)
    elif parent.tag == _ROW:
        remove_content(parent, revision, reading, _NO_MOVES)


def _contents(construct: Element) -> list[Element]:
    """What stands in the arguments of a construct, in order."""
    contents: list[Element] = []
    for child in construct:
        if child.tag == _ROW:
            contents += _contents(child)
        elif child.tag in _ARGUMENTS:
            contents += [inner for inner in child if not str(inner.tag).endswith("Pr")]
    return contents
