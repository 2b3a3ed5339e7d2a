from html_pages import read_page

from sdconvert.model.inlines import CrossReference, Note

TARGET = '<div id="one"><p id="two">t</p></div>'


def test_references_in_cells_captions_and_notes_lead_to_the_block_that_stands_for_their_place():
    link = '<a href="#one">1</a> <a href="#two">2</a>'
    page = (
        f"{TARGET}<table><caption>{link}</caption><tr><td>{link}</table>"
        f'<p>x<a id="r" href="#fn1">1</a></p><ol><li id="fn1">n {link}<a href="#r">b</a></ol>'
    )
    target, table, paragraph = read_page(page).blocks
    note = paragraph.content[-1]
    assert isinstance(note, Note)
    contents = (table.caption, table.rows[0].cells[0].content[0].content, note.paragraphs[0])
    for content in contents:
        assert {node.target for node in content if isinstance(node, CrossReference)} == {target.id}


def test_a_place_at_the_end_of_the_page_is_its_last_block():
    first, last = read_page('<p><a href="#end">x</a></p><p>y</p><a name="end"></a>').blocks
    assert first.content[0].target == last.id == "end"


def test_a_link_around_a_picture_within_the_page_keeps_the_picture():
    result = read_page(f'<p><a href="#two">x<svg><path/></svg></a></p>{TARGET}')
    assert len(result.blocks[0].content) == 2
    assert result.codes == ["HTML-R013"]


def test_a_link_within_the_page_around_paragraphs_keeps_these():
    result = read_page(f'<a href="#two"><p>a</p><p>b</p></a>{TARGET}')
    assert len(result.blocks) == 3
    assert result.codes == ["HTML-R013"]


def test_tables_in_notes_become_paragraphs_and_are_told():
    page = '<p>x<a id="r" href="#fn1">1</a></p><div id="fn1"><table><tr><td>a<td>b</table><a href="#r">b</a></div>'
    result = read_page(page)
    assert len(result.blocks[0].content[-1].paragraphs) == 2
    assert result.codes == ["HTML-R050"]
