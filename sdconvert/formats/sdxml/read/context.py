"""What one read knows and collects on its way through the tree."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from operator import attrgetter
from typing import Any, Protocol, TypeVar

from sdconvert.findings import Code, Location, Report, Severity, declare
from sdconvert.formats.sdxml.attributes import UUID, is_uuid, parse_digits
from sdconvert.formats.sdxml.grammar import grammar
from sdconvert.formats.sdxml.names import MAIN_PART
from sdconvert.formats.sdxml.package import PackageFiles
from sdconvert.formats.sdxml.read.pictures import PackagePictures
from sdconvert.frozen import dataclass
from sdconvert.ledger import Kind
from sdconvert.model.extra import Extra
from sdconvert.model.inlines import Comment
from sdconvert.xmlio import Element, attributes_of, children_of, text_of

V = TypeVar("V")
L = TypeVar("L")


class BlockLook(Protocol):
    """What the attributes of a block say but for its id; `extra` is carried along."""

    @property
    def extra(self) -> Extra: ...


B = TypeVar("B", bound=BlockLook)
OpenBlock = tuple[str | None, str, B, Extra]
"""The id of a block in the file, its id in the document, what else its attributes say, and what is carried of them."""
_LookKey = tuple[object, ...]
_tail_of = attrgetter("tail")
_new_tuple = tuple.__new__
_is_uuid = UUID.fullmatch

UNKNOWN_ELEMENT = declare(
    "SDXML-R010",
    Severity.WARNING,
    "SDXML 2.6 knows no element {element} in {parent}; the text of {count} of them is kept: {text}",
    hint="Compare the place with the source.",
    why="What an unknown element was to say beyond its text is not known.",
)
UNKNOWN_ATTRIBUTE = declare(
    "SDXML-R011",
    Severity.WARNING,
    "SDXML 2.6 gives {element} no attribute {attribute}; {count} of them are not in the result: {values}",
    why="What an unknown attribute was to say is not known. The finding holds the first values.",
)
VALUE_NOT_ALLOWED = declare(
    "SDXML-R012",
    Severity.WARNING,
    "The attribute {attribute} of {count} {element} is “{value}”, which SDXML 2.6 does not know; it was read as "
    "{result}.",
    why="Levels are 0 to 5, indents 0 to 15, switches 0 or 1; alignments and kinds have lists of their own.",
)
ID_REPEATED = declare(
    "SDXML-R017",
    Severity.WARNING,
    "The id {id} is carried by more than one element; {count} of them get an id of their own.",
    hint="Look at the references to it: they lead to the first.",
    why="Comments, changes and references are kept by id, so that an import takes each but once.",
)
TEXT_OUT_OF_PLACE = declare(
    "SDXML-R013",
    Severity.WARNING,
    "The text “{text}” stands directly in {element}, which takes only elements; it became a paragraph.",
    why="Text belongs to a block.",
)
ELEMENT_OUT_OF_PLACE = declare(
    "SDXML-R014",
    Severity.INFO,
    "There is no place for {element} in {parent}; {count} of them were read all the same.",
    why="The grammar of SDXML 2.6 does not have it there.",
)
TEXT_LOST = declare(
    "SDXML-R015",
    Severity.WARNING,
    "The text “{text}” stands directly in {element}, which takes only elements; it is not in the result.",
    hint="Put the text into a block; the finding holds it.",
    why="Between the rows or cells of a table, in the metadata and in the index there is nothing that could hold it.",
)
ELEMENT_LOST = declare(
    "SDXML-R016",
    Severity.WARNING,
    "SDXML 2.6 knows no element {element} in {parent}; it is not in the result: {text}",
    hint="Put the text where it belongs; the finding holds it.",
    why="The element stands outside of the text, where nothing could hold it.",
)
DANGLING_REFERENCE = declare(
    "SDXML-R041",
    Severity.WARNING,
    "A cross-reference names the id “{id}”, which no block carries.",
    hint="Give the target this id, or remove the xref.",
    why="The reference leads nowhere.",
)
DANGLING_MARK = declare(
    "SDXML-R042",
    Severity.WARNING,
    "An index mark names the id “{id}”, which no index-node carries.",
    hint="Add an index-node with this id, or remove the mark.",
    why="The mark belongs to no entry, so the place is missing from the index.",
)

MAX_QUOTED = 80
_MAX_VALUES = 20
_MOST_LOOKS = 1000


@dataclass(slots=True)
class _ValueTally:
    code: Code
    at: Location | None
    details: dict[str, object]
    count: int = 0
    values: list[str] = field(default_factory=list)


Spelling = Callable[[str], bool]


class Reading:
    """The state of one read. `comments` are those that hang on a block, by its id; `at` is the current block.

    `references` and `marks` are the ids that cross-references and index marks name, with the first place of each,
    `entries` the ids of the index.
    """

    def __init__(self, files: PackageFiles, report: Report, comments: Mapping[str, tuple[Comment, ...]]) -> None:
        self.report = report
        self.comments = dict(comments)
        self.pictures = PackagePictures(files, report)
        self.own_styles: set[str] = set()
        self.at: Location | None = None
        self.references: dict[str, Location | None] = {}
        self.marks: dict[str, Location | None] = {}
        self.entries: set[str] = set()
        self.heading = ""
        self.document_id: str | None = None
        self._ids: set[str] = set()
        self._tallies: dict[tuple[str, ...], _ValueTally] = {}
        self._told = 0
        self._looks: dict[_LookKey, Any] = {}

    # ------------------------------------------------------------------------------------------------------ findings

    def tally(self, code: Code, key: tuple[str, ...], shown: str = "", **details: object) -> None:
        """Count what is reported once for each key, with the place and details of the first and what is
        shown of some."""
        self._told += 1
        tally = self._tallies.get((code.id, *key))
        if tally is None:
            tally = self._tallies[(code.id, *key)] = _ValueTally(code, self.at, details)
        tally.count += 1
        if shown and len(tally.values) < _MAX_VALUES:
            tally.values.append(shown)

    def close(self) -> None:
        """Report what was tallied, what leads nowhere, and the pictures that nothing refers to."""
        self._report_dangling(DANGLING_REFERENCE, self.references, self._ids)
        self._report_dangling(DANGLING_MARK, self.marks, self.entries)
        for tally in self._tallies.values():
            values = ", ".join(tally.values)
            self.report.add(tally.code, tally.at, count=tally.count, values=values, text=values, **tally.details)
        self.pictures.report_unused()

    def _report_dangling(self, code: Code, named: Mapping[str, Location | None], known: set[str]) -> None:
        for name, at in named.items():
            if name not in known:
                self.report.add(code, at, id=name[:MAX_QUOTED])

    def take_children(self, element: Element) -> list[Element]:
        """The children of an element in which no block could take text; such text is reported as lost."""
        children = children_of(element)
        if element.text or any(map(_tail_of, children)):
            self._lose_texts(element, children)
        return children

    def _lose_texts(self, element: Element, children: list[Element]) -> None:
        for text in (element.text, *map(_tail_of, children)):
            if text and (words := text.strip()):
                self.lose(TEXT_LOST, {Kind.CHARACTERS: len(words)}, text=words, element=str(element.tag))

    def lose_content(self, element: Element) -> None:
        """Report the text in an element that is to be empty."""
        words = text_of(element).strip()
        if words:
            self.lose(TEXT_LOST, {Kind.CHARACTERS: len(words)}, text=words, element=str(element.tag))

    def lose_element(self, element: Element) -> None:
        """Report an element that nothing could hold."""
        parent = element.getparent()
        names = {"element": str(element.tag)[:MAX_QUOTED], "parent": "" if parent is None else str(parent.tag)}
        text = text_of(element).strip()
        self.lose(ELEMENT_LOST, {Kind.CHARACTERS: len(text)}, text=text, **names)

    def report_unknown_element(self, element: Element) -> None:
        """Report an element that has no meaning here; the caller keeps its text."""
        parent = element.getparent()
        names = {"element": str(element.tag)[:MAX_QUOTED], "parent": "" if parent is None else str(parent.tag)}
        self.tally(UNKNOWN_ELEMENT, tuple(names.values()), _words(element), **names)
        self.report_unknown_attributes(element, ())

    def report_unknown_attributes(self, element: Element, known: tuple[str, ...]) -> None:
        """Report the attributes of an element that are not among those known."""
        for name, value in attributes_of(element):
            if name not in known:
                self.report_unknown_attribute(element, name, value)

    def report_unknown_attribute(self, element: Element, name: str, value: str) -> None:
        details = {"element": str(element.tag)[:MAX_QUOTED], "attribute": name[:MAX_QUOTED]}
        self.tally(UNKNOWN_ATTRIBUTE, tuple(details.values()), value[:MAX_QUOTED], **details)

    def report_misplaced(self, element: Element) -> None:
        """Report a known element in a parent that does not take it."""
        parent = element.getparent()
        names = {"element": str(element.tag), "parent": "" if parent is None else str(parent.tag)}
        self.tally(ELEMENT_OUT_OF_PLACE, tuple(names.values()), **names)

    # ---------------------------------------------------------------------------------------------------- attributes

    def read_choice(self, element: Element, name: str, choices: Mapping[str, V], default: V) -> V:
        """What the value of an attribute stands for, the default when it is not there or not known."""
        value = element.get(name)
        if value is None:
            return default
        found = choices.get(value)
        if found is not None:
            return found
        self.report_value(element, name, value, str(default))
        return default

    def read_number(self, element: Element, name: str, highest: int) -> int | None:
        """A level, an indent or a switch; what is too high is the highest, what is no number is None."""
        value = element.get(name)
        if value is None:
            return None
        number = parse_digits(value, highest)
        if number is None or value != str(number):
            result = number if number is not None else highest if value.isascii() and value.isdigit() else None
            self.report_value(element, name, value, "none" if result is None else str(result))
            return result
        return number

    def read_flag(self, element: Element, name: str, *, default: bool = False) -> bool:
        """Whether a switch is on."""
        number = self.read_number(element, name, 1)
        return default if number is None else number == 1

    def report_value(self, element: Element, name: str, value: str, result: str) -> None:
        """Report a value that is none, and what it was read as."""
        details = {"element": str(element.tag), "attribute": name, "value": value[:MAX_QUOTED], "result": result}
        self.tally(VALUE_NOT_ALLOWED, tuple(details.values()), **details)

    def take_id(self, own: str | None) -> tuple[str, Extra]:
        """The id of a block, and what is to be carried of it: an id that we would write otherwise, or that none is
        there. Of several blocks with one id the first has it; one with the id of the document or of a block before the
        index is known by it, and gets another one when it is written. Loses: SDXML-R017."""
        if own is None:
            return "", (("id", None),)
        if own in self._ids:
            self.tell_repeated(own)
            return "", ()
        self._ids.add(own)
        if own == self.document_id:
            self.tell_repeated(own)
            return own, ()
        return own, () if is_uuid(own) else (("id", own),)

    def is_taken(self, id: str) -> bool:
        """Whether the document or a block has the id."""
        return id in self._ids or id == self.document_id

    def tell_repeated(self, id: str) -> None:
        """Count an element whose id another one has. Loses: SDXML-R017."""
        self.tally(ID_REPEATED, (id,), id=id[:MAX_QUOTED])

    def open_block(self, element: Element, read: Callable[[Reading, Element], B]) -> OpenBlock[B]:
        """The id of a block in the file and in the document, and what else its attributes say, as `read` has it.
        Loses: SDXML-R017 and what `read` loses."""
        attributes = attributes_of(element)
        own = attributes.pop(0)[1] if attributes and attributes[0][0] == "id" else _take_out("id", attributes)
        key = (read, *attributes)
        look: B = self._looks.get(key) or self._read_look(key, element, read)
        if own is None or own in self._ids or own == self.document_id or _is_uuid(own) is None:
            own_id, extra = self.take_id(own)
            return own, own_id, look, extra + look.extra
        self._ids.add(own)
        return own, own, look, look.extra

    def read_all_but(self, name: str, element: Element, read: Callable[[Reading, Element], L]) -> tuple[str | None, L]:
        """What an attribute says that differs from element to element, None where it is not there, and what the others
        say, as `read` has it: read as by `read_look`."""
        attributes = attributes_of(element)
        value = _take_out(name, attributes)
        key = (read, *attributes)
        return value, self._looks.get(key) or self._read_look(key, element, read)

    def read_look(self, element: Element, read: Callable[[Reading, Element], L]) -> L:
        """What the attributes of an element say, as `read` has it: read once for each combination of them, and each
        time where there is something to report."""
        key = (read, *attributes_of(element))
        look: L | None = self._looks.get(key)
        return look or self._read_look(key, element, read)

    def _read_look(self, key: _LookKey, element: Element, read: Callable[[Reading, Element], L]) -> L:
        told = self._told
        look = read(self, element)
        if self._told == told and len(self._looks) < _MOST_LOOKS:
            self._looks[key] = look
        return look

    def carry_attributes(self, element: Element, spellings: Mapping[str, Spelling]) -> Extra:
        """The attributes that the writer would not write as they stand. `spellings` has for each known attribute
        whether a value is one that it writes itself."""
        kept = []
        for name, value in attributes_of(element):
            is_ours = spellings.get(name)
            if is_ours is None:
                if name != "id":
                    self.report_unknown_attribute(element, name, value)
            elif not is_ours(value):
                kept.append((name, value))
        return tuple(kept)

    # --------------------------------------------------------------------------------------------------------- losses

    def lose(self, code: Code, counts: Mapping[Kind, int], **details: object) -> None:
        """Report content that is not in the result."""
        self.report.read(counts)
        self.report.drop(code, counts, self.at, **details)


def _take_out(name: str, attributes: list[tuple[str, str]]) -> str | None:
    """The value of one of the attributes, which are left without it."""
    for place, (each, value) in enumerate(attributes):
        if each == name:
            del attributes[place]
            return value
    return None


def locate(element: Element, number: int, heading: str) -> Location:
    """The place of a block of the document, the `number`-th from 1."""
    words = (element.text or "")[:60]
    return _new_tuple(Location, (MAIN_PART, None, heading, words, "", f"/smashdoc/document/*[{number}]"))


def is_valid(element: Element) -> bool:
    """Whether an element is, with all it holds, as the grammar has it, and can be carried along as XML."""
    return bool(grammar().validate(element))


def _words(element: Element) -> str:
    return text_of(element)[:200]
