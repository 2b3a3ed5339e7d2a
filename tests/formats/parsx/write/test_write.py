import pytest
from lxml import etree
from strategies import png
from table_layouts import table_of, written_parsx

from sdconvert.archive import read_archive
from sdconvert.findings import Result, Severity
from sdconvert.formats.parsx.names import NAMESPACE
from sdconvert.formats.parsx.read import read
from sdconvert.formats.parsx.write import write
from sdconvert.model.blocks import (
    Alignment,
    Directory,
    DirectoryKind,
    Heading,
    ListItem,
    PageBreak,
    Paragraph,
    Picture,
)
from sdconvert.model.document import Document, IndexEntry, Metadata
from sdconvert.model.inlines import Comment, CrossReference, IndexMark, Link, Mark, Note, Run
from sdconvert.model.tables import Borders, Cell, Row, Table

A = (Run("a"),)
PARAGRAPH = "<abs>a</abs>"


def xml(package: Result[bytes]) -> str:
    return read_archive(package.value)["parsx.xml"].decode()


def body(*blocks, **rest) -> str:
    text = xml(write(Document(blocks, **rest)))
    return text.partition("<hauptteil>")[2].partition("</hauptteil>")[0]


def findings(*blocks, **rest) -> dict[str, str]:
    return {finding.code.id: finding.message for finding in write(Document(blocks, **rest)).findings}


def test_the_root_stands_in_the_namespace_of_release_4() -> None:
    root = etree.fromstring(read_archive(write(Document()).value)["parsx.xml"])
    assert root.tag == f"{{{NAMESPACE}}}projekt"


def test_metadata_are_in_meta_and_the_language_on_the_root() -> None:
    text = xml(write(Document(metadata=Metadata("T & U", creator="Ada", language="de-DE", tags=("x",)))))
    assert "<meta><titel>T &amp; U</titel><urheber>Ada</urheber><schlagwort>x</schlagwort></meta>" in text
    assert 'xml:lang="de-DE"' in text


def test_chapters_nest_by_the_levels_of_their_headings() -> None:
    shown = body(Paragraph(A), Heading(A, 0), Heading(A, 2), Heading(A, 1), Heading(A, 0))
    title = "<titel><text>a</text></titel>"
    assert shown == (
        f"<kapitel>{PARAGRAPH}</kapitel><kapitel><u1>{title}</u1><kapitel><u3>{title}</u3></kapitel>"
        f"<kapitel><u2>{title}</u2></kapitel></kapitel><kapitel><u1>{title}</u1></kapitel>"
    )


def test_numbers_of_headings_are_counted_where_the_source_shows_none() -> None:
    shown = body(
        Heading(A, 0, True), Heading(A, 1, True), Heading(A, 1, True), Heading(A, 0, True, label="§ 2"), Heading(A, 0)
    )
    numbers = [piece.partition("</zaehler>")[0] for piece in shown.split("<zaehler>")[1:]]
    assert numbers == ["1", "1.1", "1.2", "§ 2"]


def test_items_nest_by_their_levels() -> None:
    shown = body(ListItem(A, True, 0, "l"), ListItem(A, False, 1, "l"), ListItem(A, True, 0, "l"))
    assert shown == (
        f"<kapitel><liste_geordnet><eintrag>{PARAGRAPH}<liste_ungeordnet><eintrag>{PARAGRAPH}</eintrag>"
        f"</liste_ungeordnet></eintrag><eintrag>{PARAGRAPH}</eintrag></liste_geordnet></kapitel>"
    )


def test_a_paragraph_indented_below_an_item_stays_in_its_entry() -> None:
    blocks = ListItem(A, False, 0, "1"), Paragraph(A, indent=1), ListItem(A, False, 0, "1")
    assert body(*blocks).count("<liste_ungeordnet>") == 1
    assert findings(*blocks) == {}


def test_a_list_that_goes_on_after_a_paragraph_begins_again_with_a_finding() -> None:
    item = ListItem(A, True, 0, "l")
    assert list(findings(item, Paragraph(A), item)) == ["PARSX-W070"]


@pytest.mark.parametrize("label", ["1", "1.", "1)", "(1)", "[1]", ""])
def test_punctuation_around_a_number_makes_no_other_label(label: str) -> None:
    assert findings(ListItem(A, True, 0, "l", label=label)) == {}


@pytest.mark.parametrize("label", ["a)", "i.", "2", "Art. 1", "§ 1", "1.1", "01"])
def test_another_number_or_word_makes_another_label(label: str) -> None:
    assert list(findings(ListItem(A, True, 0, "l", label=label))) == ["PARSX-W072"]


