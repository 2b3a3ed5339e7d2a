import re
from pathlib import Path

import pytest
from lxml import etree
from sdxml_reading import read_body, read_bytes

from sdconvert.archive import read_archive
from sdconvert.findings import Report
from sdconvert.formats.sdxml.dialects import KnownDialect, detect, upgrade
from sdconvert.formats.sdxml.grammar import grammar
from sdconvert.formats.sdxml.write import write
from sdconvert.ledger import Kind
from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.inlines import Comment, Mark, Note, Run
from sdconvert.model.tables import Cell

SAMPLES = Path(__file__).parents[4] / "samples" / "sdxml" / "dialects"
QUICK = '<paragraph indent="0" stylename="quick_heading_1"/>'
_IDS = re.compile(r' (?:id|list-id)="[^"]*"')


def read_sample(name):
    return read_bytes((SAMPLES / f"{name}.xml").read_bytes())


def as_2_6(name):
    """A sample as it is written again, without ids."""
    xml = read_archive(write(read_sample(name).document).value)["sd.xml"]
    assert grammar().validate(etree.fromstring(xml)), grammar().error_log
    text = xml.decode()
    return _IDS.sub("", text[text.index("<document>") + len("<document>") : text.index("</document>")])


@pytest.mark.parametrize("name", ["2017", "2017-early", "2.13", "2.20", "2.25"])
def test_each_dialect_is_told_by_its_sample(name):
    first = read_sample(name).findings[0]
    assert first.code.id == "SDXML-D001"
    assert first.details["dialect"] == name.partition("-")[0]


@pytest.mark.parametrize(
    ("xml", "dialect"),
    [
        ('<smashdoc version="2.6.1"><document/></smashdoc>', KnownDialect.V2_6),
        ("<smashdoc><document/></smashdoc>", KnownDialect.V2_6),
        ('<smashdoc version="2.6.1"><document><ul indent="0"><li/></ul></document></smashdoc>', KnownDialect.V2017),
        ('<smashdoc version="2.6.1"><document/><comments/></smashdoc>', KnownDialect.V2_13),
        ('<smashdoc version="2.6.1"><document><ordered-sections/></document></smashdoc>', KnownDialect.V2_20),
        ('<smashdoc version="2.13.2"><document/></smashdoc>', KnownDialect.V2_13),
        ('<smashdoc version="2.20"><document/></smashdoc>', KnownDialect.V2_20),
        ('<smashdoc version="2.25.0"><document/></smashdoc>', KnownDialect.V2_25),
        ('<smashdoc version="2.25"><document><attached-sections/></document></smashdoc>', KnownDialect.V2_25),
        ('<smashdoc version="2.250"><document><attached-sections/></document></smashdoc>', KnownDialect.V2_20),
        ("<smashdoc><document><ordered-sections/></document><bibliographies/></smashdoc>", KnownDialect.V2_25),
        ('<smashdoc version="2.13"><document/></smashdoc>', KnownDialect.V2_13),
        ('<smashdoc version="2.130.1"><document/></smashdoc>', KnownDialect.V2_6),
        ('<smashdoc version="1"><document><footnote data-content="a"/></document></smashdoc>', KnownDialect.V2017),
        ('<smashdoc version="1"><document><footnote>a</footnote></document></smashdoc>', KnownDialect.V2_6),
        (f'<smashdoc version="1"><document>{QUICK}</document></smashdoc>', KnownDialect.V2_13),
        (f'<smashdoc version="2.6.0"><document>{QUICK}</document></smashdoc>', KnownDialect.V2_6),
        (f'<smashdoc version="2.20.0"><document>{QUICK}</document></smashdoc>', KnownDialect.V2_13),
    ],
)
def test_the_structure_counts_before_the_version(xml, dialect):
    assert detect(etree.fromstring(xml))[0] is dialect


def test_what_is_no_sdxml_is_of_no_dialect():
    report = Report()
    root = etree.fromstring("<html><ul><li>a</li></ul></html>")
    assert upgrade(root, report).dialect is KnownDialect.V2_6
    assert (report.findings, etree.tostring(root)) == ([], b"<html><ul><li>a</li></ul></html>")


# ---------------------------------------------------------------------------------------------------------------- 2017


