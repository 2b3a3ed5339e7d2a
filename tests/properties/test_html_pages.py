"""What the writer of pages writes, judged by a parser that is not ours."""

import re

from everything import EVERYTHING
from html_documents import documents as sayable_documents
from html_judge import ReadPage, Shown, faults, join, parse, serialize
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from strategies import documents
from thoroughness import examples

from sdconvert.archive import read_archive
from sdconvert.formats.html.read import read
from sdconvert.formats.html.write import HtmlOptions, write
from sdconvert.model.blocks import Directory, DirectoryKind, Heading, ListItem, PageBreak, Paragraph, Picture
from sdconvert.model.document import Document
from sdconvert.model.inlines import (
    Comment,
    CrossReference,
    Equation,
    InlinePicture,
    LineBreak,
    Link,
    Note,
    Run,
    Sidenote,
)
from sdconvert.model.tables import Table
from sdconvert.model.text import plain_text

thorough = settings(max_examples=examples(60), deadline=None, suppress_health_check=list(HealthCheck))
CANNOT_STAND = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef]")
LISTED = {Heading: DirectoryKind.CONTENT, Picture: DirectoryKind.IMAGES, Table: DirectoryKind.TABLES}
list_blocks = st.builds(
    ListItem, st.just((Run("item"),)), st.booleans(), st.integers(0, 3), st.sampled_from(["one", "two"])
) | st.just(Paragraph((Run("between"),)))
PICTURES = (".png", ".bmp", ".svg", "ein Bild")


def page_of(document, single_file=True):
    written = write(document, HtmlOptions(single_file)).value
    return parse((written if single_file else read_archive(written)["index.html"]).decode())


@thorough
@given(documents | sayable_documents, st.booleans())
@example(EVERYTHING, False)
@example(Document((Paragraph((Comment("A", "2024-02-30T10:00:00Z", ("b",)),)),)), True)
def test_a_page_has_no_faults(document, single_file):
    found = faults(page_of(document, single_file))
    assert [fault for fault in found if fault != "#part leads to nothing"] == []


@thorough
@given(documents | sayable_documents)
@example(EVERYTHING)
def test_a_page_shows_the_text_of_the_document_in_its_order_with_the_numbers_of_the_editor(document):
    assert ReadPage(page_of(document)).blocks() == ExpectedPage(document).shown


@settings(thorough, max_examples=examples(200))
@given(st.lists(list_blocks, max_size=12))
def test_items_show_the_numbers_of_the_editor_whatever_stands_between_them(blocks):
    document = Document(tuple(blocks))
    page = page_of(document)
    assert faults(page) == []
    assert ReadPage(page).blocks() == ExpectedPage(document).shown


@thorough
@given(documents | sayable_documents)
@example(EVERYTHING)
@example(Document((Paragraph((Note((), is_endnote=True),) * 1500),)))
def test_notes_stand_at_the_end_in_the_order_of_their_signs_and_each_has_one(document):
    page = ReadPage(page_of(document))
    assert page.signs() == page.numbers_of_notes()


@thorough
@given(documents | sayable_documents)
@example(EVERYTHING)
def test_a_page_that_a_browser_saves_again_reads_as_it_did(document):
    page = write(document, HtmlOptions(single_file=True)).value
    saved = serialize(parse(page.decode()))
    first, again = read(page), read(f"<!DOCTYPE html>{saved}".encode())
    assert again.value == first.value
    assert [str(finding) for finding in again.findings] == [str(finding) for finding in first.findings]


# ------------------------------------------------------------------------------------------- what a page should show


