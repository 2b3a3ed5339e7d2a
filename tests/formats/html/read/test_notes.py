import pytest
from html_pages import read_page, texts

from sdconvert import convert
from sdconvert.archive import read_archive, write_archive
from sdconvert.formats.html.write import write
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import Comment, Note, Run, Sidenote

PANDOC = """<p>a<a href="#fn1" class="footnote-ref" id="fnref1" role="doc-noteref"><sup>1</sup></a></p>
<section id="footnotes" class="footnotes" role="doc-endnotes"><hr /><ol><li id="fn1"><p>note<a href="#fnref1"
class="footnote-back" role="doc-backlink">↩︎</a></p></li></ol></section>"""
WORD = """<p class=MsoNormal>a<a href="#_ftn1" name="_ftnref1" title=""><span
class=MsoFootnoteReference>[1]</span></a></p>
<div><br clear=all><hr align=left size=1 width="33%"><div id=ftn1><p class=MsoFootnoteText><a href="#_ftnref1"
name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> note</p></div></div>"""
FILTERED_WITHOUT_DIV = (
    """<p>a<a href="#_ftn1" name="_ftnref1">[1]</a></p><p><a href="#_ftnref1" name="_ftn1">[1]</a> note</p>"""
)
LIBREOFFICE = """<p>a<a class="sdfootnoteanc" name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p>
<div id="sdfootnote1"><p class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>
note</p></div>"""
MARKDOWN = """<p>a<sup id="fnref:x"><a class="footnote-ref" href="#fn:x">1</a></sup></p><div class="footnote"><hr><ol>
<li id="fn:x"><p>note&#160;<a class="footnote-backref" href="#fnref:x">&#8617;</a></p></li></ol></div>"""
WIKI = """<p>a<sup id="cite_ref-1"><a href="#cite_note-1">[1]</a></sup></p><ol><li id="cite_note-1"><b>
<a href="#cite_ref-1">^</a></b> note</li></ol>"""


@pytest.mark.parametrize("page", [PANDOC, WORD, FILTERED_WITHOUT_DIV, LIBREOFFICE, MARKDOWN, WIKI])
def test_a_link_and_a_link_back_make_a_note(page):
    result = read_page(page)
    (block,) = result.blocks
    assert block.content[0] == Run("a")
    note = block.content[-1]
    assert isinstance(note, Note)
    assert [[run.text.strip() for run in content if run.text.strip()] for content in note.paragraphs] == [["note"]]
    assert result.codes == []


def test_endnotes_of_word_are_endnotes():
    (block,) = read_page(WORD.replace("ftn", "edn")).blocks
    assert block.content[-1].is_endnote


def test_a_note_with_two_paragraphs_has_two():
    page = PANDOC.replace("<p>note", "<p>first</p><p>note")
    (block,) = read_page(page).blocks
    assert block.content[-1].paragraphs == ((Run("first"),), (Run("note"),))


def test_a_note_is_read_once():
    page = '<p>b<a href="#fn1" id="fnref1">1</a> c<a href="#fn1" id="fnref2">1</a></p>' + PANDOC.partition("</p>")[2]
    result = read_page(page)
    assert sum(isinstance(node, Note) for node in result.blocks[0].content) == 1


def test_headings_that_lead_back_to_a_table_of_contents_are_no_notes():
    page = '<ul><li><a id="t1" href="#s1">1</a></ul><h1><a name="s1" href="#t1">Title</a></h1>'
    result = read_page(page)
    assert texts(result.document)[-1] == "Title"
    assert result.codes == ["HTML-R013"]


def test_notes_that_refer_to_themselves_end():
    page = '<div id="fn1"><p>x<a id="r1" href="#fn1">1</a><a href="#r1">b</a></p></div>'
    assert read_page(page).blocks


def test_notes_that_refer_to_each_other_end():
    page = (
        '<p>a<a id="r0" href="#fn1">1</a></p>'
        '<ol><li id="fn1">x<a id="r1" href="#fn2">2</a><a href="#r0">b</a><a href="#r2">b</a></li>'
        '<li id="fn2">y<a id="r2" href="#fn1">1</a><a href="#r1">b</a></li></ol>'
    )
    assert read_page(page).blocks


def test_the_number_of_a_paragraph_in_a_note_is_text_of_it():
    page = (
        '<p>a<a href="#fn1" id="r1">1</a></p><ol><li id="fn1"><p><span class="number">2.1</span> note '
        '<a href="#r1">b</a></p></li></ol>'
    )
    (block,) = read_page(page).blocks
    assert block.content[-1].paragraphs == ((Run("2.1 "), Run("note")),)


@pytest.mark.parametrize("made", [Note(((Run("one"),),)), Sidenote((Run("one"),))], ids=["note", "sidenote"])
def test_what_an_edited_page_of_ours_has_in_a_paragraph_of_a_note_is_lines_of_it(made):
    files = dict(read_archive(write(Document((Paragraph((Run("Text"), made)),))).value))
    files["index.html"] = files["index.html"].replace(b"one", b"one<x-y><div>two</div><div>three</div></x-y>")
    result = convert(write_archive(files), to="html")
    found = result.document.blocks[0].content[1]
    lines = found.paragraphs if isinstance(found, Note) else (found.content,)
    assert [node.text for line in lines for node in line if isinstance(node, Run)] == ["one", "two", "three"]
    assert result.ledger.imbalance() == {}


@pytest.mark.parametrize(
    "made",
    [Note(((Run("one"),),)), Sidenote((Run("one"),)), Comment("A", "", ("one",), "Text")],
    ids=["note", "sidenote", "comment"],
)
def test_what_an_edited_page_of_ours_has_beside_the_paragraphs_of_a_note_is_kept(made):
    files = dict(read_archive(write(Document((Paragraph((Run("Text"), made)),))).value))
    files["index.html"] = files["index.html"].replace(b"one</p>", b"one</p>two<ul><li>three</li></ul>")
    result = convert(write_archive(files), to="html")
    (found,) = [node for node in result.document.blocks[0].content if not isinstance(node, Run)]
    match found:
        case Note():
            said = [node.text for line in found.paragraphs for node in line]
        case Sidenote():
            said = [node.text for node in found.content if isinstance(node, Run)]
        case _:
            said = list(found.paragraphs)
    assert [word.strip("• ") for word in said if word.strip("• ")] == ["one", "two", "three"]
    assert result.ledger.imbalance() == {}