def test_2017_becomes_2_6():
    assert as_2_6("2017") == (
        '<heading enumeration="0">Pumpen</heading>'
        '<paragraph indent="0" alignment="justify">Vor jedem Start zu prüfen'
        "<footnote>Siehe Betriebsanweisung 7.</footnote>:</paragraph>"
        '<ul-li indent="0">Ölstand</ul-li><ol-li indent="1">Deckel <b>öffnen</b></ol-li>'
        '<ol-li indent="1">ablesen</ol-li><ul-li indent="2">Peilstab</ul-li><ul-li indent="0">Dichtung</ul-li>'
        '<table width="92.0%" indent="0" num-enabled="1" border-color="#000000" caption="">'
        "<column_width><item>20%</item><item>40%</item><item>40%</item></column_width>"
        '<tr min-height="6.348758718967975mm">'
        '<th colspan="2" border-top="1" font-size="9.750243756093903pt"><p>Bauteil</p></th>'
        '<th border-top="1" font-size="9.750243756093903pt"><p>Frist</p></th></tr>'
        '<tr><td rowspan="2" font-size="9.75pt"><p>Pumpe</p><p>groß</p></td>'
        '<td font-size="9.75pt"><p><b>täglich</b></p></td><td font-size="9.75pt"></td></tr>'
        '<tr><td font-size="9.75pt"><p>wöchentlich</p></td><td font-size="9.75pt"><p>ja</p></td></tr></table>'
    )
    assert read_sample("2017").codes == ["SDXML-D001", "SDXML-D024", "SDXML-D030", "SDXML-D025", "SDXML-D020"]


def test_all_items_of_a_nested_list_are_of_one_list():
    items = [block for block in read_sample("2017").blocks if isinstance(block, ListItem)]
    assert len({item.list_id for item in items}) == 1
    assert items[0].list_id


def test_a_list_states_its_level_or_is_one_deeper_than_the_list_around_it():
    blocks = read_sample("2017-early").blocks
    items = [(block.content[0].text, block.is_ordered, block.level) for block in blocks if isinstance(block, ListItem)]
    assert items == [("eins", True, 0), ("eins eins", True, 1), ("im Punkt", False, 2), ("zwei", True, 0)]


def cells_of(rows, widths=2):
    """The cells of a table of 2017: x is a cell with text, a dot a bare one."""
    lines = "".join(f"<tr>{''.join('<td/>' if c == '.' else CELL for c in row)}</tr>" for row in rows.split())
    items = "<item>20%</item>" * widths
    table = f"<table><column_width>{items}</column_width>{lines}</table><ul><li/></ul>"
    result = read_body(table, version="1.0")
    rows = result.blocks[0].rows
    codes = [code for code in result.codes if code not in ("SDXML-D001", "SDXML-D024")]
    return [[(cell.col_span, cell.row_span) for cell in row.cells] for row in rows], codes


CELL = '<td text-align="left"><font size="9pt">x</font></td>'
RESTORED, UNCLEAR, LEFT_OVER = "SDXML-D030", "SDXML-D031", "SDXML-D032"


@pytest.mark.parametrize(
    ("rows", "spans", "codes"),
    [
        ("xx xx", [[(1, 1), (1, 1)], [(1, 1), (1, 1)]], []),
        ("x. xx", [[(2, 1)], [(1, 1), (1, 1)]], [RESTORED]),
        ("xx .x", [[(1, 2), (1, 1)], [(1, 1)]], [RESTORED]),
        ("x. ..", [[(2, 2)], []], [RESTORED]),
        ("x. x.", [[(2, 1)], [(2, 1)]], [RESTORED]),
        ("xx x.", [[(1, 1), (1, 1)], [(1, 1), (1, 1)]], [UNCLEAR]),
        ("xx ..", [[(1, 2), (1, 2)], []], [RESTORED]),
        ("x xx", [[(2, 1)], [(1, 1), (1, 1)]], []),
    ],
)
def test_bare_cells_become_spans_where_their_places_prove_it(rows, spans, codes):
    assert cells_of(rows) == (spans, codes)


def test_widths_that_no_row_can_use_are_left_over():
    spans, codes = cells_of("xx xx", widths=3)
    assert spans == [[(1, 1), (1, 1)], [(1, 1), (1, 1)]]
    assert codes == [LEFT_OVER]


def test_an_empty_cell_with_attributes_is_a_cell():
    result = read_body(
        '<table><tr><td text-align="left"><font size="9pt"/></td><td a="1"/></tr></table>', version="1.0"
    )
    assert [cell.col_span for cell in result.blocks[0].rows[0].cells] == [1, 1]


