"""Our comments as python-docx writes them, and the marks of their ranges (ECMA-376 Part 1, 17.13.4)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from lxml import etree

from sdconvert.annotation.places import Carrier
from sdconvert.annotation.tags import Change
from sdconvert.formats.docx.names import VAL, w
from sdconvert.patterns import compile_late
from sdconvert.xmlio import Element, escape_attribute, strip_illegal

AUTHOR = "sdconvert"
SUMMARY_INITIALS = "sdconvert"
INITIALS = compile_late(rf"{SUMMARY_INITIALS}|[A-Z]+-?[A-Z]?\d{{3}}")
"""What stands for the author of a comment of ours."""
_LONGEST_INITIALS = 9
_LAST_ID = 2**31 - 1
_STYLES = {w("pStyle"): ("paragraph", "annotation text"), w("rStyle"): ("character", "annotation reference")}
_PARAGRAPH_STYLE, _RUN_STYLE = _STYLES


class OurComment(NamedTuple):
    """A comment to be written: the paragraph that carries it, its initials, its text with a line for each paragraph."""

    paragraph: int
    initials: str
    text: str


class CommentStyles:
    """The styles of comments that a file has, whatever it calls them; a style that it does not have is not named."""

    def __init__(self, styles: Element | None) -> None:
        self._ids: dict[tuple[str, str], str] = {}
        for style in () if styles is None else styles.iter(w("style")):
            name = style.find(w("name"))
            if name is not None:
                key = style.get(w("type"), "paragraph"), name.get(VAL, "").lower()
                self._ids.setdefault(key, style.get(w("styleId"), ""))

    @property
    def reference(self) -> str:
        """The id of the style of a comment's mark, or an empty text."""
        return self._ids.get(_STYLES[_RUN_STYLE], "")

    def settle(self, comment: Element) -> None:
        """Give the comment the styles of the file."""
        for element in list(comment.iter(*_STYLES)):
            id = self._ids.get(_STYLES[str(element.tag)])
            if id:
                element.set(VAL, id)
            else:
                _remove_with_parent(element)


def _remove_with_parent(style: Element) -> None:
    """Take the name of a style away, and the properties that hold nothing else."""
    properties = style.getparent()
    assert properties is not None
    properties.remove(style)
    parent = properties.getparent()
    if parent is not None and not len(properties):
        parent.remove(properties)


def initials_of(code: str) -> str:
    """The id of a code as initials, of which Word takes nine signs: a longer one goes without its hyphen, and without
    the end of its word where that is not enough."""
    if len(code) <= _LONGEST_INITIALS:
        return code
    word, _, number = code.rpartition("-")
    return word[: _LONGEST_INITIALS - len(number)] + number


def find_ids(taken: Iterable[int], count: int) -> Sequence[int]:
    """As many ids as asked for, above those that are taken where there is room, else the first that are free."""
    taken = set(taken)
    start = max(taken, default=-1) + 1
    if start + count <= _LAST_ID:
        return range(start, start + count)
    free = (id for id in range(_LAST_ID) if id not in taken)
    return [next(free) for _ in range(count)]


def write_empty_part() -> bytes:
    """A comments part without a comment."""
    return bytes(_make_part().blob)


def write_comments(
    comments: Iterable[tuple[int, OurComment]], styles: CommentStyles, date: datetime | None
) -> Iterator[bytes]:
    """Each comment as an element that declares what it needs."""
    part: Any = _make_part()
    for id, comment in comments:
        written = part.comments.add_comment(strip_illegal(comment.text)[0], AUTHOR, comment.initials)
        element = written._comment_elm
        element.getparent().remove(element)  # python-docx looks at all ids for each next one
        element.id, element.date = id, date
        styles.settle(element)
        etree.cleanup_namespaces(element)
        yield etree.tostring(element)


def _make_part() -> Any:
    from docx.parts.comments import CommentsPart

    return CommentsPart.default(None)  # type: ignore[arg-type] # nothing here asks for the package


def mark_range(carrier: Carrier, ids: Sequence[int], reference_style: str, namespace: bytes) -> Iterator[Change]:
    """The changes that put the ranges of these comments on a paragraph, and their references behind it."""
    name = carrier.prefix + b":" if carrier.prefix else b"w:"
    declaration = b"" if carrier.prefix else b' xmlns:w="%b"' % namespace

    def mark(local: bytes, id: int) -> bytes:
        return b'<%b%b%b %bid="%d"/>' % (name, local, declaration, name, id)

    style = b'<%brPr><%brStyle %bval="%b"/></%brPr>' % (
        name,
        name,
        name,
        escape_attribute(reference_style).encode(),
        name,
    )
    starts = b"".join([mark(b"commentRangeStart", id) for id in ids])
    ends = b"".join(
        [
            mark(b"commentRangeEnd", id)
            + b"<%br%b>" % (name, declaration)
            + (style if reference_style else b"")
            + mark(b"commentReference", id)
            + b"</%br>" % name
            for id in ids
        ]
    )
    if carrier.is_empty:
        tag = carrier.prefix + b":p" if carrier.prefix else b"p"
        yield Change(carrier.end - 2, carrier.end, b">%b%b</%b >" % (starts, ends, tag))
    else:
        yield Change(carrier.start, carrier.start, starts)
        yield Change(carrier.end, carrier.end, ends)
