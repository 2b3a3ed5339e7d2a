"""What a Word file says, by a plain walk of its XML that shares nothing with the converter."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from facts import (
    ALL_MARKS,
    ANY_ALIGNMENT,
    BODY,
    BOLD,
    BOX,
    CAPTION,
    MARGIN,
    NOTE,
    UNDERLINE,
    WILDCARD,
    Cell,
    Facts,
    Grid,
    Heading,
    Link,
    ListItem,
    Note,
    Stretch,
    first_line,
    key,
    tokens,
)
from word_numbering import Numbering
from word_package import Package, attribute, child, name, value_of
from word_styles import CellPlace, Styles, TableLayer, run_properties, table_look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from lxml.etree import _Element as Element
    from word_numbering import Numbered

DEEPEST_LEVEL = 5
HIGHEST_OUTLINE = 8
CONVERTED = "converted"

_UNDERSTOOD = {
    "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas",
    "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing",
    "http://schemas.microsoft.com/office/word/2010/wordml",
    "http://schemas.microsoft.com/office/word/2012/wordml",
    "http://schemas.microsoft.com/office/word/2012/wordprocessingDrawing",
    "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    "http://schemas.microsoft.com/office/word/2016/wordml/cid",
    "http://schemas.microsoft.com/office/word/2018/wordml",
    "http://schemas.microsoft.com/office/word/2018/wordml/cex",
    "http://schemas.microsoft.com/office/drawing/2010/main",
}
_WRAPPERS = {
    *("w:customXml", "w:smartTag", "w:ins", "w:moveTo", "w:sdtContent", "w:dir", "w:bdo"),
}
_DROPPED = {"w:del", "w:moveFrom"}
_GENERATED_FIELDS = {"TOC", "INDEX"}
_REFERENCE_FIELDS = {"REF", "PAGEREF", "NOTEREF"}
_PAGE_FIELDS = {"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"}
_FORM_FIELDS = {"FORMCHECKBOX", "FORMDROPDOWN"}
"""What they show is no text of the document."""
_TEXT = {"w:tab": "\t", "w:ptab": "\t", "w:cr": "\n", "w:noBreakHyphen": "\u2011"}
_PRIVATE_USE = re.compile("[\uf000-\uf0ff]")
_LABEL_END = re.compile(r"[\s:.\-–—)\]]*")
_ARGUMENT = re.compile(r'"((?:\\.|[^"\\])*)"|(\S+)')
_PICTURES_KEPT = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8")


def word_facts(source: Path | bytes) -> Facts:
    """The facts of a Word file. Raises `NotAWordPackage` where it is none."""
    package = Package(source)
    part, tree = package.main()
    reader = _Reader(package, part)
    body = child(tree, "w:body")
    if body is not None:
        reader.read_story(body, part)
        reader.read_margins(body, part)
        reader.read_comments(tree, part)
        reader.settle_numbered_paragraphs()
    return reader.facts


class _Field:
    def __init__(self, instruction: str = "", in_result: bool = False) -> None:
        self.instruction = instruction
        self.in_result = in_result
        self.keyword = ""
        self.href = ""
        self.group = 0


class _Story:
    """One flow of text: the body, a note, a text box, a header. Fields begin and end inside it."""

    def __init__(self, part: str, stream: str, root: Element) -> None:
        self.part = part
        self.stream = stream
        self.fields: list[_Field] = []
        self.balanced = _balanced_fields(root)
        self.pending: _Paragraph | None = None
        self.cell: TableLayer | None = None
        self.is_in_cell = False
        self.has_labels = False
        self.text: list[str] = []

    def is_instruction(self) -> bool:
        return any(not f.in_result for f in self.fields)

    def is_generated(self) -> bool:
        return any(f.keyword in _GENERATED_FIELDS for f in self.fields)


class _Paragraph:
    def __init__(self) -> None:
        self.properties: Element | None = None
        self.style_id: str | None = None
        self.heading: str | None = None
        self.stretch = Stretch()
        self.boxes: list[Element] = []
        self.label_end = 0
        self.has_sequence = False


class _Reader:
    def __init__(self, package: Package, part: str) -> None:
        self.facts = Facts()
        self._package = package
        self._main = part
        self.styles = Styles(package.main_tree_of(part, "styles"))
        self.numbering = Numbering(package.main_tree_of(part, "numbering"), self.styles)
        self._notes = {kind: self._read_notes(kind) for kind in ("footnotes", "endnotes")}
        self._notes_read: set[tuple[str, str]] = set()
        self._hashes: dict[str, str | None] = {}
        self._heading_nums: set[str] = set()
        self._heading_lists: set[str] = set()
        self._numbered_items: dict[int, Numbered] = {}
        self._handlers: dict[str, Callable[[Element, _Inline], None]] = {
            "w:r": self._run,
            "w:hyperlink": self._hyperlink,
            "w:fldSimple": self._simple_field,
            "w:sdt": self._inline_control,
            "mc:AlternateContent": self._inline_alternate,
            "m:oMath": self._equation,
            "m:oMathPara": self._equation_paragraph,
            **dict.fromkeys(_WRAPPERS, self._inline),
        }
        self._run_handlers: dict[str, Callable[[Element, _Inline], None]] = {
            "w:t": self._text,
            "w:sym": self._symbol,
            "w:br": self._break,
            "w:fldChar": self._field_character,
            "w:instrText": self._instruction,
            "w:footnoteReference": self._note,
            "w:endnoteReference": self._note,
            "w:drawing": self._graphic,
            "w:pict": self._graphic,
            "w:object": self._graphic,
            "w:ruby": self._ruby,
            "mc:AlternateContent": self._run_alternate,
            **dict.fromkeys(_TEXT, self._fixed_text),
        }

    def _read_notes(self, kind: str) -> tuple[str, dict[str, Element]]:
        for part in self._package.related(self._main, kind):
            tree = self._package.tree(part)
            if tree is not None:
                return part, {attribute(note, "w:id") or "": note for note in tree}
        return "", {}

    # -- stories and blocks

    def read_story(self, root: Element, part: str, stream: str = BODY) -> _Story:
        story = _Story(part, stream, root)
        self._blocks(root, story)
        return story

    def read_margins(self, body: Element, part: str) -> None:
        relations = self._package.relations(part)
        seen = set()
        for element in body.iter():
            if name(element.tag) in ("w:headerReference", "w:footerReference"):
                relation = relations.get(attribute(element, "r:id") or "")
                if relation is not None and not relation.is_external and relation.target not in seen:
                    seen.add(relation.target)
                    self._margin(relation.target)

    def read_comments(self, document: Element, part: str) -> None:
        comments = self._package.main_tree_of(part, "comments")
        by_id = {} if comments is None else {attribute(comment, "w:id"): comment for comment in comments}
        for element in document.iter():
            comment = by_id.get(attribute(element, "w:id")) if name(element.tag) == "w:commentReference" else None
            if comment is not None:
                self.facts.comments.extend(self._aside(comment, part))

    def _aside(self, root: Element, part: str) -> list[str]:
        """The words of a flow that is not the document's own."""
        outer, self.facts = self.facts, Facts()
        self.read_story(root, part, MARGIN)
        found = [word.text for word in self.facts.words if WILDCARD not in word.text]
        self.facts = outer
        return found

    def _margin(self, part: str) -> None:
        tree = self._package.tree(part)
        if tree is not None:
            self.facts.margins.extend(self._aside(tree, part))

    def _blocks(self, parent: Element, story: _Story) -> None:
        for element in parent:
            self._block(element, story)
        self._finish_pending(story)

    def _block(self, element: Element, story: _Story) -> None:
        tag = name(element.tag)
        if tag == "w:p":
            self._paragraph(element, story)
        elif tag == "w:tbl":
            self._finish_pending(story)
            self._table(element, story)
        elif tag in ("m:oMathPara", "m:oMath"):
            self._loose_equation(element, story)
        else:
            for inner in _unwrapped(element):
                self._block(inner, story)

    def _loose_equation(self, element: Element, story: _Story) -> None:
        paragraph = story.pending or _Paragraph()
        story.pending = None
        self._equation(element, _Inline(story, paragraph))
        self._finish(paragraph, story)

    # -- paragraphs

    def _paragraph(self, element: Element, story: _Story) -> None:
        paragraph = story.pending or _Paragraph()
        story.pending = None
        self._set_properties(paragraph, child(element, "w:pPr"), story)
        self._inline(element, _Inline(story, paragraph))
        if _mark_is_deleted(paragraph.properties):
            story.pending = paragraph
        else:
            self._finish(paragraph, story)

    def _set_properties(self, paragraph: _Paragraph, properties: Element | None, story: _Story) -> None:
        style_id = self.styles.known(value_of(properties, "w:pStyle"), "paragraph")
        paragraph.properties = properties
        paragraph.style_id = style_id
        is_heading = self.styles.is_title(style_id) or self.styles.heading_levels(style_id)
        paragraph.heading = "style" if is_heading else "outline" if _own_outline(properties) is not None else None

    def _finish_pending(self, story: _Story) -> None:
        paragraph, story.pending = story.pending, None
        if paragraph is not None and (paragraph.stretch.length or paragraph.boxes):
            self._finish(paragraph, story)

    def _finish(self, paragraph: _Paragraph, story: _Story) -> None:
        stretch = paragraph.stretch
        names = self.styles.names(paragraph.style_id)
        is_caption = (paragraph.has_sequence or "caption" in names) and story.stream in (BODY, BOX)
        stream = CAPTION if is_caption and not story.is_in_cell else story.stream
        if is_caption and paragraph.label_end:
            self._mark_label(paragraph)
        numbered = self.numbering.of(paragraph.properties, paragraph.style_id)
        story.has_labels |= numbered is not None
        is_flow = story.stream in (BODY, BOX)
        is_heading = is_flow and self._add_heading(paragraph, story, numbered)
        is_item = is_flow and not is_heading and self._add_item(stretch, numbered)
        words = stretch.words(self._alignment(paragraph, story, is_item), stream)
        target = self.facts.side_words if stream == NOTE else self.facts.words
        target.extend(words)
        story.text.append(stretch.whole())
        links = (Link(href, text, is_caption) for href, text in stretch.found_links())
        self.facts.links.extend(links)
        for box in paragraph.boxes:
            self._box(box, story)

    def _alignment(self, paragraph: _Paragraph, story: _Story, is_item: bool) -> str:
        if is_item or story.stream == NOTE:
            return ANY_ALIGNMENT
        return self.styles.alignment(paragraph.properties, paragraph.style_id, story.cell)

    def _mark_label(self, paragraph: _Paragraph) -> None:
        group = self._new_group("label")
        text = paragraph.stretch.whole()
        separator = _LABEL_END.match(text, paragraph.label_end)
        paragraph.stretch.mark_group(0, separator.end() if separator else paragraph.label_end, group)

    def _new_group(self, kind: str) -> int:
        group = len(self.facts.groups) + 1
        self.facts.groups[group] = kind
        return group

    def _add_heading(self, paragraph: _Paragraph, story: _Story, numbered: Numbered | None) -> bool:
        own = _own_outline(paragraph.properties)
        levels = set(self.styles.heading_levels(paragraph.style_id))
        is_taken_out = own is not None and own > HIGHEST_OUTLINE
        if own is not None and not is_taken_out:
            levels.add(own)
        if self.styles.is_title(paragraph.style_id):
            levels, numbered = {0}, None
        if not levels:
            return False
        if numbered is not None and numbered.shows_label and not numbered.is_bullet and not is_taken_out:
            levels.add(numbered.ilvl)
            self._heading_nums.add(numbered.num_id)
            self._heading_lists.add(numbered.abstract_id)
        stretch = paragraph.stretch
        text, short = key(stretch.whole()), key(stretch.short())
        is_optional = is_taken_out or not short or _is_fuzzy(stretch)
        if text and story.is_in_cell:
            self.facts.items.append(ListItem(text, frozenset(), frozenset(), is_optional=True))
        elif text:
            clamped = frozenset(min(level, DEEPEST_LEVEL) for level in levels)
            self.facts.headings.append(Heading(text, clamped, _shows_number(numbered), is_optional, short))
        return True

    def _add_item(self, stretch: Stretch, numbered: Numbered | None) -> bool:
        if numbered is None:
            return False
        text, short = key(first_line(stretch.whole())), key(first_line(stretch.short()))
        if text:
            kinds = frozenset({"ul" if numbered.is_bullet else "ol"})
            levels = frozenset({numbered.ilvl})
            self._numbered_items[len(self.facts.items)] = numbered
            is_optional = not numbered.shows_label or not short or _is_fuzzy(stretch)
            self.facts.items.append(ListItem(text, kinds, levels, is_optional, short))
        return True

    def settle_numbered_paragraphs(self) -> None:
        """Items of a list that headings are numbered in are numbered paragraphs, known when all headings are."""
        for index, numbered in self._numbered_items.items():
            item = self.facts.items[index]
            in_same_num = numbered.num_id in self._heading_nums
            if in_same_num or numbered.abstract_id in self._heading_lists:
                kinds = frozenset({"p"}) if in_same_num and not numbered.is_bullet else item.kinds | {"p"}
                levels = item.levels | {min(numbered.ilvl, DEEPEST_LEVEL)}
                self.facts.items[index] = item._replace(kinds=kinds, levels=levels)

    def _box(self, element: Element, story: _Story) -> None:
        inner = _Story(story.part, BOX if story.stream == BODY else story.stream, element)
        inner.cell, inner.is_in_cell = story.cell, story.is_in_cell
        self._blocks(element, inner)
        story.text.extend(inner.text)

    # -- tables

    def _table(self, element: Element, story: _Story) -> None:
        properties = child(element, "w:tblPr")
        style_id = value_of(properties, "w:tblStyle")
        look = table_look(properties)
        rows = [_cells(row) for row in _rows(element)]
        outer = story.cell, story.is_in_cell
        spans = _row_spans(rows)
        grid = Grid()
        for row_index, row in enumerate(rows):
            column = row.before
            for index, cell in enumerate(row.cells):
                place = CellPlace(row_index, index, row_index == len(rows) - 1, index == len(row.cells) - 1)
                story.cell = self.styles.table_layer(style_id, look, place)
                story.is_in_cell = True
                if (row_index, column) in spans:
                    grid.place(self._cell(cell, row_index, column, spans[row_index, column], story))
                else:
                    self._covered_cell(cell, story)
                column += cell.span
        story.cell, story.is_in_cell = outer
        if not story.is_in_cell and story.stream in (BODY, BOX):
            self.facts.cells.extend(grid.cells())

    def _cell(self, cell: _WordCell, row: int, column: int, rowspan: int, story: _Story) -> Cell:
        """A cell with its text, whose words get the one alignment that its paragraphs agree on."""
        words = self.facts.words
        start = len(words)
        self._blocks(cell.element, story)
        inside = words[start:]
        alignments = {word.alignment for word in inside if word.alignment != ANY_ALIGNMENT}
        if len(alignments) > 1:
            words[start:] = [word._replace(alignment=ANY_ALIGNMENT) for word in inside]
        text = "".join(word.text for word in inside)
        short = "".join(word.text for word in inside if not word.group)
        is_optional = not short or any(word.is_equation or WILDCARD in word.text for word in inside)
        return Cell(row, column, cell.span, rowspan, text, is_optional, short)

    def _covered_cell(self, cell: _WordCell, story: _Story) -> None:
        """Read what Word does not show: a cell that one above it is merged over."""
        outer, self.facts = self.facts, Facts()
        self._blocks(cell.element, story)
        outer.hidden.extend(word.text for word in self.facts.words)
        self.facts = outer

    # -- within a paragraph

    def _inline(self, parent: Element, at: _Inline) -> None:
        for element in parent:
            handler = self._handlers.get(name(element.tag))
            if handler is not None:
                handler(element, at)

    def _inline_control(self, element: Element, at: _Inline) -> None:
        content = child(element, "w:sdtContent")
        if content is not None:
            self._inline(content, at)

    def _inline_alternate(self, element: Element, at: _Inline) -> None:
        chosen = _alternative(element)
        if chosen is not None:
            self._inline(chosen, at)

    def _hyperlink(self, element: Element, at: _Inline) -> None:
        outer = at.href, at.group
        anchor = attribute(element, "w:anchor")
        relation = self._package.relations(at.story.part).get(attribute(element, "r:id") or "")
        if relation is not None and relation.is_external and relation.target[:1] not in ("", "#"):
            at.href = relation.target + (f"#{anchor}" if anchor else "")
        elif anchor or relation is not None:
            at.group = self._new_group("reference")
        self._inline(element, at)
        at.href, at.group = outer

    def _simple_field(self, element: Element, at: _Inline) -> None:
        opened = _Field(attribute(element, "w:instr") or "", in_result=True)
        self._open_result(opened, at)
        at.story.fields.append(opened)
        self._inline(element, at)
        self._close_field(at)

    def _open_result(self, opened: _Field, at: _Inline) -> None:
        arguments = [quoted.replace("\\\\", "\\") or plain for quoted, plain in _ARGUMENT.findall(opened.instruction)]
        opened.in_result = True
        opened.keyword = arguments[0].upper() if arguments else ""
        if opened.keyword == "HYPERLINK":
            opened.href = _field_href(arguments[1:])
        if opened.keyword in _REFERENCE_FIELDS or (opened.keyword == "HYPERLINK" and not opened.href):
            opened.group = self._new_group("reference")
        if opened.keyword == "SEQ":
            at.paragraph.has_sequence = True

    def _close_field(self, at: _Inline) -> None:
        closed = at.story.fields.pop()
        if closed.keyword in _FORM_FIELDS:
            at.free = ALL_MARKS
            self._say(WILDCARD, at)
        if closed.keyword == "EQ":
            self._say(" ", at)
        if closed.keyword == "SEQ" and not at.paragraph.label_end:
            at.paragraph.label_end = at.paragraph.stretch.length

    def _field_character(self, element: Element, at: _Inline) -> None:
        if element not in at.story.balanced:
            return
        kind = attribute(element, "w:fldCharType")
        fields = at.story.fields
        if kind == "begin":
            fields.append(_Field())
        elif kind == "separate" and fields and not fields[-1].in_result:
            self._open_result(fields[-1], at)
        elif kind == "end" and fields:
            if not fields[-1].in_result:
                self._open_result(fields[-1], at)
            self._close_field(at)

    def _instruction(self, element: Element, at: _Inline) -> None:
        if at.story.fields and not at.story.fields[-1].in_result:
            at.story.fields[-1].instruction += element.text or ""

    def _run(self, element: Element, at: _Inline) -> None:
        direct = run_properties(child(element, "w:rPr"))
        paragraph = at.paragraph
        styles = self.styles
        at.marks, at.free, at.is_hidden = styles.marks(direct, paragraph.style_id, at.story.cell, paragraph.heading)
        if paragraph.heading and at.story.is_in_cell:
            at.free |= BOLD
        if styles.is_link_style(str(direct.get("style", ""))):
            at.free |= UNDERLINE
        self._run_content(element, at)

    def _run_content(self, element: Element, at: _Inline) -> None:
        for content in element:
            handler = self._run_handlers.get(name(content.tag))
            if handler is not None:
                handler(content, at)

    def _run_alternate(self, element: Element, at: _Inline) -> None:
        chosen = _alternative(element)
        if chosen is not None:
            self._run_content(chosen, at)

    def _say(self, text: str, at: _Inline) -> None:
        story = at.story
        if not text or (story.fields and story.is_instruction()):
            return
        if story.fields and story.is_generated():
            self.facts.generated.extend(tokens(text))
        elif at.is_hidden:
            self.facts.hidden.extend(tokens(text))
        else:
            if story.stream == MARGIN and story.fields and story.fields[-1].keyword in _PAGE_FIELDS:
                text = WILDCARD
            href = next((f.href for f in reversed(story.fields) if f.href), "") or at.href
            group = next((f.group for f in reversed(story.fields) if f.group), 0) or at.group
            free = at.free | (UNDERLINE if href or group else 0)
            at.paragraph.stretch.add(text, at.marks, free, group, href)

    def _text(self, element: Element, at: _Inline) -> None:
        self._say(_PRIVATE_USE.sub(WILDCARD, (element.text or "").replace("\u00ad", "")), at)

    def _fixed_text(self, element: Element, at: _Inline) -> None:
        self._say(_TEXT[name(element.tag)], at)

    def _symbol(self, element: Element, at: _Inline) -> None:
        self._say(WILDCARD, at)

    def _break(self, element: Element, at: _Inline) -> None:
        self._say("\n" if attribute(element, "w:type") in (None, "textWrapping") else "\f", at)

    def _ruby(self, element: Element, at: _Inline) -> None:
        for part, before, after in (("w:rubyBase", "", ""), ("w:rt", WILDCARD, WILDCARD)):
            content = child(element, part)
            if content is not None:
                self._say(before, at)
                self._inline(content, at)
                self._say(after, at)

    def _equation(self, element: Element, at: _Inline) -> None:
        story = at.story
        text = "".join(e.text or "" for e in element.iter() if name(e.tag) in ("m:t", "w:t"))
        text = "".join(text.split())
        if text and not story.fields:
            at.paragraph.stretch.add_equation(text)

    def _equation_paragraph(self, element: Element, at: _Inline) -> None:
        for inner in element:
            if name(inner.tag) == "m:oMath":
                self._equation(inner, at)

    def _note(self, element: Element, at: _Inline) -> None:
        story = at.story
        if at.is_hidden or (story.fields and (story.is_instruction() or story.is_generated())) or story.stream == NOTE:
            return
        kind = "footnotes" if name(element.tag) == "w:footnoteReference" else "endnotes"
        part, notes = self._notes[kind]
        note_id = attribute(element, "w:id") or ""
        if note_id not in notes:
            return
        is_again = (kind, note_id) in self._notes_read
        self._notes_read.add((kind, note_id))
        words = len(self.facts.side_words)
        story = self.read_story(notes[note_id], part, NOTE)
        if is_again:
            del self.facts.side_words[words:]
        text = key(" ".join(story.text))
        if text:
            self.facts.notes.append(Note(text, is_optional=is_again or story.has_labels))

    # -- pictures and text boxes

    def _graphic(self, element: Element, at: _Inline) -> None:
        if at.is_hidden or (at.story.fields and (at.story.is_instruction() or at.story.is_generated())):
            return
        for found in _graphics(element):
            if _is_box(found):
                at.paragraph.boxes.append(found)
            else:
                self._picture(found, at.story)

    def _picture(self, element: Element, story: _Story) -> None:
        embedded = attribute(element, "r:embed") or attribute(element, "r:id") or attribute(element, "o:relid")
        relation = self._package.relations(story.part).get(embedded or "")
        content_hash = self._picture_hash(relation.target) if relation and not relation.is_external else None
        if content_hash is None:
            return
        is_shown = name(element.tag) == "v:imagedata" or _is_picture_blip(element)
        is_required = is_shown and story.stream != NOTE
        (self.facts.pictures if is_required else self.facts.optional_pictures).append(content_hash)

    def _picture_hash(self, part: str) -> str | None:
        if part not in self._hashes:
            content = self._package.read(part)
            self._hashes[part] = _hash(content) if content else None
        return self._hashes[part]


