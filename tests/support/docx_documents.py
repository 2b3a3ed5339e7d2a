"""Snippets of WordprocessingML, and what is read from the documents that are made of them."""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx_builder import Relation, build_docx
from lxml import etree
from strategies import png

from sdconvert import convert
from sdconvert.archive import read_archive
from sdconvert.choices import Revisions
from sdconvert.findings import Result
from sdconvert.formats.docx.read import read
from sdconvert.formats.docx.read.inline.content import text_of
from sdconvert.formats.html.read import read as read_page
from sdconvert.formats.sdxml.grammar import grammar
from sdconvert.model.blocks import Directory, PageBreak, Paragraph, Picture
from sdconvert.model.document import Block, Document
from sdconvert.model.inlines import Inline
from sdconvert.model.tables import Table

AUTHOR = 'w:id="90" w:author="Ada" w:date="2024-05-01T10:00:00Z"'


def r(text: str, rpr: str = "") -> str:
    """A run."""
    properties = f"<w:rPr>{rpr}</w:rPr>" if rpr else ""
    return f'<w:r>{properties}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(*content: str, ppr: str = "") -> str:
    """A paragraph; what does not begin with `<` is the text of a run."""
    properties = f"<w:pPr>{ppr}</w:pPr>" if ppr else ""
    return f"<w:p>{properties}{''.join(part if part.startswith('<') else r(part) for part in content)}</w:p>"


def styled(style: str, *content: str) -> str:
    """A paragraph of a style."""
    return p(*content, ppr=f'<w:pStyle w:val="{style}"/>')


def style(id: str, name: str = "", properties: str = "", based_on: str = "") -> str:
    """A paragraph style."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name or id}"/>{base}{properties}</w:style>'


def simple(instruction: str, *result: str) -> str:
    """A simple field."""
    return f"<w:fldSimple w:instr={quoteattr(instruction)}>{''.join(map(_run, result))}</w:fldSimple>"


def begin(instruction: str) -> str:
    """The begin, instruction and separator of a complex field."""
    text = f'<w:r><w:instrText xml:space="preserve">{escape(instruction)}</w:instrText></w:r>'
    return f"{fld_char('begin')}{text}{fld_char('separate')}"


def fld_char(kind: str, content: str = "") -> str:
    """A run with a field character."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}">{content}</w:fldChar></w:r>'


END = fld_char("end")


def field(instruction: str, *result: str) -> str:
    """A complex field within one paragraph."""
    return f"{begin(instruction)}{''.join(map(_run, result))}{END}"


def bookmark(name: str, *content: str, id: int = 1) -> str:
    """A bookmark around runs."""
    start = f'<w:bookmarkStart w:id="{id}" w:name="{name}"/>'
    return f'{start}{"".join(map(_run, content))}<w:bookmarkEnd w:id="{id}"/>'


def inserted(content: str) -> str:
    """A tracked insertion."""
    return f"<w:ins {AUTHOR}>{content}</w:ins>"


def deleted(text: str) -> str:
    """A tracked deletion of a run."""
    return f'<w:del {AUTHOR}><w:r><w:delText xml:space="preserve">{escape(text)}</w:delText></w:r></w:del>'


DELETED_MARK = f"<w:rPr><w:del {AUTHOR}/></w:rPr>"
INSERTED_MARK = f"<w:rPr><w:ins {AUTHOR}/></w:rPr>"


def table(*rows: list[str]) -> str:
    """A table of rows of cells; a cell is its blocks, or the text of its only paragraph."""
    return f"<w:tbl>{''.join('<w:tr>' + ''.join(map(cell, row)) + '</w:tr>' for row in rows)}</w:tbl>"


def cell(content: str) -> str:
    """A cell of a table."""
    return f"<w:tc>{content if content.startswith('<') else p(content)}</w:tc>"


def text_box(content: str) -> str:
    """A run with a text box."""
    box = f"<v:shape><v:textbox><w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape>"
    return f"<w:r><w:pict>{box}</w:pict></w:r>"


def picture(id: str = "rIdP") -> str:
    """A run with a picture that is 300 points wide, in a package with `PICTURE_PARTS`."""
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="3810000" cy="9525"/><wp:docPr id="1" name="P" descr="alt"/>'
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic>'
        f'<pic:blipFill><a:blip r:embed="{id}"/></pic:blipFill></pic:pic></a:graphicData></a:graphic></wp:inline>'
        "</w:drawing></w:r>"
    )


PICTURE = picture()
PICTURE_RELATION = Relation("rIdP", "image", "media/image1.png")
PICTURE_FILE: dict[str, bytes | str] = {"word/media/image1.png": png()}


def sdt(content: str) -> str:
    """A content control."""
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def _run(content: str) -> str:
    return content if content.startswith("<") else r(content)


def read_document(body: str, revisions: Revisions = Revisions.ACCEPT, **build: Any) -> Result[Document]:
    """The document with this body."""
    return read(build_docx(body, **build), revisions, read_page=read_page)


def blocks_of(body: str, revisions: Revisions = Revisions.ACCEPT, **build: Any) -> tuple[Block, ...]:
    """The blocks of the document with this body."""
    return read_document(body, revisions, **build).value.blocks


def content_of(*content: str, **build: Any) -> tuple[Inline, ...]:
    """What stands in the only paragraph of a document."""
    (block,) = blocks_of(p(*content), **build)
    assert isinstance(block, Paragraph)
    return block.content


def codes(result: Result[Any]) -> list[str]:
    """The ids of the findings, in order."""
    return [finding.code.id for finding in result.findings]


def messages(result: Result[Any], code: str) -> list[str]:
    """The messages of the findings of one code."""
    return [finding.message for finding in result.findings if finding.code.id == code]


def text(block: Block) -> str:
    """The text of a block: of a picture or table its caption, of what has none its class."""
    if isinstance(block, (Picture, Table)):
        return text_of(block.caption)
    return type(block).__name__ if isinstance(block, (PageBreak, Directory)) else text_of(block.content)


def texts(blocks: tuple[Block, ...]) -> list[str]:
    """The texts of blocks."""
    return [text(block) for block in blocks]


def cell_texts(block: Block) -> list[list[list[str]]]:
    """The texts of a table: rows of cells of blocks."""
    assert isinstance(block, Table)
    return [[texts(cell.content) for cell in row.cells] for row in block.rows]


def assert_accounted(source: bytes, **options: str) -> tuple[Result[bytes], etree._Element]:
    """Convert; the result is valid, its ledger closes, and every difference in it has a finding."""
    result = convert(source, **options)  # type: ignore[arg-type]
    tree = etree.fromstring(read_archive(result.value)["sd.xml"])
    assert grammar().validate(tree), grammar().error_log
    imbalance = result.ledger.imbalance()
    assert not imbalance, imbalance
    assert result.ledger.codes() <= set(codes(result))
    return result, tree
