"""What the paragraphs of a style are without any mapping, and how many a row would change."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import CrossReference, Inline
from sdconvert.model.prose import reads_like_a_clause
from sdconvert.model.rewrite import rewrite_inlines
from sdconvert.model.text import plain_text
from sdconvert.model.walk import walk_blocks
from sdconvert.stylemap.rows import MappingRow, TextType

_HEADINGS = (TextType.HEADING, TextType.HEADING_OL)
_ITEMS = (TextType.LIST_OL, TextType.LIST_UL)
_UNNUMBERED = (TextType.HEADING, TextType.PARAGRAPH, TextType.CAPTION)


class Form(NamedTuple):
    """What a reader makes of a paragraph, in the words of a mapping; `is_clause` where it is a heading that reads like
    a clause. With `is_reference` it is no paragraph but a reference that shows the number of such a one."""

    text_type: TextType
    level: int = 0
    is_clause: bool = False
    is_reference: bool = False

    def __str__(self) -> str:
        words = _IN_WORDS[self.text_type].format(level=self.level + 1)
        return f"{words}, read like clauses" if self.is_clause else words


_IN_WORDS = {
    TextType.HEADING: "headings of level {level} without a number",
    TextType.HEADING_OL: "numbered headings of level {level}",
    TextType.PARAGRAPH: "text",
    TextType.PARAGRAPH_OL: "numbered paragraphs of level {level}",
    TextType.LIST_OL: "numbered list items of level {level}",
    TextType.LIST_UL: "bulleted list items of level {level}",
    TextType.CAPTION: "captions",
}


FormCounts = Mapping[Form, int]
"""How many paragraphs of one style, and references to them, have which form."""


def count_forms(document: Document) -> dict[str, Counter[Form]]:
    """The forms of the paragraphs of each style, as the document was read."""
    counts: dict[str, Counter[Form]] = {}
    references = _count_references(document)
    for block in walk_blocks(document):
        if isinstance(block, (Heading, Paragraph, ListItem)) and block.style:
            form = _form(block)
            counts.setdefault(block.style, Counter())[form] += 1
            if block.id in references and form.text_type not in _UNNUMBERED:
                counts[block.style][form._replace(is_reference=True)] += references[block.id]
    return counts


def examples_of(document: Document, style: str, most: int = 3) -> dict[Form, list[str]]:
    """The first paragraphs of each form of a style, whose name may be in small letters; what breaks or tabs a line is a
    space."""
    examples: dict[Form, list[str]] = {}
    for block in walk_blocks(document):
        if isinstance(block, (Heading, Paragraph, ListItem)) and style in (block.style, block.style.lower()):
            text = " ".join(f"{block.label} {plain_text(block.content)}".split())
            known = examples.setdefault(_form(block), [])
            if text and len(known) < most:
                known.append(text)
    return examples


def _count_references(document: Document) -> Counter[str]:
    """How many references show the number of each block, by its id."""
    found: Counter[str] = Counter()

    def look(node: Inline, _: object) -> tuple[Inline, ...]:
        if isinstance(node, CrossReference) and node.show_number and node.text:
            found[node.target] += 1
        return (node,)

    if any(getattr(block, "id", "") for block in walk_blocks(document)):
        rewrite_inlines(document.blocks, look)
    return found


def _form(block: Heading | Paragraph | ListItem) -> Form:
    match block:
        case Heading():
            text_type = TextType.HEADING_OL if block.is_numbered else TextType.HEADING
            return Form(text_type, block.level, reads_like_a_clause(" ".join(plain_text(block.content).split())))
        case Paragraph(number_level=None):
            return Form(TextType.PARAGRAPH)
        case Paragraph():
            return Form(TextType.PARAGRAPH_OL, block.number_level or 0)
        case ListItem():
            return Form(TextType.LIST_OL if block.is_ordered else TextType.LIST_UL, block.level)


def changes_by(row: MappingRow, forms: FormCounts) -> int:
    """How many headings and labels of these paragraphs a row changes, and references to them. A clause is none of the
    headings."""
    return sum(count * _changes_of_one(row, form) for form, count in forms.items())


def _changes_of_one(row: MappingRow, form: Form) -> int:
    labels = _label_changes(row, form)
    return labels if form.is_reference else labels + _heading_changes(row, form)


def _heading_changes(row: MappingRow, form: Form) -> int:
    was, becomes = form.text_type in _HEADINGS and not form.is_clause, row.text_type in _HEADINGS
    if was and becomes:
        return int(row.level is not None and row.level != form.level)
    return int(was != becomes)


def _label_changes(row: MappingRow, form: Form) -> int:
    if row.text_type in (TextType.PARAGRAPH, TextType.CAPTION) and form.text_type not in _HEADINGS:
        return 0  # such rows leave text its number
    if form.text_type in _UNNUMBERED or row.text_type in _UNNUMBERED:
        return int((form.text_type in _UNNUMBERED) != (row.text_type in _UNNUMBERED))
    if row.text_type in _ITEMS or form.text_type in _ITEMS:
        return int(row.text_type is not form.text_type)
    return int(row.level is not None and row.level != form.level)


def rows_as_they_are(forms: Iterable[Form]) -> list[MappingRow]:
    """The rows that would leave paragraphs of these forms what they are, clauses as the text that they read like."""
    return list(dict.fromkeys(map(_row_for, forms)))


def _row_for(form: Form) -> MappingRow:
    if form.text_type in _ITEMS:
        return MappingRow(TextType.PARAGRAPH, 0)
    if form.is_clause:
        is_numbered = form.text_type is TextType.HEADING_OL
        return MappingRow(TextType.PARAGRAPH_OL, form.level) if is_numbered else MappingRow(TextType.PARAGRAPH, 0)
    return MappingRow(form.text_type, 0 if form.text_type is TextType.PARAGRAPH else form.level)