class ExpectedPage:
    """What a page of a document should show, by the model and what is known of the editor's numbers."""

    def __init__(self, document):
        german = document.metadata.language.startswith("de")
        self.words = ("Abbildung", "Tabelle") if german else ("Figure", "Table")
        self.assets = document.assets
        self.sections = []
        self.lists = {}
        self.pictures = self.tables = 0
        self.numbers = {}
        self.targets = {}
        self.lines = {DirectoryKind.CONTENT: (), DirectoryKind.IMAGES: (), DirectoryKind.TABLES: ()}
        self._count(document.blocks)
        self.shown = list(self._blocks(document.blocks))

    def _count(self, blocks):
        for block in blocks:
            self.numbers[id(block)] = number = self._number(block)
            content = getattr(block, "content", getattr(block, "caption", ()))
            if block.id:
                self.targets.setdefault(block.id, (number, _lawful(plain_text(content))))
            kind = LISTED.get(type(block))
            if kind is DirectoryKind.CONTENT or (kind and (content or number)):
                text = _lawful(plain_text(content))
                line = f"{number} {text}" if text.strip() or number else "…"
                self.lines[kind] += (" ".join(line.split()),)
            if isinstance(block, Table):
                for row in block.rows:
                    for cell in row.cells:
                        self._count(cell.content)

    def _number(self, block):
        match block:
            case Heading(is_numbered=True):
                return self._section(block.level, block.restarts)
            case Paragraph() if block.number_level is not None:
                return self._section(block.number_level, block.restarts)
            case ListItem():
                counts = self.lists.setdefault(block.list_id, {})
                level = min(max(block.level, 0), 31)
                for deeper in [each for each in counts if each > level]:
                    del counts[deeper]
                if block.is_ordered:
                    counts[level] = counts.get(level, 0) + 1
                return str(counts[level]) if block.is_ordered else ""
            case Picture(is_numbered=True):
                self.pictures += 1
                return f"{self.words[0]} {self.pictures}"
            case Table(is_numbered=True):
                self.tables += 1
                return f"{self.words[1]} {self.tables}"
            case _:
                return ""

    def _section(self, level, restarts):
        level = min(max(level, 0), 5)
        is_met = len(self.sections) > level
        upper = (self.sections + [0] * 6)[:level]
        self.sections = [*upper, 1 if restarts or not is_met else self.sections[level] + 1]
        return ".".join(map(str, self.sections))

    def _blocks(self, blocks):
        for block in blocks:
            number = self.numbers[id(block)]
            match block:
                case Heading():
                    yield Shown(f"h{min(max(block.level, 0), 5) + 1}", number, self._pieces(block.content))
                case Paragraph():
                    yield Shown("p", number, self._pieces(block.content))
                case ListItem():
                    depth = min(max(block.level, 0), 31) + 1
                    yield Shown(f"{'ol' if block.is_ordered else 'ul'}{depth}", number, self._pieces(block.content))
                case Picture() if self._is_shown(block.asset):
                    yield Shown("figure", number, self._pieces(block.caption))
                case Picture():
                    text = _lawful(block.text)
                    yield Shown("p", "", join((f"[{text}] " if text else "", *self._pieces(block.caption))))
                case Table():
                    yield Shown("table", number, self._pieces(block.caption))
                    for cell in (cell for row in block.rows for cell in row.cells):
                        yield Shown("cell", "", ())
                        yield from self._blocks(cell.content)
                case PageBreak():
                    yield Shown("hr", "", ())
                case Directory():
                    yield Shown("nav", str(block.kind), self.lines.get(block.kind, ()))

    def _is_shown(self, asset):
        return asset in self.assets and asset.endswith(PICTURES)

    def _pieces(self, content):
        return join([piece for node in content for piece in self._piece(node)])

    def _piece(self, node):
        match node:
            case Run():
                return [_lawful(node.text)]
            case LineBreak():
                return ["\n"]
            case Link():
                return self._pieces(node.content)
            case CrossReference():
                return [self._reference(node)]
            case Equation():
                return [_lawful(node.latex)]
            case InlinePicture():
                text = "" if self._is_shown(node.asset) else _lawful(node.text)
                return [f"[{text}]" if text else "", *self._pieces(node.caption)]
            case Note():
                return [("endnotes" if node.is_endnote else "footnotes", tuple(map(self._pieces, node.paragraphs)))]
            case Sidenote():
                return [("sidenote", (self._pieces(node.content),))]
            case Comment():
                return [("comment", self._comment(node))]
            case _:
                return []

    def _reference(self, node):
        if node.target not in self.targets:
            return _lawful(node.text)
        number, text = self.targets[node.target]
        shown = (number if node.show_number else "", text if node.show_content else "")
        return " ".join(filter(None, shown)) or _lawful(node.text) or number or text

    def _comment(self, comment):
        return (*map(_lawful, comment.paragraphs), *map(self._comment, comment.replies))


def _lawful(text):
    return "".join(each for each in CANNOT_STAND.sub("", text) if ord(each) & 0xFFFE != 0xFFFE)
