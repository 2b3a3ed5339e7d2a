"""SDXML of any release -> Document."""

from __future__ import annotations

from collections.abc import Callable

from sdconvert.archive import DEFAULT_LIMITS, Archived, Limits
from sdconvert.errors import UnreadableInput, limited_nesting
from sdconvert.findings import Report, Result, Severity, declare
from sdconvert.formats.sdxml.dialects import upgrade
from sdconvert.formats.sdxml.names import EMPTY_INDEXES, MAIN_PART, VERSION
from sdconvert.formats.sdxml.package import open_package
from sdconvert.formats.sdxml.read.blocks import (
    read_directory,
    read_heading,
    read_list_item,
    read_page_break,
    read_paragraph,
    read_picture,
)
from sdconvert.formats.sdxml.read.context import TEXT_OUT_OF_PLACE, Reading, locate
from sdconvert.formats.sdxml.read.files import report_files
from sdconvert.formats.sdxml.read.indexes import read_indexes
from sdconvert.formats.sdxml.read.inlines import read_content
from sdconvert.formats.sdxml.read.meta import read_meta
from sdconvert.formats.sdxml.read.tables import read_table
from sdconvert.formats.sdxml.read.tree import read_tree
from sdconvert.ledger import Kind
from sdconvert.model.assets import Assets
from sdconvert.model.blocks import Heading, Paragraph
from sdconvert.model.document import Block, Document, IndexEntry
from sdconvert.model.extra import Extra
from sdconvert.model.inlines import Comment, Run
from sdconvert.model.measure import measure
from sdconvert.xmlio import Element, text_of

COMMENT_WITHOUT_PLACE = declare(
    "SDXML-R040",
    Severity.WARNING,
    "A comment by {author} on “{words}” names no paragraph that could carry it; it is not in the result: {text}",
    why="A comment stands in the text of a block.",
)
__all__ = ["read"]

_PARTS = frozenset({"meta", "document", "indexes"})
_READERS: dict[str, Callable[[Reading, Element], Block]] = {
    "heading": read_heading,
    "paragraph": read_paragraph,
    "ol-li": read_list_item,
    "ul-li": read_list_item,
    "image": read_picture,
    "table": read_table,
    "pagebreak": read_page_break,
    "directory": read_directory,
}


@limited_nesting()
def read(source: Archived, what: str = "The file", limits: Limits = DEFAULT_LIMITS) -> Result[Document]:
    """The document in an SDXML package of any dialect (a zip), or in a bare sd.xml.

    Source: DTD.  Loses: the codes SDXML-R… and SDXML-D….

    Raises: UnreadableInput, UnsafeInput.
    """
    report = Report()
    files = open_package(source, what, limits)
    report_files(files, report)
    root = read_tree(files.main_part, what if files.is_bare else MAIN_PART, report)
    upgraded = upgrade(root, report)
    reading = Reading(files, report, upgraded.comments)
    document = _read_document(reading, upgraded.root, what)
    _report_unplaced(reading)
    reading.close()
    report.read(measure(document))
    return report.result(document)


def _read_document(reading: Reading, root: Element, what: str) -> Document:
    body = root.find("document")
    if root.tag != "smashdoc" or body is None:
        raise UnreadableInput(f"{what} is no SDXML document: it has no smashdoc with a document in it.")
    for child in reading.take_children(root):
        if child.tag not in _PARTS or child is not root.find(str(child.tag)):
            reading.lose_element(child)
    reading.document_id = root.get("id")
    metadata = read_meta(reading, root.find("meta"))
    blocks = _read_blocks(reading, body)
    index = root.find("indexes")
    entries: tuple[IndexEntry, ...] = () if index is None else read_indexes(reading, index)
    extra = _root_extra(root)
    if index is not None and not entries:
        extra += (EMPTY_INDEXES,)
    return Document(blocks, metadata, Assets(reading.pictures.assets), entries, frozenset(reading.own_styles), extra)


def _root_extra(root: Element) -> Extra:
    said = {"version": root.get("version"), "id": root.get("id")}
    return tuple([(name, value) for name, value in said.items() if name == "id" or value != VERSION])


def _read_blocks(reading: Reading, body: Element) -> tuple[Block, ...]:
    blocks: list[Block] = []
    _add_stray(reading, body, body.text, blocks)
    for number, element in enumerate(body, 1):
        reading.at = locate(element, number, reading.heading)
        block = _READERS.get(element.tag, _read_unknown)(reading, element)
        blocks.append(block)
        if type(block) is Heading:
            reading.heading = _heading_words(element, block)
        if element.tail:
            _add_stray(reading, body, element.tail, blocks)
    return tuple(blocks)


def _heading_words(element: Element, heading: Heading) -> str:
    """The first words of a heading, by which the blocks below it are found."""
    if len(heading.content) == 1 and isinstance(heading.content[0], Run):
        return heading.content[0].text[:60]
    return text_of(element)[:60]


def _read_unknown(reading: Reading, element: Element) -> Block:
    reading.report_unknown_element(element)
    return Paragraph(read_content(reading, element), at=reading.at)


def _add_stray(reading: Reading, element: Element, text: str | None, blocks: list[Block]) -> None:
    """Text between blocks, as a paragraph."""
    if text and (words := text.strip()):
        reading.report.add(TEXT_OUT_OF_PLACE, reading.at, text=words, element=str(element.tag))
        blocks.append(Paragraph((Run(words),), at=reading.at))


def _report_unplaced(reading: Reading) -> None:
    reading.at = None
    for comments in reading.comments.values():
        for comment in comments:
            _lose_comment(reading, comment)


def _lose_comment(reading: Reading, comment: Comment) -> None:
    counts = {Kind.COMMENTS: 1, Kind.CHARACTERS: sum(map(len, comment.paragraphs))}
    details = {"author": comment.author or "an unknown author", "date": comment.date, "words": comment.words}
    reading.lose(COMMENT_WITHOUT_PLACE, counts, text="\n".join(comment.paragraphs), **details)
    for reply in comment.replies:
        _lose_comment(reading, reply)