class _Inline:
    """Where the walk is in a paragraph."""

    def __init__(self, story: _Story, paragraph: _Paragraph) -> None:
        self.story = story
        self.paragraph = paragraph
        self.href = ""
        self.group = 0
        self.marks = 0
        self.free = ALL_MARKS
        self.is_hidden = False


class _WordCell:
    def __init__(self, element: Element) -> None:
        properties = child(element, "w:tcPr")
        v_merge = child(properties, "w:vMerge")
        h_merge = child(properties, "w:hMerge")
        span = value_of(properties, "w:gridSpan")
        self.element = element
        self.span = min(max(int(span), 1), 1000) if span and span.isdigit() else 1
        self.v_merge = None if v_merge is None else attribute(v_merge, "w:val") or "continue"
        self.h_merge = None if h_merge is None else attribute(h_merge, "w:val") or "continue"
        self.is_deleted = child(properties, "w:cellDel") is not None


class _Row:
    def __init__(self, before: int, cells: list[_WordCell]) -> None:
        self.before = before
        self.cells = cells


def _cells(row: Element) -> _Row:
    before = value_of(child(row, "w:trPr"), "w:gridBefore")
    cells: list[_WordCell] = []
    for element in _descend(row, "w:tc"):
        cell = _WordCell(element)
        if cell.is_deleted:
            continue
        if cell.h_merge == "continue" and cells:
            cells[-1].span += cell.span
        else:
            cells.append(cell)
    return _Row(min(int(before), 1000) if before and before.isdigit() else 0, cells)


