"""A document and a style mapping -> the document as the mapping wants it. No text is changed, added or left out."""

from __future__ import annotations

from dataclasses import field
from typing import assert_never

from sdconvert.findings import Location, Report, Result, Severity, declare
from sdconvert.frozen import dataclass, replace
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.rewrite import same_or
from sdconvert.model.tables import Cell, Row, Table
from sdconvert.stylemap.builtin import is_apparatus, is_generated
from sdconvert.stylemap.rows import MAX_LEVEL, MappingRow, StyleMap, TextType

ROW_WITHOUT_EFFECT = declare(
    "MAP-012",
    Severity.INFO,
    "The row “{style}” has no effect: no block of the document has this style.",
    hint="Own styles are named exactly as in Word, built-in ones by their English names, whatever Word's language.",
    why="A row for a style that is not there is often a misspelt name.",
)
RESTYLED = declare(
    "MAP-013",
    Severity.INFO,
    "{count} of style “{style}”: {before} became {after}, as the mapping says.",
    why="The mapping goes before what the reader made of the style.",
)
CAPTION_WITHOUT_OBJECT = declare(
    "MAP-014",
    Severity.INFO,
    "A caption of style “{style}” has no picture or table next to it and stays a paragraph.",
    why="SDXML knows captions only as a part of a picture or a table.",
)

_TextBlock = Heading | Paragraph | ListItem
_TEXT_BLOCKS = (Paragraph, Heading, ListItem)


def restyle(document: Document, stylemap: StyleMap) -> Result[Document]:
    """The document with every block whose style has a row made into what the row says, in table cells too.

    A `paragraph` keeps the numbering that the source gave it: the import finds lists in such text by itself. A row
    without a level leaves the level as it is, and level 0 leaves a paragraph its own indent. Pictures and tables stay
    what they are. The ledger books nothing, for all text stays.
    """
    restyler = _Restyler(stylemap, document.own_styles)
    blocks = restyler.restyle_blocks(document.blocks)
    restyler.report_changes()
    return restyler.report.result(document if blocks is document.blocks else replace(document, blocks=blocks))


