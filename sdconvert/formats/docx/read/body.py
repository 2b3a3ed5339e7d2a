"""The blocks of a body, a cell or a text box in order (ECMA-376 Part 1, 17.2 and 17.6)."""

from __future__ import annotations

from sdconvert.findings import Kind, Severity, declare
from sdconvert.formats.docx.names import PPR, SECT_PR, TBL, P, prefixed_name, w
from sdconvert.formats.docx.read.alt_chunk import read_alt_chunk
from sdconvert.formats.docx.read.captions import attach_captions
from sdconvert.formats.docx.read.census import GENERATED, visible_text
from sdconvert.formats.docx.read.directories import read_directory
from sdconvert.formats.docx.read.fields import INSTR, parse_instruction
from sdconvert.formats.docx.read.inline.field_results import report_result
from sdconvert.formats.docx.read.paragraph import Draft, read_paragraph
from sdconvert.formats.docx.read.sections import starts_new_page, text_width
from sdconvert.formats.docx.read.story import Story
from sdconvert.formats.docx.read.table import read_table
from sdconvert.model.blocks import PageBreak
from sdconvert.model.document import Block
from sdconvert.xmlio import Element

UNKNOWN_BLOCK = declare(
    "DOCX-R005",
    Severity.ERROR,
    "The element {name} is not understood and left out: “{text}”",
    "Report the file, or replace this part of it in Word.",
    "Only what is understood can be converted without inventing something.",
)

_IGNORED = frozenset(
    (
        PPR,
        SECT_PR,  # sections are known before the body is read
        *map(w, ("bookmarkStart", "bookmarkEnd", "proofErr", "permStart", "permEnd", "tcPr")),
        *(
            w(f"{name}Range{side}")
            for name in ("moveFrom", "moveTo", *(f"customXml{kind}" for kind in ("Ins", "Del", "MoveFrom", "MoveTo")))
            for side in ("Start", "End")
        ),
    )
)
_BODY = w("body")
_ALT_CHUNK = w("altChunk")
_COMMENT_START, _COMMENT_END = w("commentRangeStart"), w("commentRangeEnd")


class BodyReader:
    """Reads block containers of one story. `sections` are the properties of all sections in order."""

    def __init__(self, story: Story, sections: list[Element]) -> None:
        self.story = story
        self.reading = story.reading
        self._sections = sections
        self._section_ends = {_marked_paragraph(section) for section in sections}
        self._section = 0
        self.reading.text_width = text_width(self._sections[0] if self._sections else None)

    def read(self, container: Element) -> tuple[Block, ...]:
        """The blocks in a container."""
        drafts: list[Draft] = []
        for child in container:
            tag = child.tag
            if tag == P:
                self._read_paragraph(child, drafts)
            elif tag not in _IGNORED:
                self._read_other(child, drafts)
        return attach_captions(drafts, self.story)

    def _read_paragraph(self, paragraph: Element, drafts: list[Draft]) -> None:
        is_on_new_page = isinstance(drafts[-1], PageBreak) if drafts else _begins_body(paragraph)
        blocks, text_boxes = read_paragraph(paragraph, self.story, is_on_new_page)
        drafts.extend(blocks)
        for box in text_boxes:
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

    def _read_other(self, element: Element, drafts: list[Draft]) -> None:
        tag = element.tag
        if tag == TBL:
            table = read_table(element, self.reading, self.read)
            if table is not None:
                drafts.append(table)
        elif tag == GENERATED:
            self._read_generated(element, drafts)
        elif tag == _ALT_CHUNK:
            drafts.extend(read_alt_chunk(element, self.reading))
        elif tag == _COMMENT_START:
            self.story.comments.start(element.get(w("id"), ""))
        elif tag == _COMMENT_END:
            self.story.comments.end(element.get(w("id"), ""))
        else:
            self.reading.lose(UNKNOWN_BLOCK, element, name=prefixed_name(element.tag))

    def _read_generated(self, element: Element, drafts: list[Draft]) -> None:
        sections = len(list(element.iter(SECT_PR)))
        directory = read_directory(element, self.reading)
        if directory is None:
            keyword = parse_instruction(element.get(INSTR, ""))[0]
            report_result(self.reading, element, keyword, visible_text(element))
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
