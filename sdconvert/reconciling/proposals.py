"""What the readers of a Word file left in it without deciding: comments, and tracked changes, with author and date."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace as replace_document
from enum import StrEnum

from sdconvert.archive import Limits, read_archive
from sdconvert.findings import Location, Report
from sdconvert.formats.docx.names import P, w
from sdconvert.formats.docx.read.parts import Package
from sdconvert.frozen import dataclass, replace
from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Comment, Inline, Run, Sidenote
from sdconvert.model.rewrite import rewrite_blocks, rewrite_inlines
from sdconvert.model.walk import walk_blocks, walk_inlines
from sdconvert.xmlio import Element

_KINDS = {w("ins"): "insertion", w("del"): "deletion", w("moveFrom"): "deletion", w("moveTo"): "insertion"}
_TEXTS = (w("t"), w("delText"))
_PARTS = ("footnotes", "endnotes")


class Proposals(StrEnum):
    """Where comments, and tracked changes that are not taken, are shown: in a list alone, or as notes in the margin of
    the result as well."""

    LIST = "list"
    SIDENOTE = "sidenote"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A comment of the edited file, or a tracked change: an `insertion` or a `deletion` of `text`. `words` are those
    that a comment is about; `is_taken`: the change is in the result."""

    kind: str
    author: str
    date: str
    text: str
    words: str = ""
    is_taken: bool = False
    at: Location | None = None

    def __str__(self) -> str:
        about = f" on “{self.words}”" if self.words else ""
        return f"{self.author or 'Somebody'}: {self.kind}{about}: {self.text}"


def read_comments(shown: Document, edited: Document) -> Iterator[Proposal]:
    """The comments that the edited file has more than the base, each with its replies behind it."""
    known = Counter(_key(node) for node in walk_inlines(shown) if isinstance(node, Comment))
    for block in walk_blocks(edited):
        for comment in _comments_of(block):
            known[_key(comment)] -= 1
            if known[_key(comment)] < 0:
                for one in (comment, *comment.replies):
                    text = " ".join(one.paragraphs)
                    yield Proposal("comment", one.author, one.date, text, comment.words, at=block.at)


def _comments_of(block: Block) -> Iterator[Comment]:
    alone = Document((block,))
    yield from [node for node in walk_inlines(alone) if isinstance(node, Comment)] if not hasattr(block, "rows") else ()


def _key(comment: Comment) -> object:
    return comment.author, comment.paragraphs, comment.words


def read_changes(data: bytes, what: str, limits: Limits, *, is_taken: bool) -> Iterator[Proposal]:
    """The tracked changes of a Word file, in the order of the text: those that stand side by side, by one author, of
    one kind and in one paragraph are one."""
    package = Package(read_archive(data, what, limits), what, Report())
    roots = [(package.main_name, package.main)]
    roots += [found for name in _PARTS if (found := package.find_related(package.main_name, name)) is not None]
    for part, root in roots:
        numbers = {paragraph: number for number, paragraph in enumerate(root.iter(P), 1)}
        last: Proposal | None = None
        for change in root.iter(*_KINDS):
            new = _read_change(change, part, numbers, is_taken=is_taken)
            if new is None:
                continue
            if last is not None and last == replace(new, text=last.text):
                last = replace(last, text=last.text + new.text)
                continue
            if last is not None:
                yield last
            last = new
        if last is not None:
            yield last


def _read_change(change: Element, part: str, numbers: dict[Element, int], *, is_taken: bool) -> Proposal | None:
    text = "".join([piece.text or "" for piece in change.iter(*_TEXTS)])
    if not text:
        return None
    paragraph = next(change.iterancestors(P), None)
    author, date = change.get(w("author"), ""), change.get(w("date"), "")
    at = Location(part, None if paragraph is None else numbers[paragraph])
    return Proposal(_KINDS[str(change.tag)], author, date, text, is_taken=is_taken, at=at)


# -------------------------------------------------------------------------------------------------------- in the margin


def with_margin(document: Document, shown: Document, proposals: Sequence[Proposal]) -> Document:
    """The document with its new comments and the changes that are not taken as notes in the margin."""
    known = Counter(_key(node) for node in walk_inlines(shown) if isinstance(node, Comment))

    def note(node: Inline, _: Location | None) -> tuple[Inline, ...]:
        if not isinstance(node, Comment):
            return (node,)
        known[_key(node)] -= 1
        return (Sidenote((Run(_tell_comment(node)),)),) if known[_key(node)] < 0 else (node,)

    left: dict[tuple[str, int | None], list[Proposal]] = defaultdict(list)
    for one in proposals:
        if one.kind != "comment" and not one.is_taken and one.at is not None:
            left[one.at.part, one.at.paragraph].append(one)

    def annotate(block: Block) -> Block:
        notes = left.pop((block.at.part, block.at.paragraph), []) if block.at is not None else []
        if notes and isinstance(block, (Heading, Paragraph, ListItem)):
            return replace(block, content=(*block.content, *[Sidenote((Run(str(one)),)) for one in notes]))
        return block

    blocks = rewrite_blocks(rewrite_inlines(document.blocks, note), annotate)
    return replace_document(document, blocks=blocks)


def _tell_comment(comment: Comment) -> str:
    lines = [f"{one.author or 'Somebody'}: {' '.join(one.paragraphs)}" for one in (comment, *comment.replies)]
    return " — ".join(lines)
