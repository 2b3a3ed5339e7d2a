"""The numbers of all paragraphs of the body, for fields that Word computes and the file holds no result of: references
to a paragraph's number in full or relative context, and where things stand (ECMA-376 Part 1, 17.16.5.50)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from sdconvert.formats.docx.names import P, T, w
from sdconvert.formats.docx.read.context import Reading
from sdconvert.formats.docx.read.formatting.cascade import ParagraphProperties
from sdconvert.formats.docx.read.formatting.labels import LabelPart, LabelSequence
from sdconvert.xmlio import Element

_START, _END = w("bookmarkStart"), w("bookmarkEnd")
_NAME, _ID = w("name"), w("id")
_TAB = w("tab")
_DELIMITERS = frozenset(".,:;-–—/()[]{}")


class Context(Enum):
    """How much of a paragraph's number is shown: its own label, all that leads to it, or what differs from here."""

    NONE = "\\n"
    FULL = "\\w"
    RELATIVE = "\\r"


class _Numbered(NamedTuple):
    """A numbered paragraph: its list, and the labels of all levels down to its own."""

    list_key: str
    labels: tuple[tuple[LabelPart, ...], ...]

    @property
    def numbers(self) -> list[str]:
        """The number of each level alone."""
        return ["".join([part.text for part in label if part.ilvl == ilvl]) for ilvl, label in enumerate(self.labels)]


class NumberAccount:
    """What Word knows of the paragraphs of a body when it computes a field. Nothing is counted before it is asked."""

    def __init__(self, body: Element, reading: Reading) -> None:
        self._body = body
        self._reading = reading

    def find_bookmark(self, name: str) -> Element | None:
        """Where the bookmark of this name begins."""
        return self._bookmarks.get(name.lower())

    def paragraph_of(self, mark: Element) -> Element | None:
        """The paragraph that something stands in, or the next one."""
        for ancestor in mark.iterancestors(P):
            return ancestor
        return next((paragraph for following in mark.itersiblings() for paragraph in following.iter(P)), None)

    def number(self, paragraph: Element, context: Context, here: Element | None, *, only_numbers: bool) -> str | None:
        """The number of a paragraph without trailing periods, None where it has none.

        `here` is the paragraph that refers to it, `only_numbers` leaves out words and signs that delimit nothing.
        """
        numbered = self._numbered.get(paragraph)
        if numbered is None or not numbered.labels[-1]:
            return None
        highest = 0 if context is Context.FULL else len(numbered.labels) - 1
        if context is Context.RELATIVE:
            highest = self._first_difference(numbered, here)
        return _join(numbered.labels, highest, only_numbers) or None

    def is_in_body(self, paragraph: Element) -> bool:
        """Whether a paragraph is one of the body, and not of a note."""
        return paragraph in self._order

    def is_before(self, one: Element, other: Element) -> bool:
        """Whether a paragraph of the body stands before another."""
        return self._order[one] < self._order[other]

    def properties(self, paragraph: Element) -> ParagraphProperties:
        """How a paragraph looks."""
        return self._reading.read_properties(paragraph)

    def paragraphs(self) -> Sequence[Element]:
        """All paragraphs in order."""
        return list(self._order)

    def marked(self, start: Element, *tags: str) -> Iterable[Element]:
        """The elements of these tags in a bookmark that does not leave its paragraph."""
        paragraph = next(start.iterancestors(P), None)
        is_open = False
        for element in () if paragraph is None else paragraph.iter(_START, _END, *tags):
            if element is start:
                is_open = True
            elif element.tag == _END and element.get(_ID) == start.get(_ID):
                return
            elif is_open and element.tag not in (_START, _END):
                yield element

    def marked_text(self, start: Element) -> str:
        """The text in a bookmark that does not leave its paragraph."""
        return "".join([element.text or "" if element.tag == T else "\t" for element in self.marked(start, T, _TAB)])

    @cached_property
    def _bookmarks(self) -> dict[str, Element]:
        found: dict[str, Element] = {}
        for start in self._body.iter(_START):
            found.setdefault(start.get(_NAME, "").lower(), start)
        return found

    @cached_property
    def _order(self) -> dict[Element, int]:
        return {paragraph: number for number, paragraph in enumerate(self._body.iter(P))}

    @cached_property
    def _numbered(self) -> dict[Element, _Numbered]:
        running = LabelSequence(self._reading.numbering)
        found: dict[Element, _Numbered] = {}
        for paragraph in self._order:
            properties = self.properties(paragraph)
            if properties.num_id is not None:
                label = running.next(properties.num_id, properties.ilvl)
                if not label.is_bullet:
                    labels = running.labels_down_to(properties.num_id, properties.ilvl)
                    found[paragraph] = _Numbered(label.list_key, labels)
            for num_id, ilvl in self._reading.numbers_not_shown.get(paragraph, ()):
                running.next(num_id, ilvl)
        return found

    def _first_difference(self, numbered: _Numbered, here: Element | None) -> int:
        """The highest level that tells the paragraph from where it is referred to, which is where the last paragraph of
        the same list leaves it."""
        last = self._last_of_list(numbered.list_key, here)
        if last is None:
            return 0
        pairs = zip(numbered.numbers, last.numbers, strict=False)
        return next((ilvl for ilvl, (one, other) in enumerate(pairs) if one != other), len(numbered.labels) - 1)

    def _last_of_list(self, list_key: str, here: Element | None) -> _Numbered | None:
        last = None
        for paragraph, numbered in self._numbered.items():
            if here is None or self._order.get(here, -1) < self._order[paragraph]:
                break
            if numbered.list_key == list_key:
                last = numbered
        return last


def _join(labels: tuple[tuple[LabelPart, ...], ...], highest: int, only_numbers: bool) -> str:
    """The labels from the deepest up to a level, without those that a deeper one shows already. A period goes where
    nothing needs it: at the end, and before a label that begins with a sign of its own, as in `1(a)`."""
    text = ""
    shown: set[int] = set()
    for ilvl in range(len(labels) - 1, -1, -1):
        if ilvl in shown or not labels[ilvl]:
            continue
        if ilvl < highest and text:
            break
        label = "".join([_text_of(part, only_numbers) for part in labels[ilvl]]).strip()
        if not text or not text[0].isalnum():
            label = label.rstrip(".")
        text = label + text
        shown |= {part.ilvl for part in labels[ilvl] if part.ilvl is not None}
    return text


def _text_of(part: LabelPart, only_numbers: bool) -> str:
    if part.ilvl is not None or not only_numbers:
        return part.text
    return "".join([sign for sign in part.text if sign in _DELIMITERS])