def test_a_label_that_a_list_will_not_show_is_told() -> None:
    said = findings(ListItem(A, True, 0, "l", label="a)"))
    assert said["PARSX-W072"].startswith("“a)” before a list item will be shown as “1”")


def test_a_numbered_paragraph_has_its_number_as_text() -> None:
    blocks = Heading(A, 0, True), Paragraph(A, number_level=1)
    assert "<abs>1.1 a</abs>" in body(*blocks)
    assert list(findings(*blocks)) == ["PARSX-W060"]


def test_quotations_are_kept_together() -> None:
    quotation = Paragraph(A, style="zitat")
    assert body(quotation, quotation, Paragraph(A)) == (
        f'<kapitel><einschub typ="zitat">{PARAGRAPH * 2}</einschub>{PARAGRAPH}</kapitel>'
    )


def test_header_rows_are_the_head_of_a_table() -> None:
    head, cell = Cell((Paragraph(A),), is_header=True), Cell((Paragraph(A),), 2, 1)
    shown = body(Table((Row((head, head)), Row((cell,))), (50.0, 50.0), caption=A, is_numbered=True, id="t"))
    assert shown == (
        '<kapitel><tabelle id="t"><titel><zaehler/><text>a</text></titel><table><colgroup><col width="50.00%"/>'
        f'<col width="50.00%"/></colgroup><thead><tr><th>{PARAGRAPH}</th><th>{PARAGRAPH}</th></tr></thead><tbody>'
        f'<tr><td colspan="2">{PARAGRAPH}</td></tr></tbody></table></tabelle></kapitel>'
    )


def test_a_cell_over_two_rows_leaves_its_place_in_the_second_to_no_other() -> None:
    block = table_of([[("a", 1, 2), ("b", 2, 1)], [("c", 1, 1), ("d", 1, 1)]])
    assert written_parsx(block) == ([["a", "b", "b"], ["a", "c", "d"]], set())


def test_a_header_cell_that_reaches_into_the_body_keeps_its_row_there() -> None:
    block = table_of([[("a", 1, 2, True)], []])
    assert written_parsx(block).places == [["a"], ["a"]]


def test_short_rows_are_filled_and_spans_cut_with_a_finding() -> None:
    ragged = table_of([[("a", 1, 1), ("b", 1, 9)], [("c", 5, 1)], []])
    assert written_parsx(ragged).places == [["a", "b"], ["c", "b"], ["", "b"]]
    assert list(findings(ragged)) == ["PARSX-W082"]


def test_column_widths_are_as_many_as_columns() -> None:
    assert '<colgroup><col width="50.00%"/><col width="50.00%"/></colgroup>' in body(
        Table(table_of([[("a", 1, 1), ("b", 1, 1)]]).rows, (20.0, 20.0, 60.0))
    )


def test_spans_that_no_program_takes_are_told_with_what_they_became() -> None:
    said = findings(table_of([[("a", 10**9, 1), ("b", 1, -1)]]))
    assert set(said) == {"PARSX-W080", "PARSX-W082"}
    assert said["PARSX-W080"] == "A cell spans -1 rows or columns; it was given 1."


def test_pictures_keep_plain_names_and_get_one_by_content_otherwise() -> None:
    assets = {"a.png": png(1), "../b c.png": png(2)}
    package = write(Document((Picture("a.png"), Picture("../b c.png")), assets=assets)).value
    names = sorted(read_archive(package))
    assert names[1] == "images/a.png"
    assert sorted(map(len, names)) == [len("parsx.xml"), len("images/a.png"), len("images/") + 32 + len(".png")]


def test_a_missing_picture_leaves_its_words_and_an_error() -> None:
    result = write(Document((Picture("gone.png", caption=A, text="alt"),)))
    assert "<abs>[alt] a</abs>" in xml(result)
    assert [(finding.code.id, finding.severity) for finding in result.findings] == [("PARSX-W040", Severity.ERROR)]


def test_marks_are_not_closed_to_be_opened_again() -> None:
    bold, both = frozenset({Mark.BOLD}), frozenset({Mark.BOLD, Mark.ITALIC})
    shown = body(Paragraph((Run("a", bold), Run("b", both), Run("c", bold))))
    assert "<fett>a<kursiv>b</kursiv>c</fett>" in shown


def test_a_line_separator_in_the_text_is_told() -> None:
    assert findings(Paragraph((Run("a\u2028b\u2028c"),)))["PARSX-W020"].startswith("2 line separator(s)")