def _rows(table: Element) -> Iterator[Element]:
    for row in _descend(table, "w:tr"):
        if child(child(row, "w:trPr"), "w:del") is None:
            yield row


def _row_spans(rows: list[_Row]) -> dict[tuple[int, int], int]:
    """How many rows each cell covers, by the row and grid column it starts in."""
    spans: dict[tuple[int, int], int] = {}
    open_at: dict[int, tuple[int, int]] = {}
    for row_index, row in enumerate(rows):
        column = row.before
        still_open: dict[int, tuple[int, int]] = {}
        for cell in row.cells:
            start = open_at.get(column)
            if cell.v_merge == "continue" and start is not None:
                spans[start] += 1
            else:
                start = (row_index, column)
                spans[start] = 1
            if cell.v_merge is not None:
                still_open[column] = start
            column += cell.span
        open_at = still_open
    return spans


def _descend(parent: Element, wanted: str) -> Iterator[Element]:
    for element in parent:
        if name(element.tag) == wanted:
            yield element
        else:
            for inner in _unwrapped(element):
                yield from _descend_one(inner, wanted)


def _descend_one(element: Element, wanted: str) -> Iterator[Element]:
    if name(element.tag) == wanted:
        yield element
    else:
        for inner in _unwrapped(element):
            yield from _descend_one(inner, wanted)


