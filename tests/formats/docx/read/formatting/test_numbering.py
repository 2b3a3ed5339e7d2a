import pytest
from docx_lists import abstract, labels, level, num, numbering, override, texts
from docx_styles import styles

from sdconvert.errors import UnsafeInput
from sdconvert.formats.docx.read.formatting.labels import NO_LABEL, LabelSequence
from sdconvert.formats.docx.read.formatting.numbering import Numbering


def test_a_level_is_read() -> None:
    found = numbering(
        abstract(
            '<w:lvl w:ilvl="1"><w:start w:val="3"/><w:numFmt w:val="upperRoman"/><w:lvlRestart w:val="0"/>'
            '<w:pStyle w:val="H2"/><w:isLgl/><w:suff w:val="space"/><w:lvlText w:val="Art. %2"/>'
            '<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr></w:lvl>',
            id=5,
        ),
        num(of=5),
    ).level("1", 1)
    assert found is not None
    assert (found.num_fmt, found.lvl_text, found.start, found.suff) == ("upperRoman", "Art. %2", 3, "space")
    assert (found.is_legal, found.lvl_restart, found.p_style, found.list_key) == (True, 0, "H2", "5")
    assert (found.indent_left, found.hanging, found.is_bullet) == (720, 360, False)


@pytest.mark.parametrize("num_id", ["0", "2", "", "x"])
def test_number_zero_and_unknown_lists_have_no_level_and_no_label(num_id: str) -> None:
    found = numbering(abstract(level(0)), num(), num(0))
    assert found.level(num_id, 0) is None
    assert LabelSequence(found).next(num_id, 0) == NO_LABEL


def test_a_list_without_its_abstract_list_is_none() -> None:
    assert numbering(num(of=9)).level("1", 0) is None
    assert Numbering.read(None, styles()).level("1", 0) is None


@pytest.mark.parametrize(("ilvl", "expected"), [(-4, 0), (9, 8), (2**31, 8)])
def test_absurd_levels_are_the_nearest_there_are(ilvl: int, expected: int) -> None:
    found = numbering(abstract(*(level(at) for at in range(9))), num()).level("1", ilvl)
    assert found is not None
    assert found.ilvl == expected


def test_a_level_that_the_list_leaves_out_shows_no_label() -> None:
    assert texts(numbering(abstract(level(0)), num()), 0, 1, 0) == ["1.", "", "2."]


def test_a_whole_level_can_be_overridden() -> None:
    found = numbering(abstract(level(0)), num(more=override(0, level(0, "upperLetter", "%1)"))))
    assert texts(found, 0, 0) == ["A)", "B)"]


def test_a_list_leads_to_another_through_a_numbering_style() -> None:
    of = styles(
        '<w:style w:type="numbering" w:styleId="N"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    link = '<w:numStyleLink w:val="N"/>'
    linked = numbering(abstract(link), abstract('<w:styleLink w:val="N"/>', level(0), id=1), num(), num(2, 1), of=of)
    assert texts(linked, 0) == ["1."]


def test_without_the_numbering_style_the_list_that_names_it_is_found() -> None:
    link = '<w:numStyleLink w:val="N"/>'
    assert texts(numbering(abstract(link), abstract('<w:styleLink w:val="N"/>', level(0), id=1), num()), 0) == ["1."]


def test_lists_that_lead_to_each_other_end() -> None:
    of = styles(
        '<w:style w:type="numbering" w:styleId="N"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    assert numbering(abstract('<w:numStyleLink w:val="N"/>'), num(), of=of).level("1", 0) is None


def test_a_list_keeps_a_level_for_a_style() -> None:
    found = numbering(abstract(level(0), level(1, more='<w:pStyle w:val="H2"/>')), num())
    assert found.level_of_style("1", "H2") == 1
    assert found.level_of_style("1", "H1") is None
    assert found.level_of_style("9", "H2") is None


def test_the_lists_of_headings_are_known() -> None:
    of = styles(
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="L"><w:name w:val="List"/><w:pPr><w:numPr>'
        '<w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    found = numbering(abstract(level(0), id=4), abstract(level(0), id=5), num(1, 4), num(2, 5), of=of)
    assert found.heading_list_keys(of) == {"4"}


def test_a_level_that_nothing_asks_for_is_not_read() -> None:
    of = numbering(abstract(level(0), level(1, text="%2" * 1000)), num())
    assert [label.text for label in labels(of, [("1", 0)])] == ["1."]
    with pytest.raises(UnsafeInput):
        labels(of, [("1", 1)])


def test_lists_of_one_abstract_list_share_its_levels() -> None:
    of = numbering(abstract(level(0), level(1)), num(), num(2))
    assert of.level("1", 1) is of.level("2", 1)