def test_links_and_references_are_verweise() -> None:
    target = Paragraph(A, id="t")
    link, reference = Link("https://a.example/?a&b", A), CrossReference("t", text="see a")
    assert body(target, Paragraph((link, reference))) == (
        '<kapitel><abs id="t">a</abs><abs><verweis verweis-extern="https://a.example/?a&amp;b">a</verweis>'
        '<verweis verweis-intern="t">see a</verweis></abs></kapitel>'
    )


def test_a_reference_without_a_text_gets_the_one_that_it_would_show() -> None:
    heading = Heading(A, 0, True, id="t")
    references = (CrossReference("t"), CrossReference("t", True, False), CrossReference("t", True, True))
    shown = body(Paragraph(references), heading)
    assert [piece.partition("<")[0] for piece in shown.split('verweis-intern="t">')[1:]] == ["a", "1", "1 a"]


def test_a_reference_to_nowhere_is_text_and_without_text_an_error() -> None:
    assert list(findings(Paragraph((CrossReference("x", text="a"),)))) == ["PARSX-W015"]
    assert list(findings(Paragraph((CrossReference("x"),)))) == ["PARSX-W019"]


def test_the_index_is_in_its_marks_and_an_entry_without_one_is_told() -> None:
    index = (IndexEntry("1", "a", (IndexEntry("2", "b"),)), IndexEntry("3", "c", sorting_key="k"))
    blocks = (Paragraph((IndexMark("2"), IndexMark("9"))),)
    assert "<register><eintrag>a</eintrag><eintrag>b</eintrag></register>" in body(*blocks, index=index)
    assert set(findings(*blocks, index=index)) == {"PARSX-W028", "PARSX-W085", "PARSX-W086"}


def test_what_parsx_cannot_say_is_told() -> None:
    cell = Cell((Heading(A, 0),), borders=Borders(True), background="#ff0000", font_size=9.0)
    said = findings(
        Paragraph(A, indent=1, alignment=Alignment.CENTER, style="Own"),
        Paragraph((Run("a", style="Key"), Comment("Ada", "", ("why",)))),
        PageBreak(),
        Directory(DirectoryKind.CONTENT),
        Table((Row((cell,), 12.0),), (), width=50.0),
        own_styles=frozenset({"Own"}),
    )
    assert set(said) == {
        *["PARSX-W010", "PARSX-W030", "PARSX-W051", "PARSX-W052", "PARSX-W063", "PARSX-W064", "PARSX-W065"]
    }


def test_characters_that_xml_cannot_hold_are_taken_out_and_booked() -> None:
    result = write(Document((Paragraph((Run("a\x00b"), Link("x\x01", (Run("\ud800"),)))),)))
    assert 'ab<verweis verweis-extern="x"></verweis>' in xml(result)
    assert [finding.details["count"] for finding in result.findings] == [3]


def test_tables_and_notes_nest_no_deeper_than_a_reader_takes() -> None:
    block: Table | Paragraph = Paragraph(A)
    note = A
    for _ in range(60):
        block = Table((Row((Cell((block,)),)),), ())
        note = (Note((note,)),)
    result = write(Document((block, Paragraph(note))))
    assert {finding.code.id for finding in result.findings} == {"PARSX-W024", "PARSX-W081"}
    assert read(result.value).value.blocks


def test_equal_documents_give_equal_bytes() -> None:
    document = Document((Heading(A, 0), ListItem(A, True)), assets={"a.png": png()})
    assert write(document).value == write(document).value


def test_a_reply_is_reported_with_the_words_of_its_comment() -> None:
    comment = Comment("Ada", "", ("why",), "the words", (Comment("Bob", "", ("so",)),))
    result = write(Document((Paragraph((Run("a"), comment)),)))
    assert [finding.details["words"] for finding in result.findings] == ["the words", "the words"]


def test_the_label_of_a_caption_stays_as_the_source_showed_it() -> None:
    table = Table((Row((Cell((Paragraph(A),)),)),), (), caption=A, is_numbered=True, label="Table 2-1: ")
    assert "<titel><zaehler>Table 2-1:</zaehler><text>a</text></titel>" in body(table)
    picture = Picture("p.png", caption=A, is_numbered=True, label="Figure 2-1: ")
    assets = {"p.png": png(1)}
    assert "<legende><abs>Figure 2-1: a</abs></legende>" in body(picture, assets=assets)
    assert "PARSX-W066" not in findings(picture, assets=assets)


def test_the_direction_of_a_table_from_right_to_left_is_told():
    told = findings(Table((Row((Cell(),)),), (100.0,), is_right_to_left=True))
    assert told["PARSX-W051"].startswith("The direction from right to left of 1 block(s)")