def _unwrapped(element: Element) -> Iterable[Element]:
    """The children that count of a wrapper between blocks, rows or cells; nothing of any other element."""
    tag = name(element.tag)
    if tag == "w:sdt":
        content = child(element, "w:sdtContent")
        return () if content is None else content
    if tag == "mc:AlternateContent":
        chosen = _alternative(element)
        return () if chosen is None else chosen
    return element if tag in _WRAPPERS else ()


def _alternative(element: Element) -> Element | None:
    """The first choice that needs nothing we do not know, else the fallback."""
    for option in element:
        if name(option.tag) == "mc:Choice":
            needed = [option.nsmap.get(prefix) for prefix in option.get("Requires", "").split()]
            if needed and all(namespace in _UNDERSTOOD for namespace in needed):
                return option
    return child(element, "mc:Fallback")


def _graphics(element: Element) -> Iterator[Element]:
    """Pictures and text boxes of a drawing in order; what stands in a text box is left to the box."""
    for inner in element:
        tag = name(inner.tag)
        if tag in ("a:blip", "v:imagedata") or _is_box(inner):
            yield inner
        elif tag == "mc:AlternateContent":
            chosen = _alternative(inner)
            if chosen is not None:
                yield from _graphics(chosen)
        else:
            yield from _graphics(inner)