def cell_of(content):
    (row,) = read_body(f'<table><tr><td border-top="1">{content}</td></tr></table>', version="1.0").blocks[0].rows
    return row.cells[0]


def test_each_line_of_a_cell_is_a_paragraph():
    cell = cell_of('<font size="9pt">one<br/><br/><b>two<br/>three</b> four</font>')
    assert [len(block.content) for block in cell.content] == [1, 0, 4]
    assert cell.content[0] == Paragraph((Run("one"),))
    assert cell.content[2].content[0] == Run("two", frozenset({Mark.BOLD}))
    assert cell.font_size == 9.0


def test_a_cell_of_two_sizes_has_the_first():
    result = read_body(
        '<table><tr><td border-top="1"><font size="9pt">a</font><font size="8pt">b</font></td></tr></table>',
        version="1.0",
    )
    (cell,) = result.blocks[0].rows[0].cells
    assert isinstance(cell, Cell)
    assert (cell.font_size, len(cell.content)) == (9.0, 2)
    assert "SDXML-D021" in result.codes


def test_font_outside_of_cells_is_taken_away():
    result = read_body('<paragraph indent="0">a<font size="9pt">b</font></paragraph>', version="1.0")
    assert result.blocks[0].content == (Run("ab"),)
    assert result.codes == ["SDXML-D001", "SDXML-D022"]


def test_a_footnote_with_two_texts_keeps_both():
    result = read_body('<paragraph><footnote data-content="a">b</footnote></paragraph>', version="1.0")
    assert result.blocks[0].content == (Note(((Run("a b"),),)),)
    assert result.codes == ["SDXML-D001", "SDXML-D023"]


# ------------------------------------------------------------------------------------------------- 2.13, 2.20 and 2.25


def test_style_names_become_headings_and_numbered_paragraphs():
    first, second, third, fourth = read_sample("2.13").blocks
    assert isinstance(first, Heading)
    assert (first.level, first.is_numbered) == (0, True)
    assert isinstance(second, Heading)
    assert (second.level, second.is_numbered) == (1, False)
    assert isinstance(third, Paragraph)
    assert (third.number_level, third.style) == (1, "")
    assert fourth.style == "Hinweis"


def test_comments_stand_in_the_block_that_they_name():
    result = read_sample("2.13")
    comment = result.blocks[2].content[-1]
    reply = Comment("Max Muster", "", ("Ja.",))
    assert comment == Comment("Erika Muster", "2019-03-01T09:00:00Z", ("Für alle?",), replies=(reply,))


def test_a_comment_on_nothing_is_a_finding_that_holds_it():
    result = read_sample("2.13")
    (finding,) = [finding for finding in result.findings if finding.code.id == "SDXML-R040"]
    assert finding.details["text"] == "Ohne Ort."
    assert result.ledger.dropped == {(Kind.COMMENTS, "SDXML-R040"): 1, (Kind.CHARACTERS, "SDXML-R040"): 9}


def test_an_answer_may_name_its_comment():
    comment = read_sample("2.25").blocks[1].content[-1]
    assert (comment.paragraphs, comment.words) == (("Seite?", "Fehlt."), "Belegt")
    assert comment.replies == (Comment("Max Muster", "", ("Seite 4.",)),)


def test_sections_become_blocks_and_what_is_attached_a_footnote():
    assert as_2_6("2.20") == (
        '<heading level="0">Modell</heading>'
        '<paragraph indent="0">Die Kraft<footnote>In <i>Newton</i>.</footnote> wirkt.</paragraph>'
        '<paragraph indent="0">F = m a</paragraph>'
        '<paragraph indent="0">Mit Beleg.<footnote>Archiv, Blatt 3.</footnote></paragraph>'
    )


def test_what_has_no_place_in_2_6_is_a_finding_that_holds_it():
    result = read_sample("2.20")
    details = {finding.code.id: finding.details for finding in result.findings}
    assert details["SDXML-D040"]["text"] == "F = m a"
    assert details["SDXML-D041"]["text"] == "Ohne Ort."
    assert "geprüft" in details["SDXML-D042"]["xml"]


def test_bibliographies_are_a_finding_that_holds_them():
    result = read_sample("2.25")
    (finding,) = [finding for finding in result.findings if finding.code.id == "SDXML-D042"]
    assert "Muster, E.: Pumpen. 2018." in finding.details["xml"]
    assert result.ledger.dropped == {(Kind.CHARACTERS, "SDXML-D042"): 25}
    assert result.blocks[1].content[0] == Run("Belegt[1].")
