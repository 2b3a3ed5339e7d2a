"""Accepting tracked changes gives the document as it is after them, rejecting them the one before."""

from __future__ import annotations

from docx_builder import Relation, build_docx
from docx_documents import style, text_box
from hypothesis import given, settings
from hypothesis import strategies as st
from tracked_documents import (
    HOLDERS,
    Block,
    Cell,
    Fate,
    Field,
    Formula,
    Holder,
    Inline,
    Paragraph,
    Properties,
    Row,
    Table,
    Text,
    View,
    is_there,
    write_blocks,
)

from sdconvert import convert
from sdconvert.choices import Revisions
from sdconvert.formats.docx.read import read
from sdconvert.model.document import Document

LINK = Relation("rIdL", "hyperlink", "https://example.org", True)
NUMBERED = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'
NUMBERING = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
LOOKS = ("", "<w:b/>", "<w:i/>", '<w:u w:val="single"/>')
PARAGRAPHS = ("", '<w:jc w:val="center"/>', '<w:pStyle w:val="H"/>', NUMBERED)
TABLES = ("", '<w:jc w:val="center"/>')
PLACES = ("{}", "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>", "footnote", "endnote", "text box")

fates = st.sampled_from(Fate)
two_fates = st.sampled_from((Fate.STAYS, Fate.STAYS, Fate.INSERTED, Fate.DELETED, Fate.BOTH))
words = st.text("abcde", min_size=1, max_size=3)


def properties(choices: tuple[str, ...]) -> st.SearchStrategy[Properties]:
    return st.builds(Properties, st.sampled_from(choices), st.none() | st.sampled_from(choices))


runs = st.builds(Text, words, fates, properties(LOOKS))
plain_runs = st.builds(Text, words, two_fates)
few_runs = st.lists(plain_runs, max_size=2).map(tuple)
fields = st.builds(Field, st.sampled_from((" PAGE ", " AUTHOR ")), few_runs, two_fates, st.booleans())
holders = st.builds(Holder, st.sampled_from(HOLDERS), st.lists(runs, min_size=1, max_size=3).map(tuple))
formulas = st.builds(Formula, few_runs, few_runs, two_fates)
inlines: st.SearchStrategy[Inline] = st.one_of(runs, runs, fields, holders, formulas)


@st.composite
def paragraphs(draw: st.DrawFn, least: int = 1) -> tuple[Paragraph, ...]:
    """Paragraphs of which the last keeps its mark."""
    contents = draw(st.lists(st.lists(inlines, max_size=3).map(tuple), min_size=least, max_size=4))
    last = len(contents) - 1
    return tuple(
        Paragraph(content, Fate.STAYS if at == last else draw(fates), draw(properties(PARAGRAPHS)))
        for at, content in enumerate(contents)
    )


cells = st.builds(Cell, paragraphs(), two_fates)
rows = st.builds(Row, st.lists(cells, min_size=1, max_size=3).map(tuple), two_fates)
tables = st.builds(Table, st.lists(rows, min_size=1, max_size=3).map(tuple), properties(TABLES))


@st.composite
def stories(draw: st.DrawFn) -> tuple[Block, ...]:
    """Paragraphs and tables; a table has a paragraph on both sides, so that none of two joins."""
    blocks: list[Block] = [*draw(paragraphs())]
    for table in draw(st.lists(tables, max_size=2)):
        blocks += [table, Paragraph((Text("z"),)), *draw(paragraphs())]
    return tuple(blocks)


def package(story: tuple[Block, ...], view: View, place: str) -> bytes:
    content = write_blocks(story, view)
    build: dict[str, str] = {"numbering": NUMBERING, "styles": style("H", "heading 1")}
    if place in ("footnote", "endnote"):
        build[f"{place}s"] = f'<w:{place} w:id="1">{content}</w:{place}>'
        body = f'<w:p><w:r><w:{place}Reference w:id="1"/></w:r></w:p>'
        files = {f"word/_rels/{place}s.xml.rels": _LINKS}
        return build_docx(body, relations=[LINK], files=dict(files), **build)
    body = f"<w:p>{text_box(content)}</w:p>" if place == "text box" else place.format(content)
    return build_docx(body, relations=[LINK], **build)


_LINKS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rIdL" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" '
    'Target="https://example.org" TargetMode="External"/></Relationships>'
)


def document(source: bytes, revisions: Revisions) -> Document:
    return read(source, revisions).value


@settings(max_examples=20, deadline=None)
@given(stories(), st.sampled_from(PLACES))
def test_a_resolved_document_is_the_one_without_changes(story: tuple[Block, ...], place: str) -> None:
    tracked = package(story, View.TRACKED, place)
    for revisions, view in ((Revisions.ACCEPT, View.AFTER), (Revisions.REJECT, View.BEFORE)):
        expected = document(package(story, view, place), Revisions.REFUSE)
        assert document(tracked, revisions) == expected


@settings(max_examples=6, deadline=None)
@given(stories(), st.sampled_from(PLACES), st.sampled_from((Revisions.ACCEPT, Revisions.REJECT)))
def test_what_changes_take_away_is_accounted_for(story: tuple[Block, ...], place: str, revisions: Revisions) -> None:
    result = convert(package(story, View.TRACKED, place), revisions=revisions)
    assert not result.ledger.imbalance()


def test_the_description_knows_its_states() -> None:
    assert [fate.name for fate in Fate if is_there(fate, View.AFTER)] == ["STAYS", "INSERTED", "MOVED_HERE"]
    assert [fate.name for fate in Fate if is_there(fate, View.BEFORE)] == ["STAYS", "DELETED", "MOVED_AWAY"]