def _is_box(element: Element) -> bool:
    """Whether this is the content of a text box, which Strict files write in a namespace of its own."""
    return name(element.tag).endswith(":txbxContent")


def _is_picture_blip(blip: Element) -> bool:
    """Whether a blip is a picture, not the fill of a shape."""
    parent = blip.getparent()
    return parent is not None and name(parent.tag) == "pic:blipFill"


def _balanced_fields(root: Element) -> set[Element]:
    """The `w:fldChar` of fields that have both a begin and an end in this story."""
    found: set[Element] = set()
    opened: list[list[Element]] = []
    for element in root.iter():
        if name(element.tag) != "w:fldChar" or _is_elsewhere(element, root):
            continue
        kind = attribute(element, "w:fldCharType")
        if kind == "begin":
            opened.append([element])
        elif opened:
            opened[-1].append(element)
            if kind == "end":
                found.update(opened.pop())
    return found


def _is_elsewhere(element: Element, root: Element) -> bool:
    """Whether an element belongs to a text box, a fallback or a deletion rather than to the flow of the story."""
    for ancestor in element.iterancestors():
        if ancestor is root:
            return False
        if name(ancestor.tag) in _DROPPED or name(ancestor.tag) == "mc:Fallback" or _is_box(ancestor):
            return True
    return False


