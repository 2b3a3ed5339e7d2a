"""Embedded documents: those that Word merges when it opens a file."""

from __future__ import annotations

from base64 import b64encode

import pytest
from docx_builder import Relation, build_docx
from docx_documents import (
    PICTURE,
    PICTURE_FILE,
    PICTURE_RELATION,
    assert_accounted,
    blocks_of,
    codes,
    messages,
    p,
    r,
    read_document,
    simple,
    style,
    styled,
    table,
    texts,
)
from strategies import png

from sdconvert.choices import Revisions
from sdconvert.errors import UnresolvedRevisions
from sdconvert.formats.docx.read import embedding
from sdconvert.model.blocks import Alignment, Heading, ListItem, Paragraph, Picture
from sdconvert.model.inlines import InlinePicture, Note
from sdconvert.model.tables import Table

CHUNK = '<w:altChunk r:id="c"/>'
LISTS = (
    '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
    '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
)
ITEM = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def parts(content: bytes | str, name: str = "chunk.bin") -> dict[str, object]:
    """What builds a document with a chunk."""
    return {"relations": [Relation("c", "aFChunk", name)], "files": {f"word/{name}": content}}


def chunk_blocks(content: bytes | str, name: str = "chunk.bin", chunk: str = CHUNK, **more: object):
    """The blocks of a document with this chunk between two paragraphs, without these."""
    build = parts(content, name) | more
    body = p("before") + chunk + p("after")
    assert_accounted(build_docx(body, **build))
    first, *blocks, last = blocks_of(body, **build)
    assert texts((first, last)) == ["before", "after"]
    return blocks


def chunk_lines(content: bytes | str, name: str = "chunk.bin") -> list[str]:
    return texts(chunk_blocks(content, name))


def test_a_web_page_keeps_its_structure() -> None:
    page = "<h1>one</h1><p>two <b>three</b></p><ul><li>four</ul><table><tr><td>five</table>"
    heading, paragraph, item, grid = chunk_blocks(page, "chunk.html")
    assert isinstance(heading, Heading)
    assert isinstance(item, ListItem)
    assert isinstance(grid, Table)
    assert isinstance(paragraph, Paragraph)
    assert texts((paragraph,)) == ["two three"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_web_page_may_be_in_any_usual_encoding(encoding: str) -> None:
    assert chunk_lines("<p>Größe</p>".encode(encoding), "chunk.html") == ["Größe"]


def test_a_document_keeps_its_headings_lists_tables_pictures_and_notes() -> None:
    note = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    inner = build_docx(
        styled("H", "head") + p("item", ppr=ITEM) + table(["cell"]) + p(PICTURE) + p("noted", note),
        relations=[PICTURE_RELATION],
        files=PICTURE_FILE,
        numbering=LISTS,
        styles=style("H", "heading 1"),
        footnotes=f'<w:footnote w:id="1">{p("note")}</w:footnote>',
    )
    outer = p("outer item", ppr=ITEM) + CHUNK
    build = parts(inner, "chunk.docx") | {"numbering": LISTS}
    assert_accounted(build_docx(outer, **build))
    document = read_document(outer, **build).value
    before, heading, item, grid, picture, noted = document.blocks
    assert isinstance(heading, Heading)
    assert isinstance(grid, Table)
    assert isinstance(before, ListItem)
    assert isinstance(item, ListItem)
    assert before.list_id != item.list_id
    assert isinstance(picture, Picture)
    assert picture.asset in document.assets
    assert isinstance(noted, Paragraph)
    assert isinstance(noted.content[-1], Note)


def test_references_within_a_chunk_lead_to_its_own_blocks() -> None:
    target = f'<w:bookmarkStart w:id="1" w:name="_Ref1"/>{r("target")}<w:bookmarkEnd w:id="1"/>'
    body = p(target) + p(simple("REF _Ref1 \\h", "target"))
    build = parts(build_docx(body), "chunk.docx")
    blocks = blocks_of(body + CHUNK, **build)
    ids = [block.id for block in blocks if isinstance(block, Paragraph) and block.id]
    targets = [block.content[0].target for block in (blocks[1], blocks[3])]  # type: ignore[union-attr]
    assert targets == ids
    assert len(set(ids)) == 2


def test_plain_text_is_its_lines() -> None:
    assert chunk_lines("one\r\n\r\n two \n3 < 4\n\n", "chunk.txt") == ["one", "", " two ", "3 < 4"]


def test_plain_text_that_speaks_of_mail_is_plain_text() -> None:
    assert chunk_lines("Look here\nContent-Type: it says", "chunk.txt") == ["Look here", "Content-Type: it says"]


def test_a_web_archive_keeps_its_pictures() -> None:
    data = b64encode(png()).decode()
    archive = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=xx\r\n\r\n--xx\r\n"
        "Content-Location: file:///C:/page.htm\r\n"
        "Content-Type: text/html; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "<p>Gr=F6=DFe <img src=3D'a_files/1.png'> <img src=3D\"cid:two\"></p>\r\n"
        "--xx\r\nContent-Type: image/png\r\nContent-Location: file:///C:/a_files/1.png\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{data}\r\n"
        "--xx\r\nContent-Type: image/png\r\nContent-ID: <two>\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{data}\r\n--xx--"
    )
    (block,) = chunk_blocks(archive, "chunk.mht")
    assert isinstance(block, Paragraph)
    assert texts((block,)) == ["Größe  "]
    assert sum(isinstance(node, InlinePicture) for node in block.content) == 2


