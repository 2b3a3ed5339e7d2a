import pytest
from docx_builder import Relation, build_docx
from docx_writing import audit, write_blocks
from strategies import png

from sdconvert.errors import BadConfiguration
from sdconvert.formats.docx.read import read
from sdconvert.formats.docx.write import DocxWriteOptions
from sdconvert.model.blocks import Heading, ListItem, Paragraph, Picture
from sdconvert.model.document import Metadata
from sdconvert.model.inlines import Note, Run

TEXT = (Run("x"),)
STYLES = """
<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>
<w:style w:type="character" w:default="1" w:styleId="Absatz"><w:name w:val="Default Paragraph Font"/></w:style>
<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/><w:basedOn w:val="Standard"/>
<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr><w:rPr><w:color w:val="C00000"/></w:rPr></w:style>
<w:style w:type="paragraph" w:customStyle="1" w:styleId="Haus"><w:name w:val="Hausstil"/></w:style>
"""
NUMBERING = (
    '<w:abstractNum w:abstractNumId="4"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/>'
    '<w:pStyle w:val="berschrift1"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num>'
)
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="rH"/><w:pgSz w:w="12240" w:h="15840"/>'
    '<w:pgMar w:left="1120" w:right="1120" w:top="1000" w:bottom="1000" w:header="500" w:footer="500" w:gutter="0"/>'
    "</w:sectPr>"
)
HEADER = (
    '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:p><w:r><w:t>Our house</w:t></w:r>'
    "</w:p></w:hdr>"
)
TEMPLATE = build_docx(
    f"<w:p><w:r><w:t>Text of the template</w:t></w:r></w:p>{SECTION}",
    styles=STYLES,
    numbering=NUMBERING,
    settings='<w:defaultTabStop w:val="400"/>',
    relations=[Relation("rH", "header", "header1.xml")],
    files={"word/header1.xml": HEADER},
)
OPTIONS = DocxWriteOptions(template=TEMPLATE)


def test_the_styles_of_the_template_are_taken_and_its_text_is_not():
    written = write_blocks(Heading(TEXT, 0), Paragraph(TEXT, style="Hausstil"), options=OPTIONS)
    assert "Text of the template" not in written.body
    assert '<w:pStyle w:val="berschrift1"/>' in written.body
    assert '<w:pStyle w:val="Haus"/>' in written.body
    assert 'w:val="C00000"' in written.part("word/styles.xml")


def test_a_style_that_the_template_lacks_is_added_once_and_reported():
    note = Note((TEXT,))
    written = write_blocks(Heading(TEXT, 1), Heading(TEXT, 1), Paragraph((note, note)), options=OPTIONS)
    missing = [finding.details["style"] for finding in written.findings if finding.code.id == "DOCX-W001"]
    assert sorted(missing) == ["footnote reference", "footnote text", "heading 2"]
    assert written.part("word/styles.xml").count('w:val="heading 2"') == 1
    assert [block.level for block in written.back.blocks[:2]] == [1, 1]


def test_page_margins_and_headers_are_those_of_the_template():
    document = write_blocks(Picture("a.png", 50.0), assets={"a.png": png()}, options=OPTIONS)
    assert '<w:pgSz w:w="12240" w:h="15840"/>' in document.part("word/document.xml")
    assert "Our house" in document.part("word/header1.xml")
    assert document.back.blocks[0].width == 50.0
    assert any("Our house" in str(finding) for finding in read(document.data).findings)


def test_headings_count_in_the_templates_own_list_and_ours_stand_beside_it():
    blocks = (Heading(TEXT, 0, True), ListItem(TEXT, True, 0, "a"), Heading(TEXT, 0, True, True), Heading(TEXT, 0))
    back = write_blocks(*blocks, options=OPTIONS).back.blocks
    assert [block.label for block in back] == ["I.", "1.", "I.", ""]


def test_the_tab_stops_of_the_template_make_its_indents():
    written = write_blocks(Paragraph(TEXT, indent=3), options=OPTIONS)
    assert '<w:ind w:left="1200"/>' in written.body
    assert written.back.blocks[0].indent == 3


def test_a_footer_of_the_document_goes_where_the_template_has_none():
    written = write_blocks(Paragraph(TEXT), options=OPTIONS, metadata=Metadata(footer="Secret"))
    assert written.back.metadata.footer == "Secret"


def test_a_package_with_a_template_has_no_error(tmp_path):
    blocks = (Heading(TEXT, 0, True), ListItem(TEXT, True, 0, "a"), Paragraph((Note((TEXT,)),)))
    ours = write_blocks(*blocks, metadata=Metadata(footer="Secret")).data
    written = write_blocks(*blocks, options=DocxWriteOptions(template=ours))
    assert written.codes == []
    assert audit(written.data, tmp_path) == []


@pytest.mark.parametrize("data", [b"", b"PK", build_docx("")[:200], b"{\\rtf1}"])
def test_what_is_no_template_is_refused(data):
    with pytest.raises(BadConfiguration, match="template"):
        write_blocks(options=DocxWriteOptions(template=data))
