"""Pages, judged by the content models of HTML and by where their links lead, not by our reader."""

import re

import pytest
from everything import EVERYTHING
from html_rules import problems
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import documents
from thoroughness import examples
from written_trees import html_tree

from sdconvert.model.blocks import Directory, DirectoryKind, Heading, Paragraph
from sdconvert.model.document import Document, IndexEntry
from sdconvert.model.inlines import IndexMark, Link, Note, Run, Sidenote
from sdconvert.model.tables import Cell, Row, Table

thorough = settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))


@thorough
@given(documents)
def test_any_document_is_a_page_that_keeps_the_rules(document):
    assert problems(html_tree(document)) == []


def test_a_document_with_everything_is_a_page_that_keeps_the_rules():
    assert problems(html_tree(EVERYTHING)) == []


@pytest.mark.parametrize("rest", ["50%", "a b", "%zz", "<b>", "a\\b", '"x"', "%41", "ä", "{x}|^`"])
def test_addresses_are_written_as_addresses(rest):
    assert problems(html_tree(Document((Paragraph((Link(f"https://a.example/{rest}", (Run("x"),)),)),)))) == []


def side(text):
    return Sidenote((Run(text),))


def test_sidenotes_stand_behind_their_block_in_the_order_of_their_signs():
    cell = Cell((Paragraph((Run("cell"), side("c"))),), is_header=True)
    table = Table((Row((cell,)),), (), caption=(Run("caption"), side("b")))
    tree = html_tree(Document((Paragraph((side("a1"), Run("x"), side("a2"))), table, Paragraph((side("d"),)))))
    assert problems(tree) == []
    assert ["".join(each.itertext()) for each in tree.iter("aside")] == ["*1a1", "*2a2", "*4c", "*3b", "*5d"]


def test_an_entry_that_the_index_has_twice_has_its_place_once():
    twice = (IndexEntry("a", "A"), IndexEntry("a", "A"))
    assert problems(html_tree(Document((Paragraph((IndexMark("a"),)),), index=twice))) == []


def test_endnotes_are_numbered_in_roman_digits():
    notes = tuple(Note(((Run("n"),),), True) for _ in range(49))
    signs = html_tree(Document((Paragraph(notes),))).xpath("//a[@role='doc-noteref']/sup/text()")
    known = {1: "i", 3: "iii", 4: "iv", 5: "v", 8: "viii", 9: "ix", 10: "x", 14: "xiv", 19: "xix", 40: "xl", 49: "xlix"}
    assert {number: signs[number - 1] for number in known} == known


@pytest.mark.parametrize("indent", range(1, 16))
def test_an_indent_is_a_class_for_which_the_style_sheet_has_a_margin(indent):
    tree = html_tree(Document((Paragraph((Run("x"),), indent),)))
    margin = re.search(
        rf"\.{tree.find('.//main/p').get('class')}\s*\{{[^}}]*margin-inline-start:\s*([\d.]+)", _style_sheet(tree)
    )
    assert margin is not None
    assert float(margin[1]) > 0


def _style_sheet(tree):
    return tree.findtext(".//style")


# ------------------------------------------------------------------------------------------------ tables of contents


def lines_of(tree):
    """(text, the text of the line that it stands below or None, its list) of each line of the table of contents."""
    found = []
    for link in tree.xpath("//nav[@data-kind='content']//a"):
        above = link.getparent().getparent().getparent()
        parent = above.find("a") if above.tag == "li" else None
        text = None if parent is None else "".join(parent.itertext())
        found.append(("".join(link.itertext()), text, link.getparent().getparent()))
    return found


@thorough
@given(st.lists(st.integers(0, 5), min_size=1, max_size=10))
def test_a_line_of_the_table_of_contents_stands_below_the_last_line_of_a_higher_level(levels):
    headings = tuple(Heading((Run(f"h{number}"),), level) for number, level in enumerate(levels))
    found = lines_of(html_tree(Document((Directory(DirectoryKind.CONTENT), *headings))))
    lists = {}
    for number, (text, parent, own_list) in enumerate(found):
        above = [at for at in range(number) if levels[at] < levels[number]]
        assert (text, parent) == (f"h{number}", f"h{above[-1]}" if above else None)
        siblings = [at for at in range(number) if found[at][1] == parent and levels[at] == levels[number]]
        assert all(
            lists[at] is own_list
            for at in siblings
            if all(levels[each] >= levels[number] for each in range(at, number))
        )
        lists[number] = own_list
