from itertools import chain, combinations

import pytest
from docx_writing import balance
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from strategies import documents, png
from thoroughness import examples

from sdconvert.archive import read_archive
from sdconvert.choices import Comments
from sdconvert.formats.sdxml.grammar import grammar
from sdconvert.formats.sdxml.write import SdxmlOptions, write
from sdconvert.formats.sdxml.write.nesting import nest
from sdconvert.model.blocks import Paragraph
from sdconvert.model.document import Document
from sdconvert.model.inlines import CrossReference, LineBreak, Link, Mark, Note, Run, Sidenote
from sdconvert.model.measure import measure

options = st.builds(SdxmlOptions, st.sampled_from(Comments), st.just({}))
thorough = settings(max_examples=examples(100), deadline=None, suppress_health_check=list(HealthCheck))


def tree_of(package: bytes) -> etree._Element:
    return etree.fromstring(read_archive(package)["sd.xml"])


def assert_valid(tree: etree._Element) -> None:
    assert grammar().validate(tree), grammar().error_log


@thorough
@given(documents, options)
def test_any_document_is_written_as_valid_sdxml(document, options):
    assert_valid(tree_of(write(document, options).value))


@thorough
@given(documents, options)
def test_the_ledger_of_any_document_closes(document, options):
    assert balance(write(document, options).ledger) == measure(document)


@thorough
@given(documents, options)
def test_the_same_document_gives_the_same_bytes(document, options):
    assert write(document, options).value == write(document, options).value


@thorough
@given(documents, options)
def test_ids_are_unique_and_every_reference_leads_to_one(document, options):
    package = write(document, options).value
    tree = tree_of(package)
    ids = [element.get("id") for element in tree.iter() if element.get("id") is not None]
    assert len(ids) == len(set(ids))
    leads = [xref.get("href") for xref in tree.iter("xref")] + [mark.get("data-id") for mark in tree.iter("index")]
    assert set(leads) <= set(ids)


@thorough
@given(documents, options)
def test_every_picture_that_is_named_is_in_the_package_and_no_other(document, options):
    package = write(document, options).value
    tree = tree_of(package)
    named = {f"images/{image.text}" for image in tree.iter("image")}
    named |= {f"images/{image.get('filename')}" for image in tree.iter("img")}
    assert named | {"sd.xml"} == set(read_archive(package))


@thorough
@given(documents, options)
def test_every_table_is_a_full_grid_and_its_shares_are_a_hundred_percent(document, options):
    for table in tree_of(write(document, options).value).iter("table"):
        items = [float(item.text.rstrip("%")) for item in table.iterfind("column_width/item")]
        assert not items or sum(items) == pytest.approx(100)
        covered = set()
        rows = table.findall("tr")
        for y, row in enumerate(rows):
            x = 0
            for cell in row:
                while (x, y) in covered:
                    x += 1
                width, height = int(cell.get("colspan", "1")), int(cell.get("rowspan", "1"))
                places = {(x + right, y + down) for right in range(width) for down in range(height)}
                assert not places & covered
                covered |= places
        assert len(covered) == len(rows) * len(items)


def subsets(of):
    return chain.from_iterable(combinations(of, count) for count in range(len(of) + 1))


ALL_MARKS = [frozenset(subset) for subset in subsets(tuple(Mark))]


def text_in_every_place(run):
    target = Paragraph((Run("target"),), id="t")
    link = Link("https://a.example", (run, LineBreak(run.marks)))
    note = Note(((run, link, LineBreak()), (run,)))
    sidenote = Sidenote((run, link, CrossReference("t", text="target")))
    return Document((target, Paragraph((run, LineBreak(run.marks), run, link, note, sidenote))))


@pytest.mark.parametrize("style", ["", "Own"])
def test_every_subset_of_marks_nests_validly_in_every_place(style):
    for marks in ALL_MARKS:
        assert_valid(tree_of(write(text_in_every_place(Run("x", marks, style))).value))


def test_only_subscript_with_superscript_is_a_loss_in_a_paragraph():
    lossy = {marks for marks in ALL_MARKS if nest(marks, "Own", True)[1:] != (False, False)}
    assert lossy == {marks for marks in ALL_MARKS if {Mark.SUBSCRIPT, Mark.SUPERSCRIPT} <= marks}


def test_a_style_is_lost_in_a_note_only_when_no_look_can_hold_it():
    lossy = {marks for marks in ALL_MARKS if nest(marks, "Own", False).has_lost_style}
    assert lossy == {frozenset(), frozenset({Mark.CODE})}


@given(st.lists(st.builds(Run, st.just("x"), st.frozensets(st.sampled_from(Mark)), st.sampled_from(["", "Own"]))))
def test_neighbours_never_close_an_element_only_to_open_it_again(runs):
    xml = read_archive(write(Document((Paragraph(tuple(runs)),), assets={"p": png()})).value)["sd.xml"]
    for name in (b"b", b"i", b"u", b"sub"):
        assert b"</%b><%b>" % (name, name) not in xml