def test_a_flat_package_is_read_as_the_document_that_it_is() -> None:
    pkg = "http://schemas.microsoft.com/office/2006/xmlPackage"
    main = f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{p("flat")}</w:body></w:document>'
    relations = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
        'Target="word/document.xml"/></Relationships>'
    )
    flat = (
        f'<pkg:package xmlns:pkg="{pkg}"><pkg:part pkg:name="/_rels/.rels" pkg:contentType="a/b"><pkg:xmlData>'
        f'{relations}</pkg:xmlData></pkg:part><pkg:part pkg:name="/word/document.xml" pkg:contentType="c/d">'
        f"<pkg:xmlData>{main}</pkg:xmlData></pkg:part></pkg:package>"
    )
    assert chunk_lines(flat, "chunk.xml") == ["flat"]


def test_a_chunk_is_told_with_its_kind_and_size() -> None:
    result = read_document(CHUNK, **parts("<p>one", "chunk.html"))
    assert messages(result, "DOCX-R006") == [
        "An embedded document (word/chunk.html: web page, 6 bytes) stands in its place as part of this one."
    ]


CENTRED = style("S", "Same", '<w:pPr><w:jc w:val="center"/></w:pPr>')
RIGHT = style("T", "Same", '<w:pPr><w:jc w:val="right"/></w:pPr>')


@pytest.mark.parametrize(
    ("properties", "alignment"),
    [
        ("", Alignment.CENTER),
        ("<w:altChunkPr><w:matchSrc/></w:altChunkPr>", Alignment.RIGHT),
        ('<w:altChunkPr><w:matchSrc w:val="0"/></w:altChunkPr>', Alignment.CENTER),
    ],
)
def test_styles_of_one_name_are_those_of_the_host_unless_the_chunk_keeps_its_own(
    properties: str, alignment: Alignment
) -> None:
    inner = build_docx(styled("T", "text"), styles=RIGHT)
    chunk = f'<w:altChunk r:id="c">{properties}</w:altChunk>'
    (block,) = chunk_blocks(inner, "chunk.docx", chunk, styles=CENTRED)
    assert block.alignment is alignment


def test_a_footer_of_a_chunk_is_told_and_not_taken_for_that_of_the_document() -> None:
    section = '<w:sectPr><w:footerReference w:type="default" r:id="f"/></w:sectPr>'
    footer = f'<w:ftr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{p("foot")}</w:ftr>'
    inner = build_docx(p("x") + section, relations=[Relation("f", "footer", "f.xml")], files={"word/f.xml": footer})
    result = read_document(CHUNK, **parts(inner, "chunk.docx"))
    assert result.value.metadata.footer == ""
    assert messages(result, "DOCX-R008") == ["A page footer is left out: “foot”"]


def test_chunks_within_chunks_are_read_to_a_depth() -> None:
    inner = build_docx(p("deepest"))
    for level in range(5):
        inner = build_docx(p(f"level {level}") + CHUNK, **parts(inner, "chunk.docx"))
    result, _ = assert_accounted(inner)
    assert messages(result, "DOCX-R007") == [
        f"An embedded document (word/chunk.docx: Word document, {size}) is left out: There are too many documents "
        "embedded, or too deep in each other."
        for size in [messages(result, "DOCX-R007")[0].split(", ")[1].split(")")[0]]
    ]


