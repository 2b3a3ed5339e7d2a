"""Which references stay references, and which become the words that they showed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property, partial
from typing import NamedTuple

from sdconvert.findings import Location, Report, Severity, declare
from sdconvert.frozen import replace
from sdconvert.labelling.account import CAPTION_WORDS, Captioned, place_blocks
from sdconvert.labelling.agreement import split_around
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Directory, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import CrossReference, Inline, Run
from sdconvert.model.rewrite import rewrite_inlines
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text

REFERENCE_AS_WORDS = declare(
    "LABEL-010",
    Severity.WARNING,
    "{count} reference(s) are kept as the words that they show: in the place of “{text}”, the first, SMASHDOCs would "
    "show {shown}.",
    why="A reference of SMASHDOCs shows the number or the text of its target and nothing else. The words stay as they "
    "are, but they lead nowhere and do not change with their target.",
)


_REFERENCES: frozenset[type] = frozenset((CrossReference,))
_FORMS = ((True, False), (False, True), (True, True))
"""What a reference may show: the number, the content, or both."""


class ReferenceTarget:
    """A block that is referred to, and its number."""

    def __init__(self, block: Block, number: str) -> None:
        self.block = block
        self.number = number

    @cached_property
    def text(self) -> str:
        """What the block says, put together once for all references."""
        return _text_of(self.block)

    @cached_property
    def words(self) -> list[str]:
        """The words of the block."""
        return self.text.split()


def settle_references(
    document: Document, shown: Sequence[str], report: Report, *, keeps_words: bool = False
) -> Document:
    """The document with references that read as they did. `shown` has the number of each block in reading order.

    Loses: LABEL-010.
    """
    targets = find_targets(document, shown)
    if not targets:
        return document
    settle = partial(_settle, targets, report, keeps_words)
    return replace(document, blocks=rewrite_inlines(document.blocks, settle, _REFERENCES))


class ShownReference(NamedTuple):
    """A reference to a block: `is_live` where it stays one, so that it follows its target; else its words stay. `style`
    is that of the target."""

    node: CrossReference
    is_live: bool
    style: str
    at: Location | None


def find_references(document: Document, shown: Sequence[str]) -> list[ShownReference]:
    """The references of a document that show something, in reading order. `shown` is as for `settle_references`."""
    targets = find_targets(document, shown)
    found: list[ShownReference] = []

    def look(node: Inline, at: Location | None) -> tuple[Inline, ...]:
        if isinstance(node, CrossReference) and node.text and (target := targets.get(node.target)) is not None:
            is_live = bool(_kept(node, target)) or not (node.show_number or node.show_content)
            found.append(ShownReference(node, is_live, getattr(target.block, "style", ""), at))
        return (node,)

    if targets:
        rewrite_inlines(document.blocks, look, _REFERENCES)
    return found


def find_targets(document: Document, shown: Sequence[str]) -> dict[str, ReferenceTarget]:
    """The blocks that have ids. `shown` is as for `settle_references`."""
    targets: dict[str, ReferenceTarget] = {}
    for (block, _), number in zip(place_blocks(document.blocks), shown, strict=True):
        if block.id:
            targets.setdefault(block.id, ReferenceTarget(block, number))
    return targets


def _settle(
    targets: Mapping[str, ReferenceTarget], report: Report, keeps_words: bool, node: Inline, at: Location | None
) -> tuple[Inline, ...]:
    if not isinstance(node, CrossReference) or not node.text or not (node.show_number or node.show_content):
        return (node,)
    target = targets.get(node.target)
    if target is None:
        return (node,)
    return _kept(node, target) or _as_words(node, show_reference(node, target), report, keeps_words, at)


def _kept(node: CrossReference, target: ReferenceTarget) -> tuple[Inline, ...]:
    """The reference, with the words around it, where it will read as it did; nothing where it will not.

    A source that does not say what its references show, as a link does not, has one that shows what its words are.
    """
    if _reads_the_same(node, target) or _is_caption_number(node, target):
        return (node,)
    around = split_around(node.text, target.number) if node.show_number and not node.show_content else None
    if around is None or isinstance(target.block, Captioned):
        return _in_another_form(node, target)
    before, behind = around
    pieces = (Run(before), replace(node, text=target.number), Run(behind))
    return tuple([piece for piece in pieces if piece.text])


def _in_another_form(node: CrossReference, target: ReferenceTarget) -> tuple[Inline, ...]:
    forms = (replace(node, show_number=number, show_content=content) for number, content in _FORMS)
    return next(((form,) for form in forms if _reads_the_same(form, target)), ())


def _is_caption_number(node: CrossReference, target: ReferenceTarget) -> bool:
    """Whether the words are those that SMASHDOCs makes for a numbered caption, such as `Figure 3`."""
    words = CAPTION_WORDS.get(type(target.block))
    if words is None or not target.number or not node.show_number or node.show_content:
        return False
    return any(_is_same(node.text, f"{word} {target.number}") for word in words)


def show_reference(node: CrossReference, target: ReferenceTarget) -> str:
    """The number, the text, or both, as SMASHDOCs shows them."""
    return " ".join(filter(None, (_number_of(node, target), target.text if node.show_content else "")))


def _number_of(node: CrossReference, target: ReferenceTarget) -> str:
    number = target.number if node.show_number else ""
    if number and isinstance(target.block, Captioned):
        return f"{CAPTION_WORDS[type(target.block)][0]} {number}"
    return number


def _text_of(block: Block) -> str:
    match block:
        case Heading() | Paragraph() | ListItem():
            return plain_text(block.content)
        case Picture() | Table():
            return plain_text(block.caption)
        case PageBreak() | Directory():
            return ""


def _reads_the_same(node: CrossReference, target: ReferenceTarget) -> bool:
    """Whether a reference shows the words that it has. The text of a target may be long, and have many references."""
    number = _number_of(node, target)
    if not node.show_content:
        return node.text == number or _is_same(node.text, number)
    words, leading = node.text.split(), number.split()
    return len(words) == len(leading) + len(target.words) and words == [*leading, *target.words]


def _is_same(words: str, shown: str) -> bool:
    return words.split() == shown.split()


def _as_words(
    node: CrossReference, shown: str, report: Report, keeps_words: bool, at: Location | None
) -> tuple[Inline, ...]:
    if keeps_words:
        return (replace(node, show_number=False, show_content=False),)
    report.tally(REFERENCE_AS_WORDS, None, at, text=_cut(node.text), shown=f"“{_cut(shown)}”" if shown else "nothing")
    report.book_change(REFERENCE_AS_WORDS, {Kind.REFERENCES: 1})
    return (Run(node.text),)


_LONGEST_QUOTE = 120


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_QUOTE else f"{text[: _LONGEST_QUOTE - 1].rstrip()}…"
