"""The blocks of a body, a cell or a text box in order (ECMA-376 Part 1, 17.2 and 17.6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from sdconvert.findings import Severity, declare
from sdconvert.formats.docx.names import PPR, SECT_PR, TBL, P, prefixed_name, w
from sdconvert.formats.docx.read.captions import Complete, attach_captions
from sdconvert.formats.docx.read.census import GENERATED, visible_text
from sdconvert.formats.docx.read.directories import read_directory
from sdconvert.formats.docx.read.drawing.content import DrawnBlocks
from sdconvert.formats.docx.read.fields import INSTR, parse_instruction
from sdconvert.formats.docx.read.inline.field_results import report_result
from sdconvert.formats.docx.read.markers import MARKERS
from sdconvert.formats.docx.read.paragraph import Draft, read_paragraph
from sdconvert.formats.docx.read.sections import report_line_numbers, starts_new_page, text_width
from sdconvert.formats.docx.read.story import Story
from sdconvert.formats.docx.read.table import read_table
from sdconvert.late import call_late
from sdconvert.ledger import Kind
from sdconvert.model.blocks import PageBreak
from sdconvert.model.document import Block
from sdconvert.xmlio import Element, children_of

if TYPE_CHECKING:
    from sdconvert.formats.docx.read.alt_chunk import read_alt_chunk
else:
    read_alt_chunk = call_late("sdconvert.formats.docx.read.alt_chunk", "read_alt_chunk")


UNKNOWN_BLOCK = declare(
    "DOCX-R005",
    Severity.ERROR,
    "The element {name} is not understood and left out: “{text}”",
    "Report the file, or replace this part of it in Word.",
    "Only what is understood can be converted without inventing something.",
)

IGNORED: dict[str, str] = {
    **MARKERS,
    PPR: "properties of a paragraph say nothing outside of it",
    SECT_PR: "sections are known before the body is read",
    w("tcPr"): "grid.py has read the properties of the cell",
}
"""What gives nothing here, and why."""

_BODY = w("body")
_ID = w("id")


class BodyReader:
    """Reads block containers of one story. `sections` are the properties of all sections in order."""

    def __init__(self, story: Story, sections: list[Element]) -> None:
        self.story = story
        self.reading = story.reading
        self._sections = sections
        self._section_ends = {_marked_paragraph(section) for section in sections}
        self._section = 0
        self.reading.text_width = text_width(self._sections[0] if self._sections else None)
        report_line_numbers(sections, self.reading)

    def read(self, container: Element) -> tuple[Block, ...]:
        """The blocks in a container."""
        drafts: list[Draft] = []
        for child in children_of(container):
            reader = READERS.get(child.tag)
            if reader is not None:
                reader(self, child, drafts)
            elif child.tag not in IGNORED:
                self.reading.lose(UNKNOWN_BLOCK, child, name=prefixed_name(child.tag))
        return attach_captions(drafts, self.story)

    def _read_paragraph(self, paragraph: Element, drafts: list[Draft]) -> None:
        is_on_new_page = isinstance(drafts[-1], PageBreak) if drafts else _begins_body(paragraph)
        blocks, text_boxes = read_paragraph(paragraph, self.story, is_on_new_page)
        drafts.extend(blocks)
        for box in text_boxes:
            if isinstance(box, DrawnBlocks):
                drafts.extend(Complete(self.story.name_list(block)) for block in box.blocks)
                continue
            self.story.report_text_box(box)
            with self.reading.in_cell():
                drafts.extend(self.read(box))
        if paragraph in self._section_ends:
            self._end_section(drafts)

    def _end_section(self, drafts: list[Draft]) -> None:
        self._section += 1
        if self._section >= len(self._sections):
            return
        section = self._sections[self._section]
        self.reading.text_width = text_width(section)
        if starts_new_page(section):
            self.reading.report.read({Kind.PAGE_BREAKS: 1})
            drafts.append(PageBreak())

    def _read_table(self, element: Element, drafts: list[Draft]) -> None:
        table = read_table(element, self.reading, self.read)
        if table is not None:
            drafts.append(table)

    def _read_alt_chunk(self, element: Element, drafts: list[Draft]) -> None:
        drafts.extend(read_alt_chunk(element, self.story))

    def _read_comment_start(self, element: Element, drafts: list[Draft]) -> None:
        self.story.comments.start(element.get(_ID, ""))

    def _read_comment_end(self, element: Element, drafts: list[Draft]) -> None:
        self.story.comments.end(element.get(_ID, ""))

    def _read_generated(self, element: Element, drafts: list[Draft]) -> None:
        sections = len(list(element.iter(SECT_PR)))
        directory = read_directory(element, self.reading)
        if directory is None:
            keyword = parse_instruction(element.get(INSTR, ""))[0]
            report_result(self.reading, element, keyword, visible_text(element))
            if self.reading.text_sizes is not None:
                self.reading.text_sizes.give_up()
            drafts.extend(self.read(element))
            return
        drafts.append(directory)
        for _ in range(sections):
            self._end_section(drafts)


def _begins_body(paragraph: Element) -> bool:
    """Whether a paragraph that is the first of its story is also the first of the document."""
    container = paragraph.getparent()
    return container is not None and container.tag == _BODY


def _marked_paragraph(section: Element) -> Element | None:
    """The paragraph that ends a section, None for the last section of a document."""
    properties = section.getparent()
    return properties.getparent() if properties is not None and properties.tag == PPR else None


READERS: dict[str, Callable[[BodyReader, Element, list[Draft]], None]] = {
    P: BodyReader._read_paragraph,
    TBL: BodyReader._read_table,
    GENERATED: BodyReader._read_generated,
    w("altChunk"): BodyReader._read_alt_chunk,
    w("commentRangeStart"): BodyReader._read_comment_start,
    w("commentRangeEnd"): BodyReader._read_comment_end,
}