def test_there_is_a_limit_to_the_number_of_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedding.Budget.__init__, "__defaults__", (2,))
    result, _ = assert_accounted(build_docx(CHUNK * 3, **parts("one", "chunk.txt")))
    assert codes(result) == ["DOCX-R006", "DOCX-R006", "DOCX-R007"]


def test_tracked_changes_of_a_chunk_are_refused_with_those_of_the_document() -> None:
    inner = build_docx('<w:p><w:ins w:id="1" w:author="A"><w:r><w:t>x</w:t></w:r></w:ins></w:p>')
    with pytest.raises(UnresolvedRevisions):
        read_document(CHUNK, Revisions.REFUSE, **parts(inner, "chunk.docx"))


@pytest.mark.parametrize(
    "content",
    [b"{\\rtf1 text}", b"PK\x03\x04 broken", b"%PDF-1.7", b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\n"],
)
def test_a_chunk_that_cannot_be_read_is_lost_with_a_finding(content: bytes) -> None:
    build = {"relations": [Relation("c", "aFChunk", "chunk.bin")], "files": {"word/chunk.bin": content}}
    result, _ = assert_accounted(build_docx(CHUNK, **build))  # type: ignore[arg-type]
    assert codes(result) == ["DOCX-R007"]


@pytest.mark.parametrize(
    "relation", [Relation("x", "aFChunk", "chunk.html"), Relation("c", "aFChunk", "http://a", True)]
)
def test_a_chunk_without_a_relationship_or_outside_is_lost_with_a_finding(relation: Relation) -> None:
    result, _ = assert_accounted(build_docx(CHUNK, relations=[relation]))
    assert codes(result) == ["DOCX-R007"]


def test_a_chunk_that_is_missing_is_lost_with_findings() -> None:
    result, _ = assert_accounted(build_docx(CHUNK, relations=[Relation("c", "aFChunk", "chunk.html")]))
    assert codes(result) == ["DOCX-R001", "DOCX-R007"]


def test_a_chunk_in_a_cell_is_its_text_there() -> None:
    build = {"relations": [Relation("c", "aFChunk", "chunk.txt")], "files": {"word/chunk.txt": "one"}}
    _, tree = assert_accounted(build_docx(table([CHUNK + p("x")]), **build))  # type: ignore[arg-type]
    assert [element.text for element in tree.iter("p")] == ["one", "x"]


def test_notes_of_a_chunk_are_counted_with_those_around_it() -> None:
    reference = '<w:r><w:footnoteReference w:id="1"/></w:r>'
    notes = f'<w:footnote w:id="1">{p("note")}</w:footnote>'
    inner = build_docx(p("x", reference), footnotes=notes)
    build = parts(inner, "chunk.docx") | {"footnotes": notes}
    result, _ = assert_accounted(build_docx(CHUNK + p("y", reference), **build))
    assert codes(result) == ["DOCX-R006"]


@pytest.mark.parametrize(("properties", "number"), [("", 1), ("<w:altChunkPr><w:matchSrc/></w:altChunkPr>", 0)])
def test_numbers_that_word_may_go_on_with_are_told(properties: str, number: int) -> None:
    inner = build_docx(styled("H", "inside"), styles=style("H", "heading 1"))
    build = parts(inner, "chunk.docx") | {
        "numbering": LISTS,
        "styles": style("H", "heading 1", f"<w:pPr>{ITEM}</w:pPr>"),
    }
    result = read_document(styled("H", "around") + f'<w:altChunk r:id="c">{properties}</w:altChunk>', **build)
    assert codes(result).count("DOCX-R169") == number


def test_the_title_of_a_chunk_is_of_no_concern() -> None:
    core = (
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Normal.dot</dc:title></cp:coreProperties>'
    )
    part = '<Relationship Id="{0}" Type="http://x/{0}" Target="{1}"/>'
    targets = part.format("officeDocument", "word/document.xml") + part.format("core-properties", "core.xml")
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    relations = f'<Relationships xmlns="{space}">{targets}</Relationships>'
    files: dict[str, bytes | str] = {"core.xml": core, "_rels/.rels": relations}
    inner = build_docx(styled("T", "shown"), styles=style("T", "Title"), files=files)
    assert codes(read_document(styled("T", "shown"), styles=style("T", "Title"), files=files)) == ["DOCX-R111"]
    assert codes(read_document(CHUNK, **parts(inner, "chunk.docx"))) == ["DOCX-R006"]