def _mark_is_deleted(properties: Element | None) -> bool:
    mark = child(properties, "w:rPr")
    return any(child(mark, tag) is not None for tag in _DROPPED)


def _own_outline(properties: Element | None) -> int | None:
    stated = value_of(properties, "w:outlineLvl")
    return int(stated) if stated and stated.isdigit() else None


def _shows_number(numbered: Numbered | None) -> bool | None:
    """Whether Word numbers a heading; None where it has a list but no number to show."""
    if numbered is None:
        return False
    return True if numbered.shows_label and not numbered.is_bullet else None


def _is_fuzzy(stretch: Stretch) -> bool:
    """Whether the text holds something that the target writes in its own way."""
    return bool(stretch.equations) or WILDCARD in stretch.whole()


def _field_href(arguments: list[str]) -> str:
    """The external target of a HYPERLINK field, with its place in the target; empty for one within the document."""
    address, anchor, switch = "", "", ""
    for argument in arguments:
        if argument.startswith("\\") and len(argument) == 2:
            switch = argument[1].lower()
        elif switch in ("l", "o", "t"):
            anchor = argument if switch == "l" else anchor
            switch = ""
        elif not address:
            address = argument
    if not address or address.startswith("#"):
        return ""
    return f"{address}#{anchor}" if anchor else address


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest() if content.startswith(_PICTURES_KEPT) else CONVERTED
