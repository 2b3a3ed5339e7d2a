"""Caption paragraphs find the picture or table that they belong to."""

from __future__ import annotations

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.read.directories import FIGURE_WORDS, TABLE_WORDS
from sdconvert.formats.docx.read.inline.content import Piece, SequenceNumber, text_of
from sdconvert.formats.docx.read.inline.field_results import tell_kept
from sdconvert.formats.docx.read.story import Story
from sdconvert.frozen import dataclass, replace
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Directory, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block
from sdconvert.model.inlines import Inline, Run
from sdconvert.model.tables import Table
from sdconvert.patterns import compile_late

CAPTION_NUMBER = declare(
    "DOCX-R058",
    Severity.INFO,
    "The labels of {count} caption(s) are read as numbers and not as part of the text; the first: “{label}” before "
    "“{text}”",
    why="SMASHDOCs numbers pictures and tables itself; the label would stand there twice.",
)

_LABEL_WORDS = 3  # such as “Supplementary Figure S”
_SEPARATORS = " \t\u00a0:.–—-|"
_TOUCHING = compile_late(r"^[^\W_]{1,3}(?=[\s:.–—|-]|$)")
"""What stands directly behind a number and belongs to it, as in “Figure 1a”."""


@dataclass(frozen=True, slots=True)
class Caption:
    """A paragraph that may be a caption: it has the style, or a sequence number. `paragraph` is all but its content."""

    paragraph: Paragraph | ListItem
    pieces: tuple[Piece, ...]
    has_style: bool

    @property
    def is_certain(self) -> bool:
        """Whether it is meant to be a caption: it has the style, or it begins with a label and a number."""
        return self.has_style or _label_end(self.pieces) is not None

    @property
    def sequence(self) -> str:
        """The identifier of the sequence that numbers it in lower case, empty for none."""
        end = _label_end(self.pieces)
        pieces = self.pieces if end is None else self.pieces[end:]
        return next((piece.identifier.lower() for piece in pieces if isinstance(piece, SequenceNumber)), "")


@dataclass(frozen=True, slots=True)
class Complete:
    """A block that takes no caption: the table of a chart is no table for those who number figures and tables."""

    block: Block


_NOT_YET_BLOCKS: frozenset[type] = frozenset((Caption, Complete))


def attach_captions(drafts: list[Block | Caption | Complete], story: Story) -> tuple[Block, ...]:
    """The blocks with each caption in its picture or table; a caption without a neighbour stays a paragraph."""
    if _NOT_YET_BLOCKS.isdisjoint(map(type, drafts)):
        return tuple(drafts)  # type: ignore[arg-type]
    blocks: list[Block | Caption | Complete | None] = list(drafts)
    for index, draft in enumerate(drafts):
        if not isinstance(draft, Caption):
            continue
        position = _find_object(blocks, index, draft.sequence) if draft.is_certain else None
        if position is None:
            blocks[index] = replace(draft.paragraph, content=write_out_numbers(draft.pieces, story))
            continue
        target = blocks[position]
        assert isinstance(target, (Picture, Table))
        blocks[position] = _give_caption(target, draft, story)
        blocks[index] = None
    whole = (block.block if isinstance(block, Complete) else block for block in blocks)
    return tuple(block for block in whole if block is not None and not isinstance(block, Caption))


def _find_object(blocks: list[Block | Caption | Complete | None], index: int, sequence: str) -> int | None:
    """Where the caption's object is: right before or right after; its label says which kind goes first."""
    before, after = _neighbour(blocks, index, -1), _neighbour(blocks, index, 1)
    free = [at for at in (before, after) if at is not None and _is_free(blocks[at])]
    if sequence in TABLE_WORDS:
        free.sort(key=lambda at: (not isinstance(blocks[at], Table), at < index))
    elif sequence in FIGURE_WORDS:
        free.sort(key=lambda at: (not isinstance(blocks[at], Picture), at > index))
    return free[0] if free else None


