import pytest
from docx_writing import write_blocks
from strategies import png
from word_rules import problems

from sdconvert.formats.docx.names import W
from sdconvert.formats.docx.write import DocxWriteOptions, parse_settings
from sdconvert.formats.docx.write.settings import with_update_of_fields
from sdconvert.model.blocks import Directory, DirectoryKind, Heading, Paragraph, Picture
from sdconvert.model.document import IndexEntry, Metadata
from sdconvert.model.inlines import CrossReference, IndexMark, Run

TEXT = (Run("words"),)
PICTURE = Picture("a.png", caption=TEXT, is_numbered=True)
KNOWN = [DirectoryKind.CONTENT, DirectoryKind.IMAGES, DirectoryKind.TABLES, DirectoryKind.INDEXES]


@pytest.mark.parametrize("kind", KNOWN)
@pytest.mark.parametrize("has_lines", [True, False])
def test_a_directory_comes_back_and_nothing_of_its_lines_with_it(kind, has_lines):
    blocks = (Heading(TEXT, 0, True), PICTURE, Paragraph((IndexMark("1"),))) if has_lines else ()
    written = write_blocks(
        Directory(kind), *blocks, assets={"a.png": png()}, index=(IndexEntry("1", "entry"),) if has_lines else ()
    )
    back = written.back.blocks
    assert back[0] == Directory(kind)
    assert len(back) == 1 + len(blocks)


def test_the_lines_of_a_table_of_contents_are_numbered_and_lead_to_their_headings():
    written = write_blocks(Directory(DirectoryKind.CONTENT), Heading(TEXT, 0, True), Heading(TEXT, 1, True))
    assert ">1.1  words<" in written.body
    assert 'w:anchor="_toc00000002"' in written.body
    assert '<w:pStyle w:val="TOC2"/>' in written.body


def test_a_title_is_not_in_the_table_of_contents():
    title = Heading((Run("Title"),), 0, style="Title")
    assert write_blocks(Directory(DirectoryKind.CONTENT), title).body.count("Title<") == 1


@pytest.mark.parametrize("kind", sorted(set(DirectoryKind) - set(KNOWN)))
def test_a_directory_that_word_does_not_have_is_reported(kind):
    written = write_blocks(Directory(kind), Paragraph(TEXT))
    assert written.codes == ["DOCX-W060"]
    assert len(written.back.blocks) == 1


def test_directories_that_the_settings_ask_for_go_to_the_front():
    options = DocxWriteOptions(settings=parse_settings({"textToc": True, "tableToc": True}))
    written = write_blocks(Paragraph(TEXT), Directory(DirectoryKind.TABLES), options=options)
    assert written.codes == ["DOCX-W005"]
    kinds = [getattr(block, "kind", None) for block in written.back.blocks]
    assert kinds == [DirectoryKind.CONTENT, None, DirectoryKind.TABLES]


def test_captions_that_the_settings_do_not_want_are_left_out():
    options = DocxWriteOptions(settings=parse_settings({"imageCaption": False}))
    written = write_blocks(PICTURE, assets={"a.png": png()}, options=options)
    assert written.codes == ["DOCX-W004"]
    assert (written.back.blocks[0].caption, written.back.blocks[0].is_numbered) == ((), False)


def test_the_language_of_the_settings_goes_before_that_of_the_document():
    options = DocxWriteOptions(settings=parse_settings({"language": "de_DE"}))
    written = write_blocks(PICTURE, assets={"a.png": png()}, options=options, metadata=Metadata(language="en-GB"))
    assert "Abbildung " in written.body


def test_a_line_leads_to_its_own_heading_where_a_block_before_it_has_the_same_id():
    blocks = (Picture("a.png", caption=TEXT, is_numbered=True, id="t"), Heading(TEXT, 0, True, id="t"))
    reference = Paragraph((CrossReference("t", True, False),))
    written = write_blocks(Directory(DirectoryKind.CONTENT), *blocks, reference, assets={"a.png": png()})
    assert problems(written.parts) == []
    assert written.body.count('w:name="_toc00000001"') == written.body.count('w:anchor="_toc00000001"') == 1


def test_a_tab_in_an_entry_of_the_index_is_a_space():
    index = (IndexEntry("1", "a\tb", description="c\td", sorting_key="e\tf"),)
    written = write_blocks(Paragraph((IndexMark("1"),)), index=index)
    assert problems(written.parts) == []
    assert [(entry.title, entry.description) for entry in written.back.index] == [("a b", "c d")]


def test_word_is_asked_to_count_pages_where_a_directory_has_some():
    written = write_blocks(Directory(DirectoryKind.CONTENT), Heading(TEXT, 0))
    assert '<w:fldChar w:fldCharType="begin" w:dirty="true"/>' in written.body
    settings = written.part("word/settings.xml")
    assert settings.index("characterSpacingControl") < settings.index('<w:updateFields w:val="true"/>')
    assert settings.index("<w:updateFields") < settings.index("<w:compat>")
    assert problems(written.parts) == []


def test_word_asks_its_reader_nothing_where_there_is_nothing_to_count_or_nobody_wants_it():
    quiet = DocxWriteOptions(updates_fields=False)
    for written in (
        write_blocks(Heading(TEXT, 0), PICTURE, assets={"a.png": png()}),
        write_blocks(Directory(DirectoryKind.CONTENT), Heading(TEXT, 0), options=quiet),
    ):
        assert "updateFields" not in written.part("word/settings.xml")
        assert "w:dirty" not in written.body


def test_a_template_that_asks_already_asks_once():
    wish = b'<w:settings xmlns:w="%s"><w:updateFields w:val="0"/>' % W.encode()
    assert with_update_of_fields(wish + b"</w:settings>").count(b"updateFields") == 1
    assert b'<w:updateFields w:val="true"/>' in with_update_of_fields(wish + b"</w:settings>")
    last = with_update_of_fields(wish.replace(b'<w:updateFields w:val="0"/>', b"<w:zoom/>") + b"</w:settings>")
    assert last.endswith(b'<w:zoom/><w:updateFields w:val="true"/></w:settings>')
