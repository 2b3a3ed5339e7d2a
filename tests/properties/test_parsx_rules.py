"""Files of parsX, judged by what the published examples have, not by our reader."""

import pytest
from everything import EVERYTHING
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from parsx_rules import HEADINGS, problems
from strategies import documents
from thoroughness import examples
from written_trees import parsx_tree

from sdconvert.formats.parsx.write import write
from sdconvert.formats.parsx.write.inlines import MAX_NESTING
from sdconvert.model.blocks import Heading, ListItem, Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import Equation, Note, Run, Sidenote
from sdconvert.model.tables import Cell, Row, Table

thorough = settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))
TEXT = (Run("x"),)
QUOTATION = Paragraph(TEXT, style="zitat")


@thorough
@given(documents)
def test_any_document_is_a_file_that_keeps_the_rules(document):
    assert problems(parsx_tree(document)) == []


def test_a_document_with_everything_is_a_file_that_keeps_the_rules():
    assert problems(parsx_tree(EVERYTHING)) == []


def test_a_quotation_ends_where_anything_else_begins():
    others = (ListItem(TEXT, True), Heading(TEXT, 0), Table((Row((Cell(),)),), ()), Paragraph(TEXT))
    for other in others:
        assert problems(parsx_tree(Document((QUOTATION, other, QUOTATION)))) == []
        assert len(parsx_tree(Document((QUOTATION, other, QUOTATION))).findall(".//einschub")) == 2


@thorough
@given(st.lists(st.integers(0, 5), max_size=10))
def test_a_chapter_stands_in_that_of_the_last_heading_of_a_higher_level(levels):
    tree = parsx_tree(Document(tuple(Heading((Run(f"h{number}"),), level) for number, level in enumerate(levels))))
    headings = [element for element in tree.iter() if element.tag in HEADINGS]
    assert [int(heading.tag[1]) - 1 for heading in headings] == levels
    for number, heading in enumerate(headings):
        above = [at for at in range(number) if levels[at] < levels[number]]
        holder = heading.getparent().getparent()
        assert holder[0] is headings[above[-1]] if above else holder.tag == "hauptteil"


def test_an_item_of_another_list_stands_in_the_item_above_it_where_it_is_one_level_deeper():
    items = (ListItem((Run("a"),), True, 0, "one"), ListItem((Run("b"),), True, 1, "other"))
    tree = parsx_tree(Document(items))
    assert [len(entry) for entry in tree.iter("eintrag")] == [2, 1]
    assert [finding.code.id for finding in write(Document(items)).findings] == ["PARSX-W071"]


def test_an_item_of_another_kind_stands_in_a_list_of_its_own():
    tree = parsx_tree(
        Document((ListItem(TEXT, True, 0, "a"), ListItem(TEXT, False, 0, "a"), ListItem(TEXT, False, 0, "a")))
    )
    assert [(each.tag, len(each)) for each in tree.find(".//kapitel")] == [
        ("liste_geordnet", 1),
        ("liste_ungeordnet", 2),
    ]


def test_footnotes_endnotes_and_sidenotes_are_elements_of_their_own():
    content = (Note((TEXT, TEXT)), Note((TEXT,), True), Sidenote(TEXT))
    found = parsx_tree(Document((Paragraph(content),))).find(".//abs")
    assert [(each.tag, len(each), "".join(each.itertext())) for each in found] == [
        ("fussnote", 2, "xx"),
        ("endnote", 1, "x"),
        ("marginalie", 0, "x"),
    ]


def test_a_formula_is_mathml_with_its_latex_beside_it():
    found = parsx_tree(Document((Paragraph((Equation("\\alpha", "α", True),)),))).find(".//formel/math")
    assert (found.get("display"), [each.text for each in found.find("semantics")]) == ("block", ["α", "\\alpha"])


@pytest.mark.parametrize(("caption", "is_numbered"), [((), True), (TEXT, False), (TEXT, True), ((), False)])
def test_a_table_has_a_title_where_it_has_a_caption_or_a_number(caption, is_numbered):
    table = Table((Row((Cell(),)),), (), caption=caption, is_numbered=is_numbered)
    title = parsx_tree(Document((table,))).find(".//tabelle/titel")
    assert (title is not None) is bool(caption or is_numbered)
    assert title is None or (title.find("zaehler") is not None, title.findtext("text") or "") == (
        is_numbered,
        "x" if caption else "",
    )


# ------------------------------------------------------------------------------------------------------------ nesting


def nested_note(depth):
    content = TEXT
    for _ in range(depth):
        content = (Note((content,)),)
    return content


def nested_table(depth):
    block = Paragraph(TEXT)
    for _ in range(depth):
        block = Table((Row((Cell((block,)),)),), ())
    return block


def codes(*blocks):
    return [finding.code.id for finding in write(Document(blocks)).findings]


def test_notes_and_tables_nest_as_deep_as_they_may_without_a_finding():
    assert codes(Paragraph(nested_note(MAX_NESTING)), nested_table(MAX_NESTING)) == []
    assert codes(Paragraph(nested_note(MAX_NESTING + 1))) == ["PARSX-W024"]
    assert codes(nested_table(MAX_NESTING + 1)) == ["PARSX-W081"]


def test_what_stood_in_a_note_or_table_before_does_not_count_as_deep():
    notes = tuple(Note((TEXT,)) for _ in range(MAX_NESTING + 1))
    tables = tuple(nested_table(1) for _ in range(MAX_NESTING + 1))
    assert codes(Paragraph(notes), *tables) == []
