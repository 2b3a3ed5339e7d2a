"""What stands inside a block."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from sdconvert.findings import Severity, declare
from sdconvert.formats.sdxml.names import FILE, MARK_ELEMENTS
from sdconvert.formats.sdxml.read.context import Reading
from sdconvert.frozen import builder
from sdconvert.model.inlines import (
    NO_MARKS,
    CrossReference,
    IndexMark,
    Inline,
    InlinePicture,
    LineBreak,
    Link,
    Mark,
    Note,
    Run,
    Sidenote,
)
from sdconvert.xmlio import Element, attributes_of, children_of

LINK_IN_LINK = declare(
    "SDXML-R020",
    Severity.WARNING,
    "A link to {inner} stands within the link to {outer}; its text leads to the inner one only.",
    hint="Decide where the text is to lead to.",
    why="One text can lead to one place.",
)
STYLE_IN_STYLE = declare(
    "SDXML-R021",
    Severity.WARNING,
    "The character style “{inner}” stands within “{outer}” {count} time(s); the text there has the inner one only.",
    why="A text has one character style.",
)
SCRIPT_IN_SCRIPT = declare(
    "SDXML-R022",
    Severity.WARNING,
    "Superscript and subscript stand in each other {count} time(s); the text there has the inner one only.",
    why="Text is either above or below the line.",
)

_MARKS = {name: mark for mark, name in MARK_ELEMENTS.items()}
_ALONE = {mark: frozenset({mark}) for mark in Mark}
_OTHER_SCRIPT = {Mark.SUBSCRIPT: Mark.SUPERSCRIPT, Mark.SUPERSCRIPT: Mark.SUBSCRIPT}

Marks = frozenset[Mark]
_build_run, _build_link = builder(Run), builder(Link)


def read_content(reading: Reading, element: Element) -> tuple[Inline, ...]:
    """The content of an element that holds text.

    Source: DTD, the content of `heading`, `paragraph`, `ol-li`, `ul-li`, `p`, `footnote`, `sidenote` and `img`.
    Loses: SDXML-R010, SDXML-R011, SDXML-R020 to SDXML-R022.
    """
    children = children_of(element)
    if children:
        return _InlineReader(reading).read(element, children)
    text = element.text
    return (_build_run(text),) if text else ()


class _OpenLink:
    """A link whose content is being read; `is_written` when something of it, or within it, has been."""

    __slots__ = ("content", "href", "is_written")

    def __init__(self, href: str) -> None:
        self.href = href
        self.content: list[Inline] = []
        self.is_written = False


class _InlineReader:
    """Flattens nested elements into runs. What stands between `a` and its end is collected in a link."""

    __slots__ = ("_link", "_out", "_reading", "_target")

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._out: list[Inline] = []
        self._target = self._out
        self._link: _OpenLink | None = None

    def read(self, element: Element, children: list[Element]) -> tuple[Inline, ...]:
        self._walk(element, children, NO_MARKS, "")
        return tuple(self._out)

    def _walk(self, element: Element, children: list[Element], marks: Marks, style: str) -> None:
        text = element.text
        if text:
            self._add_text(text, marks, style)
        for child in children:
            tag = child.tag
            mark = _MARKS.get(tag)
            if mark is None:
                self._read_other(child, tag, marks, style)
            else:
                if child.items():
                    self._reading.report_unknown_attributes(child, ())
                within = self._add_mark(marks, mark) if marks else _ALONE[mark]
                self._walk(child, children_of(child), within, style)
            text = child.tail
            if text:
                self._add_text(text, marks, style)

    def _add_text(self, text: str, marks: Marks, style: str) -> None:
        target = self._target
        if target:
            last = target[-1]
            if type(last) is Run and last.style == style and last.marks == marks:
                target[-1] = _build_run(last.text + text, marks, style)
                return
        target.append(_build_run(text, marks, style))

    def _read_other(self, child: Element, tag: str, marks: Marks, style: str) -> None:
        if tag == "br":
            self._target.append(LineBreak(marks, style))
            self._read_within_empty(child, marks, style)
        elif tag == "a":
            self._read_link(child, marks, style)
        elif tag == "inline":
            self._read_styled(child, marks, style)
        elif (read_object := _OBJECTS.get(tag)) is not None:
            self._add_object(read_object(self._reading, child))
            if tag in _EMPTY:
                self._read_within_empty(child, marks, style)
        else:
            self._reading.report_unknown_element(child)
            self._walk(child, children_of(child), marks, style)

    def _read_within_empty(self, element: Element, marks: Marks, style: str) -> None:
        """Read what stands in an element that is to hold nothing."""
        children = children_of(element)
        if children or element.text:
            self._walk(element, children, marks, style)

    def _add_mark(self, marks: Marks, mark: Mark) -> Marks:
        if _OTHER_SCRIPT.get(mark) in marks:
            self._reading.tally(SCRIPT_IN_SCRIPT, ())
        return _with_mark(marks, mark)

    def _read_styled(self, element: Element, marks: Marks, outer: str) -> None:
        attributes = attributes_of(element)
        if len(attributes) == 1 and attributes[0][0] == "stylename":
            style = attributes[0][1] or outer
        else:
            style = element.get("stylename") or outer
            self._reading.report_unknown_attributes(element, ("stylename",))
        if outer and style != outer:
            self._reading.tally(STYLE_IN_STYLE, (outer, style), inner=style, outer=outer)
        self._walk(element, children_of(element), marks, style)

    # ---------------------------------------------------------------------------------------------------------- links

    def _read_link(self, element: Element, marks: Marks, style: str) -> None:
        attributes = attributes_of(element)
        if len(attributes) == 1 and attributes[0][0] == "href":
            href = attributes[0][1]
        else:
            href = element.get("href", "")
            self._reading.report_unknown_attributes(element, ("href",))
        outer = self._link
        if outer is None and not len(element):
            text = element.text
            self._out.append(_build_link(href, (_build_run(text, marks, style),) if text else ()))
            return
        if outer is not None:
            self._reading.report.add(LINK_IN_LINK, self._reading.at, inner=href, outer=outer.href)
        self._interrupt_link()
        self._enter(_OpenLink(href))
        self._walk(element, children_of(element), marks, style)
        if self._link is not None and (self._link.content or not self._link.is_written):
            self._emit(self._link)
        self._enter(outer)

    def _enter(self, link: _OpenLink | None) -> None:
        self._link = link
        self._target = self._out if link is None else link.content

    def _interrupt_link(self) -> None:
        """Put what the open link holds so far into the result; what follows in it goes on in a new one."""
        link = self._link
        if link is not None:
            if link.content:
                self._emit(link)
            link.is_written = True
            link.content = []

    def _emit(self, link: _OpenLink) -> None:
        held = tuple([node for node in link.content if isinstance(node, (Run, LineBreak))])
        self._out.append(_build_link(link.href, held))

    def _add_object(self, node: Inline) -> None:
        """An object interrupts a link that it stands in: links hold text only."""
        if self._link is not None:
            self._interrupt_link()
            self._target = self._link.content
        self._out.append(node)


@lru_cache(maxsize=1024)
def _with_mark(marks: Marks, mark: Mark) -> Marks:
    other = _OTHER_SCRIPT.get(mark)
    return (marks - {other} if other is not None else marks) | {mark}


def _read_note(reading: Reading, element: Element) -> Note:
    reading.report_unknown_attributes(element, ())
    return Note((read_content(reading, element),))


def _read_sidenote(reading: Reading, element: Element) -> Sidenote:
    reading.report_unknown_attributes(element, ())
    return Sidenote(read_content(reading, element))


def _read_img(reading: Reading, element: Element) -> InlinePicture:
    reading.report_unknown_attributes(element, ("filename", "caption"))
    reference = element.get("filename", "")
    for inner in list(element.iterdescendants(*_OBJECTS)):
        if next(inner.iterancestors(*_OBJECTS)) is element:
            reading.lose_element(inner)
    caption = tuple([node for node in read_content(reading, element) if isinstance(node, (Run, LineBreak, Link))])
    asset = reading.pictures.take(reference, reading.at)
    return InlinePicture(asset, element.get("caption", ""), caption=caption, extra=((FILE, reference),))


def _read_xref(reading: Reading, element: Element) -> CrossReference:
    target, shown = reading.read_all_but("href", element, _read_what_is_shown)
    reading.references.setdefault(target or "", reading.at)
    return CrossReference(target or "", *shown)


def _read_what_is_shown(reading: Reading, element: Element) -> tuple[bool, bool]:
    """Whether a reference shows the number of its target, and its content."""
    reading.report_unknown_attributes(element, ("href", "data-num-enabled", "data-content-enabled"))
    has_number = reading.read_flag(element, "data-num-enabled")
    return has_number, reading.read_flag(element, "data-content-enabled")


def _read_index(reading: Reading, element: Element) -> IndexMark:
    entry = element.get("data-id", "")
    if len(element.items()) != 1 or not entry:
        reading.report_unknown_attributes(element, ("data-id",))
    reading.marks.setdefault(entry, reading.at)
    return IndexMark(entry)


_OBJECTS: dict[str, Callable[[Reading, Element], Inline]] = {
    "footnote": _read_note,
    "sidenote": _read_sidenote,
    "img": _read_img,
    "xref": _read_xref,
    "index": _read_index,
}
_EMPTY = frozenset({"xref", "index"})
