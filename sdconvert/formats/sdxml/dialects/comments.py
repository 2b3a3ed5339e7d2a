"""Comments, which 2.13 and later keep in an element of their own beside the document."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.formats.sdxml.names import MAIN_PART
from sdconvert.ledger import Kind
from sdconvert.model.inlines import Comment
from sdconvert.xmlio import Element, attributes_of, remove, text_of

COMMENT_DETAILS = declare(
    "SDXML-D010",
    Severity.INFO,
    "Of {count} comment(s) this was not understood: {attributes}",
    why="The attributes of a comment are not published: author, date, the block it is on and the words it is about are "
    "taken from those that look like it.",
)

TEXT_BETWEEN_COMMENTS = declare(
    "SDXML-D011",
    Severity.WARNING,
    "The text “{text}” stands between comments; it is not in the result.",
    why="It belongs to no comment.",
)

_AUTHORS = ("author", "creator", "user", "user-name", "username", "created-by", "name")
_DATES = ("date", "created", "created-at", "created_at", "timestamp", "time", "datetime")
_WORDS = ("words", "quote", "selected-text", "selection")
_REPLIES = ("comment", "reply", "answer")
_GROUPS = ("comments", "replies", "answers")
_PARAGRAPHS = ("p", "paragraph", "text", "content")
_MAX_SHOWN = 20


def lift_comments(root: Element, report: Report) -> dict[str, tuple[Comment, ...]]:
    """The comments by the id of the block they are on, taken out of the tree. Those on no block stand under their own
    id, or a number.

    Source: the dialects 2.13 and later; `comments`. Loses: SDXML-D010.
    """
    lifted: dict[str, tuple[Comment, ...]] = {}
    reader = _CommentReader(root)
    for group in root.findall("comments"):
        for number, element in enumerate(reader.take_threads(group)):
            target = reader.target(element) or f"comment {element.get('id', number)}"
            lifted[target] = (*lifted.get(target, ()), reader.read(element))
        _report_stray(group, report)
        remove(group)
    reader.report_unknown(report)
    return lifted


def _report_stray(group: Element, report: Report) -> None:
    for text in (group.text, *(comment.tail for comment in group)):
        if text and (words := text.strip()):
            counts = {Kind.CHARACTERS: len(words)}
            report.read(counts)
            report.drop(TEXT_BETWEEN_COMMENTS, counts, Location(MAIN_PART), text=words)


class _CommentReader:
    """Reads comments by what their attributes look like."""

    def __init__(self, root: Element) -> None:
        body = root.find("document")
        self._blocks = set() if body is None else {value for element in body.iter() if (value := element.get("id"))}
        self._comments = {value for each in root.iter(*_REPLIES) if (value := each.get("id"))}
        self._answers: dict[str, list[Element]] = {}
        self._unknown: list[str] = []
        self._count = 0

    def take_threads(self, group: Element) -> list[Element]:
        """The comments that answer no other one of the group."""
        threads = []
        for element in group:
            parent = self._reference(element, self._comments)
            if parent and not self.target(element):
                self._answers.setdefault(parent, []).append(element)
            else:
                threads.append(element)
        return threads

    def target(self, element: Element) -> str:
        """The id of the block that a comment is on, empty for none."""
        return self._reference(element, self._blocks)

    @staticmethod
    def _reference(element: Element, ids: set[str]) -> str:
        values = [value for name, value in attributes_of(element) if name != "id"]
        return next((value for value in values if value in ids), "")

    def read(self, element: Element) -> Comment:
        """The comment with its replies, nested or named by its id."""
        self._note_unknown(element)
        attributes = dict(attributes_of(element))
        nested = [child for child in element if child.tag in _REPLIES]
        nested += [child for group in element if group.tag in _GROUPS for child in group]
        answers = self._answers.pop(element.get("id", ""), [])
        return Comment(
            _first(attributes, _AUTHORS),
            _first(attributes, _DATES),
            tuple(_paragraphs(element)),
            _first(attributes, _WORDS),
            tuple([self.read(reply) for reply in (*nested, *answers)]),
        )

    def _note_unknown(self, element: Element) -> None:
        known = (*_AUTHORS, *_DATES, *_WORDS, "id")
        ids = self._blocks | self._comments
        unknown = [
            f"{name}={value}" for name, value in attributes_of(element) if name not in known and value not in ids
        ]
        self._count += bool(unknown)
        self._unknown += unknown

    def report_unknown(self, report: Report) -> None:
        if self._unknown:
            attributes = ", ".join(self._unknown[:_MAX_SHOWN])
            report.add(COMMENT_DETAILS, Location(MAIN_PART), count=self._count, attributes=attributes)


def _first(attributes: Mapping[str, str], names: tuple[str, ...]) -> str:
    return next((attributes[name] for name in names if name in attributes), "")


def _paragraphs(element: Element) -> Iterator[str]:
    """The text of a comment: each paragraph element, and lines of text that stand beside them."""
    line = element.text or ""
    for child in element:
        if child.tag in _PARAGRAPHS:
            if line.strip():
                yield line
            yield text_of(child)
            line = ""
        elif child.tag == "br":
            yield line
            line = ""
        elif child.tag not in _REPLIES and child.tag not in _GROUPS:
            line += text_of(child)
        line += child.tail or ""
    if line.strip() or not len(element):
        yield line