@dataclass(slots=True)
class _Restyler:
    stylemap: StyleMap
    own_styles: frozenset[str]
    report: Report = field(default_factory=Report)
    keys: dict[str, str | None] = field(default_factory=dict)
    rows: dict[str, MappingRow | None] = field(default_factory=dict)
    changes: dict[tuple[str, str, str], list[Location | None]] = field(default_factory=dict)
    lists: int = 0
    in_list: bool = False
    has_captions: bool = field(init=False)

    def __post_init__(self) -> None:
        self.has_captions = any(row.text_type is TextType.CAPTION for row in self.stylemap.rows.values())

    def restyle_blocks(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        self.in_list = False
        kept = self.move_captions(blocks) if self.has_captions else blocks
        return same_or(blocks, [self.restyle_block(block) for block in kept])

    def move_captions(self, blocks: tuple[Block, ...]) -> list[Block]:
        """The blocks, each caption moved into the picture or table it stands next to."""
        kept: list[Block | None] = list(blocks)
        for position, block in enumerate(blocks):
            if not isinstance(block, _TEXT_BLOCKS) or not block.content or not self.is_caption(block):
                continue
            place = _object_beside(kept, position, block)
            if place is None:
                self.report.add(CAPTION_WITHOUT_OBJECT, block.at, style=block.style)
                continue
            kept[place] = _with_caption(kept[place], block)
            kept[position] = None
            self.count(block, "caption")
        return [block for block in kept if block is not None]

    def is_caption(self, block: _TextBlock) -> bool:
        row = self.row_of(block.style)
        return row is not None and row.text_type is TextType.CAPTION

    def row_of(self, style: str) -> MappingRow | None:
        if style not in self.rows:
            key = self.keys[style] = self.stylemap.key(style, style in self.own_styles)
            self.rows[style] = None if key is None else self.stylemap.rows[key]
        return self.rows[style]

    def restyle_block(self, block: Block) -> Block:
        if isinstance(block, _TEXT_BLOCKS):
            return self.restyle_text(block)
        if isinstance(block, Table):
            self.in_list = False
            rows = same_or(block.rows, list(map(self.restyle_row, block.rows)))
            return block if rows is block.rows else replace(block, rows=rows)
        if isinstance(block, Picture):
            self.row_of(block.style)
        return block

    def restyle_text(self, block: _TextBlock) -> _TextBlock:
        row = self.row_of(block.style)
        if row is None:
            self.in_list = False
            return block
        made = self.apply_row(block, row)
        self.in_list = isinstance(made, ListItem)
        if made is block or made == block:
            return block
        self.count(block, _description(made))
        return made

    def restyle_row(self, row: Row) -> Row:
        cells = same_or(row.cells, list(map(self.restyle_cell, row.cells)))
        return row if cells is row.cells else replace(row, cells=cells)

    def restyle_cell(self, cell: Cell) -> Cell:
        content = self.restyle_blocks(cell.content)
        self.in_list = False
        return cell if content is cell.content else replace(cell, content=content)

    def apply_row(self, block: _TextBlock, row: MappingRow) -> _TextBlock:
        match row.text_type:
            case TextType.HEADING:
                return _as_heading(block, row.level, is_numbered=False)
            case TextType.HEADING_OL:
                return _as_heading(block, row.level, is_numbered=True)
            case TextType.PARAGRAPH | TextType.CAPTION:
                return _as_paragraph(block, row.level)
            case TextType.PARAGRAPH_OL:
                return _as_numbered_paragraph(block, row.level)
            case TextType.LIST_OL:
                return self.as_list_item(block, is_ordered=True)
            case TextType.LIST_UL:
                return self.as_list_item(block, is_ordered=False)
            case _:
                assert_never(row.text_type)

    def as_list_item(self, block: _TextBlock, is_ordered: bool) -> ListItem:
        if isinstance(block, ListItem):
            return block if block.is_ordered == is_ordered else replace(block, is_ordered=is_ordered)
        if not self.in_list:
            self.lists += 1
        return ListItem(
            block.content,
            is_ordered,
            level=(isinstance(block, Paragraph) and block.number_level) or 0,
            list_id=f"mapped-{self.lists}",
            alignment=block.alignment,
            style=block.style,
            label=block.label,
            counter=block.counter,
            id=block.id,
            at=block.at,
        )

    def count(self, block: _TextBlock, after: str) -> None:
        self.changes.setdefault((block.style, _description(block), after), []).append(block.at)

    def report_changes(self) -> None:
        for (style, before, after), places in self.changes.items():
            self.report.add(RESTYLED, places[0], style=style, before=before, after=after, count=len(places))
        met = set(self.keys.values())
        for style in self.stylemap.rows:
            if style not in met and not _is_no_block(style):
                self.report.add(ROW_WITHOUT_EFFECT, style=style)


def _is_no_block(style: str) -> bool:
    """Whether blocks never carry the style: readers make directories, notes and captions of such paragraphs."""
    return is_generated(style) or is_apparatus(style) or style.lower() == "caption"


def _as_heading(block: _TextBlock, level: int | None, is_numbered: bool) -> Heading:
    if level is None:
        level = block.level if isinstance(block, Heading) else 0
    level, restarts = min(MAX_LEVEL, max(0, level)), is_numbered and _restarts(block)
    if isinstance(block, Heading) and (block.level, block.is_numbered, block.restarts) == (
        level,
        is_numbered,
        restarts,
    ):
        return block
    return Heading(
        block.content,
        level,
        is_numbered,
        restarts=restarts,
        alignment=block.alignment,
        style=block.style,
        label=block.label,
        counter=block.counter,
        id=block.id,
        at=block.at,
        indent=0 if isinstance(block, ListItem) else block.indent,
    )


def _as_paragraph(block: _TextBlock, level: int | None) -> _TextBlock:
    if isinstance(block, ListItem):
        return block
    if isinstance(block, Paragraph):
        return replace(block, indent=level) if level else block
    return _plain(block, indent=level or 0)


def _as_numbered_paragraph(block: _TextBlock, level: int | None) -> Paragraph:
    before = block if isinstance(block, Paragraph) else _plain(block, indent=0)
    if level is None:
        level = before.number_level or 0
    return replace(before, number_level=min(MAX_LEVEL, max(0, level)), restarts=_restarts(block))


def _plain(block: Heading | ListItem, indent: int) -> Paragraph:
    return Paragraph(
        block.content,
        indent,
        block.alignment,
        style=block.style,
        label=block.label,
        counter=block.counter,
        id=block.id,
        at=block.at,
    )


def _restarts(block: _TextBlock) -> bool:
    return not isinstance(block, ListItem) and block.restarts


def _object_beside(blocks: list[Block | None], position: int, caption: _TextBlock) -> int | None:
    """Where the picture or table is that a caption belongs to: the one before it, or else the one after it."""
    for place in (position - 1, position + 1):
        if 0 <= place < len(blocks) and _can_take(blocks[place], caption):
            return place
    return None


def _can_take(block: Block | None, caption: _TextBlock) -> bool:
    return isinstance(block, Picture | Table) and not block.caption and not (block.id and caption.id)


def _with_caption(block: Block | None, caption: _TextBlock) -> Picture | Table:
    assert isinstance(block, Picture | Table)
    return replace(block, caption=caption.content, is_numbered=_is_numbered(caption), id=block.id or caption.id)


def _is_numbered(block: _TextBlock) -> bool:
    match block:
        case Heading():
            return block.is_numbered
        case Paragraph():
            return block.number_level is not None
        case ListItem():
            return block.is_ordered


def _description(block: _TextBlock) -> str:
    match block:
        case Heading():
            return f"{'numbered ' if block.is_numbered else ''}heading of level {block.level}"
        case Paragraph() if block.number_level is not None:
            return f"numbered paragraph of level {block.number_level}"
        case Paragraph():
            return f"paragraph with indent {block.indent}" if block.indent else "paragraph"
        case ListItem():
            return "numbered list item" if block.is_ordered else "bullet list item"
        case _:
            assert_never(block)