def _neighbour(blocks: list[Block | Caption | Complete | None], index: int, step: int) -> int | None:
    at = index + step
    while 0 <= at < len(blocks) and blocks[at] is None:
        at += step
    return at if 0 <= at < len(blocks) else None


def _is_free(block: Block | Caption | Complete | None) -> bool:
    return isinstance(block, (Picture, Table)) and not block.caption


def _give_caption(target: Picture | Table, caption: Caption, story: Story) -> Picture | Table:
    number, numbers, content = _split(caption.pieces, story)
    report = story.reading.report
    label = number or ""
    if number is not None:
        report.book_change(CAPTION_NUMBER, {Kind.CHARACTERS: len(number), Kind.FIELDS: numbers})
    elif caption.paragraph.label:
        label = f"{caption.paragraph.label} "
    if label:
        details = {"label": label.strip(), "text": text_of(content)[:120]}
        report.tally(CAPTION_NUMBER, caption.sequence, caption.paragraph.at, **details)
    if target.id and caption.paragraph.id:
        story.aliases[caption.paragraph.id] = target.id
    counter = f"captions {caption.sequence}" if number is not None else caption.paragraph.counter
    id = target.id or caption.paragraph.id
    return replace(target, caption=content, is_numbered=bool(label), id=id, label=label, counter=counter)


def _label_end(pieces: tuple[Piece, ...]) -> int | None:
    """Where the sequence number is that ends the label at the beginning, None for no such label. Further numbers belong
    to it where no space is between them, as in a number of chapter and figure."""
    position = next((i for i, piece in enumerate(pieces) if isinstance(piece, SequenceNumber)), None)
    if position is None or not all(isinstance(piece, Run) for piece in pieces[:position]):
        return None
    if len(text_of(pieces[:position]).split()) > _LABEL_WORDS:
        return None
    while (following := _joined_number(pieces, position)) is not None:
        position = following
    return position


def _joined_number(pieces: tuple[Piece, ...], position: int) -> int | None:
    for at in range(position + 1, min(position + 3, len(pieces))):
        piece = pieces[at]
        if isinstance(piece, SequenceNumber):
            return at
        if not isinstance(piece, Run) or not piece.text or any(sign.isspace() or sign.isalnum() for sign in piece.text):
            return None
    return None


def _split(pieces: tuple[Piece, ...], story: Story) -> tuple[str | None, int, tuple[Inline, ...]]:
    """The generated label with its numbers and separator (None without a number), how many sequence numbers are in it,
    and the caption's own content."""
    position = _label_end(pieces)
    if position is None:
        return None, 0, write_out_numbers(pieces, story)
    label = text_of(pieces[: position + 1])
    numbers = sum(isinstance(piece, SequenceNumber) for piece in pieces[: position + 1])
    rest = list(pieces[position + 1 :])
    if rest and isinstance(rest[0], Run):
        text = _TOUCHING.sub("", rest[0].text).lstrip(_SEPARATORS)
        label += rest[0].text[: len(rest[0].text) - len(text)]
        rest[0:1] = [replace(rest[0], text=text)] if text else []
    return label, numbers, write_out_numbers(tuple(rest), story)


def write_out_numbers(pieces: tuple[Piece, ...] | list[Piece], story: Story) -> tuple[Inline, ...]:
    """The pieces with sequence numbers written as the text they showed."""
    if len(pieces) == 1 and isinstance(pieces[0], Run):
        return (pieces[0],)
    result: list[Inline] = []
    for piece in pieces:
        if isinstance(piece, SequenceNumber):
            tell_kept(story.reading.report, "SEQ", piece.text, None)
            piece = piece.run
        last = result[-1] if result else None
        if isinstance(piece, Run) and isinstance(last, Run) and (last.marks, last.style) == (piece.marks, piece.style):
            result[-1] = replace(last, text=last.text + piece.text)
        elif not isinstance(piece, (PageBreak, Directory)):
            result.append(piece)
    return tuple(result)
