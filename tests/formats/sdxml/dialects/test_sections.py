import pytest
from sdxml_reading import read_body

from sdconvert.ledger import Kind
from sdconvert.model.blocks import ListItem, Paragraph, Picture
from sdconvert.model.inlines import Note, Run
from sdconvert.model.tables import Table


def read_sections(ordered, attached="", around=""):
    sections = f"<ordered-sections>{ordered}</ordered-sections>"
    group = f"<attached-sections>{attached}</attached-sections>" if attached else ""
    return read_body(sections + group, version="2.20.2", around=around)


def codes_of(result):
    """The codes but for that which names the dialect."""
    return result.codes[1:]


@pytest.mark.parametrize("name", ["text", "text-section", "paragraph"])
def test_sections_of_text_are_paragraphs_with_their_indent_or_none(name):
    first, second = read_sections(f'<{name}>a</{name}><{name} indent="3">b</{name}>').blocks
    assert (first, second) == (Paragraph((Run("a"),), 0), Paragraph((Run("b"),), 3))


def test_sections_of_pictures_and_tables_are_such():
    result = read_sections("<image-section>gone.png</image-section><table-section><tr/></table-section>")
    assert [type(block) for block in result.blocks] == [Picture, Table]
    assert codes_of(result) == ["SDXML-R030"]


def test_a_formula_is_a_paragraph_with_all_its_text_once():
    result = read_sections("<formula> a<sup>2</sup>+b </formula><formula-section>c</formula-section>")
    assert [block.content for block in result.blocks] == [(Run("a2+b"),), (Run("c"),)]
    assert [finding.details["text"] for finding in result.findings[1:]] == ["a2+b", "c"]
    assert result.ledger.read[Kind.EQUATIONS] == 2


def test_text_between_sections_stays_where_it_is():
    sections = "one<paragraph>two</paragraph>three<paragraph>four</paragraph>five"
    blocks = read_body(f"zero<ordered-sections>{sections}</ordered-sections>six", version="2.20.2").blocks
    assert [block.content[0].text for block in blocks] == ["zeroone", "two", "three", "four", "fivesix"]


@pytest.mark.parametrize(
    ("anchor", "content", "codes"),
    [
        ('<footnote ref="n"/>', (Note(((Run("note"),),)),), []),
        ('<mark on="n"/>', (Note(((Run("note"),),)),), []),
        ('<footnote ref="n">1: </footnote>', (Note(((Run("1: note"),),)),), []),
        ('<footnote ref="n"/>x<footnote ref="n"/>', (Note(((Run("note"),),)), Run("x"), Note(((),))), ["SDXML-R011"]),
    ],
)
def test_an_empty_element_that_names_what_is_attached_is_the_place_of_the_note(anchor, content, codes):
    result = read_sections(f"<text>{anchor}</text>", '<paragraph id="n">note</paragraph>')
    assert result.blocks[0].content == content
    assert codes_of(result) == codes


def test_a_note_has_the_looks_of_what_is_attached():
    result = read_sections('<text>a<footnote ref="n"/></text>', '<paragraph id="n">b<i>c</i>d</paragraph>')
    (paragraph,) = result.blocks[0].content[1].paragraphs
    assert [run.text for run in paragraph] == ["b", "c", "d"]


@pytest.mark.parametrize("kind", ["paragraph", "heading", "ol-li", "ul-li"])
def test_what_names_its_section_becomes_a_note_at_its_end(kind):
    result = read_sections(f'<{kind} id="s">a</{kind}>', '<paragraph id="n" section="s">note</paragraph>')
    assert result.blocks[0].content == (Run("a"), Note(((Run("note"),),)))


@pytest.mark.parametrize(
    ("ordered", "attached"),
    [
        ('<table-section id="s"><tr/></table-section>', '<paragraph id="n" section="s">lost</paragraph>'),
        ('<text id="s">a</text>', '<paragraph id="s">lost</paragraph>'),
        ('<text>a<b on="n">c</b></text>', "<paragraph>lost</paragraph>"),
        ('<text><b on="n"><i/></b></text>', '<paragraph id="n">lost</paragraph>'),
        ('<table-section><tr><td on="n"/></tr></table-section>', '<paragraph id="n">lost</paragraph>'),
    ],
)
def test_what_is_attached_to_nothing_that_can_hold_it_is_a_finding_that_holds_it(ordered, attached):
    result = read_sections(ordered, attached)
    (finding,) = [finding for finding in result.findings if finding.code.id == "SDXML-D041"]
    assert finding.details["text"] == "lost"
    assert result.ledger.dropped == {(Kind.NOTES, "SDXML-D041"): 1, (Kind.CHARACTERS, "SDXML-D041"): 4}


def test_text_between_what_is_attached_is_a_finding_that_holds_it():
    attached = 'one<paragraph id="n" section="s">note</paragraph>two'
    result = read_sections('<text id="s">a</text>', attached)
    assert [finding.details["text"] for finding in result.findings[1:]] == ["one", "two"]
    assert result.ledger.dropped == {(Kind.CHARACTERS, "SDXML-D041"): 6}
    assert isinstance(result.blocks[0].content[1], Note)


@pytest.mark.parametrize(
    ("around", "count", "characters"),
    [
        ("<section-tags/>", 0, 0),
        ('<section-tags><tag name="x"/></section-tags>', 1, 0),
        ("<bibliographies>a <b>book</b></bibliographies>", 1, 6),
        ("<bibliographies> </bibliographies>", 0, 0),
    ],
)
def test_tags_and_bibliographies_are_told_when_there_is_something_in_them(around, count, characters):
    result = read_sections("<text>a</text>", around=around)
    told = [finding for finding in result.findings if finding.code.id == "SDXML-D042"]
    assert len(told) == count
    assert result.ledger.dropped.get((Kind.CHARACTERS, "SDXML-D042"), 0) == characters
    assert result.blocks[0].content == (Run("a"),)


def test_other_blocks_among_sections_are_what_they_are():
    (item,) = read_sections('<ul-li indent="1">a</ul-li>').blocks
    assert item == ListItem((Run("a"),), False, 1)
